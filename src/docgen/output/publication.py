"""Stage 5, keeper of `output/`: a set of files appears whole, or not at all.

Files are written beside their places, then a journal that names them all is put in place: from
that moment the set is promised, and it is finished, by this run or by the next; never taken back.
Whatever can be known to stand in the way is looked for before the promise.  A run that finds the
rest of an interrupted one completes it when its journal stands, takes it back when not, and says
so.  What people have changed since docgen made it is kept beside its place, with the set.  Only
this module writes files.
"""

from __future__ import annotations

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
from docgen.output.disk_errors import ELSEWHERE, HERE, UNTOUCHED, refusal_error, report_refusal
from docgen.output.edited_files import edit_of, name_beside
from docgen.output.signals import hold_signals
from docgen.workspace import real

STAGING = ".docgen-publication"
DONE = f"{STAGING}-faite"
"""What a staging folder is called before it is taken apart: half of one would look like another."""
JOURNAL = "journal.json"
PATIENCE = 600
"""How often a folder that another docgen holds is tried again, ten times a second."""

WRITTEN = "le fichier est écrit, mais une coupure de courant pourrait le perdre : relancez"
PROMISED = (
    "la mise en place est commencée ; une fois l’obstacle levé, relancez la commande : "
    f"elle la terminera (le reste attend dans « {STAGING} »)"
)
ASIDE = f"{UNTOUCHED} ; mettez-le de côté (déplacez-le hors de ce dossier), puis relancez"
SEEN = "ce document interne peut être lu par d’autres : supprimez-le, puis relancez la commande"
ANYONE, OWNER = 0o666, 0o600
Content = bytes | Callable[[], bytes]
"""The bytes of a file, or what tells them once no other docgen writes there."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What is promised, by place: files to put (the n-th is staged as `n`), files to remove."""

    puts: tuple[str, ...]
    drops: tuple[str, ...]

    @property
    def places(self) -> tuple[str, ...]:
        """Every place that it names."""
        return self.puts + self.drops


def publish(
    files: Mapping[PurePosixPath, Content],
    output: Path,
    drops: Iterable[PurePosixPath] = (),
    *,
    private: bool = False,
) -> str:
    """Write `files` (by place under `output`), remove `drops`; return what was recovered, or ''.

    What is `Internal` is its owner's alone.  A file that people have retouched is kept beside its
    place.  With `private`, for a folder that is not docgen's own, nothing is recovered.  Raise
    WorkplaceError when the disk refuses: its hint says whether anything has changed.
    """
    if not files and not output.exists():
        return ""
    with report_refusal(output, ELSEWHERE):
        output.mkdir(parents=True, exist_ok=True)
        with folder_lock(output):
            recovered = "" if private else recover(output)
            since = f"{recovered} ; rien d’autre n’a été changé" if recovered else UNTOUCHED
            with report_refusal(output, ELSEWHERE.replace(UNTOUCHED, since)):
                whole = {place: one() if callable(one) else one for place, one in files.items()}
                _put_in_place(whole, drops, _new_staging(output, private=private))
    return recovered


