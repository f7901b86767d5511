"""Lines: gaps where hidden, values where they matter, no label over another."""

from decimal import Decimal
from itertools import combinations

import pytest

from docgen.charts.ink import BRIQUE, GRIS, PASTEL
from docgen.charts.layout.lines import Lines
from docgen.charts.printed import HIDDEN_SHORT, HIDDEN_WORDS, NO_DATA, as_printed
from docgen.charts.specification import Courbe
from docgen.charts.svg import draw
from tests.charts.figures import ABSENT, AROUND, DECADE, PLAIN, RATE, RATES, SMALL, courbe, named
from tests.charts.reading import Drawing

SECRET = None


def drawn(chart: Courbe) -> Drawing:
    """Return the drawing of a chart, read."""
    return Drawing(draw(chart))


def strokes(drawing: Drawing) -> int:
    """Return in how many stretches the main line is drawn."""
    return len(drawing.with_("path", stroke=PASTEL, stroke_width="2"))


def colour_of(drawing: Drawing, text: str) -> str:
    """Return the colour in which a text is written."""
    [found] = {one.colour for one in drawing.words if one.text == text}
    return found


def test_the_ends_and_the_extremes_are_written() -> None:
    drawing = drawn(courbe("essai", DECADE))
    assert colour_of(drawing, "1\u202f644") == PASTEL
    assert colour_of(drawing, "1\u202f700") == PASTEL
    assert colour_of(drawing, "747") == PASTEL
    assert colour_of(drawing, "1\u202f364") == BRIQUE
    assert "880" not in drawing.texts


@pytest.mark.parametrize(
    ("numbers", "written"),
    [
        ([10, 8, 12, 8], [0, 2]),
        ([10, 7, 8, 8], [0, 1]),
        ([9, 6, 13, 8], [0, 1, 2]),
        ([7, 8, 9], [0]),
        ([99, 100, 98], [0, 1]),
        ([7, 7, 7], [0]),
        ([9, 8, 12, 8], [0, 2]),
    ],
)
def test_first_highest_and_a_clear_lowest_are_written(
    numbers: list[int], written: list[int]
) -> None:
    assert Lines(as_printed(courbe("essai", numbers))).labelled_ranks() == (
        written,
        len(numbers) - 1,
    )


def test_number_of_the_highest_is_under_the_top_line() -> None:
    chart = courbe("essai", [25, 30, 22, 22], **SMALL)
    [highest] = [one for one in drawn(chart).words if (one.text, one.colour) == ("30", PASTEL)]
    assert highest.box.top >= Lines(as_printed(chart)).frame.plot.top


def test_word_and_the_drawing_set_a_value_on_one_side() -> None:
    chart = courbe("essai", [9, 13, 10, 9, 10, 12, 11, 13, 9, 11], **SMALL)
    [first] = [one for one in drawn(chart).words if (one.text, one.colour) == ("9", PASTEL)]
    plan = Lines(as_printed(chart))
    height = plan.frame.y(plan.frame.scale.share(Decimal(9)))
    assert plan.below()[0] == (first.box.top > height)


def test_the_last_point_alone_is_in_brick() -> None:
    assert len(drawn(courbe("essai", DECADE)).with_("circle", fill=BRIQUE)) == 1
    hidden_last = drawn(courbe("essai", [*DECADE[:-1], SECRET]))
    assert hidden_last.with_("circle", fill=BRIQUE) == []
    assert BRIQUE not in {one.colour for one in hidden_last.words}


def test_a_line_is_broken_where_a_year_is_hidden() -> None:
    assert strokes(drawn(courbe("essai", DECADE))) == 1
    assert strokes(drawn(courbe("essai", [5, 6, SECRET, 7, 8, SECRET, SECRET, 2, 3]))) == 3


def test_a_hidden_year_is_hatched_and_an_absent_one_not() -> None:
    hidden, absent = (drawn(courbe("essai", [5, 6, gone, 7, 8])) for gone in (SECRET, ABSENT))
    assert hidden.texts.count(HIDDEN_SHORT) == 1
    assert len(hidden.with_("rect", stroke=GRIS)) == 1
    assert HIDDEN_SHORT not in absent.texts
    assert absent.with_("rect", stroke=GRIS) == []
    assert strokes(hidden) == strokes(absent) == 2


def test_neighbours_that_are_hidden_make_one_span_with_one_word() -> None:
    drawing = drawn(courbe("essai", [5, SECRET, SECRET, SECRET, 7, 8, 9]))
    assert len(drawing.with_("rect", stroke=GRIS)) == 1


def test_when_all_is_hidden_the_words_are_whole() -> None:
    drawing = drawn(courbe("essai", [SECRET] * 10, AROUND, **RATE, **SMALL))
    assert HIDDEN_WORDS in drawing.texts
    assert strokes(drawing) == 0
    assert "Tarnelle 6,2" in drawing.texts


def test_a_reference_is_dashed_and_named_at_its_end() -> None:
    drawing = drawn(courbe("essai", RATES, AROUND, **RATE))
    assert len(drawing.with_("path", stroke_dasharray="3.2 2.2")) == 1
    [name] = [one for one in drawing.words if one.text == "Tarnelle 6,2"]
    plan = Lines(as_printed(courbe("essai", RATES, AROUND, **RATE)))
    assert name.box.left > plan.frame.plot.right


def test_a_hidden_reference_is_labelled_where_it_is_hidden() -> None:
    drawing = drawn(courbe("essai", [5, 6, 7, 8, 9], [4, 4, SECRET, 4, 4]))
    assert drawing.texts.count(HIDDEN_SHORT) == 1
    assert drawing.with_("rect", stroke=GRIS) == []


def test_a_chart_without_any_value_has_words_for_it() -> None:
    assert NO_DATA in drawn(courbe("essai", [ABSENT] * 3)).texts
    assert NO_DATA in drawn(courbe("essai", [])).texts


def test_a_line_of_zeros_lies_on_the_axis() -> None:
    drawing = drawn(courbe("essai", [0] * 10))
    assert strokes(drawing) == 1
    assert colour_of(drawing, "1") == GRIS
    assert {one.colour for one in drawing.words if one.text == "0"} == {GRIS, PASTEL, BRIQUE}


@pytest.mark.parametrize("chart", [one for one in PLAIN if isinstance(one, Courbe)], ids=named)
def test_no_text_is_written_over_another(chart: Courbe) -> None:
    for one, other in combinations(drawn(chart).words, 2):
        assert not one.box.meets(other.box), (one.text, other.text)


def test_ends_that_would_meet_keep_apart() -> None:
    plan = Lines(as_printed(courbe("essai", [3, 5, 6.2], [3, 5, 6.2], **RATE)))
    first, second = plan.ends
    assert first.height == second.height
    assert second.top >= first.top + first.tall
