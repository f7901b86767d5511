"""Lines along years: the main series bold, those compared with it dashed, gaps where hidden.

There is no legend: the first, the highest and the last value are written beside their points, and
the lowest where it is clearly below both ends; the last one in brick. The axis has room for them
under its top line. Each of several series is named at its end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from math import floor
from typing import Final

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    GRIS,
    PASTEL,
    PASTEL_MOYEN,
    SLANTED,
    SMALLEST,
    Box,
    Style,
    Words,
    chart_drawing,
    disc,
    rectangle,
    stroke,
    words,
)
from docgen.charts.layout.frame import EDGE, FOOT, HEAD, Frame, hidden_marks, left_margin, scale_for
from docgen.charts.layout.placing import LabelPlacer, Segment, spread
from docgen.charts.lettering import ASCENT, width, wrapped
from docgen.charts.printed import (
    HIDDEN_SHORT,
    NO_DATA,
    known_ranks,
    labels,
    main_and_others,
    value_text,
    values,
)
from docgen.charts.specification import Courbe, EtatValeur, Trace

HEIGHT = 110.0
NARROW_CHART = 190.0
"""Below this width, in points, values are smaller."""
NAMES_SHARE = 0.34
"""The largest share of the width for the names at the ends of lines."""
NAMES_GAP = 6.0
"""The distance from the plot to these names."""
LEADING = 1.14
CLEARLY: Final = Decimal("0.08")
"""How far below both ends the lowest value is written, as a share of the highest."""
OVER_PLOT: Final = 8.0
"""The height over the plot for the words of hidden years, in points."""
HALO: Final = (1.8, 0.8)
"""The white beside and over a value, so that no grid line reaches it, in points."""
MIN_LABEL_GAP = 6.0
"""The least width between a label and the number of an axis, in points."""

Place = tuple[float, float]
Stroke = tuple[str, float, str]
COMPARISON_STROKES: Final[tuple[Stroke, ...]] = (
    (GRIS, 1.1, "3.2 2.2"),
    (PASTEL_MOYEN, 1.1, "1.2 1.8"),
)
"""Colour, thickness and dashes of the series compared with, in turn."""


@dataclass(frozen=True, slots=True)
class End:
    """The text at the end of a series: its lines, and the top of the first one.

    `height` is that of the last value.
    """

    trace: Trace
    lines: tuple[Words, ...]
    height: float
    top: float = 0.0

    @property
    def leadings(self) -> list[float]:
        """The height of each line of text."""
        return [line.style.size * LEADING for line in self.lines]

    @property
    def tall(self) -> float:
        """The height of all lines."""
        return sum(self.leadings)


class Lines:
    """The layout of a printed chart, for SVG and for Word."""

    def __init__(self, chart: Courbe) -> None:
        self.chart = chart
        self.main, self.others = main_and_others(chart)
        self.high = chart.hauteur or HEIGHT
        narrow = chart.largeur < NARROW_CHART
        self.size = 8.0 if narrow else 8.4
        self.last = self._last(11.0 if narrow else 12.0)
        self.traces = (*((self.main,) if self.main else ()), *self.others)
        scale = scale_for(values(self.traces), whole=chart.decimales == 0)
        scale = scale.with_room_over(self._highest_written())
        top = (HEAD if chart.unite else 1) + OVER_PLOT
        plot = Box(left_margin(scale), top, chart.largeur - self._beside(), self.high - FOOT)
        self.frame = Frame(chart.largeur, plot, scale, len(labels(chart)), EDGE)
        self.ends = self._ends()

    def _highest_written(self) -> Decimal:
        """Return the highest value written on the main line: the last one stands beside it."""
        points = self.main.points if self.main else ()
        known = [value for value in (point.valeur for point in points) if value is not None]
        highest = max(known, default=Decimal(0))
        return known[0] if known and points[-1].valeur == highest else highest

    def _last(self, size: float) -> Style:
        value = value_text(self.main.points[-1]) if self.main and self.main.points else ""
        room = NAMES_SHARE * self.chart.largeur - NAMES_GAP
        fit = size * (room / max(room, width(value, size, bold=True)))
        printed = floor(100 * fit) / 100  # sizes are written with two decimals, never rounded up
        return Style(max(SMALLEST, printed), BRIQUE, bold=True)

    def drawing(self) -> str:
        """Return the SVG."""
        marks = self._axes()
        hidden, written = self._place_marks([mark for mark in marks if isinstance(mark, Words)])
        marks += [rectangle(_halo(label.box), BLANC) for label in written]
        marks += [*hidden, *self._strokes(), *self._discs(), *written, *self._names()]
        return chart_drawing(self.chart, self.high, marks)

    def _axes(self) -> list[str | Words]:
        texts = labels(self.chart)
        marks = [*self.frame.grid(self.chart.unite)]
        return [*marks, *(self.frame.label_marks(texts) if texts else [self._nothing()])]

    def below(self) -> dict[int, bool]:
        """Return, for each value written on the main line, whether it is below its point."""
        _, written = self._place_marks([mark for mark in self._axes() if isinstance(mark, Words)])
        below = {}
        for rank, label in zip(self.labelled_ranks()[0], written, strict=False):
            place = self._place(self.main, rank) if self.main else None
            below[rank] = place is not None and label.y > place[1]
        return below

    def _place_marks(self, taken: Iterable[Words]) -> tuple[list[str | Words], list[Words]]:
        """Return the marks of hidden years, and the labels of the plot, none over another."""
        spans = self.frame.hidden_spans(self.main) if self.main else []
        placer = LabelPlacer(
            Box(0, 0, self.chart.largeur, self.frame.plot.bottom), self._segments()
        )
        placer.boxes += [_widen(words.box) for words in (*taken, *self._names())]
        hidden = [*hidden_marks(spans, placer)]
        placer.boxes += [*spans, *(mark.box for mark in hidden if isinstance(mark, Words))]
        return hidden, [placer.place(candidates) for candidates in self._labels()]

    def _names(self) -> list[Words]:
        return [line for end in self.ends for line in self._placed_lines(end)]

    def _nothing(self) -> Words:
        plot = self.frame.plot
        x, y = (plot.left + plot.right) / 2, (plot.top + plot.bottom) / 2
        return words(NO_DATA, x, y, "middle", SLANTED)

    def _place(self, trace: Trace, rank: int) -> Place | None:
        value = trace.points[rank].valeur
        if value is None:
            return None
        return self.frame.x(rank), self.frame.y(self.frame.scale.share(value))

    def _runs(self, trace: Trace) -> Iterator[list[Place]]:
        run: list[Place] = []
        for rank in range(len(trace.points)):
            place = self._place(trace, rank)
            if place:
                run.append(place)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def isolated_ranks(self, trace: Trace) -> list[int]:
        """Return the ranks of the points without a neighbour that has a value."""
        known = {*known_ranks(trace)}
        return [rank for rank in known if not known & {rank - 1, rank + 1}]

    def _segments(self) -> Iterator[Segment]:
        plot = self.frame.plot
        yield (plot.left, plot.bottom), (plot.right, plot.bottom)
        for trace in self.traces:
            for run in self._runs(trace):
                yield from pairwise(run if len(run) > 1 else run * 2)

    def _strokes(self) -> Iterator[str]:
        for trace in reversed(self.traces):
            colour, thickness, dashes = self._stroke(trace)
            for run in self._runs(trace):
                if len(run) > 1:
                    yield stroke(run, colour, thickness, dashes)
                else:
                    yield disc(*run[0], 1.7 if trace is self.main else 1.5, colour)

    def _stroke(self, trace: Trace) -> Stroke:
        if trace is self.main:
            return PASTEL, 2.0, ""
        return COMPARISON_STROKES[self.others.index(trace) % len(COMPARISON_STROKES)]

    def labelled_ranks(self) -> tuple[list[int], int | None]:
        """Return the ranks of the main series written on the line, and the one at its end."""
        known = known_ranks(self.main) if self.main else []
        if not self.main or not known:
            return [], None
        points = self.main.points
        value = {rank: points[rank].valeur or 0 for rank in known}
        ends = [value[known[0]], value[known[-1]]]
        lowest, highest = min(known, key=value.__getitem__), max(known, key=value.__getitem__)
        ranks = {known[0], known[-1]}
        clear = value[highest] * CLEARLY
        ranks |= {lowest} if min(ends) - value[lowest] >= clear else set()
        ranks |= {highest} if value[highest] > max(ends) else set()
        if known[-1] < len(points) - 1:
            return sorted(ranks), None
        return sorted(ranks - {known[-1]}), known[-1]

    def _discs(self) -> Iterator[str]:
        ranks, end = self.labelled_ranks()
        for rank in [*ranks, *([end] if end is not None else [])]:
            place = self._place(self.main, rank) if self.main else None
            if place:
                last = rank == end
                yield disc(*place, 2.8 if last else 2.1, BRIQUE if last else PASTEL)

    def _labels(self) -> Iterator[list[Words]]:
        for rank in self.labelled_ranks()[0]:
            place = self._place(self.main, rank) if self.main else None
            if self.main and place:
                text, style = (
                    value_text(self.main.points[rank]),
                    Style(self.size, PASTEL, bold=True),
                )
                yield self._positions_around(text, place, self._is_low(self.main, rank), style)
        for trace in self.others:
            for place in self._gaps(trace):
                yield self._positions_around(HIDDEN_SHORT, place, False, SLANTED)

    def _is_low(self, trace: Trace, rank: int) -> bool:
        """Whether a point is lower than those beside it, so that its value stands below it."""
        known = known_ranks(trace)
        at = known.index(rank)
        beside = [trace.points[one].valeur or 0 for one in (*known[:at][-1:], *known[at + 1 :][:1])]
        return sum(beside) > len(beside) * (trace.points[rank].valeur or 0)

    def _gaps(self, trace: Trace) -> Iterator[Place]:
        """Yield the places of hidden points, each at the height of the nearest value."""
        known = known_ranks(trace)
        for rank, point in enumerate(trace.points):
            before = rank and trace.points[rank - 1].etat is EtatValeur.CACHE
            if point.etat is EtatValeur.CACHE and known and not before:
                near = self._place(trace, min(known, key=lambda other: abs(other - rank)))
                if near:
                    yield self.frame.x(rank), near[1]

    def _beside(self) -> float:
        ends = [self._end_lines(trace) for trace in self.traces]
        wide = max((line.width for lines in ends for line in lines), default=0)
        return max(wide, self.two_digits) + NAMES_GAP if wide else EDGE

    @property
    def two_digits(self) -> float:
        """The least width at the end of a line, so that charts side by side are equally wide."""
        return width("00", self.last.size, bold=True)

    def _end_lines(self, trace: Trace) -> tuple[Words, ...]:
        room = NAMES_SHARE * self.chart.largeur - NAMES_GAP
        value = value_text(trace.points[-1]) if trace.points else ""
        if trace is self.main:
            alone = not self.others or not trace.nom  # the title of the chart names it
            names = [] if alone else wrapped(trace.nom, SMALLEST, room)
            last = [Words(value, 0, 0, self.last)] if value else []
            return (*last, *(Words(name, 0, 0) for name in names))
        if not any(point.etat is not EtatValeur.ABSENT for point in trace.points):
            return ()
        if not known_ranks(trace):
            value = HIDDEN_SHORT
        whole = f"{trace.nom} {value}".strip()
        if width(whole, SMALLEST) <= room:
            return (Words(whole, 0, 0),)
        texts = (*wrapped(trace.nom, SMALLEST, room), value)
        return tuple(Words(line, 0, 0) for line in texts if line)

    def _ends(self) -> tuple[End, ...]:
        ends = [End(t, self._end_lines(t), self._end_height(t)) for t in self.traces]
        written = [end for end in ends if end.lines]
        wanted = [end.height - end.leadings[0] / 2 for end in written]
        low = self.frame.plot.bottom + 3
        tops = spread(wanted, [end.tall for end in written], 1, low)
        return tuple(replace(end, top=top) for end, top in zip(written, tops, strict=True))

    def _end_height(self, trace: Trace) -> float:
        known = known_ranks(trace)
        place = self._place(trace, known[-1]) if known else None
        return place[1] if place else (self.frame.plot.top + self.frame.plot.bottom) / 2

    def _placed_lines(self, end: End) -> Iterator[Words]:
        x, top = self.frame.plot.right + NAMES_GAP, end.top
        for line, leading in zip(end.lines, end.leadings, strict=True):
            yield replace(line, x=x, y=top + 0.5 * leading + 0.36 * line.style.size)
            top += leading

    def _positions_around(self, text: str, place: Place, below: bool, style: Style) -> list[Words]:
        """Return a label at every place near a point, the best first."""
        (x, y), high = place, ASCENT * style.size
        rows = [y - 4.5, y + 4.5 + high, y - 9, y + 9 + high, y - 14, y + 14 + high]
        if below:
            rows[0], rows[1] = rows[1], rows[0]
        wide = Words(text, 0, 0, style).width
        shifts = (0.0, wide / 2 - 2, 2 - wide / 2, wide / 2 + 4, -wide / 2 - 4)
        labels = [words(text, x + shift, y, "middle", style) for shift in shifts]
        inside = [label.within(self.chart.largeur) for label in labels]
        return [replace(label, y=row) for row in rows for label in inside]


def _halo(box: Box) -> Box:
    """Return the white on which a value stands."""
    beside, over = HALO
    return Box(box.left - beside, box.top - over, box.right + beside, box.bottom + over)


def _widen(box: Box) -> Box:
    """Return a box with room beside it: « 20 » on an axis and « 16 » beside it read as one."""
    return replace(box, left=box.left - MIN_LABEL_GAP, right=box.right + MIN_LABEL_GAP)
