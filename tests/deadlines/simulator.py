"""The deadlines of a convention by another way: one day after another, without any arithmetic.

It knows what the day after and the day before are, and reads calendars as a person does; nothing
of it comes from the program.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


def days(start: date, step: timedelta) -> Iterator[date]:
    """Yield days from the one next to `start`, forwards or backwards."""
    while True:
        start += step
        yield start


def months_turned(start: date, step: timedelta) -> Iterator[tuple[int, date]]:
    """Yield days with the number of months that began, or ended, before each."""
    turned, before = 0, start
    for day in days(start, step):
        turned += day.month != before.month
        before = day
        yield turned, day


def forward(start: date, months: int) -> date:
    """Return the last day of a delay of whole months: same number, or the last of its month."""
    reached = None
    for turned, day in months_turned(start, DAY):
        if turned > months:
            break
        if turned == months and day.day <= start.day:
            reached = day
    return reached


def backward(start: date, months: int) -> date:
    """Return the last day that leaves whole months before `start`."""
    return next(
        day
        for turned, day in months_turned(start, -DAY)
        if turned == months and day.day <= start.day
    )


def steps(start: date, count: int, step: timedelta) -> date:
    """Return the day `count` steps away."""
    day = start
    for _ in range(count):
        day += step
    return day


@dataclass(frozen=True)
class Act:
    """A convention: months of its first period, of each renewal; months, or days, of notices."""

    signature: date
    first: int
    renewed: int
    notice: int
    notice_in_days: bool
    ending: int


@dataclass(frozen=True)
class Found:
    """What a day stands in: how many renewals before, from when to when, until when to refuse."""

    renewals: int
    start: date
    anniversary: date
    last: date
    prudent: date
    sending: date


def simulate(act: Act, today: date) -> Found:
    """Return the state of a convention on `today`, by going through its days one by one."""
    start, renewals = act.signature, 0
    anniversary = forward(act.signature, act.first)
    day = act.signature
    while day < today:
        day += DAY
        if day == anniversary:
            renewals += 1
            start = anniversary
            anniversary = forward(act.signature, act.first + renewals * act.renewed)
    last = last_to_denounce(act, anniversary)
    return Found(renewals, start, anniversary, last, steps(last, 1, -DAY), steps(last, 15, -DAY))


def last_to_denounce(act: Act, anniversary: date) -> date:
    """Return the last day that leaves the notice of an act before an anniversary."""
    if act.notice_in_days:
        return steps(anniversary, act.notice, -DAY)
    return backward(anniversary, act.notice)


def accepted(texts: list[tuple[date, Act]], now: Found) -> list[date]:
    """Return the days of a period on which the text in effect that day lets denounce."""
    lasts = [(effect, last_to_denounce(act, now.anniversary)) for effect, act in texts]
    found, day = [], now.start
    while day < now.anniversary:
        ruling = [last for effect, last in lasts if effect <= day][-1]
        if day <= ruling:
            found.append(day)
        day += DAY
    return found
