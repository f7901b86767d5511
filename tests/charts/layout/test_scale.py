"""Axes begin at zero, and have three to five round steps."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.charts.layout.frame import ROUND, scale_for

above_zero = st.decimals("0.001", 10**15, places=3)


@given(st.lists(above_zero, min_size=1))
def test_every_value_stands_on_the_axis_near_its_top(values: list[Decimal]) -> None:
    scale = scale_for(values, whole=False)
    assert scale.marks[0] == 0
    assert scale.marks[-1] == scale.top >= max(values)
    assert 3 <= len(scale.marks) - 1 <= 4
    assert scale.share(max(values)) > 0.6


@given(st.lists(st.integers(1, 10**15).map(Decimal), min_size=1))
def test_counts_have_whole_steps(values: list[Decimal]) -> None:
    scale = scale_for(values, whole=True)
    assert all(mark == int(mark) for mark in scale.marks)
    assert len(scale.marks) - 1 == min(max(values), len(scale.marks) - 1) <= 4


@given(above_zero)
def test_steps_are_round(value: Decimal) -> None:
    step = scale_for([value], whole=False).step
    assert step.scaleb(-step.adjusted()) in ROUND


@pytest.mark.parametrize("values", [[], [Decimal(0)] * 3])
def test_without_anything_above_zero_the_axis_goes_to_one(values: list[Decimal]) -> None:
    assert scale_for(values, whole=False).marks == (0, 1)


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        ("1700", "0 500 1000 1500 2000"),
        ("7.3", "0 2 4 6 8"),
        ("9", "0 3 6 9"),
        ("12", "0 3 6 9 12"),
        ("0.02", "0 0.005 0.010 0.015 0.020"),
        ("2", "0 1 2"),
    ],
)
def test_the_marks_are_those_that_a_person_would_choose(highest: str, marks: str) -> None:
    whole = "." not in highest
    found = scale_for([Decimal(highest)], whole).marks
    assert found == tuple(Decimal(mark) for mark in marks.split())


def test_axis_ends_at_a_highest_value_that_is_round() -> None:
    assert scale_for([Decimal(12)], whole=True).top == 12


@given(st.lists(above_zero, min_size=1))
def test_number_over_the_highest_value_has_room_under_the_top(values: list[Decimal]) -> None:
    highest = max(values)
    scale = scale_for(values, whole=False).with_room_over(highest)
    assert 0.5 < scale.share(highest) < 0.834
