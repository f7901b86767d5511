"""What a release says of one of its files: where it comes from, and what has changed since.

It is read from the manifest in its folder, so it is told wherever the folder was carried to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.errors import ContentError, Problem, reason_of
from docgen.explaining import Change
from docgen.inputs import Inputs
from docgen.release.lists import NAME, SUMS, read_manifest
from docgen.rendering import Templates
from docgen.rendering.recipe import means
from docgen.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Today:
    """A project as it is now, to be compared with what a release was made from."""

    inputs: Inputs
    means: str

    @classmethod
    def of(cls, workspace: Workspace, inputs: Inputs) -> Today:
        """Return a project as it is now."""
        return cls(inputs, means(Templates(workspace.templates)))


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed after a file was published.

    `kept` are the sources whose digest the release does not tell, for they hold internal values.
    """

    files: Mapping[str, Change]
    versions: Mapping[str, tuple[str, str]]
    means: bool
    kept: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing is known to have changed."""
        return not (self.files or self.versions or self.means)


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


def origin_of(path: Path, today: Today | None) -> Origin | None:
    """Return what the release that holds a file says of it; None for a file of no release.

    Raise ContentError for a file that stands in a release, and is none of those published there.
    """
    folder = next((one for one in path.parents if (one / NAME).is_file()), None)
    told = read_manifest(folder) if folder else {}
    if folder is None or not told:
        return None
    place = path.relative_to(folder).as_posix()
    lines = {one["path"]: one for one in told["fichiers"]}
    line = lines.get(place)
    if line is None:
        raise ContentError([_stranger(path, place, told)])
    _check(path, line["sha256"])
    return Origin(path, folder, line, told, _since(line, told, today) if today else None)


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


def _since(line: Mapping[str, Any], told: Mapping[str, Any], today: Today) -> Since:
    """Return what is another today than when a file was published."""
    files, kept = {}, []
    for one in line["sources"]:
        now = today.inputs.files.get(one["fichier"])
        if not now:
            files[one["fichier"]] = Change.RETIRE
        elif not one["sha256"]:
            kept.append(one["fichier"])
        elif now != one["sha256"]:
            files[one["fichier"]] = Change.MODIFIE
    here = {"docgen": __version__, **today.inputs.versions}
    then = {name: str(version) for name, version in told["versions"].items() if name in here}
    versions = {name: (told, here[name]) for name, told in then.items() if told != here[name]}
    return Since(files, versions, told["moyens"] != today.means and not versions, tuple(kept))
