"""Lines along years, as a chart of Word: the words and the marks of `charts.lines`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, PASTEL, PLAIN, Style
from docgen.charts.lines import COMPARED, End, Lines
from docgen.charts.printed import hidden, labels, number
from docgen.charts.specification import Trace
from docgen.rendering.docx_charts_marks import (
    MAIN_AXES,
    Axes,
    Drawn,
    Label,
    Piece,
    bars_along,
    hidden_series,
    labelled,
    look,
    paint,
    pen,
    rich,
    series,
    tag,
    val,
    words_along,
)
from docgen.rendering.docx_charts_workbook import Sheet

DASHES: Final = ("sysDash", "sysDot")
"""The dashes of each series that the main one is compared with, in turn."""
SECOND = 8.6
"""The size of the last value and its name, for a reader that gives them the same."""


def draw_lines(plan: Lines) -> Drawn:
    """Return the lines of a chart, over the hatching of what is hidden."""
    written = plan.frame.written(labels(plan.chart))
    sheet = Sheet(plan.chart, written)
    told = [_line(plan, sheet, trace) for trace in plan.chart.traces]
    skip = written[1] - written[0] if len(written) > 1 else max(1, sheet.rows)
    axes = Axes(MAIN_AXES, plan.frame.scale, skip=skip)
    lines = tag(
        "c:lineChart",
        val("c:grouping", "standard"),
        val("c:varyColors", 0),
        *told,
        val("c:marker", 1),
        axes.used,
    )
    hiding = [trace for trace in plan.chart.traces if hidden(trace)]
    bars = "".join(
        hidden_series(
            sheet,
            len(told) + rank,
            dict.fromkeys(hidden(trace), plan.frame.scale.top),
            words_along(plan.frame, trace, "" if trace is plan.main else trace.nom),
        )
        for rank, trace in enumerate(hiding)
    )
    return Drawn(plan.frame.plot, plan.high, (bars_along(bars, axes, 20, 100), lines, axes.told))


def _line(plan: Lines, sheet: Sheet, trace: Trace) -> str:
    """Return one line, its points that are told, their labels."""
    main = trace is plan.main
    colour, thickness, dashes = PASTEL, 2.0, ""
    if not main:
        rank = plan.others.index(trace) % len(COMPARED)
        (colour, thickness, _), dashes = COMPARED[rank], DASHES[rank]
    line = pen(colour, thickness, dashes)
    told, end = plan.told() if main else ([], None)
    marked = dict.fromkeys(told, (colour, 4)) | dict.fromkeys(plan.alone(trace), (colour, 3))
    if end is not None:
        marked[end] = (BRIQUE, 6)
    points = (_point(rank, *dress, line) for rank, dress in sorted(marked.items()))
    rank = plan.chart.traces.index(trace)
    none = tag("c:marker", val("c:symbol", "none"))
    said = labelled(_line_labels(plan, trace))
    dress = tag("c:spPr", line)
    return series(sheet, trace, rank, dress, none, *points, said, end=val("c:smooth", 0))


def _point(rank: int, colour: str, wide: int, line: str) -> str:
    """Return a point that has a mark, with a white edge."""
    dress = look(paint(colour), pen(BLANC, 0.8))
    mark = tag("c:marker", val("c:symbol", "circle"), val("c:size", wide), dress)
    return tag("c:dPt", val("c:idx", rank), mark, val("c:bubble3D", 0), tag("c:spPr", line))


def _line_labels(plan: Lines, trace: Trace) -> Mapping[int, Label]:
    """Return what is written along a line: some values, then the name at its end."""
    found: dict[int, Label] = {}
    if trace is plan.main:
        style = Style(plan.size, PASTEL, bold=True)
        for rank, below in plan.below().items():
            found[rank] = Label("b" if below else "t", style)
    end = next((end for end in plan.ends if end.trace is trace), None)
    known = plan.known(trace)
    if end and known:
        found[known[-1]] = _end_label(plan, end, known[-1])
    return found


def _end_label(plan: Lines, end: End, rank: int) -> Label:
    """Return the value and the name at the end of a line, which follow what someone edits."""
    trace, value = end.trace, number(end.trace.points[rank])
    key = f"{plan.chart.cle}:{plan.chart.traces.index(trace)}"
    down = (end.top + end.tall / 2 - end.height) / plan.high
    last = rank == len(trace.points) - 1
    name = Piece(trace.nom, PLAIN, "SERIESNAME")
    if trace is plan.main:
        style = plan.last if last else Style(plan.size, PASTEL, bold=True)
        named = (name,) if trace.nom else ()
        told = rich(replace(style, size=SECOND), (Piece(value, style, "VALUE"),), named, key=key)
        return Label("r", style, told, down, live=True)
    said = (Piece(" ", PLAIN), Piece(value, PLAIN, "VALUE")) if last else ()
    return Label("r", PLAIN, rich(PLAIN, (name, *said), key=key), down, live=True)
