"""Days as people write them: 2026-04-23, 23/04/2026, 1er mai 2026, and by hand « ven. 3/12/26 »."""

import re
from datetime import date
from typing import Final

from docgen.french.letters import folded
from docgen.french.wording import JOURS, MOIS

_WRITTEN: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)", re.ASCII),
    re.compile(
        r"(?P<day>\d{1,2})(?:er)?[ /.-](?P<month>\d{1,2}|[a-z]+)[ /.-](?P<year>\d{4})", re.ASCII
    ),
)

_BY_HAND: Final = re.compile(
    r"(?:le )?(?:(?P<weekday>lun|mar|mer|jeu|ven|sam|dim)[a-z]*[.,]* )?"
    r"(?P<day>\d{1,2})(?:er)?[ /.-](?P<month>\d{1,2}|[a-z]{3,})[ /.-]+(?P<year>\d\d|\d{4})",
    re.ASCII,
)


def _plain(text: str) -> str:
    return " ".join(folded(text).split())


_MONTHS: Final = {_plain(name): number for number, name in enumerate(MOIS, 1)}


def day_parts(text: str) -> tuple[int, int, int] | None:
    """Return the year, the month and the day of a text; None when it is not written as a day."""
    match = next(filter(None, (form.fullmatch(_plain(text)) for form in _WRITTEN)), None)
    if match is None:
        return None
    month = match["month"]
    number = int(month) if month.isdigit() else _MONTHS.get(month)
    return (int(match["year"]), number, int(match["day"])) if number is not None else None


def read_day(value: object) -> date | None:
    """Return the day that a raw value is; None when it is none."""
    try:
        return date(*parts) if (parts := day_parts(str(value))) else None
    except ValueError:  # as 31/02/2026
        return None


def read_handwritten_day(text: str) -> date | None:
    """Return the day that a person wrote on a form: « le 3/12/26 », « vendredi 27 nov. 2026 »."""
    return None if falls_on_another_weekday(text) else _weekday_and_day(text)[1]


def falls_on_another_weekday(text: str) -> bool:
    """Return whether a day on a form has the name of another: one of the two is a slip."""
    weekday, day = _weekday_and_day(text)
    return day is not None and not JOURS[day.weekday()].startswith(weekday)


def _weekday_and_day(text: str) -> tuple[str, date | None]:
    match = _BY_HAND.fullmatch(_plain(text))
    if match is None:
        return "", read_day(text)
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    months = [name for name in _MONTHS if name.startswith(match["month"])]
    month = months[0] if len(months) == 1 else match["month"]
    return match["weekday"] or "", read_day(f"{match['day']} {month} {year}")
