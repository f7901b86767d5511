"""A frame: a section laid out and painted once, whose slots take other words and pictures."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from docgen.rendering.frames.layout.contents import FixedContent, SlotRanks, SlotWords
from docgen.rendering.frames.layout.engine import Face, PaintContext
from docgen.rendering.frames.layout.lines import ROUNDING, LineSlot, PackedSlot
from docgen.rendering.frames.layout.sections import SplitHtml
from docgen.rendering.frames.output.operators import (
    LEVEL,
    Drawing,
    ObjectTemplate,
    ObjectWriter,
    Operators,
)
from docgen.rendering.frames.output.painting import (
    Fonts,
    Glyphs,
    PaintedPart,
    ScratchStream,
    merge_glyphs,
)
from docgen.rendering.frames.output.section import (
    FilledPage,
    FilledSection,
    SectionTags,
    tags_shape,
)
from docgen.rendering.frames.output.tag_slots import tag_lines
from docgen.rendering.frames.unsupported import UnknownStyleError, UnsupportedError
from docgen.rendering.pdf.finished import check_overflow
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tag_tree import TagElement
from docgen.rendering.pdf.tagging import PX

MAX_FILLINGS: Final = 64
"""How many fillings of one slot are remembered; of one with pictures, which differ, only one."""
MAX_SHAPES: Final = 8
"""For how many tag shapes a frame remembers its tags."""
PagePart = bytes | int
"""Fixed operators of a page, or the number of a slot."""


@dataclass(slots=True)
class SlotContent:
    """The painted content of a slot: operators, tags and their shape, glyphs, and its height."""

    painted: Operators
    kids: list[Any]
    tags_shape: bytes
    glyphs: Glyphs
    height: float

    def same(self, other: SlotContent) -> bool:
        """Whether another content is painted and tagged the same."""
        same_paint = self.painted.template == other.painted.template
        return same_paint and self.tags_shape == other.tags_shape


@dataclass(slots=True)
class FrameSlot:
    """A slot of a frame, with its first content and those that it has taken since.

    It is `sound` if its first content, laid out and painted again, has the same bytes; this is
    tried when the slot is first asked to hold something else. One without `line_slot` holds nothing
    else. One of a `row`, here above 0, has the height of the row in `room`.
    """

    line_slot: LineSlot | PackedSlot | None
    ranks: SlotRanks
    words: SlotWords
    content: SlotContent
    row: int
    room: float
    sound: bool | None = None
    filled: dict[SlotWords, SlotContent | None] = field(default_factory=dict)

    def unpacked(self) -> LineSlot | None:
        """Return the line slot, unpacked from now on."""
        if isinstance(self.line_slot, PackedSlot):
            self.line_slot = self.line_slot.read(self.line_slot.data)
        return self.line_slot


@dataclass(slots=True)
class FramePage:
    """A page of a frame, its size in points.

    `parts` is what is painted, `marks` the number of fixed marked contents.
    """

    width: float
    height: float
    parts: list[PagePart] = field(default_factory=list)
    marks: int = 0
    margins: list[Any] = field(default_factory=list)
    links: list[ObjectTemplate] = field(default_factory=list)


@dataclass(slots=True)
class SectionFrame:
    """A frame for all sections of one skeleton.

    `own` is what stands around the slots; `target_pages` the pages of other sections that it
    prints; `strings` the opening's words in the running heads; `faces` the font faces of its words;
    `front` says that it begins on the front of a sheet.
    """

    paint: PaintContext
    fonts: Fonts
    slots: dict[int, FrameSlot]
    target_pages: dict[str, int]
    strings: dict[str, int]
    own: FixedContent = field(default_factory=FixedContent)
    pages: list[FramePage] = field(default_factory=list)
    root: TagElement = field(default_factory=lambda: TagElement("Document"))
    renumbered: dict[tuple[int, int], int] = field(default_factory=dict)
    glyphs: Glyphs = field(default_factory=dict)
    alphas: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    anchors: list[tuple[str, int, float, float]] = field(default_factory=list)
    bookmarks: list[tuple[int, str, int, float, float]] = field(default_factory=list)
    faces: frozenset[Face] = frozenset()
    front: bool = False
    tags: dict[Any, SectionTags] = field(default_factory=dict)

    def suits(self, section: SplitHtml, pages: Mapping[str, int]) -> bool:
        """Whether a section of the same skeleton is the same outside of the slots."""
        return self.own.suits(section) and all(
            pages.get(name) == page for name, page in self.target_pages.items()
        )

    def contents_of(self, section: SplitHtml) -> dict[int, SlotWords]:
        """Return what a section puts into each slot."""
        return {number: slot.ranks.words(section) for number, slot in self.slots.items()}

    def forget_fillings(self) -> None:
        """Forget what each slot was filled with."""
        for slot in self.slots.values():
            slot.filled.clear()

    def fill(self, contents: Mapping[int, SlotWords]) -> FilledSection | None:
        """Return the pages with these contents, or None when one needs other room."""
        filled: dict[int, SlotContent] = {}
        for number, slot in self.slots.items():
            slot_content = self._content_of(slot, contents[number])
            if slot_content is None:
                return None
            filled[number] = slot_content
        return self._fill_pages(filled) if self._keeps_rows(filled) else None

    def _keeps_rows(self, contents: Mapping[int, SlotContent]) -> bool:
        """Whether rows whose height only slots make are as high as they are."""
        sized = [(slot, contents[number].height) for number, slot in self.slots.items() if slot.row]
        whole = {slot.row for slot, height in sized if height >= slot.room - ROUNDING}
        return all(slot.row in whole or height == slot.content.height for slot, height in sized)

    def _content_of(self, slot: FrameSlot, words: SlotWords) -> SlotContent | None:
        if words == slot.words:
            return slot.content
        if slot.line_slot is None:
            return None
        if slot.sound is None:
            again = self._lay_out_and_paint(slot, slot.words)
            slot.sound = again is not None and again.same(slot.content)
        if not slot.sound:
            return None
        if words not in slot.filled:
            if len(slot.filled) >= (1 if slot.ranks.pictures else MAX_FILLINGS):
                slot.filled.clear()
            slot.filled[words] = self._lay_out_and_paint(slot, words)
        return slot.filled[words]

    def _lay_out_and_paint(self, slot: FrameSlot, words: SlotWords) -> SlotContent | None:
        line_slot = slot.unpacked()
        if line_slot is None:
            return None
        try:
            block = line_slot.fill(*words, self.paint.context)
            return None if block is None else self._paint_and_tag(line_slot, block)
        except UnknownStyleError:
            return None

    def _paint_and_tag(self, slot: LineSlot, block: Any) -> SlotContent:
        scratch = ScratchStream(self.paint, self.fonts)
        part = scratch.paint_block(block)
        page = self.pages[slot.page]
        kids, drawn = tag_lines(block.children, part, scratch, slot.key, page.height / PX)
        check_drawn(drawn, [(page.width, page.height)])
        height = sum(line.height for line in block.children)
        writer = ObjectWriter([], self.paint.known)
        return slot_content(part, kids, height, writer, scratch.resources)

    def _fill_pages(self, contents: Mapping[int, SlotContent]) -> FilledSection:
        filled = FilledSection(
            [], {font: dict(known) for font, known in self.glyphs.items()}, dict(self.alphas),
            dict(self.drawings), self.anchors, self.bookmarks,
        )  # fmt: skip
        first: dict[int, int] = {}
        for page in self.pages:
            filled.pages.append(_fill_page(page, contents, first, filled))
        filled.tags = self._tags(contents, first, [page.marks for page in filled.pages])
        return filled

    def _tags(
        self, contents: Mapping[int, SlotContent], first: Mapping[int, int], marks: Sequence[int]
    ) -> SectionTags:
        """Return the tags of a filling; fillings of one tag shape share them."""
        key = tuple([(content.tags_shape, content.painted.marks) for content in contents.values()])
        if key not in self.tags:
            if len(self.tags) >= MAX_SHAPES:
                self.tags.clear()
            links = sum(len(page.links) for page in self.pages)
            tags = SectionTags(self.root, marks, self.renumbered, links)
            tags.write({number: content.kids for number, content in contents.items()}, first)
            self.tags[key] = tags
        return self.tags[key]


def slot_content(
    part: PaintedPart, kids: list[Any], height: float, writer: ObjectWriter, resources: Any
) -> SlotContent:
    """Return the content of a slot that was painted and tagged."""
    painted = writer.operators_of(part.items, resources)
    return SlotContent(painted, kids, tags_shape(kids), part.glyphs, height)


def _fill_page(
    page: FramePage,
    contents: Mapping[int, SlotContent],
    first: dict[int, int],
    filled: FilledSection,
) -> FilledPage:
    """Return a page filled; note in `first` where each slot's marked contents begin."""
    marks = page.marks
    bodies: list[bytes] = []
    for part in page.parts:
        if isinstance(part, bytes):
            bodies.append(part)
            continue
        content = contents[part]
        painted, first[part] = content.painted, marks
        marks += painted.marks
        bodies.append(painted.numbered(first[part]))
        merge_glyphs(filled.glyphs, content.glyphs)
        filled.alphas |= painted.alphas
        filled.drawings |= painted.drawings
    body = zlib.compress(b"\n".join(bodies), LEVEL)
    return FilledPage(body, marks, page.margins, page.links, page.width, page.height)


def check_drawn(drawn: Sequence[DrawnBox], sizes: Sequence[tuple[float, float]]) -> None:
    """Raise UnsupportedError for text that overflows its page; page `sizes` are in points."""
    if any(True for _ in check_overflow(drawn, sizes)):
        raise UnsupportedError("un texte sort de sa page")
