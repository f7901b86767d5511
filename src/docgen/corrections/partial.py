"""A paragraph that someone changed at several places, with some of these changes only."""

import difflib
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from docgen.corrections.printed import FormattedText, Paragraph

WORD: Final = re.compile(r"\s+|\w+|[^\w\s]")


class Span(NamedTuple):
    """Which words of a paragraph others replace: from and to, before and after."""

    first: int
    end: int
    new_first: int
    new_end: int


def changed_spans(old: Paragraph, new: Paragraph) -> list[Span]:
    """Return the changes of a paragraph; those that only blanks part, but no tab, are one."""
    words = list(_words(old)), list(_words(new))
    spans: list[Span] = []
    for tag, *bounds in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes():
        span = Span(*bounds)
        if tag == "equal":
            continue
        between = words[0][spans[-1].end : span.first] if spans else ()
        if spans and all(word.text.isspace() and "\t" not in word.text for word in between):
            span = Span(spans[-1].first, span.end, spans[-1].new_first, span.new_end)
            spans.pop()
        spans.append(span)
    return spans


def with_spans(old: Paragraph, new: Paragraph, spans: Collection[Span]) -> Paragraph:
    """Return a paragraph with some of its changes."""
    before, after = list(_words(old)), list(_words(new))
    words: list[FormattedText] = []
    here = 0
    for span in sorted(spans):
        words += before[here : span.first] + after[span.new_first : span.new_end]
        here = span.end
    words += before[here:]
    runs = groupby(words, key=lambda word: (word.bold, word.italic))
    pieces = (
        FormattedText("".join(word.text for word in run), bold, italic)
        for (bold, italic), run in runs
    )
    return replace(new, pieces=tuple(pieces))


def _words(paragraph: Paragraph) -> Iterator[FormattedText]:
    for piece in paragraph.pieces:
        yield from (replace(piece, text=word) for word in WORD.findall(piece.text))
