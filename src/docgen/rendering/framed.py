"""A document as PDF: in frames where it asks for them and they know how, or else laid out whole."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from threading import RLock
from typing import Final

from docgen.document import Artifact, Document
from docgen.rendering.frames.frame_cache import Cellar
from docgen.rendering.frames.frame_set import Edition
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf import pdf
from docgen.rendering.recipe import means

HELD: Final = "frames"
"""What templates hold their frames by."""
ALONE: Final = RLock()
"""Whoever makes a PDF: parts of WeasyPrint are replaced meanwhile, for the whole process."""


def render_pdf(document: Document, templates: Templates) -> Artifact:
    """Return a document as PDF; raise RenderingError unless the file is a faithful one.

    What frames refuse is laid out whole, and says why.  Threads are served one after another.
    """
    with ALONE:
        if not document.framed:
            return pdf.render_pdf(document, templates)
        html = templates.fill_html(document)
        try:
            return _made(document, html, templates)
        except Exception as refused:  # private shapes of WeasyPrint are not promised
            passing = not isinstance(refused, RefusedError)
            why = repr(refused) if passing else str(refused)
            return replace(pdf.render_pdf(document, templates), whole=why, passing=passing)


def build_frames(document: Document, templates: Templates) -> None:
    """Leave frames of a document in the cache of templates, for the process that makes it.

    What fails is told by whoever makes the document.
    """
    with ALONE:
        if document.framed and templates.store:
            html = templates.fill_html(document)
            with suppress(Exception):
                edition = _edition(templates)
                edition.build(document, html)
                templates.renderer_state[HELD] = edition


def _made(document: Document, html: str, templates: Templates) -> Artifact:
    """Return a document made in the frames of templates, which are theirs while they are open.

    Frames in which something failed are let go: no other document is made of what is left in them
    (a picture that could not be read, a glyph that no font holds).  So are those that have become
    too many, as over several départements: what the next documents need is in the cache.
    """
    edition = _edition(templates)
    made = edition.made(document, html)
    if not edition.full:
        templates.renderer_state[HELD] = edition
    return made


def _edition(templates: Templates) -> Edition:
    """Return the frames of templates, which lose them until they are given back."""
    edition = templates.renderer_state.pop(HELD, None)
    if isinstance(edition, Edition):
        return edition
    cellar = Cellar(templates.store, means(templates) if templates.store else "")
    return Edition(templates, cellar)
