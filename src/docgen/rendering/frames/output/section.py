"""A section ready to be bound: its pages, and its tags as objects that wait for their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

from docgen.rendering.frames.output.operators import Drawing, Raw, escaped, plain
from docgen.rendering.frames.output.painting import Glyphs
from docgen.rendering.frames.output.tag_slots import Gap
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.pdf.tag_tree import TagElement


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


@dataclass(frozen=True, slots=True)
class Linked:
    """Where a link stands among the kids of its element: its page, its rank in the section."""

    page: int
    rank: int


@dataclass(frozen=True, slots=True)
class Within:
    """Where tags stand: on which page, and from which number the contents of their gap count."""

    page: int
    first: int


def shape(kids: Sequence[Any]) -> bytes:
    """Return all that the tags of a filling say: those of one shape are written alike."""
    return b"".join(_shape(kids))


def _shape(kids: Sequence[Any]) -> Iterator[bytes]:
    for kid in kids:
        if isinstance(kid, TagElement):
            said = pydyf.Dictionary({**kid.entries, "A": pydyf.Dictionary(kid.attributes)})
            yield b"<%b %b %b" % (kid.role.encode(), kid.identifier.encode(), said.data)
            yield from _shape(kid.kids)
            yield b">"
        else:
            yield repr(kid).encode()


OUTSIDE: Final = Within(-1, -1)
"""Outside of every gap: contents say where they stand themselves."""


class Structure:
    """The tags of a section: elements as templates, and the way back from contents to them.

    A lead of a template is a number: a page from 0, then a link, then an element; -1 is what all
    sections hang from.
    """

    def __init__(
        self,
        root: TagElement,
        marks: Sequence[int],
        renumbered: Mapping[tuple[int, int], int],
        links: int,
    ) -> None:
        self._root, self._renumbered = root, renumbered
        self.elements: list[Raw] = []
        self.tops: list[int] = []
        self.parents: list[list[int | None]] = [[None] * count for count in marks]
        self.link_parents: list[int] = [-1] * links

    def write(self, kids: Mapping[int, list[Any]], first: Mapping[int, int]) -> None:
        """Write the tree; `kids` fill its gaps, their marks being numbered from `first`."""
        self._fillings, self._first = kids, first
        self._base = len(self.parents) + len(self.link_parents)
        self.tops = [
            self._element(kid, -1) for kid in self._root.kids if isinstance(kid, TagElement)
        ]
        if len(self.tops) != len(self._root.kids):
            raise RefusedError("un texte hors de tout élément")

    def _element(self, element: TagElement, parent: int, inside: Within = OUTSIDE) -> int:
        """Write an element and all below it; return its lead."""
        if element.identifier:
            raise RefusedError("une note")
        rank = len(self.elements)
        self.elements.append(Raw(b""))
        said = [b"<</Type/StructElem/S/%b/P %%d 0 R" % element.role.encode()]
        leads = [parent]
        for name, value in element.entries.items():
            said.append(b"/%b %b" % (name.encode(), escaped(plain(value))))
        if element.attributes:
            said.append(b"/A" + escaped(pydyf.Dictionary(element.attributes).data))
        kids = list(self._kids_of(element, inside))
        home = next((where.page for kid, where in kids if not isinstance(kid, TagElement)), None)
        if home is not None:
            said.append(b"/Pg %d 0 R")
            leads.append(home)
        own = self._base + rank
        parts = [self._kid(kid, own, home, where, leads) for kid, where in kids]
        said.append(b"/K[" + b" ".join(parts) + b"]>>")
        self.elements[rank] = Raw(b"".join(said), tuple(leads))
        return own

    def _kids_of(self, element: TagElement, inside: Within) -> Iterator[tuple[Any, Within]]:
        """Yield what is right in an element, gaps filled, and where each of them stands."""
        for kid in element.kids:
            if isinstance(kid, Gap):
                where = Within(kid.page, self._first[kid.leaf])
                yield from ((one, where) for one in self._fillings[kid.leaf])
            elif isinstance(kid, TagElement) or inside is not OUTSIDE:
                yield kid, inside
            else:
                yield kid, Within(kid.page, -1)

    def _kid(self, kid: Any, own: int, home: int | None, where: Within, leads: list[int]) -> bytes:
        """Return an element, a stretch of contents or a link as it stands among the kids of one."""
        if isinstance(kid, TagElement):
            leads.append(self._element(kid, own, where))
            return b"%d 0 R"
        if isinstance(kid, Linked):
            self.link_parents[kid.rank] = own
            leads += [len(self.parents) + kid.rank, kid.page]
            return b"<</Type/OBJR/Obj %d 0 R/Pg %d 0 R>>"
        kept = where.first < 0
        number = self._renumbered[kid.page, kid.mcid] if kept else where.first + kid.mcid
        self.parents[where.page][number] = own
        if where.page == home:
            return b"%d" % number
        leads.append(where.page)
        return b"<</Type/MCR/Pg %%d 0 R/MCID %d>>" % number
