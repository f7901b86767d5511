"""Every chart is drawn, says what it was told and nothing else, and stays within its frame."""

import hashlib

import pytest
from hypothesis import example, given

from docgen.charts.ink import SMALLEST
from docgen.charts.layout.frame import mark_text
from docgen.charts.printed import (
    HIDDEN_SHORT,
    HIDDEN_WORDS,
    as_printed,
    hidden_ranks,
    labels,
    value_text,
)
from docgen.charts.specification import Colonnes, Courbe
from docgen.charts.svg import draw
from tests.charts.figures import ALL, PLAIN, axis_of, charts, colonnes, courbe, named
from tests.charts.reading import WORD, Drawing
from tests.conftest import run_elsewhere

Chart = Courbe | Colonnes
every_example = pytest.mark.parametrize("chart", ALL, ids=named)
ROUNDING = 0.02
"""Lengths are written with two decimals."""


def told(chart: Chart) -> set[str]:
    """Return every number that the drawing of a chart may hold: values, marks of axes, labels."""
    printed = as_printed(chart)
    scale = axis_of(printed)
    said = [value_text(point) for trace in printed.traces for point in trace.points]
    said += [mark_text(scale, mark) for mark in scale.marks]
    said += [*labels(printed), chart.unite, *(trace.nom for trace in chart.traces)]
    return {found for text in said for found in WORD.findall(text)}


def check(chart: Chart) -> None:
    """Fail unless the drawing of a chart is sound."""
    svg = draw(chart)
    assert "nan" not in svg.lower().replace(chart.alternative.lower(), "")
    assert "inf" not in svg.replace(chart.alternative, "")
    drawing = Drawing(svg)
    assert drawing.wide == chart.largeur
    assert drawing.numbers <= told(chart)
    assert min((one.size for one in drawing.words), default=SMALLEST) >= SMALLEST
    for box in drawing.boxes():
        assert box.left >= -ROUNDING
        assert box.top >= -ROUNDING
        assert box.right <= drawing.wide + ROUNDING
        assert box.bottom <= drawing.high + ROUNDING


@every_example
def test_an_example_shows_its_values_within_its_frame(chart: Chart) -> None:
    check(chart)


LONG = courbe("long", ["100000.000"], decimales=3, largeur=156.0)
"""A value so long that it is written smaller, to the edge of the chart."""


ALONE = colonnes("seul", ["8.150"], decimales=1, largeur=140.0, hauteur=90.0)
"""A value of one month, which a line of the grid crosses."""


@given(charts())
@example(LONG)
@example(ALONE)
def test_any_chart_shows_its_values_within_its_frame(chart: Chart) -> None:
    check(chart)


@given(charts())
def test_a_chart_words_the_hidden_values_of_its_main_series(chart: Chart) -> None:
    said = set(Drawing(draw(chart)).texts)
    assert bool(hidden_ranks(as_printed(chart).traces[0])) <= bool(
        said & {HIDDEN_WORDS, HIDDEN_SHORT}
    )


@given(charts())
def test_a_chart_without_hidden_values_has_no_hidden_words(chart: Chart) -> None:
    said = set(Drawing(draw(chart)).texts)
    if not any(hidden_ranks(trace) for trace in chart.traces):
        assert not said & {HIDDEN_WORDS, HIDDEN_SHORT}


@every_example
def test_a_drawing_has_a_title_and_a_description(chart: Chart) -> None:
    root = Drawing(draw(chart)).root
    assert [(one.tag.rpartition("}")[2], one.text) for one in root][:2] == [
        ("title", chart.titre),
        ("desc", chart.alternative),
    ]
    assert root.get("role") == "img"


def test_text_that_looks_like_a_tag_is_escaped() -> None:
    chart = courbe("essai", [1, 2], [3, 4], name="<b>&", unite="a < b", alternative="« < & »")
    drawing = Drawing(draw(chart))
    assert "<b>&" in drawing.texts
    assert "a < b" in drawing.texts


@pytest.mark.parametrize("chart", PLAIN, ids=named)
def test_a_drawing_is_the_one_that_was_accepted(chart: Chart, golden) -> None:
    golden(f"figures/{chart.cle}.svg", draw(chart).replace("><", ">\n<"))


def test_the_same_charts_make_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from docgen.charts.svg import draw; from tests.charts.figures import ALL;"
        "print(hashlib.sha256(''.join(map(draw, ALL)).encode()).hexdigest())"
    )
    here = hashlib.sha256("".join(map(draw, ALL)).encode()).hexdigest()
    assert run_elsewhere(code) == here
