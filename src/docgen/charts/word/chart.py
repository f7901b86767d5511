"""Charts of Word, native and editable, with the layout of the SVG.

Hidden values are hatched columns whose heights are in the chart and not in the workbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, PASTEL, PLAIN, SMALLEST, Style
from docgen.charts.layout.columns import APART, Columns
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
from docgen.charts.printed import (
    Chart,
    as_printed,
    axis_labels,
    hidden_ranks,
    known_ranks,
    labels,
    value_text,
)
from docgen.charts.specification import Colonnes, Courbe, Trace
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
    layout_at,
    lower_plot,
    pen,
    plot_layout,
    rich_text,
    series,
    shape_properties,
    solid_fill,
    tag,
    text_body,
    val,
)
from docgen.charts.word.workbook import DECLARATION, Sheet, number_format
from docgen.french.rule import INSECABLE
from docgen.ooxml import DRAWING, OFFICE_RELATIONS

NO_DATA = "{56B9EC1D-385E-4148-901F-78D8002777C0}"
CHART_2017 = "http://schemas.microsoft.com/office/drawing/2017/03/chart"
GAPS = (
    f'<c:extLst><c:ext uri="{NO_DATA}" xmlns:c16r3="{CHART_2017}"><c16r3:dataDisplayOptions16>'
    '<c16r3:dispNaAsBlank val="1"/></c16r3:dataDisplayOptions16></c:ext></c:extLst>'
)
"""Makes Excel show a value that is no number as a gap, not as a line across."""
WIDEST_GAP = 500
"""The greatest blank between columns that a reader knows, in percent of their width."""
DASHES: Final = ("sysDash", "sysDot")
"""The dashes of the series compared with, in turn."""
SECOND_SIZE = 8.0
"""The size of the last value and its name in a reader that shows both in one style."""
DOT_SIZE, LAST_DOT_SIZE = 9.0, 12.0
"""The sizes of the dots, which are about half as wide, as those of the printed drawing are."""
MIN_VALUE_GAP = 4.0
"""The least distance from this mark to a value on its right, in points, over a reader's own."""
LOWER: Final = 2.0
"""How much nearer its column a value stands than a reader sets it, in points."""
NO_MARK: Final = tag("c:marker", val("c:symbol", "none"))
Ending = tuple[Style, list[tuple[Piece, ...]]]
"""The text at the end of a line by paragraphs, and its style in a reader that has only one."""


def chart_part(chart: Chart, link: str) -> bytes:
    """Return the part of a chart; `link` is the relationship to its workbook."""
    printed, drawn = _lay_out(chart)
    plot = tag("c:plotArea", plot_layout(drawn.plot, printed.largeur, drawn.high), *drawn.inside)
    body = tag(
        "c:chart",
        _unit(printed),
        val("c:autoTitleDeleted", int(not printed.unite)),
        plot,
        val("c:plotVisOnly", 1),
        val("c:dispBlanksAs", "gap"),
        GAPS,
    )
    root = (
        f'<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"'
        f' xmlns:r="{OFFICE_RELATIONS}">'
        f"{val('c:date1904', 0)}{val('c:lang', 'fr-FR')}{val('c:roundedCorners', 0)}{body}"
        f"{shape_properties(tag('a:noFill'), pen(''))}{text_body(PLAIN)}"
        f'<c:externalData r:id="{link}">{val("c:autoUpdate", 0)}</c:externalData></c:chartSpace>'
    )
    return f"{DECLARATION}{root}".encode()


def workbook(chart: Chart) -> bytes:
    """Return the workbook of a chart: its printed values."""
    return Sheet(_lay_out(chart)[0]).workbook()


def size(chart: Chart) -> tuple[float, float]:
    """Return the width and height of a chart in points, those of its drawing."""
    return chart.largeur, _lay_out(chart)[1].high


@lru_cache(maxsize=16)
def _lay_out(chart: Chart) -> tuple[Chart, ChartDrawing]:
    """Return a chart as printed and as drawn; cached, for it is asked for three times."""
    printed = as_printed(chart)
    return printed, _draw(printed)


def _draw(chart: Chart) -> ChartDrawing:
    match chart:
        case Courbe():
            return draw_lines(Lines(chart))
        case Colonnes():
            return draw_columns(Columns(chart))


def _unit(chart: Chart) -> str:
    if not chart.unite:
        return ""
    return tag(
        "c:title",
        rich_text(PLAIN, (Piece(chart.unite, PLAIN),)),
        layout_at(0, 0),
        val("c:overlay", 1),
    )


# Columns that look the same in every reader.  This year’s stand beside those of the year before, on
# their right: series of one group.


def draw_columns(plan: Columns) -> ChartDrawing:
    """Return columns by month."""
    written = plan.frame.written(axis_labels(plan.chart), gap=2.5)
    skip = written[1] - written[0] if len(written) > 1 else 1
    axes, sheet = Axes(plan.frame.scale, skip=skip), Sheet(plan.chart, written)
    bars = "".join(_bars(plan, sheet, trace, rank) for rank, trace in enumerate(plan.traces))
    gap = min(WIDEST_GAP, round(100 * plan.gap))
    drawn = bar_chart(bars, axes, gap, -round(100 * APART / plan.wide))
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
        yield rank, Label("outEnd", style, down=LOWER / plan.high, right=right, fill=white)


# Lines along years, with the labels and marks of `charts.layout.lines`


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
