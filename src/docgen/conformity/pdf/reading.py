"""A parsed PDF: catalogue, pages and structure tree, with the links from pages to elements.

The tree is walked without recursion and each element once, so neither a deep tree nor a cycle
can stop a check.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from logging.handlers import BufferingHandler
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from docgen.conformity.pdf.objects import as_list, number_of, number_tree, number_under, resolved
from docgen.conformity.pdf.references import PageReferences, read_references
from docgen.errors import Problem

Mark = tuple[int, int]
"""A marked-content sequence: the object that draws it (a page, rarely a form) and its MCID."""


class UnreadableError(Exception):
    """Raised for a file that is no PDF, or that cannot be opened without a password."""

    def __init__(self, message: str, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(slots=True, eq=False)
class Element:
    """A structure element: its standard type, its entries, its content.

    `parts` are its kids and its marks together, in reading order.
    """

    role: str
    entries: DictionaryObject
    parent: Element | None
    number: int
    page: int | None
    kids: list[Element] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    parts: list[Element | Mark] = field(default_factory=list)

    def add_mark(self, mark: Mark) -> None:
        """Append a mark."""
        self.marks.append(mark)
        self.parts.append(mark)

    def walk(self) -> Iterator[Element]:
        """Yield the element and its descendants, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.kids))

    def marks_in_order(self) -> Iterator[Mark]:
        """Yield the marks of the element and its descendants, in reading order, without notes."""
        waiting: list[Element | Mark] = [self]
        while waiting:
            part = waiting.pop()
            if not isinstance(part, Element):
                yield part
            elif part.role != "Note":
                waiting.extend(reversed(part.parts))

    @property
    def has_content(self) -> bool:
        """Whether the element or a descendant holds page content or an annotation."""
        return any(one.marks or one.objects for one in self.walk())

    def within(self, role: str) -> Element | None:
        """Return the nearest ancestor that has a role."""
        element = self.parent
        while element is not None and element.role != role:
            element = element.parent
        return element


class OpenPdf:
    """A PDF, parsed for the checks."""

    def __init__(
        self, data: bytes, name: str, reader: PdfReader, warnings: list[logging.LogRecord]
    ) -> None:
        self.data, self.name, self.reader = data, name, reader
        self._warnings = warnings
        self.root: DictionaryObject = reader.root_object
        self.pages: list[PageObject] = list(reader.pages)
        self.page_of = {number_of(page): index for index, page in enumerate(self.pages)}
        self.struct_parents: dict[int, Any] = {}
        self.contents: list[Any] = []

    def close(self) -> None:
        """Let go what holds its objects in cycles, so that they need not be looked for."""
        self.reader.close()
        for element in vars(self).get("elements", ()):
            element.parent = None

    def problem(self, code: str, message: str, page: int | None = None, hint: str = "") -> Problem:
        """Return a problem of this file; `page` counts from 0."""
        place = "" if page is None else f"page {page + 1}"
        return Problem(self.name, message, field=place, code=code, hint=hint)

    def repairs(self) -> Iterator[Problem]:
        """Yield a problem if pypdf had to repair the file to read it."""
        if self._warnings:
            message = f"fichier abîmé, lu au mieux : « {self._warnings[0].getMessage()} »"
            yield self.problem("pdf-abime", message, hint="refaites le fichier depuis sa source")

    def page_number(self, element: Element) -> int | None:
        """Return the page, from 0, on which an element begins."""
        for part in element.walk():
            for owner, _ in part.marks:
                return self.page_of.get(owner, part.page)
            if part.page is not None:
                return part.page
        return None

    @cached_property
    def tree(self) -> Element | None:
        """The structure tree, under an element that stands for its root; None without a tree."""
        top = resolved(self.root.get("/StructTreeRoot"))
        return _TreeReader(self).read(top) if isinstance(top, DictionaryObject) else None

    @cached_property
    def elements(self) -> list[Element]:
        """All structure elements below the root, in reading order."""
        return list(self.tree.walk())[1:] if self.tree else []

    @cached_property
    def element_by_mark(self) -> dict[Mark, Element]:
        """The element of each marked-content sequence."""
        return {mark: element for element in self.elements for mark in element.marks}

    @cached_property
    def element_by_number(self) -> dict[int, Element]:
        """Each structure element by its object number."""
        return {element.number: element for element in self.elements}

    @cached_property
    def references(self) -> PageReferences:
        """What refers to pages, and their texts; raise PdfiumError if pdfium cannot open it."""
        return read_references(self.data, boxed=True)

    @cached_property
    def drawings(self) -> list[bytes]:
        """The operators of each page, its streams joined."""
        contents = (page.get_contents() for page in self.pages)
        return [b"" if one is None else one.get_data() for one in contents]

    @cached_property
    def parent_tree(self) -> dict[int, Any]:
        """The number tree that maps pages and annotations to their elements."""
        top = resolved(self.root.get("/StructTreeRoot"))
        tree = top.get("/ParentTree") if isinstance(top, DictionaryObject) else None
        return dict(number_tree(tree))


