"""What changed in a paragraph is told by its words."""

import pytest

from docgen.corrections.wording import words_changed


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("dure trois ans.", "dure deux ans.", [("trois", "deux")]),
        ("le maire vient", "le maire vient vite", [("vient", "vient vite")]),
        ("a b c d e f", "a x c d y f", [("b", "x"), ("e", "y")]),
        ("un mot", "", [("un mot", "")]),
        ("tout autre", "rien de commun", [("tout autre", "rien de commun")]),
    ],
)
def test_changed_words_are_told_with_no_more(before, after, told):
    assert words_changed(before, after) == told
