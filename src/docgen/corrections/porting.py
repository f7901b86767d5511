"""A change of printed words, carried over to the text of a YAML file that prints them.

What is printed differs from what is written: typography, references that were answered, marks of
emphasis.  A change is carried over where the words around it stand in both.
"""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from docgen.markup.marks import tokens as mark_tokens

TOKEN: Final = re.compile(r"\w+|[^\w\s]")
SAME: Final = str.maketrans({"œ": "oe", "’": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‑": "-"})
BLANK: Final = re.compile("[\u00a0\u202f\u2009 \t\n]+")
INSIDE: Final = re.compile("(?<=«) | (?=»)")


class Token(NamedTuple):
    """A word or a sign, as it is compared and as it stands in its text."""

    key: str
    start: int
    end: int


def read_tokens(text: str) -> list[Token]:
    """Return the words and signs of a printed text."""
    return [Token(_key(one[0]), *one.span()) for one in TOKEN.finditer(text)]


def written_tokens(text: str) -> list[Token]:
    """Return the words and signs of a text as written; a reference is no word that is printed."""
    return list(_written_tokens(text))


def _written_tokens(text: str) -> Iterator[Token]:
    for mark in mark_tokens(text):
        if mark.lastgroup == "reference":
            yield Token("", *mark.span())
        elif mark.lastgroup in ("text", "escape"):
            for one in TOKEN.finditer(text, *mark.span()):
                if mark.lastgroup == "text" or one[0] != "\\":
                    yield Token(_key(one[0]), *one.span())


def _key(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.translate(SAME).lower())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def as_typed(printed: str, former: str = "") -> str:
    """Return printed words as people type them; with the apostrophes of a former text."""
    typed = BLANK.sub(" ", INSIDE.sub(" ", printed.replace("\u2011", "-")))
    curly = "’" in former or "'" not in former
    return typed if curly else typed.replace("’", "'")


def carry_over(written: str, old: str, new: str) -> Iterator[str]:
    """Yield the texts that may print `new` where `written` printed `old`, the likeliest first.

    `old` may hold more than what `written` prints; what changed must not be there.
    """
    before, after, source = read_tokens(old), read_tokens(new), written_tokens(written)
    places = _places(before, source)
    for wide in (False, True):
        if (
            text := _replaced(written, (old, new), (before, after, source), places, wide)
        ) is not None:
            yield text


def _places(printed: Sequence[Token], source: Sequence[Token]) -> dict[int, int]:
    """Return where each printed word stands in the text as written."""
    matcher = difflib.SequenceMatcher(
        None, [one.key for one in printed], [one.key for one in source], autojunk=False
    )
    return {
        block.a + step: block.b + step
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
        if source[block.b + step].key
    }


def _replaced(
    written: str,
    texts: tuple[str, str],
    rows: tuple[list[Token], list[Token], list[Token]],
    places: dict[int, int],
    wide: bool,
) -> str | None:
    """Return a text as written with every change, None when one has no place in it.

    A wide change takes the blanks and marks around it along.
    """
    before, after, source = rows
    exact = [
        [text[one.start : one.end] for one in row]
        for text, row in zip(texts, rows[:2], strict=True)
    ]
    matcher = difflib.SequenceMatcher(None, exact[0], exact[1], autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    result = written
    for _, i1, i2, j1, j2 in reversed(changes):
        narrow = i1 < i2 and j1 < j2 and not wide
        span = (
            _narrow(places, i1, i2) if narrow else _wide(places, i1, i2, len(before), len(source))
        )
        if span is None:
            return None
        if narrow:
            start, end = source[span[0]].start, source[span[1]].end
            said = texts[1][after[j1].start : after[j2 - 1].end]
        else:
            start = source[span[0]].end if span[0] >= 0 else 0
            end = source[span[1]].start if span[1] < len(source) else len(written)
            first = after[j1 - 1].end if j1 and span[0] >= 0 else _start(after, j1)
            last = after[j2].start if j2 < len(after) and span[1] < len(source) else _end(after, j2)
            said = texts[1][first : max(first, last)]
        result = result[:start] + as_typed(said, written) + result[end:]
    return result if changes and result.strip() else None


def _start(row: Sequence[Token], rank: int) -> int:
    return row[rank].start if rank < len(row) else (row[-1].end if row else 0)


def _end(row: Sequence[Token], rank: int) -> int:
    return row[rank - 1].end if rank else 0


def _narrow(places: dict[int, int], i1: int, i2: int) -> tuple[int, int] | None:
    """Return the first and last word to replace, where all of them stand together."""
    found = [places.get(rank) for rank in range(i1, i2)]
    if None in found or found[-1] is None or found[0] is None:
        return None
    return (found[0], found[-1]) if found[-1] - found[0] == i2 - i1 - 1 else None


def _wide(
    places: dict[int, int], i1: int, i2: int, printed: int, source: int
) -> tuple[int, int] | None:
    """Return the words on both sides of a change, -1 or the count of words at an end."""
    left = places.get(i1 - 1) if i1 else -1
    right = places.get(i2) if i2 < printed else source
    if left is None and places.get(i1) == 0:
        left = -1  # what is before it is printed from elsewhere
    if right is None and places.get(i2 - 1) == source - 1:
        right = source
    inside = [places[rank] for rank in range(i1, i2) if rank in places]
    if left is None or right is None or left >= right:
        return None
    between = range(left + 1, right)
    return (left, right) if len(between) == len(inside) == i2 - i1 or not between else None
