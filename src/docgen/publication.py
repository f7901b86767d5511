"""Stage 5, keeper of `output/`: a set of files appears whole, or not at all.

Files are written beside their places, then a journal that names them all is written: from that
moment the set is promised, and each file is renamed into place.  A run that finds the rest of an
interrupted one completes it when its journal stands, takes it back when not, and says so.  Only
this module writes files.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from docgen.errors import Problem, WorkplaceError, reason_of
from docgen.workspace import real

STAGING, DONE = ".docgen-publication", ".docgen-publication-faite"
JOURNAL = "journal.json"


def publish(files: Mapping[PurePosixPath, bytes], output: Path) -> str:
    """Write `files` (by their place under `output`) whole, and return what was recovered before.

    The words returned are empty unless an earlier run had been interrupted.  Raise
    WorkplaceError when the disk refuses; then nothing has changed.
    """
    if not files and not output.exists():
        return ""
    with _explained(output):
        output.mkdir(parents=True, exist_ok=True)
        with _alone(output):
            recovered = recover(output)
            staging = output / STAGING
            try:
                _stage(files, staging)
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)
                raise
            _commit(output)
    return recovered


def replace_file(path: Path, data: bytes) -> None:
    """Put `data` in place of the file at `path`, whole or not at all; a link stays a link."""
    path = real(path)
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.docgen")
        try:
            _write(beside, data)
            shutil.copymode(path, beside) if path.exists() else None
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        _flush_folder(path.parent)


def recover(output: Path) -> str:
    """Complete or take back what an interrupted run left, and say which; nothing to do: ''."""
    staging = output / STAGING
    shutil.rmtree(output / DONE, ignore_errors=True)
    if not staging.exists():
        return ""
    if (staging / JOURNAL).exists():
        count = _commit(output)
        return f"une publication interrompue a été terminée ({count} fichier(s) mis en place)"
    shutil.rmtree(staging)
    return "une publication interrompue a été annulée ; les fichiers d’avant sont intacts"


def _stage(files: Mapping[PurePosixPath, bytes], staging: Path) -> None:
    """Write every file beside its place, then the journal that promises them all."""
    staging.mkdir()
    for place in files:
        _make_room(staging.parent / place)
    for number, data in enumerate(files.values()):
        _write(staging / str(number), data)
    places = [str(place) for place in files]
    _write(staging / f"{JOURNAL}.part", json.dumps(places).encode())
    (staging / f"{JOURNAL}.part").rename(staging / JOURNAL)
    _flush_folder(staging)
    _flush_folder(staging.parent)


def _make_room(target: Path) -> None:
    """Make the folder of a file to come; raise OSError when the file could not be put there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", str(target))
    if not os.access(target.parent, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "", str(target.parent))


def _commit(output: Path) -> int:
    """Rename every staged file into place; return how many were still to be renamed."""
    staging, count = output / STAGING, 0
    for number, place in enumerate(json.loads((staging / JOURNAL).read_bytes())):
        target = output / place
        target.parent.mkdir(parents=True, exist_ok=True)
        if (staging / str(number)).exists():
            (staging / str(number)).replace(target)
            count += 1
        _flush_folder(target.parent)
    staging.rename(output / DONE)  # at once: taken apart by a crash, it would look taken back
    shutil.rmtree(output / DONE)
    return count


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the renames in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Wait until no other docgen publishes into this folder."""
    descriptor = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _explained(place: Path) -> Iterator[None]:
    """Turn a refusal of the disk into a WorkplaceError that names the place."""
    try:
        yield
    except OSError as error:
        where = str(error.filename2 or error.filename or place)
        hint = "rien n’a été changé ; libérez de la place ou choisissez « --output DOSSIER »"
        message = f"écriture impossible : {reason_of(error)}"
        raise WorkplaceError([Problem(where, message, code="disque", hint=hint)]) from error
