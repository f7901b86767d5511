"""The deadlines of conventions as a calendar file (RFC 5545).

Invariant: a convention always gives the same identifiers, so that importing a file again replaces
its events; and the same bytes, for its times come from the act.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import chain, takewhile
from typing import Final

from icalendar import Alarm, Calendar, Event

from docgen.deadlines.periods import Echeances, Vie
from docgen.deadlines.wording import cut_short
from docgen.french.typography import hold_signs
from docgen.french.wording import date_longue

ALARMS: Final[tuple[int, ...]] = (60, 30, 15)
"""How many days before the prudent day, or the end of a fixed term, alarms ring."""
NO_ALARM: Final[tuple[int, ...]] = ()
SENDING_ALARMS: Final = (7,)
"""How many days before the day to send a letter alarms ring."""
PERIODS: Final = 5
"""How many periods the file covers, the current one first; and all that earlier files gave."""


@dataclass(frozen=True, slots=True)
class FollowedConvention:
    """A convention in the calendar: its key, its name, its life."""

    cle: str
    nom: str
    vie: Vie


@dataclass(frozen=True, slots=True)
class _Milestone:
    """A day of a period: its name for identifiers, its date, its summary, its reason."""

    nom: str
    day: date
    summary: str
    why: str
    alarms: tuple[int, ...] = ()


def calendar_file(conventions: Iterable[FollowedConvention], today: date) -> bytes:
    """Return the deadlines of conventions, from the period that holds `today` on."""
    calendar = Calendar()
    calendar.add("prodid", "-//docgen//Échéances des conventions//FR")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for followed in conventions:
        uids = set()
        for event in chain(_coming_events(followed, today), _cancelled_events(followed, today)):
            if event["uid"] not in uids:
                uids.add(event["uid"])
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _coming_events(followed: FollowedConvention, today: date) -> Iterator[Event]:
    """Yield the days of the periods to come, of each that an earlier file may have given.

    What is cancelled once stays so: a day of a later file would come with the same sequence.
    """
    vie = followed.vie
    earlier = (now.periode for life in _former_lives(vie) for now in _periods_told(*life, today))
    last = max(earlier, default=0)
    for rank, now in enumerate(vie.following(today)):
        if rank >= PERIODS and now.periode > last:
            return
        yield from _events(followed, now)


def _cancelled_events(followed: FollowedConvention, today: date) -> Iterator[Event]:
    """Yield the days to come that earlier files gave of a convention, and that are no more.

    They are from before its end was noted, or an amendment signed.
    """
    vie = followed.vie
    past = takewhile(lambda one: one.debut <= today, vie.following(vie.signature))
    still = {_place(event) for now in past for event in _events(followed, now)}
    for former, end in _former_lives(vie):
        for now in _periods_told(former, end, today):
            for event in _events(followed, now):
                if event.decoded("dtstart") >= today and _place(event) not in still:
                    event.subcomponents.clear()
                    event.add("status", "CANCELLED")
                    yield event


def _place(event: Event) -> tuple[str, date]:
    return str(event["uid"]), event.decoded("dtstart")


def _periods_told(former: Vie, end: date, today: date) -> Iterator[Echeances]:
    """Yield the periods that files of a former life gave, from the day of its end.

    The end may be noted long after it: files of any day until `today` may have been imported.
    """
    latest = former.at(max(end, today)) or former.at(end)
    covered = latest.periode + PERIODS if latest else 0
    return takewhile(lambda one: one.periode < covered, former.following(end))


def _former_lives(vie: Vie) -> Iterator[tuple[Vie, date]]:
    """Yield the lives that earlier files told, each with the day from which it is another."""
    texts = tuple((effect, replace(text, fin=None)) for effect, text in vie.textes)
    endless = replace(vie, fin=None, textes=texts)
    for rank in range(1, len(texts)):
        yield replace(endless, textes=texts[:rank]), texts[rank][0]
    if vie.fin:
        yield endless, vie.fin


def _milestones(followed: FollowedConvention, now: Echeances) -> Iterator[_Milestone]:
    name = f"{followed.nom} ({followed.cle})"
    if now.envoi and now.prudente and now.limite:
        reason = (
            f"Pour ne pas reconduire le {date_longue(now.anniversaire)} : la lettre doit être reçue"
            f" le {date_longue(now.limite)} au plus tard, à 24\u00a0h{cut_short(now)}."
        )
        first, last = "dernier jour conseillé pour écrire", "dernier jour prudent pour dénoncer"
        yield _Milestone("envoi", now.envoi, f"{name} : {first}", reason, SENDING_ALARMS)
        yield _Milestone("prudente", now.prudente, f"{name} : {last}", reason, ALARMS)
    day, what = now.anniversaire, "date anniversaire, reconduction"
    why, alarms = f"Le {date_longue(day)}.", NO_ALARM
    if not now.reconduction:
        day, what = now.dernier_jour, "fin"
        why = f"Le {date_longue(day)}, à 24\u00a0h."
        # A letter told everybody of an end that is noted, nothing of one that was agreed to.
        alarms = NO_ALARM if day == followed.vie.fin else ALARMS
    yield _Milestone("anniversaire", day, f"{name} : {what}", why, alarms)


def _events(followed: FollowedConvention, now: Echeances) -> Iterator[Event]:
    return (_event(followed, now, milestone) for milestone in _milestones(followed, now))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _event(followed: FollowedConvention, now: Echeances, milestone: _Milestone) -> Event:
    event = Event()
    event.add("uid", f"docgen-convention-{followed.cle}-{now.periode}-{milestone.nom}")
    event.add("dtstamp", _midnight(followed.vie.signature))
    changes = max(len(followed.vie.textes) - 1, 0) + bool(followed.vie.fin)
    if changes:  # what was imported before is replaced
        event.add("sequence", changes)
    event.add("dtstart", milestone.day)
    event.add("dtend", milestone.day + timedelta(days=1))
    event.add("summary", hold_signs(milestone.summary))
    event.add("description", hold_signs(milestone.why))
    event.add("transp", "TRANSPARENT")
    for days in milestone.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", hold_signs(f"{milestone.summary} (dans {days} jours)"))
        alarm.add("trigger", timedelta(days=-days))
        event.add_component(alarm)
    return event
