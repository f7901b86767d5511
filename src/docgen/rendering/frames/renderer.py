"""A document as PDF: with frames where it asks for them and they can, else laid out directly."""

from dataclasses import replace
from threading import RLock
from typing import Final

from docgen.document import Artifact, Document
from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.frame_set import FrameSet
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf import renderer as direct
from docgen.rendering.pdf.pages import check_pages
from docgen.rendering.recipe import opened_toolchain

FRAMES_KEY: Final = "frames"
"""The key of the frames in the state that renderers keep with the templates."""
RENDER_LOCK: Final = RLock()
"""Held while a PDF is made: WeasyPrint is patched meanwhile, for the whole process."""


def render_pdf(document: Document, templates: Templates) -> Artifact:
    """Return a document as PDF; raise RenderingError unless the file is a faithful one.

    What frames refuse is laid out directly, and the artifact says why. Threads take turns.
    """
    with RENDER_LOCK:
        if not document.framed:
            return direct.render_pdf(document, templates)
        html = templates.fill_html(document)
        try:
            return _render_framed(document, html, templates)
        except Exception as refused:  # private attributes of WeasyPrint may change
            transient = not isinstance(refused, UnsupportedError)
            why = repr(refused) if transient else str(refused)
            return replace(
                direct.render_pdf(document, templates), fallback_reason=why, transient=transient
            )


def _render_framed(document: Document, html: str, templates: Templates) -> Artifact:
    """Return a document made with the frames of open templates.

    The frames are dropped when rendering fails, for no other document may use what is left in them
    (a picture that could not be read, a glyph that no font has).
    """
    frame_set = _take_frame_set(templates)
    artifact = frame_set.render(document, html)
    for problem in check_pages(artifact.data, document):
        raise UnsupportedError(f"{problem.field} : {problem.message}")
    templates.renderer_state[FRAMES_KEY] = frame_set
    return artifact


def _take_frame_set(templates: Templates) -> FrameSet:
    """Return the frames of templates, taken out of them until they are put back."""
    frame_set = templates.renderer_state.pop(FRAMES_KEY, None)
    if isinstance(frame_set, FrameSet):
        return frame_set
    cache = FrameCache(templates.store, opened_toolchain(templates) if templates.store else "")
    return FrameSet(templates, cache)
