"""A folder that is replaced whole: staged beside its place, then exchanged for the former one.

Whenever a run is stopped, the folder is the former one or the new one.  A journal promises the
exchange, and the next run finishes what is promised.  What a stopped run had made stays in the
staging folder, and the next run goes on with it.  Files that people have changed in the former
folder are kept in another one beside it.
"""

import ctypes
import errno
import json
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.errors import Problem, WorkplaceError, reason_of
from docgen.output.disk_errors import REMEDY, UNTOUCHED, foreign_error, report_refusal, with_remedy
from docgen.output.edited_files import edit_of, name_beside
from docgen.output.publication import flush_folder, folder_lock, write_new
from docgen.workspace import GITIGNORE, NOTHING_IN_GIT, OUTPUT, in_the_way

JOURNAL: Final = "journal.json"
OWNER: Final = 0o700
"""The mode of folders that only their owner may enter."""
EXCHANGE: Final = 2
"""RENAME_EXCHANGE of renameat2(2)."""
AT_FDCWD: Final = -100
"""AT_FDCWD of fcntl.h: paths are relative to the working directory."""
UNSUPPORTED: Final = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM}
"""The errors of a system that cannot exchange two folders in one step."""
NOWHERE: Final = (
    f"{UNTOUCHED} ; donnez un dossier où vous avez le droit d’écrire : « --output DOSSIER »"
)


def make_output_folder(output: Path) -> None:
    """Make an output folder that is not there; git will leave alone the one of a project."""
    with suppress(OSError):  # it is there, or whoever writes into it will explain
        output.mkdir(parents=True)
        if output.name == OUTPUT:
            write_new(output / GITIGNORE, NOTHING_IN_GIT.encode())


@dataclass(frozen=True, slots=True)
class FolderPolicy:
    """What is known of the contents of a folder that is replaced whole.

    `fingerprint` tells one version of it from another, '' for none; `check` raises WorkplaceError
    for a folder that may not be replaced; `private` names the subfolders of its owner alone.
    """

    fingerprint: Callable[[Path], str]
    check: Callable[[Path], None]
    private: Collection[str]


class Staging:
    """The staging folder of a folder to replace, locked by this process.

    Files are made in `work`; `new` becomes the new folder, which `former` held before; `edited`
    keeps the files that people had changed; `recovered` says, in French, what an earlier run left.
    """

    def __init__(self, target: Path, policy: FolderPolicy) -> None:
        self.target, self.policy = target, policy
        self.folder = target.with_name(f".{target.name}.docgen-chantier")
        self.work, self.new = self.folder / "fabrique", self.folder / "nouvelle"
        self.former = self.folder / "ancienne"
        self.edited = target.with_name(f"{target.name} (gardé)")
        self.recovered = ""

    @property
    def hint(self) -> str:
        """The hint of a refusal of the disk: nothing is lost, nothing has changed."""
        return (
            f"la publication d’avant est intacte ; ce qui est déjà fait attend dans "
            f"« {self.folder} » : {REMEDY}, puis relancez la commande"
        )

    @property
    def _journal(self) -> Path:
        return self.folder / JOURNAL

    def write(self, place: PurePosixPath | str, data: bytes) -> None:
        """Write a file of the new folder."""
        with report_refusal(self.target, self.hint):
            path = self.new / place
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(path, data)

    def take(self, made: Path, place: PurePosixPath | str) -> None:
        """Put a finished file into the new folder: by a second name, or as a copy."""
        path = self.new / place
        with report_refusal(self.target, self.hint):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                path.hardlink_to(made)
            except OSError as error:
                if error.errno == errno.ENOSPC:
                    raise
                shutil.copy2(made, path)  # its mode too: some are their owner’s alone

    def begin(self) -> None:
        """Make the new folder, empty."""
        with report_refusal(self.target, self.hint):
            shutil.rmtree(self.new, ignore_errors=True)
            self.new.mkdir()

    def install(self) -> None:
        """Exchange the new folder for the former one, and empty the staging folder.

        Raise WorkplaceError if the former one may not be replaced any more.
        """
        with report_refusal(self.target, self.hint):
            self.policy.check(self.target)
            self._restrict(self.new)
            for folder in (self.new, *(path for path in self.new.rglob("*") if path.is_dir())):
                flush_folder(folder)
            promise = {"docgen": 1, "empreinte": self.policy.fingerprint(self.new)}
            part = self._journal.with_name(f"{JOURNAL}.part")
            write_new(part, json.dumps(promise).encode())
            part.rename(self._journal)
            flush_folder(self.folder)
            self._exchange()

    def stand(self) -> None:
        """Leave the folder as it is; what is its owner's alone is so again."""
        with report_refusal(self.target, self.hint):
            self._restrict(self.target)

    def _restrict(self, folder: Path) -> None:
        for name in self.policy.private:
            if (folder / name).exists():
                (folder / name).chmod(OWNER)

    def recover(self) -> None:
        """Finish the exchange that a stopped run had promised, and set `recovered`."""
        self._journal.with_name(f"{JOURNAL}.part").unlink(missing_ok=True)
        if not self._journal.exists():
            if self._has_work():
                self.recovered = "le travail d’une publication interrompue a été repris"
            return
        promised = _read_journal(self._journal)
        if self.policy.fingerprint(self.target) == promised:
            self._clear()
        elif self.policy.fingerprint(self.new) == promised:
            self._exchange()
        else:
            message = "cette publication interrompue est abîmée"
            raise foreign_error(self._journal, message, "déplacez-la")
        self.recovered = "une publication interrompue a été terminée"

    def leave(self) -> None:
        """Remove the staging folder unless the next run has something to go on with."""
        if not self._journal.exists() and not self._has_work():
            shutil.rmtree(self.folder, ignore_errors=True)

    def _has_work(self) -> bool:
        return any(path.is_file() for path in self.work.rglob("[!.]*"))

    def _exchange(self) -> None:
        if not self.target.exists():
            self.new.rename(self.target)
        elif not _exchange_folders(self.new, self.target):
            self.target.rename(self.former)
            self.new.rename(self.target)
        flush_folder(self.target.parent)
        self._clear()

    def _clear(self) -> None:
        """Empty the staging folder; the journal goes last, so that a stopped run is resumed."""
        for former in (self.new, self.former):
            self._keep_edited(former)
        for path in self.folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path != self._journal:
                path.unlink()
        self._journal.unlink()

    def _keep_edited(self, former: Path) -> None:
        """Move files that people have changed in the former folder to the one beside it."""
        for path in () if former.is_symlink() else sorted(former.rglob("*")):
            if word := edit_of(path):
                self.edited.mkdir(OWNER, exist_ok=True)
                place = self.edited / path.relative_to(former)
                place.parent.mkdir(parents=True, exist_ok=True)
                path.rename(name_beside(place, word))
                flush_folder(place.parent)


