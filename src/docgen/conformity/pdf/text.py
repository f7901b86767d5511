"""The text of a finished PDF's pages as pdfium reads it, and its text outside of the pages."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final
from urllib.parse import unquote

import pypdfium2
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, StreamObject

from docgen.conformity.pdf.objects import Rectangle, as_list, resolved
from docgen.conformity.pdf.reading import OpenPdf

SEPARATOR = "\0"
"""Stands between texts that do not follow each other."""
TEXT_ENTRIES = frozenset(
    ("/Alt", "/ActualText", "/E", "/T", "/TU", "/V", "/Contents", "/Title", "/Subj", "/A", "/URI")
)
"""The entries that hold text, or an action that has some."""
HEADER_HEIGHT = 68.0
"""The height of the running header, in points: 24 mm."""
CELLS: Final = re.compile(r"[(),:;–]|……")
"""What stands between the cells of a row, or for a blank, and not on the page."""
LETTERS: Final = 6
"""How many letters a cell must have to be looked for on a page."""
MAX_OVERLAP: Final = 1.0
"""How far the boxes of two texts may enter each other, in points: letters lean."""
SHARED: Final = 0.3
"""The part of its height that a text may share with the one below: accents and tails do."""
SAME_DRAWING: Final = 0.3
"""How far apart the two drawings of one text may be, in points."""


def page_texts(pdf: OpenPdf) -> Sequence[str]:
    """Return the text of each page of an open PDF; raise ValueError if pdfium cannot open it."""
    try:
        return pdf.references.pages
    except pypdfium2.PdfiumError as error:
        raise ValueError(str(error)) from error


def pages_with(sentence: str, pages: Sequence[str]) -> tuple[int, ...]:
    """Return the numbers, from 1, of the pages on which a sentence stands, given their letters.

    Of a row, those that hold all its cells.
    """
    for parts in ([letters(sentence)], list(_cells(sentence))):
        numbers = [
            number
            for number, page in enumerate(pages, 1)
            if parts and all(part in page for part in parts)
        ]
        if numbers:
            return tuple(numbers)
    return ()


def _cells(sentence: str) -> Iterator[str]:
    cells = map(letters, CELLS.split(sentence))
    yield from (cell for cell in cells if len(cell) >= LETTERS)


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Return the letters and digits of a text: a page may cut its words and join its letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W\u0300-\u036f_]+", "", plain)


def lines_above(data: bytes, page: int, height: float) -> list[str]:
    """Return the lines of a page between its running header and a height in points."""
    with pypdfium2.PdfDocument(data) as document:
        content = document[page]
        top = content.get_height() - HEADER_HEIGHT
        text = str(content.get_textpage().get_text_bounded(bottom=height, top=top))
    return [line.strip() for line in text.splitlines() if line.strip()]


def overlapping_texts(pdf: OpenPdf) -> Iterator[tuple[int, str, str]]:
    """Yield the page, from 0, and the texts of each two pieces of a PDF printed over each other.

    Words drawn twice at one place, as on a map, are one piece.
    """
    pairs = (
        (page, pair)
        for page, boxes in enumerate(pdf.references.boxes)
        for pair in _overlapping(boxes)
    )
    for page, pair in pairs:
        with pypdfium2.PdfDocument(pdf.data) as document:
            text = document[page].get_textpage()
            first, second = (str(text.get_text_bounded(*box)).strip() for box in pair)
        yield page, first, second


def _overlapping(boxes: Iterable[Rectangle]) -> Iterator[tuple[Rectangle, Rectangle]]:
    begun: list[Rectangle] = []
    for box in sorted(boxes, key=itemgetter(1, 0, 2, 3)):
        left, bottom, right, top = box
        begun = [one for one in begun if one[3] > bottom + MAX_OVERLAP]
        for earlier in begun:
            wide = min(right, earlier[2]) - max(left, earlier[0])
            high = min(top, earlier[3]) - bottom
            over = wide > MAX_OVERLAP and high > SHARED * min(top - bottom, earlier[3] - earlier[1])
            if over and max(abs(a - b) for a, b in zip(earlier, box, strict=True)) > SAME_DRAWING:
                yield earlier, box
        begun.append(box)


def text_outside_pages(pdf: OpenPdf) -> str:
    """Return the text of a PDF outside of its pages, its parts joined by SEPARATOR.

    These are its properties, attached texts, bookmarks, alternative texts, notes and link targets.
    Raise ValueError if they cannot be read.
    """
    try:
        texts = [str(value) for value in (pdf.reader.metadata or {}).values()]
        for name, versions in pdf.reader.attachments.items():
            texts += [name, *(one.decode("utf-8", "replace") for one in versions)]
        texts += _object_texts(pdf)
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    return SEPARATOR.join(texts)


def _object_texts(pdf: OpenPdf) -> Iterator[str]:
    properties = resolved(pdf.root.get("/Metadata"))
    if isinstance(properties, StreamObject):
        yield properties.get_data().decode("utf-8", "replace")
    for element in pdf.elements:
        yield from _strings(element.entries)
    for page in pdf.pages:
        for annotation in as_list(page.get("/Annots")):
            yield from _strings(resolved(annotation))
    waiting, seen = [resolved(pdf.root.get("/Outlines"))], set()
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, DictionaryObject) and id(entry) not in seen:
            seen.add(id(entry))
            yield from _strings(entry)
            waiting += (resolved(entry.get(name)) for name in ("/First", "/Next"))


def _strings(entry: object) -> Iterator[str]:
    if isinstance(entry, DictionaryObject):
        for name in TEXT_ENTRIES & entry.keys():
            value = resolved(entry.get(name))
            if isinstance(value, DictionaryObject):
                yield from _strings(value)
            elif value is not None:
                yield unquote(str(value))
