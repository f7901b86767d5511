"""A variation is a count, and a percentage where that is meaningful."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.statistics.variations import Variation, arrondi, variation

COUNTS = st.integers(0, 10**6)


@pytest.mark.parametrize(
    ("avant", "apres", "ecart", "pourcent"),
    [
        (0, 1, 1, None),  # « % from a zero base » of a real sheet
        (0, 0, 0, None),
        (19, 38, 19, None),
        (20, 21, 1, "5"),
        (180, 212, 32, "18"),  # 17.78 % in a real sheet
        (40, 41, 1, "3"),  # 2.5: half up
        (40, 39, -1, "-3"),
        (999, 1000, 1, "0"),
        (999, 998, -1, "0"),
        (1000, 1001, 1, "0.1"),
        (1185, 1364, 179, "15.1"),
        (20, 0, -20, "-100"),
    ],
)
def test_variation_is_what_one_computes_by_hand(avant, apres, ecart, pourcent):
    expected = None if pourcent is None else Decimal(pourcent)
    assert variation(avant, apres) == Variation(ecart, expected)


@given(COUNTS, COUNTS)
def test_the_percentage_has_the_sign_of_the_count_or_none(avant, apres):
    found = variation(avant, apres)
    assert avant + found.ecart == apres
    if found.pourcent is None:
        assert avant < 20
    else:
        assert found.pourcent * found.ecart >= 0
        assert abs(found.pourcent * avant - 100 * found.ecart) <= Decimal("0.5") * avant
        assert not (found.pourcent == 0 and found.pourcent.is_signed())


def test_less_than_no_fact_is_refused():
    with pytest.raises(ValueError, match="-1"):
        variation(-1, 3)


def test_a_half_is_rounded_away_from_zero():
    halves = [Decimal("2.5"), Decimal("-2.5"), Decimal("-0.4")]
    assert [str(arrondi(value, Decimal(1))) for value in halves] == ["3", "-3", "0"]
