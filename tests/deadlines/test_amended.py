"""The deadlines of a convention that an amendment changed: its terms rule from its effect on."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from docgen.deadlines import Duree, Terme, Unite, Vie
from tests.deadlines.test_wording import sentences


def terme(count, unit=Unite.MOIS):
    return Terme(Duree(count, unit), "article 6")


YEAR = terme(1, Unite.ANS)
OLD = Vie(date(2026, 4, 23), YEAR, YEAR, terme(2), terme(3))
NEW = replace(OLD, denonciation=terme(3), resiliation=terme(1))


def amended(effect, new=NEW):
    return joined((effect, new))


def joined(*later):
    return replace(OLD, textes=((OLD.signature, OLD), *later))


@pytest.mark.parametrize(
    ("effect", "day", "limit"),
    [
        (date(2027, 1, 1), date(2026, 6, 1), date(2027, 1, 23)),  # it will be counted by the new
        (date(2027, 2, 1), date(2027, 1, 10), date(2027, 1, 31)),  # then the new one is over
        (date(2027, 2, 1), date(2027, 2, 1), date(2027, 1, 31)),
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
    ends = [life.resiliation_recue(date(2027, month, 1)) for month in (3, 5, 6)]
    assert ends == [date(2027, 6, 1), date(2027, 8, 1), date(2027, 7, 1)]


def test_an_amendment_may_lengthen_the_first_period():
    life = amended(date(2027, 1, 1), replace(NEW, duree=terme(3, Unite.ANS)))
    period = life.at(date(2027, 5, 1))
    assert period
    assert (period.debut, period.anniversaire) == (date(2026, 4, 23), date(2029, 4, 23))


def test_the_last_of_two_amendments_rules_for_ever():
    life = joined((date(2027, 1, 1), NEW), (date(2029, 1, 1), OLD))
    assert life.ruling(date.max) is OLD
    assert [life.ruling_rank(date(year, 6, 1)) for year in (2027, 2029)] == [1, 2]


def periods(life, *days):
    """Return the rank, the first and last days, and the last day to denounce of some days."""
    found = [life.at(date.fromisoformat(day)) for day in days]
    return [(one.periode, *map(str, (one.debut, one.dernier_jour, one.limite))) for one in found]


THREE = replace(OLD, reconduction=terme(3, Unite.ANS))
ONCE = replace(OLD, reconduction=None, denonciation=None)


def test_renewals_that_took_place_keep_their_length():
    life = amended(date(2028, 5, 20), THREE)
    assert periods(life, "2028-01-10", "2028-06-01", "2029-04-23", "2033-01-01") == [
        (1, "2027-04-23", "2028-04-22", "2028-02-23"),
        (2, "2028-04-23", "2029-04-22", "2029-02-23"),
        (3, "2029-04-23", "2032-04-22", "2032-02-23"),
        (4, "2032-04-23", "2035-04-22", "2035-02-23"),
    ]
    assert replace(THREE, textes=life.textes).at(date(2028, 6, 1)).periode == 2


def test_amendment_on_an_anniversary_rules_the_period_that_begins():
    life = amended(date(2028, 4, 23), THREE)
    assert periods(life, "2028-04-22", "2028-04-23") == [
        (1, "2027-04-23", "2028-04-22", "2028-02-23"),
        (2, "2028-04-23", "2031-04-22", "2031-02-23"),
    ]


def test_each_of_two_amendments_rules_its_own_periods():
    life = joined((date(2027, 6, 1), THREE), (date(2031, 4, 24), OLD))
    assert periods(life, "2028-05-01", "2031-05-01", "2034-05-01") == [
        (2, "2028-04-23", "2031-04-22", "2031-02-23"),
        (3, "2031-04-23", "2034-04-22", "2034-02-23"),
        (4, "2034-04-23", "2035-04-22", "2035-02-23"),
    ]


def test_an_act_no_longer_renewed_ends_with_its_period():
    life = amended(date(2028, 5, 20), ONCE)
    assert periods(life, "2028-06-01") == [(2, "2028-04-23", "2029-04-22", "None")]
    assert life.at(date(2029, 4, 23)) is None
    assert life.dernier_jour == date(2029, 4, 22)


def test_a_first_duration_not_over_ends_the_running_period():
    life = amended(date(2028, 5, 20), replace(ONCE, duree=terme(5, Unite.ANS)))
    assert (
        periods(life, "2028-06-01", "2031-04-22") == [(2, "2028-04-23", "2031-04-22", "None")] * 2
    )
    assert life.at(date(2031, 4, 23)) is None


def test_an_amendment_to_come_is_counted_with():
    later = amended(date(2028, 4, 1), THREE)
    assert periods(later, "2028-03-01")[0][3] == "2028-02-23"
    assert [one.anniversaire.year for one in islice(later.following(date(2028, 3, 1)), 2)] == [
        *(2028, 2031)
    ]
    renewed = replace(ONCE, textes=((ONCE.signature, ONCE), (date(2027, 1, 1), OLD)))
    assert periods(renewed, "2026-06-01")[0][3] == "2027-02-23"
    said = [later.at(date(2028, month, 1)).reconduction.duree.valeur for month in (3, 4, 5)]
    assert said == [3, 3, 3]
    after = amended(date(2028, 5, 20), THREE)
    said = [after.at(date(year, 1, 10)).reconduction.duree.valeur for year in (2028, 2029)]
    assert said == [1, 3]


def test_last_day_goes_with_the_notice_that_gave_it():
    six, one = Terme(Duree(6, Unite.MOIS), "article 8"), Terme(Duree(1, Unite.MOIS), "article 9")
    former = amended(date(2026, 11, 1), replace(OLD, denonciation=six, nom="l’avenant n° 1"))
    for day in ("2026-10-15", "2026-11-15"):
        text = sentences(former, day)
        assert "samedi 31 octobre 2026, à 24 h (deux mois au moins avant la date" in text
        assert "anniversaire, article 6 ; l’avenant n° 1 en décide autrement à compter du" in text
    later = amended(date(2027, 3, 1), replace(OLD, denonciation=one))
    assert "23 mars 2027, à 24 h (un mois au moins" in sentences(later, "2026-06-01")
