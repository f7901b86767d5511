"""The axis of values: from zero, in three or four round steps."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ROUND: Final = tuple(Decimal(step) for step in ("1", "2", "2.5", "3", "5", "10"))
"""What a step may begin with: among these, one always makes three or four."""
STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from zero to `top`, marked at every `step`."""

    top: Decimal
    step: Decimal

    @property
    def marks(self) -> tuple[Decimal, ...]:
        """The values written along the axis, zero and top among them."""
        return tuple(self.step * rank for rank in range(int(self.top / self.step) + 1))

    @property
    def decimals(self) -> int:
        """How many decimals its marks are written with; zero has none."""
        return max(0, -int(self.step.normalize().as_tuple().exponent))

    def share(self, value: Decimal) -> float:
        """Return how far a value is from zero (0) to the top (1)."""
        return float(value / self.top)


def scale_for(values: Iterable[Decimal], whole: bool) -> Scale:
    """Return the axis on which these values, none below zero, stand; `whole` for counts.

    Without a value above zero the axis goes to one, so that a line of zeros lies on the ground.
    """
    highest = max(values, default=Decimal(0))
    if highest <= 0:
        return Scale(Decimal(1), Decimal(1))
    step = _step(highest, whole)
    return Scale(step * math.ceil(highest / step), step)


def _step(highest: Decimal, whole: bool) -> Decimal:
    """Return the smallest round step that reaches a value in four."""
    power = Decimal(1).scaleb((highest / STEPS).adjusted())
    steps = (power * first for first in ROUND)
    fit = (step for step in steps if step * STEPS >= highest and not (whole and step % 1))
    return next(fit, Decimal(1))
