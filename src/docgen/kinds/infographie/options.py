"""The options of the page of figures."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from docgen.document import Diffusion
from docgen.request import Options


@dataclass(frozen=True, slots=True)
class InfographieOptions(Options):
    """`annee` is the last year of figures, None for the last known; `interne` the force's page.

    `circle` is who may read the public page where it is bound: it then names whom they may call.
    """

    annee: int | None = None
    interne: bool = False
    circle: Diffusion = Diffusion.PUBLIQUE

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options of a release: the internal page for internal readers."""
        return cls(interne=circle is Diffusion.INTERNE)
