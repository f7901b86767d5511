"""The structure tree of a PDF: what its marked content means, in reading order (ISO 32000-1, 14.7).

A small model of its own, which knows nothing of WeasyPrint: elements with their kids, written
into pydyf objects at the end.  An element that runs over several pages stays one element; one
that holds nothing is left out, but for the cells that keep a table regular.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

KEPT_EMPTY = {"TH", "TD", "TR"}
"""Elements that a table needs even when they hold nothing."""
STANDARD = {"Strong": "Span", "Em": "Span"}
"""Our own types, and the standard ones that a reader who does not know them may take."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A stretch of marked content: its page from 0, its number on that page."""

    page: int
    mcid: int


@dataclass(slots=True)
class TaggedAnnotation:
    """A link or a form field: the pydyf dictionary that stands on a page."""

    page: int
    dictionary: Any


@dataclass(slots=True, eq=False)
class TagElement:
    """A structure element: its type, its kids in reading order, what is said of it."""

    role: str
    kids: list[TagElement | MarkedContent | TaggedAnnotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)
    identifier: str = ""

    def add(self, role: str) -> TagElement:
        """Add and return a new element at the end."""
        kid = TagElement(role)
        self.kids.append(kid)
        return kid

    @property
    def elements(self) -> list[TagElement]:
        """The elements right below."""
        return [kid for kid in self.kids if isinstance(kid, TagElement)]

    def walk(self) -> Iterator[TagElement]:
        """Yield the element and all below it, in reading order."""
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def prune(self) -> bool:
        """Drop what holds nothing below; return whether the element itself is worth keeping."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, TagElement) or kid.prune()]
        return bool(self.kids) or self.role in KEPT_EMPTY


def complete_scopes(root: TagElement) -> None:
    """Give each header that says nothing of it the cells that it is for, as HTML would.

    It is for its row where data stand beside it, and for its column everywhere else.
    """
    for group in root.walk():
        for row in group.elements:
            if row.role != "TR":
                continue
            cells = row.elements
            data = [cell for cell in cells if cell.role == "TD" and cell.kids]
            beside = bool(data) and group.role != "THead"
            for head in cells:
                if head.role == "TH" and "Scope" not in head.attributes:
                    scope = "/Row" if beside else "/Column"
                    head.attributes |= {"O": "/Table", "Scope": scope}


class TreeWriter:
    """Writes a tree into a PDF: structure elements, and the way back from content to them."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.by_page: list[dict[int, bytes]] = [{} for _ in pdf.page_references]
        self.by_annotation: list[bytes] = []
        self.by_id: dict[str, bytes] = {}

    def write(self, document: TagElement) -> None:
        """Add the structure tree whose root element is `document` to the PDF's catalog."""
        root = self._object({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self._element(document, root.reference)])
        root["RoleMap"] = pydyf.Dictionary({own: f"/{to}" for own, to in STANDARD.items()})
        root["ParentTree"] = self._object({"Nums": self._parents()}).reference
        root["ParentTreeNextKey"] = len(self.by_page) + len(self.by_annotation)
        if self.by_id:
            names = [
                part
                for name in sorted(self.by_id)
                for part in (pydyf.String(name), self.by_id[name])
            ]
            root["IDTree"] = self._object({"Names": pydyf.Array(names)}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _object(self, entries: dict[str, Any]) -> Any:
        made = pydyf.Dictionary(entries)
        self.pdf.add_object(made)
        return made

    def _element(self, element: TagElement, parent: bytes) -> bytes:
        """Write an element and all below it; return its reference."""
        made = self._object({"Type": "/StructElem", "S": f"/{element.role}", "P": parent})
        made.update(element.entries)
        if element.attributes:
            made["A"] = pydyf.Dictionary(element.attributes)
        page = next((k.page for k in element.kids if not isinstance(k, TagElement)), None)
        if page is not None:
            made["Pg"] = self.pdf.page_references[page]
        kids = [self._kid(kid, made.reference, page) for kid in element.kids]
        # A field's element holds its annotation itself and not a list of one: validators of
        # signatures look for it there when they judge what changed since the last signature.
        made["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        if element.identifier:
            made["ID"] = pydyf.String(element.identifier)
            self.by_id[element.identifier] = made.reference
        return bytes(made.reference)

    def _kid(
        self, kid: TagElement | MarkedContent | TaggedAnnotation, parent: bytes, page: int | None
    ) -> Any:
        if isinstance(kid, TagElement):
            return self._element(kid, parent)
        if isinstance(kid, MarkedContent):
            self.by_page[kid.page][kid.mcid] = parent
            if kid.page == page:
                return kid.mcid
            reference = self.pdf.page_references[kid.page]
            return pydyf.Dictionary({"Type": "/MCR", "Pg": reference, "MCID": kid.mcid})
        kid.dictionary["StructParent"] = len(self.by_page) + len(self.by_annotation)
        self.by_annotation.append(parent)
        reference = self.pdf.page_references[kid.page]
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": kid.dictionary.reference, "Pg": reference})

    def _parents(self) -> Any:
        """Return the number tree from content, page by page, and annotations to elements."""
        numbers = pydyf.Array()
        for page, found in enumerate(self.by_page):
            row = [found.get(mcid, "null") for mcid in range(max(found, default=-1) + 1)]
            numbers.extend([page, pydyf.Array(row)])
        for key, parent in enumerate(self.by_annotation, len(self.by_page)):
            numbers.extend([key, parent])
        return numbers
