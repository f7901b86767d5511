"""A change of printed words, carried over to the text of a YAML file that prints them.

What is printed differs from what is written: typography, references that were answered, marks of
emphasis.  A change is carried over where the words around it stand in both.
"""

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from typing import Final, NamedTuple

from docgen.markup import MarkError, plain
from docgen.markup.marks import tokens as mark_tokens

TOKEN: Final = re.compile(r"\w+|[^\w\s]")
SAME_SIGNS: Final = str.maketrans(
    {"œ": "oe", "’": "'", "«": '"', "»": '"', "“": '"', "”": '"', "‑": "-"}
)
BLANK: Final = re.compile("[\u00a0\u202f\u2009 \t\n]+")
EMPHASIS: Final = ("bold", "italic")
MAX_COMMON_WORD: Final = 2
"""The longest words that stand anywhere."""
MAX_WORDS_REPLACED: Final = 3
"""How many words of a text are replaced with a reference when someone wrote a phrase anew."""
SPACE_INSIDE_QUOTES: Final = re.compile("(?<=«) | (?=»)")


class Neighbours(NamedTuple):
    """Words on both sides of a change, in the text as written and as it is to be printed.

    Where `whole`, they are the first and the last of the words to replace.
    """

    left: int
    right: int
    first: int
    last: int
    whole: bool = False


Change = tuple[int, ...]
"""The ranks of the words that others replace, and of these: both times from and to."""


class Token(NamedTuple):
    """A word or a sign, as it is compared and as it stands in its text."""

    key: str
    start: int
    end: int


class Rows(NamedTuple):
    """The words that are printed, those that are to be printed, those that are written."""

    before: list[Token]
    after: list[Token]
    source: list[Token]


Reach = Callable[[dict[int, int], Change, Rows], Neighbours | None]


def read_tokens(text: str) -> list[Token]:
    """Return the words and signs of a printed text."""
    return [Token(_key(one[0]), *one.span()) for one in TOKEN.finditer(text)]


def written_tokens(text: str) -> list[Token]:
    """Return the words and signs of a text as written; a reference is no word that is printed."""
    tokens: list[Token] = []
    for mark in mark_tokens(text):
        if mark.lastgroup == "reference":
            tokens.append(Token("", *mark.span()))
        elif mark.lastgroup in ("text", "escape"):
            for token in TOKEN.finditer(text, *mark.span()):
                if mark.lastgroup == "text" or token[0] != "\\":
                    tokens.append(Token(_key(token[0]), *token.span()))
    return tokens


def _key(word: str) -> str:
    bare = unicodedata.normalize("NFD", word.translate(SAME_SIGNS).lower())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def as_typed(printed: str, former: str = "") -> str:
    """Return printed words as people type them; with the apostrophes of a former text."""
    typed = BLANK.sub(" ", SPACE_INSIDE_QUOTES.sub(" ", printed.replace("\u2011", "-")))
    curly = "’" in former or "'" not in former
    return typed if curly else typed.replace("’", "'")


def carry_over(written: str, old: str, new: str) -> Iterator[str]:
    """Yield the texts that may print `new` where `written` printed `old`, the likeliest first.

    `old` may hold more than what `written` prints; what changed must not be there.  Last comes the
    text where a reference, part of what it prints being changed, becomes words.
    """
    rows = Rows(read_tokens(old), read_tokens(new), written_tokens(written))
    places = _places(rows.before, rows.source)
    raised = old.isupper() and not all(word.isupper() for word in _words_of(written, rows.source))
    if raised:
        new = _lower_capitals(written, new, rows.source)
    for reach in (_narrow, _wide, _around_references):
        text = _replace_words(written, (old, new), rows, places, reach)
        if text is not None:
            yield text[0].upper() + text[1:] if raised and written[0].isupper() else text


def _words_of(text: str, row: Sequence[Token]) -> list[str]:
    return [text[one.start : one.end] for one in row if re.match(r"[^\W\d]", one.key)]


