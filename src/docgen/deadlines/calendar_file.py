"""The deadlines of conventions as a calendar file (RFC 5545), for the agenda of whoever acts.

Law: the same convention always gives the same identifiers, so that a file imported again
replaces what was imported before; and the same bytes, for its times are those of the act.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final

from icalendar import Alarm, Calendar, Event

from docgen.deadlines.periods import Echeances, Vie
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue

ALARMS: Final = (60, 30, 15)
"""How many days before the prudent day an alarm rings."""
PERIODS: Final = 5
"""How many periods are told, the current one first."""


@dataclass(frozen=True, slots=True)
class FollowedConvention:
    """A convention to follow: its key, its name, its life."""

    cle: str
    nom: str
    vie: Vie


@dataclass(frozen=True, slots=True)
class _Moment:
    """A day to be told: its name within the period, its day, what it is, and why."""

    nom: str
    day: date
    summary: str
    why: str
    alarms: tuple[int, ...] = ()


def calendar_file(conventions: Iterable[FollowedConvention], today: date) -> bytes:
    """Return the deadlines of conventions, from the period that `today` stands in."""
    made = Calendar()
    made.add("prodid", "-//docgen//Échéances des conventions//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for followed in conventions:
        for now in islice(followed.vie.following(today), PERIODS):
            for moment in _moments(followed, now):
                made.add_component(_event(followed, now, moment))
    return bytes(made.to_ical())


def _moments(followed: FollowedConvention, now: Echeances) -> Iterator[_Moment]:
    """Yield the days of a period that an agenda should hold; none of what cannot happen."""
    vie, name = followed.vie, followed.nom
    ends = vie.fin is not None and vie.fin <= now.anniversaire
    if now.envoi and now.prudente and now.limite and not ends:
        why = (
            f"Pour ne pas reconduire le {date_longue(now.anniversaire)} : la lettre doit être reçue"
            f" le {date_longue(now.limite)} au plus tard, à 24\u00a0h."
        )
        first, last = "dernier jour conseillé pour écrire", "dernier jour prudent pour dénoncer"
        yield _Moment("envoi", now.envoi, f"{name} : {first}", why)
        yield _Moment("prudente", now.prudente, f"{name} : {last}", why, ALARMS)
    day = vie.fin if ends and vie.fin else now.anniversaire
    renewed = "fin" if ends or vie.reconduction is None else "date anniversaire, reconduction"
    yield _Moment("anniversaire", day, f"{name} : {renewed}", f"Le {date_longue(day)}.")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _event(followed: FollowedConvention, now: Echeances, moment: _Moment) -> Event:
    made = Event()
    made.add("uid", f"docgen-convention-{followed.cle}-{now.periode}-{moment.nom}")
    made.add("dtstamp", _midnight(followed.vie.signature))
    made.add("dtstart", moment.day)
    made.add("dtend", moment.day + timedelta(days=1))
    made.add("summary", hold_signs(moment.summary))
    made.add("description", hold_signs(moment.why))
    made.add("transp", "TRANSPARENT")
    for days in moment.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", hold_signs(f"{moment.summary} (dans {days} jours)"))
        alarm.add("trigger", timedelta(days=-days))
        made.add_component(alarm)
    return made
