"""Bars and columns, as charts of Word; what is hidden is hatched in its place beside the others.

A hatched bar belongs to axes of its own, the same as the others' and never seen: Word then sets it
where the bar that it stands for would be.  LibreOffice sets it next to the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from docgen.charts.bars import NAME, UNKNOWN, Bars
from docgen.charts.columns import FILLED, Columns
from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    ENCRE,
    PASTEL,
    PASTEL_CLAIR,
    PASTEL_MOYEN,
    SMALL,
    Box,
    Style,
)
from docgen.charts.lettering import width
from docgen.charts.printed import HIDDEN, hidden, labels, number, values
from docgen.charts.scale import Scale, scale_for
from docgen.charts.specification import Trace
from docgen.rendering.docx_charts_marks import (
    MAIN_AXES,
    OTHER_AXES,
    Axes,
    Drawn,
    Label,
    Piece,
    bars_along,
    hidden_label,
    hidden_series,
    labelled,
    look,
    paint,
    pen,
    rich,
    series,
    spot,
    tag,
    text_dress,
    val,
    words_along,
)
from docgen.rendering.docx_charts_workbook import Sheet

GAP = 45
"""The room between the bars of two rows, in percent of a bar."""
VALUE = 8.0
"""The size of a value after its bar, in points."""
BESIDE = 6.0
"""What a reader leaves free between a bar and its value, and after it."""
SHORTEST = 20.0
NAMES = 0.62
"""Where the names of columns begin, as a share of the width."""


def _bar_series(
    sheet: Sheet, trace: Trace, rank: int, dress: tuple[str, str], told: Mapping[int, Label]
) -> str:
    fill, outline = dress
    shape = look(paint(fill), pen(outline, 0.6))
    return series(sheet, trace, rank, shape, val("c:invertIfNegative", 0), labelled(told))


def _hidden_bars(
    sheet: Sheet,
    traces: tuple[Trace, ...],
    length: Decimal,
    told: Sequence[Mapping[int, Label]],
) -> str:
    """Return one series for each that hides something, in its very place beside the others."""
    found = [dict.fromkeys(hidden(trace), length) for trace in traces]
    if not any(found):
        return ""
    return "".join(
        hidden_series(sheet, len(traces) + rank, points, told[rank])
        for rank, points in enumerate(found)
    )


def draw_bars(plan: Bars) -> Drawn:
    """Return horizontal bars, each with its value at its end."""
    chart, sheet = plan.chart, Sheet(plan.chart)
    scale = scale_for(values(chart.traces), whole=chart.decimales == 0)
    text = Style(NAME, ENCRE)
    axes = Axes(MAIN_AXES, scale, flat=True, valued=False, text=text)
    others = Axes(OTHER_AXES, scale, seen=False, flat=True)
    told = "".join(
        _bar_series(sheet, trace, rank, _bar_dress(trace is plan.main), _bar_labels(plan, trace))
        for rank, trace in enumerate(chart.traces)
    )
    said = [_hidden_words(trace) for trace in chart.traces]
    hatched = _hidden_bars(sheet, chart.traces, scale.top * Decimal(UNKNOWN), said)
    top = 14.0 if chart.unite else 2.0
    plot = Box(plan.left, top, plan.left + _length(plan, scale), plan.high - 2)
    inside = (bars_along(told, axes, GAP), bars_along(hatched, others, GAP), axes.told)
    return Drawn(plot, plan.high, (*inside, others.told if hatched else ""))


def _length(plan: Bars, scale: Scale) -> float:
    """Return how long the longest bar may be, for the words after each to stay in the chart."""
    room = plan.wide - plan.left
    ends = [(UNKNOWN, width(HIDDEN, SMALL, italic=True))] * any(map(hidden, plan.chart.traces))
    for trace in plan.chart.traces:
        for rank, point in enumerate(trace.points):
            if point.valeur:
                said = number(point) + (f" {trace.nom}" if rank == _first(trace) else "")
                ends.append((scale.share(point.valeur), width(said, VALUE, bold=True)))
    limits = [(room - wide - BESIDE) / share for share, wide in ends]
    return max(SHORTEST, min([room, *limits]))


def _first(trace: Trace) -> int | None:
    """Return the rank of the first value of a series: there the series is named."""
    known = (rank for rank, point in enumerate(trace.points) if point.valeur is not None)
    return next(known, None)


def _hidden_words(trace: Trace) -> Mapping[int, Label]:
    """Return the words after hidden bars; the first names a series that shows no value at all."""
    ranks = hidden(trace)
    found = {rank: replace(hidden_label("outEnd", HIDDEN), fill="") for rank in ranks}
    if ranks and trace.nom and _first(trace) is None:
        named = hidden_label("outEnd", f"{HIDDEN} ({trace.nom})")
        found[ranks[0]] = replace(named, fill="")
    return found


def _bar_dress(main: bool) -> tuple[str, str]:
    return (PASTEL, PASTEL) if main else (BLANC, BRIQUE)


def _bar_labels(plan: Bars, trace: Trace) -> Mapping[int, Label]:
    """Return the values of bars, the first of them after the name of the series."""
    main = trace is plan.main
    style = Style(VALUE, PASTEL if main else BRIQUE, bold=main)
    known = [rank for rank, point in enumerate(trace.points) if point.valeur is not None]
    found = dict.fromkeys(known, Label("outEnd", style))
    if known and trace.nom:
        key = f"{plan.chart.cle}:{plan.chart.traces.index(trace)}"
        value = Piece(number(trace.points[known[0]]), style, "VALUE")
        name = Piece(trace.nom, replace(style, bold=False), "SERIESNAME")
        told = rich(style, (value, Piece(" ", style), name), key=key)
        found[known[0]] = Label("outEnd", style, told, live=True)
    return found


def draw_columns(plan: Columns) -> Drawn:
    """Return columns month by month, under the names of the series."""
    frame = plan.frame
    written = frame.written(labels(plan.chart), gap=2.5)
    sheet = Sheet(plan.chart, written)
    skip = written[1] - written[0] if len(written) > 1 else 1
    axes = Axes(MAIN_AXES, frame.scale, skip=skip)
    others = Axes(OTHER_AXES, frame.scale, seen=False)
    told = "".join(
        _bar_series(sheet, trace, rank, _column_dress(trace is plan.main), dict(_told(plan, trace)))
        for rank, trace in enumerate(plan.traces)
    )
    said = [words_along(frame, trace, "") for trace in plan.traces]
    hatched = _hidden_bars(sheet, plan.traces, frame.scale.top, said)
    count = len(plan.traces)
    gap = round(100 * (1 - FILLED) / (FILLED / max(1, count)))
    inside = (bars_along(told, axes, gap), bars_along(hatched, others, gap), axes.told)
    legend = _legend(range(count, 2 * count if hatched else count))
    return Drawn(frame.plot, plan.high, (*inside, others.told if hatched else ""), legend)


def _column_dress(main: bool) -> tuple[str, str]:
    return (PASTEL, PASTEL) if main else (PASTEL_CLAIR, PASTEL_MOYEN)


def _told(plan: Columns, trace: Trace) -> Iterator[tuple[int, Label]]:
    """Yield the values written above the columns of the main series, the last one in brick."""
    told = plan.told() if trace is plan.main else []
    for rank in told:
        colour = BRIQUE if rank == told[-1] else PASTEL
        yield rank, Label("outEnd", Style(SMALL, colour, bold=True))


def _legend(hidden: range) -> str:
    """Return the names of the series, without those that only hatch what is hidden."""
    unnamed = (tag("c:legendEntry", val("c:idx", n), val("c:delete", 1)) for n in hidden)
    dress = text_dress(Style(SMALL, ENCRE))
    return tag(
        "c:legend", val("c:legendPos", "t"), *unnamed, spot(NAMES, 0), val("c:overlay", 1), dress
    )
