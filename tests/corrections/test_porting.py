"""A change of printed words finds its place in the text that prints them."""

import pytest

from docgen.corrections.porting import carry_over


@pytest.mark.parametrize(
    ("written", "old", "new", "result"),
    [
        (
            'L\'acte dure *trois* ans : "oui".',
            "L’acte dure trois ans : « oui ».",
            "L’acte dure deux ans : « oui ».",
            'L\'acte dure *deux* ans : "oui".',
        ),
        (
            "Le {date:signature}, il vient.",
            "Le 3 mai 2026, il vient.",
            "Le 3 mai 2026, elle vient vite.",
            "Le {date:signature}, elle vient vite.",
        ),
        ("un an", "Quand : un an", "Quand : deux ans", "deux ans"),
        ("Mot seul", "Mot seul", "Autre chose", "Autre chose"),
        ("a b c", "a b c", "z a b c d", "z a b c d"),
        ("a b c", "a b c", "b", "b"),
        (
            "Le {date:a}, au {lieu}.",
            "Le 3 mai, au café.",
            "Le 4 mai, au café.",
            "Le 4 mai, au {lieu}.",
        ),
        ("A l'école.", "À l’école.", "À l’école, ici.", "A l'école, ici."),
    ],
)
def test_a_change_is_carried_over(written, old, new, result):
    assert next(carry_over(written, old, new)) == result


@pytest.mark.parametrize(
    ("written", "old", "new"),
    [
        ("un an", "Quand : un an", "Durée : un an"),
        ("un an", "un an", "un an"),
        ("un an", "un an", ""),
        ("{a}, {b} x", "u v, w x", "v w, w y x"),
    ],
)
def test_what_is_printed_from_elsewhere_has_no_place(written, old, new):
    assert list(carry_over(written, old, new)) == []
