"""A paragraph that someone changed at several places, with some of these changes only."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from docgen.avenant.word_changes import WordChange, changed_parts
from docgen.corrections.printed import FormattedText, Paragraph

TOKEN: Final = re.compile(r"\s+|\w+|[^\w\s]")


def changed_spans(old: Paragraph, new: Paragraph) -> list[WordChange]:
    """Return the changes of a paragraph; those that only blanks part, but no tab, are one."""
    return changed_parts(list(_words(old)), list(_words(new)), _are_blanks)


def _are_blanks(words: Sequence[FormattedText]) -> bool:
    return all(word.text.isspace() and "\t" not in word.text for word in words)


def with_spans(old: Paragraph, new: Paragraph, spans: Collection[WordChange]) -> Paragraph:
    """Return a paragraph with some of its changes."""
    before, after = list(_words(old)), list(_words(new))
    words: list[FormattedText] = []
    here = 0
    for span in sorted(spans):
        words += before[here : span.old_start] + after[span.new_start : span.new_end]
        here = span.old_end
    words += before[here:]
    runs = groupby(words, key=lambda word: (word.bold, word.italic))
    pieces = (
        FormattedText("".join(word.text for word in run), bold, italic)
        for (bold, italic), run in runs
    )
    return replace(new, pieces=tuple(pieces))


def _words(paragraph: Paragraph) -> Iterator[FormattedText]:
    for piece in paragraph.pieces:
        yield from (replace(piece, text=word) for word in TOKEN.findall(piece.text))
