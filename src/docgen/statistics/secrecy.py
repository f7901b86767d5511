"""Statistical secrecy as types: a value that is not published has no number to print.

Invariant: a published 0 is a 0; a hidden value is never 0, never blank, never an estimate.
Source: SSMSI, a communal figure is released only where more than five facts were recorded over
three successive years.  Its column `est_diffuse` decides; no threshold is computed here.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn


@dataclass(frozen=True, slots=True)
class Diffuse:
    """A published value: the number of facts, and the source's rate per 1 000.

    The rate is None where nobody lives, as in a destroyed village.
    """

    nombre: int
    taux: Decimal | None

    def __post_init__(self) -> None:
        bad_rate = self.taux is not None and not (self.taux.is_finite() and self.taux >= 0)
        if isinstance(self.nombre, bool) or self.nombre < 0 or bad_rate:
            message = f"{self.nombre!r} faits, {self.taux!r} pour mille : ce n’est pas un décompte"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class _SansNombre:
    """A value without a number, which supports equality and nothing else."""

    def __bool__(self) -> NoReturn:
        # `valeur or 0` would turn a hidden value into a number.
        raise TypeError(f"« {self} » n’est ni vrai ni faux : ce n’est pas un nombre")


@dataclass(frozen=True, slots=True)
class NonDiffuse(_SansNombre):
    """A value that the source withholds under statistical secrecy."""

    def __str__(self) -> str:
        return "non communiqué (secret statistique)"


@dataclass(frozen=True, slots=True)
class Absent(_SansNombre):
    """A value that the source does not hold: another year, another indicator."""

    def __str__(self) -> str:
        return "non disponible"


Valeur = Diffuse | NonDiffuse | Absent
