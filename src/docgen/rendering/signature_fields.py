"""Empty signature fields: where each signatory signs, for a pen or for a signature service.

A field is visible (an invisible one can satisfy neither PDF/A nor PDF/UA), bears a name that a
screen reader says, and holds no appearance of its own until it is signed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pydyf


@dataclass(frozen=True, slots=True)
class Field:
    """A signature field: its name, who signs in which office, its page from 0, its place.

    `rectangle` is left, bottom, right, top, in points from the bottom left of the page.
    """

    name: str
    person: str
    office: str
    page: int
    rectangle: tuple[float, float, float, float]

    @property
    def tooltip(self) -> str:
        """What a screen reader says of the field."""
        return f"Signature de {self.person}, {self.office}"


def add_signature_field(pdf: pydyf.PDF, page: Any, field: Field) -> Any:
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


def as_json(file: str, fields: Iterable[Field]) -> bytes:
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
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
