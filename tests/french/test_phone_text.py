"""Texts for telephones: the expected counts are those that telephones show."""

import pytest

from docgen.french.phone_text import phone_length, phone_text


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", (0, 1)),
        ("é" * 160, (160, 1)),
        ("é" * 161, (161, 2)),
        ("a" * 306, (306, 2)),
        ("a" * 307, (307, 3)),
        ("€" * 80, (160, 1)),
        ("ê" * 70, (70, 1)),
        ("ê" + "a" * 70, (71, 2)),
        ("a" * 134 + "ç", (135, 3)),
        ("😀", (2, 1)),
    ],
)
def test_signs_are_counted_as_telephones_do(text, counts):
    assert phone_length(text) == counts


def test_spaces_and_apostrophes_are_those_of_a_telephone():
    said = phone_text("L’alerte\u00a0: à 18\u202fh, «\u00a0dehors\u00a0»…")
    assert said == "L'alerte : à 18 h, « dehors »..."
