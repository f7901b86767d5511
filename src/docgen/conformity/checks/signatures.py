"""Signature fields: seen, named, tagged, inside their page, and none over another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from pypdf.generic import DictionaryObject

from docgen.conformity.checks.annotations import HIDDEN, NO_VIEW, is_time_stamp
from docgen.conformity.pdf.objects import as_dictionary, as_list, as_text, number_of, resolved
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.wording import quoted
from docgen.errors import Problem

PRINT = 4
"""The flag of an annotation that is printed."""
DEEPEST = 10
"""How many fields inside fields are followed."""
SMALLEST = 10.0
"""The least side of a field that can be seen, in points."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """A field to sign: its full name, its entries, its page if it is on one."""

    name: str
    entries: DictionaryObject
    page: int | None

    @property
    def rectangle(self) -> Rectangle:
        """Left, bottom, right, top; all zero when it has no place."""
        sides = [float(resolved(side)) for side in as_list(self.entries.get("/Rect"))]
        if len(sides) != 4:
            return 0.0, 0.0, 0.0, 0.0
        (left, right), (bottom, top) = sorted(sides[::2]), sorted(sides[1::2])
        return left, bottom, right, top


def check_signatures(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the fields to sign and with the form that holds them."""
    form = as_dictionary(reading.root.get("/AcroForm"))
    if "/XFA" in form or bool(form.get("/NeedAppearances", False)):
        message = "formulaire que chaque lecteur dessinerait à sa façon (XFA, NeedAppearances)"
        yield reading.problem("formulaire", message)
    fields = list(_fields(reading, form))
    for field in fields:
        yield from _field(reading, field)
    for name, times in Counter(field.name for field in fields).items():
        if name and times > 1:
            message = f"{times} champs de signature de même nom : {quoted(name)}"
            yield reading.problem("signature", message)
    for one, other in combinations(fields, 2):
        if one.page is not None and one.page == other.page and _overlap(one, other):
            message = f"champs de signature superposés : {quoted(one.name)} et {quoted(other.name)}"
            yield reading.problem("signature", message, one.page)
    if fields and not int(resolved(form.get("/SigFlags", 0))) & 1:
        message = "le formulaire ne dit pas qu’il porte des signatures (SigFlags)"
        yield reading.problem("signature", message)


def _places(reading: Reading) -> dict[int, int]:
    """Return the page of each annotation, by number."""
    return {
        number_of(one): page
        for page, holder in enumerate(reading.pages)
        for one in as_list(holder.get("/Annots"))
    }


def _fields(reading: Reading, form: DictionaryObject) -> Iterator[Field]:
    """Yield the signature fields of a form, and widgets that no form knows."""
    places = _places(reading)
    known: set[int] = set()
    waiting = [(one, "", "", DEEPEST) for one in as_list(form.get("/Fields"))]
    waiting.reverse()
    while waiting:
        one, prefix, kind, depth = waiting.pop()
        entries, number = as_dictionary(one), number_of(one)
        own = as_text(entries.get("/T"))
        name = ".".join(part for part in (prefix, own) if part)
        kind = str(resolved(entries.get("/FT", kind)))
        kids = as_list(entries.get("/Kids"))
        known |= {number, *map(number_of, kids)}
        if depth and any("/T" in as_dictionary(kid) for kid in kids):
            waiting += [(kid, name, kind, depth - 1) for kid in reversed(kids)]
        elif kind == "/Sig" and not is_time_stamp(entries):
            yield Field(name, entries, places.get(number_of(kids[0]) if kids else number))
    for number, page in places.items():
        entries = as_dictionary(_annotation(reading, page, number))
        if number not in known and resolved(entries.get("/FT")) == "/Sig":
            yield Field("", entries, page)


def _annotation(reading: Reading, page: int, number: int) -> object:
    holder = reading.pages[page]
    return next(one for one in as_list(holder.get("/Annots")) if number_of(one) == number)


def _field(reading: Reading, field: Field) -> Iterator[Problem]:
    """Yield what is wrong with one field."""
    told = f"champ de signature {quoted(field.name)}" if field.name else "champ de signature"
    if not field.name:
        yield reading.problem("signature", f"{told} sans nom", field.page)
    if not as_text(field.entries.get("/TU")):
        message = f"{told} sans nom lu à voix haute (TU)"
        yield reading.problem("signature", message, field.page)
    if field.page is None:
        yield reading.problem("signature", f"{told} sur aucune page")
        return
    flags = int(resolved(field.entries.get("/F", 0)))
    left, bottom, right, top = field.rectangle
    if (
        flags & (HIDDEN | NO_VIEW)
        or not flags & PRINT
        or min(right - left, top - bottom) < SMALLEST
    ):
        yield reading.problem(
            "signature", f"{told} invisible à l’écran ou à l’impression", field.page
        )
    box = [float(side) for side in reading.pages[field.page].mediabox]
    if left < box[0] or bottom < box[1] or right > box[2] or top > box[3]:
        yield reading.problem("signature", f"{told} hors de la page", field.page)


def _overlap(one: Field, other: Field) -> bool:
    left, bottom, right, top = one.rectangle
    other_left, other_bottom, other_right, other_top = other.rectangle
    return left < other_right and other_left < right and bottom < other_top and other_bottom < top
