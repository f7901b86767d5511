"""The words that change from one text to another, and how alike two texts are."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

TOKEN: Final = re.compile(r"\w+(?:[’'-]\w+)*[’'°]?|\s+|[^\w\s]")
"""A word with its apostrophe and hyphens, a run of blanks, or one sign."""
LETTER: Final = re.compile(r"\w")
T = TypeVar("T")


class WordChange(NamedTuple):
    """Tokens `old_start` to `old_end` of a text that become `new_start` to `new_end` of another."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@lru_cache(maxsize=4096)
def tokens_of(text: str) -> tuple[str, ...]:
    """Return the words, blanks and signs of a text; joined, they are the text."""
    return tuple(TOKEN.findall(text))


@lru_cache(maxsize=4096)
def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """Return what changes from one text to another, in order; what hardly differs is joined.

    Two changes with fewer than two words between them are one.
    """
    return tuple(changed_parts(tokens_of(old), tokens_of(new), has_one_word))


def has_one_word(tokens: Iterable[str]) -> bool:
    """Whether there is one word at most among words, blanks and signs."""
    return sum(bool(LETTER.match(token)) for token in tokens) < 2


def changed_parts(
    old: Sequence[T], new: Sequence[T], is_little: Callable[[Sequence[T]], bool]
) -> list[WordChange]:
    """Return what changes from one row to another; two changes with little between them are one."""
    changes: list[WordChange] = []
    for tag, *bounds in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        change = WordChange(*bounds)
        if changes and is_little(old[changes[-1].old_end : change.old_start]):
            last = changes.pop()
            change = WordChange(last.old_start, change.old_end, last.new_start, change.new_end)
        changes.append(change)
    return changes


def likeness(old: Sequence[str], new: Sequence[str], least: float = 0) -> float:
    """Return how much two rows of words have in common, from 0 to 1; 0 when less than `least`."""
    if old == new:
        return 1.0
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    ratio = matcher.ratio()
    return ratio if ratio >= least else 0.0
