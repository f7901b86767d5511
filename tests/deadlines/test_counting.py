"""Counting of days: tables worked out by hand, and any day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.deadlines.counting import (
    REGLES,
    Duree,
    Unite,
    date_after,
    date_before,
    last_working_day,
)
from docgen.referential.referential import Referential
from tests.deadlines.simulator import backward, forward
from tests.support.documents import HERE

TWO, THREE = Duree(2, Unite.MOIS), Duree(3, Unite.MOIS)
some_day = st.dates(date(1950, 1, 1), date(2150, 12, 31))
some_months = st.integers(1, 60)

ENDINGS = {
    "2026-11-24": "2027-02-24",
    "2026-11-30": "2027-02-28",
    "2026-08-31": "2026-11-30",
    "2027-01-23": "2027-04-23",
    "2027-11-30": "2028-02-29",
    "2027-11-29": "2028-02-29",
    "2027-12-31": "2028-03-31",
    "2027-02-24": "2027-05-24",
}
"""The day of receipt of a termination, and the day on which it ends the convention of 2026."""
LAST_DAYS = {
    "2027-04-23": "2027-02-23",
    "2027-04-30": "2027-02-28",
    "2028-04-30": "2028-02-29",
    "2027-12-31": "2027-10-31",
    "2029-02-28": "2028-12-28",
}
"""An anniversary, and the last day that leaves two months before it."""


@pytest.mark.parametrize(("received", "end"), ENDINGS.items())
def test_three_months_after_a_receipt(received, end):
    assert date_after(date.fromisoformat(received), THREE) == date.fromisoformat(end)


@pytest.mark.parametrize(("anniversary", "last"), LAST_DAYS.items())
def test_two_months_before_an_anniversary(anniversary, last):
    assert date_before(date.fromisoformat(anniversary), TWO) == date.fromisoformat(last)


def test_date_before_returns_the_earliest_of_two_days():
    anniversary = date(2029, 2, 28)
    for day in (29, 30, 31):
        assert date_after(date(2028, 12, day), TWO) == anniversary
    assert date_before(anniversary, TWO) == date(2028, 12, 28)


@given(some_day, some_months)
def test_months_are_counted_as_on_a_calendar(day, months):
    duree = Duree(months, Unite.MOIS)
    assert date_after(day, duree) == forward(day, months)
    assert date_before(day, duree) == backward(day, months)


@given(some_day, st.integers(1, 12))
def test_a_year_is_twelve_months(day, years):
    assert date_after(day, Duree(years, Unite.ANS)) == date_after(
        day, Duree(12 * years, Unite.MOIS)
    )
    assert date_before(day, Duree(years, Unite.ANS)) == date_before(
        day, Duree(12 * years, Unite.MOIS)
    )


@given(some_day, some_months, st.integers(1, 600))
def test_months_are_counted_before_days(day, months, more):
    both = date_after(day, Duree(more, Unite.JOURS), Duree(months, Unite.MOIS))
    assert both == forward(day, months) + timedelta(days=more)


@given(some_day, some_months)
def test_notice_on_the_last_day_leaves_the_whole_delay(day, months):
    duree = Duree(months, Unite.MOIS)
    assert date_after(date_before(day, duree), duree) <= day
    assert date_after(date_before(day, duree) + timedelta(days=1), duree) >= day


def test_duration_has_words():
    said = {duree.dite.replace("\u00a0", " ") for duree in (TWO, Duree(1, Unite.ANS))}
    assert said == {"deux mois", "un an"}
    assert Duree(1, Unite.MOIS).dite == "un\u00a0mois"
    assert Duree(15, Unite.JOURS).dite == "quinze\u00a0jours"
    assert Duree(1, Unite.JOURS).dite == "un\u00a0jour"


def test_every_rule_has_a_legal_source_or_is_advice():
    droit = Referential(HERE).droit
    assert [rule.nom for rule in REGLES if not rule.droit] == ["prudence", "avance"]
    for rule in REGLES:
        for cle in rule.droit:
            found = droit.get(cle)
            assert found, cle
            assert found.confiance.libelle


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2027-08-15", "2027-08-13"),  # a Sunday, and Assumption
        ("2027-03-29", "2027-03-26"),  # Easter Monday
        ("2026-05-14", "2026-05-13"),  # Ascension
        ("2038-06-14", "2038-06-11"),  # Whit Monday, of the latest Easter
        ("2028-01-01", "2027-12-31"),
        ("2026-11-30", "2026-11-30"),
    ],
)
def test_the_last_working_day_is_no_holiday(day, working):
    assert last_working_day(date.fromisoformat(day)) == date.fromisoformat(working)
