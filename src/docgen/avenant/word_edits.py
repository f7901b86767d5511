"""Words that replace words of an alinéa: which to quote, and how they are carried out.

A quotation stands once in its alinéa, as whole words, and reads well: a number stands with its
noun, and no article or preposition ends it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from docgen.avenant.word_changes import LETTER, WordChange, likeness, tokens_of, word_changes
from docgen.french.numbers import read_number
from docgen.french.wording import MOIS

MOST_EDITS: Final = 3
"""From how many changes on an alinéa is rewritten whole."""
LEAST_ALIKE: Final = 0.5
"""Under which likeness an alinéa is rewritten whole."""
MAX_WIDENED: Final = 40
"""The most tokens, blanks counted, by which a quotation is widened."""
SMALL_WORDS: Final = """
à au aux avec ce ces cet cette chaque dans de des du elle elles en entre est et il ils la le les
leur leurs lors mais ne ni ou par pas pour puis qu que qui sa sans se selon ses si son sont sous
sur un une vers y
"""
"""Words that say nothing without the word after them."""
_SMALL_WORDS = frozenset(SMALL_WORDS.split())
NUMBERED_NOUNS: Final = frozenset(
    ("article", "action", "objectif", "axe", "alinéa", "page", "n°", *MOIS)
)
"""Nouns before their number, without the sign of the plural."""
CODE_PARTS: Final = ("L", "R", "D", "A")
"""The letters before the number of an article of a code: « L. 132-5 »."""
NO_BLANK_BEFORE: Final = tuple(",.)]»;:!?…")
"""The signs before which an insertion brings no blank of its own."""


@dataclass(frozen=True, slots=True)
class WordEdit:
    """Words of an alinéa that are replaced, removed (no `new`), or followed by others."""

    old: str
    new: str
    after: bool = False
    """Whether `new` is inserted after `old`."""


def choose_edits(old: str, new: str) -> tuple[WordEdit, ...]:
    """Return the edits that make one alinéa of another; none where it is better rewritten."""
    changes = word_changes(old, new)
    if len(changes) > MOST_EDITS or likeness(tokens_of(old), tokens_of(new)) < LEAST_ALIKE:
        return ()
    edits = _quote_changes(old, new, changes)
    return tuple(edits) if carry_out_edits(old, edits) == new else ()


def _quote_changes(old: str, new: str, changes: Sequence[WordChange]) -> list[WordEdit]:
    """Return an edit for each change, or for two whose quotations would overlap; none for all."""
    edits: list[WordEdit] = []
    first = 0
    for rank, change in enumerate(changes):
        last = changes[rank + 1].old_start if rank + 1 < len(changes) else len(tokens_of(old))
        candidates = _Quotation(old, new, change, first, last).candidates
        best = next(candidates, None)
        if best is None:
            return []
        every = chain([best], candidates)
        edit = next((one for one in every if _are_apart(old, [*edits, one])), None)
        if edit is None:
            start, end = changes[rank - 1], change
            joined = WordChange(start.old_start, end.old_end, start.new_start, end.new_end)
            return _quote_changes(old, new, [*changes[: rank - 1], joined, *changes[rank + 1 :]])
        edits.append(edit)
        first = change.old_end
    return edits


def carry_out_edits(text: str, edits: Iterable[WordEdit]) -> str:
    """Return an alinéa with edits carried out, all on its words as they were.

    Raise ValueError for a quotation that does not stand there once, or that overlaps another.
    """
    spans: list[tuple[int, int, str]] = []
    for edit in edits:
        places = places_of(edit.old, text)
        if len(places) != 1:
            raise ValueError(f"« {edit.old} » {'n’y est pas' if not places else 'y est deux fois'}")
        spans.append(_span(text, places[0], edit))
    spans.sort()
    made: list[str] = []
    done = 0
    for start, end, words in spans:
        if start < done:
            raise ValueError("deux citations se recouvrent")
        made += (text[done:start], words)
        done = end
    return "".join((*made, text[done:]))


def _are_apart(text: str, edits: Iterable[WordEdit]) -> bool:
    """Whether no quotation of these edits overlaps another."""
    try:
        carry_out_edits(text, edits)
    except ValueError:
        return False
    return True


def places_of(words: str, text: str) -> list[int]:
    """Return where words stand in a text as whole words."""
    left = r"(?<!\w)" if LETTER.match(words[:1]) else ""
    right = r"(?!\w)" if LETTER.match(words[-1:]) else ""
    return [match.start() for match in re.finditer(f"{left}(?={re.escape(words)}{right})", text)]


def balanced(words: str) -> bool:
    """Whether each guillemet that is opened in these words is closed in them."""
    depth = 0
    for sign in re.findall("[«»]", words):
        depth += 1 if sign == "«" else -1
        if depth < 0:
            return False
    return depth == 0


def _span(text: str, start: int, edit: WordEdit) -> tuple[int, int, str]:
    """Return what an edit replaces, and by what; words that go take one blank with them."""
    end = start + len(edit.old)
    if edit.after:
        return end, end, ("" if edit.new.startswith(NO_BLANK_BEFORE) else " ") + edit.new
    if not edit.new:
        if start and text[start - 1].isspace():
            start -= 1
        elif text[end : end + 1].isspace():
            end += 1
    return start, end, edit.new


@dataclass(frozen=True)
class _Quotation:
    """A change, and the tokens around it that a quotation may take: `first` to `last` of the old.

    The next change begins at `last`, and the one before ended at `first`.
    """

    old: str
    new: str
    change: WordChange
    first: int
    last: int

    @property
    def candidates(self) -> Iterator[WordEdit]:
        """The edits by which the change may be said, the best first."""
        change, tokens = self.change, tokens_of(self.new)
        if change.old_start == change.old_end and (edit := self._insertion()):
            yield edit
        if change.new_start == change.new_end and (edit := self._removal()):
            yield edit
        for left, right in self._widths:
            start, end = change.old_start - left, change.old_end + right
            new_start, new_end = change.new_start - left, change.new_end + right
            if self._quotable(start, end) and _reads_well(tokens, new_start, new_end):
                yield WordEdit(self._words(start, end), "".join(tokens[new_start:new_end]))

    @property
    def _widths(self) -> Iterator[tuple[int, int]]:
        """How many tokens more to take on the left and on the right, the fewest first."""
        most_left = self.change.old_start - self.first
        most_right = self.last - self.change.old_end
        for width in range(min(most_left + most_right, MAX_WIDENED) + 1):
            for left in range(min(width, most_left) + 1):
                if width - left <= most_right:
                    yield left, width - left

    def _insertion(self) -> WordEdit | None:
        """Return an insertion after the words before it, when only a blank parts them."""
        change, tokens = self.change, tokens_of(self.old)
        start, end = _strip(tokens_of(self.new), change.new_start, change.new_end)
        if not _reads_well(tokens_of(self.new), start, end):
            return None
        new = "".join(tokens_of(self.new)[start:end])
        before = _strip(tokens, self.first, change.old_start)[1]
        for start in reversed(range(max(self.first, before - MAX_WIDENED), before)):
            if self._quotable(start, before):
                edit = WordEdit(self._words(start, before), new, after=True)
                return edit if self._suffices(edit) else None
        return None

    def _removal(self) -> WordEdit | None:
        start, end = _strip(tokens_of(self.old), self.change.old_start, self.change.old_end)
        if not self._quotable(start, end):
            return None
        edit = WordEdit(self._words(start, end), "")
        return edit if self._suffices(edit) else None

    def _suffices(self, edit: WordEdit) -> bool:
        """Whether an edit alone changes what the change does."""
        tokens, change = tokens_of(self.old), self.change
        new = tokens_of(self.new)[change.new_start : change.new_end]
        wanted = "".join((*tokens[: change.old_start], *new, *tokens[change.old_end :]))
        return carry_out_edits(self.old, [edit]) == wanted

    def _words(self, start: int, end: int) -> str:
        return "".join(tokens_of(self.old)[start:end])

    def _quotable(self, start: int, end: int) -> bool:
        """Whether words of the old text read well, and stand there once."""
        tokens = tokens_of(self.old)
        return (
            _reads_well(tokens, start, end)
            and len(places_of(self._words(start, end), self.old)) == 1
        )


def _strip(tokens: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the bounds of a part without the blanks at its ends."""
    while start < end and tokens[start].isspace():
        start += 1
    while start < end and tokens[end - 1].isspace():
        end -= 1
    return start, end


