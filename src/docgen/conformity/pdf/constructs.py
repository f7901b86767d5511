"""What a PDF is built of, whatever it says: two files of the same constructs pass the same rules.

A construct is the kind of a dictionary with the set of its keys, the form of one of its values, an
element of the structure under another, a heading after another, the widths of the rows of a table,
an operator of a page, or a glyph of a face.  Words, places and measures are none: our own checks
look at these in every file.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    TextStringObject,
)

from docgen.conformity.pdf.objects import as_list, resolved
from docgen.conformity.pdf.reading import Element, OpenPdf

MAPS: Final = frozenset(
    ("/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
) | {"/Dests", "/CharProcs", "/ClassMap"}
"""The dictionaries whose keys are names that a file chooses."""
TOLD: Final = frozenset(("/F", "/Ff", "/Flags", "/ca", "/CA", "/N", "/BitsPerComponent", "/V"))
"""The keys whose numbers rules look at."""
TAG: Final = re.compile(r"^/[A-Z]{6}\+?")
"""The letters before the name of a face of which a file holds some glyphs."""
OPERATOR: Final = re.compile(rb"(?:^|[ \t])([A-Za-z'\"]+\*?)$", re.MULTILINE)
HEADING: Final = re.compile(r"H\d*")
FACES: Final = frozenset(("/BaseFont", "/FontName"))


def read_constructs(pdf: OpenPdf) -> frozenset[bytes]:
    """Return the constructs of a PDF, as digests of eight bytes."""
    return frozenset(map(_digest, set(_constructs(pdf))))


@lru_cache(maxsize=16384)
def _digest(construct: str) -> bytes:
    return hashlib.blake2b(construct.encode(), digest_size=8).digest()


def _constructs(pdf: OpenPdf) -> Iterator[str]:
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("/Trailer", pdf.reader.trailer)]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, IndirectObject):
            if value.idnum in seen:
                continue
            seen.add(value.idnum)
            value = resolved(value)
        if isinstance(value, ArrayObject):
            waiting += ((key, part) for part in value if _holds(part))
        elif isinstance(value, DictionaryObject):
            waiting += ((name, part) for name, part in value.items() if _holds(part))
            if key not in MAPS:
                yield from _dictionary(_kind(value) or key, value)
    yield from _structure(pdf.elements)
    for page in pdf.pages:
        contents = page.get_contents()
        data = b"" if contents is None else contents.get_data()
        yield from (word.decode() for word in set(OPERATOR.findall(data)))


def _structure(elements: Sequence[Element]) -> Iterator[str]:
    """Yield each element under another, each heading after another, the rows of each table."""
    heading = ""
    for element in elements:
        yield f"{element.parent.role if element.parent else ''} > {element.role}"
        if HEADING.fullmatch(element.role):
            yield f"{heading} {element.role}"
            heading = element.role
        elif element.role == "Table":
            rows = (len(row.kids) for row in element.walk() if row.role == "TR")
            yield f"Table {sorted(set(rows))}"


def _holds(found: Any) -> bool:
    return isinstance(found, IndirectObject | ArrayObject | DictionaryObject)


def _kind(found: DictionaryObject) -> str:
    names = (found.get(key) for key in ("/Type", "/Subtype", "/S"))
    return "".join(name for name in names if isinstance(name, NameObject))


def _dictionary(kind: str, found: DictionaryObject) -> Iterator[str]:
    yield f"{kind} {' '.join(sorted(found))}"
    for key, value in found.items():
        if key == "/W" and "/BaseFont" in found:
            face = TAG.sub("", str(found["/BaseFont"]))
            yield from (f"{face} {glyph}" for glyph in _glyphs(as_list(value)))
        else:
            yield from (f"{kind} {key} {form}" for form in _forms(key, value))


def _forms(key: str, value: Any) -> Iterable[str]:
    """Return the form of a value, or of each part of an array."""
    if isinstance(value, ArrayObject):
        return {form for part in value for form in _forms(key, part)}
    return (_form(key, value),)


def _form(key: str, value: Any) -> str:
    """Return the form of a value: a name, whether a text is empty, the kind of what it leads to."""
    if isinstance(value, IndirectObject):
        target = resolved(value)
        return _kind(target) if isinstance(target, DictionaryObject) else type(target).__name__
    if isinstance(value, NameObject):
        return TAG.sub("", value) if key in FACES else str(value)
    if isinstance(value, BooleanObject) or (key in TOLD and not _holds(value)):
        return str(value)
    if isinstance(value, TextStringObject | ByteStringObject):
        return f"text {bool(value)}"
    return type(value).__name__


def _glyphs(widths: list[Any]) -> Iterator[int]:
    """Yield the numbers of the glyphs of a font (ISO 32000-1, 9.7.4.3)."""
    rank = 0
    while rank + 1 < len(widths):
        first, then = int(resolved(widths[rank])), resolved(widths[rank + 1])
        if isinstance(then, ArrayObject):
            yield from range(first, first + len(then))
            rank += 2
        else:
            yield from range(first, int(then) + 1)
            rank += 3
