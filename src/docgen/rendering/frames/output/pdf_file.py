"""A PDF file written from ready bytes, with object streams and a cross-reference stream."""

import hashlib
import zlib

from docgen.format import PDF_END, PDF_HEAD, PDF_TABLE
from docgen.rendering.frames.output.operators import LEVEL


class PdfFile:
    """The numbered objects of a file, from 1."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []
        self._streams: dict[int, bytes] = {}

    def take(self, count: int = 1) -> int:
        """Reserve `count` consecutive numbers; return the first."""
        first = len(self._objects) + 1
        self._objects += [b""] * count
        return first

    def put(self, number: int, entries: bytes, stream: bytes | None = None) -> None:
        """Set an object; `entries` is the dictionary if it has a stream."""
        self._objects[number - 1] = entries
        if stream is not None:
            self._streams[number] = stream

    def add(self, entries: bytes, stream: bytes | None = None) -> int:
        """Add an object; return its number."""
        number = self.take()
        self.put(number, entries, stream)
        return number

    def to_bytes(self, root: int, info: int) -> bytes:
        """Return the whole file; its identifier is the digest of its content."""
        parts, offset = [PDF_HEAD], len(PDF_HEAD)
        rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        for number, stream in self._streams.items():
            rows[number] = (1, offset, 0)
            parts.append(_stream_object(number, self._objects[number - 1], stream))
            offset += len(parts[-1])
        stream_number = self.take()
        object_stream = self._object_stream(stream_number, rows)
        rows[stream_number] = (1, offset, 0)
        parts.append(object_stream)
        offset += len(object_stream)
        table_number = self.take()
        rows[table_number] = (1, offset, 0)
        parts.append(self._cross_references(table_number, rows, root, info, b"".join(parts)))
        parts.append(PDF_TABLE + b"\n%d" % offset + PDF_END)
        return b"".join(parts)

    def _object_stream(self, number: int, rows: dict[int, tuple[int, int, int]]) -> bytes:
        heads: list[bytes] = []
        bodies: list[bytes] = []
        offset = 0
        for key, entries in enumerate(self._objects[:-1], 1):
            if key not in self._streams:
                rows[key] = (2, number, len(bodies))
                heads.append(b"%d %d" % (key, offset))
                bodies.append(entries)
                offset += len(entries) + 1
        head = b" ".join(heads) + b"\n"
        data = zlib.compress(head + b"\n".join(bodies), LEVEL)
        entries = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        return _stream_object(number, entries % (len(bodies), len(head), len(data)), data)

    def _cross_references(
        self,
        number: int,
        rows: dict[int, tuple[int, int, int]],
        root: int,
        info: int,
        before: bytes,
    ) -> bytes:
        table = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
            for kind, second, third in (rows[row] for row in range(number + 1))
        )
        data = zlib.compress(table, LEVEL)
        name = hashlib.md5(before, usedforsecurity=False).hexdigest().encode()
        entries = (
            b"<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
            b"/Filter/FlateDecode/Length %d>>"
        )
        return _stream_object(
            number, entries % (number + 1, root, info, name, name, len(data)), data
        )


def _stream_object(number: int, entries: bytes, stream: bytes) -> bytes:
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, entries, stream)
