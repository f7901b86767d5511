"""The text of the pages of a finished PDF, as an eye meets it, by another engine than made it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import pypdfium2
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from docgen.conformity.pdf.objects import as_list, resolved
from docgen.conformity.pdf.reading import Reading

PART = "\0"
"""What stands between texts that no eye meets one after the other."""
SAYING = frozenset(
    ("/Alt", "/ActualText", "/E", "/T", "/TU", "/V", "/Contents", "/Title", "/Subj", "/A", "/URI")
)
"""The entries of objects that hold words, or an action that does."""
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
    """Return what a PDF says besides its pages, part by part, with PART between them.

    Its properties, the texts that it carries, bookmarks, alternative texts, notes, links' targets.
    Raise ValueError when they cannot be read.
    """
    try:
        said = [str(value) for value in (reading.reader.metadata or {}).values()]
        for name, versions in reading.reader.attachments.items():
            said += [name, *(one.decode("utf-8", "replace") for one in versions)]
        said += _said_of(reading)
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    return PART.join(said)


def _said_of(reading: Reading) -> Iterator[str]:
    """Yield what is said in the objects of a PDF: catalogue, structure, annotations, bookmarks."""
    properties = resolved(reading.root.get("/Metadata"))
    if isinstance(properties, StreamObject):
        yield properties.get_data().decode("utf-8", "replace")
    for element in reading.elements:
        yield from _strings(element.entries)
    for page in reading.pages:
        for one in as_list(page.get("/Annots")):
            yield from _strings(resolved(one))
    waiting, seen = [resolved(reading.root.get("/Outlines"))], set()
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, DictionaryObject) and id(entry) not in seen:
            seen.add(id(entry))
            yield from _strings(entry)
            waiting += (resolved(entry.get(name)) for name in ("/First", "/Next"))


def _strings(entry: object) -> Iterator[str]:
    """Yield the texts of an object of a PDF, and of its action."""
    if isinstance(entry, DictionaryObject):
        for name in SAYING & entry.keys():
            said = resolved(entry.get(name))
            if isinstance(said, DictionaryObject):
                yield from _strings(said)
            elif said is not None:
                yield unquote(str(said))
