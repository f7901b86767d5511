"""A document as PDF: in frames where it asks for them and they know how, or else laid out whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from docgen.document import Artifact, Document
from docgen.rendering import pdf
from docgen.rendering.frames.cellar import Cellar
from docgen.rendering.frames.edition import Edition
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.recipe import means
from docgen.rendering.templates import Templates

UNFORESEEN: Final = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError),
    *(RefusedError, ValueError),
)
"""What frames raise for what they do not know: WeasyPrint's private shapes are not promised."""


def render_pdf(document: Document, templates: Templates) -> Artifact:
    """Return a document as PDF; raise RenderingError unless the file is a faithful one.

    What frames refuse is laid out whole, and says why.
    """
    if not document.framed:
        return pdf.render_pdf(document, templates)
    html = templates.fill_html(document)
    try:
        return _edition(templates).made(document, html)
    except UNFORESEEN as refused:
        why = str(refused) if isinstance(refused, RefusedError) else repr(refused)
        return replace(pdf.render_pdf(document, templates), whole=why)


def _edition(templates: Templates) -> Edition:
    """Return the frames of templates, which are theirs as long as they are open."""
    known = templates.held.get("frames")
    if not isinstance(known, Edition):
        cellar = Cellar(templates.store, means(templates) if templates.store else "")
        known = templates.held["frames"] = Edition(templates, cellar)
    return known
