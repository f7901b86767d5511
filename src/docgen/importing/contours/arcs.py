"""A département's outlines as arcs: what two communes share is told once, then made simpler.

Each arc runs between two places where three outlines meet, and is simplified alone, so that
neighbours keep one border.  Method: Bostock's TopoJSON; no library is needed for it, since the
files tell shared borders by the same points.  Where a file does not, borders stay double: a merged
commune keeps the line between its parts, and nothing worse.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from docgen.importing.contours.geojson import Ring, Shape, to_degrees
from docgen.referential.contours.geometry import (
    PlanePoint,
    area,
    bounds,
    chain_links,
    ring_contains,
    simplify_line,
)
from docgen.referential.contours.topology import Grid, Rings, write_topology

FINENESS = 1200
"""How many tolerances the map is wide: 0.4 point on a page whose text is 170 mm wide."""
HIGHEST = 0.85
"""The height of a map, at most, as a share of its width."""
STEPS = 4
"""How many steps of the grid make one tolerance."""

Step = tuple[int, int]
Arc = Sequence[int]
Place = TypeVar("Place", PlanePoint, Step)


def departement_file(shapes: Mapping[str, Sequence[Shape]]) -> bytes:
    """Return a département's file from the shapes of each commune, dissolved into one."""
    dissolved = {code: _dissolved(shapes[code]) for code in sorted(shapes)}
    outlines = {code: polygons for code, polygons in dissolved.items() if polygons}
    arcs, used = _cut(outlines)
    plane = _Plane([to_degrees(point) for arc in arcs for point in arc])
    lines = [plane.line(arc) for arc in arcs]
    kept = {code: _kept(polygons, lines, plane.tolerance) for code, polygons in used.items()}
    steps = [plane.steps(simplify_line(line, plane.tolerance)) for line in lines]
    for ring in (ring for polygons in kept.values() for rings in polygons for ring in rings):
        if area(_joined(ring, steps)) == 0:  # flattened: as it was, then
            for arc in ring:
                rank = arc if arc >= 0 else ~arc
                steps[rank] = plane.steps(lines[rank])
    return write_topology(plane.grid, *_renumbered(steps, kept))


# From shapes to rings


def _dissolved(shapes: Sequence[Shape]) -> list[list[Ring]]:
    """Return the polygons of a commune, what its parts share gone; outlines turn left."""
    polygons = [polygon for shape in shapes for polygon in shape.polygons]
    rings = [_turned(ring, left=not rank) for rings in polygons for rank, ring in enumerate(rings)]
    if len(polygons) == 1:
        return [rings]
    sides = {side: None for ring in rings for side in zip(ring, (*ring[1:], ring[0]), strict=True)}
    outer = ((a, b, a) for a, b in sides if (b, a) not in sides)
    whole = _grouped([loop for loop in chain_links(outer) if len(loop) > 2])
    return whole or [[ring] for ring in rings]  # parts without surface leave nothing


def _turned(ring: Ring, *, left: bool) -> Ring:
    return ring if (area([to_degrees(point) for point in ring]) > 0) == left else ring[::-1]


def _grouped(rings: Iterable[Ring]) -> list[list[Ring]]:
    """Return rings as polygons: each hole after the outline round it."""
    outlines: list[list[Ring]] = []
    holes: list[Ring] = []
    for ring in rings:
        if area([to_degrees(point) for point in ring]) > 0:
            outlines.append([ring])
        else:
            holes.append(ring)
    for hole in holes:
        corner = to_degrees(hole[0])
        around = [one for one in outlines if _is_round(one[0], corner)] or outlines
        if around:
            around[0].append(hole)
    return outlines


def _is_round(outline: Ring, corner: PlanePoint) -> bool:
    return ring_contains([to_degrees(point) for point in outline], corner)


# From rings to arcs


