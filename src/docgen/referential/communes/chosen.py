"""A selection of communes, in the terms of the command line."""

from dataclasses import dataclass

from docgen.referential.communes.zones import Zone


@dataclass(frozen=True, slots=True)
class Selection:
    """Communes by code or name, and places all of whose communes are selected.

    Without a `zone`, the communes of a place are selected only where the gendarmerie is competent
    (with `partout`, everywhere); communes given by name always are.
    """

    communes: tuple[str, ...] = ()
    departements: tuple[str, ...] = ()
    epci: tuple[str, ...] = ()
    unites: tuple[str, ...] = ()
    tout: bool = False
    zone: Zone | None = None
    partout: bool = False
