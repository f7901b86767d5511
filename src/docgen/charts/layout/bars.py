"""Horizontal bars: a commune beside its département, one indicator a row.

Values are in columns on the right, where no label can meet a mark; the value compared with is a
brick tick.  A hidden value has no bar, and a word in the value column.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    ENCRE,
    PASTEL,
    SMALL,
    Box,
    Style,
    Words,
    chart_drawing,
    rectangle,
    stroke,
    words,
)
from docgen.charts.lettering import width, wrapped
from docgen.charts.printed import (
    ABSENT,
    HIDDEN,
    HIDDEN_SHORT,
    hidden_ranks,
    labels,
    main_and_others,
    value_text,
    values,
)
from docgen.charts.specification import Barres, EtatValeur, PointGraphique, Trace

ROW, THICK = 21.0, 10.0
"""The height of a row and of its bar, unless the chart has a height."""
NAMES, HEADS = 0.42, 0.26
"""The largest shares of the width for row names and for a column header."""
NAME, VALUE, LINE = 8.4, 9.0, 8.2
"""The size of names and values, and the line height of a header."""
GAP = 8.0
HIDDEN_SIZE = 7.8
SHORTEST = 44.0
"""The least length of the longest bar for hidden values to be written in full."""
UNKNOWN = 0.002
"""The length of a hidden bar in Word, as a share of the axis: none that is seen, and no zero."""


@dataclass(frozen=True, slots=True)
class Column:
    """The value column of a series: header, right edge, words for a hidden value."""

    trace: Trace
    style: Style
    head: tuple[str, ...]
    end: float
    hidden: str


class Bars:
    """The layout of a printed chart, for SVG and for Word."""

    def __init__(self, chart: Barres) -> None:
        self.chart, self.wide = chart, chart.largeur
        self.labels = labels(chart)
        self.main, others = main_and_others(chart)
        self.other = others[0] if others else None
        traces = [trace for trace in (self.main, self.other) if trace]
        heads = [
            wrapped(trace.nom, SMALL, HEADS * self.wide, bold=True) if trace.nom else []
            for trace in traces
        ]
        widths = [max([0, *(width(line, SMALL, bold=True) for line in head)]) for head in heads]
        room = self.wide - sum(wide + GAP for wide in widths)
        self.unit = wrapped(chart.unite, SMALL, room) if chart.unite else []
        lines = max(1, len(self.unit), *map(len, heads))
        self.top = 7 + LINE * (lines - 1) + 5
        room = (chart.hauteur or 0) - self.top - 2
        self.row = room / max(1, len(self.labels)) if chart.hauteur else ROW
        self.high = chart.hauteur or self.top + self.row * len(self.labels) + 2
        self.thick = min(THICK, 0.6 * self.row)
        fit = 2 if self.row >= 2 * LINE else 1
        self.names = [wrapped(label, NAME, NAMES * self.wide, fit) for label in self.labels]
        widest = max((width(line, NAME) for name in self.names for line in name), default=0)
        self.left = widest + 6 if widest else 1
        self.full = self.wide
        self.columns = [
            self._column(t, head) for t, head in zip(traces[::-1], heads[::-1], strict=True)
        ]
        self.full = max(self.full, self.left + 12)
        self.highest = max(values(traces), default=0) or 1

    def _column(self, trace: Trace, head: list[str]) -> Column:
        """Return the column left of the earlier ones, and end the bars before it."""
        main = trace is self.main
        style = Style(VALUE, PASTEL if main else BRIQUE, bold=main)
        widths_needed = [width(value_text(point), VALUE, bold=True) for point in trace.points]
        widths_needed += [width(line, SMALL, bold=True) for line in head]
        end, word, hides = self.full, HIDDEN_SHORT, bool(hidden_ranks(trace))
        if hides:
            long = max(*widths_needed, width(HIDDEN, HIDDEN_SIZE, italic=True))
            word = HIDDEN if main and end - long - GAP - self.left >= SHORTEST else HIDDEN_SHORT
            widths_needed.append(width(word, HIDDEN_SIZE, italic=True))
        self.full = end - max(widths_needed, default=0) - GAP
        return Column(trace, style, tuple(head), end, word)

    def drawing(self) -> str:
        """Return the SVG."""
        low = self.top + self.row * len(self.labels)
        axis = stroke([(self.left, self.top), (self.left, low)], PASTEL, 0.8)
        marks: list[str | Words] = [*self._head(), axis]
        for rank in range(len(self.labels)):
            marks += self._row(rank)
        return chart_drawing(self.chart, self.high, marks)

    def _head(self) -> Iterator[Words]:
        for rank, line in enumerate(self.unit):
            yield words(line, 0, 7 + LINE * rank)
        for column in self.columns:
            style = replace(column.style, size=SMALL)
            for rank, line in enumerate(column.head):
                yield words(line, column.end, 7 + LINE * rank, "end", style)

    def _x(self, point: PointGraphique) -> float | None:
        if point.valeur is None:
            return None
        return self.left + float(point.valeur / self.highest) * (self.full - self.left)

    def _row(self, rank: int) -> Iterator[str | Words]:
        middle = self.top + self.row * (rank + 0.5)
        name = self.names[rank]
        for line, text in enumerate(name):
            y = middle + 3 + LINE * (line - (len(name) - 1) / 2)
            yield words(text, self.left - 6, y, "end", Style(NAME, ENCRE))
        tick = self._x(self.other.points[rank]) if self.other else None
        if self.main:
            yield from self._bar(self.main, rank, middle)
        if tick is not None:
            ends = [(tick, middle - self.thick * 0.72), (tick, middle + self.thick * 0.72)]
            yield stroke(ends, BLANC, 3.4)
            yield stroke(ends, BRIQUE, 1.8)
        yield from (_value(column, rank, middle) for column in self.columns)

    def _bar(self, trace: Trace, rank: int, middle: float) -> Iterator[str]:
        point, half = trace.points[rank], self.thick / 2
        end = self._x(point)
        if end is not None and point.valeur:
            box = Box(self.left, middle - half, max(end, self.left + 0.6), middle + half)
            yield rectangle(box, PASTEL)


def _value(column: Column, rank: int, middle: float) -> Words:
    point, y = column.trace.points[rank], middle + 3.2
    if point.valeur is None:
        is_hidden = point.etat is EtatValeur.CACHE
        text = column.hidden if is_hidden else ABSENT
        return words(text, column.end, y, "end", Style(HIDDEN_SIZE, italic=is_hidden))
    return words(value_text(point), column.end, y, "end", column.style)