def _lower_capitals(written: str, printed: str, row: Sequence[Token]) -> str:
    """Return words that were typed in capitals as the text that is printed so writes them."""
    known = {_key(word): word for word in _words_of(written, row)}
    return TOKEN.sub(
        lambda one: known.get(_key(one[0]), one[0].lower()) if one[0].isupper() else one[0], printed
    )


def stress_again(written: str, printed: Sequence[tuple[str, bool, bool]]) -> str | None:
    """Return a text whose words are bold and italic as those that it prints, among others.

    Each printed word comes with whether it is bold and whether it is italic.  None where the text
    has words that are not printed.
    """
    bare = "".join(one.group() for one in mark_tokens(written) if one.lastgroup not in EMPHASIS)
    source = written_tokens(bare)
    words = [rank for rank, one in enumerate(source) if re.match(r"\w", one.key)]
    spoken = [_key(word) for word, _, _ in printed]
    matcher = difflib.SequenceMatcher(
        None, spoken, [source[rank].key for rank in words], autojunk=False
    )
    stress: dict[int, tuple[bool, bool]] = {}
    for start, place, size in matcher.get_matching_blocks():
        stress |= {words[place + step]: printed[start + step][1:] for step in range(size)}
    if len(stress) < len(words):
        return None
    result = bare
    runs = [(look, [*run]) for look, run in groupby(words, key=stress.__getitem__)]
    for (bold, italic), run in reversed(runs):
        mark = "**" * bold + "*" * italic
        start, end = source[run[0]].start, source[run[-1]].end
        result = result[:start] + mark + result[start:end] + mark[::-1] + result[end:]
    return result


def part_text(written: str, old: str, first: str) -> tuple[str, str] | None:
    """Return the halves of a text where the paragraph `old` that it prints is parted.

    `first` is the first half as printed.  None where the text has no such place.
    """
    source, count = written_tokens(written), len(read_tokens(first))
    places = _places(read_tokens(old), source)
    left, right = places.get(count - 1), places.get(count)
    cuts = [source[right].start] if right is not None else []
    if left is not None:
        end = source[left].end
        closing = len(written[end:]) - len(written[end:].lstrip("*"))
        cuts = [end, end + closing, *cuts]
    for cut in cuts:
        halves = written[:cut].strip(), written[cut:].strip()
        with suppress(MarkError):
            if all(plain(half).strip() for half in halves):
                return halves
    return None


def blank_between(first: str, joined: str) -> str:
    """Return the blank that joined words have after the first of them, "" for none."""
    rest = re.match(r"\s*\S" * len("".join(first.split())), joined)
    return " " if rest and joined[rest.end() :][:1].isspace() else ""


def drops_references(written: str, old: str, now: str) -> bool:
    """Whether the references that a text loses went with the words around them.

    `old` is what it printed.  False where words that a reference printed became words of the text,
    or where others took the place of a reference alone.
    """
    before, after = ([one.key for one in written_tokens(text)] for text in (written, now))
    printed = Counter(one.key for one in read_tokens(old)) - Counter(before)
    if any(
        len(word) > MAX_COMMON_WORD or word.isdigit()
        for word in printed & (Counter(after) - Counter(before))
    ):
        return False
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        gone = before[start:end]
        if (
            tag != "equal"
            and "" in gone
            and new_start < new_end
            and sum(map(str.isalpha, gone)) < MAX_WORDS_REPLACED
        ):
            return False
    return True


def guesses_letters(written: str, now: str, old: str, new: str) -> bool:
    """Whether a text gets in small letters what was typed in capitals, or words before its first.

    `old` is what it printed, and `new` what was typed.
    """
    before, after = (_words_of(text, written_tokens(text)) for text in (written, now))
    typed = set(_words_of(new, read_tokens(new)))
    came = {word for word in after if word.upper() in typed - {word}} - {*before}
    moved = after[:1] != before[:1] and not {*before[:1]}.isdisjoint(after)
    return old.isupper() and (moved or any(len(word) > 1 for word in came))


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


