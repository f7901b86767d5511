"""What a finished file was made from, why it was, and whether it would be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from docgen.build.explain.differences import (
    TEMPLATE,
    Difference,
    changed_options,
    difference,
    manifest_of,
    options_of,
    sources_of,
)
from docgen.build.explain.verdict import Again, Reason, Verdict, compose_to_judge, judge
from docgen.cache import Store
from docgen.cache.fingerprint import Inputs, Recipe, read_inputs
from docgen.errors import ContentError, Problem, reason_of
from docgen.output.edited_files import edit_of, name_beside, original_of
from docgen.output.record import BuildStamp, Record, RecordedFile
from docgen.workspace import CONTENT, Workspace

UNKNOWN: Final = (
    "docgen ne sait rien de ce fichier : il a été fait ailleurs, ou le cache a été vidé"
)
CHANGED: Final = (
    "ce n’est plus le fichier que docgen a mis là : il a été modifié, ou refait sans cache"
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a file is made from.

    `since` is what differs from the file before it at its place; None for the first there, for a
    `copy` (the place where docgen put the same bytes, else '') and for one that was `put_back`
    after docgen had put another.  `options` are those that it was asked for with, `home` is where
    its project was.  `until_now` is what differs in the project at `root`, None when none is there.
    """

    path: Path
    sha256: str
    about: Mapping[str, Any]
    options: Mapping[str, str] | None
    root: Path | None
    home: str
    recipe: Recipe
    files: Mapping[str, str]
    inputs: Inputs
    since: Difference | None
    until_now: Difference | None
    verdict: Verdict
    copy: str = ""
    put_back: bool = False

    @property
    def sources(self) -> dict[str, str]:
        """The digests of the texts and data that it may be made from."""
        return {name: one for name, one in self.files.items() if not TEMPLATE.match(name)}

    @property
    def templates(self) -> dict[str, str]:
        """The digests of its templates."""
        return {name: one for name, one in self.files.items() if TEMPLATE.match(name)}

    @property
    def editions(self) -> dict[str, str]:
        """The editions of the data that it may be made from, by the name of the snapshot."""
        every = self.inputs.editions.items()
        return {name: edition for name, edition in every if manifest_of(name) in self.files}


@dataclass(frozen=True, slots=True)
class Here:
    """The project that a question is asked in; `named` when it was said to be that one."""

    root: Path
    named: bool = False


def explain(path: Path, store: Store, here: Here | None, *, tried: bool = False) -> Explanation:
    """Return what the file at a place was made from; raise ContentError when nobody knows.

    With `tried`, its document is composed to see whether it would be made again.
    """
    record, sha256 = Record(store), _digest(path)
    file = _file(record, path, sha256)
    inputs = record.inputs(file.last.inputs) if file else None
    if file is None or inputs is None:
        raise ContentError([_unknown(path, known=record.at(path) is not None)])
    copied, put_back = file.place != str(path), not file.stat
    root = _root(file.last, here, copied=copied)
    now = _inputs(root, file.last.recipe)
    until_now, verdict = None, Verdict(Again.INCONNU, Reason.PROJET)
    if root and now:
        until_now = difference((file.last.recipe, inputs), (file.last.recipe, now), root)
        verdict = judge(file, until_now, now)
        verdict = compose_to_judge(file, root, verdict) if tried else verdict
    return Explanation(
        path=path,
        sha256=sha256,
        about=file.about,
        options=options_of(file.last),
        root=root,
        home=file.last.root,
        recipe=file.last.recipe,
        files=sources_of(inputs, file.last.recipe),
        inputs=inputs,
        since=None if copied or put_back else _since(file, record, root),
        until_now=until_now,
        verdict=verdict,
        copy=file.place if copied else "",
        put_back=put_back,
    )


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error


def _file(record: Record, path: Path, sha256: str) -> RecordedFile | None:
    """Return what is recorded of a file at its place, else of its bytes.

    A file that was put back in the place of a later one has no marks.
    """
    last = record.at(path)
    if last and last.sha256 == sha256:
        return last
    if last and last.former and last.former.sha256 == sha256:
        made = last.former
        about = {**last.about, "final": made.final}
        return RecordedFile(last.place, sha256, [], about, made.last, made.last)
    return record.copy_of(sha256)


def _unknown(path: Path, *, known: bool) -> Problem:
    """Return that nothing is recorded of the file at a place, and what it has become."""
    hint = "refaites-le : docgen s’en souviendra (« --no-cache » ne laisse aucun souvenir)"
    message = CHANGED if known else UNKNOWN
    if kept := original_of(PurePosixPath(path.name)):
        message = f"c’était « {kept.place} », {kept.word} : docgen l’a gardé sous ce nom"
        hint = f"ce qui a été fait à sa place : docgen why {path.with_name(kept.place.name)}"
    elif known and (word := edit_of(path)):
        message = f"ce n’est plus le fichier que docgen a mis là : il a été {word}"
        beside = name_beside(path, word).name
        hint = f"s’il est refait, docgen gardera celui-ci à côté, sous « {beside} »"
    return Problem(str(path), message, code="inconnu", hint=hint)


def _root(last: BuildStamp, here: Here | None, *, copied: bool) -> Path | None:
    """Return the project to compare a file with: its own, unless another is asked for.

    A copy is looked at in the project where one stands.
    """
    if here and (here.named or copied or not last.root):
        return here.root
    return Path(last.root) if last.root and Path(last.root, CONTENT).is_dir() else None


def _inputs(root: Path | None, recipe: Recipe) -> Inputs | None:
    """Return the inputs of a project, texts that stand elsewhere included."""
    if root is None:
        return None
    beside = (root / name for name in recipe.sources if not name.startswith(f"{CONTENT}/"))
    try:
        return read_inputs(
            Workspace(root, root / "output"), [path for path in beside if path.is_file()]
        )
    except OSError:
        return None


def _since(file: RecordedFile, record: Record, root: Path | None) -> Difference | None:
    """Return what had changed when a file was put in the place of its former, if there was one.

    What has changed afterwards is not why it was made: it merely stands since.
    """
    then = record.inputs(file.former.last.inputs) if file.former else None
    first = record.inputs(file.first.inputs)
    if file.former is None or then is None or first is None:
        return None
    last, final = file.former.last, bool(file.about["final"])
    found = difference((last.recipe, then), (file.first.recipe, first), root)
    became = None if final == file.former.final else final
    return replace(found, options=changed_options(last, file.first), final=became)
