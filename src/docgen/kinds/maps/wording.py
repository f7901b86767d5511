"""The position of a commune in words, as the alternative text of its map."""

import math
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.referential.communes.france import Commune
from docgen.referential.contours.geometry import PlanePoint

_COMPASS: Final = ("nord", "nord-est", "est", "sud-est", "sud", "sud-ouest", "ouest", "nord-ouest")
CENTRE: Final = 0.3
"""The distance from the middle that still counts as the centre; 1 is the edge."""


def alternative(
    commune: Commune, within: PlanePoint, nearest: tuple[Commune, PlanePoint] | None
) -> str:
    """Return the alternative text of the map of a commune.

    `within` is its position in the département, from -1 to 1 eastwards and northwards; `nearest`
    the nearest town on the map, and the distances east and north of it, in kilometres.
    """
    parts = [f"Carte {commune.departement.toponyme.de}. Position {commune.toponyme.de}", INSECABLE]
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
