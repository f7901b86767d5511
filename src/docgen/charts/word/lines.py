"""Lines along years, as a chart of Word: the words and the marks of `charts.lines`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, PASTEL, PLAIN, SMALL, Style
from docgen.charts.layout.frame import EDGE, HEAD, Frame
from docgen.charts.layout.lines import BESIDE, COMPARED, NAMED, End, Lines
from docgen.charts.lettering import width, wrapped
from docgen.charts.printed import hidden, labels, number
from docgen.charts.specification import Trace
from docgen.charts.word.marks import (
    READER,
    Axes,
    Drawn,
    Label,
    Piece,
    bars_along,
    hidden_series,
    labelled,
    look,
    lowered,
    paint,
    pen,
    rich,
    series,
    tag,
    val,
    words_along,
)
from docgen.charts.word.workbook import Sheet

DASHES: Final = ("sysDash", "sysDot")
"""The dashes of each series that the main one is compared with, in turn."""
SECOND = 8.0
"""The size of the last value and its name, for a reader that gives them the same."""
LAST = 6
"""The size of the mark of the last value."""
NO_MARK: Final = tag("c:marker", val("c:symbol", "none"))
Ending = tuple[Style, list[tuple[Piece, ...]]]
"""What is written at the end of a line, by paragraphs; its style in a reader that has but one."""


def draw_lines(plan: Lines) -> Drawn:
    """Return the lines of a chart, over the hatching of what is hidden."""
    written = plan.frame.written(labels(plan.chart))
    sheet = Sheet(plan.chart, written)
    told = [_line(plan, sheet, trace) for trace in plan.chart.traces]
    told += _last_mark(plan, sheet)
    skip = written[1] - written[0] if len(written) > 1 else max(1, sheet.rows)
    axes = Axes(plan.frame.scale, skip=skip)
    lines = tag(
        "c:lineChart",
        val("c:grouping", "standard"),
        val("c:varyColors", 0),
        *told,
        val("c:marker", 1),
        axes.used,
    )
    plot = lowered(plan.frame.plot, HEAD if plan.chart.unite else 0, _heights_above(plan))
    plot = replace(plot, right=plan.chart.largeur - _beside(plan))
    hatched = _hatched(plan, replace(plan.frame, plot=plot), sheet, len(told))
    return Drawn(plot, plan.high, (bars_along(hatched, axes, 0, 100), lines, axes.told))


def _hatched(plan: Lines, frame: Frame, sheet: Sheet, first: int) -> str:
    """Return the hatching of what is hidden, its series numbered from `first`."""
    return "".join(
        hidden_series(
            sheet,
            first + rank,
            dict.fromkeys(hidden(trace), frame.scale.top),
            words_along(frame, trace, "" if trace is plan.main else trace.nom),
        )
        for rank, trace in enumerate(one for one in plan.chart.traces if hidden(one))
    )


def _beside(plan: Lines) -> float:
    """Return the room that the ends of the lines need in a reader, right of the plot."""
    told = (_end_text(plan, end) for end in plan.ends)
    wide = max((_widest(*one) for one in told if one), default=0.0)
    return wide * READER + BESIDE if wide else EDGE


def _widest(style: Style, paragraphs: Sequence[tuple[Piece, ...]]) -> float:
    """Return the width of the longest paragraph, for a reader that gives all the one style."""
    said = ("".join(piece.text for piece in paragraph) for paragraph in paragraphs)
    return max((width(text, style.size, style.bold) for text in said), default=0.0)


def _line(plan: Lines, sheet: Sheet, trace: Trace) -> str:
    """Return one line, its points that are told, their labels."""
    main = trace is plan.main
    colour, thickness, dashes = PASTEL, 2.0, ""
    if not main:
        rank = plan.others.index(trace) % len(COMPARED)
        (colour, thickness, _), dashes = COMPARED[rank], DASHES[rank]
    line = pen(colour, thickness, dashes)
    told, end = plan.told() if main else ([], None)
    points = dict.fromkeys(told, 4) | dict.fromkeys(plan.alone(trace), 3)
    if end is not None:
        points[end] = LAST
    marked = (_point(n, colour, wide, tag("c:spPr", line)) for n, wide in sorted(points.items()))
    rank = plan.chart.traces.index(trace)
    said = labelled(_line_labels(plan, trace))
    return series(
        sheet, trace, rank, tag("c:spPr", line), NO_MARK, *marked, said, end=val("c:smooth", 0)
    )


def _last_mark(plan: Lines, sheet: Sheet) -> Iterator[str]:
    """Yield the mark of the last value: a line of the same cells, of which only that point shows.

    LibreOffice gives a mark the colour of the line that it is on.  The main line has a mark of the
    same size below, which keeps the label away.
    """
    end = plan.told()[1]
    if plan.main and end is not None:
        rank = len(plan.chart.traces)
        dress = tag("c:spPr", pen("")), NO_MARK, _point(end, BRIQUE, LAST)
        yield series(sheet, plan.main, rank, *dress, labelled({}), end=val("c:smooth", 0))


def _point(rank: int, colour: str, wide: int, line: str = "") -> str:
    """Return a point that has a mark, with a white edge, and the line that leads to it."""
    dress = look(paint(colour), pen(BLANC, 0.8))
    mark = tag("c:marker", val("c:symbol", "circle"), val("c:size", wide), dress)
    return tag("c:dPt", val("c:idx", rank), mark, val("c:bubble3D", 0), line)


def _line_labels(plan: Lines, trace: Trace) -> Mapping[int, Label]:
    """Return what is written along a line: some values, then what stands at its end."""
    found: dict[int, Label] = {}
    if trace is plan.main:
        style = Style(plan.size, PASTEL, bold=True)
        for rank, below in plan.below().items():
            found[rank] = Label("b" if below else "t", style)
    end = next((end for end in plan.ends if end.trace is trace), None)
    told = _end_text(plan, end) if end else None
    known = plan.known(trace)
    if end and told and known:
        style, paragraphs = told
        key = f"{plan.chart.cle}:{plan.chart.traces.index(trace)}"
        down = (end.top + end.tall / 2 - end.height) / plan.high if len(plan.traces) > 1 else 0.0
        side = "t" if _on_the_axis(plan, end) else "r"
        found[known[-1]] = Label(side, style, rich(style, *paragraphs, key=key), down, live=True)
    return found


def _on_the_axis(plan: Lines, end: End) -> bool:
    """Whether a line that is alone ends on the axis, which would strike its value through."""
    return len(plan.traces) == 1 and end.height > plan.frame.plot.bottom - plan.last.size / 2


def _heights_above(plan: Lines) -> Iterator[float]:
    """Yield the height of each point that has its value above it."""
    points = plan.main.points if plan.main else ()
    for rank, below in plan.below().items():
        value = points[rank].valeur
        if value is not None and not below:
            yield plan.frame.y(plan.frame.scale.share(value))


def _end_text(plan: Lines, end: End) -> Ending | None:
    """Return what is written at the end of a line: of the main one its value, then its name.

    Alone, a line is what the title of the chart says: it has no name, and no end without a value.
    """
    trace, known = end.trace, plan.known(end.trace)
    last = known[-1:] == [len(trace.points) - 1]
    if not known or (len(plan.traces) == 1 and not last):
        return None
    style = plan.last if last else Style(plan.size, PASTEL, bold=True)
    style = style if trace is plan.main else PLAIN
    value = Piece(number(trace.points[known[-1]]), style, "VALUE")
    if len(plan.traces) == 1:
        return style, [(value,)]
    name = _name(plan, trace)
    if trace is plan.main:
        return replace(style, size=SECOND), [(value,), *name]
    if last and len(name) == len(end.lines) == 1:
        return PLAIN, [(*name[0], Piece(" ", PLAIN), value)]
    return PLAIN, [*name, (value,)] if last else name


def _name(plan: Lines, trace: Trace) -> list[tuple[Piece, ...]]:
    """Return the name of a series, line by line; on one line it follows what someone edits."""
    lines = wrapped(trace.nom, SMALL, NAMED * plan.chart.largeur - BESIDE) if trace.nom else []
    if lines == [trace.nom]:
        return [(Piece(trace.nom, PLAIN, "SERIESNAME"),)]
    return [(Piece(line, PLAIN),) for line in lines]
