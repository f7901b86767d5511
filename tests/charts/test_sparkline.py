"""A line or a bar as small as a word: its points, its gaps, its drawing."""

from decimal import Decimal

import pytest
from lxml import etree

from docgen.charts.sparkline import DOT, bar_boxes, line_parts
from docgen.charts.specification import MiniBarre, MiniCourbe
from docgen.charts.svg import draw


def line(*values):
    numbers = tuple(None if value is None else Decimal(value) for value in values)
    return MiniCourbe(alternative="Visites : 3 en 2024.", valeurs=numbers)


def test_line_goes_from_zero_to_the_highest_value():
    made = line(0, 10, 5)
    [points] = line_parts(made)
    assert points == [
        (DOT, made.hauteur - DOT),
        (made.largeur / 2, pytest.approx(DOT)),
        (made.largeur - DOT, pytest.approx(made.hauteur / 2)),
    ]


def test_a_gap_parts_the_line():
    assert [len(part) for part in line_parts(line(4, None, 5, 6, None))] == [1, 2]
    marks = etree.fromstring(draw(line(4, None, 5, 6))).iterchildren()
    names = [etree.QName(mark).localname for mark in marks]
    assert names == ["title", "desc", "path", "circle", "circle"]


@pytest.mark.parametrize("values", [(0, 0), (12, 12), (12, 15, 18)])
def test_line_is_halfway_up_its_box(values):
    made = line(*values)
    heights = [y for _, y in line_parts(made)[0]]
    assert (min(heights) + max(heights)) / 2 == pytest.approx(made.hauteur / 2)


def bar(value, beside=None):
    told = {"valeur": value, "repere": beside}
    numbers = {key: None if one is None else Decimal(one) for key, one in told.items()}
    return MiniBarre(alternative="Vols : 4,1.", maximum=Decimal(10), **numbers)


def boxes(bar):
    return {name: box for name, box, *_ in bar_boxes(bar)}


def test_bar_is_as_long_as_its_value_says():
    made = bar(5, 10)
    own, compared = boxes(made)["barre"], boxes(made)["repère"]
    assert own.right == pytest.approx(made.largeur / 2)
    assert compared.right == pytest.approx(made.largeur, abs=0.5)
    assert draw(made).count("<rect") == 2


def test_bar_lies_on_what_it_is_compared_with():
    made = bar(9, 4)
    assert [*boxes(made)] == ["repère", "barre"], "the last is drawn over the first"
    own, compared = boxes(made)["barre"], boxes(made)["repère"]
    assert compared.top < own.top < own.bottom < compared.bottom


def test_small_value_has_a_bar_and_hidden_one_has_none():
    assert boxes(bar(Decimal("0.001"), 4))["barre"].right > 2
    assert [*boxes(bar(None, 4))] == ["repère"]
    assert "<rect" not in draw(bar(None))


def test_zero_is_a_tick_at_the_origin():
    ticked = boxes(bar(0, 4))
    assert [*ticked] == ["repère", "zéro"]
    assert (ticked["zéro"].left, ticked["zéro"].right) == (0, pytest.approx(1.7))
