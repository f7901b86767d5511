"""The outlines of communes, and the map that shows where one of them is.

A map is laid flat at the département's mean latitude: over a département no eye sees the
difference with a true projection.  Borders are drawn once, each simplified between the places
where outlines meet, so that neighbours share it at any size.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from docgen.charts.ink import Box
from docgen.charts.specification import Carte, RoleZone, ZoneCarte
from docgen.french.territory import CodeInsee, departement_of
from docgen.kinds.maps.landmarks import Landmark, Town, choose, first_ranked
from docgen.kinds.maps.wording import alternative
from docgen.referential.communes.communes import Commune, Communes
from docgen.referential.contours.geometry import (
    Line,
    PlanePoint,
    area,
    bounds,
    inner_point,
    simplify_line,
)
from docgen.referential.contours.topology import Topology, read_topology, topology_file
from docgen.referential.open_data import OpenData
from docgen.referential.snapshot import OpenSnapshot

HIGHEST = 0.85
"""The height of a map, at most, as a share of its width."""
MARGIN = 2.0
"""What is left free round the département, in points."""
TOLERANCE = 0.3
"""How far a drawn border may be from the true one, in points."""
TINY = 18.0
"""Below this area, in square points, a commune is ringed to be found."""
SPECK = 0.3
"""Below this area, in square points, an outline is not drawn, unless it is the commune's."""
RADIUS = 6.5
"""That of the ring, in points: no commune below that area reaches out of it by much."""
KM_PER_DEGREE = 111.2
"""The length of a degree of latitude."""

Ring = tuple[PlanePoint, ...]


class Contours:
    """The outlines of the snapshot `contours`, a département at a time."""

    def __init__(self, opened: OpenSnapshot) -> None:
        self._opened = opened
        self._read = lru_cache(maxsize=4)(self._topology)
        self._laid = lru_cache(maxsize=4)(self._drawn)

    @property
    def mention(self) -> str:
        """The credit line of the outlines."""
        return self._opened.origine.mention

    def has(self, code: CodeInsee) -> bool:
        """Whether the outline of a commune is known."""
        topology = self._read(topology_file(code))
        return topology is not None and code in topology.communes

    def locate(
        self,
        commune: Commune,
        same_unit: Collection[CodeInsee],
        communes: Communes,
        width: float = 236.0,
    ) -> Carte | None:
        """Return the map of a commune in its département, None when its outline is not known.

        `same_unit` are the communes of its unit; those of another département are not drawn.
        `width` is in points; the height follows, and is at most 0.85 of it.
        """
        drawn = self._laid(topology_file(commune.code), width)
        if drawn is None or commune.code not in drawn.topology.communes:
            return None
        return _carte(drawn, commune, same_unit, communes)

    def _drawn(self, file: str, width: float) -> _Drawn | None:
        """Return a département as it is drawn for each of its communes."""
        topology = self._read(file)
        return _Drawn(topology, _Frame.round(topology, width)) if topology else None

    def _topology(self, file: str) -> Topology | None:
        if not any(one.fichier == file for one in self._opened.fichiers):
            return None
        return read_topology(self._opened.read(file))


def contours_of(data: OpenData) -> Contours | None:
    """Return the outlines of communes that a project has; None when it has none."""
    return data.reader("contours", Contours)


