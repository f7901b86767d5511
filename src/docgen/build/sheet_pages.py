"""The pages of a draft that print what is left of it, read from its finished PDF."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from docgen.build.left_sheet import OPENING_PAGE, REMARK_NAME, TOLD_WHOLE, PrintedPlace, sheet_facts
from docgen.conformity.pdf.references import read_references
from docgen.conformity.pdf.text import letters, pages_with
from docgen.document import Document
from docgen.left import Item
from docgen.referential.droit.controle import law_id
from docgen.rendering.html.binding import anchor_of
from docgen.rendering.pdf.pages import part_pages

OPENING: Final = re.compile(r"(avenant\.)?(titre|parties)\b")
"""The fields of an act that stand above its clauses, on its first page."""
FIRST_PAGE: Final = PrintedPlace((1,), OPENING_PAGE)
CHAPTER: Final = 1
"""The lowest level of the headings that stand above points, in the outline of a draft."""


def with_draft_pages(sheet: Document, draft: Document, pdf: bytes) -> Document:
    """Return the sheet of a draft with the pages of its points in the PDF of the draft."""
    pdf_places = Places(draft, pdf)
    places = {item.id: pdf_places.of(item) for item in draft.left}
    by_name = {item.name: places[item.id] for item in draft.left if item.code not in TOLD_WHOLE}
    facts = sheet_facts(draft, places | dict(_beside_their_part(draft.left, places, by_name)))
    return replace(sheet, facts=facts, lists=None)


def _beside_their_part(
    items: Iterable[Item], places: Mapping[str, PrintedPlace], by_name: Mapping[str, PrintedPlace]
) -> Iterator[tuple[str, PrintedPlace]]:
    """Yield the places of remarks that no page prints, on a part whose own point has one."""
    for item in items:
        part = REMARK_NAME.sub(r"\1", item.name)
        if item.code in TOLD_WHOLE and not places[item.id].pages and part in by_name:
            yield item.id, by_name[part]


class Places:
    """Where a draft prints what is left of it; `texts` are the letters of its pages."""

    def __init__(self, draft: Document, pdf: bytes) -> None:
        read = read_references(pdf)
        self.texts = [letters(text) for text in read.pages]
        self._headings = [
            (heading.target.page, heading.level, " ".join(heading.title.split()))
            for heading in read.outline
            if heading.target
        ]
        bound = [one for one in draft.bound if anchor_of(one) in read.anchors]
        self._parts = [(one, *part_pages(one, read)) for one in bound]
        self._whole = draft, 0, len(read.pages)

    def of(self, item: Item) -> PrintedPlace:
        """Return the pages that print an item: in each part that waits for it, or in the draft."""
        parts = [part for part in self._parts if any(item.id == one.id for one in part[0].left)]
        printed = {page for part in parts for page in self._pages(item, *part) or part[1:2]}
        pages = sorted(printed or self._pages(item, *self._whole))
        if not pages and OPENING.match(item.field):
            return FIRST_PAGE
        pages = pages or list(self._pages_naming(item))
        if not pages:
            return PrintedPlace()
        rank = next(self._named_headings(item, pages[0], pages[0] + 1), self._last_of(pages[0]))
        return PrintedPlace(tuple(page + 1 for page in pages), self._chapter(rank), rank)

    def _pages(self, item: Item, document: Document, first: int, end: int) -> tuple[int, ...]:
        """Return the pages, from 0, on which a document of these pages prints an item."""
        laws = (one.sentence for one in document.laws if item.id == law_id(one.key))
        numbers = {
            page for sentence in laws for page in pages_with(sentence, self.texts[first:end])
        }
        if numbers:
            return tuple(sorted(first + page - 1 for page in numbers))
        return tuple(self._headings[one][0] for one in self._named_headings(item, first, end))

    def _pages_naming(self, item: Item) -> Iterator[int]:
        """Yield the pages, from 0, on which the name of an item stands, or the only page."""
        alone = (1,) if len(self.texts) == 1 else ()
        yield from (page - 1 for page in pages_with(item.name, self.texts) or alone)

    def _named_headings(self, item: Item, first: int, end: int) -> Iterator[int]:
        """Yield the rank of the longest heading of these pages whose name, or its end, is told."""
        parts = [*map(letters, (item.name, *re.split("[:(]", item.name)))]
        inside = [
            (len(title), rank)
            for rank, (page, _, title) in enumerate(self._headings)
            if first <= page < end
            and (
                any(part.startswith(letters(title)) for part in parts)
                or letters(title).endswith(parts[0] or "-")
            )
        ]
        if inside:
            yield max(inside)[1]

    def _last_of(self, page: int) -> int:
        """Return the rank of the last chapter that begins on a page or before."""
        ranks = (
            rank
            for rank, (start, level, _) in enumerate(self._headings)
            if start <= page and level <= CHAPTER
        )
        return max(ranks, default=0)

    def _chapter(self, rank: int) -> str:
        """Return the title of the chapter of a heading."""
        above = [title for _, level, title in self._headings[: rank + 1] if level <= CHAPTER]
        return above[-1] if above else ""
