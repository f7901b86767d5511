"""What a PDF is built of, whatever it says: two files of the same constructs pass the same rules.

A construct is the kind of a dictionary with the set of its keys, the form of one of its values, an
element of the structure under another, a heading after another, the widths of the rows of a table,
an operator of a page, or a glyph of a face.  Words, places and measures are none: our own checks
look at these in every file.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
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

HOLDERS: Final = (IndirectObject, ArrayObject, DictionaryObject)
MAPS: Final = frozenset(
    ("/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
) | {"/Dests", "/CharProcs", "/ClassMap"}
"""The dictionaries whose keys are names that a file chooses."""
JUDGED_KEYS: Final = frozenset(
    ("/F", "/Ff", "/Flags", "/ca", "/CA", "/N", "/BitsPerComponent", "/V")
)
"""The keys whose numbers rules look at."""
TAG: Final = re.compile(r"^/[A-Z]{6}\+?")
"""The letters before the name of a face of which a file holds some glyphs."""
OPERATOR: Final = re.compile(rb"[ \t\n]([A-Za-z'\"]+\*?)$", re.MULTILINE)
HEADING: Final = re.compile(r"H\d*")
FACES: Final = frozenset(("/BaseFont", "/FontName"))


def read_constructs(pdf: OpenPdf) -> frozenset[bytes]:
    """Return the constructs of a PDF, as digests of eight bytes."""
    constructs = {*_structure(pdf.elements), *_operators(pdf)}
    kinds: dict[int, str] = {}
    for kind, dictionary in _dictionaries(pdf):
        constructs.add((kind, *sorted(dictionary)))
        for key, value in dictionary.items():
            if key == "/W" and "/BaseFont" in dictionary:
                face = TAG.sub("", str(dictionary["/BaseFont"]))
                constructs |= {(face, str(glyph)) for glyph in _glyphs(as_list(value))}
            elif isinstance(value, ArrayObject):
                constructs |= {(kind, key, form) for form in _forms(key, value, kinds)}
            else:
                constructs.add((kind, key, _form(key, value, kinds)))
    return frozenset(map(_digest, constructs))


@lru_cache(maxsize=16384)
def _digest(construct: tuple[str, ...]) -> bytes:
    return hashlib.blake2b(" ".join(construct).encode(), digest_size=8).digest()


def _dictionaries(pdf: OpenPdf) -> Iterator[tuple[str, DictionaryObject]]:
    """Yield each dictionary that is no map of names, with its kind or the key that leads to it."""
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
            waiting += [(key, part) for part in value if isinstance(part, HOLDERS)]
        elif isinstance(value, DictionaryObject):
            waiting += [(name, part) for name, part in value.items() if isinstance(part, HOLDERS)]
            if key not in MAPS:
                yield _kind(value) or key, value


def _operators(pdf: OpenPdf) -> Iterator[tuple[str]]:
    for content in pdf.drawings:
        yield from ((word.decode(),) for word in set(OPERATOR.findall(b"\n" + content)))


def _structure(elements: Sequence[Element]) -> Iterator[tuple[str, ...]]:
    """Yield each element under another, each heading after another, the rows of each table."""
    heading = ""
    for element in elements:
        yield element.parent.role if element.parent else "", ">", element.role
        if HEADING.fullmatch(element.role):
            yield heading, element.role
            heading = element.role
        elif element.role == "Table":
            rows = (len(row.kids) for row in element.walk() if row.role == "TR")
            yield "Table", str(sorted(set(rows)))


def _kind(dictionary: DictionaryObject) -> str:
    names = map(dictionary.get, ("/Type", "/Subtype", "/S"))
    return "".join([name for name in names if isinstance(name, NameObject)])


def _forms(key: str, values: ArrayObject, kinds: dict[int, str]) -> set[str]:
    """Return the forms of the parts of an array."""
    forms: set[str] = set()
    for value in values:
        if isinstance(value, ArrayObject):
            forms |= _forms(key, value, kinds)
        else:
            forms.add(_form(key, value, kinds))
    return forms


def _form(key: str, value: Any, kinds: dict[int, str]) -> str:
    """Return the form of a value: a name, whether a text is empty, the kind of what it leads to."""
    if isinstance(value, IndirectObject):
        known = kinds.get(value.idnum)
        if known is None:
            target = resolved(value)
            known = _kind(target) if isinstance(target, DictionaryObject) else type(target).__name__
            kinds[value.idnum] = known
        return known
    if isinstance(value, NameObject):
        return TAG.sub("", value) if key in FACES else value
    if isinstance(value, BooleanObject) or (key in JUDGED_KEYS and not isinstance(value, HOLDERS)):
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
