"""Articles of the codes and laws that a project cites, with every version of their text."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Final

from docgen.errors import ContentError, Problem
from docgen.referential.droit.reference import ReferenceLegale, article_key
from docgen.referential.snapshot import OpenSnapshot

SNAPSHOT: Final = "legi"
"""The name of the snapshot that holds them."""
ARTICLES_FILE: Final = "articles.jsonl"
"""Its file: one version a line, by code, number and day."""
UNKNOWN_DAY: Final = date(2222, 2, 22)
"""The first day, in Légifrance, of a version whose entry into force no text has set yet."""


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """A version of an article: its text, and the days on which it is in force.

    `ouvrage` is the key of a code (« environnement »), or a law with its number (« loi 2025-268 »);
    `numero` is written as by `article_key`: « L541-3 », « R421-1 » for « R*421-1 ».
    """

    ouvrage: str
    numero: str
    id: str
    """Its identifier: « LEGIARTI000006834444 »."""
    etat: str
    debut: date
    """Its first day, `UNKNOWN_DAY` when none is set."""
    fin: date | None
    """The first day on which it is no longer in force, None when no end is known."""
    texte: str
    """Its words, paragraphs on lines of their own; empty when only its dates are known."""
    cid: str = ""
    """The identifier of its first version, which all versions share."""
    lieux: tuple[str, ...] = ()
    """The places of its file in the base, by which a later archive deletes it."""

    @property
    def empreinte(self) -> str:
        """The digest of its words, whatever their spaces."""
        return hashlib.sha256(" ".join(self.texte.split()).encode()).hexdigest()[:16]

    def in_force(self, day: date) -> bool:
        """Whether it is in force on a day, by its dates alone: the state may tell the future."""
        return self.debut <= day and (self.fin is None or day < self.fin)


class Articles:
    """The versions of the articles that were imported."""

    def __init__(self, versions: Iterable[ArticleVersion] = ()) -> None:
        self._versions: dict[tuple[str, str], list[ArticleVersion]] = {}
        for version in sorted(versions, key=lambda version: (version.debut, version.id)):
            self._versions.setdefault((version.ouvrage, version.numero), []).append(version)

    def __iter__(self) -> Iterator[ArticleVersion]:
        """Yield every version, by code, number and day."""
        return (version for key in sorted(self._versions) for version in self._versions[key])

    def __contains__(self, key: tuple[str, str]) -> bool:
        """Whether any version of an article is here, with its text."""
        return any(version.texte for version in self._versions.get(key, ()))

    def versions(self, ouvrage: str, numero: str) -> tuple[ArticleVersion, ...]:
        """Return the versions of an article, the oldest first."""
        return tuple(self._versions.get((ouvrage, article_key(numero)), ()))

    def in_force(self, ouvrage: str, numero: str, day: date) -> ArticleVersion | None:
        """Return the version in force on a day, None when there is none, or when two disagree."""
        standing = [one for one in self.versions(ouvrage, numero) if one.in_force(day)]
        return standing[-1] if standing and len({one.empreinte for one in standing}) == 1 else None

    def next_change(self, day: date) -> date | None:
        """Return the first day after `day` on which one begins or ends, None for none."""
        days = (bound for one in self for bound in (one.debut, one.fin))
        return min((bound for bound in days if bound and bound > day), default=None)

    def overlaps(self) -> Iterator[tuple[ArticleVersion, ArticleVersion]]:
        """Yield the versions of an article that are in force on a same day with other words."""
        for versions in self._versions.values():
            for former, later in combinations(versions, 2):
                shared = former.in_force(later.debut) and later.in_force(later.debut)
                dated = later.debut != UNKNOWN_DAY
                if dated and shared and former.empreinte != later.empreinte:
                    yield former, later


class CitedArticles:
    """The articles that references cite, one by one and by ranges."""

    def __init__(self, references: Iterable[ReferenceLegale]) -> None:
        cited = [reference for reference in references if reference.ouvrage and reference.articles]
        self.named = frozenset((one.ouvrage, number) for one in cited for number in one.articles)
        self._numbers = frozenset(number for _, number in self.named)
        self.ranges = frozenset(
            (one.ouvrage, _order(one.article), _order(one.jusqu_au))
            for one in cited
            if one.article and one.jusqu_au
        )

    @property
    def ouvrages(self) -> frozenset[str]:
        """The codes and texts that are cited."""
        return frozenset(ouvrage for ouvrage, _ in self.named)

    def may_cover(self, numero: str) -> bool:
        """Whether an article of this number is cited, in any code."""
        return numero in self._numbers or any(self._ranges_around(numero))

    def covers(self, ouvrage: str, numero: str) -> bool:
        """Whether an article is cited, or lies in a range: L. 325-1-1 between L. 325-1 and -3."""
        return (ouvrage, numero) in self.named or ouvrage in self._ranges_around(numero)

    def _ranges_around(self, numero: str) -> Iterator[str]:
        order = _order(numero)
        for ouvrage, first, last in self.ranges:
            if first[0] == last[0] == order[0] and first <= order <= last:
                yield ouvrage


def _order(numero: str) -> tuple[str, tuple[int, ...]]:
    """Return the letter and the numbers of an article, by which articles follow one another."""
    key = article_key(numero)
    letter = key.rstrip("-0123456789")
    digits = key.removeprefix(letter).split("-")
    return letter, tuple(int(part) for part in digits if part.isdigit())


def write_articles(versions: Iterable[ArticleVersion]) -> bytes:
    """Return the file of some versions."""
    lines = (json.dumps(_as_data(version), ensure_ascii=False) for version in Articles(versions))
    return "".join(f"{line}\n" for line in lines).encode()


def read_articles(opened: OpenSnapshot) -> Articles:
    """Return the articles of a snapshot; raise ContentError when they cannot be read."""
    lines = opened.read(ARTICLES_FILE).splitlines()
    try:
        return Articles(_version(json.loads(line)) for line in lines)
    except (KeyError, TypeError, ValueError) as error:
        message = "ces articles ont été écrits par une autre version de docgen"
        hint = "refaites l’import : docgen data import legi ARCHIVE"
        name = f"{opened.named}/{ARTICLES_FILE}"
        raise ContentError([Problem(name, message, code="referentiel", hint=hint)]) from error


def _as_data(version: ArticleVersion) -> dict[str, object]:
    return {
        "ouvrage": version.ouvrage,
        "numero": version.numero,
        "id": version.id,
        "cid": version.cid,
        "etat": version.etat,
        "debut": version.debut.isoformat(),
        "fin": version.fin.isoformat() if version.fin else None,
        "empreinte": version.empreinte if version.texte else "",
        "lieux": list(version.lieux),
        "texte": version.texte,
    }


def _version(data: dict[str, Any]) -> ArticleVersion:
    texts = {name: str(data[name]) for name in ("ouvrage", "numero", "id", "cid", "etat", "texte")}
    days = [date.fromisoformat(data[name]) if data[name] else None for name in ("debut", "fin")]
    if days[0] is None:
        raise ValueError(data["debut"])
    return ArticleVersion(**texts, debut=days[0], fin=days[1], lieux=tuple(data["lieux"]))
