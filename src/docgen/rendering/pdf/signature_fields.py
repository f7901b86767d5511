"""Empty signature fields: where each signatory signs, for a pen or for a signature service.

A field is visible (an invisible one can satisfy neither PDF/A nor PDF/UA), bears a name that a
screen reader says, and holds no appearance of its own until it is signed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from itertools import combinations
from typing import Any

import pydyf

from docgen.errors import Problem
from docgen.output.edited_files import fields_list

Rectangle = tuple[float, float, float, float]
MEND = "dans le modèle de la page, les éléments qui ont « data-signature », et leur style"
TOUCH = 1.0
"""How far, in points, two rectangles may run into each other and only touch."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A signature field: its name, who signs in which office, its page from 0, its place.

    `rectangle` is left, bottom, right, top, in points from the bottom left of the page; `covered`
    quotes what is drawn over the field and is not its own.
    """

    name: str
    person: str
    office: str
    page: int
    rectangle: Rectangle
    covered: str = ""

    @property
    def tooltip(self) -> str:
        """What a screen reader says of the field."""
        return f"Signature de {self.person}, {self.office}"


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """What is drawn on a page: where, inside which signature field if any, its text."""

    page: int
    rectangle: Rectangle
    within: str
    text: str


@dataclass(slots=True)
class DrawnContent:
    """What was placed on the pages of a PDF: its signature fields, and all that is drawn."""

    fields: list[SignatureField] = made_of(default_factory=list)
    drawn: list[DrawnBox] = made_of(default_factory=list)


def add_signature_field(pdf: pydyf.PDF, page: Any, field: SignatureField) -> Any:
    """Add an empty signature field to a page; return its widget (ISO 32000-1, 12.7.4.5)."""
    left, bottom, right, top = field.rectangle
    appearance = pydyf.Stream(
        extra=pydyf.Dictionary(
            {
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, round(right - left, 3), round(top - bottom, 3)]),
                "Resources": pydyf.Dictionary(),
            }
        )
    )
    pdf.add_object(appearance)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(field.name),
            "TU": pydyf.String(field.tooltip),
            "Rect": pydyf.Array(field.rectangle),
            "F": 4,  # to be printed
            "P": page.reference,
            "AP": pydyf.Dictionary({"N": appearance.reference}),
        }
    )
    pdf.add_object(widget)
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    form = pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))
    form["Fields"].append(widget.reference)
    form["SigFlags"] = 1  # the document holds signature fields
    return widget


def overlap(one: Rectangle, other: Rectangle) -> bool:
    """Whether two rectangles cover more than each other's edge."""
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > TOUCH
        and min(one[3], other[3]) - max(one[1], other[1]) > TOUCH
    )


def covering_text(field: SignatureField, drawn: Iterable[DrawnBox]) -> str:
    """Return what is drawn over a field and does not stand inside it."""
    return " ".join(
        one.text.strip() or "image"
        for one in drawn
        if one.page == field.page
        and one.within != field.name
        and overlap(one.rectangle, field.rectangle)
    )


def check_fields(
    fields: Sequence[SignatureField], sizes: Sequence[tuple[float, float]]
) -> Iterator[Problem]:
    """Yield what keeps fields from being signed; `sizes` are the pages', in points."""
    for name, count in Counter(field.name for field in fields).items():
        if count > 1:
            yield _problem(f"deux cases de signature portent le même nom : « {name} »")
    for field in fields:
        width, height = sizes[field.page]
        left, bottom, right, top = field.rectangle
        if min(left, bottom, width - right, height - top) < -TOUCH:
            yield _problem(f"la case de {field.person} sort de la page {field.page + 1}")
        if field.covered:
            yield _problem(f"la case de {field.person} est recouverte : « {field.covered} »")
    for one, other in combinations(fields, 2):
        if one.page == other.page and overlap(one.rectangle, other.rectangle):
            yield _problem(f"les cases de {one.person} et de {other.person} se recouvrent")


def _problem(message: str) -> Problem:
    return Problem("", message, code="case", hint=MEND)


def fields_json(file: str, fields: Iterable[SignatureField]) -> bytes:
    """Return `signatures.json`: where a service finds the fields of `file`, page from 1."""
    signatures = [
        {
            "field": field.name,
            "name": field.person,
            "role": field.office,
            "page": field.page + 1,
            "rect": list(field.rectangle),
        }
        for field in fields
    ]
    data = {"version": 1, "file": file, "signatures": signatures}
    return fields_list(data)
