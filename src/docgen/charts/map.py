"""A locator map as SVG: département outlined, the unit's communes blue, the commune brick.

In greyscale the commune is the darkest area.  Coordinates are relative, in tenths of a point, so
that a département takes some 40 kB.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, ENCRE, PASTEL, Style, Words, disc, drawing, fmt, words
from docgen.charts.specification import Carte, Repere, RoleZone, ZoneCarte

BRIGADE, VOILE, LIMITE = "#6E98C7", "#EEF3F8", "#D3DAE3"
LABEL: Final = Style(8.5, ENCRE)
"""The style of the names of towns."""
OWN_LABEL: Final = Style(8.5, BRIQUE, bold=True)
"""The style of the name of the commune, in the colour of its outline."""
NAME_DISTANCE: Final = 4.0
"""The distance from a name to the centre of its dot, in points."""
HIGHER: Final = 5.0
"""How much higher than its dot a name stands that would cover a commune, in points."""
OWN_NAME_DISTANCE: Final = 3.0
"""The distance from the name of the commune to its outline, in points."""
DOT, EDGE = 1.8, 0.6
"""The radius of a town's dot, and the white edge round it."""
HALO: Final = 2.2
TINY: Final = 3.4
"""The radius of the dot that stands for a tiny commune."""

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ZoneStyle:
    """The style of a role: fill, outline and inner borders; thickness in points."""

    fill: str
    outline: str
    thickness: float
    border: str = BLANC
    border_thickness: float = 0.5


ZONE_STYLES: Final = {
    RoleZone.AUTRE: ZoneStyle(VOILE, "", 0, LIMITE, 0.4),
    RoleZone.VOISINE: ZoneStyle(BRIGADE, BLANC, 0.6),
    RoleZone.COMMUNE: ZoneStyle(BRIQUE, BLANC, 0.5),
    RoleZone.DEPARTEMENT: ZoneStyle("", PASTEL, 1),
}
"""The style of each role, from the lowest to the highest."""


LINES: Final = 4096
"""How many lines are remembered as drawn: the communes of a département have all of them."""


def draw_map(carte: Carte) -> str:
    """Return a map as SVG."""
    parts: list[str | Words] = ['<g transform="scale(.1)" stroke-linejoin="round">']
    parts += (mark for zone in in_order(carte.zones) for mark in _zone(zone))
    parts.append("</g>")
    parts += _tiny_commune(carte)
    parts += (_dot(repere) for repere in carte.reperes if not repere.propre)
    names = [label(repere) for repere in carte.reperes]
    parts.append(f'<g stroke="{BLANC}" stroke-width="{HALO}" stroke-linejoin="round">')
    parts += names
    parts += ("</g>", *names)
    title = carte.alternative.partition(".")[0]
    return drawing(carte.largeur, carte.hauteur, title, carte.alternative, parts)


def in_order(zones: Iterable[ZoneCarte]) -> list[ZoneCarte]:
    """Return zones in drawing order, from the lowest."""
    ranks = {role: rank for rank, role in enumerate(ZONE_STYLES)}
    return sorted(zones, key=lambda zone: ranks[zone.role])


def label(repere: Repere) -> Words:
    """Return the name of a town, beside its dot, or of the commune, beside its outline."""
    style = OWN_LABEL if repere.propre else LABEL
    beside = OWN_NAME_DISTANCE if repere.propre else NAME_DISTANCE
    y = repere.y - HIGHER * repere.plus_haut + 0.33 * style.size
    if repere.a_gauche:
        return words(repere.nom, repere.x - beside, y, "end", style)
    return words(repere.nom, repere.x + beside, y, "start", style)


def _zone(zone: ZoneCarte) -> Iterator[str]:
    dress = ZONE_STYLES[zone.role]
    if zone.contours:
        line = f' stroke="{dress.outline}" stroke-width="{_tenths(dress.thickness)}"'
        outlined = line if dress.outline else ""
        path = "".join(_path(ring, closed=True) for ring in zone.contours)
        fill = dress.fill or "none"
        yield f'<path d="{path}" fill="{fill}" fill-rule="evenodd"{outlined}/>'
    if zone.limites:
        path = "".join(map(_path, zone.limites))
        line = f'stroke="{dress.border}" stroke-width="{_tenths(dress.border_thickness)}"'
        yield f'<path d="{path}" fill="none" {line}/>'


@lru_cache(maxsize=LINES)
def _path(line: Line, *, closed: bool = False) -> str:
    """Return a line in relative tenths: ``M120 45l3-4 5 6z``; empty if it is a single point.

    An « l » without numbers would end the path.
    """
    points = [(_tenths(x), _tenths(y)) for x, y in line]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(points)]
    moves = "".join(f"{x: d}{y: d}".replace(" -", "-") for x, y in steps if x or y)
    if not moves:
        return ""
    (x, y) = points[0]
    return f"M{x} {y}l{moves.lstrip()}{'z' if closed else ''}".replace(" -", "-")


def _tenths(length: float) -> int:
    return round(length * 10)


def _tiny_commune(carte: Carte) -> Iterator[str]:
    if carte.cercle:
        x, y, _ = carte.cercle
        yield disc(x, y, TINY, BRIQUE)


def _dot(repere: Repere) -> str:
    place = f'cx="{fmt(repere.x)}" cy="{fmt(repere.y)}" r="{DOT}"'
    return f'<circle {place} fill="{ENCRE}" stroke="{BLANC}" stroke-width="{EDGE}"/>'
