"""The structure tree of a PDF: its marked content in reading order (ISO 32000-1, 14.7).

The model knows nothing of WeasyPrint: elements with their kids, written as pydyf objects at the
end. An element on several pages stays one; an empty one is left out, except for table cells.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

KEPT_EMPTY = {"TH", "TD", "TR"}
"""Elements that a table needs even if they are empty."""
STANDARD = {"Strong": "Span", "Em": "Span"}
"""Our own types, and the standard ones that stand for them."""


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked content: its page from 0, its number on that page."""

    page: int
    mcid: int


@dataclass(slots=True)
class TaggedAnnotation:
    """A link or form field among the kids of an element."""

    page: int
    dictionary: Any


@dataclass(slots=True, eq=False)
class TagElement:
    """A structure element: its type, its kids in reading order, its attributes and entries."""

    role: str
    kids: list[TagElement | MarkedContent | TaggedAnnotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, Any] = field(default_factory=dict)
    identifier: str = ""

    def add(self, role: str) -> TagElement:
        """Append a new element, and return it."""
        kid = TagElement(role)
        self.kids.append(kid)
        return kid

    @property
    def elements(self) -> list[TagElement]:
        return [kid for kid in self.kids if isinstance(kid, TagElement)]

    def walk(self) -> Iterator[TagElement]:
        """Yield the element and all below it, in reading order."""
        yield self
        for kid in self.elements:
            yield from kid.walk()

    def prune(self) -> bool:
        """Drop empty elements below; return whether this one is to be kept."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, TagElement) or kid.prune()]
        return bool(self.kids) or self.role in KEPT_EMPTY


def complete_scopes(root: TagElement) -> None:
    """Give each table header without a scope the one that HTML implies.

    It is its row where data cells stand beside it, and its column elsewhere.
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
    """Writes a tree into a PDF: structure elements, and the parent tree."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.by_page: list[dict[int, bytes]] = [{} for _ in pdf.page_references]
        self.by_annotation: list[bytes] = []
        self.by_id: dict[str, bytes] = {}

    def write(self, document: TagElement) -> None:
        """Add the tree of `document` to the catalog of the PDF."""
        root = self._add_object({"Type": "/StructTreeRoot"})
        root["K"] = pydyf.Array([self._write_element(document, root.reference)])
        root["RoleMap"] = pydyf.Dictionary({own: f"/{to}" for own, to in STANDARD.items()})
        root["ParentTree"] = self._add_object({"Nums": self._parent_tree()}).reference
        root["ParentTreeNextKey"] = len(self.by_page) + len(self.by_annotation)
        if self.by_id:
            names = [
                part
                for name in sorted(self.by_id)
                for part in (pydyf.String(name), self.by_id[name])
            ]
            root["IDTree"] = self._add_object({"Names": pydyf.Array(names)}).reference
        self.pdf.catalog["StructTreeRoot"] = root.reference

    def _add_object(self, entries: dict[str, Any]) -> Any:
        dictionary = pydyf.Dictionary(entries)
        self.pdf.add_object(dictionary)
        return dictionary

    def _write_element(self, element: TagElement, parent: bytes) -> bytes:
        entry = self._add_object({"Type": "/StructElem", "S": f"/{element.role}", "P": parent})
        entry.update(element.entries)
        if element.attributes:
            entry["A"] = pydyf.Dictionary(element.attributes)
        page = next((k.page for k in element.kids if not isinstance(k, TagElement)), None)
        if page is not None:
            entry["Pg"] = self.pdf.page_references[page]
        kids = [self._write_kid(kid, entry.reference, page) for kid in element.kids]
        # The element of a field holds its annotation directly, not a list of one: validators of
        # signatures look for it there when they judge what changed since the last signature.
        entry["K"] = kids[0] if len(kids) == 1 else pydyf.Array(kids)
        if element.identifier:
            entry["ID"] = pydyf.String(element.identifier)
            self.by_id[element.identifier] = entry.reference
        return bytes(entry.reference)

    def _write_kid(
        self, kid: TagElement | MarkedContent | TaggedAnnotation, parent: bytes, page: int | None
    ) -> Any:
        if isinstance(kid, TagElement):
            return self._write_element(kid, parent)
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

    def _parent_tree(self) -> Any:
        """Return the number tree that leads from contents and annotations to their elements."""
        numbers = pydyf.Array()
        for page, contents in enumerate(self.by_page):
            row = [contents.get(mcid, "null") for mcid in range(max(contents, default=-1) + 1)]
            numbers.extend([page, pydyf.Array(row)])
        for key, parent in enumerate(self.by_annotation, len(self.by_page)):
            numbers.extend([key, parent])
        return numbers
