"""A section ready to be bound: its pages, and its tags as objects that wait for their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from docgen.rendering.frames.operators import Drawing, Raw, escaped, plain
from docgen.rendering.frames.painting import Glyphs
from docgen.rendering.frames.reading import Gap
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.tag_tree import Annotation, Content, Element


@dataclass(slots=True)
class LeafletPage:
    """A page: its contents, compressed; how much marked content; margin boxes; links; its size."""

    body: bytes
    marks: int
    margins: list[Any]
    links: list[Raw]
    width: float
    height: float


@dataclass(slots=True)
class Leaflet:
    """The pages of a section, filled."""

    pages: list[LeafletPage]
    glyphs: Glyphs
    alphas: dict[str, bytes]
    drawings: dict[str, Drawing]
    anchors: list[tuple[str, int, float, float]]
    bookmarks: list[tuple[int, str, int, float, float]]
    structure: Structure = field(init=False)


class Structure:
    """The tags of a section: elements as templates, and the way back from contents to them.

    A lead of a template is a number: a page from 0, then a link, then an element; -1 is what all
    sections hang from.
    """

    def __init__(
        self,
        root: Element,
        marks: Sequence[int],
        renumbered: Mapping[tuple[int, int], int],
        links: Mapping[int, int],
    ) -> None:
        self._root, self._renumbered, self._links = root, renumbered, links
        self.elements: list[Raw] = []
        self.tops: list[int] = []
        self.parents: list[list[int | None]] = [[None] * count for count in marks]
        self.link_parents: list[int] = [-1] * len(links)

    def write(self, kids: Mapping[int, list[Any]], first: Mapping[int, int]) -> None:
        """Write the tree; `kids` fill its gaps, their marks being numbered from `first`."""
        self._kids, self._first = kids, first
        self._base = len(self.parents) + len(self.link_parents)
        self.tops = [
            self._element(kid, -1) for kid in self._root.kids if isinstance(kid, Element)
        ]
        if len(self.tops) != len(self._root.kids):
            raise RefusedError("a text outside of every element")

    def _element(self, element: Element, parent: int, page: int = -1, first: int = -1) -> int:
        """Write an element and all below it; return its lead.

        Inside a gap `page` is the gap's, and marks are counted from `first`.
        """
        if element.identifier:
            raise RefusedError("a note")
        rank = len(self.elements)
        self.elements.append(Raw(b""))
        own = self._base + rank
        said = [b"<</Type/StructElem/S/%b/P %%d 0 R" % element.role.encode()]
        leads = [parent]
        for name, value in element.entries.items():
            said.append(b"/%b %b" % (name.encode(), escaped(plain(value))))
        if element.attributes:
            said.append(b"/A" + escaped(pydyf.Dictionary(element.attributes).data))
        home = self._home(element, page)
        if home is not None:
            said.append(b"/Pg %d 0 R")
            leads.append(home)
        parts: list[bytes] = []
        for kid in element.kids:
            self._kid(kid, own, home, (page, first), parts, leads)
        said.append(b"/K[" + b" ".join(parts) + b"]>>")
        self.elements[rank] = Raw(b"".join(said), tuple(leads))
        return own

    def _home(self, element: Element, page: int) -> int | None:
        """Return the page of the first content or link right in an element."""
        for kid in element.kids:
            if not isinstance(kid, Element):
                if isinstance(kid, Gap):
                    if all(isinstance(one, Element) for one in self._kids[kid.leaf]):
                        continue
                    return kid.page
                return page if page >= 0 else int(kid.page)
        return None

    def _kid(
        self,
        kid: Any,
        own: int,
        home: int | None,
        inside: tuple[int, int],
        parts: list[bytes],
        leads: list[int],
    ) -> None:
        page, first = inside
        if isinstance(kid, Element):
            leads.append(self._element(kid, own, page, first))
            parts.append(b"%d 0 R")
        elif isinstance(kid, Gap):
            within = (kid.page, self._first[kid.leaf])
            for one in self._kids[kid.leaf]:
                self._kid(one, own, home, within, parts, leads)
        elif isinstance(kid, Content):
            number = kid.mcid + first if page >= 0 else self._renumbered[kid.page, kid.mcid]
            at = page if page >= 0 else kid.page
            self.parents[at][number] = own
            if at == home:
                parts.append(b"%d" % number)
            else:
                parts.append(b"<</Type/MCR/Pg %%d 0 R/MCID %d>>" % number)
                leads.append(at)
        else:
            self._annotation(kid, own, parts, leads)

    def _annotation(
        self, kid: Annotation, own: int, parts: list[bytes], leads: list[int]
    ) -> None:
        rank = self._links[id(kid.dictionary)]
        self.link_parents[rank] = own
        parts.append(b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>")
        leads += [len(self.parents) + rank, kid.page]
