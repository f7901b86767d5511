"""The differences between two acts, clause by clause."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.avenant.act_text import ClauseText, RowText
from docgen.avenant.differences import Change, find_differences, in_same_order, pair_alike
from docgen.avenant.word_changes import tokens_of, word_changes
from docgen.kinds.actes.text import text_of_act
from tests.avenant.texts import ACT, alineas, changed, with_clause, without
from tests.kinds.actes.test_content import read


def changes(new, old=ACT):
    """Return what became of each clause that is not kept where it was."""
    told = {}
    for one in find_differences(old, new).clauses:
        if one.change is not Change.KEPT or one.moved:
            told[one.id] = f"{one.change} moved" if one.moved else str(one.change)
    return told


def test_an_act_and_itself_differ_in_nothing():
    assert changes(ACT) == {}


@pytest.mark.parametrize(
    "fields", [{"numero": "ARTICLE 4"}, {"titre": "Autre"}, {"alineas": alineas("Autre.")}]
)
def test_a_clause_changes_by_any_of_its_words(fields):
    assert changes(changed("article-3", **fields)) == {"article-3": "changed"}


def test_a_removed_clause_stands_after_what_preceded_it():
    differences = find_differences(ACT, without("article-2"))
    assert [one.id for one in differences.clauses] == [one.id for one in ACT.clauses]
    assert changes(without("article-2")) == {"article-2": "removed"}


def test_an_inserted_clause_is_told_at_its_place():
    new = ClauseText("article-2-bis", 1, "", "ARTICLE 2 bis", "Suivi", alineas("Un comité."))
    act = with_clause(new, "article-2")
    assert changes(act) == {"article-2-bis": "inserted"}
    assert [one.id for one in find_differences(ACT, act).clauses][-2:] == [new.id, "article-3"]


def test_of_two_clauses_that_change_places_one_moves():
    clauses = list(ACT.clauses)
    clauses[-1], clauses[-2] = clauses[-2], clauses[-1]
    assert list(changes(replace(ACT, clauses=tuple(clauses))).values()) == ["kept moved"]


def test_a_clause_under_another_moves():
    assert changes(changed("action-1.1", parent="axe-1")) == {"action-1.1": "kept moved"}


def test_alineas_are_paired_by_likeness():
    old = alineas("Elle dure un an.", "Elle se dénonce deux mois avant sa fin.", "– un point")
    new = alineas("Elle se dénonce trois mois avant sa fin.", "Elle dure un an.", "un point")
    assert list(pair_alike(old, new)) == [(0, None), (1, 0), (2, None), (None, 1), (None, 2)]


def test_parties_are_compared_by_their_names():
    old = replace(ACT, parties=(RowText("a", ("A",)), RowText("b", ("B",))))
    new = replace(ACT, parties=(RowText("a", ("AA",)), RowText("c", ("C",))))
    rows = find_differences(old, new).parties
    assert [str(row.change) for row in rows] == ["changed", "removed", "inserted"]


def test_changes_with_a_single_word_between_them_are_one():
    assert len(word_changes("un deux trois quatre", "UN deux TROIS quatre")) == 1
    assert len(word_changes("un deux trois quatre", "UN deux trois QUATRE")) == 2


@given(st.text("abé’'- .,«»\u00a0", max_size=40))
def test_tokens_joined_are_the_text(text):
    assert "".join(tokens_of(text)) == text


@given(st.text("ab cd", max_size=20), st.text("ab cd", max_size=20))
def test_word_changes_carried_out_give_the_new_text(old, new):
    before, after = tokens_of(old), tokens_of(new)
    made, last = [], 0
    for one in word_changes(old, new):
        made += before[last : one.old_start] + after[one.new_start : one.new_end]
        last = one.old_end
    assert "".join((*made, *before[last:])) == new


@given(st.permutations("abcdef"))
def test_names_in_the_same_order_are_a_row_of_both(names):
    stayed = in_same_order("abcdef", names)
    assert sorted(stayed) == [one for one in names if one in stayed]


def test_the_words_of_a_convention_keep_its_order():
    act = text_of_act(read("2026"))
    assert [act.by_id[one].numero for one in ("article-4", "article-4-4.1")] == [
        "ARTICLE\u00a04",
        "4.1",
    ]
    assert [one.id for one in act.parts_of("axe-3")] == ["objectif-5", "objectif-6"]
    assert [one.id for one in act.above(act.by_id["action-4.1"])][-1] == "article-2"
    assert act.by_id["article-1"].manquant
    assert [row.id for row in act.signataires] == ["amr81", "ggd81"]
    assert sum(one.puce for one in act.by_id["article-4"].alineas) == 5
