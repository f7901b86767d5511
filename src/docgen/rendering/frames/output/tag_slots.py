"""Tags of a section with gaps for its line blocks, and the tags that fill a gap."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from docgen.rendering.frames.output.painting import PaintedPart, PaintedSection, ScratchStream
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tag_tree import MarkedContent, TagElement, complete_scopes
from docgen.rendering.pdf.tagging import Key, TagContext, TaggedPage, Tagger, marked_content_in


@dataclass(frozen=True, slots=True)
class TagGap:
    """The gap that the tags of a line block fill."""

    page: int
    line_block: int


class GapTagger(Tagger):
    """Reads the tags of a section; those of line blocks are kept apart, with their keys."""

    def __init__(self, pdf: pydyf.PDF, line_blocks: Iterable[int]) -> None:
        super().__init__(pdf)
        self.line_blocks = set(line_blocks)
        self.tags_of_blocks: dict[int, tuple[TagElement, Key]] = {}

    def visit(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        """Add a box and all below it; a line block leaves a gap.

        One inside an artifact or a link has no tags of its own and stays in place.
        """
        line_block = getattr(box, "line_block", None) if isinstance(box, boxes.LineBox) else None
        if line_block in self.line_blocks and line_block is not None:
            if place.artifact or place.link is not None:
                self.line_blocks.discard(line_block)
            else:
                if line_block not in self.tags_of_blocks:
                    self.tags_of_blocks[line_block] = TagElement("Div"), place.key
                    place.element.kids.append(TagGap(page.number, line_block))  # type: ignore[arg-type]
                place = TagContext(self.tags_of_blocks[line_block][0], place.key)
        super().visit(box, place, page)


def tag_section(painted: PaintedSection, document: Any, line_blocks: Iterable[int]) -> GapTagger:
    """Return the tags of a section, with gaps for these line blocks."""
    tagger = GapTagger(painted.pdf, line_blocks)
    pages = zip(document.pages, painted.pages, strict=True)
    for number, (page, painted_page) in enumerate(pages):
        operators: dict[int, tuple[list[Any], int]] = {}
        for part in painted_page.parts:
            operators |= _marks(part, painted_page.stream._resources, painted.pdf)
        page_tags = TaggedPage(
            number, painted_page.dictionary, page.height, painted_page.stream._tags, operators
        )
        tagger.visit(page._page_box, TagContext(tagger.root), page_tags)
        annotations = [
            reference
            for reference in painted_page.dictionary.get("Annots", ())
            if reference not in page_tags.dropped
        ]
        painted_page.dictionary["Annots"] = pydyf.Array(annotations)
    tagger.root.prune()
    complete_scopes(tagger.root)
    return tagger


def tag_lines(
    lines: Iterable[Any], part: PaintedPart, scratch: ScratchStream, key: Key, height: float
) -> tuple[list[Any], list[DrawnBox]]:
    """Return the tags of lines painted on a scratch stream, and the boxes drawn."""
    tagger = Tagger(pydyf.PDF())
    operators = _marks(part, scratch.resources, tagger.pdf)
    page_tags = TaggedPage(0, {}, height, scratch.stream._tags, operators)
    root = TagElement("Div")
    for line in lines:
        tagger.visit(line, TagContext(root, key), page_tags)
    return renumber_marks(root, part), tagger.drawn


def renumber_marks(root: TagElement, part: PaintedPart) -> list[Any]:
    """Return tags whose marked contents count from 0."""
    marks = (
        item["MCID"] for item in part.items if isinstance(item, pydyf.Dictionary) and "MCID" in item
    )
    rank = {mark: number for number, mark in enumerate(marks)}
    root.prune()
    for element in root.walk():
        element.kids = [
            MarkedContent(0, rank[kid.mcid]) if isinstance(kid, MarkedContent) else kid
            for kid in element.kids
        ]
    return root.kids


def tag_margin(
    box: Any, part: PaintedPart, scratch: ScratchStream, height: float
) -> list[DrawnBox]:
    """Make a margin box painted on a scratch stream an artifact; return the boxes drawn."""
    tagger = Tagger(pydyf.PDF())
    operators = _marks(part, scratch.resources, tagger.pdf)
    tagger.visit(
        box, TagContext(tagger.root), TaggedPage(0, {}, height, scratch.stream._tags, operators)
    )
    return tagger.drawn


def _marks(part: PaintedPart, resources: Any, pdf: pydyf.PDF) -> dict[int, tuple[list[Any], int]]:
    return dict(marked_content_in(SimpleNamespace(stream=part.items, _resources=resources), pdf))
