"""The offences of the national list NATINF: number, class, the articles that define and punish."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docgen.french.letters import folded
from docgen.referential.droit.mesure import RANK, rank_of
from docgen.referential.droit.reference import article_key
from docgen.referential.snapshot import OpenSnapshot

NATINF_FILE: Final = "natinf.csv"
COLUMNS: Final = ("numero", "nature", "qualification", "definie_par", "reprimee_par")
ABBREVIATIONS: Final = {
    "C.ASSURANCES": "assurances",
    "C.CIVIL": "civil",
    "C.CONSTRUCT": "cch",
    "C.DEFENSE": "defense",
    "C.ENVIR": "environnement",
    "C.FORESTIER": "forestier",
    "C.G.C.T": "cgct",
    "C.P.P": "cpp",
    "C.PENAL": "penal",
    "C.ROUTE": "route",
    "C.RURAL": "crpm",
    "C.S.I": "csi",
    "C.SANTE.PUB": "csp",
    "C.TRAVAIL": "travail",
    "C.URBANISME": "urbanisme",
}
"""The codes, as the list abbreviates them; those that it alone cites are unknown here."""
TOKEN: Final = re.compile(
    r"ART\.?\s?(?P<article>(?:(?:LO|[LRDA])\.?\s?)?\*{0,2}\s?\d+(?:-\d+)*)"
    r"|(?P<code>C\.(?:(?!ART\b)[A-Z]+\.?)+)"
    r"|(?P<other>\b(?:LOI|DECRET|ORDONNANCE|ORD|ARRETE|ARR|REGLT|DIRECTIVE|TRAITE|CONVENTION)\b)"
)
"""What a list of articles is made of: « ART.L.541-3 AL.1, ART.L.541-46 §I C.ENVIR. »."""
NATURE: Final = re.compile(
    rf"(?P<grave>crime|delit)|contravention de (?:la )?(?P<rank>{RANK}) ?classe"
)
"""A nature without capitals and accents; another one tells nothing."""


@dataclass(frozen=True, slots=True)
class Infraction:
    """An offence of the list; the articles are as it writes them."""

    numero: str
    nature: str
    """« Délit », « Crime », « Contravention de 5ème classe »."""
    qualification: str
    definie_par: str
    reprimee_par: str

    @property
    def classe(self) -> int | None:
        """The class of a contravention, None for a graver offence, or an unknown nature."""
        known = known_nature(self.nature)
        return rank_of(known["rank"]) if known and known["rank"] else None

    @property
    def grave(self) -> bool:
        """Whether it is a délit or a crime, by its word."""
        known = known_nature(self.nature)
        return known is not None and known["grave"] is not None

    @property
    def punishments(self) -> tuple[tuple[str, str], ...]:
        """The articles of known codes that punish it, each with the key of its code."""
        return cited_articles(self.reprimee_par)


def known_nature(nature: str) -> re.Match[str] | None:
    """Return what `NATURE` reads in a nature, None when it is not one of the list."""
    return NATURE.fullmatch(" ".join(folded(nature).split()))


class Natinf:
    """The offences that were imported."""

    def __init__(self, infractions: tuple[Infraction, ...] = ()) -> None:
        self.infractions = infractions

    @classmethod
    def of(cls, opened: OpenSnapshot) -> "Natinf":
        """Return the offences of a snapshot; raise ContentError when it was changed."""
        rows = opened.rows(NATINF_FILE)
        return cls(tuple(Infraction(*(row[column] for column in COLUMNS)) for row in rows))

    @cached_property
    def _by_punishment(self) -> dict[tuple[str, str], list[Infraction]]:
        by_article: dict[tuple[str, str], list[Infraction]] = {}
        for infraction in self.infractions:
            for key in infraction.punishments:
                by_article.setdefault(key, []).append(infraction)
        return by_article

    def punished_by(self, ouvrage: str, article: str) -> tuple[Infraction, ...]:
        """Return the offences that an article punishes, in order of their numbers."""
        return tuple(self._by_punishment.get((ouvrage, article_key(article)), ()))


def cited_articles(text: str) -> tuple[tuple[str, str], ...]:
    """Return the articles of known codes in a list of articles: a code follows its articles."""
    cited: dict[tuple[str, str], None] = {}
    pending: list[str] = []
    for match in TOKEN.finditer(text.upper()):
        if match["article"]:
            pending.append(article_key(match["article"]))
            continue
        code = ABBREVIATIONS.get((match["code"] or "").rstrip("."))
        cited |= {(code, number): None for number in pending if code}
        pending.clear()
    return tuple(cited)
