"""A hidden value has no number; a published 0 is a 0."""

import operator
from decimal import Decimal

import pytest

from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse

WITHOUT_NUMBER = [NonDiffuse(), Absent()]


@pytest.mark.parametrize("value", WITHOUT_NUMBER)
@pytest.mark.parametrize("other", [0, 5, Diffuse(0, Decimal(0)), NonDiffuse()])
@pytest.mark.parametrize("use", [operator.lt, operator.ge, operator.add, operator.sub])
def test_a_value_without_number_is_neither_compared_nor_added(value, other, use):
    with pytest.raises(TypeError):
        use(value, other)
    with pytest.raises(TypeError):
        use(other, value)


@pytest.mark.parametrize("value", WITHOUT_NUMBER)
@pytest.mark.parametrize("use", [int, float, Decimal, round, abs, bool, "{:d}".format])
def test_value_without_number_converts_to_no_number(value, use):
    with pytest.raises(TypeError):
        use(value)


@pytest.mark.parametrize("value", WITHOUT_NUMBER)
def test_a_value_without_number_holds_none(value):
    assert not hasattr(value, "nombre")
    assert not hasattr(value, "taux")
    assert not hasattr(value, "__dict__")


def test_an_or_cannot_turn_a_hidden_value_into_a_zero():
    with pytest.raises(TypeError, match="non communiqué"):
        NonDiffuse() or 0


def test_hidden_and_absent_and_zero_are_three_things():
    assert len({NonDiffuse(), Absent(), Diffuse(0, Decimal(0))}) == 3
    assert NonDiffuse() == NonDiffuse()
    assert NonDiffuse() != 0
    assert str(NonDiffuse()) == "non communiqué (secret statistique)"
    assert str(Absent()) == "non disponible"


def test_fact_has_no_rate_where_nobody_lives():
    assert Diffuse(3, None).nombre == 3
    with pytest.raises(ValueError, match="décompte"):
        Diffuse(-3, None)


def test_a_published_zero_is_a_number():
    assert Diffuse(0, Decimal("0.0000000")).nombre == 0


@pytest.mark.parametrize(
    ("nombre", "taux"), [(-1, "1"), (1, "-1"), (1, "NaN"), (1, "Infinity"), (True, "1")]
)
def test_impossible_counts_are_refused(nombre, taux):
    with pytest.raises(ValueError, match="décompte"):
        Diffuse(nombre, Decimal(taux))
