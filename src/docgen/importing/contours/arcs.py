"""A département's outlines as arcs: borders are shared between neighbours, then simplified.

An arc runs between two points where three outlines meet, and is simplified by itself, so that
neighbours keep one border (the method of Bostock's TopoJSON). Shared borders are found by their
equal points; where a file has other points, borders stay double, and a merged commune keeps the
line between its parts.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docgen.importing.contours.geojson import Ring, Shape, to_degrees
from docgen.referential.contours.geometry import (
    PlanePoint,
    area,
    bounds,
    chain_links,
    ring_contains,
    simplify_line,
)
from docgen.referential.contours.topology import Grid, Rings, ring_points, write_topology

FINENESS = 1200
"""The width of a map in tolerances, which makes each 0.4 point on a text 170 mm wide."""
MAX_HEIGHT = 0.85
"""The largest height of a map, as a share of its width."""
STEPS = 4
"""How many steps of the grid make a tolerance."""

Step = tuple[int, int]
Arc = Sequence[int]


def departement_file(shapes: Mapping[str, Sequence[Shape]]) -> bytes:
    """Return a département's file from the shapes of each commune, merged into one."""
    dissolved = {code: _merge_shapes(shapes[code]) for code in sorted(shapes)}
    outlines = {code: polygons for code, polygons in dissolved.items() if polygons}
    arcs, used = _cut_into_arcs(outlines)
    plane = _Plane([to_degrees(point) for arc in arcs for point in arc])
    lines = [plane.line(arc) for arc in arcs]
    kept = {code: _drop_islets(polygons, lines, plane.tolerance) for code, polygons in used.items()}
    steps = [plane.steps(simplify_line(line, plane.tolerance)) for line in lines]
    for ring in (ring for polygons in kept.values() for rings in polygons for ring in rings):
        if area(ring_points(ring, steps)) == 0:  # flattened: as it was, then
            for arc in ring:
                rank = arc if arc >= 0 else ~arc
                steps[rank] = plane.steps(lines[rank])
    return write_topology(plane.grid, *_renumber(steps, kept))


# From shapes to rings


def _merge_shapes(shapes: Sequence[Shape]) -> list[list[Ring]]:
    """Return the polygons of a commune without the borders of its parts; outlines turn left."""
    polygons = [polygon for shape in shapes for polygon in shape.polygons]
    rings = [_orient(ring, left=not rank) for rings in polygons for rank, ring in enumerate(rings)]
    if len(polygons) == 1:
        return [rings]
    sides = {side: None for ring in rings for side in zip(ring, (*ring[1:], ring[0]), strict=True)}
    outer = ((a, b, a) for a, b in sides if (b, a) not in sides)
    whole = _group_rings([loop for loop in chain_links(outer) if len(loop) > 2])
    return whole or [[ring] for ring in rings]  # parts without surface leave nothing


def _orient(ring: Ring, *, left: bool) -> Ring:
    return ring if (area([to_degrees(point) for point in ring]) > 0) == left else ring[::-1]


def _group_rings(rings: Iterable[Ring]) -> list[list[Ring]]:
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


def _cut_into_arcs(
    outlines: Mapping[str, Sequence[Sequence[Ring]]],
) -> tuple[list[Arc], dict[str, list[Rings]]]:
    """Return the arcs of all outlines, each once, and the outlines as sequences of them."""
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
    """Return the points that have other neighbours in another ring."""
    between: dict[int, tuple[int, int]] = {}
    meetings: set[int] = set()
    for ring in rings:
        before, after = (*ring[-1:], *ring[:-1]), (*ring[1:], *ring[:1])
        for point, a, b in zip(ring, before, after, strict=True):
            pair = (a, b) if a < b else (b, a)
            if between.setdefault(point, pair) != pair:
                meetings.add(point)
    return meetings


def _split(ring: Ring, meetings: set[int]) -> Iterator[Sequence[int]]:
    """Yield the arcs of a ring between its meetings, both ends included."""
    cuts = [rank for rank, point in enumerate(ring) if point in meetings]
    first = cuts[0] if cuts else ring.index(min(ring))
    closed = [*ring[first:], *ring[: first + 1]]
    ends = [*(cut - first for cut in cuts[1:]), len(ring)]
    for start, end in zip([0, *ends], ends, strict=False):
        yield closed[start : end + 1]


# From degrees to the grid


class _Plane:
    """A département projected at its mean latitude; the unit is a degree of latitude."""

    def __init__(self, points: Iterable[PlanePoint]) -> None:
        west, south, east, north = bounds(points)
        self.squeeze = math.cos(math.radians((south + north) / 2))
        extent = max((east - west) * self.squeeze, (north - south) / MAX_HEIGHT)
        self.tolerance = extent / FINENESS
        step = max(round(self.tolerance / STEPS, 9), 1e-9)  # an islet is no wider than that
        self.grid = Grid((round(step / self.squeeze, 9), step), (west, south))

    def line(self, arc: Arc) -> list[PlanePoint]:
        """Return an arc, projected."""
        return [(lon * self.squeeze, lat) for lon, lat in map(to_degrees, arc)]

    def steps(self, line: Iterable[PlanePoint]) -> list[Step]:
        """Return a projected line in steps of the grid."""
        return self.grid.round_line((x / self.squeeze, y) for x, y in line)


def _drop_islets(
    polygons: Sequence[Rings], lines: Sequence[Sequence[PlanePoint]], tolerance: float
) -> list[Rings]:
    """Return the polygons of a commune without the islets that are too small to draw.

    The largest is always kept.
    """
    sizes = [abs(area(ring_points(rings[0], lines))) for rings in polygons]
    least = min((2 * tolerance) ** 2, max(sizes, default=0))
    return [
        rings
        for rings, size in zip(polygons, sizes, strict=True)
        if size >= least or not (len(rings) == 1 and len(rings[0]) == 1)
    ]


def _renumber(
    steps: Sequence[Sequence[Step]], used: Mapping[str, Sequence[Rings]]
) -> tuple[list[Sequence[Step]], dict[str, list[Rings]]]:
    ranks: dict[int, int] = {}

    def number(arc: int) -> int:
        rank = arc if arc >= 0 else ~arc
        new = ranks.setdefault(rank, len(ranks))
        return new if arc >= 0 else ~new

    outlines: dict[str, list[Rings]] = {
        code: [[[number(arc) for arc in ring] for ring in rings] for rings in polygons]
        for code, polygons in used.items()
    }
    return [steps[rank] for rank in ranks], outlines