def _reads_well(tokens: Sequence[str], start: int, end: int) -> bool:
    """Whether a part of a text reads well by itself, given what stands around it."""
    if (start, end) != _strip(tokens, start, end) or not balanced("".join(tokens[start:end])):
        return False
    words = [rank for rank in range(start, end) if LETTER.match(tokens[rank])]
    if all(_is_small(tokens[rank]) or _is_number(tokens[rank]) for rank in words):
        return False
    first, last = tokens[words[0]], tokens[words[-1]]
    if words[0] == start and _is_number(first) and _is_owned(tokens[:start]):
        return False
    if last in CODE_PARTS and "." in tokens[words[-1] + 1 : words[-1] + 2]:
        return False
    after = next((one for one in tokens[end:] if not one.isspace()), "")
    if words[-1] < end - 1 or not LETTER.match(after):
        return True
    named = len(words) > 1 and _is_owned(tokens[start : words[-1]])
    return not _is_small(last) and (named or not _is_number(last))


def _is_small(word: str) -> bool:
    return word.endswith("’") or word.rpartition("’")[2].lower() in _SMALL_WORDS


def _is_number(word: str) -> bool:
    return word[0].isdigit() or read_number(word.rpartition("’")[2].lower()) is not None


def _is_owned(before: Sequence[str]) -> bool:
    """Whether a number after these tokens is that of the last of their words."""
    said = [one for one in before if not one.isspace()]
    if said[-1:] == ["."]:
        return said[-2:-1] != [] and said[-2] in CODE_PARTS
    return bool(said) and _owns_number(said[-1])


def _owns_number(word: str) -> bool:
    """Whether a number after this word is its own: « article 6 », « avril 2026 », « n° 3 »."""
    return word.rpartition("’")[2].lower().rstrip("s") in NUMBERED_NOUNS
