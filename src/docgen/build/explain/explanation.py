"""What a finished file was made from, why it was made again, and what has changed since."""

import hashlib
import html
import os
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, Final

from docgen.build.explain.differences import (
    Difference,
    difference,
    manifest_of,
    sources_of,
    templates_of,
)
from docgen.cache import Store
from docgen.cache.fingerprint import Inputs, Recipe, read_inputs
from docgen.errors import ContentError, DocgenError, Problem, reason_of
from docgen.format import Format
from docgen.output.edited_files import edit_of, name_beside, original_of
from docgen.output.record import Record, RecordedFile, as_document
from docgen.workspace import CONTENT, open_workspace

UNKNOWN: Final = (
    "docgen ne sait rien de ce fichier : il a été fait ailleurs, ou le cache a été vidé"
)
MADE: Final = re.compile(
    rb"<dc:title>.{,99}?<rdf:li[^>]*>([^<]*)<.*?<xmp:CreatorTool>(docgen[^<]*)<", re.DOTALL
)
"""The title of a PDF and the docgen that made it, as its metadata say."""
CHANGED: Final = (
    "ce n’est plus le fichier que docgen a mis là : il a été modifié, ou refait sans cache"
)


class Reason(StrEnum):
    """Why a file would be made again, or would not, or why nobody knows."""

    RIEN = "rien"
    """Nothing has changed."""
    MOYENS = "moyens"
    """Templates, libraries or docgen itself have changed."""
    TEXTES = "textes"
    """Texts or data have changed: the document must be composed to know."""
    DISPARU = "disparu"
    """The text that it is made from is gone."""
    PROJET = "projet"
    """There is no project to compare with."""
    PUBLIE = "publie"
    """A release does not give the digests of all that its files are made from."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a file was made from, why it was made again, and what has changed since.

    `about` is its document and its pages; `project` the folder of the project to compare with.
    `recipe` is the digest of all that it is made from, `code` that of docgen, '' for a published
    file.  `changes_at_build` is what differed from the file before it at its place, None for the
    first; `changes_since_build` what differs now, None without a project.  `release` is, of a
    published file, the folder, date and commit of its release; `copy_of` the name of the file that
    docgen made, of a copy elsewhere.
    """

    path: Path
    sha256: str
    about: Mapping[str, Any]
    project: str
    recipe: str
    sources: Mapping[str, str]
    templates: Mapping[str, str]
    editions: Mapping[str, str]
    versions: Mapping[str, str]
    code: str
    reason: Reason
    changes_since_build: Difference | None
    changes_at_build: Difference | None = None
    release: Mapping[str, Any] | None = None
    copy_of: str = ""


def explain(path: Path, store: Store, project: Path | None = None) -> Explanation:
    """Return what the file at a place was made from; raise ContentError when nobody knows.

    It is compared with its own project, unless another `project` is given.
    """
    record, sha256 = Record(store), read_digest(path)
    there = record.at(path)
    stands = there is not None and there.sha256 == sha256
    file = there if stands else record.copied(sha256)
    inputs = record.inputs(file.last.inputs) if file else None
    if file is None or inputs is None:
        raise ContentError([_unknown(path, known=there is not None and not stands)])
    root, recipe = project or Path(os.fsdecode(file.root.encode())), file.last.recipe
    now = _inputs(root, recipe)
    changes = difference((recipe, inputs), (recipe, now)) if now else None
    sources = sources_of(inputs, recipe)
    editions = inputs.editions.items()
    return Explanation(
        path=path,
        sha256=sha256,
        about=file.about,
        project=str(root),
        recipe=recipe.digest,
        sources=sources,
        templates=templates_of(inputs, recipe),
        editions={name: one for name, one in editions if manifest_of(name) in sources},
        versions=inputs.versions,
        code=inputs.code,
        reason=_reason(recipe, changes, now),
        changes_since_build=changes,
        changes_at_build=_changes_at_build(file, record),
        copy_of="" if stands else f"{as_document(file.about).stem}{path.suffix}",
    )


def read_digest(path: Path) -> str:
    """Return the digest of a file; raise ContentError for one that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        hint = "vérifiez son nom, et vos droits sur ce fichier"
        raise ContentError([Problem(str(path), message, code="lecture", hint=hint)]) from error


def _document_of(path: Path) -> Path | None:
    """Return the document that a small file goes with, None for a document or an unknown file."""
    ends = ((one, f".{end}") for one in Format for end in one.traits.companions)
    places = (
        path.with_name(f"{path.name.removesuffix(end)}.{one}")
        for one, end in ends
        if path.name.endswith(end)
    )
    return next((place for place in places if place.is_file()), None)


def _unknown(path: Path, *, known: bool) -> Problem:
    """Return that nothing is recorded of the file at a place, and what it has become."""
    hint = "refaites-le : docgen s’en souviendra (« --no-cache » ne laisse aucun souvenir)"
    message = CHANGED if known else UNKNOWN
    if kept := original_of(PurePosixPath(path.name)):
        message = f"c’était « {kept.place} », {kept.word} : docgen l’a gardé sous ce nom"
        place = shlex.quote(str(path.with_name(kept.place.name)))
        hint = f"ce qui a été fait à sa place : docgen why {place}"
    elif beside := _document_of(path):
        message = "ce fichier va avec un document, et n’est fait que de lui"
        hint = f"docgen why {shlex.quote(str(beside))}"
    elif known and (word := edit_of(path)):
        message = f"ce n’est plus le fichier que docgen a mis là : il a été {word}"
        kept_as = name_beside(path, word).name
        hint = f"s’il est refait, docgen gardera celui-ci à côté, sous « {kept_as} »"
    elif not known and (made := MADE.search(path.read_bytes())):
        texts = (html.unescape(one.decode(errors="replace")) for one in made.groups())
        title, maker = ("".join(filter(str.isprintable, one)) for one in texts)
        message = f"c’est « {title} », fait par {maker}, et docgen n’en sait rien de plus"
        hint = "qui peut le lire est dit au bord de ses pages"
    elif not known and path.read_bytes().startswith(b"%PDF-"):
        message = "docgen n’a pas fait ce PDF"
        hint = f"qui l’a signé, et ce qu’il porte : docgen verifier {shlex.quote(str(path))}"
    return Problem(str(path), message, code="inconnu", hint=hint)


def _inputs(root: Path, recipe: Recipe) -> Inputs | None:
    """Return the inputs of a project, texts that stand elsewhere included; None without one."""
    beside = (root / name for name in recipe.sources if not name.startswith(f"{CONTENT}/"))
    try:
        workspace = open_workspace(root, exact=True)
        return read_inputs(workspace, [path for path in beside if path.is_file()])
    except (DocgenError, OSError):
        return None


def _reason(recipe: Recipe, changes: Difference | None, now: Inputs | None) -> Reason:
    if changes is None or now is None:
        return Reason.PROJET
    if changes.is_empty:
        return Reason.RIEN
    if recipe.sources[0] not in now.files:
        return Reason.DISPARU
    return Reason.MOYENS if changes.toolchain_changed else Reason.TEXTES


def _changes_at_build(file: RecordedFile, record: Record) -> Difference | None:
    """Return what had changed when a file was put in the place of its former, if there was one.

    What has changed afterwards is not why it was made: it merely stands since.
    """
    then = record.inputs(file.former.inputs) if file.former else None
    first = record.inputs(file.first.inputs)
    if file.former is None or then is None or first is None:
        return None
    return difference((file.former.recipe, then), (file.first.recipe, first))
