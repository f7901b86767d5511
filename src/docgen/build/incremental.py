"""A command that was run before, of which nothing has changed, is answered at once.

What makes documents is not even imported: three hundred packs are answered for in a second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from docgen.cache import Store
from docgen.cache.fingerprint import Inputs, read_inputs, read_marks
from docgen.document import Artifact, Diffusion, Filed, Format
from docgen.errors import Problem
from docgen.output.leftovers import companions, kept_files, warn_of_leftovers
from docgen.output.publication import restrict_to_owner
from docgen.output.record import Record, as_document, digest_of, document_data
from docgen.request import Outcome, Request
from docgen.workspace import Workspace

OUTCOMES: Final = "resultats"
"""The namespace of the cache that holds outcomes."""
TRANSIENT_CODES: Final = ("perime", "garde", "cache")
"""The codes of problems that depend on the day's output folder and cache, not on the inputs."""

Answer = tuple[Outcome, Mapping[str, str]]
"""An outcome, and the digest of each small file that may stand beside its files, '' for none."""


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
        root = str(self.workspace.root)
        asked = asdict(replace(self.request, no_cache=False))
        told = [inputs.digest, root, self.command, self.arguments, [*map(str, self.files)], asked]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def answer_or_make(
    invocation: Invocation, store: Store, work: Callable[[Record], Outcome]
) -> Outcome:
    """Return what an invocation came to before if all of it stands; else what `work` makes.

    Internal files are their owner's alone afterwards, even those that stood before.
    """
    read = None if invocation.request.no_cache else _read(invocation)
    if read is None:
        outcome = work(Record())
    else:
        root = str(invocation.workspace.root)
        record = Record(store, read[0], root)
        outcome = _answer(invocation, record, read[0]) or _make(invocation, record, read, work)
        outcome = replace(outcome, problems=(*outcome.problems, *store.problems))
    output = invocation.workspace.output
    inside = [one for one in outcome.artifacts if one.document.diffusion is Diffusion.INTERNE]
    beside = companions(inside) | kept_files(output, inside).keys()
    restrict_to_owner(output, {one.path for one in inside} | beside)
    return outcome


def _read(invocation: Invocation) -> tuple[Inputs, Mapping[str, object]] | None:
    """Return what there is to read, and the marks of its files; None when it cannot be read."""
    try:
        marks = read_marks(invocation.workspace, invocation.files)
        return read_inputs(invocation.workspace, invocation.files), marks
    except (OSError, ValueError):
        return None  # whoever needs the file will explain


def _answer(invocation: Invocation, record: Record, inputs: Inputs) -> Outcome | None:
    """Return the outcome of an invocation, if all its files stand and none is beside them."""
    answer = record.entries.read(OUTCOMES, invocation.key(inputs), _as_answer)
    output = invocation.workspace.output
    if answer is None:
        return None
    outcome, beside = answer
    filed = [one for one in outcome.artifacts if isinstance(one, Filed)]
    if not all(record.is_current(output / one.path, one.sha256) for one in filed):
        return None
    if not all(digest_of(output / place) == sha256 for place, sha256 in beside.items()):
        return None
    return replace(
        outcome, problems=(*outcome.problems, *warn_of_leftovers(invocation.workspace, filed))
    )


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
    if _read(invocation) == read and not (outcome.refused or outcome.transient):
        output = invocation.workspace.output
        record.entries.write(OUTCOMES, invocation.key(read[0]), _answer_data(outcome, output))
    return outcome


def _answer_data(outcome: Outcome, output: Path) -> dict[str, Any]:
    made = outcome.artifacts
    beside = {str(place): digest_of(output / place) for place in companions(made)}
    lasting = [asdict(one) for one in outcome.problems if one.code not in TRANSIENT_CODES]
    files = [_filed_data(one) for one in made]
    return {"files": files, "problems": lasting, "withheld": outcome.withheld, "beside": beside}


def _as_answer(data: Mapping[str, Any]) -> Answer:
    problems = tuple(map(Problem.of_data, data["problems"]))
    filed = tuple(map(_as_filed, data["files"]))
    return Outcome(filed, problems, withheld=tuple(data["withheld"])), dict(data["beside"])


def _filed_data(made: Artifact | Filed) -> dict[str, Any]:
    file = {"format": made.format, "pages": made.pages, "sha256": made.sha256}
    return {**file, "document": document_data(made.document)}


def _as_filed(data: Mapping[str, Any]) -> Filed:
    document = as_document(data["document"])
    return Filed(document, Format(data["format"]), data["pages"], data["sha256"])
