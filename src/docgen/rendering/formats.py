"""Which renderer makes which format; the slow libraries are loaded when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import redirect_stdout
from threading import RLock
from typing import Final

from docgen.document import Artifact, Document, Format
from docgen.errors import Problem, WorkplaceError
from docgen.rendering.html.templates import Templates

Renderer = Callable[[Document, Templates], Artifact]
LOADING: Final = RLock()
"""Whoever loads a renderer: standard output, which is turned away meanwhile, is everybody's."""


def renderer(format: Format) -> Renderer:
    """Return what renders a format; its library is loaded only now, for it is slow to load."""
    if format is Format.PDF:
        try:
            with (
                LOADING,
                redirect_stdout(None),
            ):  # WeasyPrint prints advice, in English, when it fails
                from docgen.rendering.framed import render_pdf
        except OSError as error:  # it finds no Pango
            hint = (
                "dans le dossier de docgen, lancez « make convention », qui installe ce qui manque"
            )
            problem = Problem("pango", "bibliothèque du système absente", code="outil", hint=hint)
            raise WorkplaceError([problem]) from error
        return render_pdf
    from docgen.rendering.docx.docx import render_docx

    return render_docx


def frame_builder() -> Callable[[Document, Templates], None]:
    """Return what builds frames that the PDF of a document will want."""
    renderer(Format.PDF)
    from docgen.rendering.framed import build_frames

    return build_frames
