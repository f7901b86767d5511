import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.rule import Rule
from docgen.french.spacing import ABBREVIATIONS, BLANKS, NUMBERS, QUOTATION, SIGNS
from tests.french.cas import read_cases

RULES = (*BLANKS, *QUOTATION, *SIGNS, *NUMBERS, *ABBREVIATIONS)
CASES = [typed for typed, _ in read_cases("signé")]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(text=st.one_of(st.sampled_from(CASES), st.text(alphabet="a1 :;!?«»“”*–,.()%€h°\u00a0")))
def test_a_rule_of_spacing_moves_blanks_alone(rule: Rule, text: str) -> None:
    assert re.sub(r"\s", "", rule.apply(text)) == re.sub(r"\s", "", text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_of_spacing_serves_a_case(rule: Rule) -> None:
    expected = [expected for _, expected in read_cases("signé")]
    assert any(rule.pattern.search(text) for text in CASES + expected)
