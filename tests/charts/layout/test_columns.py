"""Columns: this year dark, beside the year before, which stands left."""

import pytest
from pydantic import ValidationError

from docgen.charts.ink import BRIQUE, PASTEL, PASTEL_CLAIR
from docgen.charts.layout.columns import Columns
from docgen.charts.specification import Colonnes
from docgen.charts.svg import draw
from tests.charts.figures import ABSENT, colonnes
from tests.charts.reading import Drawing

SECRET = None


def drawn(chart: Colonnes) -> Drawing:
    """Return the drawing of a chart, read."""
    return Drawing(draw(chart))


def columns(drawing: Drawing, fill: str) -> list[tuple[float, float]]:
    """Return where the columns of a fill are, and how high; the last of this year's is red."""
    found = drawing.with_("rect", fill=fill)
    found += drawing.with_("rect", fill=BRIQUE) if fill == PASTEL else []
    return [(float(one.get("x", "")), float(one.get("height", ""))) for one in found]


def test_the_year_before_stands_left_of_this_one() -> None:
    drawing = drawn(colonnes("essai", [4, 2], [3, 1]))
    before, now = columns(drawing, PASTEL_CLAIR), columns(drawing, PASTEL)
    assert [x for x, _ in before] < [x for x, _ in now]
    assert before[0][0] < now[0][0] < before[1][0] < now[1][0]


def test_columns_are_as_high_as_their_values() -> None:
    (_, first), (_, second) = columns(drawn(colonnes("essai", [4, 2])), PASTEL)
    assert abs(first - 2 * second) < 0.03


def test_each_value_is_written_and_the_last_in_brick() -> None:
    drawing = drawn(colonnes("essai", [12, 8, 7, ABSENT]))
    words = drawing.words
    assert len(drawing.with_("rect", fill=BRIQUE)) == 1
    assert [(one.text, one.colour) for one in words if one.colour in (PASTEL, BRIQUE)] == [
        ("12", PASTEL),
        ("8", PASTEL),
        ("7", BRIQUE),
    ]


def test_only_highest_and_last_values_are_written_when_too_wide() -> None:
    values = [1212, 844, 955, 1422, 788, 523, 312, 276, 444, 500, 600, 711]
    words = drawn(colonnes("essai", values, values)).words
    assert [one.text for one in words if one.colour == PASTEL] == ["1\u202f422"]
    assert [one.text for one in words if one.colour == BRIQUE] == ["711"]


def test_a_future_month_has_no_column() -> None:
    assert len(columns(drawn(colonnes("essai", [3, ABSENT, ABSENT], [1, 2, 3])), PASTEL)) == 1


def test_columns_refuse_a_hidden_value() -> None:
    with pytest.raises(ValidationError):
        colonnes("essai", [3, SECRET])


def test_a_chart_has_no_legend_of_its_own() -> None:
    assert not {"2025", "2026"} & set(drawn(colonnes("essai", [3, 4], [1, 2])).texts)


def test_a_single_month_is_no_wall() -> None:
    [one] = drawn(colonnes("essai", [5])).with_("rect", fill=BRIQUE)
    assert float(one.get("width", "")) < 20


def test_a_zero_has_no_number_when_it_has_no_column() -> None:
    drawing = drawn(colonnes("essai", [4, 0, 0], [3, 9, 1], largeur=153.0))
    numbers = [one.text for one in drawing.words if one.colour in (PASTEL, BRIQUE)]
    assert numbers == ["4"]


def test_value_stands_off_a_higher_column_on_its_left() -> None:
    plan = Columns(colonnes("essai", [4] * 12, [9, 4] * 6, largeur=153.0))
    assert plan.moved_right(0) > 0 == plan.moved_right(1)
    first, second, *_ = (one.box for one in Drawing(plan.drawing()).words if one.text == "4")
    pale = Drawing(plan.drawing()).with_("rect", fill=PASTEL_CLAIR)
    first_end, second_end = (float(one.get("x", "")) + plan.wide for one in pale[:2])
    assert first.left - first_end > 1.4 > second.left - second_end


def test_no_value_stands_on_the_year_before() -> None:
    drawing = drawn(colonnes("essai", [4] * 12, [9] * 12, largeur=153.0))
    pale = drawing.with_("rect", fill=PASTEL_CLAIR)
    spans = [(float(one.get("x", "")), float(one.get("width", ""))) for one in pale]
    values = [one.box for one in drawing.words if one.colour in (PASTEL, BRIQUE)]
    assert len(values) == len(spans) == 12
    assert all(box.right < x or x + wide < box.left for box in values for x, wide in spans)


def test_white_is_under_a_value_on_a_higher_column() -> None:
    plan = Columns(colonnes("essai", [14, 2], [20, 1], largeur=153.0))
    narrow = Columns(colonnes("essai", [14] * 12, [20] * 12, largeur=153.0))
    assert (plan.needs_white(0), narrow.needs_white(11)) == (False, True)


def test_scale_reaches_what_charts_side_by_side_share() -> None:
    low, high = (Columns(colonnes("essai", [one], maximum=8)).frame.scale for one in (2, 8))
    assert low == high


def test_no_white_of_a_value_eats_into_a_higher_column() -> None:
    plan = Columns(colonnes("essai", [38, 50, 38], [38, 50, 60], hauteur=120.0))
    assert [plan.needs_white(rank) for rank in range(3)] == [True, False, False]


def test_white_is_under_a_value_when_a_line_crosses_it() -> None:
    plan = Columns(colonnes("essai", [50, 38], hauteur=120.0))
    assert [plan.needs_white(rank) for rank in range(2)] == [False, True]
