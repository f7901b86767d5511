"""Recorded crime: the series of a commune or of a département.

The file of communes is Parquet, sorted by commune: DuckDB, imported only for it, reads one block of
some eighty.  The file of départements is a small CSV.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from weakref import finalize

from docgen.referential.snapshot import CsvRow, OpenSnapshot
from docgen.statistics.disclosure import (
    TOUS_ARRONDISSEMENTS,
    PublishedSum,
    Sums,
    Taux,
    departement_rates,
)
from docgen.statistics.indicators import Denominateur, indicateur
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse, Valeur
from docgen.statistics.series import Base, Edition, Point, Serie

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from docgen.referential.communes.france import Commune

COMMUNES: Final = "faits.parquet"
DEPARTEMENTS: Final = "faits.csv"
FACT_COLUMNS: Final = (
    *("code", "indicateur", "annee", "nombre", "taux", "population", "millesime_population"),
    *("logements", "millesime_logements", "geographie"),
)
"""The columns of both files, with exact rates; that of communes has `diffuse` as well."""
NATIONAL: Final = 30_000
"""The number of communes beyond which a file is that of France, and not an extract."""
MEMORY: Final = "200MB"
OFFLINE: Final[dict[str, Any]] = {
    "temp_directory": "",
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
"""The settings of an engine that writes nothing to the disk and fetches nothing."""

INTERRUPTED: Final = "Query interrupted"
"""What DuckDB says in place of the exception of a signal's handler."""


@contextmanager
def raise_interrupts() -> Iterator[None]:
    """Raise KeyboardInterrupt where DuckDB reports that a signal ended a query."""
    try:
        yield
    except RuntimeError as error:
        if str(error) != INTERRUPTED:
            raise
        raise KeyboardInterrupt from error


