"""Pairs of two rows of things in their order: worth most together, or as many as can be."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

Pair = tuple[int | None, int | None]
"""The ranks of one thing in two rows, None in the row that has it not."""


def pair_in_order(rows: int, columns: int, worth: Callable[[int, int], float]) -> Iterator[Pair]:
    """Yield the ranks of two rows of these lengths: in pairs, and of what is left alone.

    `worth` tells what a pair is worth, 0 for none.
    """
    worths = [[worth(i, j) for j in range(columns)] for i in range(rows)]
    best = _best_sums(worths, rows, columns)
    i = j = 0
    while i < rows or j < columns:
        paired = worths[i][j] if i < rows and j < columns else 0.0
        if paired and best[i][j] == best[i + 1][j + 1] + paired:
            yield i, j
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            yield i, None
            i += 1
        else:
            yield None, j
            j += 1


def _best_sums(worths: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    """Return, from each pair of ranks on, the most that pairs are worth together."""
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            pair = best[i + 1][j + 1] + worths[i][j]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    return best


def rising_ranks(values: Sequence[int]) -> tuple[int, ...]:
    """Return the ranks of the most values of which each is larger than the one before."""
    tails: list[int] = []  # by length, the least value on which such a row may end
    rows: list[tuple[int, ...]] = []
    for rank, value in enumerate(values):
        length = bisect_left(tails, value)
        rows[length : length + 1] = [(*(rows[length - 1] if length else ()), rank)]
        tails[length : length + 1] = [value]
    return rows[-1] if rows else ()
