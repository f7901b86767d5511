"""The callback that reports how far a release is."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str, int, int], None]
"""Called with the name of the step, how many things are done, of how many."""
