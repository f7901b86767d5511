"""The calendar file, read back by two independent libraries."""

from dataclasses import replace
from datetime import date, timedelta

import icalendar
import pytest
import vobject

from docgen.deadlines import Unite
from docgen.deadlines.calendar_file import FollowedConvention, calendar_file
from tests.deadlines.test_periods import ACT, term

TODAY = date(2026, 11, 24)
DONE = date(2028, 1, 1)
NAMED = FollowedConvention("2026", "Convention AMR81 – GGD81 ; « dite », \\ fictive", ACT)


@pytest.fixture(scope="module")
def data() -> bytes:
    return calendar_file([NAMED], TODAY)


def events(data: bytes):
    """Return the events as icalendar reads them, by identifier."""
    found = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {str(one["uid"]): one for one in found}


def test_calendar_holds_five_periods_of_three_days(data):
    found = events(data)
    assert len(found) == 15
    days = [one.decoded("dtstart") for name, one in found.items() if name.endswith("-prudente")]
    assert days == [date(year, 2, 22) for year in range(2027, 2032)]


def test_alarms_ring_before_the_days_to_act(data):
    alarms = {"prudente": (60, 30, 15), "envoi": (7,)}
    for name, event in events(data).items():
        rung = [alarm["trigger"].dt for alarm in event.walk("VALARM")]
        days = alarms.get(name.rpartition("-")[2], ())
        assert rung == [timedelta(days=-one) for one in days]


def test_two_libraries_read_the_same_calendar(data):
    read = events(data)
    other = {one.uid.value: one for one in vobject.readOne(data.decode()).vevent_list}
    assert other.keys() == read.keys()
    for name, event in read.items():
        one = other[name]
        assert one.summary.value == str(event["summary"])
        assert one.description.value == str(event["description"])
        assert one.dtstart.value == event.decoded("dtstart")
        assert one.dtend.value == event.decoded("dtend")
        rung = [alarm.trigger.value for alarm in getattr(one, "valarm_list", ())]
        assert rung == [alarm["trigger"].dt for alarm in event.walk("VALARM")]


def test_two_libraries_rewrite_the_same_calendar(data):
    again = icalendar.Calendar.from_ical(data).to_ical()
    assert again == data
    rewritten = vobject.readOne(data.decode()).serialize().encode()
    told = {name: (str(e["summary"]), e["dtstart"].dt) for name, e in events(rewritten).items()}
    assert told == {n: (str(e["summary"]), e["dtstart"].dt) for n, e in events(data).items()}


def test_calendar_keeps_names_with_special_signs(data):
    summaries = {str(event["summary"]) for event in events(data).values()}
    assert any(one.startswith("Convention AMR81 – GGD81\u202f; «\u00a0dite") for one in summaries)
    assert all("\\ fictive" in one for one in summaries)


def test_lines_are_short_and_end_as_the_standard_asks(data):
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_identifiers_and_times_do_not_depend_on_the_day(data):
    later = calendar_file([NAMED], TODAY + timedelta(days=20))
    assert later == data
    next_year = events(calendar_file([NAMED], date(2027, 5, 1)))
    kept = next_year.keys() & events(data).keys()
    assert len(kept) == 12
    assert all(next_year[name] == events(data)[name] for name in kept)


@pytest.mark.parametrize(
    ("ended", "day", "alarms"),
    [
        (replace(ACT, fin=date(2027, 2, 15)), date(2027, 2, 15), []),
        (replace(ACT, fin=date(2027, 4, 23)), date(2027, 4, 23), []),
        (replace(ACT, reconduction=None, denonciation=None), date(2027, 4, 22), [60, 30, 15]),
    ],
)
def test_convention_that_ends_rings_unless_a_letter_ended_it(ended, day, alarms):
    followed = FollowedConvention("2026", "Convention", ended)
    found = events(calendar_file([followed], TODAY)).values()
    [event] = [one for one in found if "status" not in one]
    assert str(event["summary"]).endswith(": fin")
    assert event.decoded("dtstart") == day
    assert [-one["trigger"].dt.days for one in event.walk("VALARM")] == alarms


@pytest.mark.parametrize(
    ("fin", "today", "kept"),
    [(date(2027, 2, 15), TODAY, 1), (date(2026, 11, 20), TODAY, 0), (date(2027, 2, 15), DONE, 0)],
)
def test_days_that_the_end_removes_are_cancelled(data, fin, today, kept):
    ended = replace(NAMED, vie=replace(ACT, fin=fin))
    found = events(calendar_file([ended], today))
    cancelled = {name: one for name, one in found.items() if "status" in one}
    assert {str(one["status"]) for one in cancelled.values()} <= {"CANCELLED"}
    assert {int(one["sequence"]) for one in found.values()} <= {1}
    assert not any(one.walk("VALARM") for one in cancelled.values())
    to_come = [name for name, one in events(data).items() if one.decoded("dtstart") >= today]
    left = [name for name in to_come if name not in cancelled]
    assert len(left) == kept


def test_days_given_after_an_unnoted_end_are_cancelled():
    late = date(2027, 6, 1)  # the end of 15 February was not written down yet
    before = events(calendar_file([NAMED], late))
    after = events(calendar_file([replace(NAMED, vie=replace(ACT, fin=date(2027, 2, 15)))], late))
    assert {str(after[name]["status"]) for name in before} == {"CANCELLED"}


def test_titles_tell_which_of_two_acts_they_are_of():
    later = replace(NAMED, cle="2027", vie=replace(ACT, signature=date(2026, 11, 2)))
    found = events(calendar_file([NAMED, later], TODAY))
    assert len(found) == 30
    assert all(f"({name.split('-')[2]})" in str(one["summary"]) for name, one in found.items())


def test_nothing_signed_is_an_empty_calendar():
    assert events(calendar_file([], TODAY)) == {}


def test_amendment_replaces_and_cancels_days_of_earlier_files(data):
    fixed = replace(ACT, reconduction=None, denonciation=None, nom="l’avenant n° 1")
    amended = replace(ACT, textes=((ACT.signature, ACT), (date(2026, 12, 1), fixed)))
    found = events(calendar_file([replace(NAMED, vie=amended)], date(2026, 12, 2)))
    assert found.keys() == events(data).keys()
    assert {int(one["sequence"]) for one in found.values()} == {1}
    [last] = [one for one in found.values() if "status" not in one]
    assert last.decoded("dtstart") == date(2027, 4, 22)
    late = events(calendar_file([replace(NAMED, vie=amended)], date(2027, 4, 22)))
    assert [name for name, one in late.items() if "status" not in one] == [str(last["uid"])]


def test_day_that_a_later_file_gives_is_never_cancelled():
    shorter = replace(ACT, denonciation=term(3, Unite.MOIS))
    amended = replace(ACT, textes=((ACT.signature, ACT), (date(2027, 5, 1), shorter)))
    days = (date(2027, 3, 10), date(2028, 5, 1))
    first, later = (events(calendar_file([replace(NAMED, vie=amended)], day)) for day in days)
    cancelled = {name for name, one in first.items() if "status" in one}
    assert cancelled.isdisjoint(later)
    assert all(first[name] == later[name] for name in first.keys() & later.keys())


def test_day_that_an_amendment_keeps_is_not_cancelled():
    notice = replace(ACT, nom="l’avenant n° 1")
    amended = replace(ACT, textes=((ACT.signature, ACT), (date(2026, 12, 1), notice)))
    found = events(calendar_file([replace(NAMED, vie=amended)], date(2027, 4, 23)))
    assert len(found) == 15
    assert not [one for one in found.values() if "status" in one]
