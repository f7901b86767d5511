"""Bars and columns, as charts of Word, the same in every reader: one pair of axes, even places.

A reader gives each series a place of its own in a row, all of the same width.  What is hidden is a
hatched series of its own, next to the one that it stands for: two that are both there in a row are
two places apart, so that each may be drawn partly over the next, which is empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    ENCRE,
    GRIS,
    PASTEL,
    PASTEL_CLAIR,
    PASTEL_MOYEN,
    SMALL,
    Box,
    Style,
)
from docgen.charts.layout.bars import NAME, UNKNOWN, Bars
from docgen.charts.layout.columns import FILLED, Columns
from docgen.charts.layout.frame import HEAD
from docgen.charts.layout.scale import Scale, scale_for
from docgen.charts.lettering import cut, width
from docgen.charts.printed import HIDDEN, Chart, hidden, labels, number, values
from docgen.charts.specification import Trace
from docgen.charts.word.marks import (
    READER,
    Axes,
    Drawn,
    Label,
    bars_along,
    hidden_label,
    hidden_series,
    labelled,
    look,
    lowered,
    paint,
    pen,
    series,
    spot,
    tag,
    text_dress,
    val,
    words_along,
)
from docgen.charts.word.workbook import Sheet

ROW = 17.0
"""The height, in points, of a row where two values stand one above the other."""
ROW_FILLED, ROW_SHARED = 0.69, 0.73
"""The share of a row that its bar takes, or its bars together."""
APART, OVERLAP = -45, 38
"""How far bars are over the next, in percent of one: where nothing is hidden, and where some
is; with two series a place is then empty on the way, so that no bar covers another."""
ALONE = 8.0
"""The size of a value, in points, where it is the only one of its row."""
BESIDE = 6.0
"""What a reader leaves free between a bar and its value, and after it."""
AWAY = 2.2
"""How far the words on what is hidden stand from the middle of their bar, in points."""
SHORTEST = 20.0
LINE, FOOT = 11.0, 2.0
"""The height of a line above the bars, and what is left free below them."""
LEGEND = 0.88
"""The share of the width of a chart that a legend may take."""
KEY = 13.0
"""What a legend takes for each name beside its letters: a sample, and what is free around it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A series beside others: its fill and outline, its labels, the words on what it hides."""

    trace: Trace
    dress: tuple[str, str]
    labels: Mapping[int, Label]
    words: Mapping[int, Label]


@dataclass(frozen=True, slots=True)
class Names:
    """The names of series as they are shown, where they begin, and on which line above the bars.

    They stand at the right of the unit, or below it where it leaves too little room.
    """

    shown: tuple[str, ...]
    left: float
    line: int

    @classmethod
    def of(cls, chart: Chart, traces: Sequence[Trace]) -> Names:
        """Return the names of these series; those that are too long for their shares are cut.

        One that is alone is not shown: the title of the chart says what it is.  LibreOffice
        sets names one below the other where columns as wide as the widest of them would take more
        than nine tenths of the chart.
        """
        if len(traces) < 2:
            return cls(tuple(trace.nom for trace in traces), 0.0, 0)
        share = LEGEND * chart.largeur / len(traces) - KEY
        names = [cut(trace.nom, SMALL, share / READER) for trace in traces]
        wide = sum(width(name, SMALL) * READER + KEY for name in names)
        left = max(0.0, chart.largeur - wide)
        below = chart.unite and width(chart.unite, SMALL) * READER + BESIDE > left
        return cls(tuple(names), left, int(bool(below)))


def draw_bars(plan: Bars) -> Drawn:
    """Return horizontal bars, each with its value at its end, under the names of the series."""
    chart = plan.chart
    scale = scale_for(values(chart.traces), whole=chart.decimales == 0)
    names = Names.of(chart, chart.traces)
    shared = len(chart.traces) > 1
    lines = names.line + 1 if chart.unite or shared else 0
    top = FOOT + LINE * lines
    row = max(plan.row, ROW) if shared else plan.row
    high = max(plan.high, top + row * len(plan.labels) + FOOT) if shared else plan.high
    told = [
        Told(
            trace,
            _bar_dress(trace is plan.main),
            _values(plan, trace),
            _hidden_words(plan, rank, high),
        )
        for rank, trace in enumerate(chart.traces)
    ]
    axes = Axes(scale, flat=True, valued=False, text=Style(NAME, ENCRE))
    length, filled = scale.top * Decimal(UNKNOWN), ROW_SHARED if shared else ROW_FILLED
    bars, legend = _side_by_side(Sheet(chart), told, names, axes, (length, filled, high))
    plot = Box(plan.left, top, plan.left + _length(plan, scale), high - FOOT)
    return Drawn(plot, high, (bars, axes.told), legend)


def _side_by_side(
    sheet: Sheet,
    told: Sequence[Told],
    names: Names,
    axes: Axes,
    sizes: tuple[Decimal, float, float],
) -> tuple[str, str]:
    """Return series side by side, and the legend that names them.

    The sizes are the length of what is hidden, the share of its room that a row fills, and the
    height of the chart.
    """
    length, filled, high = sizes
    places = _places(told)
    drawn = "".join(
        _hatched(sheet, one, place, length)
        if hides
        else _bars(sheet, one, place, names.shown[rank])
        for place, (rank, one, hides) in enumerate(places)
    )
    overlap = APART if axes.flat else 0
    if len(places) > len(told):
        overlap = OVERLAP if len(told) > 1 else 100
    taken = 1 + (len(places) - 1) * (1 - overlap / 100)
    gap = round(100 * taken * (1 - filled) / filled)
    unnamed = [place for place, (_, _, hides) in enumerate(places) if hides]
    place = spot(names.left / sheet.chart.largeur, LINE * names.line / high)
    legend = _legend(unnamed, place) if len(told) > 1 else ""
    return bars_along(drawn, axes, gap, overlap), legend


def _places(told: Sequence[Told]) -> list[tuple[int, Told, bool]]:
    """Return what stands in a row in order: the rank of a series, itself, and whether it hatches.

    Where anything is hidden every series has its hatching, on the side of its neighbour's: so two
    series have two empty places between them, whichever of them hides something, and the entries
    left out of the legend are the same from either end, which LibreOffice counts bars from.
    """
    if not any(hidden(one.trace) for one in told):
        return [(rank, one, False) for rank, one in enumerate(told)]
    found = []
    for rank, one in enumerate(told):
        both = [(rank, one, False), (rank, one, True)]
        found += both[::-1] if rank % 2 else both
    return found


def _bars(sheet: Sheet, told: Told, place: int, name: str) -> str:
    fill, outline = told.dress
    shape = look(paint(fill), pen(outline, 0.6))
    said = val("c:invertIfNegative", 0), labelled(told.labels)
    return series(sheet, told.trace, place, shape, *said, name=name)


def _hatched(sheet: Sheet, told: Told, place: int, length: Decimal) -> str:
    points = dict.fromkeys(hidden(told.trace), length)
    return hidden_series(sheet, place, points, told.words, GRIS)


def _length(plan: Bars, scale: Scale) -> float:
    """Return how long the longest bar may be, for the words after each to stay in the chart."""
    room = plan.wide - plan.left
    ends = [(UNKNOWN, width(HIDDEN, SMALL, italic=True))] * any(map(hidden, plan.chart.traces))
    for point in (point for trace in plan.chart.traces for point in trace.points):
        if point.valeur:
            wide = width(number(point), _size(plan), bold=True)
            ends.append((scale.share(point.valeur), wide))
    limits = [(room - wide * READER - BESIDE) / share for share, wide in ends]
    return max(SHORTEST, min([room, *limits]))


def _size(plan: Bars) -> float:
    """Return the size of the values: the smallest where two stand in a row."""
    return SMALL if len(plan.chart.traces) > 1 else ALONE


def _hidden_words(plan: Bars, rank: int, high: float) -> Mapping[int, Label]:
    """Return the words after the hidden bars of a series; once where those before it have them.

    Where two series share a row, they stand a little away from the bar of the other one.
    """
    traces = plan.chart.traces
    before = {n for trace in traces[:rank] for n in hidden(trace)}
    away = 0.0 if len(traces) == 1 else AWAY / high * (1 if rank else -1)
    ranks = [n for n in hidden(traces[rank]) if n not in before]
    return dict.fromkeys(ranks, hidden_label("outEnd", HIDDEN, away))


def _bar_dress(main: bool) -> tuple[str, str]:
    return (PASTEL, PASTEL) if main else (BLANC, BRIQUE)


def _values(plan: Bars, trace: Trace) -> Mapping[int, Label]:
    """Return the values after the bars of a series."""
    main = trace is plan.main
    style = Style(_size(plan), PASTEL if main else BRIQUE, bold=main)
    known = (rank for rank, point in enumerate(trace.points) if point.valeur is not None)
    return dict.fromkeys(known, Label("outEnd", style))


def draw_columns(plan: Columns) -> Drawn:
    """Return columns month by month, under the names of the series."""
    frame = plan.frame
    written = frame.written(labels(plan.chart), gap=2.5)
    skip = written[1] - written[0] if len(written) > 1 else 1
    axes = Axes(frame.scale, skip=skip)
    names = Names.of(plan.chart, plan.traces)
    told = [
        Told(
            trace,
            _column_dress(trace is plan.main),
            dict(_told(plan, trace)),
            words_along(frame, trace, ""),
        )
        for trace in plan.traces
    ]
    sheet, sizes = Sheet(plan.chart, written), (frame.scale.top, FILLED, plan.high)
    bars, legend = _side_by_side(sheet, told, names, axes, sizes)
    plot = lowered(frame.plot, HEAD, _heights_told(plan))
    return Drawn(plot, plan.high, (bars, axes.told), legend)


def _heights_told(plan: Columns) -> Iterator[float]:
    """Yield the height of each column that has its value above it."""
    points = plan.main.points if plan.main else ()
    for value in (points[rank].valeur for rank in plan.told()):
        if value is not None:
            yield plan.frame.y(plan.frame.scale.share(value))


def _column_dress(main: bool) -> tuple[str, str]:
    return (PASTEL, PASTEL) if main else (PASTEL_CLAIR, PASTEL_MOYEN)


def _told(plan: Columns, trace: Trace) -> Iterator[tuple[int, Label]]:
    """Yield the values written above the columns of the main series, the last one in brick."""
    told = plan.told() if trace is plan.main else []
    for rank in told:
        colour = BRIQUE if rank == told[-1] else PASTEL
        yield rank, Label("outEnd", Style(SMALL, colour, bold=True))


def _legend(unnamed: Sequence[int], place: str) -> str:
    """Return the names of the series, without those that only hatch what is hidden."""
    deleted = (tag("c:legendEntry", val("c:idx", n), val("c:delete", 1)) for n in unnamed)
    dress = text_dress(Style(SMALL, ENCRE))
    return tag("c:legend", val("c:legendPos", "t"), *deleted, place, val("c:overlay", 1), dress)
