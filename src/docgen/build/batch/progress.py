"""How far a batch is, as those who wait for it are told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """What is being done to communes."""

    VERIFICATION = "vérification"
    FABRICATION = "fabrication"


@dataclass(frozen=True, slots=True)
class Progress:
    """Communes dealt with, of how many; among them, those that were known, and the failed.

    Known are those that need not be composed, then those whose files stand.  When nobody is there
    to make the rest, `patience` is for how many seconds more someone is waited for.
    """

    phase: Phase
    done: int
    total: int
    kept: int = 0
    failed: int = 0
    patience: float | None = None


Tell = Callable[[Progress], None]
