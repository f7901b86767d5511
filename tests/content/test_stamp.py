"""Stamps: a day to come is refused, at its line."""

from datetime import date

import pytest

from docgen.content.source import parse_source
from docgen.content.stamp import STAMPS, future_stamps

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize("field", STAMPS)
def test_a_stamp_of_a_day_to_come_is_refused(field):
    source = parse_source(f"a:\n  - {field}:\n      par: A\n      le: 2026-11-29\n", "a.yaml")
    [problem] = future_stamps(source, TODAY)
    assert (problem.line, problem.column) == (4, 11)
    assert problem.hint


@pytest.mark.parametrize("day", ["2026-11-28", "2026-02-30", "[]"])
def test_other_days_are_left_to_their_type(day):
    source = parse_source(f"controle: {{le: {day}, par: A}}\n", "a.yaml")
    assert list(future_stamps(source, TODAY)) == []
