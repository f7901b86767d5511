"""Stamps: a day to come is refused, and a text changed afterwards is known."""

from datetime import date

import pytest

from docgen.content.source import parse_source
from docgen.content.stamp import STAMPS, Stamp, future_stamps, words_digest

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


def test_words_digest_ignores_spaces_and_line_breaks():
    assert words_digest(["deux  mois\n"]) == words_digest(["deux mois"])
    assert words_digest(["deux mois"]) != words_digest(["deux", "mois"])


def test_stamp_fits_only_the_words_that_it_was_put_on():
    stamp = Stamp(le="2026-11-01", par="exemple fictif", empreinte=words_digest(["a"])[:12])
    assert stamp.fits(words_digest(["a"]))
    assert not stamp.fits(words_digest(["b"]))
