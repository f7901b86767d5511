"""The visible stamp of a signature, in the family's look, drawn as a small page of its own.

It is a PDF/A that embeds its fonts, which a signature then takes in as its appearance; so the
signed document stays PDF/A and PDF/UA.  What a screen reader says of the field does not change.
"""

from __future__ import annotations

import io
from datetime import datetime

from pypdf import PdfReader

from docgen.errors import Problem, RenderingError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.pdf import render_card
from docgen.signatures.wording import moment_in_french

TEMPLATE = "_commun/cachet.html.j2"


def stamp(
    templates: Templates, person: str, office: str, when: datetime, size: tuple[float, float]
) -> bytes:
    """Return the stamp of who signs, as a PDF page of `size` points (width, height).

    Raise RenderingError when it does not hold in its box.
    """
    width, height = size
    html = templates.fill(
        TEMPLATE,
        {
            "personne": person,
            "qualite": office,
            "moment": moment_in_french(when),
            "largeur": width,
            "hauteur": height,
        },
    )
    card = render_card(html, templates)
    if len(PdfReader(io.BytesIO(card)).pages) > 1:
        hint = "abrégez la qualité du signataire"
        message = f"le cachet de {person} ne tient pas dans sa case"
        raise RenderingError([Problem(f"templates/{TEMPLATE}", message, code="cachet", hint=hint)])
    return card
