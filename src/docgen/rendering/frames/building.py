"""Build the frame of a section: painted in parts, its tags with gaps, its slots listed."""

import zlib
from dataclasses import replace
from typing import Any

import pydyf

from docgen.rendering.frames.frame import (
    FramePage,
    FrameSlot,
    SectionFrame,
    check_drawn,
    slot_content,
)
from docgen.rendering.frames.layout.contents import FixedContent, SlotRanks
from docgen.rendering.frames.layout.engine import (
    SectionLayout,
    faces,
    paint_context,
    release_layout,
)
from docgen.rendering.frames.layout.headers_footers import without_lines
from docgen.rendering.frames.layout.lines import LineSlot, line_slots
from docgen.rendering.frames.layout.sections import SplitHtml
from docgen.rendering.frames.output.binding import SharedObjects
from docgen.rendering.frames.output.operators import LEVEL, ObjectWriter, to_bytes
from docgen.rendering.frames.output.painting import (
    Fonts,
    PaintedPart,
    PaintedSection,
    merge_glyphs,
    paint,
)
from docgen.rendering.frames.output.section import LinkKid
from docgen.rendering.frames.output.tag_slots import renumber_marks, tag_section
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.finished import TEXT_DRAWN
from docgen.rendering.pdf.form_fields import appearance_entries
from docgen.rendering.pdf.renderer import forbidden_links
from docgen.rendering.pdf.tag_tree import TagElement, TaggedAnnotation
from docgen.rendering.pdf.tagging import PX, Key, page_margins


def build_frame(
    laid: SectionLayout, opening: SplitHtml, section: SplitHtml, fonts: Fonts
) -> tuple[SectionFrame, SharedObjects]:
    """Return the frame of a section, and the objects that every file shares.

    Raise UnsupportedError if the section cannot have a frame.
    """
    if any(True for _ in forbidden_links(laid.document)):
        raise UnsupportedError("un lien refusé")
    painted = paint(laid.document, fonts)
    return _FrameBuilder(laid, opening, section, painted, fonts).build()


