"""The options of the pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from docgen.document import Diffusion
from docgen.request import Options, option


@dataclass(frozen=True, slots=True)
class PackOptions(Options):
    """`circle` is who may read the pack, `visite` the day of the visit.

    `complet` binds the whole memento beside its two pages, `interne` the force's page of figures
    in place of the public one.
    """

    circle: Diffusion = field(default=Diffusion.PARTENAIRES, metadata=option("--diffusion"))
    visite: date | None = field(default=None, metadata=option("--visite"))
    complet: bool = field(default=False, metadata=option("--memento complet"))
    interne: bool = False

    @classmethod
    def of_release(cls, circle: Diffusion, day: date) -> Self:
        """Return the options of a release: everything for one circle of readers."""
        return cls(circle=circle, interne=circle is Diffusion.INTERNE)

    def typed(self, *, framed: bool) -> Iterator[tuple[str, str]]:
        """Yield how the pack is laid out, if that was chosen."""
        if not (framed or self.complet):
            yield "--rendu", "direct"
