"""Columns as charts of Word that look the same in every reader.

This year's stand beside those of the year before, on their right: series of one group.
"""

from __future__ import annotations

from collections.abc import Iterator

from docgen.charts.ink import BLANC, BRIQUE, SMALLEST, Style
from docgen.charts.layout.columns import Columns
from docgen.charts.layout.frame import HEAD
from docgen.charts.printed import axis_labels
from docgen.charts.specification import Trace
from docgen.charts.word.marks import (
    Axes,
    ChartDrawing,
    Label,
    bar_chart,
    data_labels,
    lower_plot,
    pen,
    series,
    shape_properties,
    solid_fill,
    tag,
    val,
)
from docgen.charts.word.workbook import Sheet

WIDEST_GAP = 500
"""The greatest blank between columns that a reader knows, in percent of their width."""


def draw_columns(plan: Columns) -> ChartDrawing:
    """Return columns by month."""
    written = plan.frame.written(axis_labels(plan.chart), gap=2.5)
    skip = written[1] - written[0] if len(written) > 1 else 1
    axes, sheet = Axes(plan.frame.scale, skip=skip), Sheet(plan.chart, written)
    bars = "".join(_bars(plan, sheet, trace, rank) for rank, trace in enumerate(plan.traces))
    gap = min(WIDEST_GAP, round(100 * plan.gap))
    drawn = bar_chart(bars, axes, gap, 0)
    plot = lower_plot(plan.frame.plot, HEAD if plan.chart.unite else 0)
    return ChartDrawing(plot, plan.high, (drawn, axes.xml))


def _bars(plan: Columns, sheet: Sheet, trace: Trace, place: int) -> str:
    fill, outline = plan.colours(trace)
    shape = shape_properties(solid_fill(fill), pen(outline, 0.6))
    labels = data_labels(dict(_column_values(plan, trace)))
    extra = val("c:invertIfNegative", 0), _red_point(plan.last_rank(trace)), labels
    return series(sheet, trace, place, shape, *extra)


def _red_point(rank: int | None) -> str:
    if rank is None:
        return ""
    dress = shape_properties(solid_fill(BRIQUE), pen(""))
    marks = val("c:idx", rank), val("c:invertIfNegative", 0), val("c:bubble3D", 0)
    return tag("c:dPt", *marks, dress)


def _column_values(plan: Columns, trace: Trace) -> Iterator[tuple[int, Label]]:
    ranks = plan.labelled_ranks() if trace is plan.main else []
    for rank in ranks:
        style = Style(SMALLEST, plan.value_colour(rank), bold=True)
        right = plan.moved_right(rank) / plan.chart.largeur
        white = BLANC if plan.needs_white(rank) else ""
        yield rank, Label("outEnd", style, right=right, fill=white)
