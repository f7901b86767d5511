"""Columns by month: this year's dark, each beside the pale one of the year before, on its left.

There is no legend: one for all the charts of a page stands beside their title.
"""

from collections.abc import Iterator
from decimal import Decimal

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    PASTEL,
    PASTEL_CLAIR,
    PASTEL_MOYEN,
    SMALLEST,
    Box,
    Style,
    Words,
    chart_drawing,
    rectangle,
    words,
)
from docgen.charts.layout.frame import FOOT, HEAD, LABELLED, Frame, left_margin, scale_for
from docgen.charts.lettering import width
from docgen.charts.printed import (
    axis_labels,
    known_ranks,
    labels,
    main_and_others,
    value_text,
    values,
)
from docgen.charts.specification import Colonnes, Trace

HEIGHT = 110.0
COLUMNS_SHARE = 0.75
"""The share of a month's width that its columns take together: a figure fits over one of two."""
MAX_COLUMN_WIDTH = 18.0
"""The greatest width of a column, in points."""
APART = 1.1
"""The white between the columns of a month, in points, 0.4 mm."""
CAPITAL = 0.66
"""The height of a figure, as a share of its size."""
OVER = 2.0
"""The blank between a column and its value."""
HALO = 0.4
"""The white around a value that a line of the grid would cross."""
ASIDE, BEFORE = 2.2, 1.0
"""The blank between a value and a higher column on its left, and on its right, in points."""
HIGHER = 3.0
"""The least distance from a value to a line above it: readers of Word set values higher."""


