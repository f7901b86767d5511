"""Changes from one year to the next, computed in one place for every sheet.

Invariant: a change is always a count; it is a percentage only from 20 facts on, and a whole one
below 1 000 facts, where a decimal would be less than a fact.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

BASE_MINIMALE: Final = 20
"""How many facts a percentage needs to mean more than chance."""
BASE_D_UNE_DECIMALE: Final = 1000
"""How many facts make a tenth of a percent at least one fact."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A change in facts, and in percent where the base allows it."""

    ecart: int
    pourcent: Decimal | None


def variation(avant: int, apres: int) -> Variation:
    """Return the change between two counts; raise ValueError for a negative count."""
    if avant < 0 or apres < 0:
        raise ValueError(f"{min(avant, apres)} n’est pas un nombre de faits")
    ecart = apres - avant
    if avant < BASE_MINIMALE:
        return Variation(ecart, None)
    exponent = Decimal("0.1") if avant >= BASE_D_UNE_DECIMALE else Decimal(1)
    return Variation(ecart, arrondi(Decimal(100 * ecart) / avant, exponent))


def arrondi(value: Decimal, exponent: Decimal) -> Decimal:
    """Return a value rounded half away from zero: 2.5 → 3, −2.5 → −3, −0.2 → 0 (unsigned)."""
    return value.quantize(exponent, ROUND_HALF_UP) + 0
