"""What a release is made from: the commit of the project, its content, its data, the tools."""

import os
import platform
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from docgen import __version__
from docgen.cache.fingerprint import Inputs, read_inputs, versions
from docgen.content.source import Source
from docgen.document import Diffusion
from docgen.errors import ContentError, Problem, WorkplaceError, reason_of
from docgen.kinds import KINDS
from docgen.output.record import digest_of
from docgen.referential.referential import Referential
from docgen.referential.snapshot import MANIFEST
from docgen.referential.status import SnapshotStatus, snapshot_states
from docgen.release.manifest.public_digests import DIGESTS_KEY, PUBLIC_WORDS, public_digest
from docgen.release.verification.leaks import texts_by_readers
from docgen.rendering import Templates
from docgen.rendering.recipe import toolchain_digest
from docgen.workspace import (
    CONTENT,
    GITIGNORE,
    NOTHING_IN_GIT,
    READ_FOLDERS,
    REFERENTIEL,
    Workspace,
)

PATIENCE: Final = 60
"""How many seconds git may take."""
CEILING: Final = "GIT_CEILING_DIRECTORIES"
"""The one variable of git that is passed on: it names no repository."""
PUBLIC: Final = str(Diffusion.PUBLIQUE)
TERRITORY: Final = "territoire"
"""The folder of files that hold internal values beside public ones."""
LAW: Final = "referentiel/droit"
"""The folder of the law, which is public."""
FONTS: Final = "_commun/fonts"


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its name, its day, whether the project's files are still the same.

    With `interne`, internal data is compared too, of which docgen lets git know nothing.
    """

    sha: str
    jour: date
    intact: bool
    interne: bool = False


def commit_of(root: Path, *, interne: bool = False) -> Commit | None:
    """Return the commit of a project; None where git knows of none."""
    line = _git(root, "log", "-1", "--no-show-signature", "--format=%H %cs")
    if not line:
        return None
    sha, day = line.split()
    # A pathspec that excludes by a wildcard would have git list ignored folders beside these.
    options = ("--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored=matching")
    status = _git(root, "status", *options, "--", *READ_FOLDERS)
    hidden = () if interne else tuple(_hidden_folders(root))
    places = [f"/{entry[3:]}" for entry in (status or "").split("\0") if entry]
    changed = [one for one in places if not (one.endswith(f"/{GITIGNORE}") or _within(one, hidden))]
    return Commit(sha, date.fromisoformat(day), status is not None and not changed, interne)


def _within(place: str, folders: Iterable[str]) -> bool:
    return any(f"/{folder}/" in place for folder in folders)


def _hidden_folders(root: Path) -> Iterator[str]:
    """Yield the folders of data that docgen hides from git: no public document is made of them."""
    for path in sorted((root / CONTENT / REFERENTIEL).glob(f"*/{GITIGNORE}")):
        with suppress(OSError):
            if path.read_bytes() == NOTHING_IN_GIT.encode():
                yield path.parent.relative_to(root).as_posix()


def day_of(commit: Commit | None) -> date:
    """Return the day of a commit; raise WorkplaceError where there is none."""
    if commit is None:
        hint = "donnez le jour de la publication avec « --au AAAA-MM-JJ »"
        message = "ce projet n’a pas de commit git, qui dirait la date de la publication"
        raise WorkplaceError([Problem("git", message, code="date", hint=hint)])
    return commit.jour


def _git(root: Path, *arguments: str) -> str | None:
    """Return the output of git, None when it fails.

    In a hook of git, the environment names another repository: it is not passed on.
    """
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    outside |= {name: os.environ[name] for name in (CEILING,) if name in os.environ}
    try:
        ended = subprocess.run(
            ["git", "-C", str(root), *arguments],
            env=outside,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.stdout.rstrip() if ended.returncode == 0 else None


class Provenance:
    """All that the files of a release are made from, as it is when the release begins."""

    def __init__(self, workspace: Workspace, commit: Commit | None, au: date) -> None:
        self.workspace, self.commit, self.au = workspace, commit, au
        self._inputs = self._read()
        self._public_digests: dict[str, str] = {}

    def _read(self) -> Inputs:
        hint = "rien n’a été changé ; vérifiez vos droits sur ce fichier"
        try:
            return read_inputs(self.workspace)
        except OSError as error:
            message = f"lecture impossible : {reason_of(error)}"
            where = str(error.filename or self.workspace.root)
            raise WorkplaceError([Problem(where, message, code="disque", hint=hint)]) from error

    @property
    def digest(self) -> str:
        """The digest of all of it."""
        return self._inputs.digest

    def confirm(self) -> None:
        """Raise ContentError if any of it has changed since the release began."""
        before, now = self._inputs.files, self._read().files
        changed = sorted(name for name, _ in before.items() ^ now.items())
        commit = self.commit
        if commit and commit_of(self.workspace.root, interne=commit.interne) != commit:
            changed.append("git")
        if changed:
            hint = "la publication d’avant est intacte ; relancez la commande"
            message = "modifié pendant la publication"
            problems = (Problem(name, message, code="modifie", hint=hint) for name in changed)
            raise ContentError(dict.fromkeys(problems))

    @cached_property
    def referential(self) -> Referential:
        return Referential(self.workspace)

    @cached_property
    def _donnees(self) -> tuple[SnapshotStatus, ...]:
        return tuple(one for one in snapshot_states(self.referential, self.au) if one.edition)

    def donnees(self, folder: str) -> list[SnapshotStatus]:
        """Return the data that the readers of a folder may know of, with their age."""
        return [one for one in self._donnees if folder != PUBLIC or self._is_public(one.nom)]

    def _is_public(self, name: str) -> bool:
        opened = self.referential.snapshot(name)
        return opened is not None and opened.origine.diffusion is Diffusion.PUBLIQUE

    def sources(self, kind: str, named: tuple[str, ...], folder: str) -> list[dict[str, str]]:
        """Return the files of content that a document is made from, those that it binds included.

        A public folder gives no digest of a file that holds internal values: whoever knows the rest
        of such a file could try numbers until one gives the digest; of others it gives that of
        public words.  Nor does it name a text that is not public, which documents of this kind
        bind for other readers.
        """
        files = {*named, *(self.workspace.name_of(path) for path in self._texts(kind))}
        files -= self._internal_texts if folder == PUBLIC else set()
        secret = {name for name in files if folder == PUBLIC and f"/{TERRITORY}/" in f"/{name}"}
        return [
            {"fichier": name, "sha256": "" if name in secret else self._text_digest(name, folder)}
            for name in sorted(files)
        ]

    def _text_digest(self, name: str, folder: str) -> str:
        """Return the digest that a text had when the release began, for the readers of a folder."""
        if folder != PUBLIC:
            return self._inputs.files.get(name, "")
        if name not in self._public_digests:
            self._public_digests[name] = public_digest(self.workspace.root / name, name)
        return self._public_digests[name]

    @cached_property
    def public_texts(self) -> frozenset[str]:
        """The names of the texts that the public may read."""
        return frozenset(source.name for source in self._by_readers[0])

    @cached_property
    def _internal_texts(self) -> frozenset[str]:
        return frozenset(source.name for source in self._by_readers[1])

    @cached_property
    def _by_readers(self) -> tuple[list[Source], list[Source]]:
        return texts_by_readers(self.workspace)

    def _texts(self, kind: str) -> Iterator[Path]:
        if kind in KINDS:
            own = (kind,) if KINDS[kind].collective else ()
            for folder in (*own, *KINDS[kind].binds, TERRITORY):
                yield from self.workspace.texts(folder)

    def as_data(self, verapdf: str, folder: str) -> dict[str, Any]:
        """Return the provenance for a manifest; `verapdf` is its version, '' for none."""
        templates = Templates(self.workspace.templates)
        return {
            "date": self.au.isoformat(),
            "commit": self.commit and {"sha": self.commit.sha, "intact": self.commit.intact},
            "versions": {
                "docgen": __version__,
                **versions(),
                "page-validation": version("page-validation"),
                "python": platform.python_version(),
                "verapdf": verapdf or None,
                "zlib": zlib.ZLIB_RUNTIME_VERSION,
            },
            "moyens": toolchain_digest(templates),
            "polices": {font.name: digest_of(font) for font in fonts(templates)},
            "donnees": [self._edition(one) for one in self.donnees(folder)],
            "droit": {
                one.name: self._text_digest(self.workspace.name_of(one), folder)
                for one in self.workspace.texts(LAW)
            },
            **({DIGESTS_KEY: PUBLIC_WORDS} if folder == PUBLIC else {}),
        }

    def _digest(self, path: Path) -> str:
        """Return the digest that a file had when the release began."""
        return self._inputs.files.get(self.workspace.name_of(path), "")

    def _edition(self, status: SnapshotStatus) -> dict[str, Any]:
        opened = self.referential.snapshot(status.nom)
        files = opened.fichiers if opened else ()
        digests = {one.fichier: one.sha256 for one in files}
        if opened:
            digests[MANIFEST] = self._digest(opened.folder / MANIFEST)
        return {
            "nom": status.nom,
            "edition": status.edition,
            "age_jours": status.age,
            "fichiers": digests,
        }


def fonts(templates: Templates) -> list[Path]:
    """Return the font files of the templates, the project's own before docgen's."""
    paths: dict[str, Path] = {}
    for root in reversed(templates.roots):
        paths |= {one.name: one for one in (root / FONTS).glob("*.ttf")}
    return [paths[name] for name in sorted(paths)]
