"""What a release says of one of its files: where it comes from, and what has changed since.

It is read from the manifest in its folder, so it is told wherever the folder was carried to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen.build.explain import Change, Comparing, Field
from docgen.cache import Memory, Store
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, reason_of
from docgen.release.manifest.changes import Since, Today, since
from docgen.release.manifest.reading import NAME, SUMS, read_manifest, unread


@dataclass(frozen=True, slots=True)
class Origin:
    """What the manifest of a release says of a file: its own `line`, and `told`, the whole of it.

    `since` is None where no project is there to compare with.
    """

    path: Path
    folder: Path
    line: Mapping[str, Any]
    told: Mapping[str, Any]
    since: Since | None

    @property
    def sources(self) -> dict[str, str]:
        """The digest of each source, '' for one that is not told."""
        return {one["fichier"]: one["sha256"] for one in self.line["sources"]}

    @property
    def editions(self) -> dict[str, str]:
        """The editions of the data that were there."""
        return {one["nom"]: one["edition"] for one in self.told["donnees"]}

    def fields(self, store: Store, today: Today | None) -> dict[str, tuple[Field, ...]]:
        """Return the fields that have changed, of the texts whose words the cache remembers."""
        if today is None or self.since is None:
            return {}
        told, now = Diffusion(self.line.get("diffusion", Diffusion.INTERNE)), today.inputs.files
        comparing = Comparing(Memory(store).origins.texts, today.root, told)
        changed = (name for name, one in self.since.files.items() if one is Change.MODIFIE)
        named = [name for name in changed if self.sources.get(name)]
        found = {name: comparing.fields(name, self.sources[name], now[name]) for name in named}
        return {name: one for name, one in found.items() if one is not None}


def origin_of(path: Path, today: Today | None) -> Origin | None:
    """Return what the release that holds a file says of it; None for a file of no release.

    Raise ContentError for a file that stands in a release, and is none of those published there;
    for a release whose manifest this docgen does not read.
    """
    folder = next((one for one in path.parents if (one / NAME).is_file()), None)
    told = read_manifest(folder) if folder else {}
    if folder and not told and (folder / SUMS).is_file():
        hint = "demandez-le au docgen qui a fait cette publication, ou refaites-la"
        raise ContentError([Problem(str(folder / NAME), unread(folder), code="lecture", hint=hint)])
    if folder is None or not told:
        return None
    place = path.relative_to(folder).as_posix()
    lines = {one["path"]: one for one in told["fichiers"]}
    line = lines.get(place)
    if line is None:
        raise ContentError([_stranger(path, place, told)])
    _check(path, line["sha256"])
    return Origin(path, folder, line, told, since(line, told, today) if today else None)


def _stranger(path: Path, place: str, told: Mapping[str, Any]) -> Problem:
    """Return why nothing is said of a file in a folder of a release."""
    if place in {NAME, SUMS, *(one["path"] for one in told["autres"])}:
        message = "ce fichier décrit la publication elle-même : il est fait de tous ses documents"
        hint = "demandez l’origine d’un document : un fichier de « final » ou de « projet »"
    else:
        message = "ce fichier n’est pas de cette publication"
        hint = "« docgen release --check DOSSIER » dit ce qui y est en trop"
    return Problem(str(path), message, code="inconnu", hint=hint)


def _check(path: Path, sha256: str) -> None:
    """Raise ContentError unless a file is, to the byte, the one of that digest."""
    try:
        read = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error
    if read != sha256:
        message = "ce n’est plus le fichier publié : il a été modifié depuis"
        hint = "reprenez-le à sa source, ou refaites la publication"
        raise ContentError([Problem(str(path), message, code="different", hint=hint)])
