"""A section ready to be bound: its pages, and its tags as templates without object numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

from docgen.rendering.frames.output.operators import (
    Drawing,
    ObjectTemplate,
    escape_percent,
    to_bytes,
)
from docgen.rendering.frames.output.painting import Glyphs
from docgen.rendering.frames.output.tag_slots import TagGap
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.tag_tree import TagElement


@dataclass(slots=True)
class FilledPage:
    """A page: its compressed content, number of marked contents, margin boxes, links, size.

    `text` is what it says, without the number of the page, once it was read in a finished file.
    """

    body: bytes
    marks: int
    margins: list[Any]
    links: list[ObjectTemplate]
    width: float
    height: float
    text: str | None = None

    @property
    def leads_to_pages(self) -> bool:
        """Whether a link of it leads to a page of the file."""
        return any(b"/Dest " in link.template for link in self.links)


@dataclass(slots=True)
class FilledSection:
    """The pages of a section, filled."""

    pages: list[FilledPage]
    glyphs: Glyphs
    alphas: dict[str, bytes]
    drawings: dict[str, Drawing]
    anchors: list[tuple[str, int, float, float]]
    bookmarks: list[tuple[int, str, int, float, float]]
    tags: SectionTags = field(init=False)


@dataclass(frozen=True, slots=True)
class LinkKid:
    """A link among the kids of an element: its page, and its rank in the section."""

    page: int
    rank: int


@dataclass(frozen=True, slots=True)
class MarkOffset:
    """The page of a slot's tags, and the number of its first marked content."""

    page: int
    first: int


def tags_shape(kids: Sequence[Any]) -> bytes:
    """Return all that tags say, by which those of two fillings are found equal."""
    return b"".join(_shape_parts(kids))


def _shape_parts(kids: Sequence[Any]) -> Iterator[bytes]:
    for kid in kids:
        if isinstance(kid, TagElement):
            entries = pydyf.Dictionary({**kid.entries, "A": pydyf.Dictionary(kid.attributes)})
            yield b"<%b %b %b" % (kid.role.encode(), kid.identifier.encode(), entries.data)
            yield from _shape_parts(kid.kids)
            yield b">"
        else:
            yield repr(kid).encode()


NOT_IN_SLOT: Final = MarkOffset(-1, -1)
"""Outside of every gap: each content has its own page."""


class SectionTags:
    """The tags of a section: elements as templates, and the elements of contents and links.

    A reference is a number: a page from 0, then a link, then an element; -1 is the document.
    """

    def __init__(
        self,
        root: TagElement,
        marks: Sequence[int],
        renumbered: Mapping[tuple[int, int], int],
        links: int,
    ) -> None:
        self._root, self._renumbered = root, renumbered
        self.elements: list[ObjectTemplate] = []
        self.tops: list[int] = []
        self.parents: list[list[int | None]] = [[None] * count for count in marks]
        self.link_parents: list[int] = [-1] * links

    def write(self, kids: Mapping[int, list[Any]], first: Mapping[int, int]) -> None:
        """Write the tree; `kids` fill its gaps, their contents numbered from `first`."""
        self._fillings, self._first = kids, first
        self._base = len(self.parents) + len(self.link_parents)
        self.tops = [
            self._element(kid, -1) for kid in self._root.kids if isinstance(kid, TagElement)
        ]
        if len(self.tops) != len(self._root.kids):
            raise UnsupportedError("un texte hors de tout élément")

    def _element(self, element: TagElement, parent: int, inside: MarkOffset = NOT_IN_SLOT) -> int:
        """Write an element and all below it; return its reference."""
        if element.identifier:
            raise UnsupportedError("une note")
        rank = len(self.elements)
        self.elements.append(ObjectTemplate(b""))
        entries = [b"<</Type/StructElem/S/%b/P %%d 0 R" % element.role.encode()]
        references = [parent]
        for name, value in element.entries.items():
            entries.append(b"/%b %b" % (name.encode(), escape_percent(to_bytes(value))))
        if element.attributes:
            entries.append(b"/A" + escape_percent(pydyf.Dictionary(element.attributes).data))
        kids = list(self._kids_of(element, inside))
        main_page = next(
            (where.page for kid, where in kids if not isinstance(kid, TagElement)), None
        )
        if main_page is not None:
            entries.append(b"/Pg %d 0 R")
            references.append(main_page)
        own = self._base + rank
        parts = [self._kid(kid, own, main_page, where, references) for kid, where in kids]
        entries.append(b"/K[" + b" ".join(parts) + b"]>>")
        self.elements[rank] = ObjectTemplate(b"".join(entries), tuple(references))
        return own

    def _kids_of(self, element: TagElement, inside: MarkOffset) -> Iterator[tuple[Any, MarkOffset]]:
        """Yield the kids of an element, gaps filled, each with its offset."""
        for kid in element.kids:
            if isinstance(kid, TagGap):
                where = MarkOffset(kid.page, self._first[kid.line_block])
                yield from ((filling, where) for filling in self._fillings[kid.line_block])
            elif isinstance(kid, TagElement) or inside is not NOT_IN_SLOT:
                yield kid, inside
            else:
                yield kid, MarkOffset(kid.page, -1)

    def _kid(
        self, kid: Any, own: int, main_page: int | None, where: MarkOffset, references: list[int]
    ) -> bytes:
        """Return the entry of a kid (element, content or link) in the kids of its element."""
        if isinstance(kid, TagElement):
            references.append(self._element(kid, own, where))
            return b"%d 0 R"
        if isinstance(kid, LinkKid):
            self.link_parents[kid.rank] = own
            references += [len(self.parents) + kid.rank, kid.page]
            return b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>"
        fixed = where.first < 0
        number = self._renumbered[kid.page, kid.mcid] if fixed else where.first + kid.mcid
        self.parents[where.page][number] = own
        if where.page == main_page:
            return b"%d" % number
        references.append(where.page)
        return b"<</Type/MCR/Pg %%d 0 R/MCID %d>>" % number
