"""The yard beside a release: it is made there, then exchanged for the former one, whole.

Law: the folder of a release is the former one or the new one, whenever a run is stopped.  What a
stopped run had made stays in the yard, and the next goes on with it.  A journal promises the
exchange; a run that finds one finishes it.  What people have changed in the former release is kept
in a folder beside it.  With `publication.py`, only this module writes files.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.document import Diffusion
from docgen.errors import Problem, WorkplaceError, reason_of
from docgen.output.disk_errors import MEND, UNTOUCHED, explained, remedied
from docgen.output.edited_files import name_beside, retouched
from docgen.output.publication import alone, flush_folder, write_new
from docgen.release.entries import FINAL, PROJET, folder_of
from docgen.release.manifest.reading import SUMS, read_manifest, read_sums, strays
from docgen.workspace import READ, in_the_way, real

FOLDERS: Final = {folder_of(one) for one in Diffusion}
"""All that a release holds, each with its lists."""
JOURNAL: Final = "journal.json"
OWNER: Final = 0o700
"""Who may enter the yard and the internal folder: their owner alone."""
EXCHANGE: Final = 2
"""RENAME_EXCHANGE of renameat2(2)."""
HERE: Final = -100
"""AT_FDCWD: paths are what they say."""
ANOTHER: Final = (
    "une publication remplace tout son dossier : donnez-lui en un autre, vide ou nouveau, avec "
    "« --output DOSSIER », ou déplacez ce qui n’en est pas"
)
NOWHERE: Final = (
    f"{UNTOUCHED} ; donnez un dossier où vous avez le droit d’écrire : « --output DOSSIER »"
)
UNSUPPORTED: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""What a system answers that cannot exchange two folders in one step."""


