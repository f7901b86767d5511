"""Columns as charts of Word that look the same in every reader.

A reader gives all series of a row places of equal width.  Hidden values are a hatched series of
their own beside the one they belong to.  Two visible series are two places apart, so each may
overlap the empty place next to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.charts.ink import BLANC, BRIQUE, ENCRE, GRIS, SMALLEST, Style
from docgen.charts.layout.columns import COLUMNS_SHARE, Columns
from docgen.charts.layout.frame import HEAD
from docgen.charts.lettering import cut, width
from docgen.charts.printed import Chart, axis_labels, hidden_ranks
from docgen.charts.specification import Trace
from docgen.charts.word.marks import (
    READER,
    Axes,
    ChartDrawing,
    Label,
    bar_chart,
    data_labels,
    hidden_labels,
    hidden_series,
    layout_at,
    lower_plot,
    pen,
    series,
    shape_properties,
    solid_fill,
    tag,
    text_body,
    val,
)
from docgen.charts.word.workbook import Sheet

OVERLAP = 38
"""The overlap of columns in percent of their width where values are hidden; an empty place parts
two series, so that no column covers another."""
NAMES_GAP = 6.0
"""The free width between the unit and the names."""
LINE = 11.0
"""The line height above the columns."""
LEGEND = 0.88
"""The largest share of the width for a legend."""
BESIDE = -30
"""The blank between two columns of a month, in percent of their width."""
KEY = 13.0
"""The width of a sample in a legend, with the space around it."""


@dataclass(frozen=True, slots=True)
class BarSeries:
    """A series: fill and outline, value labels, labels of what it hides, the rank in red."""

    trace: Trace
    colours: tuple[str, str]
    labels: Mapping[int, Label]
    words: Mapping[int, Label]
    last: int | None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of series, their left edge and their line above the bars.

    They are right of the unit, or below it where it leaves too little room.
    """

    shown: tuple[str, ...]
    left: float
    line: int

    @classmethod
    def of(cls, chart: Chart, traces: Sequence[Trace]) -> Names:
        """Return the names of these series, cut where they exceed their share of the width.

        A single series has no visible name: the title says it.  LibreOffice stacks names if columns
        as wide as the widest of them exceed nine tenths of the chart.
        """
        if len(traces) < 2:
            return cls(tuple(trace.nom for trace in traces), 0.0, 0)
        share = LEGEND * chart.largeur / len(traces) - KEY
        names = [cut(trace.nom, SMALLEST, share / READER) for trace in traces]
        wide = sum(width(name, SMALLEST) * READER + KEY for name in names)
        left = max(0.0, chart.largeur - wide)
        below = chart.unite and width(chart.unite, SMALLEST) * READER + NAMES_GAP > left
        return cls(tuple(names), left, int(bool(below)))


def _side_by_side(
    sheet: Sheet,
    rows: Sequence[BarSeries],
    names: Names,
    axes: Axes,
    sizes: tuple[Decimal, float, float],
) -> tuple[str, str]:
    """Return the chart of series side by side, and its legend.

    `sizes` are the length of a hidden bar, the filled share of a row, and the height of the chart.
    """
    length, filled, high = sizes
    places = _places(rows)
    drawn = "".join(
        _hatched_series(sheet, bars, place, length)
        if hides
        else _bars(sheet, bars, place, names.shown[rank])
        for place, (rank, bars, hides) in enumerate(places)
    )
    overlap = BESIDE if len(rows) > 1 else 0
    if len(places) > len(rows):
        overlap = OVERLAP if len(rows) > 1 else 100
    taken = 1 + (len(places) - 1) * (1 - overlap / 100)
    gap = round(100 * taken * (1 - filled) / filled)
    unnamed = [place for place, (_, _, hides) in enumerate(places) if hides]
    place = layout_at(names.left / sheet.chart.largeur, LINE * names.line / high)
    legend = _legend(unnamed, place) if len(rows) > 1 else ""
    return bar_chart(drawn, axes, gap, overlap), legend


def _places(rows: Sequence[BarSeries]) -> list[tuple[int, BarSeries, bool]]:
    """Return the places of a row: the rank of a series, the series, and whether it is its hatching.

    Where anything is hidden, every series has a hatching, on the side of its neighbour's.  So two
    series have two empty places between them, and the legend entries to leave out are the same from
    either end, which LibreOffice counts bars from.
    """
    if not any(hidden_ranks(bars.trace) for bars in rows):
        return [(rank, bars, False) for rank, bars in enumerate(rows)]
    places = []
    for rank, bars in enumerate(rows):
        both = [(rank, bars, False), (rank, bars, True)]
        places += both[::-1] if rank % 2 else both
    return places


def _bars(sheet: Sheet, bars: BarSeries, place: int, name: str) -> str:
    fill, outline = bars.colours
    shape = shape_properties(solid_fill(fill), pen(outline, 0.6))
    extra = val("c:invertIfNegative", 0), _red_point(bars.last), data_labels(bars.labels)
    return series(sheet, bars.trace, place, shape, *extra, name=name)


def _red_point(rank: int | None) -> str:
    if rank is None:
        return ""
    dress = shape_properties(solid_fill(BRIQUE), pen(BRIQUE, 0.6))
    marks = val("c:idx", rank), val("c:invertIfNegative", 0), val("c:bubble3D", 0)
    return tag("c:dPt", *marks, dress)


def _hatched_series(sheet: Sheet, bars: BarSeries, place: int, length: Decimal) -> str:
    points = dict.fromkeys(hidden_ranks(bars.trace), length)
    return hidden_series(sheet, place, points, bars.words, GRIS)


def draw_columns(plan: Columns) -> ChartDrawing:
    """Return columns by month."""
    frame = plan.frame
    written = frame.written(axis_labels(plan.chart), gap=2.5)
    skip = written[1] - written[0] if len(written) > 1 else 1
    axes = Axes(frame.scale, skip=skip)
    names = Names.of(plan.chart, plan.traces)
    rows = [
        BarSeries(
            trace,
            plan.colours(trace),
            dict(_column_values(plan, trace)),
            hidden_labels(frame, trace, ""),
            plan.last_rank(trace),
        )
        for trace in plan.traces
    ]
    sheet, sizes = Sheet(plan.chart, written), (frame.scale.top, COLUMNS_SHARE, plan.high)
    bars, legend = _side_by_side(sheet, rows, names, axes, sizes)
    plot = lower_plot(frame.plot, HEAD)
    return ChartDrawing(plot, plan.high, (bars, axes.xml), legend)


def _column_values(plan: Columns, trace: Trace) -> Iterator[tuple[int, Label]]:
    ranks = plan.labelled_ranks() if trace is plan.main else []
    for rank in ranks:
        style = Style(SMALLEST, plan.value_colour(rank), bold=True)
        yield rank, Label("outEnd", style, fill=BLANC)


def _legend(unnamed: Sequence[int], place: str) -> str:
    deleted = (tag("c:legendEntry", val("c:idx", n), val("c:delete", 1)) for n in unnamed)
    style = text_body(Style(SMALLEST, ENCRE))
    return tag("c:legend", val("c:legendPos", "t"), *deleted, place, val("c:overlay", 1), style)