class _TreeReader:
    def __init__(self, pdf: OpenPdf) -> None:
        self.pdf = pdf
        self.seen: set[int] = set()
        self.roles: dict[str, str] = {}
        self.waiting: list[Element] = []

    def read(self, top: DictionaryObject) -> Element:
        roles = resolved(top.get("/RoleMap"))
        if isinstance(roles, DictionaryObject):
            self.roles = {str(own): str(resolved(to)) for own, to in roles.items()}
        root = Element("", top, None, number_of(top), None)
        self.waiting = [root]
        while self.waiting:
            element = self.waiting.pop()
            for kid in as_list(element.entries.get("/K")):
                self._add_kid(element, kid)
        return root

    def _add_kid(self, element: Element, kid: Any) -> None:
        content = resolved(kid)
        if isinstance(content, int):
            if element.page is not None:
                page = self.pdf.pages[element.page]
                element.add_mark((number_of(page), int(content)))
        elif isinstance(content, DictionaryObject):
            kind = resolved(content.get("/Type"))
            if kind == "/OBJR":
                element.objects.append(number_under(content, "/Obj"))
            elif kind == "/MCR":
                self._add_marked_content(element, content)
            else:
                self._add_element(element, content, kid)

    def _add_marked_content(self, element: Element, dictionary: DictionaryObject) -> None:
        holder = dictionary if {"/Stm", "/Pg"} & dictionary.keys() else element.entries
        owner = number_under(holder, "/Stm" if "/Stm" in dictionary else "/Pg")
        mcid = resolved(dictionary.get("/MCID"))
        if isinstance(mcid, int):
            element.add_mark((owner, int(mcid)))

    def _add_element(self, element: Element, dictionary: DictionaryObject, kid: Any) -> None:
        number = kid.idnum if isinstance(kid, IndirectObject) else -id(dictionary)
        if number in self.seen:
            return
        self.seen.add(number)
        page = element.page
        if "/Pg" in dictionary:
            page = self.pdf.page_of.get(number_under(dictionary, "/Pg"))
        below = Element(self._role(dictionary), dictionary, element, number, page)
        element.kids.append(below)
        element.parts.append(below)
        self.waiting.append(below)

    def _role(self, dictionary: DictionaryObject) -> str:
        """Return the standard type of an element, following the role map."""
        role = str(resolved(dictionary.get("/S", "")))
        for _ in range(len(self.roles)):
            if role not in self.roles or self.roles[role] == role:
                break
            role = self.roles[role]
        return role.removeprefix("/")


@contextmanager
def read_pdf(data: bytes, name: str) -> Iterator[OpenPdf]:
    """Open a PDF for the checks; raise UnreadableError if it cannot be opened."""
    if not data.strip():
        raise UnreadableError("fichier vide", "pdf-vide")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("ce n’est pas un fichier PDF", "pdf-etranger")
    with _collect_warnings() as warnings:
        pdf = _open_pdf(data, name, warnings)
        yield pdf
        pdf.close()


def _open_pdf(data: bytes, name: str, warnings: list[logging.LogRecord]) -> OpenPdf:
    hint = "refaites le fichier depuis sa source"
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise UnreadableError(
                "fichier chiffré : ni PDF/A ni les lecteurs d’écran ne l’acceptent",
                "chiffrement",
                "enregistrez-le sans mot de passe ni restriction",
            )
        pdf = OpenPdf(data, name, reader, warnings)
    except (UnreadableError, MemoryError):
        raise
    except (PyPdfError, DependencyError) as error:
        raise UnreadableError(f"fichier PDF abîmé : « {error} »", "pdf-illisible", hint) from error
    except Exception as error:  # whatever else a damaged file brings about in the reader
        message = f"fichier PDF abîmé ({type(error).__name__})"
        raise UnreadableError(message, "pdf-illisible", hint) from error
    if not pdf.pages:
        raise UnreadableError("fichier PDF sans aucune page", "pdf-vide", hint)
    return pdf


@contextmanager
def _collect_warnings() -> Iterator[list[logging.LogRecord]]:
    logger, handler = logging.getLogger("pypdf"), BufferingHandler(sys.maxsize)
    handler.setLevel(logging.WARNING)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler.buffer
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
