"""Stage 5: a set of files appears whole in the output folder, or not at all.

Files are written into a staging folder, then a journal that names them all is renamed into place:
from then on the set is committed, and it is completed by this run or the next.  What can prevent
that is looked for before.  A run that finds the staging folder of an interrupted one completes it
if there is a journal, removes it if not, and says so.  A file that people have edited is kept under
another name.  A release is written by `folder_exchange.py`.
"""

import errno
import fcntl
import json
import os
import shutil
import stat
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from docgen.document import Internal
from docgen.errors import Problem, WorkplaceError
from docgen.french.wording import counted
from docgen.output.disk_errors import (
    CHOOSE_ANOTHER,
    HERE,
    UNTOUCHED,
    error_of,
    foreign_error,
    refusal_error,
    report_refusal,
)
from docgen.output.edited_files import edit_of, name_beside
from docgen.output.signals import hold_signals
from docgen.workspace import real_path

STAGING = ".docgen-publication"
DONE = "-faite"
"""The end of the name of a staging folder that is being removed: its rest is not taken for one."""
DONE_STAGING = STAGING + DONE
PRIVATE_STAGING = f"{STAGING}-{'[0-9a-f]' * 16}*"
"""Which names staging folders have in a folder not docgen's own: none can be foretold."""
JOURNAL = "journal.json"
LOCK_TRIES = 600
"""How often a folder that another docgen has locked is tried again, ten times a second."""

WRITTEN = "le fichier est écrit, mais une coupure de courant pourrait le perdre : relancez"
COMMITTED = (
    "la mise en place est commencée ; une fois l’obstacle levé, relancez la commande : "
    f"elle la terminera (le reste attend dans « {STAGING} »)"
)
PUT_ASIDE = f"{UNTOUCHED} ; mettez-le de côté (déplacez-le hors de ce dossier), puis relancez"
EXPOSED = "ce document interne peut être lu par d’autres : supprimez-le, puis relancez la commande"
ANYONE, OWNER = 0o666, 0o600
Content = bytes | Callable[[], bytes]
"""The bytes of a file, or a function that returns them once the folder is locked."""


@dataclass(frozen=True, slots=True)
class Journal:
    """A committed set, by place: files to put (the n-th is staged as `n`), files to remove."""

    puts: tuple[str, ...]
    drops: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        return self.puts + self.drops


class SameMode(bytes):
    """The bytes of a file that whoever could read the one before may read, and nobody else."""


def publish(
    files: Mapping[PurePosixPath, Content],
    output: Path,
    drops: Iterable[PurePosixPath] = (),
    *,
    private: bool = False,
    hint: str = CHOOSE_ANOTHER,
) -> str:
    """Write `files` (by place under `output`), remove `drops`; return what was recovered, or ''.

    `Internal` files are their owner's alone.  Edited files are kept beside their places.  With
    `private`, for a folder not docgen's own, nothing is recovered.  A disk error has this `hint`.
    """
    if not files and not output.exists():
        return ""
    with report_refusal(output, hint), folder_lock(output):
        return publish_locked(files, output, drops, private=private, hint=hint)


def publish_locked(
    files: Mapping[PurePosixPath, Content],
    output: Path,
    drops: Iterable[PurePosixPath],
    *,
    private: bool = False,
    hint: str = HERE,
) -> str:
    """Do what `publish` does, in a folder that the caller has locked."""
    with report_refusal(output, hint):
        _sweep(output)
        recovered = "" if private else recover(output)
        since = f"{recovered} ; rien d’autre n’a été changé" if recovered else UNTOUCHED
        with report_refusal(output, hint.replace(UNTOUCHED, since)):
            whole = {place: data() if callable(data) else data for place, data in files.items()}
            _publish_staged(whole, drops, _new_staging(output, private=private))
    return recovered


