"""The deadlines of a convention that an amendment changed: its terms rule from its effect on."""

from dataclasses import replace
from datetime import date

import pytest

from docgen.deadlines import Duree, Terme, Unite, Vie


def terme(count, unit=Unite.MOIS):
    return Terme(Duree(count, unit), "article 6")


YEAR = terme(1, Unite.ANS)
OLD = Vie(date(2026, 4, 23), YEAR, YEAR, terme(2), terme(3))
NEW = replace(OLD, denonciation=terme(3), resiliation=terme(1))


def amended(effect, new=NEW):
    return replace(OLD, suites=((effect, new),))


@pytest.mark.parametrize(
    ("effect", "day", "limit"),
    [
        (date(2027, 1, 1), date(2026, 6, 1), date(2027, 1, 23)),  # it will be counted by the new
        (date(2027, 2, 1), date(2027, 1, 10), date(2027, 2, 23)),  # the new one would be over
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 1, 23)),
        (date(2027, 6, 1), date(2027, 3, 1), date(2027, 2, 23)),
        (date(2027, 6, 1), date(2027, 5, 1), date(2028, 1, 23)),
    ],
)
def test_the_terms_that_rule_a_last_day_count_it(effect, day, limit):
    period = amended(effect).at(day)
    assert period
    assert period.limite == limit


def test_a_termination_takes_the_notice_in_force():
    life = amended(date(2027, 1, 1))
    assert life.resiliation_recue(date(2027, 3, 1)) == date(2027, 4, 1)
    life = amended(date(2027, 6, 1))
    assert life.resiliation_recue(date(2027, 3, 1)) == date(2027, 6, 1)


def test_an_amendment_may_lengthen_the_first_period():
    life = amended(date(2027, 1, 1), replace(NEW, duree=terme(3, Unite.ANS)))
    period = life.at(date(2027, 5, 1))
    assert period
    assert (period.debut, period.anniversaire) == (date(2026, 4, 23), date(2029, 4, 23))


def test_the_last_of_two_amendments_rules_for_ever():
    life = replace(OLD, suites=((date(2027, 1, 1), NEW), (date(2029, 1, 1), OLD)))
    assert life.ruling(date.max) is OLD
    assert [life.ruling_rank(date(year, 6, 1)) for year in (2027, 2029)] == [1, 2]
