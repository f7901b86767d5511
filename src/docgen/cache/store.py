"""Entries on disk, whole or absent; the least used ones are evicted.

An entry is a file that begins with the digest of the rest.  It is written under another name, then
renamed, so that processes may read and write at once.  Its modification time is that of its last
use.
"""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_json

from docgen.errors import Problem, reason_of
from docgen.workspace import in_the_way

MAX_BYTES: Final = 2_000_000_000
"""How many bytes the cache may hold: the packs of four départements, in both formats."""
EVICT_TO: Final = 0.9
"""To what part of the limit entries are evicted, so that the next entry does not evict again."""
LARGE_ENTRY: Final = 100_000
"""The size from which an entry is the first to go; documents have more bytes."""
CHECKS_PER_FILL: Final = 16
"""How often the size is computed while entries fill the limit."""
LAYOUT: Final = "v1"
"""The folder of entries in this format; another format has another name."""
MARK: Final = b"docgen "
TRASH_PREFIX: Final = ".efface-"
"""Prefix of the name of a folder of entries that is being removed."""
WRITE_TRIES: Final = 50
"""How often writing an entry is tried while another process clears the cache."""
NEW_FILE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL
HEAD: Final = len(MARK) + 64 + 1

T = TypeVar("T")
_adapter: Callable[[Any], TypeAdapter[Any]] = cache(TypeAdapter)
EntryFile = tuple[float, int, Path]
"""An entry: the time of its last use, its size, its path."""


@dataclass(frozen=True, slots=True)
class Size:
    """The number of entries, their bytes, and the limit of bytes."""

    entries: int
    size: int
    limit: int


def default_folder() -> Path:
    """Return the folder of the cache: `$XDG_CACHE_HOME/docgen`, else `~/.cache/docgen`."""
    given = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if given.is_absolute():
        return given / "docgen"
    return Path(os.path.expanduser("~"), ".cache", "docgen")  # noqa: PTH111 - fails for no one


class Store:
    """A cache in a folder; the first disk error goes to `problems`, and ends writing."""

    def __init__(self, folder: Path, limit: int = MAX_BYTES) -> None:
        self.folder = folder
        self.limit = limit
        self.problems: list[Problem] = []
        self._written = 0

    def get(self, namespace: str, key: str) -> bytes | None:
        """Return an entry; None for none, and for a damaged one, which is removed."""
        path = self._path(namespace, key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest = data[len(MARK) : HEAD - 1]
        if not data.startswith(MARK) or hashlib.sha256(data[HEAD:]).hexdigest().encode() != digest:
            with suppress(OSError):
                path.unlink()
            return None
        with suppress(OSError):
            os.utime(path)
        return data[HEAD:]

    def put(self, namespace: str, key: str, data: bytes) -> None:
        """Write an entry, unless the disk has refused one before."""
        if self.problems:
            return
        entry = MARK + hashlib.sha256(data).hexdigest().encode() + b"\n" + data
        try:
            for _ in range(WRITE_TRIES - 1):
                with suppress(FileNotFoundError, FileExistsError):  # cleared just now
                    self._write(self._path(namespace, key), entry)
                    break
            else:
                self._write(self._path(namespace, key), entry)
        except OSError as error:
            self._report(error)
            return
        self._written += HEAD + len(data)
        if self._written > self.limit / CHECKS_PER_FILL:
            self.evict()

    def get_json(self, namespace: str, key: str, shape: type[T]) -> T | None:
        """Return a JSON entry; None for none, and for one of another shape, which is removed.

        Another version of docgen may have written that one.
        """
        data = self.get(namespace, key)
        if data is None:
            return None
        try:
            entry: T = _adapter(shape).validate_json(data)
        except ValueError:
            self.drop(namespace, key)
            return None
        return entry

    def find_json(self, namespace: str, word: str, shape: type[T]) -> Iterator[T]:
        """Yield the JSON entries of a namespace whose text holds a word."""
        for path in sorted((self.folder / LAYOUT / namespace).glob("*/*")):
            with suppress(OSError, ValueError):  # being removed, or of another version
                if word.encode() in (data := path.read_bytes()[HEAD:]):
                    yield _adapter(shape).validate_json(data)

    def put_json(self, namespace: str, key: str, value: object) -> None:
        """Write a dataclass, or plain values, as a JSON entry."""
        self.put(namespace, key, to_json(value))

    def drop(self, namespace: str, key: str) -> None:
        """Remove an entry."""
        with suppress(OSError):
            self._path(namespace, key).unlink()

    def make_folder(self) -> Path | None:
        """Return the folder, made if need be; None for a disk error."""
        try:
            self._make_folder()
        except OSError as error:
            self._report(error)
            return None
        return self.folder

    def _write(self, path: Path, entry: bytes) -> None:
        beside = path.with_name(f".{os.getpid()}-{os.urandom(8).hex()}")
        self._make_folder()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(beside, NEW_FILE, 0o600), "wb") as file:
                file.write(entry)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    def evict(self) -> None:
        """Evict entries down to the limit: the large ones first, of these the longest unused.

        Small ones, which say what stands in output folders, outlast the files of a large batch.
        """
        if not self._written:
            return
        self._written = 0
        entries = self._entry_files()
        total = sum(size for _, size, _ in entries)
        if total <= self.limit:
            return
        for _, size, path in sorted(entries, key=lambda entry: (entry[1] < LARGE_ENTRY, entry)):
            if total <= self.limit * EVICT_TO:
                break
            with suppress(OSError):  # another process did
                path.unlink()
            total -= size

    def size(self) -> Size:
        """Return the size of the cache."""
        sizes = [size for _, size, _ in self._entry_files()]
        return Size(len(sizes), sum(sizes), self.limit)

    def clear(self) -> Size:
        """Remove all entries and return their size; raise OSError for what cannot be removed."""
        before = self.size()
        if self.folder.is_dir():
            for layout in self.folder.glob("v[0-9]*"):  # of other versions too
                layout.rename(layout.with_name(f"{TRASH_PREFIX}{os.urandom(8).hex()}"))
            for layout in self.folder.glob(f"{TRASH_PREFIX}*"):
                _remove_folder(layout)
        return before

    def _make_folder(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)  # internal documents are in it

    def _path(self, namespace: str, key: str) -> Path:
        name = hashlib.sha256(key.encode(errors="surrogateescape")).hexdigest()
        return self.folder / LAYOUT / namespace / name[:2] / name[2:]

    def _entry_files(self) -> list[EntryFile]:
        entries: list[EntryFile] = []
        for place, _, files in os.walk(self.folder / LAYOUT):
            for file in files:
                with suppress(OSError):
                    path = Path(place, file)
                    stat = path.stat()
                    entries.append((stat.st_mtime, stat.st_size, path))
        return entries

    def _report(self, error: OSError) -> None:
        blocked = in_the_way(self.folder)
        message = f"le cache ne peut pas être écrit : {blocked or reason_of(error)}"
        hint = "rien n’en dépend ; « --no-cache » s’en passe, XDG_CACHE_HOME le met ailleurs"
        hint = f"déplacez ce fichier ; {hint}" if blocked else hint
        problem = Problem(str(self.folder), message, code="cache", hint=hint).as_warning()
        self.problems.append(problem)


def _remove_folder(folder: Path) -> None:
    """Remove a folder, though a process may still write one more entry into it."""
    for _ in range(WRITE_TRIES - 1):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
        else:
            return
    shutil.rmtree(folder)