class Yard:
    """The yard of one release, held by this process alone; `recovered` says what another left."""

    def __init__(self, target: Path, folder: Path) -> None:
        self.target, self.folder = target, folder
        self.made, self.fresh = folder / "fabrique", folder / "nouvelle"
        self.former, self.kept = folder / "ancienne", target.with_name(f"{target.name} (gardé)")
        self.recovered = ""

    @property
    def hint(self) -> str:
        """What is said when the disk refuses: nothing is lost, nothing has changed."""
        return (
            f"la publication d’avant est intacte ; ce qui est déjà fait attend dans "
            f"« {self.folder} » : {MEND}, puis relancez la commande"
        )

    def retold(self, problem: Problem, cause: BaseException | None) -> Problem:
        """Return what a stage said of the disk here with what it means to a release."""
        ours = problem.code == "disque" and Path(problem.file).is_relative_to(self.folder)
        return replace(problem, hint=remedied(self.hint, cause)) if ours else problem

    def write(self, place: PurePosixPath | str, data: bytes) -> None:
        """Put a new file into the release to come."""
        with explained(self.target, self.hint):
            path = self.fresh / place
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, data)

    def take(self, made: Path, place: PurePosixPath | str) -> None:
        """Put a file that was made in the yard into the release to come."""
        self._share(made, self.fresh / place)

    def bring(self, former: Path, place: PurePosixPath | str) -> None:
        """Put a file of the former release among those that are made, unless one is there."""
        if not (self.made / place).exists():
            self._share(former, self.made / place)

    def remember(self, place: PurePosixPath | str, data: bytes) -> None:
        """Put a ledger among what is made, in the place of the one that is there."""
        self._put(self.made / place, data)

    def redo(self, place: PurePosixPath | str, data: bytes) -> Path:
        """Put a file aside that each run makes anew: it is no work that a next one goes on with."""
        path = self.folder / "refait" / place
        self._put(path, data)
        return path

    def _put(self, path: Path, data: bytes) -> None:
        with explained(self.target, self.hint):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            write_new(path, data)

    def _share(self, path: Path, place: Path) -> None:
        """Give a file a second name; where the disk knows no such thing, copy it, its time too."""
        with explained(self.target, self.hint):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                place.hardlink_to(path)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise
                shutil.copy(path, place)  # its rights too: some are their owner’s alone
                known = path.stat()
                os.utime(place, ns=(known.st_atime_ns, known.st_mtime_ns))

    def begin(self) -> None:
        """Clear the place where the release to come is put together."""
        with explained(self.target, self.hint):
            shutil.rmtree(self.fresh, ignore_errors=True)
            self.fresh.mkdir()

    def install(self) -> None:
        """Exchange the new release for the former one, and clear the yard.

        Raise WorkplaceError if people have put something into the former one meanwhile.
        """
        with explained(self.target, self.hint):
            _refuse_foreign(self.target)
            inner = self.fresh / folder_of(Diffusion.INTERNE)
            if inner.exists():
                inner.chmod(OWNER)
            for folder in (self.fresh, *(one for one in self.fresh.rglob("*") if one.is_dir())):
                flush_folder(folder)
            promise = {"docgen": 1, "empreinte": fingerprint(self.fresh)}
            write_new(self.folder / f"{JOURNAL}.part", json.dumps(promise).encode())
            (self.folder / f"{JOURNAL}.part").rename(self.folder / JOURNAL)
            flush_folder(self.folder)
            self._exchange()

    def recover(self) -> None:
        """Finish the exchange that a stopped run had promised, if it had; say what was found."""
        journal = self.folder / JOURNAL
        (self.folder / f"{JOURNAL}.part").unlink(missing_ok=True)
        if not journal.exists():
            if any(self._own()):
                self.recovered = "le travail d’une publication interrompue a été repris"
            return
        promised = _promised(journal)
        if fingerprint(self.target) != promised:
            if fingerprint(self.fresh) != promised:
                raise _foreign(journal, "cette publication interrompue est abîmée", "déplacez-la")
            self._exchange()
        else:
            self._clear()
        self.folder.mkdir(exist_ok=True)
        self.recovered = "une publication interrompue a été terminée"

    def leave(self) -> None:
        """Take a yard away in which nothing was made that the next run could go on with."""
        if not (self.folder / JOURNAL).exists() and not any(self._own()):
            shutil.rmtree(self.folder, ignore_errors=True)

    def _own(self) -> Iterator[Path]:
        """Yield what was made here: no ledger, and nothing that was brought from the former."""
        for one in self.made.rglob("[!.]*"):
            if one.is_file() and not self._is_brought(one):
                yield one

    def _is_brought(self, made: Path) -> bool:
        """Whether a file is one of the former release: by a second name, or as its copy.

        Names are not counted: what is put into the release to come has two of them as well.
        """
        folder, *place = made.relative_to(self.made).parts
        formers = (self.target.joinpath(folder, state, *place) for state in (FINAL, PROJET))
        return any(_is_same(made, one) for one in formers)

    def _exchange(self) -> None:
        if self.target.exists():
            if not _exchanged(self.fresh, self.target):
                self.target.rename(self.former)
                self.fresh.rename(self.target)
        else:
            self.fresh.rename(self.target)
        flush_folder(self.target.parent)
        self._clear()

    def _clear(self) -> None:
        """Empty the yard: the journal last, that a stopped clearing is begun again."""
        for former in (self.fresh, self.former):
            self._keep(former)
        for one in self.folder.iterdir():
            if one.is_symlink():
                one.unlink()
            elif one.is_dir():
                shutil.rmtree(one)
        shutil.rmtree(self.folder)

    def _keep(self, former: Path) -> None:
        """Move what people have changed in a former release to the folder beside, its owner's."""
        for path in sorted(former.rglob("*")):
            place = path.relative_to(former)
            word = "" if _is_same(path, self.target / place) else retouched(path)
            if word:
                self.kept.mkdir(OWNER, exist_ok=True)
                folder = self.kept / place.parent
                folder.mkdir(parents=True, exist_ok=True)
                path.rename(name_beside(folder / place.name, word))
                flush_folder(folder)


