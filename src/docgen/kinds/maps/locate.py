"""The outlines of communes, and the map that locates one of them.

A map is projected at the mean latitude of the département, which nobody can tell from a true
projection at this scale. Borders are simplified between the points where outlines meet and drawn
once, so that neighbours share them at any size.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import Final

from docgen.charts.ink import Box
from docgen.charts.map import TINY as TINY_DOT
from docgen.charts.specification import Carte, Repere, RoleZone, ZoneCarte
from docgen.french.rule import INSECABLE
from docgen.french.territory import CodeInsee, departement_of
from docgen.kinds.maps.landmarks import (
    Landmark,
    MapFrame,
    Town,
    choose_landmarks,
    landmark_candidates,
    own_reperes,
)
from docgen.referential.communes.france import Commune, Communes
from docgen.referential.contours.geometry import (
    Line,
    PlanePoint,
    area,
    bounds,
    inner_point,
    simplify_line,
)
from docgen.referential.contours.topology import Topology, read_topology, ring_points, topology_file
from docgen.referential.open_data import OpenData
from docgen.referential.snapshot import OpenSnapshot

_COMPASS: Final = ("nord", "nord-est", "est", "sud-est", "sud", "sud-ouest", "ouest", "nord-ouest")
CENTRE: Final = 0.3
"""The distance from the middle that still counts as the centre; 1 is the edge."""
MAX_HEIGHT = 0.85
"""The maximum height of a map, relative to its width."""
MARGIN = 2.0
"""The margin around the département, in points."""
TOLERANCE = 0.3
"""The maximum distance of a drawn border from the true one, in points."""
TINY = 18.0
"""The area, in square points, below which a commune gets a ring."""
MIN_AREA = 0.3
"""The area, in square points, below which an outline is not drawn, except the commune's."""
RADIUS = 6.5
"""The radius of the ring, in points, which contains almost any commune below that area."""
KM_PER_DEGREE = 111.2
"""The length of a degree of latitude, in kilometres."""

Ring = tuple[PlanePoint, ...]