class Columns:
    """The layout of a printed chart, for SVG and for Word."""

    def __init__(self, chart: Colonnes) -> None:
        self.chart = chart
        self.main, self.others = main_and_others(chart)
        self.traces = (*self.others, *((self.main,) if self.main else ()))
        self.high = chart.hauteur or HEIGHT
        shared = () if chart.maximum is None else (chart.maximum,)
        scale = scale_for((*values(self.traces), *shared), whole=chart.decimales == 0)
        left, right = left_margin(scale), chart.largeur
        self.count = max(1, len(labels(chart)))
        share = (right - left) / self.count
        top = (HEAD if chart.unite else 1) + LABELLED
        plot = Box(left, top, right, self.high - FOOT)
        self.frame = Frame(chart.largeur, plot, scale, self.count, share / 2)
        places = max(1, len(self.traces))
        white = APART * (places - 1)
        self.wide = min(MAX_COLUMN_WIDTH, (COLUMNS_SHARE * share - white) / places)
        self.gap = (share - white) / self.wide - places
        """The blank between the columns of two months, as a share of the width of one."""

    def drawing(self) -> str:
        """Return the SVG."""
        marks: list[str | Words] = [*self.frame.grid(self.chart.unite)]
        marks += self.frame.label_marks(axis_labels(self.chart), gap=2.5)
        for trace in self.traces:
            marks += self._bars(trace)
        marks += self._values()
        return chart_drawing(self.chart, self.high, marks)

    def _column(self, trace: Trace, rank: int) -> tuple[float, float]:
        places = self.traces.index(trace) - (len(self.traces) - 1) / 2
        left = self.frame.x(rank) + self.wide * (places - 0.5) + APART * places
        return left, left + self.wide

    def colours(self, trace: Trace) -> tuple[str, str]:
        """Return the fill and the outline of the columns of a series; this year's have none."""
        return (PASTEL, "") if trace is self.main else (PASTEL_CLAIR, PASTEL_MOYEN)

    def last_rank(self, trace: Trace) -> int | None:
        """Return the rank of the column in red, the last known of the main series."""
        known = known_ranks(trace) if trace is self.main else []
        return known[-1] if known else None

    def _bars(self, trace: Trace) -> Iterator[str]:
        last = self.last_rank(trace)
        for rank, point in enumerate(trace.points):
            if point.valeur:  # the outline of a zero would be a dash on the axis
                left, right = self._column(trace, rank)
                top = self.frame.y(self.frame.scale.share(point.valeur))
                colours = (BRIQUE, "") if rank == last else self.colours(trace)
                yield rectangle(Box(left, top, right, self.frame.plot.bottom), *colours)

    def labelled_ranks(self) -> list[int]:
        """Return the ranks of the main series whose values are written, in order.

        A zero has no column, so no value above it.  Where values are too wide to stand side by
        side, only the highest and the last are written.
        """
        points = self.main.points if self.main else ()
        known = [rank for rank, point in enumerate(points) if point.valeur]
        if self.count > 1 and not all(self._fits(rank) for rank in known):
            highest = max(known, key=lambda rank: points[rank].valeur or 0)
            return sorted({highest, known[-1]})
        return known

    def moved_right(self, rank: int) -> float:
        """Return by how much the value of a month is moved off a higher column on its left."""
        line = self._top(rank, self.main) - OVER
        before = min((self._top(rank, one) for one in self.others), default=line)
        free = self.wide - self._value_width(rank)
        return max(0.0, ASIDE - APART - free / 2) if before < line and self._fits(rank) else 0.0

    def _fits(self, rank: int) -> bool:
        """Return whether the value of a month has room between the columns beside its own."""
        needed = ASIDE + self._value_width(rank) + BEFORE
        return needed <= APART + self.wide * (1 + self.gap)

    def _value_width(self, rank: int) -> float:
        point = self.main.points[rank] if self.main else None
        return width(value_text(point), SMALLEST, bold=True) if point else 0.0

    def value_colour(self, rank: int) -> str:
        """Return the colour of the value of a month, that of its column."""
        return BRIQUE if self.main and rank == self.last_rank(self.main) else PASTEL

    def needs_white(self, rank: int) -> bool:
        """Return whether white goes behind the value of a month: a line or a column crosses it.

        Beside a higher column that it does not reach, none does: white would eat into the column.
        """
        top = self._top(rank, self.main)
        if self._reaches_a_column(rank):
            return True
        if min(self._top(rank, trace) for trace in self.traces) < top:
            return False
        marks = (self.frame.y(self.frame.scale.share(mark)) for mark in self.frame.scale.marks)
        return any(top - OVER - CAPITAL * SMALLEST - HIGHER < mark < top - 1 for mark in marks)

    def _reaches_a_column(self, rank: int) -> bool:
        """Return whether a value wider than its column stands on a higher one beside it."""
        if self._fits(rank) or self._value_width(rank) <= self.wide:
            return False
        line = self._top(rank, self.main) - OVER
        beside = (self._top(one, trace) for trace in self.others for one in (rank, rank + 1))
        return min(beside, default=line) < line

    def _top(self, rank: int, trace: Trace | None) -> float:
        point = trace.points[rank] if trace and rank < len(trace.points) else None
        value = point.valeur if point else None
        return self.frame.y(self.frame.scale.share(value or Decimal(0)))

    def _values(self) -> Iterator[str | Words]:
        for rank in self.labelled_ranks():
            if self.main is None:
                continue
            y = self._top(rank, self.main) - OVER
            style = Style(SMALLEST, self.value_colour(rank), bold=True)
            text = value_text(self.main.points[rank])
            middle = sum(self._column(self.main, rank)) / 2 + self.moved_right(rank)
            label = words(text, middle, y, "middle", style).within(self.chart.largeur)
            if self.needs_white(rank):
                right = min(self.chart.largeur, label.x + label.width + HALO)
                if rank + 1 < self.count and not self._reaches_a_column(rank):  # none on the next
                    right = min(right, self._column(self.traces[0], rank + 1)[0])
                top = y - CAPITAL * SMALLEST - HALO
                yield rectangle(Box(label.x - HALO, top, right, y + HALO), BLANC)
            yield label
