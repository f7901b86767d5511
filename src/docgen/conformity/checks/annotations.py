"""Links and fields: each in the structure, under an element of the right type, with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pypdf.generic import DictionaryObject

from docgen.conformity.pdf.objects import (
    as_dictionary,
    as_list,
    as_text,
    name_tree,
    number_of,
    resolved,
)
from docgen.conformity.pdf.reading import Element, Reading
from docgen.conformity.wording import quoted
from docgen.errors import Problem

HIDDEN, NO_VIEW = 2, 32
"""Flags of an annotation that nobody sees (ISO 32000-1, 12.5.3)."""
ROLES = {"/Link": "Link", "/Widget": "Form"}
"""The element that each kind of annotation belongs to; for all others, Annot."""
OUTSIDE = {"/Popup", "/PrinterMark"}
"""Annotations that have no place in the structure."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation of a page: its number, its kind, what it says."""

    page: int
    number: int
    kind: str
    entries: DictionaryObject

    @property
    def told(self) -> str:
        """How a person is told which annotation it is."""
        name = as_text(self.entries.get("/T")) or as_text(self.entries.get("/Contents"))
        kind = {"/Link": "lien", "/Widget": "champ"}.get(self.kind, f"annotation {self.kind[1:]}")
        return f"{kind} {quoted(name)}" if name else kind


def visible(reading: Reading) -> Iterator[Annotation]:
    """Yield the annotations of all pages that can be seen."""
    for page, holder in enumerate(reading.pages):
        for one in as_list(holder.get("/Annots")):
            entries = as_dictionary(one)
            kind = str(resolved(entries.get("/Subtype")))
            flags = resolved(entries.get("/F", 0))
            seen = not flags & (HIDDEN | NO_VIEW) and not is_time_stamp(entries)
            if kind not in OUTSIDE and seen:
                yield Annotation(page, number_of(one), kind, entries)


def is_time_stamp(field: DictionaryObject) -> bool:
    """Whether a field is a time stamp on the whole file, which nobody signs and nobody sees."""
    kind = resolved(as_dictionary(field.get("/V")).get("/Type"))
    return bool(kind == "/DocTimeStamp")


def check_annotations(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with links and fields."""
    known = set(_destinations(reading))
    for one in visible(reading):
        yield from _tagged(reading, one)
        if one.kind not in ROLES or one.kind == "/Link":
            yield from _described(reading, one)
        if one.kind == "/Link":
            yield from _alive(reading, one, known)


def _tagged(reading: Reading, one: Annotation) -> Iterator[Problem]:
    """Yield a problem unless the way from an annotation leads to an element that holds it."""
    code = {"/Link": "lien", "/Widget": "champ"}.get(one.kind, "annotation")
    key = resolved(one.entries.get("/StructParent"))
    element = (
        reading.by_number.get(number_of(reading.parents.get(key))) if key is not None else None
    )
    role = ROLES.get(one.kind, "Annot")
    if element is None or one.number not in element.objects:
        yield reading.problem(code, f"{one.told} hors de la structure", one.page)
    elif element.role != role and element.within(role) is None:
        message = f"{one.told} sous un élément {element.role}, non {role}"
        yield reading.problem(code, message, one.page)
    elif one.kind == "/Link" and not (_shows(element) or as_text(element.entries.get("/Alt"))):
        yield reading.problem(code, f"{one.told} sans texte à lire", one.page)


def _shows(element: Element) -> bool:
    """Whether something of a page stands under an element, besides annotations."""
    return any(part.marks for part in element.walk())


def _described(reading: Reading, one: Annotation) -> Iterator[Problem]:
    if not as_text(one.entries.get("/Contents")):
        code = "lien-sans-texte" if one.kind == "/Link" else "annotation"
        yield reading.problem(code, f"{one.told} sans description (Contents)", one.page)


def _alive(reading: Reading, one: Annotation, known: set[str]) -> Iterator[Problem]:
    """Yield a problem if a link inside the file leads nowhere."""
    action = as_dictionary(one.entries.get("/A"))
    target = resolved(one.entries.get("/Dest", action.get("/D")))
    if isinstance(target, str):
        dead = str(target) not in known
    elif isinstance(target, list):
        dead = not target or (number_of(target[0]) not in reading.page_of)
    else:
        dead = "/A" not in one.entries
    if dead:
        yield reading.problem("lien-mort", f"{one.told} qui ne mène nulle part", one.page)


def _destinations(reading: Reading) -> Iterator[str]:
    """Yield the names of all places that links may lead to."""
    yield from as_dictionary(reading.root.get("/Dests"))
    for name, _ in name_tree(as_dictionary(reading.root.get("/Names")).get("/Dests")):
        yield name
