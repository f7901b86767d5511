"""The options of the memento."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.request import SET, Options


@dataclass(frozen=True, slots=True)
class MementoOptions(Options):
    """`layout` is the only layout to make, by the name of its template."""

    layout: str = ""

    def typed(self, *, framed: bool) -> Iterator[tuple[str, str]]:
        """Yield the option that asks for a layout, which bears its name."""
        if self.layout:
            yield f"--{self.layout}", SET
