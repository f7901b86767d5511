"""Sentences of invented articles, and the parts in which they stand (exemples fictifs)."""

import pytest

from docgen.referential.droit.comparison.reading import named_part
from docgen.referential.droit.comparison.segments import ArticlePart, segments_of, sentences_of_part

ARTICLE = """I. - Le fait est puni d'un an, au sens du 1° du II de l'article L. 9-1 :
1° S'il est fictif ;

2° S'il est inventé, aux termes de l'art. R. 9-2. Il l'est toujours.

La tentative est punie de même.
II.-Le délai est de dix
jours. III bis. ― Il est franc."""
FLAT = "I.-Est puni : 1° Le premier ; 2° Le second. II.-Est puni de peu : 1° Le troisième."


def _parts(text):
    return [(one.part.dit, one.texte) for one in segments_of(text)]


def test_sentences_know_the_part_in_which_they_stand():
    assert _parts(ARTICLE) == [
        ("I", "I. - Le fait est puni d'un an, au sens du 1° du II de l'article L. 9-1 :"),
        ("I, 1°", "1° S'il est fictif ;"),
        ("I, 2°", "2° S'il est inventé, aux termes de l'art. R. 9-2."),
        ("I, 2°", "Il l'est toujours."),
        ("I", "La tentative est punie de même."),
        ("II", "II.-Le délai est de dix jours."),
        ("III bis", "III bis. ― Il est franc."),
    ]


def test_a_text_on_one_line_has_its_parts_too():
    assert [part for part, _ in _parts(FLAT)] == ["I", "I, 1°", "I, 2°", "II", "II, 1°"]


@pytest.mark.parametrize(
    ("partie", "held"),
    [
        ("I", ["I.-Est puni :", "1° Le premier ;", "2° Le second."]),
        ("I, 2°", ["I.-Est puni :", "2° Le second."]),
        ("I, 1° et suivants", ["I.-Est puni :", "1° Le premier ;", "2° Le second."]),
        ("II, 1°", ["II.-Est puni de peu :", "1° Le troisième."]),
        ("III", []),
        ("II, 2°", []),
    ],
)
def test_a_part_holds_its_items_and_what_introduces_them(partie, held):
    assert [one.texte for one in sentences_of_part(segments_of(FLAT), named_part(partie))] == held


def test_an_annex_is_read_by_its_articles():
    annex = "Article 20\nLe rapport est annuel.\nArticle 21\nLa durée est de trois ans."
    part = named_part("annexe 1, art. 21")
    assert part == ArticlePart(article="21")
    assert [one.texte for one in sentences_of_part(segments_of(annex), part)][1:] == [
        "La durée est de trois ans."
    ]


def test_other_articles_bound_nothing_and_unknown_words_are_told():
    assert named_part("et R. 131-14") == ArticlePart()
    assert named_part("III quater") == ArticlePart("III quater")
    assert named_part("première phrase") is None
