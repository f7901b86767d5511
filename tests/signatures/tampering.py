"""What someone of ill will does to a PDF, byte by byte or by adding to its end."""

import io
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore
from pypdf import PdfReader

from tests.signatures.signing import drawing, updated, written


def with_a_byte_changed(data: bytes) -> bytes:
    """Change one letter of what was signed, in place: the title of the document."""
    where = data.index(b"Convention fictive AFMV")
    return data[:where] + b"X" + data[where + 1 :]


def added(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    """Return what adds a change to the end of a PDF, as editors do."""

    def tamper(data: bytes) -> bytes:
        writer, made = IncrementalPdfFileWriter(io.BytesIO(data)), io.BytesIO()
        change(writer)
        writer.write(made)
        return made.getvalue()

    return tamper


def _draw_a_line(writer: IncrementalPdfFileWriter) -> None:
    line = generic.StreamObject(stream_data=b"q 0 0 0 rg 60 400 300 20 re f Q")
    writer.add_stream_to_page(0, writer.add_object(line))


with_words_on_a_page = added(_draw_a_line)


@added
def with_another_source(writer: IncrementalPdfFileWriter) -> None:
    """Put another text in place of the source that the PDF carries."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files = [names[rank].get_object() for rank in range(1, len(names), 2)]
    [source] = [file for file in files if str(file["/UF"]).endswith(".yaml")]
    other = generic.StreamObject(stream_data=b"acte: projet\nintitule: Autre chose\n")
    other["/Type"] = generic.NameObject("/EmbeddedFile")
    source["/EF"][generic.NameObject("/F")] = writer.add_object(other)
    writer.update_container(source["/EF"])


@added
def without_its_last_page(writer: IncrementalPdfFileWriter) -> None:
    """Take the last page out of the list of pages."""
    pages = writer.root["/Pages"]
    del pages["/Kids"][len(pages["/Kids"]) - 1]
    pages[generic.NameObject("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


@added
def with_another_name_on_a_field(writer: IncrementalPdfFileWriter) -> None:
    """Have a field say that someone else signed in it."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[generic.NameObject("/TU")] = generic.TextStringObject("Signature de Quelqu’un d’autre, x")
    writer.update_container(field)


LIE = drawing(b"0 0 0 rg 60 400 300 20 re f", b"/Type/ObjStm/N 0/First 0")
"""What another page shows, said to be a container of other objects."""


def _contents_of_first_page(data: bytes) -> int:
    return PdfReader(io.BytesIO(data)).pages[0].raw_get("/Contents").idnum


def with_contents_freed(data: bytes) -> bytes:
    """Free what the first page draws."""
    return updated(data, {}, freed={_contents_of_first_page(data): 1})


def with_number_given_again(data: bytes) -> bytes:
    """Give the number of what the first page draws to another drawing."""
    number = _contents_of_first_page(data)
    return updated(updated(data, {}, freed={number: 1}), {(number, 1): LIE})


def with_number_given_unprepared(data: bytes) -> bytes:
    """Give it without saying first that the number is free, as Poppler does."""
    return updated(data, {(_contents_of_first_page(data), 1): LIE})


def with_number_given_after_pillow(data: bytes) -> bytes:
    """Give it in a file whose object 0 is freed as Pillow frees it."""
    return with_number_given_unprepared(updated(data, {}, freed={0: 65536}))


def with_contents_said_twice(data: bytes) -> bytes:
    """Say twice what the first page draws."""
    reader = PdfReader(io.BytesIO(data))
    page, size = reader.pages[0], int(reader.trailer["/Size"])
    twice = written(page)[:-2] + b"/C#6fntents %d 0 R>>" % size
    return updated(data, {(page.indirect_reference.idnum, 0): twice, (size, 0): LIE})


@added
def with_the_signature_of_another(writer: IncrementalPdfFileWriter) -> None:
    """Put the signature of the first field into the second too."""
    first, second = (field.get_object() for field in writer.root["/AcroForm"]["/Fields"])
    second[generic.NameObject("/V")] = first.raw_get("/V")
    writer.update_container(second)


def with_list(data: bytes, revoked: bytes) -> bytes:
    """Add a list of revoked certificates to a signed PDF, as proofs are added."""
    made = io.BytesIO(data)
    [signature] = PdfFileReader(made).embedded_regular_signatures
    contents = signature.pkcs7_content.hex().upper().encode()
    DocumentSecurityStore.add_dss(made, contents, crls=[CertificateList.load(revoked)])
    return made.getvalue()


class _Literal(generic.ByteStringObject):
    """Bytes between parentheses, which take half the room that hexadecimal takes."""

    def write_to_stream(self, stream: Any, *_: Any, **__: Any) -> None:
        escaped = re.sub(rb"[\\()]", rb"\\\g<0>", self).replace(b"\r", b"\\r")
        stream.write(b"(" + escaped + b")")


def wrapped(data: bytes, *, padded: bool) -> bytes:
    """Return a PDF whose last signature is kept around another act, with every byte that it signed.

    The second part that is signed goes further down the file, and the hole between both, which
    should hold the signature alone, holds what is shown as well. `padded` makes the value of the
    signature as long as the hole, for who compares lengths.
    """
    _, before, after, length = PdfFileReader(io.BytesIO(data)).embedded_signatures[-1].byte_range
    data, moved = data[: after + length], before + 2 * len(data)
    signed_table = int(re.findall(rb"startxref\s+(\d+)", data)[-1])

    def forge(writer: IncrementalPdfFileWriter) -> None:
        _draw_a_line(writer)
        signature = writer.prev.embedded_signatures[-1].sig_object
        covered = map(generic.NumberObject, (0, before, moved, length))
        signature[generic.NameObject("/ByteRange")] = generic.ArrayObject(covered)
        if padded:
            value = signature["/Contents"].ljust((moved - before) // 2 - 1, b"\0")
            signature[generic.NameObject("/Contents")] = _Literal(value)
        writer.update_container(signature)

    forged = added(forge)(data)
    table = int(re.findall(rb"startxref\s+(\d+)", forged)[-1])
    # The end that was signed leads to a small table, which leads to the forger's, then back.
    link = b"xref\n0 0\n%s" % _trailer(forged, table)
    back = moved + signed_table - after
    chained = forged[table:].replace(b"/Prev %d" % signed_table, b"/Prev %d" % back)
    hole = forged[before:signed_table] + link
    hole += forged[before + len(hole) : table] + chained
    return data[:before] + hole.ljust(moved - before, b"\n") + data[after : after + length]


def _trailer(forged: bytes, table: int) -> bytes:
    root, size = (re.findall(key, forged[table:])[0] for key in (rb"/Root \d+ 0 R", rb"/Size \d+"))
    return b"trailer\n<<%s%s/Prev %d>>\n" % (root, size, table)


def as_word_writes(data: bytes, *, lying: bool = False) -> bytes:
    """Return a PDF with two tables, of which the first leaves out what the second packs.

    Word writes such files. If `lying`, the second says that the first page draws what the last
    draws.
    """
    with pikepdf.open(io.BytesIO(data)) as file:
        file.save(made := io.BytesIO(), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    data, reader = made.getvalue(), PdfReader(made)
    own = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    root, info, size = (reader.trailer.raw_get(key) for key in ("/Root", "/Info", "/Size"))
    plain, packed = reader.xref[0], reader.xref_objStm
    second = dict(plain)
    if lying:
        first, last = (reader.pages[rank].raw_get("/Contents").idnum for rank in (0, -1))
        second[first] = plain[last]
    said = b"/Size %d/Root %d 0 R/Info %d 0 R" % (size, root.idnum, info.idnum)
    rows = [
        (1, second[n], 0) if n in plain else (2, *packed.get(n, (0, 0))) for n in range(1, size)
    ]
    table = zlib.compress(b"".join(struct.pack(">BIH", *row) for row in [(0, 0, 65535), *rows]))
    number = next(number for number, place in plain.items() if place == own)
    entries = b"/Type/XRef/W[1 4 2]%s/Filter/FlateDecode" % said
    data = data[:own] + b"%d 0 obj\n%s\nendobj\n" % (number, drawing(table, entries))
    lines = [
        b"%010d 00000 n\r\n" % plain[n] if n in plain else b"%010d 65535 f\r\n" % 0
        for n in range(size)
    ]
    first = len(data)
    data += b"xref\n0 %d\n%strailer\n<<%s>>\n" % (size, b"".join(lines), said)
    data += b"startxref\n%d\n%%%%EOF\n" % first
    end = b"xref\n0 0\ntrailer\n<<%s/Prev %d/XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (said, first, own, len(data))
