"""The act as fiches see it: its clauses, their words to the letter, what the parties commit to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.source import parse_source, read_source
from docgen.kinds.actes.acte import Acte, contains, words
from tests.conftest import ROOT, plain_blanks

WORDS = st.lists(st.sampled_from(["le", "maire", "l’élu,", "à", "SIP."]), max_size=12).map(tuple)


@pytest.fixture(scope="module")
def acte():
    path = ROOT / "content/convention/2026.yaml"
    return Acte(read_source(path, "content/convention/2026.yaml"))


def test_the_act_commits_to_actions_bullets_sections_and_one_article(acte):
    found = [(one.clause.id, one.puce is not None) for one in acte.engagements()]
    actions = ["action-4.1", "action-4.2", "action-5.1", "action-5.2", "action-6.1", "action-6.2"]
    sections = ["article-4-4.1", "article-4-4.2", "article-4-4.3"]
    assert found == [
        *((name, False) for name in actions),
        *[("article-3", True)] * 3,
        *[("article-4", True)] * 5,
        *((name, False) for name in sections),
        ("article-5", False),
    ]


COMMITS = {
    "ENGAGEMENTS du GGD81": True,
    "Les engagements du GGD81": True,
    "L'engagement de l'AMR81": True,
    "De la communication": True,
    "**Des** engagements": True,
    "COMMUNICATION": True,
    "Durée des engagements": False,
    "Désengagement": False,
    "La durée": False,
}
"""Titles of articles, and whether they hold commitments."""


def test_title_of_commitments_is_known_in_any_capitals():
    found = {}
    for title in COMMITS:
        text = f'articles: [{{id: a, numero: ARTICLE 3, titre: "{title}", texte: [Un mot.]}}]\n'
        found[title] = bool([*Acte(parse_source(text, "acte.yaml")).engagements()])
    assert found == COMMITS


def test_the_act_and_its_clauses_have_their_names(acte):
    assert acte.intitule == "Convention AMR81 – GGD81"
    assert plain_blanks(acte.nom) == "convention du 23 avril 2026"
    action = acte.get("action-4.1")
    assert (action.numero, acte.above(action).titre) == ("Action 4.1", "Soutenir les élus")
    assert acte.above(acte.get("article-3")) is None
    assert acte.get("article-1") is None  # its words are missing


@pytest.mark.parametrize(
    "text", ["rien\n", "- rien\n", "articles: rien\n", "articles: [{id: [1]}]\n"]
)
def test_an_act_of_another_shape_has_no_clause(text):
    acte = Acte(parse_source(text, "acte.yaml"))
    assert (acte.clauses, list(acte.engagements()), acte.nom) == ({}, [], "projet de convention")


def test_words_are_those_of_the_page_without_marks():
    assert words("l'élu  **signe** :") == ("l’élu", "signe", ":")
    assert words("un **gras ouvert") == ()


@given(WORDS, st.integers(0, 12), st.integers(0, 12))
def test_words_hold_each_of_their_stretches(whole, start, end):
    if part := whole[start:end]:
        assert contains(whole, part)


@given(WORDS, WORDS)
def test_what_is_held_is_no_longer_than_what_holds_it(whole, part):
    if part and contains(whole, part):
        assert len(part) <= len(whole)
        assert set(part) <= set(whole)


def test_a_part_of_a_word_is_not_held():
    assert not contains(("le", "maire,"), ("maire",))
