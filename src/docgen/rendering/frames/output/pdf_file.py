"""A PDF file of objects that are bytes already: object streams and a cross-reference stream."""

from __future__ import annotations

import hashlib
import zlib

from docgen.output.edited_files import PDF_END, PDF_HEAD, PDF_TABLE
from docgen.rendering.frames.output.operators import LEVEL


class PdfFile:
    """Objects in order, numbered from 1; each is taken when its number is asked for."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []
        self._streams: dict[int, bytes] = {}

    def take(self, count: int = 1) -> int:
        """Return the first of as many numbers as are asked for, in a row."""
        first = len(self._objects) + 1
        self._objects += [b""] * count
        return first

    def put(self, number: int, said: bytes, stream: bytes | None = None) -> None:
        """Say what an object is; `said` is its dictionary if it is a stream."""
        self._objects[number - 1] = said
        if stream is not None:
            self._streams[number] = stream

    def add(self, said: bytes, stream: bytes | None = None) -> int:
        """Add an object, and return its number."""
        number = self.take()
        self.put(number, said, stream)
        return number

    def written(self, root: int, info: int) -> bytes:
        """Return the whole file, whose name is the digest of what it holds."""
        parts, place = [PDF_HEAD], len(PDF_HEAD)
        rows: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
        for number, stream in self._streams.items():
            rows[number] = (1, place, 0)
            parts.append(_indirect(number, self._objects[number - 1], stream))
            place += len(parts[-1])
        holder = self.take()
        packed = self._packed(holder, rows)
        rows[holder] = (1, place, 0)
        parts.append(packed)
        place += len(packed)
        table = self.take()
        rows[table] = (1, place, 0)
        parts.append(self._table(table, rows, root, info, b"".join(parts)))
        parts.append(PDF_TABLE + b"\n%d" % place + PDF_END)
        return b"".join(parts)

    def _packed(self, holder: int, rows: dict[int, tuple[int, int, int]]) -> bytes:
        """Return the stream of all objects that are no streams."""
        heads: list[bytes] = []
        bodies: list[bytes] = []
        place = 0
        for number, said in enumerate(self._objects[:-1], 1):
            if number not in self._streams:
                rows[number] = (2, holder, len(bodies))
                heads.append(b"%d %d" % (number, place))
                bodies.append(said)
                place += len(said) + 1
        head = b" ".join(heads) + b"\n"
        data = zlib.compress(head + b"\n".join(bodies), LEVEL)
        said = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>"
        return _indirect(holder, said % (len(bodies), len(head), len(data)), data)

    def _table(
        self,
        number: int,
        rows: dict[int, tuple[int, int, int]],
        root: int,
        info: int,
        before: bytes,
    ) -> bytes:
        told = b"".join(
            kind.to_bytes(1, "big") + second.to_bytes(4, "big") + third.to_bytes(2, "big")
            for kind, second, third in (rows[row] for row in range(number + 1))
        )
        data = zlib.compress(told, LEVEL)
        name = hashlib.md5(before, usedforsecurity=False).hexdigest().encode()
        said = (
            b"<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%b><%b>]"
            b"/Filter/FlateDecode/Length %d>>"
        )
        return _indirect(number, said % (number + 1, root, info, name, name, len(data)), data)


def _indirect(number: int, said: bytes, stream: bytes) -> bytes:
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, said, stream)
