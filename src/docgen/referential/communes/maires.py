"""The mayors: their names as printed, and their sex.

Source: Répertoire national des élus, which writes surnames in capitals and all first names of the
civil status.  The civility comes from its `Code sexe`, never from a first name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from docgen.french.days import read_day
from docgen.french.letters import folded
from docgen.french.territory import CodeInsee
from docgen.referential.snapshot import CsvRow, OpenSnapshot

MAIRES_FILE = "maires.csv"
MAIRES_COLUMNS = ("code", "nom", "prenom", "sexe", "debut_mandat", "debut_fonction", "a_verifier")

_PIECE: Final = re.compile(
    r"(?P<particle>(?<!\S)(?:DE|DU|DES)(?=\s)|(?<=-)(?:DE|DU|DES)(?=-)|(?<![^\s-])D(?=’))"
    r"|[^\s’-]+"
)
"""A part of a name between blanks, hyphens and apostrophes; a particle needs a name after it."""
_COMPOUND: Final = ("JEAN", "MARIE", "ANNE", "PIERRE", "PAUL")
"""First names that form a compound with the next, hyphen or not: Jean Claude, Marie José."""
_JOINS: Final = frozenset(
    (
        *("al", "ben", "bent", "bin", "bint", "da", "das", "de", "del", "des", "di", "dos", "du"),
        *("ed", "el", "ibn", "la", "las", "los", "ould"),
    )
)
"""Words that make one first name of what is around them: « Noor El Houda », « Ana De Jesus »."""
_BEGINS: Final = frozenset(
    ("abd", "abde", "abdel", "abdoul", "abdul", "abou", "abu", "bou", "oum", "oumou", "sidi", "umm")
)
"""Words that are no first name without the next: « Abd Allah », « Abou Bakr »."""
_ENDS: Final = frozenset(("allah", "dine", "eddin", "eddine", "ellah", "uddin"))
"""Words that belong to the name before them: « Nour Eddine »."""


class Sexe(StrEnum):
    """The sex, as the Répertoire writes it."""

    FEMME = "F"
    HOMME = "M"


@dataclass(frozen=True, slots=True)
class Maire:
    """A mayor, whose name is written as printed: « Cantaloube », « de Falguerolles »."""

    nom: str
    prenom: str
    sexe: Sexe
    a_verifier: bool
    """Whether an accent of the surname, or where the first name ends, is a guess."""
    line: int
    """The line in the snapshot, for the warning of `a_verifier`; 0 otherwise."""
    depuis: date | None = None
    """The day on which the mayor took office."""
    prenom_a_verifier: bool = False
    """Whether it is the first name that is a guess."""

    @property
    def nom_complet(self) -> str:
        """First name and surname: « Jean-Luc Cantaloube »."""
        return f"{self.prenom} {self.nom}"


def last_elections(day: date) -> date:
    """Return 1 April of the last year in which all communes elected their council.

    That is every six years, in March (C. élect., L. 227).
    """
    year = day.year - (day.year - 2020) % 6
    return date(year if date(year, 4, 1) <= day else year - 6, 4, 1)


def is_of_before_merger(office: str, other: str) -> bool:
    """Whether a mayor took office before a merger, by that day and by that of another mayor.

    The other is of a commune merged since into that which kept the code; both days are in ISO form.
    """
    return not office or office <= other or not other


class Maires:
    """The mayors of the snapshot; a commune may have none.

    `merged_into` returns the codes that a commune has from those that were merged into it.
    """

    def __init__(
        self, opened: OpenSnapshot, merged_into: Callable[[str], Iterable[str]] = lambda _: ()
    ) -> None:
        self._opened, self._merged_into = opened, merged_into

    def of(self, code: CodeInsee) -> Maire | None:
        """Return a commune's mayor, None when the file has none, or is of before a merger."""
        row = self._by_code.get(code)
        others = filter(None, map(self._by_code.get, self._merged_into(code) if row else ()))
        if row is None or any(
            is_of_before_merger(row["debut_fonction"], other["debut_fonction"]) for other in others
        ):
            return None
        return _maire(row)

    def __iter__(self) -> Iterator[Maire]:
        return map(_maire, self._by_code.values())

    @cached_property
    def _by_code(self) -> dict[str, CsvRow]:
        return self._opened.rows_by(MAIRES_FILE, "code")


def _maire(row: CsvRow) -> Maire:
    cut = _is_cut_in_doubt(row["prenom"])
    doubtful = cut or row["a_verifier"] == "1"
    return Maire(
        nom=nom_affiche(row["nom"]),
        prenom=prenom_affiche(row["prenom"]),
        sexe=Sexe(row["sexe"]),
        a_verifier=doubtful,
        line=row.line if doubtful else 0,  # lines move when another mayor is added
        depuis=read_day(row["debut_fonction"]),
        prenom_a_verifier=cut,
    )


def nom_affiche(nom: str) -> str:
    """Return a surname as printed: ``DE LA TOUR D'ALBAN`` → ``de La Tour d’Alban``.

    The particles de, d’, du and des before a name become lower case; La, Le and Les keep their
    capital, as is usual.  Other particles (Da, Van, San…) keep theirs too, for capitals do not show
    the family's use.  Accents, words not in capitals and no-break spaces are left unchanged.
    """
    words = re.split(r"[ \t\n]+", nom.replace("'", "’").strip())
    return _PIECE.sub(_lower_case, " ".join(words))


def _lower_case(piece: re.Match[str]) -> str:
    """Return a part of a name in lower case, with a capital unless it is a particle."""
    if piece["particle"]:
        return piece[0].lower()
    small = piece[0].replace("İ", "I").capitalize()  # whose small letter has a mark of its own
    return small if piece[0].isupper() else piece[0]


def prenom_affiche(prenom: str) -> str:
    """Return the usual first name, which the file does not mark.

    Two first names are kept, for they may be a compound without its hyphen.  Of three or more, the
    first is kept, or the first two of a compound: ``Michelle Paulette Justine`` → ``Michelle``.
    Joined words are one: ``Abd El Kader``.
    """
    return _PIECE.sub(_lower_case, " ".join(_usual(prenom)))


def _is_cut_in_doubt(prenom: str) -> bool:
    """Whether words are left out of a first name whose end cannot be told from them."""
    usual, every = _usual(prenom), prenom.split()
    return len(usual) < len(every) and (
        len(usual) > 2 or any(len(one) <= 2 or _is_part(one) for one in every)
    )


def _usual(prenom: str) -> list[str]:
    words = prenom.replace("'", "’").split()
    if len(words) <= 2:
        return words
    end = _end_of_name(words, 0)
    if end == 1 and words[0].upper() in _COMPOUND:
        end = _end_of_name(words, 1)
    return words[:end]


def _end_of_name(words: Sequence[str], start: int) -> int:
    """Return the rank after the name that begins at one."""
    end = start + 1
    while end < len(words) and (
        folded(words[end - 1]) in _JOINS | _BEGINS or folded(words[end]) in _JOINS | _ENDS
    ):
        end += 1
    return end


def _is_part(word: str) -> bool:
    return folded(word) in _JOINS | _BEGINS | _ENDS
