"""A command that was run before, of which nothing has changed, is answered at once.

What makes documents is not even imported: three hundred packs are answered for in a second.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from docgen.cache import Store
from docgen.cache.fingerprint import Inputs, read_inputs, read_marks
from docgen.document import LEFT_SHEET, Diffusion, Filed, key_for
from docgen.errors import Problem
from docgen.format import Format
from docgen.left import Item
from docgen.output.leftovers import (
    companions,
    finished_sheets,
    kept_files,
    warn_of_former,
    warn_of_leftovers,
)
from docgen.output.publication import restrict_to_owner
from docgen.output.record import Record, as_document, digest_of, document_data
from docgen.request import Outcome, Request
from docgen.workspace import Workspace

OUTCOMES: Final = "resultats"
"""The namespace of the cache that holds outcomes."""
PLACES_NAMESPACE: Final = "places"
"""The namespace of the cache that holds where the files of a command are, by the command."""
TRANSIENT_CODES: Final = ("perime", "garde", "cache")
"""The codes of problems that depend on the day's output folder and cache, not on the inputs."""


@dataclass(frozen=True, slots=True)
class CachedFile:
    """A file of an outcome; `document` is what `document_data` wrote."""

    document: Mapping[str, Any]
    format: Format
    pages: int | None
    sha256: str