def _replace_words(
    written: str, texts: tuple[str, str], rows: Rows, places: dict[int, int], reach: Reach
) -> str | None:
    """Return a text as written with every change, None when one has no place in it."""
    _, after, source = rows
    exact = [
        [text[one.start : one.end] for one in row]
        for text, row in zip(texts, rows[:2], strict=True)
    ]
    matcher = difflib.SequenceMatcher(None, exact[0], exact[1], autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    result = written
    for _, *change in reversed(changes):
        span = reach(places, tuple(change), rows)
        if span is None:
            return None
        if span.whole:
            start, end = source[span.left].start, source[span.right].end
            words = texts[1][after[span.first].start : after[span.last].end]
            old_first, old_end, new_first, new_end = change
            if _has_blank(rows.before, old_first) is not _has_blank(after, new_first):
                start = len(result[:start].rstrip())
                words = " " * _has_blank(after, new_first) + words
            if _has_blank(rows.before, old_end) is not _has_blank(after, new_end):
                end = len(result) - len(result[end:].lstrip())
                words += " " * _has_blank(after, new_end)
        else:
            start = source[span.left].end if span.left >= 0 else 0
            end = source[span.right].start if span.right < len(source) else len(written)
            first, last = span.first, span.last
            opens = after[first].end if first >= 0 and span.left >= 0 else _start(after, first + 1)
            ends_inside = last < len(after) and span.right < len(source)
            closes = after[last].start if ends_inside else _end(after, last)
            words = texts[1][opens : max(opens, closes)]
        result = result[:start] + as_typed(words, written) + result[end:]
    return result if changes and result.strip() else None


def _has_blank(row: Sequence[Token], rank: int) -> bool:
    """Whether a blank stands before a word of a row; none does before the first or after all."""
    return 0 < rank < len(row) and row[rank - 1].end < row[rank].start


def _start(row: Sequence[Token], rank: int) -> int:
    return row[rank].start if rank < len(row) else (row[-1].end if row else 0)


def _end(row: Sequence[Token], rank: int) -> int:
    return row[rank - 1].end if rank else 0


def _narrow(places: dict[int, int], change: Change, rows: Rows) -> Neighbours | None:
    """Return the words to replace, where all of them stand together; else those on both sides."""
    first, end, new_first, new_end = change
    if first == end or new_first == new_end:
        return _wide(places, change, rows)
    ranks = [places[rank] for rank in range(first, end) if rank in places]
    if len(ranks) < end - first or ranks[-1] - ranks[0] >= len(ranks):
        return None
    return Neighbours(ranks[0], ranks[-1], new_first, new_end - 1, whole=True)


def _wide(places: dict[int, int], change: Change, rows: Rows) -> Neighbours | None:
    """Return the words on both sides of a change; blanks and marks around it go with it."""
    first, end, new_first, new_end = change
    printed, source = len(rows.before), len(rows.source)
    left = places.get(first - 1) if first else -1
    right = places.get(end) if end < printed else source
    if left is None and places.get(first) == 0:
        left = -1  # what is before it is printed from elsewhere
    if right is None and places.get(end - 1) == source - 1:
        right = source
    inside = [places[rank] for rank in range(first, end) if rank in places]
    if left is None or right is None or left >= right:
        return None
    between = range(left + 1, right)
    fits = len(between) == len(inside) == end - first or not between
    return Neighbours(left, right, new_first - 1, new_end) if fits else None


def _around_references(places: dict[int, int], change: Change, rows: Rows) -> Neighbours | None:
    """Return the nearest words on both sides of a change, where references are between them."""
    first, end, new_first, new_end = change
    before = max((rank for rank in places if rank < first), default=-1)
    after = min((rank for rank in places if rank >= end), default=len(rows.before))
    left, right = places.get(before, -1), places.get(after, len(rows.source))
    if all(one.key for one in rows.source[left + 1 : right]):
        return None
    now_before, now_after = new_first - (first - before), new_end + (after - end)
    sides = ((before, now_before), (after, now_after))
    same = all(_key_at(rows.before, old) == _key_at(rows.after, new) for old, new in sides)
    return Neighbours(left, right, now_before, now_after) if same else None


def _key_at(row: Sequence[Token], rank: int) -> str | None:
    """Return the key of a word, "" just outside of a row, None farther outside."""
    if rank in (-1, len(row)):
        return ""
    return row[rank].key if 0 <= rank < len(row) else None
