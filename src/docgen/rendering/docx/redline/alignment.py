"""What of one row of things is in another: pairs by name, by likeness, and word by word."""

import difflib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from docgen.rendering.docx.redline.atoms import Atom

Pair = tuple[int | None, int | None]
"""The ranks of one thing in the old row and in the new one, None where it is missing."""


class Stretch(NamedTuple):
    """Stretches of two rows that are the same, or that replace one another."""

    same: bool
    old: slice
    new: slice


def compare_atoms(old: Sequence[Atom], new: Sequence[Atom]) -> list[Stretch]:
    """Return what two rows of atoms have in common and what differs, in order.

    Blanks alone between two changes are part of the change, which is then easier to read.
    """
    matcher = difflib.SequenceMatcher(
        None, [atom.key for atom in old], [atom.key for atom in new], autojunk=False
    )
    changes: list[Stretch] = []
    for tag, *ranks in matcher.get_opcodes():
        change = Stretch(tag == "equal", slice(*ranks[:2]), slice(*ranks[2:]))
        between = len(changes) > 1 and changes[-1].same and not change.same
        if between and all(atom.said.isspace() for atom in old[changes[-1].old]):
            del changes[-1]
            first = changes.pop()
            change = Stretch(
                False,
                slice(first.old.start, change.old.stop),
                slice(first.new.start, change.new.stop),
            )
        changes.append(change)
    return changes


def pair_by_likeness(
    old: int, new: int, least: float, likeness: Callable[[int, int], float]
) -> list[Pair]:
    """Return the pairs of two rows of these lengths, in order, that are the most alike in all.

    No pair is less alike than `least`.
    """
    alike = [[likeness(i, j) for j in range(new)] for i in range(old)]
    best = [[0.0] * (new + 1) for _ in range(old + 1)]
    for i in reversed(range(old)):
        for j in reversed(range(new)):
            both = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= least else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    pairs: list[Pair] = []
    i = j = 0
    while i < old or j < new:
        if i < old and j < new and _is_best(best, alike, i, j, least):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif i < old and (j == new or best[i][j] == best[i + 1][j]):
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return pairs


def _is_best(
    best: list[list[float]], alike: list[list[float]], i: int, j: int, least: float
) -> bool:
    return alike[i][j] >= least and best[i][j] == best[i + 1][j + 1] + alike[i][j]


def likeness_of(old: Sequence[str], new: Sequence[str], least: float) -> float:
    """Return how alike two rows of words are, from 0 to 1; less than `least` may be 0."""
    if old == new:
        return 1.0
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
