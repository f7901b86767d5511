"""Entries on disk: each is whole or absent, verified when read, and the least used go first.

An entry is a file that opens with the digest of the rest.  It is written beside its place and
then renamed, so that processes may read and write at once.  A file's date of change is when it was
last used.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Final

from docgen.errors import Problem, Severity, reason_of
from docgen.workspace import in_the_way

LIMIT: Final = 2_000_000_000
"""How many bytes the cache may hold: the packs of four départements, in both formats."""
KEPT: Final = 0.9
"""What is kept of the limit when it is passed: not to sort entries again at the next one."""
LARGE: Final = 100_000
"""The size from which an entry is the first to go; documents have more bytes."""
OFTEN: Final = 16
"""How many times between nothing and the limit the size is looked at while entries are written."""
LAYOUT: Final = "v1"
"""The folder of entries as this version writes them: another layout takes another name."""
MARK: Final = b"docgen "
GONE: Final = ".efface-"
"""The beginning of the name of a folder of entries that is being taken away."""
TRIES: Final = 5
"""How many times an entry is written while others clear the cache."""
CLAIM: Final = ".pris"
"""How the name of a claim ends: a file of no bytes that whoever makes an entry holds."""
PATIENCE: Final = 200
"""How often a claim that another docgen holds is tried again, ten times a second."""
NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
HEAD: Final = len(MARK) + 64 + 1

Known = tuple[float, int, Path]
"""An entry: when it was last used, its bytes, its place."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much a cache holds: entries, bytes, and how many bytes it may."""

    entries: int
    size: int
    limit: int