class Contours:
    """The outlines in the snapshot `contours`, one département at a time."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened
        self._map_of = lru_cache(maxsize=4)(self._departement_map)

    def locate(
        self,
        commune: Commune,
        same_unit: Collection[CodeInsee],
        communes: Communes,
        width: float = 236.0,
    ) -> Carte | None:
        """Return the map of a commune in its département, None without its outline.

        `same_unit` are the communes of its unit; those of another département are not drawn.
        `width` is in points; the height is at most 0.85 of it.
        """
        departement = self._map_of(topology_file(commune.code), width)
        if departement is None or commune.code not in departement.topology.communes:
            return None
        return _draw(departement, commune, same_unit, communes)

    def _departement_map(self, file: str, width: float) -> _DepartementMap | None:
        if not any(entry.fichier == file for entry in self._opened.fichiers):
            return None
        return _draw_departement(self._opened.read(file), width)


def contours_of(data: OpenData) -> Contours | None:
    """Return the outlines of a project, None when it has none."""
    return data.reader("contours", Contours)


@dataclass(frozen=True, slots=True)
class _Projection:
    """The projection from degrees to points."""

    width: float
    height: float
    squeeze: float
    scale: float
    west: float
    north: float

    @classmethod
    def centre(cls, topology: Topology, width: float) -> _Projection:
        """Return the projection that centres a whole département in the width."""
        west, south, east, north = bounds(point for arc in topology.arcs for point in arc)
        squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * squeeze, north - south
        room = width - 2 * MARGIN
        scale = min(room / wide, (width * MAX_HEIGHT - 2 * MARGIN) / high)
        spare = (room / scale - wide) / 2
        height = round(high * scale + 2 * MARGIN, 1)
        return cls(width, height, squeeze, scale, west * squeeze - spare, north)

    def line(self, arc: Iterable[PlanePoint]) -> list[PlanePoint]:
        squeeze, scale, west, north = self.squeeze, self.scale, self.west, self.north
        return [
            (MARGIN + (lon * squeeze - west) * scale, MARGIN + (north - lat) * scale)
            for lon, lat in arc
        ]

    def km(self, points: float) -> float:
        return points / self.scale * KM_PER_DEGREE


class _DepartementMap:
    """A département on paper."""

    def __init__(self, topology: Topology, frame: _Projection) -> None:
        self.topology = topology
        self.frame = frame
        self.place = cache(self._place)

    @cached_property
    def detailed(self) -> list[list[PlanePoint]]:
        return [self.frame.line(arc) for arc in self.topology.arcs]

    @cached_property
    def simplified(self) -> list[list[PlanePoint]]:
        return [simplify_line(line, TOLERANCE) for line in self.detailed]

    @cached_property
    def limits(self) -> list[Ring]:
        return [tuple(_round(line)) for line in self.simplified]

    @cached_property
    def outline(self) -> list[Ring]:
        return self.outlines(self.topology.communes)

    @cached_property
    def bounding_box(self) -> Box:
        return Box(*bounds(point for ring in self.outline for point in ring))

    @cached_property
    def ground(self) -> ZoneCarte:
        """All communes, below the others: the same for each of them."""
        return self.zone(RoleZone.AUTRE, self.topology.communes)

    def outlines(self, codes: Iterable[str], least: float = MIN_AREA) -> list[Ring]:
        """Return the outlines of several communes together, the largest first."""
        rings = []
        for arcs in self.topology.outline(codes):
            ring = ring_points(arcs, self.simplified)
            if abs(area(ring)) < TINY:
                ring = ring_points(arcs, self.detailed)
            if len(ring) > 2 and abs(area(ring)) >= least:
                rings.append(tuple(_round(ring)))
        return sorted(rings, key=lambda ring: -abs(area(ring)))

    def zone(self, role: RoleZone, codes: Collection[str], least: float = MIN_AREA) -> ZoneCarte:
        """Return communes as one zone: their outline, and the borders between them."""
        limits = tuple(self.limits[arc] for arc in self.topology.borders(codes))
        return ZoneCarte(role=role, contours=tuple(self.outlines(codes, least)), limites=limits)

    def _place(self, code: str) -> PlanePoint:
        rings = (
            ring_points(polygon[0], self.simplified) for polygon in self.topology.communes[code]
        )
        return inner_point(max(rings, key=lambda ring: abs(area(ring)) if len(ring) > 2 else 0))


@lru_cache(maxsize=4)
def _draw_departement(file: bytes, width: float) -> _DepartementMap:
    """Return the map of a file, which a process draws once."""
    topology = read_topology(file)
    return _DepartementMap(topology, _Projection.centre(topology, width))


def _round(line: Iterable[PlanePoint]) -> list[PlanePoint]:
    """Return a line rounded to tenths of a point, finer than any printer."""
    row = [(round(x, 1), round(y, 1)) for x, y in line]
    return row[:1] + [b for a, b in pairwise(row) if a != b]


def _draw(
    departement: _DepartementMap,
    commune: Commune,
    same_unit: Collection[CodeInsee],
    communes: Communes,
) -> Carte:
    known_communes = departement.topology.communes
    unit = [code for code in sorted(same_unit) if code in known_communes and code != commune.code]
    zones = [
        departement.ground,
        departement.zone(RoleZone.VOISINE, unit),
        departement.zone(RoleZone.COMMUNE, [commune.code], 0),
    ]
    own = zones[-1].contours
    outline = departement.outline
    zones.append(ZoneCarte(role=RoleZone.DEPARTEMENT, contours=tuple(outline)))
    ring = _ring(own, departement.place(commune.code))
    clear = [*own, _square(ring)] if ring else own
    drawn = _Drawn(_around(own, ring), clear, zones[1].contours)
    marks, name = _names(departement, commune, communes, drawn)
    return Carte(
        cle=f"carte-{commune.code}",
        alternative=_alternative(departement, commune, marks, outline[0]),
        largeur=departement.frame.width,
        hauteur=departement.frame.height,
        zones=tuple(zone for zone in zones if zone.contours),
        reperes=(*(mark.repere for mark in marks), *name),
        cercle=ring,
    )


def _towns(departement: _DepartementMap, commune: Commune, communes: Communes) -> list[Town]:
    known_communes = departement.topology.communes
    communes_there = communes.in_departement(departement_of(commune.code))
    others = (
        other
        for other in communes_there
        if other.code in known_communes and other.code != commune.code
    )
    return [Town(other, departement.place(other.code)) for other in landmark_candidates(others)]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What names stand beside: the commune's box, what they leave clear, its unit's communes."""

    around: Box | None
    clear: Sequence[Ring]
    unit: Sequence[Ring]


