"""The record of what stands in output folders: each file's digest, and what it was made from.

It is kept in the cache, which is its owner's alone: no file beside a document names others.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from docgen.cache.fingerprint import Inputs, Recipe
from docgen.cache.made_files import MadeFiles
from docgen.cache.store import Store
from docgen.document import Artifact, Diffusion, Document, Facts, Filed

STANDING, INPUTS = "releve", "origines"
"""Namespaces of the cache: files by their places, inputs by their digests."""
KEPT_FIELDS: Final = (
    *("kind", "key", "title", "author", "subject", "diffusion", "final", "layout"),
    *("place", "town"),
)
"""The fields of a document that are kept."""


@dataclass(frozen=True, slots=True)
class BuildStamp:
    """What a file was made from at one time: its recipe, and the digest of all inputs."""

    recipe: Recipe
    inputs: str


@dataclass(frozen=True, slots=True)
class RecordedFile:
    """A file that docgen put at a place.

    `about` is its document (`document_data`) and its pages; `stat` its size, times and number;
    `root` the folder of its project.  `first` is what it was made from when it was put there,
    `last` what would have made the same when that was last looked at; `former` is the last stamp of
    the file that was there before.
    """

    sha256: str
    stat: list[int]
    about: Mapping[str, Any]
    root: str
    first: BuildStamp
    last: BuildStamp
    former: BuildStamp | None


class Record:
    """The record of one run, with the files that the cache has; without a store, nothing.

    Without `inputs`, those that the run reads, nothing is noted; `root` is noted with what is.
    """

    def __init__(
        self, store: Store | None = None, inputs: Inputs | None = None, root: str = ""
    ) -> None:
        self.store, self.cache = store, MadeFiles(store)
        self._inputs, self._root = inputs, root
        self._inputs_kept = False

    def at(self, path: Path) -> RecordedFile | None:
        """Return the last file that docgen put at a place."""
        return self.store.get_json(STANDING, str(path), RecordedFile) if self.store else None

    def copied(self, sha256: str) -> RecordedFile | None:
        """Return a file that docgen put somewhere, by its digest: any of them."""
        files = self.store.find_json(STANDING, sha256, RecordedFile) if self.store else ()
        return next((file for file in files if file.sha256 == sha256), None)

    def inputs(self, digest: str) -> Inputs | None:
        """Return the inputs of a run by their digest."""
        return self.store.get_json(INPUTS, digest, Inputs) if self.store else None

    def stands(self, path: Path, sha256: str) -> bool:
        """Whether the file at a place has this digest; it is read only when its `stat` differs."""
        return _has_digest(path, sha256, self.at(path))

    def is_current(self, path: Path, sha256: str) -> bool:
        """Whether a file stands, and is noted as what the inputs of this run make."""
        recorded = self.at(path)
        now = self._inputs.digest if self._inputs else ""
        noted = recorded is not None and recorded.last.inputs == now
        return noted and _has_digest(path, sha256, recorded)

    def note(self, output: Path, file: Artifact | Filed, recipe: Recipe) -> None:
        """Note a file that was put in place, or stands there as it would be made now."""
        if self._inputs is None or self.store is None:
            return
        path, sha256 = output / file.path, file.sha256
        recorded = self.at(path)
        if not _has_digest(path, sha256, recorded):
            return  # another docgen has put its own there
        now = BuildStamp(recipe, self._inputs.digest)
        about = document_data(file.document) | {"pages": file.pages}
        if recorded and recorded.sha256 == sha256:
            noted = replace(recorded, stat=_stat_of(path), about=about, root=self._root, last=now)
        else:
            former = recorded.last if recorded else None
            noted = RecordedFile(sha256, _stat_of(path), about, self._root, now, now, former)
        if not self._inputs_kept:
            self.store.put_json(INPUTS, self._inputs.digest, self._inputs)
            self._inputs_kept = True
        if noted != recorded:
            self.store.put_json(STANDING, str(path), noted)


def _has_digest(path: Path, sha256: str, recorded: RecordedFile | None) -> bool:
    if recorded and recorded.sha256 == sha256 and recorded.stat == _stat_of(path):
        return True
    return digest_of(path) == sha256


def _stat_of(path: Path) -> list[int]:
    try:
        stat = path.stat()
    except OSError:
        return []
    return [stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino]


def digest_of(path: Path) -> str:
    """Return the digest of a file's bytes; '' for one that cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def document_data(document: Document) -> dict[str, Any]:
    """Return a document as JSON, without what it says."""
    return {name: getattr(document, name) for name in KEPT_FIELDS}


def as_document(data: Mapping[str, Any]) -> Document:
    """Return the document, bare, that `document_data` wrote."""
    fields = {name: data[name] for name in KEPT_FIELDS} | {
        "diffusion": Diffusion(data["diffusion"])
    }
    return Document(facts=Facts(), sources=(), **fields)
