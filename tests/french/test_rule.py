import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.rule import Rule, apply_all
from docgen.french.spacing import ABBREVIATIONS, BLANKS, NUMBERS, QUOTATION, SIGNS
from docgen.french.spelling import SPELLING
from docgen.french.typography import APOSTROPHE

ALL = (APOSTROPHE, *BLANKS, *QUOTATION, *SIGNS, *NUMBERS, *ABBREVIATIONS, *SPELLING)


def test_a_rule_replaces_what_it_finds() -> None:
    assert Rule("a", re.compile("a+"), "b", "").apply("caaat") == "cbt"


def test_rules_are_applied_in_their_order() -> None:
    first, second = (Rule(a, re.compile(a), b, "") for a, b in ("ab", "bc"))
    assert apply_all((first, second), "a") == "c"
    assert apply_all((second, first), "a") == "b"


def test_each_rule_has_a_unique_name_and_a_reason() -> None:
    assert len({rule.name for rule in ALL}) == len(ALL)
    assert all(rule.why for rule in ALL)


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.name)
@given(data=st.data())
def test_needs_matches_whatever_the_pattern_of_a_rule_matches(
    rule: Rule, data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(rule.pattern))
    assert rule.may_match(text)
    assert rule.apply(text) == apply_all([rule], text) == rule.pattern.sub(rule.replacement, text)


def test_rule_skips_a_text_without_what_it_needs() -> None:
    assert Rule("a", re.compile("a+"), "b", "", needs="aa").apply("caaat, cat") == "cbt, cbt"
    assert Rule("a", re.compile("a+"), "b", "", needs="aa").apply("cat") == "cat"
