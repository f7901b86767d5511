"""Sentences of invented articles, and the parts in which they stand (exemples fictifs)."""

import pytest

from docgen.referential.droit.comparison.reading import named_parts
from docgen.referential.droit.comparison.segments import (
    ArticlePart,
    segments_of,
    sentences_of_parts,
)

ARTICLE = """I. - Le fait est puni d'un an, au sens du 1° du II de l'article L. 9-1 :
1° S'il est fictif ;

2° S'il est inventé, aux termes de l'art. R. 9-2. Il l'est toujours.

La tentative est punie de même.
II.-Le délai est de dix
jours. III bis. ― Il est franc."""
HELD_BY_II = ["II.-Est puni de peu :", "1° Le troisième."]
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
        ("II, 1°", HELD_BY_II),
        ("I, 1° et 2°", ["I.-Est puni :", "1° Le premier ;", "2° Le second."]),
        ("I, 2° et II", ["I.-Est puni :", "2° Le second.", *HELD_BY_II]),
        ("II et III", HELD_BY_II),
        ("III", []),
        ("II, 2°", []),
    ],
)
def test_a_part_holds_its_items_and_what_introduces_them(partie, held):
    sentences = sentences_of_parts(segments_of(FLAT), named_parts(partie))
    assert [one.texte for one in sentences] == held


def test_an_annex_is_read_by_its_articles():
    annex = "Article 20\nLe rapport est annuel.\nArticle 21\nLa durée est de trois ans."
    parts = named_parts("annexe 1, art. 21")
    assert parts == (ArticlePart(article="21"),)
    assert [one.texte for one in sentences_of_parts(segments_of(annex), parts)][1:] == [
        "La durée est de trois ans."
    ]


def test_other_articles_bound_nothing_and_unknown_words_are_told():
    assert named_parts("et R. 131-14") == (ArticlePart(),)
    assert named_parts("III quater") == (ArticlePart("III quater"),)
    assert named_parts("première phrase") == named_parts("1°, II") == ()
