"""The two forces, and the zones where each is competent."""

from enum import StrEnum


class Force(StrEnum):
    """A force; the value is that of the official file, except for AUTRE."""

    GENDARMERIE = "GN"
    POLICE = "PN"
    AUTRE = "autre"
    """An institution that docgen does not know; documents give only the unit's name."""


class Zone(StrEnum):
    """The zone of a force, as people write it."""

    GENDARMERIE = "gendarmerie"
    POLICE = "police"

    @property
    def force(self) -> Force:
        return {Zone.GENDARMERIE: Force.GENDARMERIE, Zone.POLICE: Force.POLICE}[self]
