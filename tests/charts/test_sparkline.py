"""A line or a bar as small as a word: its points, its gaps, its drawing."""

import re
from decimal import Decimal

import pytest
from lxml import etree

from docgen.charts.sparkline import DOT, bar_box, bar_tick, line_parts, whole_box
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


def test_bar_is_as_long_as_its_value_says():
    made = bar(5, 10)
    box, [(tick, top), (_, low)] = bar_box(made), bar_tick(made)
    assert box.right == pytest.approx(tick / 2)
    assert tick <= made.largeur
    assert (top, low) == (0, made.hauteur)
    assert '<rect x="0"' in draw(made)


def test_part_is_drawn_before_its_whole():
    made = bar(5).model_copy(update={"part": True})
    assert bar_box(made).right == pytest.approx(whole_box(made).right / 2)
    assert draw(made).count("<rect") == draw(bar(5)).count("<rect") + 1
    assert whole_box(bar(5)) is None


def test_zero_is_marked_and_a_hidden_value_is_not():
    zero = bar_box(bar(0))
    assert zero.right > zero.left
    hidden = bar(None).model_copy(update={"mention": "n.c."})
    assert bar_box(hidden) is None
    assert "<rect" not in draw(hidden)
    assert ">n.c.</text>" in draw(hidden)
    assert bar_tick(hidden) == []


@pytest.mark.parametrize("beside", [0, 1, 9])
def test_mention_stands_off_the_tick(beside):
    made = bar(None, beside).model_copy(update={"mention": "n.c."})
    [(tick, _), _] = bar_tick(made)
    start = float(re.search(r'<text x="([\d.]+)"', draw(made))[1])
    assert start > tick + 2 or start + 14 < tick
