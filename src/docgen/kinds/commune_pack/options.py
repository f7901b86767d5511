"""The options of the pack."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from docgen.document import Diffusion
from docgen.request import Options


@dataclass(frozen=True, slots=True)
class PackOptions(Options):
    """`circle` is who may read the pack, `visite` the day of the visit.

    `complet` binds the whole memento beside its two pages.  The internal circle reads the force's
    page of figures in place of the public one.
    """

    circle: Diffusion = Diffusion.PARTENAIRES
    visite: date | None = None
    complet: bool = False

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options of a release: everything for one circle of readers."""
        return cls(circle=circle)
