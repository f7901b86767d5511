"""What two rows of words have in common, and what differs."""

import difflib
from collections.abc import Sequence
from typing import NamedTuple

from docgen.rendering.docx.redline.atoms import Atom


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
    return _with_blanks(changes, old, new)


def _with_blanks(
    changes: Sequence[Stretch], old: Sequence[Atom], new: Sequence[Atom]
) -> list[Stretch]:
    """Return changes where words that replace others take the blank before them.

    Both are shown side by side: without it, what goes and what comes would read as one word.
    """
    apart: list[Stretch] = []
    for change in changes:
        replaces = not change.same and old[change.old] and new[change.new]
        if replaces and apart and apart[-1].same and old[apart[-1].old][-1].said.isspace():
            kept = apart.pop()
            going, coming = kept.old.stop - 1, kept.new.stop - 1
            apart += (
                Stretch(True, slice(kept.old.start, going), slice(kept.new.start, coming)),
                Stretch(False, slice(going, change.old.stop), slice(coming, change.new.stop)),
            )
        else:
            apart.append(change)
    return [change for change in apart if old[change.old] or new[change.new]]
