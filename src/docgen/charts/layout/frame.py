"""The frame of a chart along time: plot, grid, axes and hidden spans; the scale of its values."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from docgen.charts.ink import (
    BLANC,
    FILET,
    PASTEL,
    SLANTED,
    SMALLEST,
    Box,
    Words,
    hatching,
    rectangle,
    stroke,
    words,
)
from docgen.charts.layout.placing import LabelPlacer, spaced
from docgen.charts.lettering import cut, width
from docgen.charts.printed import HIDDEN_SHORT, HIDDEN_WORDS, hidden_ranks, rounded
from docgen.charts.specification import Trace
from docgen.french.wording import nombre

ROUND: Final = tuple(Decimal(step) for step in ("1", "2", "2.5", "3", "5", "10"))
"""The first digits of a step; one of them always gives three or four steps."""
STEPS: Final = 4
UNDER_TOP: Final = Decimal(5) / 6
"""The highest share of an axis over which a value still has room under its top line."""
HEAD, LABELLED, FOOT = 10.0, 11.0, 14.0
"""Heights: unit and labels above the plot, years below it."""
EDGE = 5.0
"""The free width before the first mark and after the last."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from zero to `top`, with a mark at every `step`."""

    top: Decimal
    step: Decimal

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The values of the marks, zero and top included."""
        return tuple(self.step * rank for rank in range(int(self.top / self.step) + 1))

    @property
    def decimals(self) -> int:
        """The number of decimals of its marks; zero has none."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def share(self, value: Decimal) -> float:
        """Return the place of a value between zero (0) and the top (1)."""
        return float(value / self.top)

    def with_room_over(self, highest: Decimal) -> "Scale":
        """Return the axis, a step higher where the number over this value would leave it."""
        if highest <= self.top * UNDER_TOP:
            return self
        return Scale(self.top + self.step, self.step)


def scale_for(values: Iterable[Decimal], whole: bool) -> Scale:
    """Return the axis for these values, none below zero; `whole` for counts.

    Without a value above zero it goes up to one, so that a line of zeros lies on the axis.
    """
    highest = max(values, default=Decimal(0))
    if highest <= 0:
        return Scale(Decimal(1), Decimal(1))
    step = _step(highest, whole)
    return Scale(step * math.ceil(highest / step), step)


def _step(highest: Decimal, whole: bool) -> Decimal:
    """Return the smallest round step of which four reach a value."""
    power = Decimal(1).scaleb((highest / STEPS).adjusted())
    steps = (power * first for first in ROUND)
    fit = (step for step in steps if step * STEPS >= highest and not (whole and step % 1))
    return next(fit, Decimal(1))


@dataclass(frozen=True, slots=True)
class Frame:
    """Coordinates of a chart: `plot` is the area of the values, `count` the number of labels.

    `wide` is the width of the drawing; `edge` is the distance from the left of the plot to the
    centre of the first label.
    """

    wide: float
    plot: Box
    scale: Scale
    count: int
    edge: float

    @property
    def pace(self) -> float:
        """The distance between two labels."""
        free = self.plot.right - self.plot.left - 2 * self.edge
        return free / (self.count - 1) if self.count > 1 else free

    def x(self, rank: int) -> float:
        """Return the centre of a label; a single one is in the middle of the plot."""
        if self.count == 1:
            return (self.plot.left + self.plot.right) / 2
        return self.plot.left + self.edge + rank * self.pace

    def y(self, share: float) -> float:
        """Return the height of a share of the value axis."""
        return self.plot.bottom - share * (self.plot.bottom - self.plot.top)

    def grid(self, unit: str) -> Iterator[str | Words]:
        """Yield the grid lines, their values, and the unit above them."""
        for mark in self.scale.marks:
            y = self.y(self.scale.share(mark))
            dress = (FILET, 0.4) if mark else (PASTEL, 0.8)
            yield stroke([(self.plot.left, y), (self.plot.right, y)], *dress)
            yield words(mark_text(self.scale, mark), self.plot.left - 4, y + 2.6, "end")
        if unit:
            yield words(cut(unit, SMALLEST, self.wide), 0, 7)

    def label_marks(self, labels: Sequence[str], gap: float = 8) -> Iterator[str | Words]:
        """Yield the labels below the plot, as many as fit, and their ticks."""
        for rank in self.written(labels, gap):
            x, low = self.x(rank), self.plot.bottom
            yield stroke([(x, low), (x, low + 2.5)], PASTEL, 0.6)
            yield words(labels[rank], x, low + 10.5, "middle").within(self.wide)

    def written(self, labels: Sequence[str], gap: float = 8) -> list[int]:
        """Return the ranks of the labels that are written below the plot."""
        widths = [width(label, SMALLEST) for label in labels]
        return spaced([self.x(rank) for rank in range(len(labels))], widths, gap)

    def hidden_spans(self, trace: Trace) -> list[Box]:
        """Return the boxes over which a series is hidden; adjacent ones are joined."""
        half = min(5.0, 0.42 * self.pace)
        return [
            Box(self.x(span[0]) - half, self.plot.top, self.x(span[-1]) + half, self.plot.bottom)
            for span in hidden_runs(trace)
        ]


def hidden_runs(trace: Trace) -> list[list[int]]:
    """Return the ranks of the hidden points of a series, adjacent ones together."""
    spans: list[list[int]] = []
    for rank in hidden_ranks(trace):
        if spans and spans[-1][-1] == rank - 1:
            spans[-1].append(rank)
        else:
            spans.append([rank])
    return spans


def mark_text(scale: Scale, mark: Decimal) -> str:
    """Return a mark of an axis in French: ``0``, ``2,5``, ``5,0``."""
    return nombre(rounded(mark, scale.decimals if mark else 0))


def left_margin(scale: Scale) -> float:
    """Return the width of the axis values, left of the plot: that of two digits at least."""
    texts = (mark_text(scale, mark) for mark in scale.marks)
    return max(width(text, SMALLEST) for text in ("00", *texts)) + 4


def hidden_marks(spans: Sequence[Box], placer: LabelPlacer) -> Iterator[str | Words]:
    """Yield hidden spans as hatching, each with its words: inside if they fit, else above.

    Inside, they stand on white where `placer` finds no line.
    """
    before = float("-inf")
    whole = width(HIDDEN_WORDS, SMALLEST, italic=True)
    for span in spans:
        yield hatching(span)
        middle = (span.left + span.right) / 2
        if span.right - span.left > whole + 12:
            high = span.bottom - span.top
            rows = [span.top + 2.6 + share * high for share in (0.5, 0.8, 0.2)]
            word = placer.place([words(HIDDEN_WORDS, middle, y, "middle", SLANTED) for y in rows])
            box = word.box
            yield rectangle(Box(box.left - 4, box.top - 2, box.right + 4, box.bottom + 2), BLANC)
            yield word
            continue
        word = words(HIDDEN_SHORT, middle, span.top - 3, "middle", SLANTED)
        word = word.within(placer.frame.right)
        if word.box.left > before:
            before = word.box.right + 4
            yield word
