"""Reading of a unit's opening hours, from both forms of the official file: a text, or columns."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from docgen.french.wording import JOURS
from docgen.referential.communes.unites import DAYS, FERIES, Horaires, Plage

TEXT = "horaires_accueil"
_PREFIXES: Final = {**{day: day for day in JOURS}, "jours_feries": FERIES}
COLUMNS: Final = {
    f"{prefix}_plage{number}_{end}"
    for prefix in _PREFIXES
    for number in (1, 2, 3)
    for end in ("debut", "fin")
}
"""The columns of the second form: `lundi_plage1_debut` to `jours_feries_plage3_fin`."""

_DAY = re.compile(rf"({'|'.join(JOURS)}|jours\s+f[ée]ri[ée]s)\s*:", re.IGNORECASE)
_HOUR = r"(\d{1,2})\s*[h:](\d{0,2})"
_PLAGE = re.compile(rf"{_HOUR}\s*[-–àa]\s*{_HOUR}", re.IGNORECASE)
_ALWAYS = re.compile(r"24\s*h\s*/\s*24\s*[-–,]?\s*7\s*j\s*/\s*7", re.IGNORECASE)
_CLOSED = re.compile(r"ferm[ée]e?", re.IGNORECASE)


def read_text(text: str) -> Horaires:
    """Return the hours of « Lundi : 8h00-12h00 14h00-18h00 Mardi : … »; other days are closed.

    A day may begin with « $ ». Raise ValueError for any other text.
    """
    text = text.replace("$", " ").strip()
    if not text:
        return {}
    if _ALWAYS.fullmatch(text):
        return dict.fromkeys(DAYS, (Plage(0, 24 * 60),))
    before, *parts = _DAY.split(text)
    if before.strip():
        raise ValueError(before.strip())
    read: dict[str, tuple[Plage, ...]] = {}
    for name, hours in zip(parts[::2], parts[1::2], strict=True):
        day = name.lower() if name.lower() in JOURS else FERIES
        if day in read:
            raise ValueError(name)
        read[day] = _read_day(hours)
    return whole_week(read)


def _read_day(hours: str) -> tuple[Plage, ...]:
    rest = _CLOSED.sub("", _PLAGE.sub("", hours)).strip(" ,;/|\n\t")
    if rest:
        raise ValueError(rest)
    return join_hours(Plage(minutes_of(*f[:2]), minutes_of(*f[2:])) for f in _PLAGE.findall(hours))


def read_columns(values: Mapping[str, str]) -> Horaires:
    """Return the hours of the columns `lundi_plage1_debut` and so on; `8h0` is eight o'clock.

    Raise ValueError for a wrong time, or one without its end.
    """
    read: dict[str, tuple[Plage, ...]] = {}
    for prefix, day in _PREFIXES.items():
        plages = []
        for number in (1, 2, 3):
            ends = [values.get(f"{prefix}_plage{number}_{end}", "") for end in ("debut", "fin")]
            if any(end.strip() for end in ends):
                plages.append(Plage(*map(_read_hour, ends)))
        if plages:
            read[day] = join_hours(plages)
    return whole_week(read)


def _read_hour(text: str) -> int:
    match = re.fullmatch(_HOUR, text.strip(), re.IGNORECASE)
    if not match:
        raise ValueError(text)
    return minutes_of(*match.groups())


def minutes_of(hours: str, minutes: str) -> int:
    """Return a time of day in minutes; raise ValueError for one that is none."""
    at = int(hours) * 60 + int(minutes or 0)
    if int(minutes or 0) > 59 or at > 24 * 60:
        raise ValueError(f"{hours}h{minutes}")
    return at


def join_hours(plages: Iterable[Plage]) -> tuple[Plage, ...]:
    """Return a day's hours in order; raise ValueError when they overlap or end before they begin.

    Adjacent hours are joined: 8 to 12 and 12 to 14 are 8 to 14.
    """
    ordered = sorted(plages)
    if any(plage.fin <= plage.debut for plage in ordered):
        raise ValueError("fin avant début")
    if any(after.debut < before.fin for before, after in pairwise(ordered)):
        raise ValueError("plages qui se recouvrent")
    joined: list[Plage] = []
    for plage in ordered:
        if joined and joined[-1].fin == plage.debut:
            joined[-1] = Plage(joined[-1].debut, plage.fin)
        else:
            joined.append(plage)
    return tuple(joined)


def whole_week(read: Mapping[str, tuple[Plage, ...]]) -> Horaires:
    """Return the hours of the seven days, if any is known; holidays only if they are known."""
    if not any(read.values()):
        return {}
    return {day: read.get(day, ()) for day in DAYS if day in JOURS or day in read}
