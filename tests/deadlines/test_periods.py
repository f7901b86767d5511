"""The life of a convention: the table of the act of 2026, odd ends, and any convention."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.deadlines import Duree, Terme, Unite, Vie
from docgen.deadlines.counting import last_working_day
from tests.conftest import NIGHT
from tests.deadlines.simulator import DAY, Act, accepted, forward, simulate


def term(value: int, unit: Unite) -> Terme:
    return Terme(Duree(value, unit), "article 6")


ACT = Vie(
    date(2026, 4, 23),
    term(1, Unite.ANS),
    term(1, Unite.ANS),
    term(2, Unite.MOIS),
    term(3, Unite.MOIS),
)
TABLE = {
    2027: ("2027-02-23", "2027-02-22", "2027-02-08"),
    2028: ("2028-02-23", "2028-02-22", "2028-02-08"),
    2029: ("2029-02-23", "2029-02-22", "2029-02-08"),
    2030: ("2030-02-23", "2030-02-22", "2030-02-08"),
    2031: ("2031-02-23", "2031-02-22", "2031-02-07"),
    2032: ("2032-02-23", "2032-02-22", "2032-02-06"),
}
"""The legal last day, the prudent day and the day to send, by anniversary of the act of 2026."""


@pytest.mark.parametrize(("year", "days"), TABLE.items())
def test_the_table_of_the_act_of_2026(year, days):
    now = ACT.at(date(year, 1, 1))
    assert now.anniversaire == date(year, 4, 23)
    assert (now.limite, now.prudente, now.envoi) == tuple(map(date.fromisoformat, days))
    assert now.periode == year - 2027
    assert (now.debut, now.dernier_jour) == (date(year - 1, 4, 23), date(year, 4, 22))


def test_the_periods_follow_each_other():
    found = list(islice(ACT.following(date(2026, 11, 24)), 6))
    assert [now.anniversaire.year for now in found] == list(TABLE)


def test_a_new_period_begins_on_the_anniversary():
    assert ACT.at(date(2027, 4, 22)).periode == 0
    assert ACT.at(date(2027, 4, 23)).periode == 1
    assert ACT.at(date(2026, 4, 23)).periode == 0


def test_nothing_runs_before_the_signature():
    assert ACT.at(date(2026, 4, 22)) is None
    assert ACT.denonciation_recue(date(2026, 4, 22)) is None
    assert ACT.resiliation_recue(date(2026, 4, 22)) is None
    assert list(ACT.following(date(2026, 4, 22))) == []


def test_a_denunciation_is_certain_then_in_time_then_too_late():
    found = [ACT.denonciation_recue(date(2027, 2, day)) for day in (22, 23, 24)]
    assert [(one.certaine, one.a_temps) for one in found] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert [one.fin for one in found] == [date(2027, 4, 22), date(2027, 4, 22), None]


def test_denunciation_ends_sooner_than_termination_until_its_deadline():
    for day, sooner in (("2027-01-21", "res"), ("2027-01-23", "den"), ("2027-02-23", "den")):
        received = date.fromisoformat(day)
        renounced, ended = ACT.denonciation_recue(received).fin, ACT.resiliation_recue(received)
        assert ("den" if renounced < ended else "res") == sooner
    assert ACT.resiliation_recue(date(2027, 1, 23)) == date(2027, 4, 23)
    assert ACT.resiliation_recue(date(2027, 2, 24)) == date(2027, 5, 24)


def test_an_anniversary_of_29_february_comes_back_every_leap_year():
    leap = Vie(date(2024, 2, 29), term(1, Unite.ANS), term(1, Unite.ANS), term(2, Unite.MOIS))
    days = [now.anniversaire for now in islice(leap.following(leap.signature), 4)]
    assert [f"{day:%d/%m/%Y}" for day in days] == [
        *("28/02/2025", "28/02/2026", "28/02/2027", "29/02/2028")
    ]


def test_convention_without_renewal_ends_and_cannot_be_denounced():
    once = Vie(date(2026, 4, 23), term(6, Unite.MOIS), resiliation=term(15, Unite.JOURS))
    now = once.at(date(2026, 10, 22))
    assert (now.limite, now.prudente, now.envoi) == (None, None, None)
    assert once.denonciation_recue(date(2026, 5, 1)) is None
    assert once.resiliation_recue(date(2026, 5, 1)) == date(2026, 5, 16)
    assert once.at(date(2026, 10, 23)) is None
    assert len(list(once.following(date(2026, 5, 1)))) == 1


@pytest.mark.parametrize(
    ("end", "renewed"), [("2027-02-15", 0), ("2027-04-22", 0), ("2027-04-23", 0), ("2027-04-24", 1)]
)
def test_end_is_the_last_day_in_force(end, renewed):
    ended = replace(ACT, fin=date.fromisoformat(end))
    last = ended.at(ended.fin)
    assert last
    assert (ended.dernier_jour, last.dernier_jour, last.periode) == (ended.fin, ended.fin, renewed)
    assert ended.at(ended.fin + DAY) is None
    found = list(ended.following(date(2026, 5, 1)))
    assert [now.periode for now in found] == [0, 1][: renewed + 1]
    assert [now.limite is None for now in found] == [False, True][1 - renewed :]


def test_end_never_comes_after_a_term_without_renewal():
    once = Vie(date(2026, 4, 23), term(1, Unite.ANS), fin=date(2027, 6, 3))
    assert once.dernier_jour == date(2027, 4, 22)
    assert once.at(date(2027, 4, 23)) is None


@pytest.mark.parametrize(("received", "effective"), [("2027-01-21", True), ("2027-01-22", False)])
def test_termination_past_the_end_has_no_effect(received, effective):
    day = date.fromisoformat(received)
    for act in (replace(ACT, reconduction=None), replace(ACT, fin=date(2027, 4, 22))):
        assert (act.resiliation_recue(day) is not None) is effective


@st.composite
def acts(draw):
    """Draw a convention of any length, renewed for any other, and a day within forty periods."""
    first, renewed = draw(st.integers(1, 36)), draw(st.integers(1, 36))
    in_days = draw(st.booleans())
    shortest = min(first, renewed)
    in_days = in_days or shortest == 1
    notice = draw(st.integers(1, 27) if in_days else st.integers(1, shortest - 1))
    signature = draw(st.dates(date(1990, 1, 1), date(2060, 12, 31)))
    act = Act(signature, first, renewed, notice, in_days, draw(st.integers(1, 24)))
    return act, signature.toordinal() + draw(st.integers(0, 1500))


def life(act):
    return Vie(
        act.signature,
        term(act.first, Unite.MOIS),
        term(act.renewed, Unite.MOIS),
        term(act.notice, Unite.JOURS if act.notice_in_days else Unite.MOIS),
        term(act.ending, Unite.MOIS),
    )


@settings(max_examples=2_000 if NIGHT else 200)
@given(acts())
def test_periods_agree_with_a_simulation_day_by_day(drawn):
    act, ordinal = drawn
    today = date.fromordinal(ordinal)
    vie = life(act)
    now, lived = vie.at(today), simulate(act, today)
    assert (now.periode, now.debut, now.anniversaire) == (
        *(lived.renewals, lived.start, lived.anniversary),
    )
    sending = lived.sending and last_working_day(lived.sending)
    assert (now.limite, now.prudente, now.envoi) == (lived.last, lived.prudent, sending)
    assert vie.resiliation_recue(today) == forward(today, act.ending)
    renounced = vie.denonciation_recue(today)
    assert renounced.a_temps == (today <= lived.last)
    last = lived.anniversary - DAY
    assert renounced.fin == (last if today <= lived.last else None)


@settings(max_examples=2_000 if NIGHT else 200)
@given(acts(), st.lists(st.tuples(st.integers(1, 1500), st.integers(1, 6)), max_size=2))
def test_the_last_day_told_is_the_last_accepted(drawn, later):
    act, ordinal = drawn
    texts = [(act.signature, act)]
    for days, notice in sorted(later):
        amended = replace(act, notice=notice, notice_in_days=False)
        texts.append((act.signature + timedelta(days=days), amended))
    vie = replace(life(act), textes=tuple((effect, life(one)) for effect, one in texts))
    period = simulate(act, date.fromordinal(ordinal))
    for last in accepted(texts, period)[-1:]:
        told = {vie.at(day).limite for day in (period.start, last, period.anniversary - DAY)}
        assert told == {last}
        days = [period.start, last, *([last + DAY] if last + DAY < period.anniversary else [])]
        judged = [vie.denonciation_recue(day).a_temps for day in days]
        assert judged == [True, True, False][: len(days)]