@dataclass(frozen=True, slots=True)
class CachedOutcome:
    """An outcome as it is kept; `beside` is the digest of each small file, '' for none.

    It holds from the day `since` to the eve of `until`, on which an act or the law changes.
    """

    files: tuple[CachedFile, ...]
    problems: tuple[Problem, ...]
    withheld: tuple[str, ...]
    left: tuple[Item, ...]
    beside: Mapping[str, str]
    since: date | None
    until: date | None

    def holds_on(self, day: date | None) -> bool:
        """Whether the acts are on a day as they were when it was kept."""
        if day is None or self.since is None:
            return day is self.since
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as it was called: of which project, in which words, with which request.

    `arguments` are its arguments as they were given, `files` those that name files.
    """

    workspace: Workspace
    command: str
    arguments: tuple[object, ...]
    request: Request
    files: tuple[Path, ...] = ()

    def key(self, inputs: Inputs) -> str:
        """Return the name of this invocation under these inputs."""
        return self._digest(inputs.digest)

    @property
    def place_key(self) -> str:
        """The name of this invocation under any inputs, for its output folder."""
        return self._digest(str(self.workspace.output))

    def _digest(self, first: str) -> str:
        root = str(self.workspace.root)
        asked = asdict(replace(self.request, no_cache=False, today=None))
        parts = [first, root, self.command, self.arguments, [*map(str, self.files)], asked]
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def reuse_or_make(
    invocation: Invocation, store: Store, work: Callable[[Record], Outcome]
) -> Outcome:
    """Return what an invocation came to before if all of it stands; else what `work` makes.

    Internal files are their owner's alone afterwards, even those that stood before.
    """
    read = None if invocation.request.no_cache else _read(invocation)
    if read is None:
        outcome = work(Record())
    else:
        root = os.fsencode(invocation.workspace.root).decode(errors="backslashreplace")
        record = Record(store, read[0], root)
        outcome = _answer(invocation, record, read[0]) or _make(invocation, record, read, work)
        former = warn_of_former(invocation.workspace, _former_files(invocation, record, outcome))
        outcome = replace(outcome, problems=(*outcome.problems, *former, *store.problems))
    output = invocation.workspace.output
    inside = [one for one in outcome.artifacts if one.document.diffusion is Diffusion.INTERNE]
    beside = companions(inside) | kept_files(output, inside).keys()
    restrict_to_owner(output, {one.path for one in inside} | beside)
    return outcome


def _former_files(invocation: Invocation, record: Record, outcome: Outcome) -> list[Path]:
    """Return the files that an invocation put in place before, and makes no more.

    Those that were edited, replaced, moved or deleted since are passed over, and those of documents
    that are withheld, reported elsewhere, or are for other readers.  What it makes now is recorded.
    """
    store, output = record.store, invocation.workspace.output
    if store is None:
        return []
    known = store.get_json(PLACES_NAMESPACE, invocation.place_key, dict[str, str]) or {}
    made = {str(one.path): one.sha256 for one in outcome.artifacts}
    before = {
        place: sha256
        for place, sha256 in known.items()
        if place not in made and record.stands(output / place, sha256)
    }
    places = {**made, **before}
    if places != known:
        store.put_json(PLACES_NAMESPACE, invocation.place_key, places)
    excluded = {one.partition(" ")[0] for one in outcome.withheld}
    stems = {place: Path(place).stem.removesuffix(f"-{LEFT_SHEET}") for place in before}
    excluded |= _for_other_readers(outcome)
    return [output / place for place, stem in stems.items() if stem not in excluded]


def _for_other_readers(outcome: Outcome) -> set[str]:
    """Return the names, for other readers, of the documents that were made."""
    made = [one.document for one in outcome.artifacts]
    keys = {(one.kind, one.key.removesuffix(f"-{one.diffusion}")) for one in made}
    every = {f"{kind}-{key_for(circle, key)}" for kind, key in keys for circle in Diffusion}
    return every - {one.stem for one in made}


def _read(invocation: Invocation) -> tuple[Inputs, Mapping[str, object]] | None:
    """Return what there is to read, and the state of its files; None when it cannot be read."""
    try:
        marks = read_marks(invocation.workspace, invocation.files)
        return read_inputs(invocation.workspace, invocation.files), marks
    except (OSError, ValueError):
        return None  # whoever needs the file will explain


def _answer(invocation: Invocation, record: Record, inputs: Inputs) -> Outcome | None:
    """Return the outcome of an invocation, if all its files stand and none is beside them."""
    workspace, store = invocation.workspace, record.store
    answer = store.get_json(OUTCOMES, invocation.key(inputs), CachedOutcome) if store else None
    if answer is None or not answer.holds_on(invocation.request.today):
        return None
    filed = tuple(_as_filed(file, answer.beside) for file in answer.files)
    if not all(record.is_current(workspace.output / one.path, one.sha256) for one in filed):
        return None
    if any(digest_of(workspace.output / x) != sha256 for x, sha256 in answer.beside.items()):
        return None
    if any((workspace.output / sheet).exists() for sheet in finished_sheets(filed)):
        return None
    problems = (*answer.problems, *warn_of_leftovers(workspace, filed))
    return Outcome(filed, problems, withheld=answer.withheld, left=answer.left)


def _as_filed(file: CachedFile, beside: Mapping[str, str | None]) -> Filed:
    """Return a file that was made before, with the small files that were made with it."""
    filed = Filed(as_document(file.document), file.format, file.pages, file.sha256)
    places = {end: str(filed.place_beside(end)) for end in file.format.traits.companions}
    known = {end: digest for end, place in places.items() if (digest := beside.get(place))}
    return replace(filed, beside=known)


def _make(
    invocation: Invocation,
    record: Record,
    read: tuple[Inputs, Mapping[str, object]],
    work: Callable[[Record], Outcome],
) -> Outcome:
    """Return what `work` makes; it is kept if nobody changed what it read meanwhile."""
    try:
        outcome = work(record)
    finally:
        if record.store:
            record.store.evict()
    lasting = not (outcome.refused or outcome.transient)
    if record.store and lasting and _read(invocation) == read:
        record.store.put_json(OUTCOMES, invocation.key(read[0]), _answer_of(outcome, invocation))
    return outcome


def _answer_of(outcome: Outcome, invocation: Invocation) -> CachedOutcome:
    output, today = invocation.workspace.output, invocation.request.today
    made = outcome.artifacts
    files = tuple(
        CachedFile(document_data(one.document), one.format, one.pages, one.sha256) for one in made
    )
    lasting = tuple(one for one in outcome.problems if one.code not in TRANSIENT_CODES)
    beside = {str(place): digest_of(output / place) for place in companions(made)}
    return CachedOutcome(
        files, lasting, outcome.withheld, outcome.left, beside, today, outcome.until
    )
