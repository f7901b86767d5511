"""The two forces, and the zones where each is competent, as people and files write them."""

from __future__ import annotations

from enum import StrEnum


class Force(StrEnum):
    """Which force is competent; the value is that of the official file, but for AUTRE."""

    GENDARMERIE = "GN"
    POLICE = "PN"
    AUTRE = "autre"
    """An institution that docgen does not know; the unit's name is all that is said of it."""


class Zone(StrEnum):
    """Where a force is competent, as people write it."""

    GENDARMERIE = "gendarmerie"
    POLICE = "police"

    @property
    def force(self) -> Force:
        """The force that is competent there."""
        return {Zone.GENDARMERIE: Force.GENDARMERIE, Zone.POLICE: Force.POLICE}[self]
