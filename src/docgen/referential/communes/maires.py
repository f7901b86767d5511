"""The mayors: name, first name and sex of each, as a sentence names them.

Source: Répertoire national des élus.  It writes surnames in capitals and every first name of the
civil status.  The civility comes from its `Code sexe`, never from a first name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from docgen.french.territory import CodeInsee
from docgen.referential.snapshot import CsvRow, OpenSnapshot

FILE = "maires.csv"
COLUMNS = ("code", "nom", "prenom", "sexe", "debut_mandat", "debut_fonction", "a_verifier")

_PIECE: Final = re.compile(
    r"(?P<particle>(?<!\S)(?:DE|DU|DES)(?=\s)|(?<=-)(?:DE|DU|DES)(?=-)|(?<![^\s-])D(?=’))"
    r"|[^\s’-]+"
)
"""What is between blanks, hyphens and apostrophes; a particle is one where a name follows it."""
_COMPOUND: Final = ("JEAN", "MARIE", "ANNE", "PIERRE", "PAUL")
"""First names that form another with the next one, hyphen or not: Jean Claude, Marie José."""


class Sexe(StrEnum):
    """The sex that the Répertoire gives, as it writes it."""

    FEMME = "F"
    HOMME = "M"


@dataclass(frozen=True, slots=True)
class Maire:
    """A mayor, named as on paper: « Cantaloube », « Delpeyrou Sabir », « de Falguerolles »."""

    nom: str
    prenom: str
    sexe: Sexe
    debut_mandat: date | None
    debut_fonction: date | None
    """Not « maire depuis »: a mayor elected again has the date of the last election."""
    a_verifier: bool
    """Whether an accent of the surname was restored by judgment: to be checked before printing."""
    line: int
    """The line of the snapshot that says it, to be cited with `a_verifier`; 0 otherwise."""

    @property
    def nom_complet(self) -> str:
        """First name and surname: « Jean-Luc Cantaloube »."""
        return f"{self.prenom} {self.nom}"


class Maires:
    """The mayor of each commune of the snapshot; to have none is normal."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened

    def of(self, code: CodeInsee) -> Maire | None:
        """Return a commune's mayor, None when the file has none."""
        row = self._by_code.get(code)
        return _maire(row) if row else None

    def __iter__(self) -> Iterator[Maire]:
        """Yield every mayor that the snapshot names."""
        return iter(self.all())

    def all(self) -> tuple[Maire, ...]:
        """Return every mayor that the snapshot names."""
        return tuple(_maire(row) for row in self._by_code.values())

    @cached_property
    def _by_code(self) -> dict[str, CsvRow]:
        return {row["code"]: row for row in self._opened.rows(FILE)}


def _maire(row: CsvRow) -> Maire:
    """Return the mayor of a row of the snapshot."""
    doubtful = row["a_verifier"] == "1"
    return Maire(
        nom=nom_affiche(row["nom"]),
        prenom=prenom_affiche(row["prenom"]),
        sexe=Sexe(row["sexe"]),
        debut_mandat=_day(row["debut_mandat"]),
        debut_fonction=_day(row["debut_fonction"]),
        a_verifier=doubtful,
        line=row.line if doubtful else 0,  # lines move when another mayor is added
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def nom_affiche(nom: str) -> str:
    """Return a surname as it is printed: ``DE LA TOUR D'ALBAN`` → ``de La Tour d’Alban``.

    The particles de, d’, du and des take a small letter when a name follows them, and La, Le, Les
    keep theirs, as usage has it for French names.  Other particles (Da, Van, San…) stand as
    written: capitals do not say what a family makes of them, nor does « De Luca » tell itself from
    « de Luca ».  Accents are those of the file; a word not in capitals is left as it is, and so is
    a no-break space.
    """
    words = re.split(r"[ \t\n]+", nom.replace("'", "’").strip())
    return _PIECE.sub(_small, " ".join(words))


def _small(piece: re.Match[str]) -> str:
    """Return a piece of a name in small letters, after its first when it is no particle."""
    if piece["particle"]:
        return piece[0].lower()
    return piece[0].capitalize() if piece[0].isupper() else piece[0]


def prenom_affiche(prenom: str) -> str:
    """Return the usual first name: the first one, with the second of a compound (Jean Claude).

    The file does not mark it.  Two first names are kept, as they may be one that lost its hyphen;
    of more, those after the usual one are civil status: ``Michelle Paulette Justine`` → Michelle.
    """
    names = prenom.replace("'", "’").split()
    if len(names) > 2:
        names = names[: 2 if names[0].upper() in _COMPOUND else 1]
    said = " ".join(names)
    return _PIECE.sub(_small, said)