class _FrameBuilder:
    def __init__(
        self,
        laid: SectionLayout,
        opening: SplitHtml,
        section: SplitHtml,
        painted: PaintedSection,
        fonts: Fonts,
    ) -> None:
        self.laid, self.opening, self.section, self.painted = laid, opening, section, painted
        self.resources = painted.pages[0].stream._resources
        shared = {"colours": self.resources["ColorSpace"], "fonts": self.resources["Font"]}
        self.profile = laid.document.color_profiles["srgb"].pdf_reference
        shared["profile"] = self.profile
        self.known: dict[int, Any] = {
            int(reference.split()[0]): name for name, reference in shared.items()
        }
        self.writer = ObjectWriter(painted.pdf.objects, self.known)
        self.frame = SectionFrame(
            paint_context(laid), fonts, {}, laid.target_pages, laid.strings, front=laid.front
        )
        self.links: dict[int, int] = {}

    def build(self) -> tuple[SectionFrame, SharedObjects]:
        frame, document = self.frame, self.laid.document
        for page in document.pages:
            frame.pages.append(FramePage(page.width * PX, page.height * PX))
        slots = {
            slot.line_block.number: slot
            for slot in line_slots(self.laid)
            if SlotRanks.of(slot.line_block, self.opening).in_section
        }
        tagger = tag_section(self.painted, document, slots)
        if tagger.fields:
            raise UnsupportedError("une case de signature")
        self.known |= {
            int(appearance.reference.split()[0]): appearance_entries(appearance)
            for appearance in tagger.text_fields.appearances
        }
        check_drawn(tagger.drawn, [(page.width, page.height) for page in frame.pages])
        painted = self._parts_by_block()
        for number, (element, key) in tagger.tags_of_blocks.items():
            if number not in painted:
                raise UnsupportedError("un texte peint avec un autre")
            frame.slots[number] = self._new_slot(slots[number], painted[number], element, key)
        frame.root = tagger.root
        for number in range(len(frame.pages)):
            self._fill_page(number)
        self._rank_links()
        frame.own = self._fixed_content()
        frame.faces = faces(document)
        self._add_destinations()
        common = self._shared_objects()
        release_layout(self.laid.context)
        return frame, common

    def _parts_by_block(self) -> dict[int, PaintedPart]:
        """Return the part of each line block, whole; a page break may have split it."""
        painted: dict[int, PaintedPart] = {}
        for page in self.painted.pages:
            for part in page.parts:
                if part.line_block is not None:
                    whole = painted.setdefault(part.line_block, PaintedPart([], {}))
                    whole.items += part.items
                    merge_glyphs(whole.glyphs, part.glyphs)
        return painted

    def _new_slot(
        self, slot: LineSlot, part: PaintedPart, element: TagElement, key: Key
    ) -> FrameSlot:
        ranks = SlotRanks.of(slot.line_block, self.opening)
        marks, height = renumber_marks(element, part), sum(slot.heights)
        first = slot_content(part, marks, height, self.writer, self.resources)
        words = ranks.words(self.section)
        return FrameSlot(replace(slot, key=key), ranks, words, first, slot.row, slot.room)

    def _fill_page(self, number: int) -> None:
        painted_page, page = self.painted.pages[number], self.frame.pages[number]
        for part in painted_page.parts:
            if part.margin is not None:
                page.margins.append(without_lines(part.margin))
            elif part.line_block in self.frame.slots:
                if part.line_block not in page.parts:
                    page.parts.append(part.line_block)
            else:
                self._add_fixed_part(number, part)
        self._check_not_empty(number)
        for reference in painted_page.dictionary["Annots"]:
            dictionary = self.painted.pdf.objects[int(reference.split()[0])]
            self.links[id(dictionary)] = len(self.links)
            entries = {name: value for name, value in dictionary.items() if name != "StructParent"}
            page.links.append(self.writer.template_of(pydyf.Dictionary(entries)))

    def _add_fixed_part(self, number: int, part: PaintedPart) -> None:
        frame, page = self.frame, self.frame.pages[number]
        first = page.marks
        for item in part.items:
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                frame.renumbered[number, item["MCID"]] = page.marks
                page.marks += 1
        painted = self.writer.operators_of(part.items, self.resources)
        frame.alphas |= painted.alphas
        frame.drawings |= painted.drawings
        merge_glyphs(frame.glyphs, part.glyphs)
        if painted.template:
            page.parts.append(painted.numbered(first))

    def _rank_links(self) -> None:
        for element in self.frame.root.walk():
            element.kids = [
                LinkKid(kid.page, self.links[id(kid.dictionary)])  # type: ignore[misc]
                if isinstance(kid, TaggedAnnotation)
                else kid
                for kid in element.kids
            ]

    def _check_not_empty(self, number: int) -> None:
        """Raise UnsupportedError for a page without fixed text: slots are never emptied."""
        painted = self.painted.pages[number]
        page = self.laid.document.pages[number]
        head, foot = page_margins(page)
        fixed = [item for part in painted.parts if part.margin is None for item in part.items]
        drawn = b"\n".join(map(to_bytes, fixed))
        heights = [round(float(height) * PX) for height in TEXT_DRAWN.findall(drawn)]
        if not any(head < height < page.height * PX - foot for height in heights):
            raise UnsupportedError("une page vide")

    def _fixed_content(self) -> FixedContent:
        before = len(self.opening.words)
        ranks = (slot.ranks for slot in self.frame.slots.values())
        unseen = (rank - before for rank in self.laid.unseen)
        return FixedContent.around(self.section, ranks, unseen)

    def _add_destinations(self) -> None:
        anchors: dict[str, tuple[str, int, float, float]] = {}
        for number, page in enumerate(self.laid.document.pages):
            for name, (x, y, _, _) in page.anchors.items():
                anchors.setdefault(name, (name, number, x * PX, (page.height - y) * PX))
            self.frame.bookmarks += [
                (level, label, number, x * PX, (page.height - y) * PX)
                for level, label, (x, y), _ in page.bookmarks
            ]
        self.frame.anchors = list(anchors.values())

    def _shared_objects(self) -> SharedObjects:
        objects = self.painted.pdf.objects
        profile = objects[int(self.profile.split()[0])]
        data = zlib.compress(b"".join(map(to_bytes, profile.stream)), LEVEL)
        extra = {**profile.extra, "Filter": "/FlateDecode", "Length": len(data)}
        return SharedObjects(
            self.writer.template_of(pydyf.Dictionary(extra)),
            data,
            self.writer.template_of(objects[int(self.resources["ColorSpace"].split()[0])]),
            self.writer.template_of(self.painted.pdf.catalog["OutputIntents"]),
        )
