"""Whether all readers of a PDF find the same objects in it, whatever they make of its tables.

An update of a file may free an object that is still used, or give its number to another one: some
readers heed that, and others do not.  They part as well over an entry that stands twice, a page
whose parent is not the list that has it, and data compressed in another way than the plain one.
"""

import io
import re
import zlib
from collections import deque
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    Reference,
    StreamObject,
)
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef
from pypdf import PdfReader
from pypdf.generic import read_object

from docgen.conformity.pdf.objects import as_dictionary, as_list, as_stream, number_of, number_under

OBJECT = re.compile(rb"(?<!\d)(\d{1,10})[\s\0]++(\d{1,5})[\s\0]++obj\b")
GAP = re.compile(rb"(?:\s|\0|%[^\r\n]*+)*+")
BLANK = b" \t\r\n\f\0"
MAX_OBJECTS = 1_000_000
"""The size of a table from which some readers guess where the objects are."""
LAST_OF_WORD = 1
"""The last state of a file, from 0, that may have a second table: Word writes two at once."""
MAX_DEPTH = 20
"""How many branches of a tree of pages may hold one another."""
UNPREPARED = "has an orphaned generation"
"""What pyHanko says of a number given to another object without first saying that it is free."""

NEVER_USED = re.compile(rb"(?<![a-z])(xref\s+0 \d+\s+\d{10} )65536(?= f)")
"""The entry of object 0, always free, as Pillow writes it: one generation beyond the last."""


def strict_reader(data: bytes) -> PdfFileReader:
    """Return a reader of a PDF that accepts nothing doubtful but what Poppler and Pillow write.

    Poppler signs with numbers of objects that it does not free first; `reads_alike` says whether
    that can be misread.
    """
    try:
        return PdfFileReader(io.BytesIO(data))
    except PdfStrictReadError as error:
        sound = NEVER_USED.sub(rb"\g<1>65535", data)
        if UNPREPARED not in str(error) and sound == data:
            raise
        if sound != data:
            strict_reader(sound)  # raises for what else is doubtful
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    reader.strict = True  # for all but the tables, which were read as strictly up to there
    return reader


def reads_alike(data: bytes) -> bool:
    """Return whether each object that a PDF uses is the last of its number, in one place.

    pyHanko and pypdf read the same file: of two entries, one heeds the first and one the last.
    """
    try:
        reader, shown = strict_reader(data), PdfReader(io.BytesIO(data))
        generations = _last_generations(reader)
        pages = _count_pages(shown.root_object["/Pages"])
        return (
            _adds_beside_tables(reader)
            and max(_sizes(reader)) < MAX_OBJECTS
            and pages == len(shown.pages)
            and _finds_pages_alike(data, shown)
            and all(
                generations[used.idnum] == used.generation
                and _place(reader, used) == _place_by_pypdf(shown, used)
                and _inflates(reader, used)
                for used in _references(reader)
                if used.idnum in generations  # what no table lists is null to all
            )
        )
    except Exception:  # an entry that stands twice; a forged file may make a library raise anything
        return False


def _adds_beside_tables(reader: PdfFileReader) -> bool:
    """Return whether the second tables of a file, for newer readers, gainsay none of the first.

    Word writes one, at the end of its file, of what its structure is made of.
    """
    used: dict[int, Any] = {}
    for revision in range(reader.total_revisions):
        table = reader.xrefs.get_xref_data(revision)
        used |= {number: place for number, (_, place) in table.standard_xrefs.items()}
        used |= table.xrefs_in_objstm
        if second := table.hybrid:
            more = second.xref_data
            places = {number: place for number, (_, place) in more.standard_xrefs.items()}
            others = (places | more.xrefs_in_objstm | dict.fromkeys(more.freed)).items()
            if revision > LAST_OF_WORD or any(used.get(one, at) != at for one, at in others):
                return False
    return True


def _references(reader: PdfFileReader) -> Iterator[Reference]:
    """Yield each reference that a PDF uses, before the object is read."""
    queue: deque[Any] = deque([reader.trailer_view])
    seen: set[Reference] = set()
    while queue:
        value = queue.popleft()
        if isinstance(value, IndirectObject):
            if value.reference in seen:
                continue
            seen.add(value.reference)
            yield value.reference
            if reader.xrefs[value.reference] is None:
                continue
            value = value.get_object()  # type: ignore[no-untyped-call]  # pyHanko has no type here
        if isinstance(value, DictionaryObject):
            queue.extend(value.raw_get(key) for key in value)
        elif isinstance(value, ArrayObject):
            queue.extend(value.raw_get(rank) for rank in range(len(value)))


