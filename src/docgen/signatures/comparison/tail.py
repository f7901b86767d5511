"""What the bytes of a PDF hold beside the objects that a reader reaches.

A file is a chain of states: each ends with the place of its table of objects, and only the last
table counts.  What stands outside of the tables is seen by some programs and not by others.
"""

import io
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from docgen.conformity.pdf.objects import resolved
from docgen.french.wording import nombre
from docgen.signatures.comparison.graph import reachable
from docgen.signatures.report import PdfFinding

END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,9}(\d{1,5})\s{1,9}obj\b")
CLOSE = re.compile(rb"\bstream\r?\n|\bendobj\b")
GAP = re.compile(rb"(?:\s|\0|%[^\r\n]*+)*+")
ENTRIES = rb"(?:[^<>()]|<[\s\da-fA-F]*>|\((?:[^()\\]|\\.)*\))*"
"""What a dictionary holds that holds no other, as the trailer of a table."""
TABLE = re.compile(
    GAP.pattern + rb"(?:xref[\s\dfn]*trailer\s*<<" + ENTRIES + rb">>" + GAP.pattern + rb")?",
    re.DOTALL,
)
STRING = re.compile(rb"\((?:[^()\\]|\\.)*\)", re.DOTALL)
NAME = re.compile(rb"/[^\s\0/<>()\[\]{}%]*")
TABLE_NAMES = {
    *(b"/Size", b"/Prev", b"/Root", b"/Info", b"/ID", b"/XRefStm"),
    *(b"/Type", b"/XRef", b"/Index", b"/W", b"/Length", b"/Filter", b"/FlateDecode"),
    *(b"/DecodeParms", b"/Columns", b"/Predictor", b"/Colors", b"/BitsPerComponent"),
}
"""The names that a table of objects and its trailer use; a reader passes over any other."""
PREVIOUS = re.compile(rb"/Prev\s+(\d{1,10})")
BLANK = b" \t\r\n\f\0"
MAX_STATES = 60
"""How many states of a file are read: one for each signature, its proofs and its time stamp."""
CONTAINERS = ("/XRef", "/ObjStm")
"""The types of objects that hold others, and that nothing refers to."""
EMPTY = frozenset(("/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter"))
"""The entries of a drawing that may be hidden when it draws nothing."""
HIDDEN = "des données sont cachées dans le fichier, hors de ce qu’un lecteur de PDF affiche"
OLD = "la fin du fichier renvoie à un ancien état : la suite est cachée à certains lecteurs de PDF"


@dataclass(frozen=True, slots=True)
class _FileState:
    """The bytes that one state of a file added, from `start` to `end`, and where its table is."""

    start: int
    stop: int
    end: int
    table: int


def check_tail(data: bytes, known: int) -> Iterator[PdfFinding]:
    """Yield what a file holds out of sight; its first `known` bytes are docgen's own."""
    states = list(_states(data))
    if not states or len(states) > MAX_STATES:
        yield PdfFinding("fin", "la fin du fichier n’est pas celle d’un PDF")
        return
    after = data[states[-1].end :].strip(BLANK)
    if after:
        amount = f"{nombre(len(after))} octet{'s' * (len(after) > 1)}"
        yield PdfFinding("fin", f"après la fin du fichier, {amount} de plus sont cachés")
    unlinked = 2 if b"/Linearized" in data[:1024] else 0
    later = [state for state in states[unlinked:] if state.end > known]
    linked = (_follows(data, *pair) for pair in pairwise(states[max(unlinked - 1, 0) :]))
    if any(not state.start <= state.table < state.stop for state in later) or not all(linked):
        yield PdfFinding("fin", OLD)
    elif any(_hides_bytes(data, one) or _names_more(data, one) for one in later) or _has_orphans(
        data, later
    ):
        yield PdfFinding("fin", HIDDEN)


def _states(data: bytes) -> Iterator[_FileState]:
    start = 0
    for match in END.finditer(data):
        yield _FileState(start, match.start(), match.end(), int(match[1]))
        start = match.end()


def _follows(data: bytes, before: _FileState, after: _FileState) -> bool:
    """Whether the table of a state refers to that of the state before."""
    link = PREVIOUS.search(data, after.table, after.stop)
    return link is not None and int(link[1]) == before.table


def _hides_bytes(data: bytes, state: _FileState) -> bool:
    """Whether a state has bytes between its objects, or objects that its table does not list."""
    table = PdfReader(io.BytesIO(data[: state.end])).xref
    place = state.start
    for start, stop, number, generation in _objects(data, state):
        if not GAP.fullmatch(data, place, start):
            return True
        if table.get(generation, {}).get(number) != start and start != state.table:
            return True
        place = stop
    return not TABLE.fullmatch(data, place, state.stop)


def _names_more(data: bytes, state: _FileState) -> bool:
    """Whether the table of a state, or its trailer, has an entry that no reader knows."""
    streamed = data.find(b"stream", state.table, state.stop)
    table = data[state.table : streamed if streamed > 0 else state.stop]
    return not {*NAME.findall(STRING.sub(b"", table))} <= TABLE_NAMES


def _objects(data: bytes, state: _FileState) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each object of a state starts and stops, its number and its generation."""
    place = state.start
    while match := OBJECT.search(data, place, state.stop):
        close = CLOSE.search(data, match.end(), state.stop)
        while close and close[0] != b"endobj":
            streamed = data.find(b"endstream", close.end(), state.stop)
            close = CLOSE.search(data, streamed, state.stop) if streamed > 0 else None
        place = close.end() if close else state.stop
        yield match.start(), place, int(match[1]), int(match[2])


def _draws_nothing(value: Any) -> bool:
    """Whether an object is an empty drawing, as a field shows before it is signed."""
    return (
        isinstance(value, StreamObject)
        and value.keys() <= EMPTY
        and not value.get_data().strip()
        and not resolved(value.get("/Resources"))
    )


def _has_orphans(data: bytes, states: list[_FileState]) -> bool:
    """Whether a state after the first added an object that nothing refers to."""
    reader = PdfReader(io.BytesIO(data))
    reached: Set[int] = reachable(reader).keys()
    for state in states:
        added = {number for _, _, number, _ in _objects(data, state)} if state.start else set()
        packed = {number for number, (holder, _) in reader.xref_objStm.items() if holder in added}
        for number in (added | packed) - reached:
            value = resolved(reader.get_object(number))
            kind = value.get("/Type") if isinstance(value, DictionaryObject) else None
            if value is not None and kind not in CONTAINERS and not _draws_nothing(value):
                return True
    return False
