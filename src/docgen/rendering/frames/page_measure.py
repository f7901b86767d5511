"""The height free under a page, laid out once for all words that break into lines as high."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from docgen.document import Document
from docgen.errors import DocgenError
from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.layout.contents import FixedContent, SlotRanks, SlotWords
from docgen.rendering.frames.layout.engine import LayoutEngine
from docgen.rendering.frames.layout.lines import ROUNDING, Heights, LineSlot, line_slots
from docgen.rendering.frames.layout.sections import SplitDocument, SplitHtml, split_document
from docgen.rendering.frames.serialization import StoredPage
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.html.binding import SECTION
from docgen.rendering.html.templates import CALCULATION, Templates
from docgen.rendering.pdf import free_space
from docgen.rendering.pdf.renderer import TemplateFetcher, collect_warnings
from docgen.rendering.recipe import opened_toolchain

MEASURE_KEY: Final = "measure"
"""The key of the pages laid out in the state that renderers keep with the templates."""
MAX_PAGES: Final = 120
"""How many pages are kept, without their pictures; those least used are the first to go."""
MAX_HEIGHTS: Final = 100
"""How many words of a slot have their heights remembered; of one with pictures, only the last."""
MAX_LAID: Final = 50
"""How many of the contents that a page was laid out with are kept for other processes."""
BODY_START: Final = re.compile(r'<body[^>]*>(?:\s*<p class="courant .*?</p>)*', re.DOTALL)
"""What opens a page: its heads and feet are no part of what is measured."""


def measure_free_space(document: Document, html: str, templates: Templates) -> float | None:
    """Return the free height in mm under a document, None where it takes more pages than it may.

    A page whose lines cannot be laid out alone is laid out whole.
    """
    measure = templates.renderer_state.pop(MEASURE_KEY, None)
    if not isinstance(measure, PageMeasure):
        measure = PageMeasure(templates)
    try:
        free = measure.free_space(document, html)
    except UnsupportedError:  # nothing of the page is kept: others may be measured
        free = free_space.measure_free_space(document, html, templates)
    except (DocgenError, *CALCULATION):
        # WeasyPrint's private attributes may change.
        return free_space.measure_free_space(document, html, templates)
    templates.renderer_state[MEASURE_KEY] = measure
    return free


@dataclass(slots=True, eq=False)
class _MeasuredPage:
    """What is kept of pages of one skeleton: fixed words, and the slots whose words may change.

    A slot has the heights of its lines, by its words; `free` is the free height, by the heights
    that decide it. `laid` is what the page was laid out with, and the height that each left free.
    """

    own: FixedContent
    slots: list[tuple[LineSlot, SlotRanks, dict[SlotWords, Heights]]]
    laid: list[tuple[list[SlotWords], float | None]]
    free: dict[tuple[Heights, ...], float | None] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: StoredPage) -> _MeasuredPage:
        """Return a page that was stored."""
        own, slots, laid = stored
        return cls(own, [(slot, ranks, {}) for slot, ranks in slots], laid)

    @property
    def stored(self) -> StoredPage:
        """Return what is stored of it."""
        return self.own, [(slot, ranks) for slot, ranks, _ in self.slots], self.laid

    def contents_of(self, section: SplitHtml) -> list[SlotWords]:
        """Return what a section puts into each slot."""
        return [ranks.words(section) for _, ranks, _ in self.slots]

    def heights_of(
        self, contents: Iterable[SlotWords], engine: LayoutEngine
    ) -> tuple[Heights, ...]:
        """Return the heights of the lines of each slot, none of those that change nothing."""
        measures: list[Heights] = []
        for (slot, ranks, known), words in zip(self.slots, contents, strict=True):
            if words not in known:
                if len(known) >= (1 if ranks.pictures else MAX_HEIGHTS):
                    known.clear()
                known[words] = slot.line_heights(*words, engine.context)
            measures.append(known[words])
        sized = [
            (slot, heights) for (slot, _, _), heights in zip(self.slots, measures, strict=True)
        ]
        whole = {slot.row for slot, lines in sized if sum(lines) >= slot.room - ROUNDING}
        return tuple(
            () if slot.has_room(lines) and (not slot.row or slot.row in whole) else lines
            for slot, lines in sized
        )


class PageMeasure:
    """Measures pages by one set of templates, and keeps what it laid out."""

    def __init__(self, templates: Templates) -> None:
        self._fetcher = TemplateFetcher(templates)
        self._engines: dict[tuple[str, ...], LayoutEngine] = {}
        self._pages: dict[tuple[str, ...], list[_MeasuredPage]] = {}
        toolchain = opened_toolchain(templates) if templates.store else ""
        self._cache = FrameCache(templates.store, toolchain)
        self.layouts = 0

    def free_space(self, document: Document, html: str) -> float | None:
        """Return the free height under a document; raise UnsupportedError if it is not shared."""
        marked = html if SECTION in html else BODY_START.sub(rf"\g<0>{SECTION}", html, count=1)
        split = split_document(marked, [document.short_stem], document.place)
        if len(split.sections) > 1:
            raise UnsupportedError("plusieurs sections")
        base = self._fetcher.base_url(document.template_folder)
        section = SplitHtml(*split.sections).filled
        sheets = (base, *split.sheets)
        if sheets not in self._engines:
            self._engines[sheets] = LayoutEngine(self._fetcher, base, split.sheets)
        engine = self._engines[sheets]
        most = document.pages_kept
        skeleton = (*sheets, str(most), split.opening.skeleton, section.skeleton)
        pages = self._pages[skeleton] = self._pages.pop(skeleton, [])  # the last used
        while sum(map(len, self._pages.values())) >= MAX_PAGES and len(self._pages) > 1:
            del self._pages[next(iter(self._pages))]
        page = self._find(skeleton, section, engine)
        if page is None:
            pages.append(page := self._lay_out(split, section, engine, most))
            self._keep(skeleton, page)
            return page.laid[0][1]
        if not page.free:
            page.free |= {page.heights_of(words, engine): free for words, free in page.laid}
        contents = page.contents_of(section)
        heights = page.heights_of(contents, engine)
        if heights not in page.free:
            again = self._lay_out(split, section, engine, most)  # its slots may be others
            page.free[heights] = free = again.laid[0][1]
            page.laid = [*page.laid[1 - MAX_LAID :], (contents, free)]
            self._keep(skeleton, page)
        return page.free[heights]

    def _find(
        self, skeleton: tuple[str, ...], section: SplitHtml, engine: LayoutEngine
    ) -> _MeasuredPage | None:
        """Return the page that suits a section, from the cache if it is not here."""
        pages = self._pages[skeleton]
        for rank in count():
            if rank == len(pages):
                stored = self._cache.get_page(skeleton, rank, engine)
                if stored is None:
                    break
                pages.append(_MeasuredPage.of(stored))
            if pages[rank].own.suits(section):
                return pages[rank]
        return None

    def _keep(self, skeleton: tuple[str, ...], page: _MeasuredPage) -> None:
        self._cache.keep_page(skeleton, self._pages[skeleton].index(page), page.stored)

    def _lay_out(
        self, split: SplitDocument, section: SplitHtml, engine: LayoutEngine, most: int
    ) -> _MeasuredPage:
        """Return a page laid out; None is free on more than `most`, 0 for any number."""
        opening = split.opening
        html = f"{opening.html}{section.html}{split.closing}"
        with collect_warnings():  # told when the document is made
            laid = engine.lay_out(html, opening, section, {})
        self.layouts += 1
        slots = [(slot, SlotRanks.of(slot.line_block, opening)) for slot in line_slots(laid)]
        slots = [(slot, ranks) for slot, ranks in slots if ranks.in_section]
        unseen = (rank - len(opening.words) for rank in laid.unseen)
        own = FixedContent.around(section, (ranks for _, ranks in slots), unseen)
        contents = [ranks.words(section) for _, ranks in slots]
        free = free_space.free_height(laid.document.pages, most)
        return _MeasuredPage.of((own, slots, [(contents, free)]))