def _cut(
    outlines: Mapping[str, Sequence[Sequence[Ring]]],
) -> tuple[list[Arc], dict[str, list[Rings]]]:
    """Return the arcs of all outlines, each once, and the outlines as rows of them."""
    meetings = _meetings(ring for polygons in outlines.values() for one in polygons for ring in one)
    known: dict[tuple[int, ...], int] = {}

    def number(arc: Sequence[int]) -> int:
        forward = tuple(arc)
        backward = forward[::-1]
        return ~known[backward] if backward in known else known.setdefault(forward, len(known))

    used: dict[str, list[Rings]] = {
        code: [
            [[number(arc) for arc in _split(ring, meetings)] for ring in rings]
            for rings in polygons
        ]
        for code, polygons in outlines.items()
    }
    return list(known), used


def _meetings(rings: Iterable[Ring]) -> set[int]:
    """Return the points that do not stand between the same two neighbours in every ring."""
    between: dict[int, tuple[int, int]] = {}
    found: set[int] = set()
    for ring in rings:
        before, after = (*ring[-1:], *ring[:-1]), (*ring[1:], *ring[:1])
        for point, a, b in zip(ring, before, after, strict=True):
            pair = (a, b) if a < b else (b, a)
            if between.setdefault(point, pair) != pair:
                found.add(point)
    return found


def _split(ring: Ring, meetings: set[int]) -> Iterator[Sequence[int]]:
    """Yield the arcs of a ring, from one meeting to the next; both ends belong to them."""
    cuts = [rank for rank, point in enumerate(ring) if point in meetings]
    first = cuts[0] if cuts else ring.index(min(ring))
    closed = [*ring[first:], *ring[: first + 1]]
    ends = [*(cut - first for cut in cuts[1:]), len(ring)]
    for start, end in zip([0, *ends], ends, strict=False):
        yield closed[start : end + 1]


# From degrees to the grid


class _Plane:
    """A département laid flat at its mean latitude: a degree of latitude is the unit."""

    def __init__(self, points: Iterable[PlanePoint]) -> None:
        west, south, east, north = bounds(points)
        self.squeeze = math.cos(math.radians((south + north) / 2))
        extent = max((east - west) * self.squeeze, (north - south) / HIGHEST)
        self.tolerance = extent / FINENESS
        step = max(round(self.tolerance / STEPS, 9), 1e-9)  # an islet is no wider than that
        self.grid = Grid((round(step / self.squeeze, 9), step), (west, south))

    def line(self, arc: Arc) -> list[PlanePoint]:
        """Return an arc laid flat."""
        return [(lon * self.squeeze, lat) for lon, lat in map(to_degrees, arc)]

    def steps(self, line: Iterable[PlanePoint]) -> list[Step]:
        """Return a flat line in steps of the grid."""
        return self.grid.round_line((x / self.squeeze, y) for x, y in line)


def _joined(ring: Sequence[int], arcs: Sequence[Sequence[Place]]) -> list[Place]:
    """Return the points of a ring of arcs."""
    turned = (arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring)
    return [point for line in turned for point in line[:-1]]


def _kept(
    polygons: Sequence[Rings], lines: Sequence[Sequence[PlanePoint]], tolerance: float
) -> list[Rings]:
    """Return the polygons of a commune but the islets, too small to be drawn on a page.

    The largest stays, whatever its size.
    """
    sizes = [abs(area(_joined(rings[0], lines))) for rings in polygons]
    least = min((2 * tolerance) ** 2, max(sizes, default=0))
    return [
        rings
        for rings, size in zip(polygons, sizes, strict=True)
        if size >= least or not (len(rings) == 1 and len(rings[0]) == 1)
    ]


def _renumbered(
    steps: Sequence[Sequence[Step]], used: Mapping[str, Sequence[Rings]]
) -> tuple[list[Sequence[Step]], dict[str, list[Rings]]]:
    """Return arcs and outlines without the arcs that no outline uses any more."""
    ranks: dict[int, int] = {}

    def number(arc: int) -> int:
        rank = arc if arc >= 0 else ~arc
        new = ranks.setdefault(rank, len(ranks))
        return new if arc >= 0 else ~new

    made: dict[str, list[Rings]] = {
        code: [[[number(arc) for arc in ring] for ring in rings] for rings in polygons]
        for code, polygons in used.items()
    }
    return [steps[rank] for rank in ranks], made
