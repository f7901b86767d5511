"""Lines along years as a chart of Word, with the labels and marks of `charts.layout.lines`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, PASTEL, PLAIN, SMALLEST, Style
from docgen.charts.layout.frame import EDGE, HEAD, Frame
from docgen.charts.layout.lines import (
    COMPARISON_STROKES,
    NAMES_GAP,
    NAMES_SHARE,
    NARROW_CHART,
    End,
    Lines,
)
from docgen.charts.lettering import width, wrapped
from docgen.charts.printed import hidden_ranks, known_ranks, labels, value_text
from docgen.charts.specification import Trace
from docgen.charts.word.marks import (
    DOT,
    READER,
    Axes,
    ChartDrawing,
    Label,
    Piece,
    bar_chart,
    data_labels,
    hidden_labels,
    hidden_series,
    lower_plot,
    pen,
    rich_text,
    series,
    shape_properties,
    solid_fill,
    tag,
    val,
)
from docgen.charts.word.workbook import Sheet, number_format
from docgen.french.rule import INSECABLE

DASHES: Final = ("sysDash", "sysDot")
"""The dashes of the series compared with, in turn."""
SECOND_SIZE = 8.0
"""The size of the last value and its name in a reader that shows both in one style."""
DOT_SIZE, LAST_DOT_SIZE = 9.0, 12.0
"""The sizes of the dots, which are about half as wide, as those of the printed drawing are."""
MIN_VALUE_GAP = 4.0
"""The least distance from this mark to a value on its right, in points, over a reader's own."""
NO_MARK: Final = tag("c:marker", val("c:symbol", "none"))
Ending = tuple[Style, list[tuple[Piece, ...]]]
"""The text at the end of a line by paragraphs, and its style in a reader that has only one."""


def draw_lines(plan: Lines) -> ChartDrawing:
    """Return the lines of a chart over the hatching of hidden years."""
    written = plan.frame.written(labels(plan.chart))
    sheet = Sheet(plan.chart, written)
    lines_xml = [_line(plan, sheet, trace) for trace in plan.chart.traces]
    lines_xml += _dots(plan, sheet)
    skip = written[1] - written[0] if len(written) > 1 else max(1, sheet.rows)
    axes = Axes(plan.frame.scale, skip=skip)
    lines = tag(
        "c:lineChart",
        val("c:grouping", "standard"),
        val("c:varyColors", 0),
        *lines_xml,
        val("c:marker", 1),
        axes.ids,
    )
    plot = lower_plot(plan.frame.plot, HEAD if plan.chart.unite else 0)
    plot = replace(plot, right=plan.chart.largeur - _beside(plan))
    hatched = _hatched_series(plan, replace(plan.frame, plot=plot), sheet, len(lines_xml))
    return ChartDrawing(plot, plan.high, (bar_chart(hatched, axes, 0, 100), lines, axes.xml))


def _hatched_series(plan: Lines, frame: Frame, sheet: Sheet, first: int) -> str:
    return "".join(
        hidden_series(
            sheet,
            first + rank,
            dict.fromkeys(hidden_ranks(trace), frame.scale.top),
            hidden_labels(frame, trace, "" if trace is plan.main else trace.nom),
        )
        for rank, trace in enumerate(filter(hidden_ranks, plan.chart.traces))
    )


def _beside(plan: Lines) -> float:
    texts = (_end_text(plan, end) for end in plan.ends)
    wide = max((_widest(*text) for text in texts if text), default=0.0)
    return max(wide, plan.two_digits) * READER + NAMES_GAP + MIN_VALUE_GAP if wide else EDGE


def _widest(style: Style, paragraphs: Sequence[tuple[Piece, ...]]) -> float:
    texts = ("".join(piece.text for piece in paragraph) for paragraph in paragraphs)
    return max((width(text, style.size, style.bold) for text in texts), default=0.0)


def _line(plan: Lines, sheet: Sheet, trace: Trace) -> str:
    main = trace is plan.main
    colour, thickness, dashes = PASTEL, 2.0, ""
    if not main:
        rank = plan.others.index(trace) % len(COMPARISON_STROKES)
        (colour, thickness, _), dashes = COMPARISON_STROKES[rank], DASHES[rank]
    line = pen(colour, thickness, dashes)
    marked = (_point(n, colour, tag("c:spPr", line)) for n in sorted(plan.isolated_ranks(trace)))
    rank = plan.chart.traces.index(trace)
    labels_xml = data_labels(_line_labels(plan, trace))
    return series(
        sheet,
        trace,
        rank,
        tag("c:spPr", line),
        NO_MARK,
        *marked,
        labels_xml,
        end=val("c:smooth", 0),
    )


