"""An article to read: its colour, the gravest of its values, and its notes (exemples fictifs)."""

import pytest

from docgen.referential.droit.comparison.comparison import Couleur, RuleComparison
from docgen.review.articles import ArticleToRead
from docgen.review.law_sheet import to_look_at
from tests.referential.droit.comparison.comparison_examples import rule

ARTICLE = {"nature": "article", "valeur": None, "unite": None}


@pytest.mark.parametrize(
    ("colours", "shown"),
    [
        ([("orange", ARTICLE), ("vert", {})], "vert"),
        ([("orange", ARTICLE), ("vert", {}), ("rouge", {})], "rouge"),
        ([("abroge", ARTICLE), ("vert", {})], "abroge"),
        ([("orange", ARTICLE)], "orange"),
    ],
)
def test_an_article_has_the_gravest_colour_of_its_values(colours, shown):
    compared = tuple(RuleComparison(rule(**fields), Couleur(name)) for name, fields in colours)
    assert ArticleToRead("", "", (), {}, 0, 0, compared).couleur == shown


def test_an_article_says_that_it_does_not_hold_at_home():
    why = "règle du préfet du Tarn"
    held = RuleComparison(rule().held_elsewhere(why, ""), Couleur.ORANGE)
    first = to_look_at(ArticleToRead("", "", (), {}, 0, 0, (held,)))[0]
    assert first == f"{why} : à remplacer, un contrôle n’y change rien"
