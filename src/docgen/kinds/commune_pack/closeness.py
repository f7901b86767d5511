"""How close rows are set, so that a list of a pack stays on its page whatever their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Closeness:
    """Rows of a list, in points: of a heading, a row, a further line of it; `name` is their class.

    Style sheet and Word template have the same heights.
    """

    name: str
    heading: float
    row: float
    line: float


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of rows: its height in points, how many signs a line holds, the loosest rows first."""

    height: float
    signs: int
    choices: tuple[Closeness, ...]

    def closeness(self, headings: int, rows: Sequence[str], loosest: int = 0) -> str:
        """Return the class of the loosest rows that stay on the page, or of the closest.

        `loosest` is the rank of the first that may be chosen.
        """
        further = self.further_lines(rows)
        fitting = (
            one.name
            for one in self.choices[loosest:]
            if headings * one.heading + len(rows) * one.row + further * one.line <= self.height
        )
        return next(fitting, self.choices[-1].name)

    def further_lines(self, rows: Sequence[str]) -> int:
        """Return how many lines the rows have beyond their first."""
        return sum((len(row) - 1) // self.signs for row in rows)


CLOSE: Final = "fourni"
"""The class of the closest rows of fiches, and the density of a pack that has them."""
ACT: Final = ListPage(
    height=650,  # under a lead of two lines
    signs=80,
    choices=(
        Closeness("", 33.4, 25.3, 14.5),
        Closeness("serres", 29.4, 18.5, 13.5),
        Closeness("denses", 29.4, 15.9, 12.5),
    ),
)
"""The page of the commitments and of the durations of the act."""
ACTIONS: Final = ListPage(
    height=655,
    signs=90,
    choices=(
        Closeness("ample large", 33.4, 47.6, 14),
        Closeness("ample", 33.4, 43.6, 14),
        Closeness("", 29.4, 38.6, 14),
        Closeness(CLOSE, 27.4, 28.7, 12),
    ),
)
"""The page of the fiches: a title and a reason a row; Word sets the last closer than the others."""
