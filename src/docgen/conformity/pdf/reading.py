"""A PDF as the checks see it: its catalogue, its pages, its structure tree with the way to pages.

The tree is walked once, without recursion and never twice through the same element, so that
neither a deep tree nor a circle can stop a check.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject, IndirectObject

from docgen.conformity.pdf.objects import as_list, number_of, number_tree, number_under, resolved
from docgen.errors import Problem

Mark = tuple[int, int]
"""A stretch of marked content: the object that draws it (a page, rarely a form), its number."""


class Unreadable(Exception):  # noqa: N818  # the file is, which is no error of ours
    """A file that is no PDF, or that nobody can read without a key."""

    def __init__(self, message: str, code: str, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.hint = code, hint


@dataclass(slots=True, eq=False)
class Element:
    """A structure element: its standard type, what is said of it, what it holds."""

    role: str
    entries: DictionaryObject
    parent: Element | None
    number: int
    page: int | None
    kids: list[Element] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it, in reading order."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.kids))

    @property
    def holds(self) -> bool:
        """Whether anything of a page belongs to the element, or to one below it."""
        return any(one.marks or one.objects for one in self.walk())

    def within(self, role: str) -> Element | None:
        """Return the nearest element around this one that has a role."""
        element = self.parent
        while element is not None and element.role != role:
            element = element.parent
        return element


class Reading:
    """A PDF opened for the checks."""

    def __init__(self, data: bytes, name: str, reader: PdfReader, said: list[str]) -> None:
        self.data, self.name, self.reader = data, name, reader
        self._said = said
        self.root: DictionaryObject = reader.root_object
        self.pages: list[PageObject] = list(reader.pages)
        self.page_of = {number_of(page): index for index, page in enumerate(self.pages)}
        self.struct_parents: dict[int, Any] = {}

    def problem(self, code: str, message: str, page: int | None = None, hint: str = "") -> Problem:
        """Return a problem of this file; `page` counts from 0."""
        place = "" if page is None else f"page {page + 1}"
        return Problem(self.name, message, field=place, code=code, hint=hint)

    def mended(self) -> Iterator[Problem]:
        """Yield a problem if the file could only be read after repairs."""
        if self._said:
            message = f"fichier abîmé, lu au mieux : « {self._said[0]} »"
            yield self.problem("pdf-abime", message, hint="refaites le fichier depuis sa source")

    def page_number(self, element: Element) -> int | None:
        """Return the page, from 0, of the first thing that an element holds."""
        for one in element.walk():
            for owner, _ in one.marks:
                return self.page_of.get(owner, one.page)
            if one.page is not None:
                return one.page
        return None

    @cached_property
    def tree(self) -> Element | None:
        """The structure tree, under an element that stands for its root; None without any."""
        top = resolved(self.root.get("/StructTreeRoot"))
        return _TreeReader(self).read(top) if isinstance(top, DictionaryObject) else None

    @cached_property
    def elements(self) -> list[Element]:
        """Every structure element that can be reached from the root, in reading order."""
        return list(self.tree.walk())[1:] if self.tree else []

    @cached_property
    def listed(self) -> dict[Mark, Element]:
        """The element that holds each stretch of marked content."""
        return {mark: element for element in self.elements for mark in element.marks}

    @cached_property
    def by_number(self) -> dict[int, Element]:
        """Every structure element by the number of its object."""
        return {element.number: element for element in self.elements}

    @cached_property
    def parents(self) -> dict[int, Any]:
        """The number tree that leads from pages and annotations to their elements."""
        top = resolved(self.root.get("/StructTreeRoot"))
        tree = top.get("/ParentTree") if isinstance(top, DictionaryObject) else None
        return dict(number_tree(tree))


class _TreeReader:
    """Reads a structure tree into elements."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.seen: set[int] = set()
        self.roles: dict[str, str] = {}
        self.waiting: list[Element] = []

    def read(self, top: DictionaryObject) -> Element:
        """Return the root, all its elements below it."""
        roles = resolved(top.get("/RoleMap"))
        if isinstance(roles, DictionaryObject):
            self.roles = {str(own): str(resolved(to)) for own, to in roles.items()}
        root = Element("", top, None, number_of(top), None)
        self.waiting = [root]
        while self.waiting:
            element = self.waiting.pop()
            for kid in as_list(element.entries.get("/K")):
                self._take(element, kid)
        return root

    def _take(self, element: Element, kid: Any) -> None:
        """Add one kid to an element: a number on its page, a reference, or an element below it."""
        found = resolved(kid)
        if isinstance(found, int):
            if element.page is not None:
                page = self.reading.pages[element.page]
                element.marks.append((number_of(page), int(found)))
        elif isinstance(found, DictionaryObject):
            kind = resolved(found.get("/Type"))
            if kind == "/OBJR":
                element.objects.append(number_under(found, "/Obj"))
            elif kind == "/MCR":
                self._take_marked(element, found)
            else:
                self._take_element(element, found, kid)

    def _take_marked(self, element: Element, found: DictionaryObject) -> None:
        """Add to an element a stretch of marked content that may stand on another page."""
        holder = found if {"/Stm", "/Pg"} & found.keys() else element.entries
        owner = number_under(holder, "/Stm" if "/Stm" in found else "/Pg")
        mcid = resolved(found.get("/MCID"))
        if isinstance(mcid, int):
            element.marks.append((owner, int(mcid)))

    def _take_element(self, element: Element, found: DictionaryObject, kid: Any) -> None:
        number = kid.idnum if isinstance(kid, IndirectObject) else -id(found)
        if number in self.seen:
            return
        self.seen.add(number)
        page = element.page
        if "/Pg" in found:
            page = self.reading.page_of.get(number_under(found, "/Pg"))
        below = Element(self._role(found), found, element, number, page)
        element.kids.append(below)
        self.waiting.append(below)

    def _role(self, found: DictionaryObject) -> str:
        """Return the standard type of an element, through the map of the file's own types."""
        role = str(resolved(found.get("/S", "")))
        for _ in range(len(self.roles)):
            if role not in self.roles or self.roles[role] == role:
                break
            role = self.roles[role]
        return role.removeprefix("/")


