"""The writer of PDFs; its libraries are imported when it is called."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from ctypes import util
from threading import RLock
from typing import TYPE_CHECKING, Final

from docgen.document import Document, PageLayout
from docgen.errors import Problem, WorkplaceError
from docgen.format import Format
from docgen.rendering.html.templates import Templates
from docgen.rendering.writer import Renderer, ReopenedFile, Writer

if TYPE_CHECKING:
    from docgen.conformity.pdf.reading import OpenPdf

Measure = Callable[[Document, str, Templates], float | None]
LayOut = Callable[[Document, str, Templates], PageLayout]
LOADING: Final = RLock()
"""Held while WeasyPrint is imported: standard output, which is redirected then, is everybody's."""


@contextmanager
def _without_library_search() -> Iterator[None]:
    """Have libraries found by the names of their files, the last that WeasyPrint tries.

    For each name of another system cffi would run `ldconfig` and a compiler: fifty processes.
    """
    search = util.find_library
    if sys.platform == "linux":
        util.find_library = lambda name: None
    try:
        yield
    finally:
        util.find_library = search


def load() -> Renderer:
    """Return the renderer of PDFs; raise WorkplaceError without Pango."""
    try:
        # WeasyPrint prints advice, in English, when it fails
        with LOADING, redirect_stdout(None), _without_library_search():
            from docgen.rendering.frames.renderer import render_pdf
    except OSError as error:  # it finds no Pango
        hint = "dans le dossier de docgen, lancez « make convention », qui installe ce qui manque"
        problem = Problem("pango", "bibliothèque du système absente", code="outil", hint=hint)
        raise WorkplaceError([problem]) from error
    return render_pdf


def load_measure() -> Measure:
    """Return the function that measures the free height under a document."""
    load()
    from docgen.rendering.frames.page_measure import measure_free_space

    return measure_free_space


def load_page_layout() -> LayOut:
    """Return the function that gives what a Word file takes from the layout of its document."""
    load()
    from docgen.rendering.pdf.renderer import page_layout

    return page_layout


def reopen(data: bytes, name: str) -> ReopenedFile:
    """Return a PDF read again: its text, its constructs, what our own checks find in it."""
    from docgen.conformity import FINISHED_CHECKS, check_pdf_without_validator
    from docgen.conformity.pdf.constructs import read_constructs
    from docgen.conformity.pdf.text import page_texts, text_outside_pages

    texts: list[str] = []
    constructs: list[frozenset[bytes]] = []

    def read_text(reading: OpenPdf) -> Iterator[Problem]:
        try:
            texts.append("\n".join(page_texts(reading)))
            texts.append(text_outside_pages(reading))
        except ValueError as error:
            yield reading.problem("pdf-illisible", f"PDF illisible : {error}")
        constructs.append(read_constructs(reading))

    checks = {**FINISHED_CHECKS, "texte": read_text}
    problems = check_pdf_without_validator(data, name, checks)
    pages, outside = (*texts, "", "")[:2]
    paged, built = (texts[0] if texts else None), frozenset().union(*constructs)
    return ReopenedFile(f"{pages}\0{outside}", (), problems, paged, built)


WRITER: Final = Writer(load, reopen, carries=Format.DOCX)
