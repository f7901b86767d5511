"""Empty signature fields: where each signatory signs, by hand or through a signature service.

A field is visible (an invisible one conforms to neither PDF/A nor PDF/UA), has a name for screen
readers, and has no appearance until it is signed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as made_of
from itertools import combinations
from typing import Any

import pydyf

from docgen.conformity.pdf.objects import Rectangle, overlap
from docgen.errors import Problem
from docgen.format import dump_signature_fields
from docgen.rendering.pdf.form_fields import add_widget, empty_appearance

HINT = "dans le modèle de la page, les éléments qui ont « data-signature », et leur style"
TOLERANCE = 1.0
"""How far, in points, two rectangles may overlap and still count as touching."""


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A signature field: its name, signatory and office, page from 0, rectangle.

    `rectangle` is left, bottom, right, top, in points from the bottom left of the page; `covered`
    quotes what is drawn over the field by others.
    """

    name: str
    person: str
    office: str
    page: int
    rectangle: Rectangle
    covered: str = ""

    @property
    def tooltip(self) -> str:
        """Return the words of screen readers."""
        return f"Signature de {self.person}, {self.office}"


@dataclass(frozen=True, slots=True)
class DrawnBox:
    """A box drawn on a page: its place, its text, and the signature field around it if any."""

    page: int
    rectangle: Rectangle
    within: str
    text: str


@dataclass(slots=True)
class DrawnContent:
    """The signature fields of a PDF, and all boxes that are drawn."""

    fields: list[SignatureField] = made_of(default_factory=list)
    drawn: list[DrawnBox] = made_of(default_factory=list)


def add_signature_field(pdf: pydyf.PDF, page: Any, field: SignatureField) -> Any:
    """Add an empty signature field to a page; return its widget (ISO 32000-1, 12.7.4.5)."""
    left, bottom, right, top = field.rectangle
    appearance = empty_appearance(right - left, top - bottom)
    pdf.add_object(appearance)
    entries = {
        "FT": "/Sig",
        "T": pydyf.String(field.name),
        "TU": pydyf.String(field.tooltip),
        "P": page.reference,
        "AP": pydyf.Dictionary({"N": appearance.reference}),
    }
    widget = add_widget(pdf, page, field.rectangle, entries)
    pdf.catalog["AcroForm"]["SigFlags"] = 1  # the document holds signature fields
    return widget


def covering_text(field: SignatureField, drawn: Iterable[DrawnBox]) -> str:
    """Return the text of what is drawn over a field from outside of it."""
    return " ".join(
        box.text.strip() or "image"
        for box in drawn
        if box.page == field.page
        and box.within != field.name
        and overlap(box.rectangle, field.rectangle, TOLERANCE)
    )


def check_fields(
    fields: Sequence[SignatureField], sizes: Sequence[tuple[float, float]]
) -> Iterator[Problem]:
    """Yield what keeps fields from being signed; page `sizes` are in points."""
    for name, count in Counter(field.name for field in fields).items():
        if count > 1:
            yield _problem(f"deux cases de signature portent le même nom : « {name} »")
    for field in fields:
        width, height = sizes[field.page]
        left, bottom, right, top = field.rectangle
        if min(left, bottom, width - right, height - top) < -TOLERANCE:
            yield _problem(f"la case de {field.person} sort de la page {field.page + 1}")
        if field.covered:
            yield _problem(f"la case de {field.person} est recouverte : « {field.covered} »")
    for first, second in combinations(fields, 2):
        if first.page == second.page and overlap(first.rectangle, second.rectangle, TOLERANCE):
            yield _problem(f"les cases de {first.person} et de {second.person} se recouvrent")


def _problem(message: str) -> Problem:
    return Problem("", message, code="case", hint=HINT)


def fields_json(file: str, fields: Iterable[SignatureField]) -> bytes:
    """Return `signatures.json`, the places of the fields of `file`, with pages from 1."""
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
    return dump_signature_fields(data)
