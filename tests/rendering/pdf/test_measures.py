"""Sizes, contrasts and margins of pages, measured on every kind of finished PDF."""

import pytest
from tools.measure_pages import Page, Word, faults, read_pages

from tests.support import documents
from tests.support.documents import READ

LONG = {"memento-livret", "commune-pack-81101-final", "bilan-2026-final"}
"""Documents of many pages: their parts are measured alone, or by the tool."""


@pytest.mark.parametrize("name", [one for one in READ if one not in LONG])
def test_text_is_large_dark_and_inside_what_printers_print(name):
    assert [*faults(read_pages(documents.pdf(name)))] == []


def test_small_pale_and_outer_words_are_told():
    words = (
        Word(1, "petit", 6.0, False, (60, 400, 90, 410), 7.0),
        Word(1, "er", 6.0, True, (90, 404, 95, 410), 7.0),
        Word(1, "pâle", 9.0, False, (5, 300, 90, 310), 3.0),
        Word(1, "PROJET", 8.0, False, (400, 780, 450, 788), 7.0),
    )
    assert [*faults([Page(595, 842, words)])] == [
        "p. 1: « petit » is of 6.0 pt",
        "p. 1: « pâle » has a contrast of 3.0",
        "p. 1: « PROJET » is of 8.0 pt",
        "p. 1: margins of (1.8, 19.0, 51.2, 105.8) mm",
    ]
