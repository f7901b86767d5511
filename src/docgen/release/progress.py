"""How far a release is, as those who wait for it are told: its steps, and each step's progress."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str, int, int], None]
"""What is being done, how many of it are done, of how many."""
