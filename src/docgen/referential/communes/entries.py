"""The lines of `communes.csv`, parsed one by one, on demand.

The file has 37,590 lines, of which most commands need one.  It is sorted: present communes first,
by code, then the rest.
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
        return next(map(CommuneEntry.of_line, self._by_old_code.get(code, ())), None)

    def with_postal_code(self, code: str) -> tuple[CommuneEntry, ...]:
        """Return the present communes of a postal code."""
        return tuple(map(CommuneEntry.of_line, self._by_postal_code.get(code, ())))

    @cached_property
    def _by_postal_code(self) -> dict[str, list[str]]:
        return self._by_values_of("codes_postaux")

    @cached_property
    def _by_old_code(self) -> dict[str, list[str]]:
        return self._by_values_of("anciens_codes")

    def _by_values_of(self, column: str) -> dict[str, list[str]]:
        """Return the lines of present communes by each of the values that a column joins."""
        by_value: dict[str, list[str]] = defaultdict(list)
        place = COMMUNES_COLUMNS.index(column)
        for line in map(bytes.decode, self._lines.values()):
            for value in filter(None, line.split(";")[place].split("|")):
                by_value[value].append(line)
        return by_value

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


@lru_cache(maxsize=2)
def entries_of(data: bytes) -> CommuneEntries:
    """Return the entries of `communes.csv`, whose tables are made once for all who ask."""
    return CommuneEntries(data)
