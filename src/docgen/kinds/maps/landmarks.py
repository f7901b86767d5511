"""Which towns are written on a locator map, and on which side of its dot each has its name.

The prefecture first, then the most populated, then those that stand where no other does; all far
from one another, their names free of the frame, of other names and of the commune in question.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from docgen.charts.ink import Box
from docgen.charts.layout.placing import crosses
from docgen.charts.map import label
from docgen.charts.specification import Repere
from docgen.referential.communes.france import Commune
from docgen.referential.contours.geometry import PlanePoint, ring_contains

MAX_TOWNS: Final = 7
"""The maximum number of towns; the last is the farthest from the others, which are the largest."""
MAX_ON_SMALL: Final = 5
"""The maximum number of towns of a map less wide than `SMALL`."""
SMALL: Final = 200.0
"""The width of a map, in points, on which names as large as text leave room for all towns."""
MIN_DISTANCE: Final = 0.12
"""The minimum distance between two of them, relative to the width of the map."""
MAX_CANDIDATES: Final = 30
"""How many of the most populated communes are candidates."""
BLANK_LINE: Final = 6.0
"""The blank above and below the name of the commune, in points."""
AWAY: Final = (1.5, 4.5, 7.5)
"""The blanks between the commune and its name above or below it, in points, the best first."""
CLEAR: Final = 1.0
"""The blank between the name of the commune and the communes of its unit, in points."""
FROM_BORDER: Final = 4.25
"""The blank between a name and the border of the département, in points, where there is room."""
LEAST_BLANK: Final = 1.5
"""The least of it: a large town is worth more than a blank."""
DOT: Final = 2.5
"""Half the side of the square around a dot that stays free."""

_SEATS = """
01053 02408 03190 04070 05061 06088 07186 08105 09122 10387 11069 12202 13055 14118 15014
16015 17300 18033 19272 21231 22278 23096 24322 25056 26362 27229 28085 29232 2A004 2B033
30189 31555 32013 33063 34172 35238 36044 37261 38185 39300 40192 41018 42218 43157 44109
45234 46042 47001 48095 49007 50502 51108 52121 53130 54395 55029 56260 57463 58194 59350
60057 61001 62041 63113 64445 65440 66136 67482 68066 69123 70550 71270 72181 73065 74010
75056 76540 77288 78646 79191 80021 81004 82121 83137 84007 85191 86194 87085 88160 89024
90010 91228 92050 93008 94028 95500 97105 97209 97302 97411 97611
"""
PREFECTURES: Final = frozenset(_SEATS.split())
"""The seats of the départements; source: `chefLieu` of `@etalab/decoupage-administratif` 6.0.0."""


@dataclass(frozen=True, slots=True)
class Town:
    """A candidate commune, and its place on the map, in points."""

    commune: Commune
    place: PlanePoint

    def reperes(self, *, higher: bool = False) -> list[Repere]:
        """Return its landmark, with its name to the right and to the left."""
        x, y = (round(length, 1) for length in self.place)
        name = self.commune.toponyme.seul
        return [
            Repere(nom=name, x=x, y=y, a_gauche=left, plus_haut=higher) for left in (False, True)
        ]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A town on the map, as it is drawn."""

    town: Town
    repere: Repere


@dataclass(frozen=True, slots=True)
class MapFrame:
    """Where names may stand: within the frame of a map of a width, away from the border.

    They cover no commune of `unit` where there is room.
    """

    frame: Box
    width: float
    border: Sequence[Sequence[PlanePoint]] = ()
    unit: Sequence[Sequence[PlanePoint]] = ()


def landmark_candidates(communes: Iterable[Commune]) -> list[Commune]:
    """Return the candidates: the prefecture, then the most populated communes."""

    def rank(commune: Commune) -> tuple[bool, int, str]:
        return (commune.code not in PREFECTURES, -(commune.population or 0), commune.code)

    return sorted(communes, key=rank)[:MAX_CANDIDATES]


def choose_landmarks(
    towns: Iterable[Town],
    within: MapFrame,
    kept_clear: Sequence[Sequence[PlanePoint]],
    own: Repere | None = None,
) -> tuple[Landmark, ...]:
    """Return the landmarks of a map, from towns in order of rank.

    No name covers the outlines `kept_clear` or the name of the commune (`own`); only that of the
    first town stands close above or below it, or right by the border.
    """
    chosen: list[Landmark] = []
    boxes = [label(own).box] if own else []
    around = [_with_blank(boxes[0])] if own else []
    min_distance = MIN_DISTANCE * within.width
    candidates = list(towns)
    first = candidates[0] if candidates else None
    most = MAX_TOWNS if within.width >= SMALL else MAX_ON_SMALL
    while candidates and len(chosen) < most:
        town = (
            candidates[0]
            if len(chosen) < most - 1
            else max(candidates, key=lambda candidate: _gap(candidate, chosen))
        )
        candidates.remove(town)
        if chosen and _gap(town, chosen) < min_distance:
            continue
        taken = boxes if town is first else [*boxes, *around]
        beside, higher = (
            [one for one in names if _is_free(one, within.frame, taken, kept_clear)]
            for names in (town.reperes(), town.reperes(higher=True))
        )
        clear = _clear(beside, within.unit) or _clear(higher, within.unit)
        free = [*clear, *beside] if beside else []
        blanks = (FROM_BORDER, LEAST_BLANK, *((0.0,) if town is first else ()))
        if repere := next(_off_the_border(free, within, blanks), None):
            chosen.append(Landmark(town, repere))
            boxes += (label(repere).box, _dot(repere))
    return tuple(chosen)


