"""Bars: values in columns, a tick for the reference, hatching for what is hidden."""

import pytest

from docgen.charts.ink import BRIQUE, PASTEL
from docgen.charts.printed import ABSENT as DASH
from docgen.charts.printed import HIDDEN, HIDDEN_SHORT
from docgen.charts.specification import Barres
from docgen.charts.svg import draw
from tests.charts.figures import ABSENT, ROWS, SMALL, barres
from tests.charts.reading import Drawing

SECRET = None


def drawn(chart: Barres) -> Drawing:
    """Return the drawing of a chart, read."""
    return Drawing(draw(chart))


def lengths(drawing: Drawing) -> list[float]:
    """Return the lengths of the bars."""
    return [float(bar.get("width", "")) for bar in drawing.with_("rect", fill=PASTEL)]


def right_edges(drawing: Drawing, colour: str) -> set[float]:
    """Return where the texts of a colour end."""
    return {round(one.box.right, 1) for one in drawing.words if one.colour == colour}


def test_bars_are_as_long_as_their_values() -> None:
    first, second, third = lengths(drawn(barres("essai", [4, 2, 1])))
    assert first == pytest.approx(2 * second, abs=0.02)
    assert first == pytest.approx(4 * third, abs=0.04)


def test_values_stand_in_columns_at_the_right() -> None:
    drawing = drawn(barres("essai", [6.2, 1.4, 2.9], [5.5, 22.2, 3.5]))
    [main], [other] = right_edges(drawing, PASTEL), right_edges(drawing, BRIQUE)
    assert main < other == 235


def test_each_reference_is_a_tick_across_the_bar() -> None:
    drawing = drawn(barres("essai", [6.2, 1.4, 2.9], [5.5, 2.2, SECRET]))
    assert len(drawing.with_("path", stroke=BRIQUE)) == 2
    assert drawing.texts.count(HIDDEN_SHORT) == 1


def test_a_hidden_value_is_a_word_in_its_column() -> None:
    drawing = drawn(barres("essai", [SECRET, 1.4], [5.5, 2.2]))
    assert len(drawing.with_("rect", fill=PASTEL)) == 1
    [said] = [one for one in drawing.words if one.text == HIDDEN]
    [value] = [one for one in drawing.words if one.text == "1,4"]
    assert said.box.right == pytest.approx(value.box.right, abs=0.05)


def test_a_hidden_bar_is_worded_in_short_without_room() -> None:
    drawing = drawn(barres("essai", [SECRET, 1.4], [5.5, 2.2], **SMALL))
    assert HIDDEN_SHORT in drawing.texts
    assert HIDDEN not in drawing.texts


def test_a_published_zero_an_absent_and_a_hidden_value_differ() -> None:
    drawing = drawn(barres("essai", [0, ABSENT, SECRET, 3]))
    assert [text for text in drawing.texts if text in ("0,0", DASH, HIDDEN)] == [
        "0,0",
        DASH,
        HIDDEN,
    ]
    assert len(lengths(drawing)) == 1


def test_long_names_take_two_lines_and_no_more() -> None:
    drawing = drawn(
        barres("essai", [1, 2], labels=["Violences physiques non conjugales " * 3, "Z"])
    )
    assert sum("olence" in text or "conjugale" in text for text in drawing.texts) == 2


def test_a_given_height_is_used() -> None:
    assert drawn(barres("essai", [1, 2, 3], hauteur=80.0)).high == 80
    assert drawn(barres("essai", [1] * 5)).high > drawn(barres("essai", [1] * 3)).high


def test_rows_keep_their_order() -> None:
    texts = drawn(barres("essai", [1, 5, 2, 4, 3])).texts
    assert [text for text in texts if text in ROWS] == ROWS
