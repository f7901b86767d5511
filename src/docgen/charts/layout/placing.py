"""Placing of labels, so that none covers a line, a mark or another label."""

from collections.abc import Iterable, Sequence

from docgen.charts.ink import Box, Words

Segment = tuple[tuple[float, float], tuple[float, float]]
GAP = 0.6
"""The least distance around a label, in points."""


class LabelPlacer:
    """Places labels in a drawing, away from lines and from boxes already taken."""

    def __init__(self, frame: Box, segments: Iterable[Segment]) -> None:
        self.frame = frame
        self.segments = tuple(segments)
        self.boxes: list[Box] = []

    def place(self, candidates: Sequence[Words]) -> Words:
        """Return the candidate that covers least, and take its box."""
        best = min(candidates, key=lambda one: self.overlaps(one.box))
        self.boxes.append(best.box)
        return best

    def overlaps(self, box: Box) -> int:
        """Return how much a label would cover; leaving the drawing counts most."""
        inside = (
            box.left >= self.frame.left
            and box.right <= self.frame.right
            and box.top >= self.frame.top
            and box.bottom <= self.frame.bottom
        )
        wide = Box(box.left - GAP, box.top - GAP, box.right + GAP, box.bottom + GAP)
        crossed = sum(crosses(segment, wide) for segment in self.segments)
        return 100 * (not inside) + crossed + 3 * sum(wide.meets(other) for other in self.boxes)


def crosses(segment: Segment, box: Box) -> bool:
    """Return whether a segment enters a rectangle (Liang–Barsky clipping)."""
    (x1, y1), (x2, y2) = segment
    dx, dy = x2 - x1, y2 - y1
    start, end = 0.0, 1.0
    edges = ((-dx, x1 - box.left), (dx, box.right - x1), (-dy, y1 - box.top), (dy, box.bottom - y1))
    for pace, distance in edges:
        if pace == 0:
            if distance < 0:
                return False
        elif pace < 0:
            start = max(start, distance / pace)
        else:
            end = min(end, distance / pace)
    return start <= end


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Return the tops of blocks, near those wanted and without overlap.

    The blocks keep their order, between `low` and `high` if there is room.
    """
    order = sorted(range(len(wanted)), key=lambda rank: wanted[rank])
    tops = list(wanted)
    free = low
    for rank in order:
        tops[rank] = max(tops[rank], free)
        free = tops[rank] + heights[rank]
    free = high
    for rank in reversed(order):
        tops[rank] = min(tops[rank], free - heights[rank])
        free = tops[rank]
    return tops


def spaced(centres: Sequence[float], widths: Sequence[float], gap: float) -> list[int]:
    """Return the ranks of the axis labels to write: first, last, and those that fit between.

    They are evenly spaced where possible; `gap` is the least distance between two.
    """
    last = len(centres) - 1
    if last < 1:
        return list(range(len(centres)))
    pace = centres[1] - centres[0]
    needed = next((k for k in range(1, last + 1) if k * pace >= max(widths) + gap), last + 1)
    even = next((k for k in range(needed, min(last, 2 * needed) + 1) if last % k == 0), needed)
    return [*(rank for rank in range(0, last, even) if last - rank >= needed), last]
