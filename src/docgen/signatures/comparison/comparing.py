"""The verdict on a PDF that comes back: docgen's own but for the signatures, or what is not."""

import io
import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from docgen import __version__
from docgen.build.compose import CheckedText
from docgen.build.render import render
from docgen.conformity.pdf.objects import Rectangle, resolved
from docgen.content.source import Source, parse_source
from docgen.content.validation import Finding, check_source
from docgen.document import Artifact, Document
from docgen.errors import DocgenError, TemplateError
from docgen.format import Format
from docgen.french.wording import nombre
from docgen.kinds import KINDS
from docgen.kinds.convention.avenant import CONSOLIDATED, as_avenant
from docgen.kinds.convention.avenant import KIND as AVENANT
from docgen.kinds.convention.composition import DRAFT
from docgen.kinds.kind import Kind
from docgen.left import Item
from docgen.rendering import Templates
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.limits import within_limits
from docgen.signatures.comparison.allowed import NO_PLACES, Places, is_allowed, is_allowed_later
from docgen.signatures.comparison.findings import (
    WHATEVER_THE_VERSION,
    changed_words,
    describe,
    in_order,
    words_of,
)
from docgen.signatures.comparison.graph import compare_pdfs, reachable
from docgen.signatures.comparison.readings import BLANK, GAP, OBJECT, reads_alike
from docgen.signatures.foreign import printable
from docgen.signatures.report import AttachedFile, Comparison, PdfFinding, Rebuilding
from docgen.workspace import shipped_templates, text_key

STATE_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
OBJECT_END = re.compile(rb"\bstream\r?\n|\bendobj\b")
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
EMPTY_TABLE = re.compile(rb"xref\s+0\s+0\s+trailer\b")
"""How Word ends a file, to say where a second table is."""
PREVIOUS = re.compile(rb"/Prev\s+(\d{1,10})")
MAX_STATES = 60
"""How many states of a file are read: one for each signature, its proofs and its time stamp."""
CONTAINERS = ("/XRef", "/ObjStm")
"""The types of objects that hold others, and that nothing refers to."""
DRAWING_ENTRIES = frozenset(
    ("/Type", "/Subtype", "/BBox", "/Matrix", "/Resources", "/Length", "/Filter")
)
"""The entries of a drawing that may be hidden when it draws nothing."""
HIDDEN_DATA = "des données sont cachées dans le fichier, hors de ce qu’un lecteur de PDF affiche"
UNLIKE = "selon le programme qui l’ouvre, ce fichier ne montre pas la même chose"
OLD_STATE = (
    "la fin du fichier renvoie à un ancien état : la suite est cachée à certains lecteurs de PDF"
)
MAKER = f"docgen {__version__}"


class _CarriedSource(NamedTuple):
    """A carried source, and what the pages say of it: that it is a draft, whose anchors it has."""

    text: str
    name: str
    kind: str
    draft: bool
    service: str


def compare_with_source(
    data: bytes, shown: PdfReader, source: AttachedFile, kind: Kind, templates: Templates
) -> Comparison:
    """Return how a PDF compares with the one that docgen makes of the source that it carries.

    Raise TemplateError if the project's own templates make nothing.
    """
    own = not templates.shipped_only
    maker = printable(str((shown.metadata and shown.metadata.creator) or ""))[:80]
    try:
        artifact = rebuild(source, kind, shown, templates)
        places = NO_PLACES
        if artifact.document.anchors and "/AcroForm" in shown.root_object:
            places = _places(rebuild(source, kind, shown, templates, anchored=False))
    except (DocgenError, UnicodeDecodeError) as error:
        if own and isinstance(error, TemplateError):
            raise
        findings = in_order(check_tail(data, 0))
        return Comparison(Rebuilding.IMPOSSIBLE, tuple(findings), maker)
    comparison = compare_with(artifact, data, shown, maker, places)
    codes = {one.code for one in comparison.findings}
    if own and comparison.rebuilding is Rebuilding.DIFFERENTE and not codes & WHATEVER_THE_VERSION:
        return replace(comparison, rebuilding=Rebuilding.AUTRES_MODELES)
    return comparison


def _places(artifact: Artifact) -> Places:
    """Return where the fields of an act stand, in whose place another copy has anchors."""
    places: dict[str, list[Rectangle]] = {}
    for field in json.loads(artifact.companions.get("signatures.json", "{}")).get("signatures", ()):
        places.setdefault(str(field["page"]), []).append(tuple(field["rect"]))
    return places


