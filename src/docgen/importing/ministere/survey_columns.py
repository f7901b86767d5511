"""The columns of the survey of municipal polices, which changes its layout every year or so.

The columns of départements and communes are those whose values are such names; those of numbers are
known by words of their titles. What is not recognised is not guessed by its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from docgen.french.letters import folded
from docgen.importing.commune_names import CommuneNames
from docgen.importing.spreadsheet.raw_table import RawRow
from docgen.referential.communes.france import Communes

AGENTS, ASVP, GARDES, SHARED = "agents", "asvp", "gardes_champetres", "mise_a_disposition"
_DOGS: Final = "chiens"
_TITLES: Final = {
    SHARED: re.compile(r"disposition|mise en commun|mutualis|pluricommun|intercommun"),
    _DOGS: re.compile(r"chien|cynophil"),
    ASVP: re.compile(r"\basvp\b|voie publique"),
    GARDES: re.compile(r"champetre"),
    AGENTS: re.compile(r"polic(?:e|iers?) municipa|\bpm\b"),
}
"""Words of the titles of columns, tried in this order."""
SAMPLE: Final = 500
"""How many rows are looked at to find the columns of names."""
LEFT: Final = 8
"""In how many columns from the left names are searched for."""
TITLED: Final = 3
"""From how many filled cells a row above the table is one of titles, and not of text."""


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A row of a commune: its département, None when unreadable, its label, its cells."""

    row: RawRow
    departement: str | None
    label: str


@dataclass(frozen=True, slots=True)
class SurveyColumns:
    """The places of the columns, from 0, and the first row of the table."""

    departement: int
    commune: int
    numbers: Mapping[str, tuple[int, ...]]
    """The places of the columns of each number: several, or none, are no known layout."""
    titles: tuple[str, ...]
    """The titles of the columns, quoted, for messages."""
    first: int

    def lines(self, rows: Sequence[RawRow], departements: Departements) -> Iterator[SurveyLine]:
        """Yield the rows of communes: without titles and totals."""
        return _lines(rows[self.first :], self.departement, self.commune, departements)


class Departements:
    """The départements as the survey writes them: 1, 01, « AIN », « Collectivité de … »."""

    def __init__(self, communes: Communes) -> None:
        self._codes = {one.code for one in communes.departements}
        self._names = {_plain(one.nom): one.code for one in communes.departements}

    def code(self, text: str) -> str | None:
        """Return the code of a département, None for another text."""
        code = text.strip().upper()
        code = code.zfill(2) if code.isdecimal() else code
        return code if code in self._codes else self._names.get(_plain(text))


def find_columns(
    rows: Sequence[RawRow], departements: Departements, names: CommuneNames
) -> SurveyColumns | None:
    """Return the columns of a sheet; None when no two columns hold départements and communes."""

    def matching_rows(place: int, commune: int) -> list[RawRow]:
        lines = _lines(rows[:SAMPLE], place, commune, departements)
        return [
            line.row
            for line in lines
            if line.departement and names.find(line.label, line.departement).communes
        ]

    pairs = [(place, commune) for commune in range(1, LEFT) for place in range(commune)]
    best = max(pairs, key=lambda pair: len(matching_rows(*pair)))
    matching = matching_rows(*best)
    if not matching:
        return None
    first = rows.index(matching[0])
    above = [row for row in rows[:first] if sum(map(bool, row.cells)) >= TITLED]
    width = max(len(row.cells) for row in rows[:SAMPLE])
    titles = [" ".join(row.cell(place) for row in above).strip() for place in range(width)]
    kinds = [_kind_of(title) if place > best[1] else "" for place, title in enumerate(titles)]
    numbers = {
        kind: tuple(place for place, one in enumerate(kinds) if one == kind) for kind in _TITLES
    }
    return SurveyColumns(*best, numbers, tuple(f"« {title} »" for title in titles), first)


def _lines(
    rows: Sequence[RawRow], departement: int, commune: int, departements: Departements
) -> Iterator[SurveyLine]:
    """Yield the rows of communes; a département that is not repeated is that of the row above."""
    last: str | None = None
    for row in rows:
        said, label = row.cell(departement), row.cell(commune)
        if _is_total(said) or _is_total(label):
            continue
        last = departements.code(said) if said else last
        if label and not re.fullmatch(r"[\d\s.,]+", label):
            yield SurveyLine(row, last, label)


def _is_total(text: str) -> bool:
    return folded(text).startswith(("total", "sous-total", "ensemble"))


def _kind_of(title: str) -> str:
    plain = folded(title)
    return next((kind for kind, words in _TITLES.items() if words.search(plain)), "")


def _plain(name: str) -> str:
    return re.sub(r"^collectivitede", "", re.sub(r"[\W_]+", "", folded(name)))
