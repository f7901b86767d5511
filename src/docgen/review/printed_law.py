"""The items of law that documents print: each with its sentences, and where they stand."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Final

from docgen.build.compose import Composed
from docgen.build.named_documents import bound_documents
from docgen.build.printed_pages import PrintedPages, Tell
from docgen.document import Document
from docgen.french.rule import INSECABLE
from docgen.kinds import KINDS

MAX_PLACE_NAME: Final = 42
"""The longest name of a document in a list of places, in letters."""


@dataclass(frozen=True, slots=True)
class PrintedSentence:
    """A sentence as a document prints it; `pages` is empty where they are not known."""

    words: str
    document: Document
    """The file that people read."""
    part: Document
    """The document that prints it: the same, or one that is bound into it."""
    chapter: str
    pages: tuple[int, ...]

    @property
    def location(self) -> tuple[str, str]:
        """The document that people read, and what of it prints the sentence, if it has parts."""
        part = "" if self.part is self.document else short_name(self.part)
        return short_name(self.document), self.chapter or part


def short_name(document: Document) -> str:
    """Return what people call a document: « Fiche 4.2 – Faire venir le… », « Mémento »."""
    label, title = KINDS[document.kind].label, document.title
    head, colon, _ = title.partition(" : ")
    if colon:
        return head
    if label.partition(" ")[0] in title:
        return label
    named = f"{label} {title}" if title[0].isdigit() else title
    return shorten(named, width=MAX_PLACE_NAME, placeholder="…", break_long_words=False)


def places_of(printed: Iterable[PrintedSentence]) -> list[str]:
    """Return where a sentence stands: « Mémento, 2. Dépôts, 4. Brûlage, p. 12, 21 ».

    What stands on the same pages of a document is told together.
    """
    parts: defaultdict[tuple[str, tuple[int, ...]], dict[str, None]] = defaultdict(dict)
    for sentence in printed:
        document, inside = sentence.location
        parts[document, sentence.pages][inside] = None
    return [
        ", ".join(filter(None, (document, *inside, _page_words(pages))))
        for (document, pages), inside in parts.items()
    ]


def _page_words(pages: Sequence[int]) -> str:
    return f"p.{INSECABLE}{', '.join(map(str, pages))}" if pages else ""


@dataclass(frozen=True, slots=True)
class PrintedLaw:
    """The sentences that print each item of law, by its key, and the items left in documents."""

    sentences: defaultdict[str, list[PrintedSentence]] = field(
        default_factory=lambda: defaultdict(list)
    )
    awaited: set[str] = field(default_factory=set)

    def of(self, keys: Iterable[str]) -> dict[str, list[PrintedSentence]]:
        """Return what prints some items, by the words of each sentence."""
        by_words: defaultdict[str, list[PrintedSentence]] = defaultdict(list)
        for key in keys:
            for sentence in self.sentences.get(key, ()):
                if sentence not in by_words[sentence.words]:
                    by_words[sentence.words].append(sentence)
        return dict(by_words)

    def documents(self, keys: Iterable[str]) -> set[str]:
        """Return the stems of the documents that print any of some items."""
        return {one.part.stem for key in keys for one in self.sentences.get(key, ())}


def printed_law(composed: Iterable[Composed], pages: PrintedPages, tell: Tell) -> PrintedLaw:
    """Return the law that documents print, those bound into them included."""
    law = PrintedLaw()
    composed = list(composed)
    law.awaited.update(item.id for one in composed for item in one.document.left)
    citing = [one for one in composed if any(part.laws for part in bound_documents(one.document))]
    for rank, whole in enumerate(citing):
        tell("mise en page", rank, len(citing))
        pages.add(whole)
        for part in bound_documents(whole.document):
            for cited in part.laws:
                where = pages.of(whole.document, cited.sentence)
                law.sentences[cited.key].append(
                    PrintedSentence(cited.sentence, whole.document, part, cited.chapter, where)
                )
    return law
