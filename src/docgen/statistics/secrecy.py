"""Statistical secrecy as a type: what is not communicated has no number that could be printed.

Law: a published 0 is a 0; what is hidden is never 0, never blank, never an estimate.
Source: SSMSI, a communal figure is released only where more than five facts were recorded over
three successive years; its column `est_diffuse` is read, and no threshold is ever recomputed.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Diffuse:
    """A published value: how many facts, and the rate per 1 000 that the source gives with it.

    There is no rate, None, where nobody lives: in a destroyed village a fact is a fact.
    """

    nombre: int
    taux: Decimal | None

    def __post_init__(self) -> None:
        """Refuse what cannot have been counted."""
        wrong = self.taux is not None and not (self.taux.is_finite() and self.taux >= 0)
        if isinstance(self.nombre, bool) or self.nombre < 0 or wrong:
            message = f"{self.nombre!r} faits, {self.taux!r} pour mille : ce n’est pas un décompte"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class _SansNombre:
    """A value without a number: it is equal to its like, and does nothing else."""

    def __bool__(self) -> NoReturn:
        """Refuse `valeur or 0`, which would make a number of it."""
        message = f"« {self} » n’est ni vrai ni faux : ce n’est pas un nombre"
        raise TypeError(message)


@dataclass(frozen=True, slots=True)
class NonDiffuse(_SansNombre):
    """A value that the source keeps to itself: the secret of statistics."""

    def __str__(self) -> str:
        return "non communiqué (secret statistique)"


@dataclass(frozen=True, slots=True)
class Absent(_SansNombre):
    """A value that the source does not hold at all: another year, another indicator."""

    def __str__(self) -> str:
        return "non disponible"


Valeur = Diffuse | NonDiffuse | Absent
