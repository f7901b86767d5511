"""What was typed into the text fields of a PDF that comes back."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pypdf import PageObject, PdfReader
from pypdf.generic import StreamObject, create_string_object

from docgen.conformity.pdf.objects import as_dictionary, as_list, resolved
from docgen.signatures.foreign import foreign_errors, open_pdf, printable, read_pdf

MAX_LEVELS: Final = 10
"""How many levels of fields are read; docgen's form has one."""
MARKS: Final = frozenset(
    f"/{sort}" for sort in ("FreeText", "Text", "Ink", "Stamp", "Line", "Square", "Circle", "Caret")
)
"""The annotations with which people type or draw on a page that they cannot fill in."""
LINE_ENDS: Final = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FilledField:
    """A text field: its name, what it asks for, the lines that were typed."""

    name: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FilledForm:
    """The text fields of a PDF, in the order of its form, and the pages that bear more than them.

    `marked` gives, for each page on which somebody typed or drew beside its fields, their names.
    """

    fields: tuple[FilledField, ...]
    marked: dict[int, tuple[str, ...]]


def read_form(path: Path) -> FilledForm:
    """Return what was typed into a PDF; raise ContentError for a file that cannot be read."""
    data = read_pdf(path)
    with foreign_errors(path):
        reader = open_pdf(data, path)
        return FilledForm(tuple(_text_fields(reader)), dict(_marked_pages(reader)))


def _text_fields(reader: PdfReader) -> Iterator[FilledField]:
    """Yield the text fields of a form, then those that only pages have.

    Some programs take pages out of a PDF, or put several together, and leave the form behind.
    """
    form = as_dictionary(reader.root_object.get("/AcroForm"))
    roots = [*as_list(form.get("/Fields")), *chain(*map(_widgets, reader.pages))]
    waiting = [(one, "", None, MAX_LEVELS) for one in reversed(roots)]
    seen: set[int] = set()
    while waiting:
        reference, above, inherited, left = waiting.pop()
        field = resolved(reference)
        if not isinstance(field, dict) or id(field) in seen:
            continue
        seen.add(id(field))  # a field may be its own kid
        name = ".".join(filter(None, (above, _text(field.get("/T")))))
        sort = resolved(field.get("/FT")) or inherited
        kids = [kid for kid in as_list(field.get("/Kids")) if "/T" in as_dictionary(kid)]
        waiting += [(kid, name, sort, left - 1) for kid in reversed(kids) if left]
        if not kids and sort == "/Tx":
            yield FilledField(name, _text(field.get("/TU")), _lines(field.get("/V")))


def _widgets(page: PageObject) -> list[Any]:
    """Return the annotations of a page that are fields of their own."""
    return [one for one in as_list(page.get("/Annots")) if "/T" in as_dictionary(one)]


def _marked_pages(reader: PdfReader) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, page in enumerate(reader.pages, 1):
        sorts = {as_dictionary(one).get("/Subtype") for one in as_list(page.get("/Annots"))}
        if sorts & MARKS:
            yield number, tuple(_text(as_dictionary(one).get("/T")) for one in _widgets(page))


def _text(value: Any) -> str:
    return " ".join(_lines(value))


def _lines(value: Any) -> tuple[str, ...]:
    """Return the lines of a text string or stream, without those that are empty."""
    held = resolved(value)
    if isinstance(held, StreamObject):
        held = held.get_data()
    if isinstance(held, bytes):
        held = _decoded(held)
    if not isinstance(held, str):
        return ()
    text = unicodedata.normalize("NFC", held)
    lines = (printable(" ".join(line.split())) for line in LINE_ENDS.split(text))
    return tuple(filter(None, lines))


def _decoded(held: bytes) -> str:
    """Return a text that is in a stream, or in a string which is not as PDF writes them."""
    read = create_string_object(held)
    if isinstance(read, str):
        return read
    marked = held[:2] in (b"\xfe\xff", b"\xff\xfe")
    return held.decode("utf-16" if marked else "cp1252", "replace")
