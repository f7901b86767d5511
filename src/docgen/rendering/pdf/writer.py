"""How PDFs are made: printed from the HTML; imports its libraries when called."""

from __future__ import annotations

from contextlib import redirect_stdout
from threading import RLock
from typing import Final

from docgen.document import Document
from docgen.errors import Problem, WorkplaceError
from docgen.format import Format
from docgen.rendering.html.templates import Templates
from docgen.rendering.writer import Renderer, Writer

LOADING: Final = RLock()
"""Held while WeasyPrint is imported: standard output, which is redirected then, is everybody's."""


def load() -> Renderer:
    """Return what renders PDFs; raise WorkplaceError where the machine has no Pango."""
    try:
        with LOADING, redirect_stdout(None):  # WeasyPrint prints advice, in English, when it fails
            from docgen.rendering.framed import render_pdf
    except OSError as error:  # it finds no Pango
        hint = "dans le dossier de docgen, lancez « make convention », qui installe ce qui manque"
        problem = Problem("pango", "bibliothèque du système absente", code="outil", hint=hint)
        raise WorkplaceError([problem]) from error
    return render_pdf


def prepare(document: Document, templates: Templates) -> None:
    """Build the frames that the PDF of a document will want."""
    load()
    from docgen.rendering.framed import build_frames

    build_frames(document, templates)


WRITER: Final = Writer(load, carries=Format.DOCX, prepare=prepare)