@dataclass(frozen=True, slots=True)
class _Frame:
    """How degrees become points: the mean latitude, the scale, what is at the top left."""

    width: float
    height: float
    squeeze: float
    scale: float
    west: float
    north: float

    @classmethod
    def round(cls, topology: Topology, width: float) -> _Frame:
        """Return the frame that holds a whole département, in the middle of its width."""
        west, south, east, north = bounds(point for arc in topology.arcs for point in arc)
        squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * squeeze, north - south
        room = width - 2 * MARGIN
        scale = min(room / wide, (width * HIGHEST - 2 * MARGIN) / high)
        spare = (room / scale - wide) / 2
        height = round(high * scale + 2 * MARGIN, 1)
        return cls(width, height, squeeze, scale, west * squeeze - spare, north)

    def line(self, arc: Iterable[PlanePoint]) -> list[PlanePoint]:
        """Return a line of degrees in points from the top left."""
        squeeze, scale, west, north = self.squeeze, self.scale, self.west, self.north
        return [
            (MARGIN + (lon * squeeze - west) * scale, MARGIN + (north - lat) * scale)
            for lon, lat in arc
        ]

    @property
    def box(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def km(self, points: float) -> float:
        """Return a length of the map on the ground."""
        return points / self.scale * KM_PER_DEGREE


class _Drawn:
    """A département on the paper."""

    def __init__(self, topology: Topology, frame: _Frame) -> None:
        self.topology = topology
        self.frame = frame

    @cached_property
    def true(self) -> list[list[PlanePoint]]:
        """Every arc, as fine as it is known."""
        return [self.frame.line(arc) for arc in self.topology.arcs]

    @cached_property
    def light(self) -> list[list[PlanePoint]]:
        """Every arc, as fine as it can be seen."""
        return [simplify_line(line, TOLERANCE) for line in self.true]

    @cached_property
    def limits(self) -> list[Ring]:
        """Every arc, as it is printed."""
        return [tuple(_rounded(line)) for line in self.light]

    @cached_property
    def whole(self) -> list[Ring]:
        """The outlines of the whole département."""
        return self.outlines(self.topology.communes)

    def outlines(self, codes: Iterable[str], least: float = SPECK) -> list[Ring]:
        """Return the outlines of communes taken together, the largest first."""
        rings = []
        for arcs in self.topology.outline(codes):
            ring = _joined(arcs, self.light)
            if abs(area(ring)) < TINY:
                ring = _joined(arcs, self.true)
            if len(ring) > 2 and abs(area(ring)) >= least:
                rings.append(tuple(_rounded(ring)))
        return sorted(rings, key=lambda ring: -abs(area(ring)))

    def zone(self, role: RoleZone, codes: Collection[str], least: float = SPECK) -> ZoneCarte:
        """Return communes as one zone: their outline, and the borders between them."""
        limits = tuple(self.limits[arc] for arc in self.topology.borders(codes))
        return ZoneCarte(role=role, contours=tuple(self.outlines(codes, least)), limites=limits)

    def place(self, code: str) -> PlanePoint:
        """Return a point well inside the largest outline of a commune."""
        rings = (_joined(polygon[0], self.light) for polygon in self.topology.communes[code])
        return inner_point(max(rings, key=lambda ring: abs(area(ring)) if len(ring) > 2 else 0))


def _joined(arcs: Iterable[int], lines: Sequence[list[PlanePoint]]) -> list[PlanePoint]:
    """Return the points of a ring of arcs, each told once."""
    turned = (lines[arc] if arc >= 0 else lines[~arc][::-1] for arc in arcs)
    return [point for line in turned for point in line[:-1]]


def _rounded(line: Iterable[PlanePoint]) -> list[PlanePoint]:
    """Return a line in tenths of a point, which is finer than any printer."""
    row = [(round(x, 1), round(y, 1)) for x, y in line]
    return row[:1] + [b for a, b in pairwise(row) if a != b]


def _carte(
    drawn: _Drawn, commune: Commune, same_unit: Collection[CodeInsee], communes: Communes
) -> Carte:
    known = drawn.topology.communes
    unit = [code for code in sorted(same_unit) if code in known and code != commune.code]
    others = [code for code in known if code != commune.code and code not in set(unit)]
    zones = [
        drawn.zone(RoleZone.AUTRE, others),
        drawn.zone(RoleZone.VOISINE, unit),
        drawn.zone(RoleZone.COMMUNE, [commune.code], 0),
    ]
    own = zones[-1].contours
    outline = drawn.whole
    zones.append(ZoneCarte(role=RoleZone.DEPARTEMENT, contours=tuple(outline)))
    ring = _ring(own, drawn.place(commune.code))
    clear = [*own, _square(ring)] if ring else own
    towns = _towns(drawn, commune, communes)
    marks = choose(towns, drawn.frame.box, clear)
    return Carte(
        cle=f"carte-{commune.code}",
        alternative=_alternative(drawn, commune, marks, outline[0]),
        largeur=drawn.frame.width,
        hauteur=drawn.frame.height,
        zones=tuple(zone for zone in zones if zone.contours),
        reperes=tuple(mark.repere for mark in marks),
        cercle=ring,
    )


def _towns(drawn: _Drawn, commune: Commune, communes: Communes) -> list[Town]:
    """Return the towns of the département that have an outline, but the commune, where they are."""
    known = drawn.topology.communes
    ahead = communes.in_departement(departement_of(commune.code))
    others = (one for one in ahead if one.code in known and one.code != commune.code)
    return [Town(one, drawn.place(one.code)) for one in first_ranked(others)]


def _ring(own: Sequence[Ring], place: PlanePoint) -> tuple[float, float, float] | None:
    """Return the ring round a commune that would hardly be seen."""
    if sum(abs(area(ring)) for ring in own) >= TINY:
        return None
    return (round(place[0], 1), round(place[1], 1), RADIUS)


def _square(ring: tuple[float, float, float]) -> Ring:
    x, y, radius = ring
    return ((x - radius, y - radius), (x + radius, y - radius), (x + radius, y), (x, y + radius))


def _alternative(drawn: _Drawn, commune: Commune, marks: Iterable[Landmark], outline: Line) -> str:
    """Return the words of the map; a commune is told from a town that is larger than it."""
    x, y = drawn.place(commune.code)
    left, top, right, bottom = bounds(outline)
    middle = inner_point(outline)
    within = (2 * (x - middle[0]) / (right - left), 2 * (middle[1] - y) / (bottom - top))
    people = commune.population or 0
    larger = [mark for mark in marks if (mark.town.commune.population or 0) > people]
    near = min(larger, key=lambda mark: math.dist(mark.town.place, (x, y)), default=None)
    if near is None:
        return alternative(commune, within, None)
    east, north = x - near.town.place[0], near.town.place[1] - y
    away = (drawn.frame.km(east), drawn.frame.km(north))
    return alternative(commune, within, (near.town.commune, away))
