"""Articles of the codes and laws that a project cites, with every version of their text."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """A version of an article: its text, and the days on which it is in force.

    `ouvrage` is the key of a code (« environnement »), or a law with its number (« loi 2025-268 »);
    `numero` is written as by Légifrance: « L541-3 ».
    """

    ouvrage: str
    numero: str
    id: str
    """Its identifier: « LEGIARTI000006834444 »."""
    etat: str
    debut: date
    fin: date | None
    """The first day on which it is no longer in force, None when no end is known."""
    texte: str
    """Its words, paragraphs on lines of their own."""

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
        for version in versions:
            self._versions.setdefault((version.ouvrage, version.numero), []).append(version)

    def versions(self, ouvrage: str, numero: str) -> tuple[ArticleVersion, ...]:
        """Return the versions of an article, the oldest first."""
        return tuple(sorted(self._versions.get((ouvrage, numero), ()), key=lambda v: v.debut))

    def in_force(self, ouvrage: str, numero: str, day: date) -> ArticleVersion | None:
        """Return the version in force on a day, None when there is none."""
        found = (one for one in self.versions(ouvrage, numero) if one.in_force(day))
        return next(found, None)
