"""The progress of a batch, for those who wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What is being done."""

    VERIFICATION = "vérification"
    FABRICATION = "fabrication"


@dataclass(frozen=True, slots=True)
class Progress:
    """The number of communes that are done, those kept and failed included, and their total.

    `patience` is for how many seconds the batch waits for a worker, None when there is one.
    """

    phase: Phase
    done: int
    total: int
    kept: int = 0
    failed: int = 0
    patience: float | None = None


OnProgress = Callable[[Progress], None]
