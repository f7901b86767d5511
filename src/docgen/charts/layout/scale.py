"""The value axis: from zero, in three to five round steps."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ROUND: Final = tuple(Decimal(step) for step in ("1", "2", "2.5", "3", "5", "10"))
"""The first digits of a step; one of them always gives three or four steps."""
STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from zero to `top`, with a mark at every `step`."""

    top: Decimal
    step: Decimal

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The values of the marks, zero and top included."""
        return tuple(self.step * rank for rank in range(int(self.top / self.step) + 1))

    @property
    def decimals(self) -> int:
        """The number of decimals of its marks; zero has none."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def share(self, value: Decimal) -> float:
        """Return the place of a value between zero (0) and the top (1)."""
        return float(value / self.top)


def scale_for(values: Iterable[Decimal], whole: bool, *, topped: bool = False) -> Scale:
    """Return the axis for these values, none below zero; `whole` for counts.

    Without a value above zero it goes up to one, so that a line of zeros lies on the axis.  With
    `topped` it goes one step higher than a value at its top, which is labelled there.
    """
    highest = max(values, default=Decimal(0))
    if highest <= 0:
        return Scale(Decimal(1), Decimal(1))
    step = _step(highest, whole)
    steps = math.floor(highest / step) + 1 if topped else math.ceil(highest / step)
    return Scale(step * steps, step)


def _step(highest: Decimal, whole: bool) -> Decimal:
    """Return the smallest round step of which four reach a value."""
    power = Decimal(1).scaleb((highest / STEPS).adjusted())
    steps = (power * first for first in ROUND)
    fit = (step for step in steps if step * STEPS >= highest and not (whole and step % 1))
    return next(fit, Decimal(1))
