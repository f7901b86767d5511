"""The items of law that a document prints, each with the sentence that a reader sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from docgen.document import LawCitation
from docgen.markup import Reference, plain, references, replace_references
from docgen.referential.droit.citation import GENRE

SENTENCE: Final = re.compile(r"(?<=[.!?…])[ \n]+(?=\W*[A-ZÀ-Þ])")
"""The space between two sentences; that of « art. L. 541-3 » is a no-break space."""
BLANK: Final = re.compile(r"\{blanc:[^{}]*\}")
FIRST: Final = 0xE000
LAST: Final = 0xF900
"""The bounds of the private characters, which no text holds: the n-th marks the n-th reference."""


class LawCitations:
    """The citations of a document, in the order in which its texts are composed."""

    def __init__(self) -> None:
        self._cited: dict[LawCitation, None] = {}

    def read(self, text: str, answer: Callable[[Reference], str]) -> None:
        """Record the items that a marked text cites, each with its sentence as printed."""
        cited = [one for one in references(text) if one.genre == GENRE]
        if not cited:
            return

        def marked(reference: Reference) -> str:
            words = answer(reference)
            return chr(FIRST + cited.index(reference)) + words if reference in cited else words

        for ranks, sentence in _marked_sentences(replace_references(text, marked)):
            self.add((cited[rank].cle for rank in ranks), sentence)

    def add(self, keys: Iterable[str], sentence: str, chapter: str = "") -> None:
        """Record items that a row or a list prints together."""
        for key in keys:
            self._cited.setdefault(LawCitation(key, sentence.strip(), chapter))

    def add_chapter(self, other: LawCitations, chapter: str) -> None:
        """Record the citations of a chapter that was composed by itself."""
        for citation in other.whole():
            self.add([citation.key], citation.sentence, chapter)

    def whole(self) -> tuple[LawCitation, ...]:
        """Return the citations, without the words that a longer one of the same item holds."""
        by_item: dict[tuple[str, str], list[LawCitation]] = {}
        for one in self._cited:
            by_item.setdefault((one.key, one.chapter), []).append(one)
        return tuple(
            one
            for one in self._cited
            if not any(
                one.sentence != other.sentence and one.sentence in other.sentence
                for other in by_item[one.key, one.chapter]
            )
        )


@lru_cache(maxsize=4096)  # communes share nearly all of their texts
def _marked_sentences(text: str) -> tuple[tuple[tuple[int, ...], str], ...]:
    """Return the plain sentences of a marked text, each with the ranks of the marks in it."""
    sentences = []
    for sentence in SENTENCE.split(plain(BLANK.sub("……", text))):
        ranks = tuple(ord(sign) - FIRST for sign in sentence if FIRST <= ord(sign) < LAST)
        if ranks:
            signs = dict.fromkeys(FIRST + rank for rank in ranks)
            sentences.append((ranks, sentence.translate(signs)))
    return tuple(sentences)
