"""Links and form fields: each is in the structure, under the right element, with a description."""

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
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.wording import quoted
from docgen.errors import Problem

HIDDEN, NO_VIEW = 2, 32
"""Flags of an invisible annotation (ISO 32000-1, 12.5.3)."""
ROLES = {"/Link": "Link", "/Widget": "Form"}
"""The structure type of each subtype of annotation; Annot for all others."""
OUTSIDE_STRUCTURE = {"/Popup", "/PrinterMark"}
"""Annotations that do not belong to the structure."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """An annotation: its page, object number, subtype and entries."""

    page: int
    number: int
    kind: str
    entries: DictionaryObject

    @property
    def label(self) -> str:
        """How messages name the annotation, in French."""
        name = as_text(self.entries.get("/T")) or as_text(self.entries.get("/Contents"))
        kind = {"/Link": "lien", "/Widget": "champ"}.get(self.kind, f"annotation {self.kind[1:]}")
        return f"{kind} {quoted(name)}" if name else kind


def visible_annotations(pdf: OpenPdf) -> Iterator[Annotation]:
    """Yield the visible annotations of all pages."""
    for page, holder in enumerate(pdf.pages):
        for reference in as_list(holder.get("/Annots")):
            entries = as_dictionary(reference)
            kind = str(resolved(entries.get("/Subtype")))
            flags = resolved(entries.get("/F", 0))
            is_visible = not flags & (HIDDEN | NO_VIEW) and not is_time_stamp(entries)
            if kind not in OUTSIDE_STRUCTURE and is_visible:
                yield Annotation(page, number_of(reference), kind, entries)


def is_time_stamp(field: DictionaryObject) -> bool:
    """Whether a field holds a document time stamp, which is invisible and has no signer."""
    kind = resolved(as_dictionary(field.get("/V")).get("/Type"))
    return bool(kind == "/DocTimeStamp")


def check_annotations(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of links, fields and other annotations."""
    names = set(_destination_names(pdf))
    for annotation in visible_annotations(pdf):
        yield from _check_tag(pdf, annotation)
        if annotation.kind not in ROLES or annotation.kind == "/Link":
            yield from _check_description(pdf, annotation)
        if annotation.kind == "/Link":
            yield from _check_destination(pdf, annotation, names)


def _check_tag(pdf: OpenPdf, annotation: Annotation) -> Iterator[Problem]:
    code = {"/Link": "lien", "/Widget": "champ"}.get(annotation.kind, "annotation")
    key = resolved(annotation.entries.get("/StructParent"))
    element = (
        pdf.element_by_number.get(number_of(pdf.parent_tree.get(key))) if key is not None else None
    )
    role = ROLES.get(annotation.kind, "Annot")
    if element is None or annotation.number not in element.objects:
        yield pdf.problem(code, f"{annotation.label} hors de la structure", annotation.page)
    elif element.role != role and element.within(role) is None:
        message = f"{annotation.label} sous un élément {element.role}, non {role}"
        yield pdf.problem(code, message, annotation.page)
    elif annotation.kind == "/Link" and not (
        any(part.marks for part in element.walk()) or as_text(element.entries.get("/Alt"))
    ):
        yield pdf.problem(code, f"{annotation.label} sans texte à lire", annotation.page)


def _check_description(pdf: OpenPdf, annotation: Annotation) -> Iterator[Problem]:
    if not as_text(annotation.entries.get("/Contents")):
        code = "lien-sans-texte" if annotation.kind == "/Link" else "annotation"
        yield pdf.problem(code, f"{annotation.label} sans description (Contents)", annotation.page)


def _check_destination(pdf: OpenPdf, annotation: Annotation, names: set[str]) -> Iterator[Problem]:
    action = as_dictionary(annotation.entries.get("/A"))
    target = resolved(annotation.entries.get("/Dest", action.get("/D")))
    if isinstance(target, str):
        dead = str(target) not in names
    elif isinstance(target, list):
        dead = not target or (number_of(target[0]) not in pdf.page_of)
    else:
        dead = "/A" not in annotation.entries
    if dead:
        yield pdf.problem(
            "lien-mort", f"{annotation.label} qui ne mène nulle part", annotation.page
        )


def _destination_names(pdf: OpenPdf) -> Iterator[str]:
    yield from as_dictionary(pdf.root.get("/Dests"))
    for name, _ in name_tree(as_dictionary(pdf.root.get("/Names")).get("/Dests")):
        yield name
