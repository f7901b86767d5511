"""The words and pictures of a section, by the boxes that hold them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from docgen.rendering.frames.layout.sections import BLANKS, RUN, Picture, SplitHtml
from docgen.rendering.frames.unsupported import UnsupportedError


@dataclass(slots=True)
class LineBlock:
    """A box of lines before layout: its line, and the ranks of its words and pictures.

    `words` are the ranks of its texts in the section, in the order of its boxes; None for a text
    that does not come from the HTML.
    """

    number: int
    line: Any
    words: tuple[int | None, ...]
    pictures: tuple[int | None, ...]


class SectionIndex:
    """The ranks of the words and pictures of a section, by element."""

    def __init__(self, root: Any, opening: SplitHtml, section: SplitHtml) -> None:
        self.words = (*opening.words, *section.words)
        self.pictures: tuple[Picture, ...] = (*opening.pictures, *section.pictures)
        self.before = len(opening.words)
        self.words_of: dict[Any, list[int]] = {}
        self.picture_of: dict[Any, int] = {}
        self._linked: set[int] = set()
        self._rank = 0
        self._read(root.find("body"))
        if self._rank != len(self.words) or len(self.picture_of) != len(self.pictures):
            raise UnsupportedError("un HTML mal formé")

    def _read(self, element: Any, *, linked: bool = False) -> None:
        linked = linked or element.get("href") is not None
        if element.tag == "img" and element.get("class") == "figure":
            self.picture_of[element] = len(self.picture_of)
        self._count_text(element, element.text, linked=linked)
        for kid in element:
            if isinstance(kid.tag, str):
                self._read(kid, linked=linked)
            self._count_text(element, kid.tail, linked=linked)

    def _count_text(self, element: Any, text: str | None, *, linked: bool) -> None:
        if text and text.strip(BLANKS):
            if self._rank >= len(self.words) or self.words[self._rank] != RUN.sub(" ", text):
                raise UnsupportedError("un HTML mal formé")
            self.words_of.setdefault(element, []).append(self._rank)
            if linked:
                self._linked.add(self._rank)
            self._rank += 1

    def line_block(self, number: int, line: Any) -> LineBlock:
        """Return the line block of a line; words in a link, which its annotation repeats, stay."""
        texts: dict[Any, list[Any]] = {}
        order: list[Any] = []
        shown: list[int | None] = []
        for box in line.descendants():
            if isinstance(box, boxes.TextBox):
                order.append(box)
                if "::" not in box.element_tag and box.text.strip(" "):
                    texts.setdefault(box.element, []).append(box)
            elif isinstance(box, boxes.ReplacedBox):
                shown.append(self.picture_of.get(box.element))
        rank = {
            id(box): word_rank
            for element, text_boxes in texts.items()
            for box, word_rank in self._pair_with_words(element, text_boxes)
            if word_rank not in self._linked
        }
        return LineBlock(number, line, tuple(rank.get(id(box)) for box in order), tuple(shown))

    def unseen(self, root: Any) -> Iterator[int]:
        """Yield the ranks of words whose elements have no box."""
        boxed = {box.element for box in root.descendants()}
        for element, ranks in self.words_of.items():
            if element not in boxed:
                yield from ranks

    def _pair_with_words(self, element: Any, text_boxes: list[Any]) -> Iterable[tuple[Any, int]]:
        ranks = self.words_of.get(element, [])
        same = len(ranks) == len(text_boxes) and all(
            box.text.strip(" ") == self.words[rank].strip(" ")
            for box, rank in zip(text_boxes, ranks, strict=True)
        )
        return zip(text_boxes, ranks, strict=True) if same else ()
