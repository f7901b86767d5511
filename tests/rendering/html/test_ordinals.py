"""A filled page has the letters of its ordinals raised, in its text alone."""

import pytest

from docgen.rendering.html.typography import raise_html_ordinals


@pytest.mark.parametrize(
    ("page", "raised"),
    [
        ("<p>le 1er mai, la 2e fois</p>", "<p>le 1<sup>er</sup> mai, la 2<sup>e</sup> fois</p>"),
        ("<p>1<sup>er</sup> mai</p>", "<p>1<sup>er</sup> mai</p>"),
        ('<p title="1er mai">II</p>', '<p title="1er mai">II</p>'),
        ("<head><title>1er</title></head><p>x</p>", "<head><title>1er</title></head><p>x</p>"),
        ("<svg><text>2e</text></svg>2e", "<svg><text>2e</text></svg>2<sup>e</sup>"),
        ('<p class="courant mention">du 1er</p>', '<p class="courant mention">du 1er</p>'),
        ('<p class="courant x">a</p><div>1er', '<p class="courant x">a</p><div>1<sup>er</sup>'),
        ("<p>exemple.fr/1er</p>", "<p>exemple.fr/1er</p>"),
    ],
)
def test_letters_are_raised_in_the_text_of_a_page_alone(page, raised):
    assert raise_html_ordinals(page) == raised
    assert raise_html_ordinals(raised) == raised
