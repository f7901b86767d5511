"""Tags of a section with gaps where its leaves stand, and the tags that fill a gap."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pydyf
from weasyprint.formatting_structure import boxes

from docgen.rendering.frames.output.painting import Part, Scrap, Sheets
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tag_tree import MarkedContent, TagElement, complete_scopes
from docgen.rendering.pdf.tagging import Key, TagContext, TaggedPage, Tagger, marked_content_in


@dataclass(frozen=True, slots=True)
class Gap:
    """Where the tags of a leaf stand among those of its section."""

    page: int
    leaf: int


class GapTagger(Tagger):
    """Reads the tags of a section, those of its leaves apart: `held` by leaf, with their keys."""

    def __init__(self, pdf: pydyf.PDF, leaves: Iterable[int]) -> None:
        super().__init__(pdf)
        self.leaves = set(leaves)
        self.held: dict[int, tuple[TagElement, Key]] = {}

    def visit(self, box: Any, place: TagContext, page: TaggedPage) -> None:
        """Add a box and all below it; what a leaf holds is put apart, and its gap stays.

        What is furniture, or inside a link, says nothing of its own and stays where it is.
        """
        leaf = getattr(box, "leaf", None) if isinstance(box, boxes.LineBox) else None
        if leaf in self.leaves and leaf is not None:
            if place.artifact or place.link is not None:
                self.leaves.discard(leaf)
            else:
                if leaf not in self.held:
                    self.held[leaf] = TagElement("Div"), place.key
                    place.element.kids.append(Gap(page.number, leaf))  # type: ignore[arg-type]
                place = TagContext(self.held[leaf][0], place.key)
        super().visit(box, place, page)


def tag(sheets: Sheets, document: Any, leaves: Iterable[int]) -> GapTagger:
    """Return the tags of a section whose leaves are gaps."""
    tagger = GapTagger(sheets.pdf, leaves)
    pages = zip(document.pages, sheets.pages, strict=True)
    for number, (page, painted) in enumerate(pages):
        operators: dict[int, tuple[list[Any], int]] = {}
        for part in painted.parts:
            operators |= _marks(part, painted.stream._resources, sheets.pdf)
        here = TaggedPage(number, painted.dictionary, page.height, painted.stream._tags, operators)
        tagger.visit(page._page_box, TagContext(tagger.root), here)
        kept = [one for one in painted.dictionary.get("Annots", ()) if one not in here.taken]
        painted.dictionary["Annots"] = pydyf.Array(kept)
    tagger.root.prune()
    complete_scopes(tagger.root)
    return tagger


def tag_lines(
    lines: Iterable[Any], parts: Sequence[Part], scrap: Scrap, key: Key, height: float
) -> tuple[list[Any], list[DrawnBox]]:
    """Return the tags of a leaf's lines as they are painted on a scrap, and what was drawn."""
    tagger = Tagger(pydyf.PDF())
    operators: dict[int, tuple[list[Any], int]] = {}
    for part in parts:
        operators |= _marks(part, scrap.resources, tagger.pdf)
    here = TaggedPage(0, {}, height, scrap.stream._tags, operators)
    held = TagElement("Div")
    for line in lines:
        tagger.visit(line, TagContext(held, key), here)
    return counted(held, parts), tagger.drawn


def counted(held: TagElement, parts: Iterable[Part]) -> list[Any]:
    """Return the tags of a leaf, its marked content counted from 0, part after part."""
    items = (item for part in parts for item in part.items)
    marks = (
        item["MCID"] for item in items if isinstance(item, pydyf.Dictionary) and "MCID" in item
    )
    rank = {mark: number for number, mark in enumerate(marks)}
    held.prune()
    for element in held.walk():
        element.kids = [
            MarkedContent(0, rank[kid.mcid]) if isinstance(kid, MarkedContent) else kid
            for kid in element.kids
        ]
    return held.kids


def tag_margin(box: Any, part: Part, scrap: Scrap, height: float) -> list[DrawnBox]:
    """Make a margin box, as painted on a scrap, the furniture that it is; return what was drawn."""
    tagger = Tagger(pydyf.PDF())
    operators = _marks(part, scrap.resources, tagger.pdf)
    tagger.visit(
        box, TagContext(tagger.root), TaggedPage(0, {}, height, scrap.stream._tags, operators)
    )
    return tagger.drawn


def _marks(part: Part, resources: Any, pdf: pydyf.PDF) -> dict[int, tuple[list[Any], int]]:
    return dict(marked_content_in(SimpleNamespace(stream=part.items, _resources=resources), pdf))
