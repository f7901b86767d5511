"""Which communes are asked for, in the words of those who ask."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.referential.communes.zones import Zone


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: communes by code or name, and places whose communes are all meant.

    Without a `zone`, communes that are named are taken as they are, and those of a place only if
    the gendarmerie is competent there; with `partout`, those of a place are taken as they are too.
    """

    communes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    epci: tuple[str, ...] = ()
    unites: tuple[str, ...] = ()
    tout: bool = False
    zone: Zone | None = None
    partout: bool = False
