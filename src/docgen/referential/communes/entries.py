"""The lines of `communes.csv`, found by what is asked and read one by one.

The file has 37,590 lines and most commands want one: it is searched as bytes, and a line becomes
an entry when it is asked for.  It is sorted: communes of today first, by code, then the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from docgen.french.territory import Toponyme

COLUMNS: Final = (
    *("type", "code", "nom", "tncc", "departement", "arrondissement", "epci"),
    *("codes_postaux", "population", "anciens_codes", "parent"),
)
"""The columns of `communes.csv`; several values in one are joined by `|`."""


class Statut(StrEnum):
    """What an entry is, under Insee's own names (TYPECOM), in the order of the file."""

    ACTUELLE = "COM"
    DELEGUEE = "COMD"
    ASSOCIEE = "COMA"
    ARRONDISSEMENT = "ARM"


@dataclass(frozen=True, slots=True)
class CommuneEntry:
    """A line of `communes.csv`: a commune, a part of one, or a municipal arrondissement."""

    statut: Statut
    code: str
    toponyme: Toponyme
    departement: str
    arrondissement: str
    """Code of the arrondissement of the département; empty in Mayotte and further overseas."""
    epci: str
    codes_postaux: tuple[str, ...]
    population: int | None
    anciens_codes: tuple[str, ...]
    parent: str
    """The commune of today that it is a part of; empty for a commune."""

    @classmethod
    def of_line(cls, line: str) -> CommuneEntry:
        """Read a line of the file."""
        statut, code, nom, tncc, departement, arrondissement, *rest = line.split(";")
        epci, postaux, population, anciens, parent = rest
        return cls(
            Statut(statut),
            code,
            Toponyme(nom, int(tncc)),
            departement,
            arrondissement,
            epci,
            tuple(postaux.split("|")) if postaux else (),
            int(population) if population else None,
            tuple(anciens.split("|")) if anciens else (),
            parent,
        )


class CommuneEntries:
    """The whole of `communes.csv`, as the bytes that it is."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _lines(self) -> dict[bytes, bytes]:
        """The line of each commune of today, by its code."""
        found = re.findall(rb"^(COM;([^;]+).*)", self._data, re.MULTILINE)
        return {code: line for line, code in found}

    @cached_property
    def _parts(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Lines of what is no commune of today, by code, and by the commune it is a part of."""
        by_code: dict[str, str] = {}
        by_parent: dict[str, list[str]] = defaultdict(list)
        first = self._data.index(b"\n", self._data.rfind(b"\nCOM;") + 1) + 1
        for line in self._data[first:].decode().splitlines():
            by_code[line.split(";", 2)[1]] = line
            by_parent[line.rpartition(";")[2]].append(line)
        return by_code, by_parent

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all communes of today, in order."""
        return tuple(code.decode() for code in self._lines)

    def commune(self, code: str) -> CommuneEntry | None:
        """Return the commune of today that has this code."""
        line = self._lines.get(code.encode())
        return None if line is None else CommuneEntry.of_line(line.decode())

    def part(self, code: str) -> CommuneEntry | None:
        """Return the delegated or associated commune, or municipal arrondissement, of a code."""
        line = self._parts[0].get(code)
        return CommuneEntry.of_line(line) if line else None

    def parts_of(self, code: str) -> tuple[CommuneEntry, ...]:
        """Return what a commune of today is made of: the entries of which it is the parent."""
        return tuple(map(CommuneEntry.of_line, self._parts[1].get(code, ())))

    def of_departement(self, departement: str) -> Iterator[CommuneEntry]:
        """Yield the communes of today of a département."""
        for code, line in self._lines.items():
            if code.startswith(departement.encode()):
                yield CommuneEntry.of_line(line.decode())

    def with_old_code(self, code: str) -> CommuneEntry | None:
        """Return the commune of today that took over an old code."""
        holders = (entry for entry in self._holding(code) if code in entry.anciens_codes)
        return next(holders, None)

    def with_postal_code(self, code: str) -> tuple[CommuneEntry, ...]:
        """Return the communes of today that a postal code serves."""
        holders = (entry for entry in self._holding(code) if code in entry.codes_postaux)
        return tuple(entry for entry in holders if entry.statut is Statut.ACTUELLE)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[CommuneEntry, ...]]:
        """Every entry by its plain name, without its article; read when it is asked for."""
        return _ByName(self._data.decode().splitlines()[1:])

    def _at(self, place: int) -> CommuneEntry:
        """Read the line that holds a place of the file."""
        first = self._data.rfind(b"\n", 0, place) + 1
        return CommuneEntry.of_line(self._data[first : self._data.index(b"\n", place)].decode())

    def _holding(self, code: str) -> Iterator[CommuneEntry]:
        """Yield the entries in whose line a code stands, each once."""
        place, token = -1, code.encode()
        while (place := self._data.find(token, place + 1)) >= 0:
            yield self._at(place)
            place = self._data.index(b"\n", place)


class _ByName(Mapping[str, tuple[CommuneEntry, ...]]):
    """Lines by plain name: only the names are made plain, all at once; lines are read as asked."""

    def __init__(self, lines: list[str]) -> None:
        names = plain_name("\n".join(line.split(";", 3)[2] for line in lines)).split("\n")
        self._lines: dict[str, list[str]] = defaultdict(list)
        for name, line in zip(names, lines, strict=True):
            self._lines[name.strip()].append(line)

    def __getitem__(self, name: str) -> tuple[CommuneEntry, ...]:
        if name not in self._lines:
            raise KeyError(name)
        return tuple(map(CommuneEntry.of_line, self._lines[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


_ACCENTS: Final = re.compile(r"[\u0300-\u036f]")
_SIGNS: Final = re.compile(r"[-’'() ]+")


def plain_name(text: str) -> str:
    """Return a name without capitals, accents or signs: ``L’Haÿ-les-Roses`` → ``l hay les roses``.

    Line ends stay, so that many names are made plain at once.
    """
    letters = _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))
    return _SIGNS.sub(" ", letters.replace("œ", "oe").replace("æ", "ae")).strip()
