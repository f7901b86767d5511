"""Raw values of any shape: each as what is expected, or empty."""

import pytest

from docgen.content.raw import as_group, as_list, as_text, gaps_in, groups_of, repeats_of, texts_of


@pytest.mark.parametrize("value", [None, "texte", ["a"], {"a": "b"}, 3])
def test_a_value_of_another_type_is_read_as_empty(value):
    assert as_group(value) == (value if isinstance(value, dict) else {})
    assert as_list(value) == (value if isinstance(value, list) else [])
    assert as_text(value) == (value if isinstance(value, str) else "")


def test_groups_and_texts_keep_their_rank():
    data = {"items": ["x", {"nom": "a"}, {"nom": ["b"]}, {"nom": "c"}]}
    assert [rank for rank, _ in groups_of(data, "items")] == [1, 2, 3]
    assert list(texts_of(data, "items", "nom")) == [(1, "a"), (3, "c")]
    assert list(groups_of("texte", "items")) == []


def test_each_repeated_name_is_told_with_its_first_place():
    assert list(repeats_of(enumerate("abcab"))) == [(3, "a", 0), (4, "b", 1)]


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("À compléter.", ["À compléter."]),
        ("à\u00a0confirmer", ["à\u00a0confirmer"]),
        ("xxxxx", ["xxxxx"]),
        ("…", ["…"]),
        ("...", ["..."]),
        ("A COMPLETER :", ["A COMPLETER :"]),
        ("[A confirmer] et [à\u00a0définir]", ["[A confirmer]", "[à\u00a0définir]"]),
        ("Le [date à préciser], [ à définir ]", ["[date à préciser]", "[ à définir ]"]),
        ("M. [xxx], chapitre [XX]", ["[xxx]"]),
        ("**(à compléter)**", ["**(à compléter)**"]),
        ("……", ["……"]),
        ("____", ["____"]),
        ("–", []),
        ("Il [a modifié] l’article [A 2], etc...", []),
        ("Le [à préciser], à Albi [À CONFIRMER]", ["[à préciser]", "[À CONFIRMER]"]),
        ("Fiche à compléter par le maire", []),
        ("Voir [à la page 3](https://exemple.invalid)", []),
        ("", []),
    ],
)
def test_gaps_are_marks_or_a_whole_text(text, gaps):
    assert gaps_in(text) == gaps
