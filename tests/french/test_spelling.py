import unicodedata

import pytest

from docgen.french.rule import Rule, apply_all
from docgen.french.spelling import A_PREPOSITION, ACCENTUES, SPELLING
from tests.french.cas import read_cases


def test_each_word_of_the_table_begins_with_an_accented_capital() -> None:
    for word in ACCENTUES.split():
        assert word[0].isupper()
        assert len(unicodedata.normalize("NFD", word[0])) > 1


@pytest.mark.parametrize("table", [A_PREPOSITION, ACCENTUES])
def test_no_table_repeats_a_word(table: str) -> None:
    assert len(set(table.split())) == len(table.split())


def test_a_right_word_stays() -> None:
    words = [*ACCENTUES.split(), *ACCENTUES.upper().split()]
    assert [apply_all(SPELLING, word) for word in words] == words


def test_a_bare_capital_takes_its_accent() -> None:
    words = ACCENTUES.split()
    bare = [unicodedata.normalize("NFD", word[0])[0] + word[1:] for word in words]
    assert [apply_all(SPELLING, f"l’{one}") for one in bare] == [f"l’{word}" for word in words]


@pytest.mark.parametrize("rule", SPELLING, ids=lambda rule: rule.name)
def test_a_rule_of_spelling_serves_a_case(rule: Rule) -> None:
    assert any(rule.apply(typed) != typed for typed, _ in read_cases("prose"))
