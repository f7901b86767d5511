"""An archive of the base LEGI (tar.gz), read from its first byte to its last, in constant memory.

Nothing is unpacked: a file passes through the memory, one at a time, and only if it is an article.
The archive is not trusted: what it unpacks to, the size of a file and that of a name are bounded.
"""

import gzip
import io
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from io import BufferedReader
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, Self

from docgen.errors import reason_of

GZIP: Final = b"\x1f\x8b"
BASE: Final = "legi"
"""The folder of the base in its archives; other bases of DILA have theirs: « jorf », « cnil »."""
ARTICLE_FILE: Final = re.compile(r"(?:^|/)LEGIARTI\d{12}\.xml$")
SAME_IN_ALL: Final = {"LEGI", "JORF", "TEXT", "global", BASE}
"""Folders that tell no place from another."""
OTHERS: Final = re.compile(
    r"jorf|cnil|kali|jade|cass|capp|inca|constit|sarde|debats|dole|balo|bocc"
)
"""Those folders."""
STAMP: Final = re.compile(r"(?<!\d)(20\d{6}(?:-\d{6})?)(?!\d)")
"""The day and time of an archive: in the name of the file, and the first folder of a delta."""
DELTA_NAME: Final = re.compile(r"LEGI_20\d{6}-\d{6}", re.IGNORECASE)
SUPPRESSIONS: Final = re.compile(r"liste_suppression_(\w+?)\d*\.dat", re.IGNORECASE)
LARGEST_FILE: Final = 32_000_000
"""The largest file inside, in bytes; an article with its annexes takes at most a few millions."""
LONGEST_NAME: Final = 10_000
"""The longest name of a file, in bytes, for tarfile takes it into memory at once."""
MOST_PACKED: Final = 100
"""How many times larger than the archive its content may be; that of the base is 10 to 20 times."""
SLACK: Final = 100_000_000
"""What a small archive may unpack to, whatever its size: a delta of one day holds megabytes."""
CHUNK: Final = 1 << 16
"""How much is unpacked at a time; tarfile copies what it has left of it at each header."""
OPENING: Final[dict[str, Any]] = {"bufsize": CHUNK, "encoding": "utf-8", "errors": "replace"}
HEADS: Final = 1000
"""Among how many first files the base must show."""
DAMAGED: Final = "archive abîmée ou incomplète"


class DamagedArchiveError(Exception):
    """An archive that cannot be read to its end, and why."""


