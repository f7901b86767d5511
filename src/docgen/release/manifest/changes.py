"""What has changed in a project since a file of it was published, as far as its release tells.

A public release tells no digest of what holds internal values, and an older one less than today's:
what cannot be compared is said, and never taken for the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any, Final

from docgen import __version__
from docgen.build.explain import Change
from docgen.cache.fingerprint import Inputs
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.kinds import KINDS
from docgen.kinds.kind import Kind
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST
from docgen.release.manifest.provenance import LAW, TERRITORY
from docgen.rendering import Templates
from docgen.rendering.recipe import means
from docgen.workspace import CONTENT, REFERENTIEL, Workspace

DATA: Final = f"{CONTENT}/{REFERENTIEL}"
"""Where its snapshots of data stand."""
TEXTS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Today:
    """A project as it is now, to be compared with what a release was made from."""

    root: Path
    inputs: Inputs
    means: str
    referential: Referential

    @classmethod
    def of(cls, workspace: Workspace, inputs: Inputs) -> Today:
        """Return a project as it is now."""
        return cls(
            workspace.root, inputs, means(Templates(workspace.templates)), Referential(workspace)
        )

    def is_public(self, name: str) -> bool:
        """Whether a snapshot is one that a public folder tells of."""
        try:
            opened = self.referential.opened(name)
            return opened is not None and opened.origine.diffusion is Diffusion.PUBLIQUE
        except ContentError:
            return False


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed after a file was published.

    `editions` and `versions` tell both, the former and today's.  `kept` are the files, or whole
    folders, that nobody can compare: the release does not tell their digests.
    """

    files: Mapping[str, Change]
    editions: Mapping[str, tuple[str, str]]
    versions: Mapping[str, tuple[str, str]]
    means: bool
    kept: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing is known to have changed."""
        return not (self.files or self.editions or self.versions or self.means)


def since(line: Mapping[str, Any], told: Mapping[str, Any], today: Today) -> Since:
    """Return what is another today than when a file was published: its `line`, the whole `told`."""
    compared = _Compared(line, told, today)
    here = {"docgen": __version__, **today.inputs.versions}
    then = {name: str(version) for name, version in told["versions"].items() if name in here}
    versions = {name: (was, here[name]) for name, was in then.items() if was != here[name]}
    other = told["moyens"] != today.means and not versions
    files = dict(compared.changes())
    kept = tuple(dict.fromkeys(compared.kept()))
    return Since(files, dict(compared.editions()), versions, other, kept)


@dataclass(frozen=True)
class _Compared:
    """A published file beside a project: its line in the manifest, the whole of it, today."""

    line: Mapping[str, Any]
    told: Mapping[str, Any]
    today: Today

    def changes(self) -> Iterator[tuple[str, Change]]:
        """Yield what became of each file whose digest is told, and each that is new."""
        for name, sha256 in sorted(self._then.items()):
            now = self.today.inputs.files.get(name)
            if not now:
                yield name, Change.RETIRE
            elif sha256 and now != sha256:
                yield name, Change.MODIFIE
        yield from ((name, Change.AJOUTE) for name, is_new in self._others.items() if is_new)

    def kept(self) -> Iterator[str]:
        """Yield what is there today, and cannot be compared: folders of which nothing is told."""
        now = self.today.inputs.files
        then = sorted(self._then.items())
        yield from (name for name, sha256 in then if not sha256 and now.get(name))
        for name, is_new in self._others.items():
            if not is_new:
                room = f"{PurePosixPath(name).parent}/"
                whole = room in self._reads and not any(one.startswith(room) for one in self._then)
                yield room if whole else name

    def editions(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield the data of another edition: the former, today's."""
        for name, edition in self._editions.items():
            now = self.today.inputs.editions.get(name, edition)
            if f"{DATA}/{name}/" in self._reads and now != edition:
                yield name, (edition, now)

    @cached_property
    def _kinds(self) -> tuple[Kind, ...]:
        """The kind of the file, then those that it binds."""
        own = KINDS.get(self.line["kind"])
        return (own, *(KINDS[one] for one in own.binds)) if own else ()

    @cached_property
    def _wholes(self) -> tuple[str, ...]:
        """The folders of which every text is among the sources that are told."""
        bound = [one.name for one in self._kinds[1:]]
        own = [one.name for one in self._kinds[:1] if one.collective]
        return tuple(f"{CONTENT}/{one}/" for one in (*own, *bound, TERRITORY))

    @cached_property
    def _reads(self) -> tuple[str, ...]:
        """What the file may be made from, beside the sources that it names: folders and files.

        Of what is no document of a kind, only the folders of its sources are known.
        """
        if not self._kinds:
            return tuple(f"{PurePosixPath(one['fichier']).parent}/" for one in self.line["sources"])
        places = tuple(f"{CONTENT}/{place}" for one in self._kinds for place in one.reads)
        return (*places, *self._wholes[:-1])

    @cached_property
    def _editions(self) -> dict[str, str]:
        return {one["nom"]: one["edition"] for one in self.told["donnees"]}

    @cached_property
    def _then(self) -> dict[str, str]:
        """The digest of each file that it may be made from, '' for one that is named alone."""
        rooms = {f"{CONTENT}/{LAW}": self.told.get("droit", {})}
        for one in self.told["donnees"]:
            rooms[f"{DATA}/{one['nom']}"] = one.get("fichiers", {})
        told = ((f"{room}/{name}", rooms[room][name]) for room in rooms for name in rooms[room])
        read = {name: sha256 for name, sha256 in told if name.startswith(self._reads)}
        return read | {one["fichier"]: one["sha256"] for one in self.line["sources"]}

    @cached_property
    def _others(self) -> dict[str, bool]:
        """The files that it may be made from today and that are not told: whether they are new."""
        names = sorted(self.today.inputs.files.keys() - self._then.keys())
        read = (name for name in names if name.startswith(self._reads))
        known = ((name, self._is_new(PurePosixPath(name))) for name in read)
        return {name: is_new for name, is_new in known if is_new is not None}

    def _is_new(self, path: PurePosixPath) -> bool | None:
        """Whether a file that is not told is new: False where nobody knows, None where none cares.

        The files of a snapshot are as its manifest lists them.
        """
        room = f"{path.parent}/"
        if room == f"{CONTENT}/{LAW}/" or not room.startswith(f"{DATA}/"):
            if path.name.startswith(".") or path.suffix not in TEXTS:
                return None
            law = (f"{CONTENT}/{LAW}/",) if self.told.get("droit") else ()
            return room in (*self._wholes, *law)
        name = path.parent.name
        if name in self._editions:
            return False if path.name == MANIFEST else None
        public = self.line.get("diffusion", Diffusion.PUBLIQUE) == Diffusion.PUBLIQUE
        return not public or self.today.is_public(name)
