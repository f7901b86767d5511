"""The objects that are read at once are those that pypdf reads one by one."""

import io
import zlib

import pytest
from pypdf import PdfReader

from docgen.conformity.pdf.plain_objects import read_plain_objects
from tests.conformity.defects import sound

ODD = (
    b"<</A 1/A 2>>",
    b"<</A#42 (a(b)\\)c)/B<</C[<00ff>]>>>>",
    b"<</A % a comment >>\n 1>>",
    b"<</A 1 2 R/B[1 0 R 0 1 0 R true null -.5 +3]>>",
    b"<</A[1 2>>",
    b"[<</A 1]>>",
    b"<</A 1>> <</B 2>>",
    b"12",
)


def stored(text):
    """Return a PDF whose object 1 is a text in a compressed stream."""
    packed = zlib.compress(b"1 0 " + text)
    head = b"%PDF-1.7\n"
    holder = b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n"
    holder = holder % len(packed) + packed + b"\nendstream\nendobj\n"
    places = bytes([0, 0, 0, 2, 2, 0, 1, len(head), 0, 1, len(head + holder), 0])
    index = b"3 0 obj\n<</Type/XRef/Size 4/W[1 1 1]/Root 1 0 R/Length 12>>stream\n"
    end = b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(head + holder)
    return head + holder + index + places + end


def written(reader, number):
    """Return an object as pypdf writes it, or the error that it raises."""
    stream = io.BytesIO()
    try:
        reader.get_object(number).write_to_stream(stream)
    except Exception as error:
        return repr(error)
    return stream.getvalue()


@pytest.mark.parametrize("data", [sound(), *map(stored, ODD)])
def test_plain_objects_are_those_of_pypdf(data):
    ours, theirs = PdfReader(io.BytesIO(data)), PdfReader(io.BytesIO(data))
    read_plain_objects(ours, data)
    numbers = {*ours.xref[0], *ours.xref_objStm} - {0}
    assert [written(ours, one) for one in numbers] == [written(theirs, one) for one in numbers]


def test_document_is_read_at_once():
    reader = PdfReader(io.BytesIO(sound()))
    read_plain_objects(reader, sound())
    assert {(0, one) for one in reader.xref_objStm} <= reader.resolved_objects.keys()
