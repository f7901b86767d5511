"""The lists in each folder of a release, read back: its `manifest.json`, its `SHA256SUMS`.

Anyone may have changed such a folder: a list that is not as docgen writes it counts as none.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict

from docgen.document import LEFT_SHEET
from docgen.french.wording import counted
from docgen.workspace import real_path

NAME: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
VERSION: Final = 1
"""The version of the manifest that this docgen writes, and reads."""


class _ManifestPart(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _ListedFile(_ManifestPart):
    path: str
    sha256: str


class _SourceDigest(_ManifestPart):
    fichier: str
    sha256: str


class _DocumentFile(_ListedFile):
    kind: str
    key: str
    pages: int | None
    final: bool
    fait_de: str
    sources: tuple[_SourceDigest, ...]


class _Versions(_ManifestPart):
    docgen: str


class _RecordedCommit(_ManifestPart):
    sha: str
    intact: bool


class _Data(_ManifestPart):
    nom: str
    edition: str
    fichiers: dict[str, str]


class _ReleaseManifest(_ManifestPart):
    version: Literal[1]
    date: str
    commit: _RecordedCommit | None
    versions: _Versions
    moyens: str
    donnees: tuple[_Data, ...]
    droit: dict[str, str]
    avec: dict[str, str] = {}
    fichiers: tuple[_DocumentFile, ...]
    autres: tuple[_ListedFile, ...]


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; an empty one unless it is as docgen writes it."""
    try:
        data = (folder / NAME).read_bytes()
        _ReleaseManifest.model_validate_json(data)
        manifest: dict[str, Any] = json.loads(data)
    except (OSError, ValueError, RecursionError):
        return {}
    return manifest


def communes_held(release: Path) -> frozenset[str]:
    """Return the communes, by code, of which a release holds documents."""
    manifests = (read_manifest(folder) for folder in release.glob("*") if folder.is_dir())
    lines = (line for manifest in manifests for line in manifest.get("fichiers", ()))
    return frozenset(str(line["commune"]) for line in lines if line.get("commune"))


def is_in_release(path: Path) -> bool:
    """Whether a folder above a file holds a file of the name of a manifest."""
    return any((folder / NAME).is_file() for folder in path.parents)


def why_unreadable(folder: Path) -> str:
    """Return, in French, why this docgen cannot read the manifest of a folder; '' if it can."""
    if read_manifest(folder):
        return ""
    if not (folder / NAME).is_file():
        return "manifeste absent"
    try:
        data = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return "manifeste illisible : ce n’est pas, ou plus, du JSON"
    version = data.get("version") if isinstance(data, dict) else None
    if isinstance(version, int) and version != VERSION:
        return f"manifeste d’une autre version (la {version}) : ce docgen lit la {VERSION}"
    return "manifeste illisible : il n’est pas, ou plus, tel que docgen l’écrit"


def read_sums(folder: Path) -> dict[str, str]:
    """Return the digests that a folder lists, by file; none where there is no such list."""
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return {}
    return {name: one for one, _, name in (line.partition("  ") for line in lines) if name}


@dataclass(frozen=True, slots=True)
class FolderCounts:
    """How many documents and files a folder of a release holds by its lists.

    A document counts once for all its formats and its sheet; pages and lists count as files.
    """

    folder: str
    documents: int
    finals: int
    files: int

    @classmethod
    def of(cls, folder: Path) -> FolderCounts:
        """Return the counts of a folder."""
        lines = read_manifest(folder).get("fichiers", ())
        documents = {
            (line["kind"], line["key"].removesuffix(f"-{LEFT_SHEET}")): line["final"]
            for line in lines
        }
        files = len({*read_sums(folder), SUMS})
        return cls(real_path(folder).name, len(documents), sum(documents.values()), files)

    @property
    def phrase(self) -> str:
        """In words: « 657 documents (5 définitifs), 1 313 fichiers dans « publique » »."""
        finals = counted(self.finals, "définitif") if self.finals else "aucun définitif"
        documents, files = counted(self.documents, "document"), counted(self.files, "fichier")
        return f"{documents} ({finals}), {files} dans « {self.folder} »"


def unlisted_paths(folder: Path, listed: Iterable[str]) -> Iterator[Path]:
    """Yield the files, links and folders that stand in a folder and are not listed.

    A folder of which nothing is listed is yielded without its contents; no link is followed.
    """
    files = [PurePosixPath(name) for name in (*listed, SUMS)]
    places = {*files, *(parent for file in files for parent in file.parents)}
    for folder_path, folders, names in os.walk(folder):
        below = PurePosixPath(Path(folder_path).relative_to(folder).as_posix())
        for name in sorted(folders + names):
            if below / name not in places:
                yield Path(folder_path, name)
        folders[:] = sorted(name for name in folders if below / name in places)