def own_reperes(nom: str, place: PlanePoint, outline: Box, within: MapFrame) -> list[Repere]:
    """Return where the name of the commune may stand: right, left, below or above its outline.

    Those by the border count only where all are. Where all cover communes of its unit, it stands
    askew or farther away, if it covers none there; there is none where it has no room.
    """
    frame = _inset(within.frame, FROM_BORDER)
    right = Repere(nom=nom, x=outline.right, y=place[1], propre=True)
    box = label(right).box
    wide, high = box.right - box.left, box.bottom - box.top
    beside = min(max(place[1], frame.top + high / 2), frame.bottom - high / 2)
    right = right.model_copy(update={"y": round(beside, 1)})
    left = right.model_copy(update={"x": outline.left, "a_gauche": True})

    def over_and_under(start: float, away: float) -> list[Repere]:
        x = min(max(start, frame.left), frame.right - wide) - (box.left - outline.right)
        heights = (outline.bottom + high / 2 + away, outline.top - high / 2 - away)
        return [right.model_copy(update={"x": x, "y": round(y, 1)}) for y in heights]

    starts = (outline.left + outline.right - wide) / 2, outline.left, outline.right - wide
    straight = _inside((right, left, *over_and_under(starts[0], AWAY[0])), within)
    askew = ([one for start in starts for one in over_and_under(start, away)] for away in AWAY)
    choices = (straight, *(_inside(names, within) for names in askew))
    return next(filter(None, (_clear(names, within.unit) for names in choices)), straight)


def _inside(names: Iterable[Repere], within: MapFrame) -> list[Repere]:
    """Return the names that have room, those off the border where there are any."""
    inside = [name for name in names if _is_free(name, within.frame, (), ())]
    off = ([*_off_the_border(inside, within, (blank,))] for blank in (LEAST_BLANK, 0.0))
    return next(filter(None, off), inside)


def _off_the_border(
    names: Sequence[Repere], within: MapFrame, blanks: Iterable[float]
) -> Iterator[Repere]:
    """Yield the names that are as far from the border as the first blank, then the next."""
    for blank in blanks:
        for name in names:
            box = _inset(label(name).box, -blank)
            if not any(_is_crossed(box, ring) for ring in within.border):
                yield name


def _is_crossed(box: Box, ring: Sequence[PlanePoint]) -> bool:
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    return any(
        (x1 <= right or x2 <= right)
        and (x1 >= left or x2 >= left)
        and (y1 <= bottom or y2 <= bottom)
        and (y1 >= top or y2 >= top)
        and crosses(((x1, y1), (x2, y2)), box)
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
    )


def _inset(box: Box, blank: float) -> Box:
    return Box(box.left + blank, box.top + blank, box.right - blank, box.bottom - blank)


def _clear(names: Iterable[Repere], unit: Iterable[Sequence[PlanePoint]]) -> list[Repere]:
    def covers(box: Box) -> bool:
        return any(_covers(_inset(box, -CLEAR), ring) for ring in unit)

    return [name for name in names if not covers(label(name).box)]


def _with_blank(box: Box) -> Box:
    return Box(box.left, box.top - BLANK_LINE, box.right, box.bottom + BLANK_LINE)


def _gap(town: Town, chosen: Iterable[Landmark]) -> float:
    return min(math.dist(town.place, landmark.town.place) for landmark in chosen)


def _dot(repere: Repere) -> Box:
    return Box(repere.x - DOT, repere.y - DOT, repere.x + DOT, repere.y + DOT)


def _is_free(
    repere: Repere, frame: Box, boxes: Iterable[Box], kept_clear: Iterable[Sequence[PlanePoint]]
) -> bool:
    name, dot = label(repere).box, _dot(repere)
    inside = min(name.left, dot.left) >= frame.left and max(name.right, dot.right) <= frame.right
    inside = inside and name.top >= frame.top and name.bottom <= frame.bottom
    taken = any(box.meets(name) or box.meets(dot) for box in boxes)
    return inside and not taken and not any(_covers(name, ring) for ring in kept_clear)


def _covers(box: Box, ring: Sequence[PlanePoint]) -> bool:
    return (
        any(crosses(side, box) for side in pairwise((*ring, ring[0])))
        or ring_contains(ring, (box.left, box.top))
        or ring_contains(ring, (box.right, box.bottom))
    )