@contextmanager
def open_yard(target: Path, project: Path) -> Iterator[Yard]:
    """Open the yard of a release, alone; finish what a stopped run had promised.

    The folder `target` may be a link, to another disk: what it leads to is replaced.  Raise
    WorkplaceError when it holds something else than a release, or the project, when another docgen
    has the yard for a minute, or when the disk refuses.
    """
    target = real(target)
    with explained(target, UNTOUCHED):
        _refuse_foreign(target)
    if real(project).is_relative_to(target):
        raise _foreign(target, "ce dossier contient le projet lui-même", ANOTHER)
    if any(target.is_relative_to(real(project / one)) for one in READ):
        raise _foreign(target, "ce dossier est parmi ce dont les documents sont faits", ANOTHER)
    yard = Yard(target, target.with_name(f".{target.name}.docgen-chantier"))
    while True:
        _make_folder(target.parent, yard)
        _make_folder(yard.folder, yard, OWNER)
        with alone(yard.folder) as held:
            if not _is_still(yard.folder, held):
                continue  # the run that had it has cleared it
            with explained(target, yard.hint):
                yard.recover()
            if not _is_still(yard.folder, held):
                continue
            try:
                yield yard
            except WorkplaceError as error:
                told = [yard.retold(one, error.__cause__) for one in error.problems]
                raise WorkplaceError(told) from error
            finally:
                if _is_still(yard.folder, held):
                    yard.leave()
            return


def _make_folder(folder: Path, yard: Yard, mode: int = 0o777) -> None:
    """Make a folder, unless it is there; raise WorkplaceError where nobody can have one.

    A full disk is told with the hint of the yard: there, another place is not the only way out.
    """
    try:
        folder.mkdir(mode, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            with explained(folder, yard.hint):
                raise
        why = "" if error.errno == errno.ENOENT else f" : {reason_of(error)}"
        message = in_the_way(folder) or f"on ne peut pas écrire à cet endroit{why}"
        told = Problem(str(yard.target), message, code="disque", hint=NOWHERE)
        raise WorkplaceError([told]) from error


def fingerprint(release: Path) -> str:
    """Return what a release is known by: the digest of its lists of digests; '' for nothing."""
    lists = sorted(release.glob(f"*/{SUMS}"))
    whole = hashlib.sha256()
    for one in lists:
        whole.update(f"{one.parent.name}\0".encode() + one.read_bytes())
    return whole.hexdigest() if lists else ""


def _is_still(folder: Path, held: int) -> bool:
    """Whether the folder that is locked is the one of that name, and not one that was cleared."""
    try:
        return os.path.samestat(os.fstat(held), folder.stat())
    except FileNotFoundError:
        return False


def _is_same(made: Path, former: Path) -> bool:
    """Whether a file is another, or its copy: no file is made at the very time of another."""
    try:
        one, other = made.stat(), former.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    copied = (one.st_size, one.st_mtime_ns) == (other.st_size, other.st_mtime_ns)
    return copied or os.path.samestat(one, other)


def _refuse_foreign(target: Path) -> None:
    """Raise WorkplaceError for a folder that holds something else than a release: it would go."""
    if target.exists() and not target.is_dir():
        raise _foreign(target, "ce n’est pas un dossier", "choisissez « --output DOSSIER »")
    found = [one.relative_to(target).as_posix() for one in _foreigners(target)]
    if found:
        quoted = ", ".join(f"« {one} »" for one in found[:3]) + "…" * (len(found) > 3)
        raise _foreign(
            target, f"ce dossier contient autre chose qu’une publication : {quoted}", ANOTHER
        )


def _foreigners(target: Path) -> Iterator[Path]:
    """Yield what a release does not hold: by its names, by its manifests, by its lists."""
    for one in sorted(target.iterdir()) if target.exists() else ():
        if one.name in FOLDERS and not one.is_symlink() and read_manifest(one):
            yield from strays(one, read_sums(one))
        else:
            yield one


def _promised(journal: Path) -> str:
    try:
        told = json.loads(journal.read_bytes())
        if told["docgen"] == 1 and isinstance(told["empreinte"], str) and told["empreinte"]:
            return str(told["empreinte"])
    except (ValueError, TypeError, LookupError):
        pass
    raise _foreign(journal, "ce journal n’est pas de docgen, ou il est abîmé", "déplacez-le")


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system knows no such step."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE) == 0:
        return True
    reason = ctypes.get_errno()
    if reason in UNSUPPORTED:
        return False
    raise OSError(reason, "", str(other))


def _foreign(place: Path, message: str, hint: str) -> WorkplaceError:
    return WorkplaceError([Problem(str(place), message, code="etranger", hint=hint)])
