"""The options of a fiche."""

from dataclasses import dataclass
from datetime import date

from docgen.document import Diffusion
from docgen.request import Options


@dataclass(frozen=True, slots=True)
class FicheOptions(Options):
    """`circle` is who may read what it is bound into, None for a fiche by itself.

    `au` is the day on which the act is read, None for today; `beside` are the fiches bound with it.
    """

    circle: Diffusion | None = None
    au: date | None = None
    beside: tuple[str, ...] = ()
