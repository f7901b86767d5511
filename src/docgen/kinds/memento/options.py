"""The options of the memento."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from docgen.document import Diffusion
from docgen.request import Options


@dataclass(frozen=True, slots=True)
class MementoOptions(Options):
    """`layout` is the only layout to make, by the name of its template.

    Without it, the booklet and the sheet, and the posters too if `posters`; `named` is part of the
    name of those posters that are wanted, all if it is empty.
    """

    layout: str = ""
    posters: bool = False
    named: str = ""

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options of a release, which makes all."""
        return cls(posters=True)