def compare_with(
    artifact: Artifact, data: bytes, shown: PdfReader, maker: str, places: Places
) -> Comparison:
    """Return how a PDF that says who made it compares with one that docgen made.

    `places` are those over which a service may have laid its own fields.
    """
    made, draft = artifact.data, not artifact.document.final
    expected = PdfReader(io.BytesIO(made))
    allowed = partial(is_allowed, places=places)
    findings = describe(compare_pdfs(expected, shown, allowed), expected, shown)
    findings += check_tail(data, len(made) if data.startswith(made) else 0)
    if not findings:
        return Comparison(Rebuilding.IDENTIQUE, (), maker, draft)
    rebuilding = Rebuilding.DIFFERENTE
    if maker.startswith("docgen ") and maker != MAKER:
        rebuilding = Rebuilding.AUTRE_VERSION
        findings = [one for one in findings if one.code in WHATEVER_THE_VERSION]
        findings += _other_words(expected, shown)
    return Comparison(rebuilding, tuple(in_order(findings)), maker, draft)


def changes_since(before: PdfReader, after: PdfReader) -> list[PdfFinding]:
    """Return what a PDF shows otherwise than an earlier state of it, beside later signatures."""
    return describe(compare_pdfs(before, after, is_allowed_later), before, after)


def _other_words(expected: PdfReader, shown: PdfReader) -> Iterator[PdfFinding]:
    words = changed_words(words_of(expected.pages), words_of(shown.pages))
    if words:
        yield PdfFinding("contenu", f"les pages ne disent pas ce que dit la source : {words}")
    before, after = len(expected.pages), len(shown.pages)
    if before != after:
        yield PdfFinding("page", f"le fichier a {after} pages, et docgen en fait {before}")


def rebuild(
    source: AttachedFile,
    kind: Kind,
    shown: PdfReader,
    templates: Templates,
    *,
    anchored: bool = True,
) -> Artifact:
    """Return the PDF that docgen makes of a carried source; raise DocgenError if it makes none.

    It has the anchors of a service if the PDF has them, unless it is not to be `anchored`.
    A project's own templates work within the limits that they have when a document is made.
    """
    text = source.data.decode()
    printed = "\n".join(page.extract_text() for page in shown.pages)
    service = _service("".join(printed.split())) if anchored else ""
    carried = _CarriedSource(text, source.name, kind.name, _is_draft(printed), service)
    return _make_shipped(carried) if templates.shipped_only else _make(carried, templates)


@lru_cache(maxsize=2)
def _make_shipped(carried: _CarriedSource) -> Artifact:
    """Return what docgen's own templates make, once for all copies of an act."""
    return _make(carried, Templates((shipped_templates(),)))


def _make(carried: _CarriedSource, templates: Templates) -> Artifact:
    name, kind = carried.name, KINDS[carried.kind]
    source, content = read_carried(carried.text, name, kind)
    left = (Item(name, DRAFT),) if carried.draft else ()  # its points stay in the project
    [composed] = CheckedText(kind, (source,), content, left).compose(None)
    key = text_key(kind.name, name)
    document = replace(composed.document, key=key, anchors=carried.service)
    if name.startswith(f"{AVENANT}-"):
        document = as_avenant(document, key.removeprefix(f"{AVENANT}-"))
    return within_limits(templates, _render_pdf, document)


def read_carried(text: str, name: str, kind: Kind) -> tuple[Source, Any]:
    """Return a carried source and its content; raise ContentError if it is wrong.

    That of a draft says what is adopted, but not by whom, which stays in the project.
    """
    source = parse_source(text, name)

    def rules(data: object) -> Iterator[Finding]:
        return (one for one in kind.rules(data) if one.code != "adoption")

    return source, check_source(source, kind.content, rules)


def _render_pdf(document: Document, templates: Templates) -> Artifact:
    made = render(document, templates, (Format.PDF,))
    return next(one for one in made if one.format is Format.PDF)


def _is_draft(printed: str) -> bool:
    """Whether pages say that they are a draft, of an act or of a text as amended."""
    heads = (DRAFT, f"PROJET – {CONSOLIDATED}")
    return any(" ".join(head.split()) in " ".join(printed.split()) for head in heads)


def _service(printed: str) -> str:
    """Return the service whose anchors are printed, '' for none."""
    return next((service for service in ANCHORS if anchor(1, service) in printed), "")


