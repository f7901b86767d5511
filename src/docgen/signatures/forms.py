"""What was typed into the text fields of a PDF that comes back."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import StreamObject

from docgen.conformity.pdf.objects import resolved
from docgen.signatures.foreign import foreign_errors, open_pdf, printable, read_pdf

MAX_LEVELS: Final = 10
"""How many levels of fields are read; docgen's form has one."""
LINE_ENDS: Final = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class FilledField:
    """A text field: its name, what it asks for, the lines that were typed."""

    name: str
    label: str
    lines: tuple[str, ...]


def read_fields(path: Path) -> tuple[FilledField, ...]:
    """Return the text fields of a PDF, in the order of its form.

    Raise ContentError for a file that cannot be read.
    """
    data = read_pdf(path)
    with foreign_errors(path):
        return tuple(_text_fields(open_pdf(data, path)))


def _text_fields(reader: PdfReader) -> Iterator[FilledField]:
    form = resolved(reader.root_object.get("/AcroForm")) or {}
    waiting = [(one, "", MAX_LEVELS) for one in reversed(resolved(form.get("/Fields")) or [])]
    seen: set[int] = set()
    while waiting:
        reference, above, left = waiting.pop()
        field = resolved(reference)
        if not isinstance(field, dict) or id(field) in seen:
            continue
        seen.add(id(field))  # a field may be its own kid
        name = ".".join(filter(None, (above, _text(field.get("/T")))))
        kids = [kid for kid in resolved(field.get("/Kids")) or [] if "/T" in (resolved(kid) or {})]
        waiting += [(kid, name, left - 1) for kid in reversed(kids) if left]
        if not kids and resolved(field.get("/FT")) == "/Tx":
            yield FilledField(name, _text(field.get("/TU")), _lines(field.get("/V")))


def _text(value: Any) -> str:
    return " ".join(_lines(value))


def _lines(value: Any) -> tuple[str, ...]:
    """Return the lines of a text string or stream, without those that are empty."""
    held = resolved(value)
    if isinstance(held, StreamObject):
        held = held.get_data()
    if isinstance(held, bytes):
        held = held.decode(
            "utf-16" if held[:2] in (b"\xfe\xff", b"\xff\xfe") else "cp1252", "replace"
        )
    if not isinstance(held, str):
        return ()
    text = unicodedata.normalize("NFC", held)
    lines = (printable(" ".join(line.split())) for line in LINE_ENDS.split(text))
    return tuple(filter(None, lines))
