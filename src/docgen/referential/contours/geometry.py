"""Plane geometry for small maps: areas, loops, simplified lines.

A ring is a sequence of points whose last is the first again; it turns left round its inside (its
area is positive, with ordinates going up), and right round a hole.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

PlanePoint = tuple[float, float]
Line = Sequence[PlanePoint]

Node = TypeVar("Node", bound=Hashable)
Link = TypeVar("Link")


def chain_links(links: Iterable[tuple[Node, Node, Link]]) -> list[list[Link]]:
    """Return the loops of links (start, end, label), each as its labels.

    A loop that passes a node twice is split there; chains that do not close are dropped.
    """
    ahead: defaultdict[Node, list[tuple[Node, Link]]] = defaultdict(list)
    for start, end, link in links:
        ahead[start].append((end, link))
    loops: list[list[Link]] = []
    for start in tuple(ahead):
        path: list[tuple[Node, Link]] = []
        rank = {start: 0}
        here = start
        while ahead[here]:
            end, link = ahead[here].pop(0)
            path.append((here, link))
            if end in rank:
                loop, path = path[rank[end] :], path[: rank[end]]
                for node, _ in loop[1:]:
                    del rank[node]
                loops.append([label for _, label in loop])
            else:
                rank[end] = len(path)
            here = end
    return loops


def area(ring: Line) -> float:
    """Return the area of a ring, negative when it turns right; the last point may be left out."""
    if len(ring) < 3:
        return 0.0
    x, y = ring[0]  # near the ring, so that small differences of big numbers are not lost
    doubled = sum((ax - x) * (by - y) - (bx - x) * (ay - y) for (ax, ay), (bx, by) in _sides(ring))
    return doubled / 2


def _sides(ring: Line) -> Iterator[tuple[PlanePoint, PlanePoint]]:
    return zip(ring, (*ring[1:], ring[0]), strict=True)


def simplify_line(line: Line, tolerance: float) -> list[PlanePoint]:
    """Return a line without the points closer to it than `tolerance` (Douglas and Peucker, 1973).

    Both ends are kept.  A closed line keeps the point farthest from its ends too, and may become
    flat, which the caller must check.
    """
    if len(line) < 3:
        return list(line)
    corners = {0, len(line) - 1}
    ahead = [(0, len(line) - 1)]
    while ahead:
        first, last = ahead.pop()
        if last - first < 2:
            continue
        distance, rank = _farthest(line, first, last)
        if distance > tolerance * tolerance:
            corners.add(rank)
            ahead += ((first, rank), (rank, last))
    return [line[rank] for rank in sorted(corners)]


def _farthest(line: Line, first: int, last: int) -> tuple[float, int]:
    """Return the squared distance and the rank of the point farthest from the chord."""
    (ax, ay), (bx, by) = line[first], line[last]
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    best, rank = -1.0, first
    for here in range(first + 1, last):
        x, y = line[here][0] - ax, line[here][1] - ay
        along = (x * dx + y * dy) / length if length else 0.0
        share = 0.0 if along < 0 else min(along, 1.0)
        x -= share * dx
        y -= share * dy
        distance = x * x + y * y
        if distance > best:
            best, rank = distance, here
    return best, rank


def ring_contains(ring: Line, point: PlanePoint) -> bool:
    """Whether a point is inside a ring."""
    x, y = point
    crossed = (
        x < ax + (y - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in _sides(ring)
        if (ay > y) != (by > y)
    )
    return sum(crossed) % 2 == 1


def inner_point(ring: Line) -> PlanePoint:
    """Return a point inside a ring: its centroid, or the middle of its width there."""
    x, y = _centroid(ring)
    if ring_contains(ring, (x, y)):
        return x, y
    level = y + 1e-9  # never that of a corner
    crossed = sorted(
        ax + (level - ay) / (by - ay) * (bx - ax)
        for (ax, ay), (bx, by) in _sides(ring)
        if (ay > level) != (by > level)
    )
    spans = list(zip(crossed[::2], crossed[1::2], strict=False))
    left, right = max(spans, key=lambda span: span[1] - span[0], default=(x, x))
    return (left + right) / 2, y


def _centroid(ring: Line) -> PlanePoint:
    surface = area(ring)
    if math.isclose(surface, 0, abs_tol=1e-12):
        return ring[0]
    x, y = ring[0]
    sums = [0.0, 0.0]
    for (ax, ay), (bx, by) in _sides(ring):
        cross = (ax - x) * (by - y) - (bx - x) * (ay - y)
        sums[0] += (ax + bx - 2 * x) * cross
        sums[1] += (ay + by - 2 * y) * cross
    return x + sums[0] / (6 * surface), y + sums[1] / (6 * surface)


def bounds(points: Iterable[PlanePoint]) -> tuple[float, float, float, float]:
    """Return the least x and y, then the greatest."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
