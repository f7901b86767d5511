"""What a release says of one of its files, by the manifest in its folder, wherever that is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from docgen import __version__
from docgen.build.explain import FileChange
from docgen.cache.fingerprint import read_inputs
from docgen.errors import ContentError, Problem, reason_of
from docgen.kinds import KINDS
from docgen.release.manifest.provenance import LAW
from docgen.release.manifest.reading import NAME, SUMS, read_manifest, why_unreadable
from docgen.rendering import Templates
from docgen.rendering.recipe import tooling_digest
from docgen.workspace import CONTENT, REFERENTIEL, Workspace

DATA: Final = f"{CONTENT}/{REFERENTIEL}"
"""The folder of snapshots in a project."""


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What is different in a project from what a published file was made from.

    `editions` and `versions` hold pairs, the former and today's.  `unknown` are files of which the
    release gives no digest.  Files that are new in the project are not looked for.
    """

    files: Mapping[str, FileChange]
    editions: Mapping[str, tuple[str, str]]
    versions: Mapping[str, tuple[str, str]]
    means: bool
    unknown: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing is known to have changed."""
        return not (self.files or self.editions or self.versions or self.means)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a release, with its `line` of the manifest and the whole `manifest`."""

    path: Path
    folder: Path
    line: Mapping[str, Any]
    manifest: Mapping[str, Any]

    @property
    def sources(self) -> dict[str, str]:
        """The digest of each source, '' for one that the manifest does not give."""
        return {source["fichier"]: source["sha256"] for source in self.line["sources"]}

    @property
    def editions(self) -> dict[str, str]:
        """The editions of all data of the release."""
        return {data["nom"]: data["edition"] for data in self.manifest["donnees"]}

    def changes(self, here: Workspace) -> ChangesSince:
        """Return what is different in a project; raise OSError where it cannot be read."""
        inputs = read_inputs(here)
        now, digests = inputs.files, self._digests()
        current = {"docgen": __version__, **inputs.versions}
        former = {name: str(one) for name, one in self.manifest["versions"].items()}
        versions = {
            name: (former[name], one)
            for name, one in current.items()
            if former.get(name, one) != one
        }
        other = self.manifest["moyens"] != tooling_digest(Templates(here.templates))
        return ChangesSince(
            {
                name: FileChange.MODIFIE if now.get(name) else FileChange.RETIRE
                for name, digest in sorted(digests.items())
                if not now.get(name) or digest not in ("", now[name])
            },
            {
                name: (edition, inputs.editions[name])
                for name, edition in self.editions.items()
                if f"{DATA}/{name}/" in self._reads()
                and inputs.editions.get(name, edition) != edition
            },
            versions,
            other and not versions,
            tuple(name for name, one in sorted(digests.items()) if not one and now.get(name)),
        )

    def _digests(self) -> dict[str, str]:
        """Return the digest of each file that it may be made from, '' where none is given."""
        folders = {f"{CONTENT}/{LAW}": self.manifest.get("droit", {})}
        for data in self.manifest["donnees"]:
            folders[f"{DATA}/{data['nom']}"] = data.get("fichiers", {})
        files = ((f"{room}/{name}", one) for room in folders for name, one in folders[room].items())
        return {name: one for name, one in files if name.startswith(self._reads())} | self.sources

    def _reads(self) -> tuple[str, ...]:
        own = KINDS.get(self.line["kind"])
        kinds = (own, *(KINDS[name] for name in own.binds)) if own else ()
        return tuple(f"{CONTENT}/{place}" for kind in kinds for place in kind.reads)


def published_file(path: Path) -> PublishedFile | None:
    """Return a file as the release that holds it describes it; None for a file of no release.

    Raise ContentError for a file in a release that is none of those published there, and for a
    release whose manifest this docgen does not read.
    """
    folder = next((one for one in path.parents if (one / NAME).is_file()), None)
    manifest = read_manifest(folder) if folder else {}
    if folder and not manifest and (folder / SUMS).is_file():
        hint = "demandez-le au docgen qui a fait cette publication, ou refaites-la"
        raise ContentError(
            [Problem(str(folder / NAME), why_unreadable(folder), code="lecture", hint=hint)]
        )
    if folder is None or not manifest:
        return None
    place = path.relative_to(folder).as_posix()
    lines = {line["path"]: line for line in manifest["fichiers"]}
    if place not in lines:
        raise ContentError([_unlisted(path, place, manifest)])
    _check(path, lines[place]["sha256"])
    return PublishedFile(path, folder, lines[place], manifest)


def _unlisted(path: Path, place: str, manifest: Mapping[str, Any]) -> Problem:
    if place in {NAME, SUMS, *(one["path"] for one in manifest["autres"])}:
        message = "ce fichier décrit la publication elle-même : il est fait de tous ses documents"
        hint = "demandez l’origine d’un document : un fichier de « final » ou de « projet »"
    else:
        message = "ce fichier n’est pas de cette publication"
        hint = "« docgen release --check DOSSIER » dit ce qui y est en trop"
    return Problem(str(path), message, code="inconnu", hint=hint)


def _check(path: Path, sha256: str) -> None:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error
    if digest != sha256:
        message = "ce n’est plus le fichier publié : il a été modifié depuis"
        hint = "reprenez-le à sa source, ou refaites la publication"
        raise ContentError([Problem(str(path), message, code="different", hint=hint)])
