"""The streams of a PDF and the objects in them, read at once (ISO 32000-1, 7.3.8 and 7.5.7).

pypdf reads a byte at a time; one regular expression is several times faster.  What is not written
in the plainest way is left to pypdf, which reads it when it is asked for.
"""

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
    read_object,
)

from docgen.conformity.pdf.objects import as_stream, resolved
from docgen.conformity.pdf.operators import STRING

TOKEN_END: Final = rb"(?![^ \t\n\r()<>\[\]/])"
"""What follows a number or a word."""
TOKEN: Final = re.compile(
    rb"/[^\x00-\x20\x7f-\xff()<>\[\]{}/%#]++" + TOKEN_END +
    rb"|\d{1,7}+ 0 R" + TOKEN_END +
    rb"|[-+]?(?:\d{1,9}+(?:\.\d{0,9}+)?+|\.\d{1,9}+)" + TOKEN_END +
    rb"|<<|>>|[\[\]]"
    rb"|" + STRING +
    rb"|(?:true|false|null)" + TOKEN_END +
    rb"|[^ \t\n\r]",
    re.DOTALL,
)  # fmt: skip
"""A name, reference, number, delimiter, string or word; else one sign, which is none."""
HEAD: Final = ("/First", "/N")
OPENING: Final = {b">>": b"<<", b"]": b"["}
STREAM: Final = re.compile(
    rb"(\d{1,7}) 0 obj[ \r\n]*(<<.{0,4000}?>>)[ \r\n]*stream\r?\n", re.DOTALL
)
END_OF_STREAM: Final = re.compile(rb"[\r\n]*endstream[ \r\n]+endobj")


def read_plain_objects(reader: PdfReader, data: bytes) -> None:
    """Give the reader of a PDF its streams and their objects, as it would read them itself."""
    plain = _PlainReader(reader)
    for number, place in reader.xref.get(0, {}).items():
        if number not in reader.xref_objStm and plain.is_unread(number):
            plain.keep(number, plain.stream(data, number, place))
    for holder in {holder for holder, _ in reader.xref_objStm.values()}:
        for number, text in _texts(reader, holder):
            is_newest = reader.xref_objStm.get(number, (None,))[0] == holder
            if is_newest and plain.is_unread(number):
                plain.keep(number, plain.object(text))


def _texts(reader: PdfReader, holder: int) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the text of each object of a stream; nothing if its index is odd."""
    try:
        stream = as_stream(IndirectObject(holder, 0, reader))
        if stream is None:
            return
        data, first, count = stream.get_data(), *(resolved(stream.get(key)) for key in HEAD)
        index = [int(one) for one in data[:first].split()][: 2 * count]
        numbers, places = index[::2], [first + place for place in index[1::2]]
    except (PyPdfError, TypeError, ValueError):
        return
    if len({*numbers}) == len(places) and places == sorted({*places}):
        texts = (data[start:end] for start, end in pairwise([*places, len(data)]))
        yield from zip(numbers, texts, strict=True)


class _PlainReader:
    """Reads objects from their text; gives None for what is not plain."""

    def __init__(self, reader: PdfReader) -> None:
        self.reader = reader
        self.atoms: dict[bytes, Any] = {}

    def is_unread(self, number: int) -> bool:
        is_free = self.reader.xref_free_entry.get(0, {}).get(number, False)
        return not is_free and (0, number) not in self.reader.resolved_objects

    def keep(self, number: int, value: Any) -> None:
        if value is not None:
            self.reader.cache_indirect_object(0, number, value)

    def stream(self, data: bytes, number: int, place: int) -> StreamObject | None:
        """Return the stream at a place."""
        head = STREAM.match(data, place)
        dictionary = self.object(head[2]) if head and int(head[1]) == number else None
        if head is None or not isinstance(dictionary, DictionaryObject):
            return None
        length, start = dictionary.get("/Length"), head.end()
        if not isinstance(length, int) or not END_OF_STREAM.match(data, start + max(length, 0)):
            return None
        return StreamObject.initialize_from_dictionary(
            {**dictionary, "__streamdata__": data[start : start + length]}
        )

    def object(self, text: bytes) -> Any:
        """Return the array or the dictionary that a text is."""
        atoms, items = self.atoms, list[Any]()
        around: list[tuple[bytes, list[Any]]] = []
        for token in TOKEN.findall(text):
            atom = atoms.get(token)
            if atom is not None:
                items.append(atom)
            elif token in (b"<<", b"["):
                around.append((token, items))
                items = []
            elif token in OPENING:
                opened, outer = around.pop() if around else (b"", [])
                whole = _dictionary(items) if token == b">>" else ArrayObject(items)
                if whole is None or opened != OPENING[token]:
                    return None
                outer.append(whole)
                items = outer
            else:
                atoms[token] = atom = self._atom(token)
                if atom is None:
                    return None
                items.append(atom)
        is_whole = len(items) == 1 and not around
        return (
            items[0] if is_whole and isinstance(items[0], ArrayObject | DictionaryObject) else None
        )

    def _atom(self, token: bytes) -> Any:
        if token.endswith(b" 0 R"):
            return IndirectObject(int(token[:-4]), 0, self.reader)
        if token[:1] in b"(<":
            return read_object(io.BytesIO(token), None) if len(token) > 1 else None
        return _plain(token) if len(token) > 1 or token.isdigit() else None


def _dictionary(items: list[Any]) -> DictionaryObject | None:
    """Return the dictionary of keys and values, None unless its keys are different names."""
    keys = items[::2]
    if len(items) % 2 or not {*map(type, keys)} <= {NameObject}:
        return None
    dictionary = DictionaryObject(zip(keys, items[1::2], strict=True))
    return dictionary if len(dictionary) == len(keys) else None


@lru_cache(maxsize=8192)
def _plain(token: bytes) -> Any:
    """Return a name, a number or a word."""
    return read_object(io.BytesIO(token + b" "), None)