def _dots(plan: Lines, sheet: Sheet) -> Iterator[str]:
    """Yield an invisible line of the same cells, with a dot on each value that is written."""
    ranks, end = plan.labelled_ranks()
    dots = {rank: _dot(DOT_SIZE, PASTEL) for rank in ranks}
    if end is not None:
        dots[end] = _dot(LAST_DOT_SIZE, BRIQUE)
    if plan.main and dots:
        dress = tag("c:spPr", pen("")), NO_MARK, data_labels(dots)
        yield series(sheet, plan.main, len(plan.chart.traces), *dress, end=val("c:smooth", 0))


def _dot(size: float, colour: str) -> Label:
    style = Style(size, colour)
    return Label("ctr", style, rich_text(style, (Piece(DOT, style),)))


def _point(rank: int, colour: str, line: str) -> str:
    dress = shape_properties(solid_fill(colour), pen(BLANC, 0.8))
    mark = tag("c:marker", val("c:symbol", "circle"), val("c:size", 3), dress)
    return tag("c:dPt", val("c:idx", rank), mark, val("c:bubble3D", 0), line)


def _line_labels(plan: Lines, trace: Trace) -> Mapping[int, Label]:
    placed: dict[int, Label] = {}
    if trace is plan.main:
        style = Style(plan.size, PASTEL, bold=True)
        for rank, below in plan.below().items():
            right = 0.0 if rank else _off_the_axis(plan, style)
            side, aired = "b" if below else "t", _aired(number_format(plan.chart.decimales))
            placed[rank] = Label(side, style, right=right, fill=BLANC, number=aired)
    end = next((end for end in plan.ends if end.trace is trace), None)
    text = _end_text(plan, end) if end else None
    known = known_ranks(trace)
    if end and text and known:
        style, paragraphs = text
        key = f"{plan.chart.cle}:{plan.chart.traces.index(trace)}"
        down = (end.top + end.tall / 2 - end.height) / plan.high if len(plan.traces) > 1 else 0.0
        side = "t" if _on_the_axis(plan, end) else "r"
        text_xml = rich_text(style, *paragraphs, key=key)
        right = _off_the_grid(plan) if side == "r" else 0.0
        placed[known[-1]] = Label(side, style, text_xml, down, right, live=True, fill=BLANC)
    return placed


def _aired(number: str) -> str:
    """Return a number format with a space on each side, which no grid line crosses."""
    return number.replace("#", '" "#', 1) + '" "'


def _off_the_axis(plan: Lines, style: Style) -> float:
    """Return how far the first value moves so as not to read as one with a number of the axis."""
    text = value_text(plan.main.points[0]) if plan.main else ""
    return width(text, style.size, bold=True) / 2 / plan.chart.largeur


def _off_the_grid(plan: Lines) -> float:
    """Return how far the last value moves so that no grid line before it reads as a minus sign."""
    drawn = plan.chart.largeur - _beside(plan) - plan.frame.plot.left
    half_a_year = drawn / len(labels(plan.chart)) / 2
    return max(MIN_VALUE_GAP, half_a_year) / plan.chart.largeur


def _on_the_axis(plan: Lines, end: End) -> bool:
    """Whether a single line ends on the axis, which would cross its value out."""
    return len(plan.traces) == 1 and end.height > plan.frame.plot.bottom - plan.last.size / 2


def _end_text(plan: Lines, end: End) -> Ending | None:
    """Return the text at the end of a line; None for a single line without a last value."""
    trace, known = end.trace, known_ranks(end.trace)
    last = known[-1:] == [len(trace.points) - 1]
    if not known or (len(plan.traces) == 1 and not last):
        return None
    style = plan.last if last else Style(plan.size, PASTEL, bold=True)
    style = style if trace is plan.main else PLAIN
    value = Piece(value_text(trace.points[known[-1]]), style, "VALUE")
    if len(plan.traces) == 1:
        # On white, no grid line shows.
        free = "" if plan.chart.largeur < NARROW_CHART else INSECABLE * 2
        return style, [(value, Piece(free, style))] if free else [(value,)]
    name = _name(plan, trace)
    if trace is plan.main:
        return replace(style, size=SECOND_SIZE), [(value,), *name]
    if last and len(name) == len(end.lines) == 1:
        return PLAIN, [(*name[0], Piece(" ", PLAIN), value)]
    return PLAIN, [*name, (value,)] if last else name


def _name(plan: Lines, trace: Trace) -> list[tuple[Piece, ...]]:
    lines = (
        wrapped(trace.nom, SMALLEST, NAMES_SHARE * plan.chart.largeur - NAMES_GAP)
        if trace.nom
        else []
    )
    if lines == [trace.nom]:
        return [(Piece(trace.nom, PLAIN, "SERIESNAME"),)]
    return [(Piece(line, PLAIN),) for line in lines]
