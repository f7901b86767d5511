"""Which words and pictures of a section its boxes of lines hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint.formatting_structure import boxes

from docgen.rendering.frames.layout.sections import BLANKS, RUN, Cut, Picture
from docgen.rendering.frames.refusal import RefusedError


@dataclass(slots=True)
class Leaf:
    """A box of lines before layout: its line, whole; the words and pictures that stand in it.

    `words` are the ranks of its texts in the section, in the order of its boxes; None when a text
    does not come from the HTML.
    """

    number: int
    line: Any
    words: tuple[int | None, ...]
    pictures: tuple[int | None, ...]


class Known:
    """Which words and pictures of a section an element holds, by their ranks."""

    def __init__(self, root: Any, opening: Cut, section: Cut) -> None:
        self.words = (*opening.words, *section.words)
        self.shown: tuple[Picture, ...] = (*opening.pictures, *section.pictures)
        self.before = len(opening.words)
        self.of: dict[Any, list[int]] = {}
        self.picture_of: dict[Any, int] = {}
        self._rank = 0
        self._read(root.find("body"))
        if self._rank != len(self.words) or len(self.picture_of) != len(self.shown):
            raise RefusedError("un HTML mal formé")

    def _read(self, element: Any) -> None:
        if element.tag == "img" and element.get("class") == "figure":
            self.picture_of[element] = len(self.picture_of)
        self._text(element, element.text)
        for kid in element:
            if isinstance(kid.tag, str):
                self._read(kid)
            self._text(element, kid.tail)

    def _text(self, element: Any, text: str | None) -> None:
        if text and text.strip(BLANKS):
            if self._rank >= len(self.words) or self.words[self._rank] != RUN.sub(" ", text):
                raise RefusedError("un HTML mal formé")
            self.of.setdefault(element, []).append(self._rank)
            self._rank += 1

    def leaf(self, number: int, line: Any) -> Leaf:
        """Return what is known of a box of lines."""
        texts: dict[Any, list[Any]] = {}
        order: list[Any] = []
        pictures: list[int | None] = []
        for box in line.descendants():
            if isinstance(box, boxes.TextBox):
                order.append(box)
                if "::" not in box.element_tag and box.text.strip(" "):
                    texts.setdefault(box.element, []).append(box)
            elif isinstance(box, boxes.ReplacedBox):
                pictures.append(self.picture_of.get(box.element))
        rank = {
            id(box): known
            for element, found in texts.items()
            for box, known in self._paired(element, found)
        }
        return Leaf(number, line, tuple(rank.get(id(box)) for box in order), tuple(pictures))

    def unseen(self, root: Any) -> Iterator[int]:
        """Yield the words of elements that make no box."""
        seen = {box.element for box in root.descendants()}
        for element, ranks in self.of.items():
            if element not in seen:
                yield from ranks

    def _paired(self, element: Any, found: list[Any]) -> Iterable[tuple[Any, int]]:
        ranks = self.of.get(element, [])
        same = len(ranks) == len(found) and all(
            box.text.strip(" ") == self.words[rank].strip(" ")
            for box, rank in zip(found, ranks, strict=True)
        )
        return zip(found, ranks, strict=True) if same else ()