def _names(
    departement: _DepartementMap, commune: Commune, communes: Communes, drawn: _Drawn
) -> tuple[tuple[Landmark, ...], list[Repere]]:
    """Return the towns of a map and the commune's own name, where it leaves room to the most."""
    frame, width = departement.bounding_box, departement.frame.width
    within = MapFrame(frame, width, departement.outline, drawn.unit)
    towns = _towns(departement, commune, communes)
    place, name = departement.place(commune.code), commune.toponyme.seul
    own = own_reperes(name, place, drawn.around, within) if drawn.around else []
    if not own:
        return choose_landmarks(towns, within, drawn.clear), []
    choices = [(choose_landmarks(towns, within, drawn.clear, one), one) for one in own]
    marks, best = max(choices, key=lambda choice: _rank(choice[0], towns))
    return marks, [best]


def _rank(marks: Sequence[Landmark], towns: Sequence[Town]) -> tuple[bool, int]:
    """Return how good landmarks are: the first town among them, then how many they are."""
    return any(mark.town is towns[0] for mark in marks), len(marks)


def _around(own: Sequence[Ring], ring: tuple[float, float, float] | None) -> Box | None:
    """Return the box of what is seen of the commune: its largest outline, or its dot."""
    if ring:
        x, y, _ = ring
        return Box(x - TINY_DOT, y - TINY_DOT, x + TINY_DOT, y + TINY_DOT)
    return Box(*bounds(own[0])) if own else None


def _ring(own: Sequence[Ring], place: PlanePoint) -> tuple[float, float, float] | None:
    if sum(abs(area(ring)) for ring in own) >= TINY:
        return None
    return (round(place[0], 1), round(place[1], 1), RADIUS)


def _square(ring: tuple[float, float, float]) -> Ring:
    x, y, radius = ring
    return ((x - radius, y - radius), (x + radius, y - radius), (x + radius, y), (x, y + radius))


def _alternative(
    departement: _DepartementMap, commune: Commune, marks: Iterable[Landmark], outline: Line
) -> str:
    x, y = departement.place(commune.code)
    left, top, right, bottom = bounds(outline)
    middle = inner_point(outline)
    within = (2 * (x - middle[0]) / (right - left), 2 * (middle[1] - y) / (bottom - top))
    people = commune.population or 0
    larger = [mark for mark in marks if (mark.town.commune.population or 0) > people]
    near = min(larger, key=lambda mark: math.dist(mark.town.place, (x, y)), default=None)
    if near is None:
        return alternative(commune, within, None)
    east, north = x - near.town.place[0], near.town.place[1] - y
    away = (departement.frame.km(east), departement.frame.km(north))
    return alternative(commune, within, (near.town.commune, away))


# The position of a commune in words, as the alternative text of its map


def alternative(
    commune: Commune, within: PlanePoint, nearest: tuple[Commune, PlanePoint] | None
) -> str:
    """Return the alternative text of the map of a commune.

    `within` is its position in the département, from -1 to 1 eastwards and northwards; `nearest`
    the nearest town on the map, and the distances east and north of it, in kilometres.
    """
    parts = [f"Carte {commune.departement.de}. Position {commune.toponyme.de}", INSECABLE]
    parts.append(f": {_within(within)} du département")
    if nearest:
        town, (east, north) = nearest
        distance = max(1, round(math.hypot(east, north)))
        direction = _with_article(_towards(east, north))
        parts.append(f", à {distance}{INSECABLE}km {direction} {town.toponyme.de}")
    return f"{''.join(parts)}."


def _within(place: PlanePoint) -> str:
    if math.hypot(*place) < CENTRE:
        return "au centre"
    point = _towards(*place)
    return f"dans {'l’' if point[0] in 'eo' else 'le '}{point}"


def _towards(east: float, north: float) -> str:
    eighths = round(math.degrees(math.atan2(east, north)) / 45)
    return _COMPASS[eighths % 8]


def _with_article(point: str) -> str:
    """``sud`` → ``au sud``, ``est`` → ``à l’est``."""
    return f"à l’{point}" if point[0] in "eo" else f"au {point}"
