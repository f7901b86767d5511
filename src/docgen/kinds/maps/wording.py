"""Where a commune is, in words: what a map says to those who do not see it."""

from __future__ import annotations

import math
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.referential.communes.communes import Commune
from docgen.referential.contours.geometry import PlanePoint

_COMPASS: Final = ("nord", "nord-est", "est", "sud-est", "sud", "sud-ouest", "ouest", "nord-ouest")
CENTRE: Final = 0.3
"""How far from the middle of its département a commune still is at its centre; 1 is the edge."""


def alternative(
    commune: Commune, within: PlanePoint, nearest: tuple[Commune, PlanePoint] | None
) -> str:
    """Return the words of a commune's map.

    `within` is where it is in its département, from -1 to 1 eastwards and northwards; `nearest` the
    nearest town of the map, and how far east and north of it the commune is, in kilometres.
    """
    said = [f"Carte {commune.departement.toponyme.de}. Position {commune.toponyme.de}", INSECABLE]
    said.append(f": {_within(within)} du département")
    if nearest:
        town, (east, north) = nearest
        distance = max(1, round(math.hypot(east, north)))
        direction = _at(_towards(east, north))
        said.append(f", à {distance}{INSECABLE}km {direction} {town.toponyme.de}")
    return f"{''.join(said)}."


def _within(place: PlanePoint) -> str:
    if math.hypot(*place) < CENTRE:
        return "au centre"
    point = _towards(*place)
    return f"dans {'l’' if point[0] in 'eo' else 'le '}{point}"


def _towards(east: float, north: float) -> str:
    """Return the point of the compass nearest to a direction."""
    eighths = round(math.degrees(math.atan2(east, north)) / 45)
    return _COMPASS[eighths % 8]


def _at(point: str) -> str:
    """``sud`` → ``au sud``, ``est`` → ``à l’est``."""
    return f"à l’{point}" if point[0] in "eo" else f"au {point}"