@contextmanager
def read_pdf(data: bytes, name: str) -> Iterator[Reading]:
    """Open a PDF for the checks; raise Unreadable when it cannot be."""
    if not data.strip():
        raise Unreadable("fichier vide", "pdf-vide")
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("ce n’est pas un fichier PDF", "pdf-etranger")
    with _silenced() as said:
        yield _opened(data, name, said)


def _opened(data: bytes, name: str, said: list[str]) -> Reading:
    hint = "refaites le fichier depuis sa source"
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unreadable(
                "fichier chiffré : ni PDF/A ni les lecteurs d’écran ne l’acceptent",
                "chiffrement",
                "enregistrez-le sans mot de passe ni restriction",
            )
        reading = Reading(data, name, reader, said)
    except (Unreadable, MemoryError):
        raise
    except (PyPdfError, DependencyError) as error:
        message = f"fichier PDF abîmé : « {error} »"
        raise Unreadable(message, "pdf-illisible", hint) from error
    except Exception as error:  # whatever else a damaged file brings about in the reader
        message = f"fichier PDF abîmé ({type(error).__name__})"
        raise Unreadable(message, "pdf-illisible", hint) from error
    if not reading.pages:
        raise Unreadable("fichier PDF sans aucune page", "pdf-vide", hint)
    return reading


@contextmanager
def _silenced() -> Iterator[list[str]]:
    """Gather what pypdf would log of a file that it mends while reading it."""
    said: list[str] = []
    logger, handler = logging.getLogger("pypdf"), _Gatherer(said)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


class _Gatherer(logging.Handler):
    def __init__(self, said: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.said = said

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())