def restrict_to_owner(output: Path, places: Iterable[PurePosixPath]) -> None:
    """Make files their owner's alone, whatever a copy or an editor of files made of them.

    Raise WorkplaceError for a disk error.
    """
    for path in (output / place for place in places):
        with report_refusal(path, EXPOSED), suppress(FileNotFoundError):
            rights = stat.S_IMODE(path.stat().st_mode)
            if rights & ~stat.S_IRWXU:
                path.chmod(rights & stat.S_IRWXU)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, with the mode of the one before; a link stays a link."""
    path = real_path(path)
    beside = path.with_name(f".docgen-{_random()}")
    with report_refusal(path, HERE):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            kept = path.exists() and not isinstance(data, Internal)  # which are their owner's
            write_new(beside, data, OWNER if kept or isinstance(data, Internal) else ANYONE)
            if kept:
                shutil.copymode(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    with report_refusal(path, WRITTEN):
        flush_folder(path.parent)


def complete_publication(folder: Path) -> str:
    """Complete a committed set in a folder that is about to be read; return what was done, or ''.

    A set that is not committed is left to the next run that writes there.
    """
    if not (folder / STAGING / JOURNAL).is_file():
        return ""
    with report_refusal(folder, HERE), folder_lock(folder):
        return recover(folder)


def recover(output: Path) -> str:
    """Complete or remove what an interrupted run left; return which, or '' for nothing."""
    staging = output / STAGING
    if _is_staging(output / DONE_STAGING):
        shutil.rmtree(output / DONE_STAGING)
    if not _is_staging(staging):
        return ""
    journal = _read_journal(staging)
    if journal is None:
        _discard(staging)
        return "une publication interrompue a été annulée ; les fichiers d’avant sont intacts"
    with _undo_unless_committed(staging), hold_signals():
        for place in journal.places:
            _check_target_writable(output / place, staging)
        count = _commit(staging, journal)
    placed = counted(count, "fichier mis", "fichiers mis")
    return f"une publication interrompue a été terminée ({placed} en place)"


# Before the commit


def _new_staging(output: Path, *, private: bool) -> Path:
    """Make a staging folder; with `private`, under a random name."""
    staging = output / (f"{STAGING}-{_random()}" if private else STAGING)
    staging.mkdir(0o700 if private else 0o777)
    return staging


def _publish_staged(
    files: Mapping[PurePosixPath, bytes], drops: Iterable[PurePosixPath], staging: Path
) -> None:
    output = staging.parent
    present = [str(place) for place in sorted(drops) if _is_file(output / place)]
    journal = Journal(tuple(map(str, files)), tuple(present))
    with _undo_unless_committed(staging):
        _stage(files.values(), journal, staging)
        with hold_signals():
            (staging / f"{JOURNAL}.part").rename(staging / JOURNAL)
            flush_folder(staging)
            flush_folder(output)
            _commit(staging, journal)


def _stage(contents: Collection[bytes], journal: Journal, staging: Path) -> None:
    """Write every file, and the journal under a provisional name."""
    for place in journal.places:
        if not _is_inside(place, staging.parent):
            raise foreign_error(
                staging.parent / place, "cette place mène hors du dossier de sortie", PUT_ASIDE
            )
        _check_target_writable(staging.parent / place, staging)
    for number, (place, data) in enumerate(zip(journal.places, contents, strict=False)):
        mode = OWNER if isinstance(data, Internal | SameMode) else ANYONE
        write_new(staging / str(number), data, mode)
        if isinstance(data, SameMode):
            shutil.copymode(staging.parent / place, staging / str(number))
    promise = {"docgen": 1, **asdict(journal)}
    write_new(staging / f"{JOURNAL}.part", json.dumps(promise).encode())
    flush_folder(staging)


def _check_target_writable(target: Path, staging: Path) -> None:
    """Make the folder of a target; raise OSError if the target could not be put there.

    Two system calls that always fail tell the rest by their errors: a rename to « . » fails with
    EXDEV on another disk, and `rmdir` of a file with EPERM where the file may not be removed.
    """
    folder = target.parent
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(target))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "", str(folder))
    if error_of(lambda: os.rename(staging, f"{folder}/.")) == errno.EXDEV:  # noqa: PTH104 (no « /. » in a Path)
        raise OSError(errno.EXDEV, "", str(folder))
    if _is_file(target):
        reason = error_of(target.rmdir)
        if reason in (errno.EPERM, errno.EACCES, errno.EROFS):
            raise OSError(reason, "", str(target))


# From the commit on


def _commit(staging: Path, journal: Journal) -> int:
    """Do what is left to do of a journal; return how many files were put."""
    output, count = staging.parent, 0
    for number, place in enumerate(journal.puts):
        staged = staging / str(number)
        if staged.exists():
            _keep_edited(output / place)
            staged.replace(output / place)
            count += 1
    for place in journal.drops:
        _keep_edited(output / place)
        (output / place).unlink(missing_ok=True)
    folders = {folder for place in journal.places for folder in PurePosixPath(place).parents}
    for folder in sorted(folders, reverse=True):
        flush_folder(output / folder)
    _discard(staging)
    return count


def _keep_edited(path: Path) -> None:
    """Rename a file that people have edited, before another takes its place.

    It is examined at the last moment, for a set may be completed days after its commit.
    """
    if word := edit_of(path):
        path.rename(name_beside(path, word))
        flush_folder(path.parent)


def _discard(staging: Path) -> None:
    """Remove a staging folder; it is renamed first, so that its rest is not taken for one."""
    done = staging.with_name(staging.name + DONE)
    staging.rename(done)
    with suppress(OSError):  # all that counts is done; the next run sweeps again
        flush_folder(done.parent)
        shutil.rmtree(done)


def _sweep(output: Path) -> None:
    """Remove the private staging folders of killed runs, for the lock says that none is alive."""
    for path in output.glob(PRIVATE_STAGING):
        shutil.rmtree(path, ignore_errors=True)  # it follows no link


@contextmanager
def _undo_unless_committed(staging: Path) -> Iterator[None]:
    """After an error, remove a staging folder that is not committed; leave one that is."""
    try:
        yield
    except BaseException as error:
        if (staging / JOURNAL).exists():
            if isinstance(error, OSError):
                raise refusal_error(error, staging, COMMITTED) from error
        else:
            with suppress(OSError):
                _discard(staging)
        raise


# What an earlier run left, or an attacker


def _read_journal(staging: Path) -> Journal | None:
    """Return the journal of a staging folder, if any; raise WorkplaceError for one of another."""
    path, output = staging / JOURNAL, staging.parent
    if not (path.is_symlink() or path.exists()):
        return None
    try:
        data = json.loads(path.read_bytes()) if _is_plain(path) else {}
        journal = Journal(tuple(data["puts"]), tuple(data["drops"]))
        ours = data["docgen"] == 1 and all(_is_inside(place, output) for place in journal.places)
    except (ValueError, TypeError, LookupError, RecursionError):
        ours = False
    if not ours:
        raise foreign_error(path, "ce journal n’est pas de docgen, ou il est abîmé", PUT_ASIDE)
    for number in range(len(journal.puts)):
        staged = staging / str(number)
        if _is_file(staged) and not _is_plain(staged):
            raise foreign_error(staged, "ce fichier en attente n’est pas de docgen", PUT_ASIDE)
    return journal


def _is_inside(place: object, output: Path) -> bool:
    """Whether a place is in the output folder, links followed, and not in a staging folder."""
    if not isinstance(place, str) or "\0" in place or not os.fsencode(place):
        return False
    path = PurePosixPath(place)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return False
    folder = real_path((output / path).parent)
    return not path.parts[0].startswith(STAGING) and folder.is_relative_to(real_path(output))


def _is_staging(path: Path) -> bool:
    """Whether there is a folder at `path`; raise WorkplaceError for anything else there."""
    if path.is_symlink():
        raise foreign_error(path, "ce lien n’est pas de docgen", PUT_ASIDE)
    if path.exists() and not path.is_dir():
        raise foreign_error(path, "ce n’est pas un dossier de docgen", PUT_ASIDE)
    return path.exists()


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _is_file(path: Path) -> bool:
    """Whether there is a file at `path`, or a broken link."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


# The disk


def write_new(path: Path, data: bytes, mode: int = ANYONE) -> None:
    """Write a new file; raise FileExistsError for one that exists, a link included."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NOFOLLOW, mode)

    with open(path, "xb", opener=opener) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _random() -> str:
    return os.urandom(8).hex()


@contextmanager
def folder_lock(folder: Path) -> Iterator[int]:
    """Make and lock a folder; give its descriptor; wait a minute at most for other docgens."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(LOCK_TRIES):
            reason = error_of(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB))
            if reason != errno.EWOULDBLOCK:
                break
            threading.Event().wait(0.1)
        if reason == errno.EWOULDBLOCK:
            hint = f"{UNTOUCHED} ; attendez qu’il ait fini, puis relancez la commande"
            message = "un autre docgen écrit dans ce dossier"
            raise WorkplaceError([Problem(str(folder), message, code="occupe", hint=hint)])
        if reason:
            raise OSError(reason, "", str(folder))
        yield descriptor
    finally:
        os.close(descriptor)
