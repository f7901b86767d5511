"""The lists in each folder of a release, read back: its `manifest.json`, its `SHA256SUMS`.

Whoever finds such a folder may have changed it: what is not as docgen writes it is no list at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from docgen.french.wording import nombre
from docgen.workspace import real

NAME: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
VERSION: Final = 1
"""The version of the manifest that this docgen writes, and reads."""


class _Told(BaseModel):
    """What is read of a manifest; the rest is for people and other programs."""

    model_config = ConfigDict(strict=True, frozen=True)


class _Other(_Told):
    path: str
    sha256: str


class _Source(_Told):
    fichier: str
    sha256: str


class _File(_Other):
    kind: str
    key: str
    pages: int | None
    final: bool
    fait_de: str
    sources: tuple[_Source, ...]


class _Versions(_Told):
    docgen: str


class _Commit(_Told):
    sha: str
    intact: bool


class _Data(_Told):
    nom: str
    edition: str
    fichiers: dict[str, str] = {}


class _Manifest(_Told):
    version: Literal[1]
    date: str
    commit: _Commit | None
    versions: _Versions
    moyens: str
    donnees: tuple[_Data, ...]
    droit: dict[str, str] = {}
    dossiers: tuple[str, ...] = ()
    fichiers: tuple[_File, ...]
    autres: tuple[_Other, ...]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; nothing where there is none that docgen wrote."""
    try:
        data = (folder / NAME).read_bytes()
        _Manifest.model_validate_json(data)
        told: dict[str, Any] = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return {}
    return told


def within(path: Path) -> bool:
    """Whether a file may be one of a release: a folder above it holds what a manifest is called."""
    return any((folder / NAME).is_file() for folder in path.parents)


def unread(folder: Path) -> str:
    """Return why the manifest of a folder is none that this docgen reads; '' when it is."""
    if read_manifest(folder):
        return ""
    if not (folder / NAME).is_file():
        return "manifeste absent"
    try:
        told = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return "manifeste illisible : ce n’est pas, ou plus, du JSON"
    version = told.get("version") if isinstance(told, dict) else None
    if isinstance(version, int) and version != VERSION:
        return f"manifeste d’une autre version (la {version}) : ce docgen lit la {VERSION}"
    return "manifeste illisible : il n’est pas, ou plus, tel que docgen l’écrit"


def read_sums(folder: Path) -> dict[str, str]:
    """Return the digests that a folder lists, by file; nothing where there is no such list."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {name: told for told, _, name in (line.partition("  ") for line in lines) if name}


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder of a release holds by its lists: documents, whatever their formats, and files.

    The files are all that it says to hold: its pages and its manifest too.
    """

    folder: str
    documents: int
    finals: int
    files: int

    @classmethod
    def by(cls, folder: Path) -> Held:
        """Return what the lists of a folder say, wherever it was carried to."""
        lines = read_manifest(folder).get("fichiers", ())
        documents = {(line["kind"], line["key"]): line["final"] for line in lines}
        files = len(read_sums(folder))
        return cls(real(folder).name, len(documents), sum(documents.values()), files)

    @property
    def dit(self) -> str:
        """The same in words: « 657 documents (5 définitifs), 1 313 fichiers dans « publique » »."""
        finals = _counted(self.finals, "définitif") if self.finals else "aucun définitif"
        documents, files = _counted(self.documents, "document"), _counted(self.files, "fichier")
        return f"{documents} ({finals}), {files} dans « {self.folder} »"


def _counted(many: int, what: str) -> str:
    return f"{nombre(many)} {what}{'s' * (many > 1)}"


def strays(folder: Path, listed: Iterable[str]) -> Iterator[Path]:
    """Yield what stands in a folder besides the files that it lists: files, links, whole folders.

    A folder of which nothing is listed is yielded alone, were it empty; no link is followed.
    """
    places = [PurePosixPath(one) for one in (*listed, SUMS)]
    known = {*places, *(parent for one in places for parent in one.parents)}
    for place, folders, files in os.walk(folder):
        below = PurePosixPath(Path(place).relative_to(folder).as_posix())
        yield from (Path(place, one) for one in sorted(folders + files) if below / one not in known)
        folders[:] = sorted(one for one in folders if below / one in known)