def default_folder() -> Path:
    """Return where docgen keeps its cache: `$XDG_CACHE_HOME/docgen`, else `~/.cache/docgen`."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given / "docgen"
    return Path(os.path.expanduser("~"), ".cache", "docgen")  # noqa: PTH111 - fails for no one


class Store:
    """A cache in a folder; what the disk refuses is kept in `problems`, once."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.problems: list[Problem] = []
        self._written = 0

    def get(self, room: str, key: str) -> bytes | None:
        """Return an entry; None when there is none, or a damaged one, which goes."""
        path = self._path(room, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        told = data[len(MARK) : HEAD - 1]
        if not data.startswith(MARK) or hashlib.sha256(data[HEAD:]).hexdigest().encode() != told:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return data[HEAD:]

    def put(self, room: str, key: str, data: bytes) -> None:
        """Keep an entry; a disk that refuses is noted, and no more is tried."""
        if self.problems:
            return
        entry = MARK + hashlib.sha256(data).hexdigest().encode() + b"\n" + data
        try:
            for _ in range(TRIES - 1):
                with suppress(FileNotFoundError, FileExistsError):  # cleared just now
                    self._write(self._path(room, key), entry)
                    break
            else:
                self._write(self._path(room, key), entry)
        except OSError as error:
            self._refuse(error)
            return
        self._written += HEAD + len(data)
        if self._written > self.limit / OFTEN:
            self.settle()

    def drop(self, room: str, key: str) -> None:
        """Take an entry away."""
        with suppress(OSError):
            self._path(room, key).unlink()

    def opened(self) -> Path | None:
        """Return the folder, which is made; None where the disk refuses."""
        try:
            self._make_folder()
        except OSError as error:
            self._refuse(error)
            return None
        return self.folder

    @contextmanager
    def claimed(self, room: str, key: str, *, wait: bool) -> Iterator[bool]:
        """Hold an entry that is to be made, until it is; say whether it is ours to make.

        Whoever dies lets go; for one that is only suspended, nobody waits for ever.  Without
        `wait`, what another process holds is not ours.  Where the disk refuses, everything is: two
        may make the same entry, for each is written whole.
        """
        place = self._path(room, key).with_suffix(CLAIM)
        try:
            self._make_folder()
            place.parent.mkdir(parents=True, exist_ok=True)
            held = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            yield True
            return
        try:
            pauses = (0, *repeat(0.1, PATIENCE if wait else 0))
            theirs = all(_held_elsewhere(held, pause) for pause in pauses)
            yield wait or not theirs
            if not theirs:
                with suppress(OSError):  # it is gone, or the next run that tidies takes it
                    place.unlink()
        finally:
            os.close(held)

    def _write(self, path: Path, entry: bytes) -> None:
        beside = path.with_name(f".{os.getpid()}-{os.urandom(8).hex()}")
        self._make_folder()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(beside, NEW, 0o600), "wb") as file:
                file.write(entry)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def settle(self) -> None:
        """Bring the cache under its limit: large entries go first, of those the longest unused.

        Small ones, which say what stands in output folders, outlast the files of a large batch.
        """
        if not self._written:
            return
        self._written = 0
        found, claims = self._found()
        for claim in claims:
            _let_go(claim)
        total = sum(size for _, size, _ in found)
        if total <= self.limit:
            return
        for _, size, path in sorted(found, key=lambda entry: (entry[1] < LARGE, entry)):
            if total <= self.limit * KEPT:
                break
            with suppress(OSError):  # another process was there first
                path.unlink()
            total -= size

    def size(self) -> Size:
        """Return how much there is."""
        sizes = [size for _, size, _ in self._found()[0]]
        return Size(len(sizes), sum(sizes), self.limit)

    def clear(self) -> Size:
        """Take everything away; return how much that was, and raise OSError where it cannot be."""
        before = self.size()
        if self.folder.is_dir():
            for layout in self.folder.glob("v[0-9]*"):  # those of other versions too
                layout.rename(layout.with_name(f"{GONE}{os.urandom(8).hex()}"))
            for layout in self.folder.glob(f"{GONE}*"):
                _take_away(layout)
        return before

    def _make_folder(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)  # internal documents are in it

    def _path(self, room: str, key: str) -> Path:
        name = hashlib.sha256(key.encode()).hexdigest()
        return self.folder / LAYOUT / room / name[:2] / name[2:]

    def _found(self) -> tuple[list[Known], list[Path]]:
        """Return every entry, and every claim to one."""
        entries: list[Known] = []
        claims: list[Path] = []
        for place, _, files in os.walk(self.folder / LAYOUT):
            for file in files:
                with suppress(OSError):
                    path = Path(place, file)
                    known = path.stat()
                    if path.suffix == CLAIM:
                        claims.append(path)
                    else:
                        entries.append((known.st_mtime, known.st_size, path))
        return entries, claims

    def _refuse(self, error: OSError) -> None:
        blocked = in_the_way(self.folder)
        message = f"le cache ne peut pas être écrit : {blocked or reason_of(error)}"
        hint = "rien n’en dépend ; « --no-cache » s’en passe, XDG_CACHE_HOME le met ailleurs"
        hint = f"déplacez ce fichier ; {hint}" if blocked else hint
        severity = Severity.AVERTISSEMENT
        told = Problem(str(self.folder), message, code="cache", hint=hint, severity=severity)
        self.problems.append(told)


def _held_elsewhere(claim: int, pause: float) -> bool:
    """Whether another process holds a claim after a pause, in seconds; else it is ours."""
    threading.Event().wait(pause)
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # a disk that knows no locks, as a home over NFS: nobody holds anything there
        return False
    return False


def _let_go(place: Path) -> None:
    """Take a claim away that nobody holds: who made the entry was stopped."""
    with suppress(OSError):  # another process was there first
        claim = os.open(place, os.O_RDWR)
        try:
            if not _held_elsewhere(claim, 0):
                place.unlink()
        finally:
            os.close(claim)


def _take_away(folder: Path) -> None:
    """Remove a folder in which no one writes any more but who was about to when it was renamed."""
    for _ in range(TRIES - 1):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
        else:
            return
    shutil.rmtree(folder)
