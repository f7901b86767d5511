"""Columns by month: this year's solid, those of the year before pale and outlined."""

from collections.abc import Iterator

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    ENCRE,
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
from docgen.charts.layout.frame import (
    FOOT,
    HEAD,
    LABELLED,
    Frame,
    hidden_marks,
    left_margin,
    scale_for,
)
from docgen.charts.layout.placing import LabelPlacer
from docgen.charts.lettering import cut, width
from docgen.charts.printed import (
    axis_labels,
    hidden_ranks,
    known_ranks,
    labels,
    main_and_others,
    value_text,
    values,
)
from docgen.charts.specification import Colonnes, Trace

HEIGHT = 110.0
COLUMNS_SHARE = 0.74
"""The share of a month's width that its columns take together."""
MAX_COLUMN_WIDTH = 16.0
"""The greatest width of a column."""
CAPITAL = 0.66
"""The height of a figure, as a share of its size."""
MAX_VALUE_WIDTH = 1.8
"""How much wider than its column a value may be, beside others."""
SWATCH = 6.0
UNDER_KEY = 3.5
"""The blank between the key and the value of the highest column, beside that of its line."""
GAP = 1.3
"""The blank after a column, before the next or the next month's."""
HALO = 0.4
"""The white around a value, which keeps it clear of the year before and of the lines."""


class Columns:
    """The layout of a printed chart, for SVG and for Word."""

    def __init__(self, chart: Colonnes) -> None:
        self.chart = chart
        self.main, self.others = main_and_others(chart)
        # The year before stands left of this one, as time goes.
        self.traces = (*self.others, *((self.main,) if self.main else ()))
        self.high = chart.hauteur or HEIGHT
        scale = scale_for(values(self.traces), whole=chart.decimales == 0)
        left, right = left_margin(scale), chart.largeur
        self.count = max(1, len(labels(chart)))
        share = (right - left) / self.count
        plot = Box(left, HEAD + LABELLED + UNDER_KEY, right, self.high - FOOT)
        self.frame = Frame(chart.largeur, plot, scale, self.count, share / 2)
        self.wide = min(MAX_COLUMN_WIDTH, COLUMNS_SHARE * share / max(1, len(self.traces)))

    def drawing(self) -> str:
        """Return the SVG."""
        names = [*self._names()]
        taken = self.chart.largeur - names[-1].x + 2 * SWATCH if names else 0
        marks: list[str | Words] = [*self.frame.grid(self.chart.unite, taken)]
        marks += self.frame.label_marks(axis_labels(self.chart), gap=2.5)
        marks += [*names, *self._samples(names)]
        placer = LabelPlacer(Box(0, 0, self.chart.largeur, self.high), ())
        for trace in self.traces:
            marks += hidden_marks(self._hidden_boxes(trace), placer)
            marks += self._bars(trace)
        marks += self._values()
        return chart_drawing(self.chart, self.high, marks)

    def _column(self, trace: Trace, rank: int) -> tuple[float, float]:
        left = self.frame.x(rank) - self.wide * len(self.traces) / 2
        left += self.wide * self.traces.index(trace)
        return left, left + self.wide - GAP

    def colours(self, trace: Trace) -> tuple[str, str]:
        """Return the fill and the outline of the columns of a series."""
        return (PASTEL, PASTEL) if trace is self.main else (PASTEL_CLAIR, PASTEL_MOYEN)

    def last_rank(self, trace: Trace) -> int | None:
        """Return the rank of the column in red, the last known of the main series."""
        known = known_ranks(trace) if trace is self.main else []
        return known[-1] if known else None

    def _bars(self, trace: Trace) -> Iterator[str]:
        last = self.last_rank(trace)
        for rank, point in enumerate(trace.points):
            if point.valeur is not None:
                left, right = self._column(trace, rank)
                top = self.frame.y(self.frame.scale.share(point.valeur))
                colours = (BRIQUE, BRIQUE) if rank == last else self.colours(trace)
                yield rectangle(Box(left, top, right, self.frame.plot.bottom), *colours)

    def _hidden_boxes(self, trace: Trace) -> list[Box]:
        plot = self.frame.plot
        columns = (self._column(trace, rank) for rank in hidden_ranks(trace))
        return [Box(left, plot.top, right, plot.bottom) for left, right in columns]

    def labelled_ranks(self) -> list[int]:
        """Return the ranks of the main series whose values are written, in order.

        A zero has no column, so no value above it.  Where values are too wide to stand side by
        side, only the highest and the last are written.
        """
        points = self.main.points if self.main else ()
        known = (
            [rank for rank in known_ranks(self.main) if points[rank].valeur] if self.main else []
        )
        widest = max(
            (width(value_text(points[rank]), SMALLEST, bold=True) for rank in known), default=0
        )
        if self.count > 1 and widest > MAX_VALUE_WIDTH * self.wide:
            highest = max(known, key=lambda rank: points[rank].valeur or 0)
            return sorted({highest, known[-1]})
        return known

    def value_colour(self, rank: int) -> str:
        """Return the colour of the value of a month, that of its column."""
        return BRIQUE if self.main and rank == self.last_rank(self.main) else PASTEL

    def _values(self) -> Iterator[str | Words]:
        for rank in self.labelled_ranks():
            point = self.main.points[rank] if self.main else None
            if self.main and point and point.valeur is not None:
                left, right = self._column(self.main, rank)
                y = self.frame.y(self.frame.scale.share(point.valeur)) - 2.5
                style = Style(SMALLEST, self.value_colour(rank), bold=True)
                label = words(value_text(point), (left + right) / 2, y, "middle", style)
                label = label.within(self.chart.largeur)
                top = y - CAPITAL * SMALLEST - HALO
                left = max(0.0, label.x - HALO)
                right = min(self.chart.largeur, label.x + label.width + HALO)
                yield rectangle(Box(left, top, right, y + HALO), BLANC)
                yield label

    def _names(self) -> Iterator[Words]:
        right, room = self.chart.largeur, 0.3 * self.chart.largeur
        for trace in reversed(self.traces):
            name = words(cut(trace.nom, SMALLEST, room), right, 7, "end", Style(SMALLEST, ENCRE))
            yield name
            right = name.x - SWATCH - 12

    def _samples(self, names: list[Words]) -> Iterator[str]:
        for trace, name in zip(reversed(self.traces), names, strict=True):
            left = name.x - SWATCH - 3
            yield rectangle(Box(left, 1.5, left + SWATCH, 7.5), *self.colours(trace))
