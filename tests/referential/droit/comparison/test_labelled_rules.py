"""Colours of our own rules beside recent texts, as a person compared them; wrong values too."""

from functools import cache

import pytest
from tools.measure_comparison import (
    FOUND,
    compare_labels,
    compare_wrong,
    precision_and_recall,
    read_labels,
    read_texts,
)

from docgen.referential.droit.comparison.comparison import Couleur
from tests.conftest import ROOT

SHARED = ROOT.parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "data/legi").is_dir(), reason="the texts of the cited articles are not here"
)
IMPRECISE = {"fourriere-provisoire"}
"""Rules whose value stands in another part of the article than the one that they name."""


@cache
def _read():
    return read_labels(SHARED), read_texts(SHARED)


def test_what_stands_in_the_text_is_found():
    labels, texts = _read()
    compared = compare_labels(labels, texts)
    assert (len(labels), precision_and_recall(labels, compared)[0]) == (139, 1)
    lost = {
        one.regle.cle
        for label, one in zip(labels, compared, strict=True)
        if label.there and one.couleur not in FOUND
    }
    assert lost <= IMPRECISE
    assert sum(one.couleur is Couleur.VERT for one in compared) >= 50


def test_no_wrong_value_is_green():
    wrong = compare_wrong(*_read())
    assert sum(colours.total() for colours in wrong.values()) > 2500
    assert [name for name, colours in wrong.items() if colours[Couleur.VERT]] == []
