"""The colour of an article to read: the gravest of the values that it holds (exemples fictifs)."""

import pytest

from docgen.referential.droit.comparison.comparison import Couleur, RuleComparison
from docgen.review.articles import ArticleToRead
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
