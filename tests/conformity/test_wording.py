"""The words that checks share, and the French for a validator's rules."""

import re

import pytest

from docgen.conformity.validators.validator import FAMILIES, RULES
from docgen.conformity.wording import pages_in_words, quoted


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ([0], "page 1"),
        ([0, 1], "pages 1 et 2"),
        ([0, 1, 2], "pages 1 à 3"),
        ([4, 0, 2, 3, 4], "pages 1, 3 à 5"),
        ([0, 2], "pages 1, 3"),
    ],
)
def test_pages_are_numbered_from_one(pages, words):
    assert pages_in_words(pages) == words


def test_long_texts_are_cut_when_quoted():
    assert quoted("a") == "«\u00a0a\u00a0»"
    assert len(quoted("a" * 200)) == 64


def test_each_rule_has_a_code_and_a_french_sentence():
    for rule, (code, words) in RULES.items():
        assert re.fullmatch(r"[a-z-]+", code), rule
        assert not re.findall(r"\b(the|and|not|is|of)\b", words), rule
        assert not [sign for sign in ":;!?»" if f" {sign}" in words], rule
        assert words[-1] != ".", rule


def test_families_lead_to_codes_that_rules_have():
    assert set(FAMILIES.values()) <= {code for code, _ in RULES.values()} | {
        "signature",
        "transparence",
    }
