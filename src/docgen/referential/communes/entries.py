"""The lines of `communes.csv`, parsed one by one, on demand.

The file has 37,590 lines, of which most commands need one: it is searched as bytes.  It is sorted:
present communes first, by code, then the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Final

from docgen.french.territory import Toponyme, plain_name

COMMUNES_COLUMNS: Final = (
    *("type", "code", "nom", "tncc", "departement", "arrondissement", "epci"),
    *("codes_postaux", "population", "anciens_codes", "parent"),
)
"""The columns of `communes.csv`; multiple values are joined by `|`."""


SEARCHES: Final = 8
"""How many searches of the whole file take as long as a table of its postal codes."""


class Statut(StrEnum):
    """The type of an entry, by Insee's codes (TYPECOM), in the order of the file."""

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
    """Code of the arrondissement of the département; empty in Mayotte and the collectivités."""
    epci: str
    codes_postaux: tuple[str, ...]
    population: int | None
    anciens_codes: tuple[str, ...]
    parent: str
    """The present commune that it is a part of; empty for a commune."""

    @classmethod
    def of_line(cls, line: str) -> CommuneEntry:
        """Return the entry of a line of the file."""
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
    """The entries of `communes.csv`, kept as bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._searches = 0

    @cached_property
    def _lines(self) -> dict[bytes, bytes]:
        lines = re.findall(rb"^(COM;([^;]+).*)", self._data, re.MULTILINE)
        return {code: line for line, code in lines}

    @cached_property
    def _parts(self) -> tuple[dict[str, str], dict[str, list[str]]]:
        """Lines of all but present communes, by code and by parent."""
        by_code: dict[str, str] = {}
        by_parent: dict[str, list[str]] = defaultdict(list)
        first = self._data.index(b"\n", self._data.rfind(b"\nCOM;") + 1) + 1
        for line in self._data[first:].decode().splitlines():
            by_code[line.split(";", 2)[1]] = line
            by_parent[line.rpartition(";")[2]].append(line)
        return by_code, by_parent

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code.decode() for code in self._lines)

    def commune(self, code: str) -> CommuneEntry | None:
        """Return the present commune of a code, None when there is none."""
        line = self._lines.get(code.encode())
        return None if line is None else CommuneEntry.of_line(line.decode())

    def part(self, code: str) -> CommuneEntry | None:
        """Return the delegated or associated commune, or municipal arrondissement, of a code."""
        line = self._parts[0].get(code)
        return CommuneEntry.of_line(line) if line else None

    def parts_of(self, code: str) -> tuple[CommuneEntry, ...]:
        """Return the entries whose parent is a present commune."""
        return tuple(map(CommuneEntry.of_line, self._parts[1].get(code, ())))

    def of_departement(self, departement: str) -> Iterator[CommuneEntry]:
        """Yield the present communes of a département."""
        for code, line in self._lines.items():
            if code.startswith(departement.encode()):
                yield CommuneEntry.of_line(line.decode())

    def epci_of_communes(self) -> Iterator[tuple[str, str]]:
        """Yield the code of each present commune in an intercommunalité, and the latter's SIREN."""
        for code, line in self._lines.items():
            if siren := line.split(b";", 7)[6]:
                yield code.decode(), siren.decode()

    def with_old_code(self, code: str) -> CommuneEntry | None:
        """Return the present commune that took over an old code."""
        holders = (entry for entry in self._entries_with(code) if code in entry.anciens_codes)
        return next(holders, None)

    def with_postal_code(self, code: str) -> tuple[CommuneEntry, ...]:
        """Return the present communes of a postal code, from a table if many are asked for."""
        self._searches += 1
        if self._searches > SEARCHES:
            return tuple(map(CommuneEntry.of_line, self._by_postal_code.get(code, ())))
        holders = (entry for entry in self._entries_with(code) if code in entry.codes_postaux)
        return tuple(entry for entry in holders if entry.statut is Statut.ACTUELLE)

    @cached_property
    def _by_postal_code(self) -> dict[str, list[str]]:
        by_code: dict[str, list[str]] = defaultdict(list)
        for line in map(bytes.decode, self._lines.values()):
            for code in line.split(";", 8)[7].split("|"):
                by_code[code].append(line)
        return by_code

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        lines = self._data.decode().splitlines()[1:]
        names = plain_name("\n".join(line.split(";", 3)[2] for line in lines)).split("\n")
        by_name: dict[str, list[str]] = defaultdict(list)
        for name, line in zip(names, lines, strict=True):
            by_name[name.strip()].append(line)
        return by_name

    @property
    def names(self) -> Iterable[str]:
        """The plain names of all entries, without the article."""
        return self._by_name.keys()

    def with_name(self, name: str) -> tuple[CommuneEntry, ...]:
        """Return the entries of a plain name, without the article."""
        return tuple(map(CommuneEntry.of_line, self._by_name.get(name, ())))

    def _entry_at(self, place: int) -> CommuneEntry:
        first = self._data.rfind(b"\n", 0, place) + 1
        return CommuneEntry.of_line(self._data[first : self._data.index(b"\n", place)].decode())

    def _entries_with(self, code: str) -> Iterator[CommuneEntry]:
        place, token = -1, code.encode()
        while (place := self._data.find(token, place + 1)) >= 0:
            yield self._entry_at(place)
            place = self._data.index(b"\n", place)


@lru_cache(maxsize=2)
def entries_of(data: bytes) -> CommuneEntries:
    """Return the entries of `communes.csv`, whose tables are made once for all who ask."""
    return CommuneEntries(data)