# What the bytes of a PDF hold beside the objects that a reader reaches.  A file is a chain of
# states: each ends with the place of its table of objects, and only the last table counts.  What
# stands outside of the tables is seen by some programs and not by others.


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
    if not shows_one_thing(data, known):
        yield PdfFinding("fin", UNLIKE)
    unlinked = _count_unlinked(data, states)
    later = [state for state in states[unlinked:] if state.end > known]
    linked = (_follows(data, *pair) for pair in pairwise(states[max(unlinked - 1, 0) :]))
    if any(not state.start <= state.table < state.stop for state in later) or not all(linked):
        yield PdfFinding("fin", OLD_STATE)
    elif (
        any(_hides_bytes(data, one) or _names_more(data, one) for one in later)
        or _has_orphans(data, later)
        or any(_nests_objects(data, one) for one in _whole_states(states, unlinked, known))
    ):
        yield PdfFinding("fin", HIDDEN_DATA)


def shows_one_thing(data: bytes, known: int = 0) -> bool:
    """Return whether all programs show the same of each state of a PDF after its `known` bytes."""
    states = list(_states(data))
    unlinked = _count_unlinked(data, states) or int(_is_of_word(data, states))
    ends = [state.end for state in states[unlinked:] or states[-1:]]
    ends[-1:] = [len(data)] if ends else []  # with the blanks at its end, which some count
    return all(reads_alike(data[:end]) for end in ends if end > known)


def _count_unlinked(data: bytes, states: list[_FileState]) -> int:
    """Return how many ends of a file in linear order belong to its first state, if not only one."""
    return 2 if b"/Linearized" in data[:1024] and states and not states[0].table else 0


def _is_of_word(data: bytes, states: list[_FileState]) -> bool:
    """Whether a file ends twice, as Word ends it: the second time only adds a table."""
    if len(states) < 2 or not _follows(data, *states[:2]):
        return False
    second = states[1]
    beside = data[second.start : second.table].strip(BLANK)
    table = data[second.table : second.stop]
    return not beside and EMPTY_TABLE.match(table) is not None and b"/XRefStm" in table


def _states(data: bytes) -> Iterator[_FileState]:
    start = 0
    for match in STATE_END.finditer(data):
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


def _whole_states(states: list[_FileState], unlinked: int, known: int) -> Iterator[_FileState]:
    """Yield the states after the `known` bytes, the first with all of a file in linear order."""
    first = max(unlinked - 1, 0)
    for rank, state in enumerate(states[first:]):
        if state.end > known:
            yield state if rank else replace(state, start=0)


def _nests_objects(data: bytes, state: _FileState) -> bool:
    """Whether a state has an object within another, for readers that guess where objects are."""
    reader = PdfReader(io.BytesIO(data[: state.end]))
    for start, stop, number, generation in _objects(data, state):
        if OBJECT.search(data, data.index(b"obj", start), stop):
            return True
        value = resolved(reader.get_object(IndirectObject(number, generation, reader)))
        if isinstance(value, StreamObject) and value.get("/Type") == "/ObjStm":
            held = value.get_data()[: int(str(value["/First"]))].split()[::2]
            packed = {(number, rank) for rank in range(len(held))}
            if {reader.xref_objStm.get(int(one)) for one in held} != packed:
                return True
    return False


def _names_more(data: bytes, state: _FileState) -> bool:
    """Whether the table of a state, or its trailer, has an entry that no reader knows."""
    streamed = data.find(b"stream", state.table, state.stop)
    table = data[state.table : streamed if streamed > 0 else state.stop]
    return not {*NAME.findall(STRING.sub(b"", table))} <= TABLE_NAMES


def _objects(data: bytes, state: _FileState) -> Iterator[tuple[int, int, int, int]]:
    """Yield where each object of a state starts and stops, its number and its generation."""
    place = state.start
    while match := OBJECT.search(data, place, state.stop):
        close = OBJECT_END.search(data, match.end(), state.stop)
        while close and close[0] != b"endobj":
            streamed = data.find(b"endstream", close.end(), state.stop)
            close = OBJECT_END.search(data, streamed, state.stop) if streamed > 0 else None
        place = close.end() if close else state.stop
        yield match.start(), place, int(match[1]), int(match[2])


def _draws_nothing(value: Any) -> bool:
    """Whether an object is an empty drawing, as a field shows before it is signed."""
    return (
        isinstance(value, StreamObject)
        and value.keys() <= DRAWING_ENTRIES
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
