"""The outlines of a département's communes, as a TopoJSON 1.0 file of the snapshot.

Arcs are whole numbers, each point relative to the one before; a commune is polygons of arcs, where
`~rank` is an arc in reverse.  A border that two communes share is one arc, so that no gap can open
between them.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from docgen.french.territory import CodeInsee, departement_of
from docgen.referential.contours.geometry import PlanePoint, chain_links

Rings = Sequence[Sequence[int]]
"""A polygon: its outline, then its holes, each as a sequence of arcs."""
Place = TypeVar("Place", PlanePoint, tuple[int, int])


def ring_points(ring: Iterable[int], arcs: Sequence[Sequence[Place]]) -> list[Place]:
    """Return the points of a ring of arcs, each once."""
    turned = (arcs[arc] if arc >= 0 else arcs[~arc][::-1] for arc in ring)
    return [point for line in turned for point in line[:-1]]


def topology_file(code: CodeInsee) -> str:
    """Return the name of a commune's file: ``81.json``, ``2A.json``, ``971.json``."""
    return f"{departement_of(code)}.json"


@dataclass(frozen=True)
class Topology:
    """Arcs in degrees (longitude, latitude), and the communes that they bound."""

    arcs: Sequence[Sequence[PlanePoint]]
    communes: Mapping[str, Sequence[Rings]]

    def points_of(self, arc: int) -> Sequence[PlanePoint]:
        """Return the points of an arc, reversed if it is `~rank`."""
        return self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]

    def outline(self, codes: Iterable[str]) -> list[list[int]]:
        """Return the rings of arcs round the union of communes."""
        used = dict.fromkeys(arc for code in codes for arc in self._arcs_of[code])
        outer = [arc for arc in used if ~arc not in used]
        ends = ((self.points_of(arc)[0], self.points_of(arc)[-1], arc) for arc in outer)
        return chain_links(ends)

    def borders(self, codes: Iterable[str]) -> list[int]:
        """Return the arcs that two of these communes share."""
        used = dict.fromkeys(arc for code in codes for arc in self._arcs_of[code])
        return [arc for arc in used if arc >= 0 and ~arc in used]

    @cached_property
    def _arcs_of(self) -> dict[str, list[int]]:
        return {
            code: [arc for polygon in polygons for ring in polygon for arc in ring]
            for code, polygons in self.communes.items()
        }


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of whole numbers on the globe: the degrees of a step, and of the origin."""

    scale: PlanePoint
    origin: PlanePoint

    def round_line(self, line: Iterable[PlanePoint]) -> list[tuple[int, int]]:
        """Return a line in whole steps, without repeated points, but with two points at least."""
        (dx, dy), (x, y) = self.scale, self.origin
        steps = [(round((lon - x) / dx), round((lat - y) / dy)) for lon, lat in line]
        kept = steps[:1] + [b for a, b in pairwise(steps) if a != b]
        return kept if len(kept) > 1 else kept * 2


def write_topology(
    grid: Grid, arcs: Iterable[Sequence[tuple[int, int]]], communes: Mapping[str, Collection[Rings]]
) -> bytes:
    """Return the file of a département; the same outlines always give the same bytes."""
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": polygons}
        for code, polygons in sorted(communes.items())
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": grid.scale, "translate": grid.origin},
        "objects": {"communes": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_deltas(arc) for arc in arcs],
    }
    return f"{json.dumps(topology, separators=(',', ':'))}\n".encode()


def _deltas(arc: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [arc[0], *((x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(arc))]


def read_topology(data: bytes) -> Topology:
    """Return the topology of a file of the snapshot."""
    topology: dict[str, Any] = json.loads(data)
    (dx, dy), (x, y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [
            (x + i * dx, y + j * dy)
            for i, j in accumulate(arc, lambda one, step: (one[0] + step[0], one[1] + step[1]))
        ]
        for arc in topology["arcs"]
    ]
    geometries = topology["objects"]["communes"]["geometries"]
    return Topology(arcs, {one["id"]: one["arcs"] for one in geometries})
