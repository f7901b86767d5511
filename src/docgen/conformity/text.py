"""The text of the pages of a finished PDF, as an eye meets it, by another engine than made it."""

from __future__ import annotations

import pypdfium2
from pypdf.errors import PyPdfError

from docgen.conformity.reading import Reading

HEAD = 68.0
"""How deep the running head is, in points: 24 mm."""


def read_pages(data: bytes) -> list[str]:
    """Return the text of each page of a PDF; raise ValueError when pdfium cannot open it."""
    try:
        with pypdfium2.PdfDocument(data) as document:
            return [str(page.get_textpage().get_text_range()) for page in document]
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def lines_above(data: bytes, page: int, height: float) -> list[str]:
    """Return the lines of a page that stand between its running head and a height in points."""
    with pypdfium2.PdfDocument(data) as document:
        read = document[page]
        top = read.get_height() - HEAD
        told = str(read.get_textpage().get_text_bounded(bottom=height, top=top))
    return [line.strip() for line in told.splitlines() if line.strip()]


def carried_text(reading: Reading) -> str:
    """Return what a PDF says besides its pages: its properties, the texts that it carries.

    Raise ValueError when they cannot be read.
    """
    try:
        said = [str(value) for value in (reading.reader.metadata or {}).values()]
        for name, versions in reading.reader.attachments.items():
            said += [name, *(one.decode("utf-8", "replace") for one in versions)]
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    return "\n".join(said)