MAX_DIFFERENCE: Final = 0.02
"""By what part two counts of the same people, of one year, may differ once they are corrected."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """A row of either file; `diffuse` is None in that of départements, where nothing is hidden."""

    code: str
    indicateur: str
    annee: int
    nombre: int | None
    taux: Decimal | None
    population: int | None
    millesime_population: int | None
    logements: int | None
    millesime_logements: int | None
    geographie: int | None
    diffuse: bool | None = None

    @property
    def point(self) -> Point:
        if indicateur(self.indicateur).denominateur is Denominateur.LOGEMENTS:
            base = Base(self.logements, self.millesime_logements)
        else:
            base = Base(self.population, self.millesime_population)
        return Point(self.annee, self._valeur, base)

    @property
    def _valeur(self) -> Valeur:
        if self.diffuse is False:
            return NonDiffuse()
        if self.nombre is None:
            return Absent()
        return Diffuse(self.nombre, self.taux)


class Crimes:
    """The recorded crime of a project: a file of communes and a file of départements.

    `count_in` says how many communes a département has, by its code: those that an extract lacks
    hide their counts.  `commune_of` returns the present commune of a code.
    """

    def __init__(
        self,
        communes: OpenSnapshot | None,
        departements: OpenSnapshot | None,
        count_in: Callable[[str], int] = lambda _: 0,
        commune_of: Callable[[str], Commune | None] = lambda _: None,
    ) -> None:
        self._count_in, self._commune_of = count_in, commune_of
        self._communes = communes
        self._departements = departements
        self._series: dict[str, tuple[Serie, ...]] = {}
        self._read: dict[str, tuple[Serie, ...]] = {}
        self._last: tuple[str, tuple[Serie, ...]] = "", ()  # a pack asks twice
        self._on_other_map: set[str] = set()
        self._totals: dict[str, Sums] = {}
        self._taux: dict[str, Taux] = {}

    def of_commune(self, code: str) -> tuple[Serie, ...] | None:
        """Return the series of a commune: () if the file lacks it, None without a file.

        What a file lacks is published nowhere only if `covers_france`.  A file lacks a commune that
        it counts on another map, from before or after communes merged.
        """
        if self._communes is None or (edition := self.edition_communes) is None:
            return None
        if code in self._read:
            return self._read[code]
        if self._last[0] != code:
            query = f"select {', '.join(FACT_COLUMNS)}, diffuse from faits where code = ?"
            facts = (_Fact(*row) for row in self._query(query, [code]))
            self._last = code, self._on_our_map(code, _series(facts, edition))
        return self._last[1]

    def read_communes(self, codes: Sequence[str]) -> None:
        """Read the series of many communes at once, which `of_commune` then returns."""
        if not codes or (edition := self.edition_communes) is None:
            return
        query = f"""
            select {", ".join(FACT_COLUMNS)}, diffuse from faits
            where code between ? and ? and list_contains(?, code)
        """
        rows = self._query(query, [min(codes), max(codes), [*map(str, codes)]])
        facts = (_Fact(*row) for row in rows)
        by_code = groupby(_series(facts, edition), key=lambda serie: serie.territoire)
        self._read |= dict.fromkeys(codes, ())
        self._read |= {code: self._on_our_map(code, tuple(series)) for code, series in by_code}

    def _on_our_map(self, code: str, series: tuple[Serie, ...]) -> tuple[Serie, ...]:
        """Return the series of a commune, none where they count another territory.

        On the map of before a fusion, communes that it joined have rows of their own; on that of
        after one, its inhabitants of the same year are more.
        """
        commune = self._commune_of(code)
        if commune is None:
            return series
        counted = {(one.base.millesime, one.base.effectif) for one in _inhabitants(series)}
        other = any(
            abs(people - commune.population) > MAX_DIFFERENCE * commune.population
            for year, people in counted
            if people and commune.population and year == commune.millesime_population
        )
        in_parts = commune.anciens_codes and not self._all_codes.isdisjoint(commune.anciens_codes)
        if series and (other or in_parts):
            self._on_other_map.add(code)
            return ()
        return series

    def is_on_other_map(self, code: str) -> bool:
        """Whether the file counts a commune on another map than ours."""
        return not self.of_commune(code) and code in self._on_other_map

    def of_departement(self, code: str) -> tuple[Serie, ...] | None:
        """Return the series of a département; None without a file."""
        if (edition := self.edition_departements) is None:
            return None
        if code not in self._series:
            facts = [fact for fact in self._facts if fact.code == code]
            self._series[code] = _series(facts, edition)
        return self._series[code]

    def taux(self, departement: str) -> Taux:
        """Return the rates of a département that may be printed, by indicator and year.

        A rate that may not is None; an indicator without a series is absent.
        """
        if departement not in self._taux:
            series, totals = self.of_departement(departement) or (), self.totals(departement)
            self._taux[departement] = {
                serie.indicateur.cle: departement_rates(serie, totals) for serie in series
            }
        return self._taux[departement]

    def totals(self, departement: str) -> Sums | None:
        """Return the sum that a département's communes publish, and how many publish nothing.

        Municipal arrondissements are left out, for their communes hold them; communes that an
        extract lacks publish nothing.  None without a file of communes.  It is for `disclosure`,
        never for print.
        """
        if self._communes is None:
            return None
        if departement in self._totals:
            return self._totals[departement]
        query = """
            select indicateur, annee, coalesce(sum(nombre), 0)::bigint,
                count(*) filter (not diffuse), count(*)
            from faits
            where code >= ? and code < ? and not list_contains(?, code) group by all
        """
        bounds = [departement, f"{departement}~", sorted(TOUS_ARRONDISSEMENTS)]
        rows = self._query(query, bounds)
        there = 0 if self.covers_france else self._count_in(departement)
        totals = {
            (cle, annee): PublishedSum(total, hidden + max(0, there - count))
            for cle, annee, total, hidden, count in rows
        }
        self._totals[departement] = totals
        return totals

    @cached_property
    def _all_codes(self) -> frozenset[str]:
        return frozenset(self.codes)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The communes of the file; none without a file."""
        rows = self._query("select distinct code from faits", []) if self._communes else []
        return tuple(code for (code,) in rows)

    @property
    def count_communes(self) -> int:
        return len(self.codes)

    @property
    def covers_france(self) -> bool:
        """Whether the file of communes is that of France, and not an extract."""
        return self.count_communes > NATIONAL

    @cached_property
    def edition_communes(self) -> Edition | None:
        if self._communes is None:
            return None
        years = self._query("select distinct annee, geographie from faits order by 1", [])
        return _edition(self._communes, years)

    @cached_property
    def edition_departements(self) -> Edition | None:
        if self._departements is None:
            return None
        years = sorted({(fact.annee, fact.geographie) for fact in self._facts}, key=lambda y: y[0])
        return _edition(self._departements, years)

    @cached_property
    def _facts(self) -> tuple[_Fact, ...]:
        rows = self._departements.rows(DEPARTEMENTS) if self._departements else ()
        return tuple(map(_fact, rows))

    @cached_property
    def _engine(self) -> DuckDBPyConnection:
        import duckdb  # noqa: PLC0415 - takes a tenth of a second, which only pages with crime need

        engine = duckdb.connect(config=OFFLINE | {"memory_limit": MEMORY, "threads": 1})
        options = "hive_partitioning = false"  # A folder « annee=2020 » is no column.
        with raise_interrupts():
            engine.execute(
                f"create view faits as from read_parquet('{self._verified_path}', {options})"
            )
        return engine

    @cached_property
    def _verified_path(self) -> str:
        """The path of a copy in memory of the verified bytes.

        The engine could take the real path for a pattern (`p[3]` for `p3`), and the file could
        change after its verification.
        """
        assert self._communes is not None
        descriptor = os.memfd_create(COMMUNES)
        finalize(self, os.close, descriptor)
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(self._communes.read(COMMUNES))
        return f"/proc/self/fd/{descriptor}"

    def _query(self, query: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        with raise_interrupts():
            return self._engine.execute(query, parameters).fetchall()


def _fact(row: CsvRow) -> _Fact:
    def number(column: str, kind: Callable[[str], Any] = int) -> Any:
        return kind(row[column]) if row[column] else None

    code, cle, annee, nombre, taux, *counts = FACT_COLUMNS
    return _Fact(
        row[code],
        row[cle],
        int(row[annee]),
        number(nombre),
        number(taux, Decimal),
        *map(number, counts),
    )


def _inhabitants(series: Iterable[Serie]) -> Iterator[Point]:
    """Yield the points of series that are rated by inhabitant."""
    for serie in series:
        if serie.indicateur.denominateur is Denominateur.HABITANTS:
            yield from serie.points


def _series(facts: Iterable[_Fact], edition: Edition) -> tuple[Serie, ...]:
    return tuple(
        Serie(indicateur(cle), code, tuple(fact.point for fact in alike), edition)
        for (code, cle), alike in groupby(facts, key=attrgetter("code", "indicateur"))
    )


def _edition(opened: OpenSnapshot, years_and_maps: Iterable[tuple[int, int | None]]) -> Edition:
    years, maps = zip(*years_and_maps, strict=True)
    return Edition(date.fromisoformat(opened.origine.edition), maps[0], years)
