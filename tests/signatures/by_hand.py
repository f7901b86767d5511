"""Updates of a PDF written by hand: signatures as other programs write them, and odd tables."""

import asyncio
import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any

from pyhanko.sign.signers import Signer
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

ROOM = 20_000
"""How many hexadecimal digits the value of a signature may take."""
Objects = Mapping[tuple[int, int], bytes]
"""Objects as they are written, by their number and generation."""


def updated(data: bytes, objects: Objects, freed: Mapping[int, int] | None = None) -> bytes:
    """Return a PDF with objects at its end, and others freed for a later generation."""
    reader = PdfReader(io.BytesIO(data))
    entries = {(number, 0): (0, after, b"f") for number, after in (freed or {}).items()}
    for (number, generation), written in objects.items():
        entries[number, generation] = len(data), generation, b"n"
        data += b"%d %d obj\n%s\nendobj\n" % (number, generation, written)
    root, before = reader.trailer.raw_get("/Root").idnum, re.findall(rb"startxref\s+(\d+)", data)
    size = max(int(reader.trailer["/Size"]), *(number + 1 for number, _ in entries))
    listed = b"".join(
        b"%d 1\n%010d %05d %s \n" % (number, place, generation, kind)
        for (number, _), (place, generation, kind) in entries.items()
    )
    trailer = b"<</Size %d/Root %d 0 R/Prev %d>>" % (size, root, int(before[-1]))
    return data + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (listed, trailer, len(data))


def written(value: Any) -> bytes:
    """Return an object of a PDF as it is written."""
    value.write_to_stream(made := io.BytesIO())
    return made.getvalue()


def drawing(operators: bytes, entries: bytes = b"") -> bytes:
    """Return a stream that draws."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(operators), operators)


def sign_by_hand(
    data: bytes, rank: int, signer: Signer, said: bytes, *, generation: int = 0
) -> bytes:
    """Return a PDF whose field of a rank is signed at a time `said`, with a drawing.

    Poppler gives the drawing a `generation` that nothing announced.
    """
    reader = PdfReader(io.BytesIO(data))
    reference = reader.root_object["/AcroForm"]["/Fields"][rank].indirect_reference
    size = int(reader.trailer["/Size"])
    field = DictionaryObject(reference.get_object())
    del field["/AP"]
    added = b"/V %d 0 R/AP<</N %d %d R>>/AS/N/Border[0 0 0]/M(%s)>>"
    widget = written(field)[:-2] + added % (size + 1, size, generation, said)
    signature = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(%s)" % said
    signature += b"/ByteRange[0 %10d %10d %10d]/Contents <%s>>>" % (0, 0, 0, b"0" * ROOM)
    form = drawing(b"", b"/Subtype/Form/BBox[0 0 0 0]")
    objects = {(reference.idnum, 0): widget, (size, generation): form, (size + 1, 0): signature}
    made = updated(data, objects)
    before = made.index(b"<" + b"0" * ROOM)
    after = before + ROOM + 2
    covered = b"[0 %10d %10d %10d]" % (before, after, len(made) - after)
    made = made.replace(b"[0 %10d %10d %10d]" % (0, 0, 0), covered)
    digest = hashlib.sha256(made[:before] + made[after:]).digest()
    value = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    return made[: before + 1] + value.hex().encode().ljust(ROOM, b"0") + made[after - 1 :]
