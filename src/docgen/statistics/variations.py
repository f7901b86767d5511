"""A change from one year to the next, computed in one place for every sheet.

Law: a count always; a percentage only on a base of 20 facts at least, never from zero; whole
under 1 000 facts, where a decimal would mean less than a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

BASE_MINIMALE: Final = 20
"""Facts under which a percentage says more about chance than about the year."""
BASE_D_UNE_DECIMALE: Final = 1000
"""Facts from which a tenth of a percent is a fact at least."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A change: how many facts more or less, and in percent where the base allows it."""

    ecart: int
    pourcent: Decimal | None


def variation(avant: int, apres: int) -> Variation:
    """Return the change between two counts; raise ValueError for less than nothing."""
    if avant < 0 or apres < 0:
        message = f"{min(avant, apres)} n’est pas un nombre de faits"
        raise ValueError(message)
    ecart = apres - avant
    if avant < BASE_MINIMALE:
        return Variation(ecart, None)
    exponent = Decimal("0.1") if avant >= BASE_D_UNE_DECIMALE else Decimal(1)
    return Variation(ecart, arrondi(Decimal(100 * ecart) / avant, exponent))


def arrondi(value: Decimal, exponent: Decimal) -> Decimal:
    """Return a value rounded half away from zero: 2.5 → 3, −2.5 → −3, −0.2 → 0 without a sign."""
    return value.quantize(exponent, ROUND_HALF_UP) + 0
