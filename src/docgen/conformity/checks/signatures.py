"""Signature fields: visible, named, tagged, inside their page, without overlap."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pypdf.generic import DictionaryObject

from docgen.conformity.checks.annotations import HIDDEN, NO_VIEW, is_time_stamp
from docgen.conformity.pdf.objects import (
    Rectangle,
    as_dictionary,
    as_list,
    as_text,
    number_of,
    overlap,
    rectangle_of,
    resolved,
)
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.wording import quoted
from docgen.errors import Problem

PRINT = 4
"""The flag of a printed annotation."""
MAX_FIELD_DEPTH = 10
"""The depth of nested fields that is followed."""
MIN_FIELD_SIZE = 10.0
"""The least width and height of a visible field, in points."""


@dataclass(frozen=True, slots=True)
class Field:
    """A signature field: its full name, its entries, its page or None."""

    name: str
    entries: DictionaryObject
    page: int | None

    @property
    def rectangle(self) -> Rectangle:
        return rectangle_of(self.entries)


def check_signatures(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of the signature fields and of their form."""
    form = as_dictionary(pdf.root.get("/AcroForm"))
    asked = resolved(form.get("/NeedAppearances"))
    if "/XFA" in form or (asked is not None and asked.value):
        message = "formulaire que chaque lecteur dessinerait à sa façon (XFA, NeedAppearances)"
        yield pdf.problem("formulaire", message)
    fields = list(_signature_fields(pdf, form))
    for field in fields:
        yield from _check_field(pdf, field)
    for name, times in Counter(field.name for field in fields).items():
        if name and times > 1:
            message = f"{times} champs de signature de même nom : {quoted(name)}"
            yield pdf.problem("signature", message)
    for first, second in combinations(fields, 2):
        same_page = first.page is not None and first.page == second.page
        if same_page and overlap(first.rectangle, second.rectangle):
            names = f"{quoted(first.name)} et {quoted(second.name)}"
            yield pdf.problem("signature", f"champs de signature superposés : {names}", first.page)
    if fields and not int(resolved(form.get("/SigFlags", 0))) & 1:
        message = "le formulaire ne dit pas qu’il porte des signatures (SigFlags)"
        yield pdf.problem("signature", message)


def _signature_fields(pdf: OpenPdf, form: DictionaryObject) -> Iterator[Field]:
    """Yield the signature fields of a form, and signature widgets outside of it."""
    pages = {
        number_of(one): page
        for page, holder in enumerate(pdf.pages)
        for one in as_list(holder.get("/Annots"))
    }
    seen: set[int] = set()
    waiting = [(node, "", "", MAX_FIELD_DEPTH) for node in as_list(form.get("/Fields"))]
    waiting.reverse()
    while waiting:
        node, prefix, kind, depth = waiting.pop()
        entries, number = as_dictionary(node), number_of(node)
        own = as_text(entries.get("/T"))
        name = ".".join(part for part in (prefix, own) if part)
        kind = str(resolved(entries.get("/FT", kind)))
        kids = as_list(entries.get("/Kids"))
        seen |= {number, *map(number_of, kids)}
        if depth and any("/T" in as_dictionary(kid) for kid in kids):
            waiting += [(kid, name, kind, depth - 1) for kid in reversed(kids)]
        elif kind == "/Sig" and not is_time_stamp(entries):
            yield Field(name, entries, pages.get(number_of(kids[0]) if kids else number))
    for number, page in pages.items():
        entries = as_dictionary(_annotation(pdf, page, number))
        if number not in seen and resolved(entries.get("/FT")) == "/Sig":
            yield Field("", entries, page)


def _annotation(pdf: OpenPdf, page: int, number: int) -> object:
    holder = pdf.pages[page]
    return next(one for one in as_list(holder.get("/Annots")) if number_of(one) == number)


def _check_field(pdf: OpenPdf, field: Field) -> Iterator[Problem]:
    label = f"champ de signature {quoted(field.name)}" if field.name else "champ de signature"
    if not field.name:
        yield pdf.problem("signature", f"{label} sans nom", field.page)
    if not as_text(field.entries.get("/TU")):
        message = f"{label} sans nom lu à voix haute (TU)"
        yield pdf.problem("signature", message, field.page)
    if field.page is None:
        yield pdf.problem("signature", f"{label} sur aucune page")
        return
    flags = int(resolved(field.entries.get("/F", 0)))
    left, bottom, right, top = field.rectangle
    if (
        flags & (HIDDEN | NO_VIEW)
        or not flags & PRINT
        or min(right - left, top - bottom) < MIN_FIELD_SIZE
    ):
        yield pdf.problem("signature", f"{label} invisible à l’écran ou à l’impression", field.page)
    box = [float(side) for side in pdf.pages[field.page].mediabox]
    if left < box[0] or bottom < box[1] or right > box[2] or top > box[3]:
        yield pdf.problem("signature", f"{label} hors de la page", field.page)
