"""The outlines of a département's communes, borders told once: one file of the snapshot.

The file is TopoJSON 1.0, which other programs read too: arcs of whole numbers, each point told
from the one before, and each commune as polygons of arcs.  An arc used backwards is told `~rank`.
Borders that two communes share are one arc, so nothing can open between them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

from docgen.french.territory import CodeInsee, departement_of
from docgen.referential.contours.geometry import PlanePoint, chain_links

Rings = Sequence[Sequence[int]]
"""A polygon: its outline first, then its holes; each a row of arcs."""


def topology_file(code: CodeInsee) -> str:
    """Return the file that holds a commune: ``81.json``, ``2A.json``, ``971.json``."""
    return f"{departement_of(code)}.json"


@dataclass(frozen=True)
class Topology:
    """Arcs in degrees (longitude, latitude), and the communes that they bound."""

    arcs: Sequence[Sequence[PlanePoint]]
    communes: Mapping[str, Sequence[Rings]]

    def turned(self, arc: int) -> Sequence[PlanePoint]:
        """Return the points of an arc in the direction in which it is used."""
        return self.arcs[arc] if arc >= 0 else self.arcs[~arc][::-1]

    def outline(self, codes: Iterable[str]) -> list[list[int]]:
        """Return the rings of arcs round communes taken together; their shared borders vanish."""
        used = dict.fromkeys(arc for code in codes for arc in self._arcs_of[code])
        outer = [arc for arc in used if ~arc not in used]
        ends = ((self.turned(arc)[0], self.turned(arc)[-1], arc) for arc in outer)
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
    """Where whole numbers stand on the globe: degrees of one step, degrees of the origin."""

    scale: PlanePoint
    origin: PlanePoint

    def rounded(self, line: Iterable[PlanePoint]) -> list[tuple[int, int]]:
        """Return a line in whole steps, points that fall together told once; its ends stay two."""
        (dx, dy), (x, y) = self.scale, self.origin
        steps = [(round((lon - x) / dx), round((lat - y) / dy)) for lon, lat in line]
        kept = steps[:1] + [b for a, b in pairwise(steps) if a != b]
        return kept if len(kept) > 1 else kept * 2


def write_topology(
    grid: Grid, arcs: Iterable[Sequence[tuple[int, int]]], communes: Mapping[str, Collection[Rings]]
) -> bytes:
    """Return a département as its file keeps it: the same outlines always make the same bytes."""
    geometries = [
        {"type": "MultiPolygon", "id": code, "arcs": polygons}
        for code, polygons in sorted(communes.items())
    ]
    told = {
        "type": "Topology",
        "transform": {"scale": grid.scale, "translate": grid.origin},
        "objects": {"communes": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [_deltas(arc) for arc in arcs],
    }
    return f"{json.dumps(told, separators=(',', ':'))}\n".encode()


def _deltas(arc: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    return [arc[0], *((x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(arc))]


def read_topology(data: bytes) -> Topology:
    """Return the département that a file of the snapshot holds."""
    told: dict[str, Any] = json.loads(data)
    (dx, dy), (x, y) = told["transform"]["scale"], told["transform"]["translate"]
    arcs = [
        [
            (x + i * dx, y + j * dy)
            for i, j in accumulate(arc, lambda one, step: (one[0] + step[0], one[1] + step[1]))
        ]
        for arc in told["arcs"]
    ]
    geometries = told["objects"]["communes"]["geometries"]
    return Topology(arcs, {one["id"]: one["arcs"] for one in geometries})