def restrict_to_owner(output: Path, places: Iterable[PurePosixPath]) -> None:
    """Take files that stand from all others than their owner, which an older docgen left them.

    Raise WorkplaceError when the disk refuses.
    """
    for path in (output / place for place in places):
        with report_refusal(path, SEEN), suppress(FileNotFoundError):
            rights = stat.S_IMODE(path.stat().st_mode)
            if rights & ~stat.S_IRWXU:
                path.chmod(rights & stat.S_IRWXU)


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`, whole or not at all; a link stays a link."""
    path = real(path)
    beside = path.with_name(f".docgen-{_random()}")
    with report_refusal(path, HERE):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            if path.exists():
                write_new(beside, data, OWNER)
                shutil.copymode(path, beside)
            else:
                write_new(beside, data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    with report_refusal(path, WRITTEN):
        flush_folder(path.parent)


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Keep other docgens from changing the file at `path`: to read it, then to replace it."""
    folder = real(path).parent
    with report_refusal(path, HERE), folder_lock(folder):
        yield


def complete_promised(folder: Path) -> str:
    """Complete what was promised in a folder that is about to be read, and say so; else ''.

    What was not promised hides nothing from a reader: it is left to the next that writes there.
    """
    if not (folder / STAGING / JOURNAL).is_file():
        return ""
    with report_refusal(folder, HERE), folder_lock(folder):
        return recover(folder)


def recover(output: Path) -> str:
    """Complete or take back what an interrupted run left, and say which; nothing to do: ''."""
    staging = output / STAGING
    if _is_our_folder(output / DONE):
        shutil.rmtree(output / DONE)
    if not _is_our_folder(staging):
        return ""
    journal = _journal_of(staging)
    if journal is None:
        _discard(staging)
        return "une publication interrompue a été annulée ; les fichiers d’avant sont intacts"
    with _kept_promise(staging), hold_signals():
        for place in journal.places:
            _make_room(output / place, staging)
        count = _commit(staging, journal)
    placed = counted(count, "fichier mis", "fichiers mis")
    return f"une publication interrompue a été terminée ({placed} en place)"


# Before the promise


def _new_staging(output: Path, *, private: bool) -> Path:
    """Make a folder to stage files in: `private`, under a name that no one can guess."""
    staging = output / (f"{STAGING}-{_random()}" if private else STAGING)
    staging.mkdir(0o700 if private else 0o777)
    return staging


def _put_in_place(
    files: Mapping[PurePosixPath, bytes], drops: Iterable[PurePosixPath], staging: Path
) -> None:
    output = staging.parent
    present = [str(place) for place in sorted(drops) if _is_file(output / place)]
    journal = Journal(tuple(map(str, files)), tuple(present))
    with _kept_promise(staging):
        _stage(files.values(), journal, staging)
        with hold_signals():
            (staging / f"{JOURNAL}.part").rename(staging / JOURNAL)
            flush_folder(staging)
            flush_folder(output)
            _commit(staging, journal)


def _stage(contents: Collection[bytes], journal: Journal, staging: Path) -> None:
    """Write every file, and the journal, which promises nothing yet under the name it has."""
    for place in journal.places:
        if not _is_inside(place, staging.parent):
            raise _foreign(staging.parent / place, "cette place mène hors du dossier de sortie")
        _make_room(staging.parent / place, staging)
    for number, data in enumerate(contents):
        mode = OWNER if isinstance(data, Internal) else ANYONE
        write_new(staging / str(number), data, mode)
    told = {"docgen": 1, **asdict(journal)}
    write_new(staging / f"{JOURNAL}.part", json.dumps(told).encode())
    flush_folder(staging)


def _make_room(target: Path, staging: Path) -> None:
    """Make the folder of a file to come; raise OSError when the file could not be put there.

    The system is asked what only it knows, by two requests that it always refuses; what counts is
    why.  Of a move to « . » it first looks whether it leads to another disk; of a file taken for
    a folder to be removed, first whether it may be removed (owner, immutable).
    """
    folder = target.parent
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "", str(folder))
    folder.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(target))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "", str(folder))
    if _refused(lambda: os.rename(staging, f"{folder}/.")) == errno.EXDEV:  # noqa: PTH104
        raise OSError(errno.EXDEV, "", str(folder))
    if _is_file(target):
        reason = _refused(target.rmdir)
        if reason in (errno.EPERM, errno.EACCES, errno.EROFS):
            raise OSError(reason, "", str(target))


# From the promise on


def _commit(staging: Path, journal: Journal) -> int:
    """Do what the journal promises and is not done yet; return how many files were put."""
    output, count = staging.parent, 0
    for number, place in enumerate(journal.puts):
        staged = staging / str(number)
        if staged.exists():
            _keep(output / place)
            staged.replace(output / place)
            count += 1
    for place in journal.drops:
        _keep(output / place)
        (output / place).unlink(missing_ok=True)
    folders = {folder for place in journal.places for folder in PurePosixPath(place).parents}
    for folder in sorted(folders, reverse=True):
        flush_folder(output / folder)
    _discard(staging)
    return count


def _keep(path: Path) -> None:
    """Give a file that people have retouched another name, before another takes its place.

    Whether they have is asked at the last moment: a promise may be kept days after it was made.  A
    run that is stopped after this finds nothing at the place, and goes on.
    """
    if word := edit_of(path):
        path.rename(name_beside(path, word))
        flush_folder(path.parent)


def _discard(staging: Path) -> None:
    """Take a staging folder apart; renamed before, and at once, lest half of one be believed."""
    done = staging.with_name(f"{staging.name}-faite")
    staging.rename(done)
    with suppress(OSError):  # all that counts is done; the next run sweeps again
        flush_folder(done.parent)
        shutil.rmtree(done)


@contextmanager
def _kept_promise(staging: Path) -> Iterator[None]:
    """When something stops us, take back what is not promised, and leave what is to the next."""
    try:
        yield
    except BaseException as error:
        if (staging / JOURNAL).exists():
            if isinstance(error, OSError):
                raise refusal_error(error, staging, PROMISED) from error
        else:
            with suppress(OSError):
                _discard(staging)
        raise


# What an earlier run left, or someone planted


def _journal_of(staging: Path) -> Journal | None:
    """Return what was promised, None when nothing was; raise WorkplaceError when not by us."""
    path, output = staging / JOURNAL, staging.parent
    if not (path.is_symlink() or path.exists()):
        return None
    try:
        told = json.loads(path.read_bytes()) if _is_plain(path) else {}
        journal = Journal(tuple(told["puts"]), tuple(told["drops"]))
        ours = told["docgen"] == 1 and all(_is_inside(place, output) for place in journal.places)
    except (ValueError, TypeError, LookupError, RecursionError):
        ours = False
    if not ours:
        raise _foreign(path, "ce journal n’est pas de docgen, ou il est abîmé")
    for number in range(len(journal.puts)):
        staged = staging / str(number)
        if _is_file(staged) and not _is_plain(staged):
            raise _foreign(staged, "ce fichier en attente n’est pas de docgen")
    return journal


def _is_inside(place: object, output: Path) -> bool:
    """Whether a place is under the output folder, links followed, and not docgen's own there."""
    if not isinstance(place, str) or "\0" in place or not os.fsencode(place):
        return False
    path = PurePosixPath(place)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        return False
    folder = real((output / path).parent)
    return not path.parts[0].startswith(STAGING) and folder.is_relative_to(real(output))


def _is_our_folder(path: Path) -> bool:
    """Whether a folder of ours is there; raise WorkplaceError when it is something else."""
    if path.is_symlink():
        raise _foreign(path, "ce lien n’est pas de docgen")
    if path.exists() and not path.is_dir():
        raise _foreign(path, "ce n’est pas un dossier de docgen")
    return path.exists()


def _is_plain(path: Path) -> bool:
    return stat.S_ISREG(path.lstat().st_mode)


def _is_file(path: Path) -> bool:
    """Whether something is there that is no folder: a file, or a link that leads to nothing."""
    return path.is_symlink() or (path.exists() and not path.is_dir())


# The disk


def write_new(path: Path, data: bytes, mode: int = ANYONE) -> None:
    """Write a new file; one that is there already, were it a link, is not written through."""

    def opener(name: str, flags: int) -> int:
        return os.open(name, flags | os.O_NOFOLLOW, mode)

    with open(path, "xb", opener=opener) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make the renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _random() -> str:
    """Return letters that no one can guess, for a name that is gone before anyone sees it."""
    return os.urandom(8).hex()


def _refused(request: Callable[[], None]) -> int:
    """Ask the system for something; return the number of its reason, 0 when it was done."""
    try:
        request()
    except OSError as error:
        return error.errno or 0
    return 0


@contextmanager
def folder_lock(folder: Path) -> Iterator[int]:
    """Wait until no other docgen writes in this folder, but not for ever; give its descriptor."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        for _ in range(PATIENCE):
            reason = _refused(lambda: fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB))
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


# What is said


def _foreign(place: Path, message: str) -> WorkplaceError:
    return WorkplaceError([Problem(str(place), message, code="etranger", hint=ASIDE)])
