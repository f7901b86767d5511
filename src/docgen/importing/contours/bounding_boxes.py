"""Bounding boxes of the parts of France, which reveal a wrong position."""

from typing import Final, NamedTuple

from docgen.french.territory import departement_of


class BoundingBox(NamedTuple):
    """A part of the globe, in degrees (WGS 84)."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a position is in it."""
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north


METROPOLE: Final = BoundingBox(-6.0, 41.0, 10.0, 52.0)
BOXES: Final = {
    "971": BoundingBox(-62.0, 15.5, -60.5, 17.0),
    "972": BoundingBox(-61.5, 14.0, -60.5, 15.2),
    "973": BoundingBox(-55.0, 1.5, -51.0, 6.5),
    "974": BoundingBox(55.0, -22.0, 56.2, -20.5),
    "975": BoundingBox(-57.0, 46.0, -55.5, 47.8),
    "976": BoundingBox(44.5, -13.5, 45.8, -12.0),
    "977": BoundingBox(-63.5, 17.5, -62.5, 18.5),
    "978": BoundingBox(-63.5, 17.5, -62.5, 18.5),
    "986": BoundingBox(-179.0, -15.0, -175.0, -12.5),
    "987": BoundingBox(-156.0, -29.0, -133.0, -6.0),
    "988": BoundingBox(157.0, -24.0, 174.0, -17.0),
    "989": BoundingBox(-110.0, 9.5, -108.5, 11.0),
}
"""The overseas territories, with a margin. No box, swapped, meets another or the mainland."""


def bounding_box_of(code: str) -> BoundingBox:
    """Return the box of the communes whose codes begin as this one."""
    return BOXES.get(departement_of(code), METROPOLE)


def in_france(longitude: float, latitude: float) -> bool:
    """Whether a position is in any part of France."""
    return any(frame.holds(longitude, latitude) for frame in (METROPOLE, *BOXES.values()))
