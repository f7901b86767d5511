"""What was asked before, and of which nothing has changed, is answered from memory.

Nothing that makes documents is loaded for it: three hundred packs that stand are looked at in less
than a second.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.cache import Asking, Memory, Store
from docgen.cache.fingerprint import Inputs, read_inputs, read_marks
from docgen.cache.memory import as_document, document_data
from docgen.document import Artifact, Diffusion, Filed, Format, Internal
from docgen.errors import Problem
from docgen.output.leftovers import companions, kept, others
from docgen.output.publication import publish, withdraw
from docgen.request import Outcome, Request
from docgen.workspace import Workspace

OUTCOMES = "resultats"
"""The room of the cache that says what an invocation came to."""
PASSING = ("perime", "garde", "cache")
"""The codes of problems that depend on the day's output folder and cache, not on the inputs."""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A command as it was called: of which project, in which words, with which request.

    `given` are its arguments as they were given, `files` those that name files.  With `apart`,
    each document is published by itself; otherwise all of them appear at once.
    """

    workspace: Workspace
    command: str
    given: tuple[object, ...]
    request: Request
    files: tuple[Path, ...] = ()
    apart: bool = False

    def key(self, inputs: Inputs) -> str:
        """Return the name of this invocation under these inputs."""
        root = str(self.workspace.root)
        asked = asdict(replace(self.request, no_cache=False))
        told = [inputs.digest, root, self.command, self.given, [*map(str, self.files)], asked]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def once(invocation: Invocation, store: Store, work: Callable[[Memory], Outcome]) -> Outcome:
    """Return what an invocation came to before, if it still holds; else what `work` makes.

    What is internal is then its owner's alone, even where it stood before.
    """
    outcome = _answered(invocation, store, work)
    output = invocation.workspace.output
    inside = _internal(outcome.artifacts)
    withdraw(output, _places_of(inside) | kept(output, inside).keys())
    return outcome


def _answered(invocation: Invocation, store: Store, work: Callable[[Memory], Outcome]) -> Outcome:
    known = None if invocation.request.no_cache else _inputs(invocation)
    if known is None:
        return work(Memory(None))
    inputs, _ = known
    asking = Asking(invocation.workspace.root, invocation.request.to_json())
    memory, key = Memory(store, inputs, asking), invocation.key(inputs)
    outcome = _again(invocation, memory, key)
    if outcome is None:
        try:
            outcome = work(memory)
        finally:  # what is stopped, or refused, goes on another time from where it was
            sound = _inputs(invocation) == known  # nobody has changed anything meanwhile
            memory.settle()
        if sound and not (outcome.refused or outcome.passing):
            lasting = tuple(one for one in outcome.problems if one.code not in PASSING)
            kept = replace(outcome, problems=lasting)
            _keep(memory, key, kept)
    return replace(outcome, problems=(*outcome.problems, *memory.problems))


def _inputs(invocation: Invocation) -> tuple[Inputs, Mapping[str, object]] | None:
    """Return what there is to read, and what tells that it was written to since.

    None when it cannot be read, which who needs it will explain.
    """
    try:
        marks = read_marks(invocation.workspace, invocation.files)
        return read_inputs(invocation.workspace, invocation.files), marks
    except (OSError, ValueError):
        return None


def _again(invocation: Invocation, memory: Memory, key: str) -> Outcome | None:
    """Return what an invocation came to, its files in place; None when one cannot be had."""
    found = memory.entries.read(OUTCOMES, key, _as_outcome)
    if found is None:
        return None
    outcome, beside = found
    output, recovered = invocation.workspace.output, ""
    filed = [one for one in outcome.artifacts if isinstance(one, Filed)]
    for group in [[one] for one in filed] if invocation.apart else [filed]:
        missing = _missing(output, _places(group, beside), memory)
        stale = {one for one in companions(group) if (output / one).is_file()}
        stale -= _places(group, beside).keys()
        if missing is None:
            return None
        if missing or stale:
            inside = _places_of(_internal(group))
            missing = {at: Internal(it) if at in inside else it for at, it in missing.items()}
            recovered = publish(missing, output, stale) or recovered
            memory.stand(output, _places(group, beside))
        for one in (each for each in group if each.path in missing):
            memory.origins.learn_again(output / one.path, one.sha256)
    memory.settle()
    told = (*outcome.problems, *others(invocation.workspace, filed))
    return replace(outcome, problems=told, recovered=recovered)


def _internal(made: Iterable[Artifact | Filed]) -> list[Artifact | Filed]:
    """Return the files of internal documents."""
    return [one for one in made if one.document.diffusion is Diffusion.INTERNE]


def _places_of(made: Collection[Artifact | Filed]) -> set[PurePosixPath]:
    """Return the places of files, small ones included."""
    return {one.path for one in made} | companions(made)


def _places(
    filed: Iterable[Filed], beside: Mapping[str, Mapping[str, str]]
) -> dict[PurePosixPath, str]:
    """Return the digest of each file that should stand, small ones included, by its place."""
    return dict(pair for one in filed for pair in _pairs(one, beside.get(str(one.path), {})))


def _pairs(one: Filed, beside: Mapping[str, str]) -> Iterator[tuple[PurePosixPath, str]]:
    yield one.path, one.sha256
    for end, sha256 in beside.items():
        yield one.path.with_name(f"{one.document.stem}.{end}"), sha256


def _missing(output: Path, places: Mapping[PurePosixPath, str], memory: Memory) -> Any:
    """Return the files to put back, by place; None when one of them is not remembered."""
    absent = [place for place, sha256 in places.items() if not memory.has(output, place, sha256)]
    found = {place: memory.file(places[place]) for place in absent}
    return None if None in found.values() else found


def _keep(memory: Memory, key: str, outcome: Outcome) -> None:
    """Keep what an invocation came to."""
    beside = _beside(outcome.artifacts)
    filed = [one.filed if isinstance(one, Artifact) else one for one in outcome.artifacts]
    files = [_filed_data(one, beside.get(str(one.path), {})) for one in filed]
    problems = [asdict(one) for one in outcome.problems]
    told = {"files": files, "problems": problems, "withheld": outcome.withheld}
    memory.entries.write(OUTCOMES, key, told)


def _as_outcome(told: Mapping[str, Any]) -> tuple[Outcome, dict[str, dict[str, str]]]:
    problems = map(Problem.of_data, told["problems"])
    filed = tuple(map(_as_filed, told["files"]))
    beside = {one["key"]["path"]: one["beside"] for one in told["files"]}
    return Outcome(filed, tuple(problems), "", tuple(told["withheld"])), beside


def _filed_data(filed: Filed, beside: Mapping[str, str]) -> dict[str, Any]:
    key = {**document_data(filed.document), "path": str(filed.path)}
    told = {"format": filed.format, "pages": filed.pages, "sha256": filed.sha256}
    return {**told, "key": key, "beside": dict(beside)}


def _as_filed(told: Mapping[str, Any]) -> Filed:
    document = as_document(told["key"])
    return Filed(document, Format(told["format"]), told["pages"], told["sha256"])


def _beside(artifacts: Iterable[Artifact | Filed]) -> dict[str, dict[str, str]]:
    """Return the digests of the small files beside files that were made, by place and ending."""
    return {
        str(one.path): {end: hashlib.sha256(data).hexdigest() for end, data in one.beside.items()}
        for one in artifacts
        if isinstance(one, Artifact)
    }
