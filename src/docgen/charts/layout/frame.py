"""The frame of a chart along time: its ground, its grid, its two axes, its hidden spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.charts.ink import (
    BLANC,
    FILET,
    PASTEL,
    SLANTED,
    SMALL,
    Box,
    Words,
    hatching,
    rectangle,
    stroke,
    words,
)
from docgen.charts.layout.placing import Room, spaced
from docgen.charts.layout.scale import Scale
from docgen.charts.lettering import cut, width
from docgen.charts.printed import HIDDEN, HIDDEN_SHORT, hidden, rounded
from docgen.charts.specification import Trace
from docgen.french.wording import nombre

HEAD, LABELLED, FOOT = 10.0, 11.0, 14.0
"""Above the plot, the line of the unit and the line of labels; below it, that of the years."""
EDGE = 5.0
"""What is left free before the first mark and after the last."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand: `plot` is the ground of the values, `count` how many labels share it.

    `wide` is the width of the whole drawing; `edge` is how far the first label's middle is from
    the left of the plot.
    """

    wide: float
    plot: Box
    scale: Scale
    count: int
    edge: float

    @property
    def pace(self) -> float:
        """The distance from a label to the next."""
        free = self.plot.right - self.plot.left - 2 * self.edge
        return free / (self.count - 1) if self.count > 1 else free

    def x(self, rank: int) -> float:
        """Return where a label has its middle; alone, it has the middle of the plot."""
        if self.count == 1:
            return (self.plot.left + self.plot.right) / 2
        return self.plot.left + self.edge + rank * self.pace

    def y(self, share: float) -> float:
        """Return the height of a share of the axis of values."""
        return self.plot.bottom - share * (self.plot.bottom - self.plot.top)

    def grid(self, unit: str, beside: float = 0) -> Iterator[str | Words]:
        """Yield the lines of the values, what they are worth, and the unit above them.

        `beside` is the width that something else takes at the right of the unit.
        """
        for mark in self.scale.marks:
            y = self.y(self.scale.share(mark))
            dress = (FILET, 0.4) if mark else (PASTEL, 0.8)
            yield stroke([(self.plot.left, y), (self.plot.right, y)], *dress)
            yield words(mark_said(self.scale, mark), self.plot.left - 4, y + 2.6, "end")
        if unit:
            yield words(cut(unit, SMALL, self.wide - beside), 0, 7)

    def feet(self, labels: Sequence[str], gap: float = 8) -> Iterator[str | Words]:
        """Yield the labels below the plot, as many as there is room for, and their ticks."""
        for rank in self.written(labels, gap):
            x, low = self.x(rank), self.plot.bottom
            yield stroke([(x, low), (x, low + 2.5)], PASTEL, 0.6)
            yield words(labels[rank], x, low + 10.5, "middle").within(self.wide)

    def written(self, labels: Sequence[str], gap: float = 8) -> list[int]:
        """Return the ranks of the labels that are written below the plot."""
        widths = [width(label, SMALL) for label in labels]
        return spaced([self.x(rank) for rank in range(len(labels))], widths, gap)

    def hidden_spans(self, trace: Trace) -> list[Box]:
        """Return the spans over which a series is hidden; neighbours make one."""
        half = min(5.0, 0.42 * self.pace)
        return [
            Box(self.x(span[0]) - half, self.plot.top, self.x(span[-1]) + half, self.plot.bottom)
            for span in hidden_runs(trace)
        ]


def hidden_runs(trace: Trace) -> list[list[int]]:
    """Return the ranks of the hidden points of a series, neighbours together."""
    spans: list[list[int]] = []
    for rank in hidden(trace):
        if spans and spans[-1][-1] == rank - 1:
            spans[-1].append(rank)
        else:
            spans.append([rank])
    return spans


def mark_said(scale: Scale, mark: Decimal) -> str:
    """Return a mark of an axis in French: ``0``, ``2,5``, ``5,0``."""
    return nombre(rounded(mark, scale.decimals if mark else 0))


def margin(scale: Scale) -> float:
    """Return the width that the values of an axis take, left of the plot."""
    return max(width(mark_said(scale, mark), SMALL) for mark in scale.marks) + 4


def hidden_marks(spans: Sequence[Box], room: Room) -> Iterator[str | Words]:
    """Yield hidden spans, hatched, each with its word: whole inside it, or short above it.

    Inside, the word stands where no line of `room` passes, on white.
    """
    before = float("-inf")
    whole = width(HIDDEN, SMALL, italic=True)
    for span in spans:
        yield hatching(span)
        middle = (span.left + span.right) / 2
        if span.right - span.left > whole + 12:
            high = span.bottom - span.top
            rows = [span.top + 2.6 + share * high for share in (0.5, 0.8, 0.2)]
            said = room.place([words(HIDDEN, middle, y, "middle", SLANTED) for y in rows])
            box = said.box
            yield rectangle(Box(box.left - 4, box.top - 2, box.right + 4, box.bottom + 2), BLANC)
            yield said
            continue
        word = words(HIDDEN_SHORT, middle, span.top - 3, "middle", SLANTED)
        word = word.within(room.frame.right)
        if word.box.left > before:
            before = word.box.right + 4
            yield word
