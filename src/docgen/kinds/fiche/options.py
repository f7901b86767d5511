"""The options of a fiche."""

from dataclasses import dataclass

from docgen.document import Diffusion
from docgen.request import Options


@dataclass(frozen=True, slots=True)
class FicheOptions(Options):
    """`circle` is who may read what it is bound into, None for a fiche by itself."""

    circle: Diffusion | None = None
