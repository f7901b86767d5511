"""The units open to the public, of both forces: address, telephone, opening hours as printed.

Sources: « Liste des unités de gendarmerie accueillant du public », « Liste des services de police
accueillant du public », ministère de l'intérieur. The second gives neither identifier nor hours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final, NamedTuple

from docgen.french.rule import INSECABLE
from docgen.french.wording import JOURS, liste
from docgen.referential.communes.resolution import normalise_name
from docgen.referential.snapshot import CsvRow, OpenSnapshot

COMMISSARIATS: Final = "commissariats"
"""The name of the snapshot of police stations."""
UNITES_FILE = "unites.csv"
FERIES: Final = "feries"
DAYS: Final = (*JOURS, FERIES)
"""The columns of hours: the days of the week, then public holidays."""
UNITES_COLUMNS = (
    *("id_service", "nom", "voie", "code_postal", "commune", "telephone"),
    *("longitude", "latitude"),
    *DAYS,
)

NATIONAL: Final = re.compile(r"\+(?:33|590|594|596|262)([1-9]\d{8})", re.ASCII)
"""Numbers with a leading 0 inside France, overseas départements included."""


class Plage(NamedTuple):
    """An interval of opening, in minutes from midnight, up to 24:00."""

    debut: int
    fin: int


Horaires = Mapping[str, tuple[Plage, ...]]
"""Opening hours by day of DAYS; public holidays are absent when they are not known."""


@dataclass(frozen=True, slots=True)
class UniteOuverte:
    """A unit open to the public; what the file lacks is empty."""

    nom: str
    adresse: tuple[str, ...]
    """Its lines: the street, then the postal code and the commune."""
    telephone: str
    """« 05 63 00 00 00 », with no-break spaces."""
    horaires: tuple[str, ...]
    """Lines such as « Du lundi au samedi, 8 h à 12 h et 14 h à 18 h »."""
    source: str
    """The credit line of the file."""


class Unites:
    """The units of a snapshot, by identifier; police stations by their key."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened

    def get(self, id_service: str) -> UniteOuverte | None:
        """Return a unit, None when the file lacks it."""
        row = self._by_id.get(id_service)
        return _unite(row, self._opened.origine.credit) if row else None

    @cached_property
    def _by_id(self) -> dict[str, CsvRow]:
        return self._opened.rows_by(UNITES_FILE, "id_service")


def station_key(departement: str, service: str) -> str:
    """Return what stands for the identifier of a police station: its département and its name."""
    return f"{departement} {normalise_name(service)}"


def _unite(row: CsvRow, credit: str) -> UniteOuverte:
    town = f"{row['code_postal']} {row['commune']}".strip()
    return UniteOuverte(
        nom=row["nom"],
        adresse=tuple(filter(None, (row["voie"], town))),
        telephone=telephone(row["telephone"]),
        horaires=hours_of(row),
        source=credit,
    )


def hours_of(row: CsvRow) -> tuple[str, ...]:
    """Return the opening hours in the columns of a row, as people say them."""
    return opening_lines({day: read_plages(row[day]) for day in DAYS if day in JOURS or row[day]})


def telephone(number: str) -> str:
    """Return a stored number as printed: ``+33563000000`` → ``05␣63␣00␣00␣00``.

    Any other number keeps its grouping, with no-break spaces.
    """
    if national := NATIONAL.fullmatch(number):
        digits = f"0{national[1]}"
        return INSECABLE.join(digits[at : at + 2] for at in range(0, len(digits), 2))
    return number.replace(" ", INSECABLE)


def write_plages(plages: Sequence[Plage]) -> str:
    """Return a day's hours in the format of the snapshot: ``08:00-12:00 14:00-18:00``."""
    return " ".join("-".join(f"{at // 60:02}:{at % 60:02}" for at in plage) for plage in plages)


def read_plages(text: str) -> tuple[Plage, ...]:
    """Return the hours that `write_plages` wrote."""
    return tuple(Plage(*map(_minutes, plage.split("-"))) for plage in text.split())


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)


def opening_lines(horaires: Horaires) -> tuple[str, ...]:
    """Return opening hours as people say them, days of the same hours on one line.

    Lines are in the order of their first day; a day that is not named is closed, or unknown.
    """
    alike: dict[tuple[Plage, ...], list[str]] = {}
    for day in DAYS:
        if plages := horaires.get(day):
            alike.setdefault(tuple(plages), []).append(day)
    return tuple(f"{_days(days)}, {_opening(plages)}" for plages, days in alike.items())


def _days(days: Sequence[str]) -> str:
    """Return days in French: « Du lundi au jeudi et samedi », « Tous les jours »."""
    week = [JOURS.index(day) for day in days if day in JOURS]
    feries = ["jours fériés"] * (FERIES in days)
    if len(week) == len(JOURS):
        return "Tous les jours" + ", jours fériés compris" * len(feries)
    names = [name for first, last in _runs(week) for name in _run(first, last)]
    days_in_french = liste(*names, *feries)
    return days_in_french[0].upper() + days_in_french[1:]


def _runs(week: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of consecutive days: 0, 1, 2, 5 → (0, 2), (5, 5)."""
    cuts = [at for at, (day, next_) in enumerate(pairwise(week), start=1) if next_ != day + 1]
    edges = [0, *cuts, len(week)]
    return [(week[start], week[end - 1]) for start, end in pairwise(edges) if start < end]


def _run(first: int, last: int) -> list[str]:
    if last - first < 2:
        return [JOURS[day] for day in range(first, last + 1)]
    return [f"du {JOURS[first]} au {JOURS[last]}"]


def _opening(plages: Sequence[Plage]) -> str:
    if list(plages) == [Plage(0, 24 * 60)]:
        return f"24{INSECABLE}h sur 24"
    between = f"{INSECABLE}à{INSECABLE}"
    return liste(*(between.join(map(_hour, plage)) for plage in plages))


def _hour(minutes: int) -> str:
    hour = f"{minutes // 60}{INSECABLE}h"
    return f"{hour}{INSECABLE}{minutes % 60:02}" if minutes % 60 else hour
