"""The words that change from one text to another, and how alike two texts are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

TOKEN: Final = re.compile(r"\w+(?:[’'-]\w+)*[’'°]?|\s+|[^\w\s]")
"""A word with its apostrophe and hyphens, a run of blanks, or one sign."""
WORD: Final = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class WordChange:
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
    before = tokens_of(old)
    changes: list[WordChange] = []
    matcher = SequenceMatcher(None, before, tokens_of(new), autojunk=False)
    for tag, *bounds in matcher.get_opcodes():
        if tag == "equal":
            continue
        change = WordChange(*bounds)
        if changes and _count_words(before[changes[-1].old_end : change.old_start]) < 2:
            last = changes.pop()
            change = WordChange(last.old_start, change.old_end, last.new_start, change.new_end)
        changes.append(change)
    return tuple(changes)


def _count_words(tokens: Sequence[str]) -> int:
    return sum(bool(WORD.match(token)) for token in tokens)


@lru_cache(maxsize=65536)
def likeness(old: str, new: str) -> float:
    """Return how much two texts have in common, from 0 to 1."""
    if old == new:
        return 1.0
    matcher = SequenceMatcher(None, tokens_of(old), tokens_of(new), autojunk=False)
    return matcher.ratio()
