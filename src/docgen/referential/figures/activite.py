"""The gendarmerie's own monthly figures, which are internal.

Invariant: they are never printed beside open statistics.  A figure that is not yet known is None; a
0 is a 0.  Sums and changes are computed here only, each line from its own months.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from docgen.french.letters import folded
from docgen.french.typography import fold_typography
from docgen.referential.snapshot import CsvRow, OpenSnapshot
from docgen.statistics.variations import Variation, variation

ACTIVITE_FILE = "activite.csv"
MOIS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
"""The columns of the months, in their order."""
ACTIVITE_COLUMNS = ("territoire", "domaine", "indicateur", "index_4001", "annee", *MOIS, "mention")
EXEMPLE_FICTIF = "exemple fictif"
"""The `mention` of invented figures."""

Annee = tuple[int | None, ...]
"""The twelve months of a year, None for a month not yet known."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """An indicator in the month of its sheet, in facts.

    `cumul` is the sum from January on, None when a month is not known; `precedent` means the same
    months of the year before.
    """

    domaine: str
    indicateur: str
    index: str
    """Its indexes in the « État 4001 »: « 27, 28 »; may be empty."""
    mois: int | None
    mois_precedent: int | None
    cumul: int | None
    cumul_precedent: int | None
    variation_mois: Variation | None
    variation_cumul: Variation | None
    serie: Annee
    serie_precedente: Annee


@dataclass(frozen=True, slots=True)
class Releve:
    """The sheet of a territory: the first day of its latest known month, its lines in order."""

    mois: date
    lignes: tuple[Ligne, ...]
    exemple_fictif: bool


class Activite:
    """The monthly figures of units and communes, from the snapshot `activite`."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened

    def of(self, *names: str) -> Releve | None:
        """Return the sheet of a commune, by its code, or of a unit, by its identifier or name.

        The first of `names` that has a sheet is used.
        """
        sheets = (self._by_territory.get(comparable_text(name)) for name in names)
        rows = next(filter(None, sheets), None)
        if not rows:
            return None
        month = max(month for row in rows for month in _known_months(row))
        pairs: dict[tuple[str, str], dict[int, CsvRow]] = {}
        for row in rows:
            key = (comparable_text(row["domaine"]), comparable_text(row["indicateur"]))
            pairs.setdefault(key, {})[int(row["annee"])] = row
        return Releve(
            month,
            tuple(_line(pair[month.year - 1], pair[month.year], month) for pair in pairs.values()),
            exemple_fictif=any(row["mention"] for row in rows),
        )

    @cached_property
    def _by_territory(self) -> dict[str, list[CsvRow]]:
        rows: dict[str, list[CsvRow]] = {}
        for row in self._opened.rows(ACTIVITE_FILE):
            rows.setdefault(comparable_text(row["territoire"]), []).append(row)
        return rows


def comparable_text(name: str) -> str:
    """Return a text without case, accents and typography."""
    return folded(fold_typography(name))


def _line(before: CsvRow, now: CsvRow, month: date) -> Ligne:
    serie, former = _year(now), _year(before)
    here = month.month - 1
    cumul, cumul_before = year_to_date(serie, month.month), year_to_date(former, month.month)
    return Ligne(
        domaine=now["domaine"],
        indicateur=now["indicateur"],
        index=now["index_4001"],
        mois=serie[here],
        mois_precedent=former[here],
        cumul=cumul,
        cumul_precedent=cumul_before,
        variation_mois=_change(former[here], serie[here]),
        variation_cumul=_change(cumul_before, cumul),
        serie=serie,
        serie_precedente=former,
    )


def year_to_date(months: Sequence[int | None], month: int) -> int | None:
    """Return the sum from January (1) to a month, None when a month is not known."""
    known = [value for value in months[:month] if value is not None]
    return sum(known) if len(known) == month else None


def _change(before: int | None, now: int | None) -> Variation | None:
    return None if before is None or now is None else variation(before, now)


def _year(row: CsvRow) -> Annee:
    return tuple(int(row[name]) if row[name] else None for name in MOIS)


def _known_months(row: CsvRow) -> Iterator[date]:
    for number, name in enumerate(MOIS, 1):
        if row[name]:
            yield date(int(row["annee"]), number, 1)
