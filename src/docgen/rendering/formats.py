"""Which renderer makes which format; the slow libraries are loaded when first asked for."""

from __future__ import annotations

from collections.abc import Callable

from docgen.document import Artifact, Document, Format
from docgen.rendering.templates import Templates

Renderer = Callable[[Document, Templates], Artifact]


def renderer(format: Format) -> Renderer:
    """Return what renders a format; its library is loaded only now, for it is slow to load."""
    if format is Format.PDF:
        from docgen.rendering.pdf import render_pdf

        return render_pdf
    from docgen.rendering.docx import render_docx

    return render_docx
