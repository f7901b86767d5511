"""The words that change from one text to another, and how alike two texts are."""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

TOKEN: Final = re.compile(r"\w+(?:[’'-]\w+)*[’'°]?|\s+|[^\w\s]")
"""A word with its apostrophe and hyphens, a run of blanks, or one sign."""
WORD: Final = re.compile(r"\w")
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
    return tuple(changed_parts(tokens_of(old), tokens_of(new), _has_one_word))


def _has_one_word(tokens: Sequence[str]) -> bool:
    return sum(bool(WORD.match(token)) for token in tokens) < 2


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


@lru_cache(maxsize=65536)
def likeness(old: str, new: str) -> float:
    """Return how much two texts have in common, from 0 to 1."""
    if old == new:
        return 1.0
    matcher = SequenceMatcher(None, tokens_of(old), tokens_of(new), autojunk=False)
    return matcher.ratio()