def _sizes(reader: PdfFileReader) -> Iterator[int]:
    """Yield how many objects each table says that there are."""
    for revision in range(reader.total_revisions):
        yield reader.xrefs.get_xref_container_info(revision).size


def _last_generations(reader: PdfFileReader) -> dict[int, int | None]:
    """Return the generation of each object in the last table that lists it, None if it is free."""
    generations: dict[int, int | None] = {}
    for revision in range(reader.total_revisions):
        table = reader.xrefs.get_xref_data(revision)
        generations |= dict.fromkeys(table.freed)
        generations |= {number: one for number, (one, _) in table.standard_xrefs.items()}
        generations |= dict.fromkeys(table.xrefs_in_objstm, 0)
        if table.hybrid and (second := table.hybrid.xref_data):
            generations |= {number: one for number, (one, _) in second.standard_xrefs.items()}
            generations |= dict.fromkeys(second.xrefs_in_objstm, 0)
    return generations


def _place(reader: PdfFileReader, used: Reference) -> Any:
    place = reader.xrefs[used]
    if isinstance(place, ObjStreamRef):
        return place.obj_stream_id, place.ix_in_stream
    return place


def _place_by_pypdf(shown: PdfReader, used: Reference) -> Any:
    if used.generation == 0 and used.idnum in shown.xref_objStm:
        return shown.xref_objStm[used.idnum]
    return shown.xref.get(used.generation, {}).get(used.idnum)


def _inflates(reader: PdfFileReader, used: Reference) -> bool:
    """Whether an object, and the stream that holds it, are inflated alike by all programs."""
    place = reader.xrefs[used]
    packed = isinstance(place, ObjStreamRef)
    holder = Reference(place.obj_stream_id, 0, reader) if packed else used
    held = None if place is None else holder.get_object()
    return not isinstance(held, StreamObject) or _is_one_deflated_block(held)


def _is_one_deflated_block(stream: StreamObject) -> bool:
    filters = stream.get("/Filter")
    first = filters[0] if isinstance(filters, ArrayObject) and len(filters) else filters
    if first != "/FlateDecode":
        return True
    inflating = zlib.decompressobj()
    inflating.decompress(stream.encoded_data)
    return inflating.eof and not inflating.unused_data.strip(BLANK)


def _count_pages(node: Any, above: Any = None, depth: int = 0) -> int | None:
    """Return how many pages a branch has, None where readers may find others in it.

    Some believe the number that it says, the type of its parts, or the parent that they name.
    """
    branch = as_dictionary(node)
    kind = "/Pages" if "/Kids" in branch else "/Page"
    named = number_under(branch, "/Parent")
    if branch.get("/Type") != kind or named != (-1 if above is None else number_of(above)):
        return None
    if kind == "/Page":
        return 1
    kids = as_list(branch.get("/Kids")) if depth < MAX_DEPTH else []
    counts = [_count_pages(kid, branch, depth + 1) for kid in kids]
    total = sum(filter(None, counts))
    return total if None not in counts and branch.get("/Count") == total else None


def _finds_pages_alike(data: bytes, shown: PdfReader) -> bool:
    """Whether a file in linear order has the pages where its head says; some look nowhere else.

    That head counts only while the file is as long as it says: what is added can wake it.
    """
    head = OBJECT.match(data, _after_gap(data, 0))
    if head is None:
        return False
    rest = io.BytesIO(data)
    rest.seek(_after_gap(data, head.end()))
    said = as_dictionary(read_object(rest, shown))
    if "/Linearized" not in said or said.get("/L") != len(data):
        return True
    first, hinted = said["/O"], OBJECT.match(data, as_list(said["/H"])[0])
    hints = as_stream(shown.get_object(int(hinted[1]))) if hinted else None
    if hints is None or said.get("/P", 0) != 0:
        return False
    numbers = [first, *_numbers_after(hints.get_data(), len(shown.pages))]
    return numbers == [number_of(page) for page in shown.pages]


def _after_gap(data: bytes, place: int) -> int:
    gap = GAP.match(data, place)
    return gap.end() if gap else place


def _numbers_after(hints: bytes, pages: int) -> list[int]:
    """Return the numbers of all pages but the first (ISO 32000-1, annex F.4.1)."""
    least, width = int.from_bytes(hints[:4]), int.from_bytes(hints[8:10])
    row = "".join(f"{byte:08b}" for byte in hints[36:])
    more = [row[rank * width : (rank + 1) * width] for rank in range(pages)]
    counts = [least + int(bits or "0", 2) for bits in more]
    return list(accumulate(counts[1:-1], initial=1)) if pages > 1 else []