@contextmanager
def open_staging(target: Path, policy: FolderPolicy) -> Iterator[Staging]:
    """Open the staging folder of `target`, locked; finish what a stopped run had promised.

    Raise WorkplaceError when another docgen holds it for a minute, or when the disk refuses.
    """
    staging = Staging(target, policy)
    while True:
        _make_folder(target.parent, staging)
        _make_folder(staging.folder, staging, OWNER)
        with folder_lock(staging.folder) as lock:
            if not _is_locked(staging.folder, lock):
                continue  # the run that held it has removed it
            with report_refusal(target, staging.hint):
                staging.recover()
            try:
                yield staging
            except WorkplaceError as error:
                problems = [_with_hint(one, staging, error.__cause__) for one in error.problems]
                raise WorkplaceError(problems) from error
            finally:
                if _is_locked(staging.folder, lock):
                    staging.leave()
            return


def _make_folder(folder: Path, staging: Staging, mode: int = 0o777) -> None:
    """Make a folder, unless it is there; raise WorkplaceError where nobody can have one.

    On a full disk the hint is that of the staging folder: another place is not the only way out.
    """
    try:
        folder.mkdir(mode, parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            with report_refusal(folder, staging.hint):
                raise
        why = "" if error.errno == errno.ENOENT else f" : {reason_of(error)}"
        message = in_the_way(folder) or f"on ne peut pas écrire à cet endroit{why}"
        problem = Problem(str(staging.target), message, code="disque", hint=NOWHERE)
        raise WorkplaceError([problem]) from error


def _with_hint(problem: Problem, staging: Staging, cause: BaseException | None) -> Problem:
    """Return a problem of the disk in the staging folder with the hint of the whole exchange."""
    ours = problem.code == "disque" and Path(problem.file).is_relative_to(staging.folder)
    return replace(problem, hint=with_remedy(staging.hint, cause)) if ours else problem


def _is_locked(folder: Path, lock: int) -> bool:
    """Whether the folder of that name is the locked one, and not one made since."""
    try:
        return os.path.samestat(os.fstat(lock), folder.stat())
    except FileNotFoundError:
        return False


def _read_journal(journal: Path) -> str:
    try:
        data = json.loads(journal.read_bytes())
        if data["docgen"] == 1 and isinstance(data["empreinte"], str) and data["empreinte"]:
            return str(data["empreinte"])
    except (ValueError, TypeError, LookupError):
        pass
    raise foreign_error(journal, "ce journal n’est pas de docgen, ou il est abîmé", "déplacez-le")


def _exchange_folders(folder: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False where the system has no such step."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(folder), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0:
        return True
    reason = ctypes.get_errno()
    if reason in UNSUPPORTED:
        return False
    raise OSError(reason, "", str(other))