@dataclass(frozen=True, slots=True)
class ArchiveHead:
    """What an archive is: of which base, of which day and time, whole or a delta.

    `stamp` is as DILA writes it (« 20260908-210512 »), or empty.
    """

    base: str
    stamp: str
    delta: bool


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of an archive: its path from the folder of the base, its time, its bytes."""

    path: str
    changed: float
    data: bytes


def looks_like_archive(path: Path) -> bool:
    """Whether a file is a tar, packed or not, by its first bytes; raise OSError."""
    try:
        with path.open("rb") as file, closing(_Unpacked(file, 0)) as unpacked:
            return unpacked.read(512)[257:262] == b"ustar"
    except (EOFError, zlib.error, gzip.BadGzipFile, DamagedArchiveError):
        return False


def read_head(path: Path) -> ArchiveHead:
    """Return what an archive is, from its first files and its name; raise DamagedArchiveError."""
    named = STAMP.search(path.name)
    stamp, delta = named[1] if named else "", bool(DELTA_NAME.match(path.name))
    base, whole = "", "global" in path.name.lower()
    for _, member in islice(_members(path), HEADS):
        inside, top = _base_of(member.name)
        base, stamp = base or top, inside or stamp
        listed = SUPPRESSIONS.search(member.name) is not None and not whole
        delta = delta or bool(inside) or listed
    return ArchiveHead(base, stamp, delta)


def archived_files(path: Path, progress: Callable[[float], None]) -> Iterator[ArchivedFile]:
    """Yield the articles of an archive and its lists of deletions, as they come.

    Raise DamagedArchiveError at what cannot be read; what came before is of no use then.
    """
    for tar, member in _members(path, progress):
        name = member.name
        if not member.isfile() or not (ARTICLE_FILE.search(name) or SUPPRESSIONS.search(name)):
            continue
        if member.size > LARGEST_FILE:
            message = f"un fichier y est démesuré : {name[-80:]}"
            raise DamagedArchiveError(message)
        with _readable():
            content = tar.extractfile(member)
            data = content.read() if content else b""
        yield ArchivedFile(_below_base(name), member.mtime, data)


def place_of(path: str) -> tuple[str, str]:
    """Return the place of an article in the base, and its identifier, from its path.

    « code_en_vigueur/LEGITEXT000006074220 » is a place; an article that moves has two for a while.
    """
    folder, _, name = path.rpartition("/")
    above = folder.partition("/article/")[0].split("/")
    named = [part for part in above if not part.isdigit() and part not in SAME_IN_ALL]
    return "/".join(named[-2:]), name.removesuffix(".xml")


def _members(
    path: Path, progress: Callable[[float], None] = lambda _share: None
) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    with (
        _readable(),
        path.open("rb") as file,
        closing(_Unpacked(file, path.stat().st_size, progress)) as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|", tarinfo=_Header, **OPENING) as tar,
    ):
        while (member := tar.next()) is not None:
            yield tar, member
            # tarfile keeps every member, millions here, in a list that its types leave out.
            tar.members = []  # type: ignore[attr-defined]
        while unpacked.read(CHUNK):  # the digest of a gzip file stands at its end
            pass


@contextmanager
def _readable() -> Iterator[None]:
    """Raise DamagedArchiveError for all that a damaged archive raises."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedArchiveError(DAMAGED) from error
    except OSError as error:
        message = f"lecture impossible : {reason_of(error)}"
        raise DamagedArchiveError(message) from error


def _base_of(name: str) -> tuple[str, str]:
    """Return the stamp and the base of a path, '' for what it does not tell."""
    parts = name.removeprefix("./").strip("/").split("/")
    stamp = parts.pop(0) if STAMP.fullmatch(parts[0]) else ""
    if listed := SUPPRESSIONS.search(name):
        return stamp, listed[1].lower()
    top = parts[0].lower() if parts else ""
    if top == BASE or ARTICLE_FILE.search(name):
        return stamp, BASE
    return stamp, top if OTHERS.fullmatch(top) else ""


def _below_base(name: str) -> str:
    return name[name.rfind(f"{BASE}/global/") :] if f"{BASE}/global/" in name else name


class _Header(tarfile.TarInfo):
    """A header that is sound: tarfile itself takes a damaged one for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            raise
        except tarfile.HeaderError as error:
            raise DamagedArchiveError(DAMAGED) from error
        if header.type == tarfile.GNUTYPE_SPARSE or (
            not header.isfile() and header.size > LONGEST_NAME
        ):
            message = "elle contient ce que l’archive officielle ne contient pas"
            raise DamagedArchiveError(message)
        return header


class _Unpacked(io.RawIOBase):
    """The bytes of an archive, unpacked, up to a bound; it tells how much of the file was read."""

    def __init__(
        self, file: BufferedReader, size: int, progress: Callable[[float], None] = lambda _: None
    ) -> None:
        super().__init__()
        self._file, self._size, self._progress = file, size, progress
        packed = file.peek(2)[:2] == GZIP
        self._inner: IO[bytes] = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]
        self._left = MOST_PACKED * size + SLACK
        self._told = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self._left -= len(data)
        if self._left < 0:
            message = "elle se déploie sans mesure : ce n’est pas l’archive officielle"
            raise DamagedArchiveError(message)
        thousandth = self._file.tell() * 1000 // self._size if self._size else 0
        if thousandth > self._told:
            self._told = thousandth
            self._progress(thousandth / 1000)
        return data
