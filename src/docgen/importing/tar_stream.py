"""A tar archive, packed or not, read from its first byte to its last, in constant memory.

The archive is not trusted: what it unpacks to and the length of a name are bounded.
"""

import bz2
import gzip
import io
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, Self

from docgen.errors import reason_of

GZIP: Final = b"\x1f\x8b"
BZIP2: Final = b"BZh"
LONGEST_NAME: Final = 10_000
"""The longest name of a file, in bytes, for tarfile takes it into memory at once."""
MOST_PACKED: Final = 100
"""How many times larger than the archive its content may be; that of a base is 10 to 20 times."""
ALWAYS_UNPACKED: Final = 100_000_000
"""What a small archive may unpack to, whatever its size: a delta of one day holds megabytes."""
CHUNK: Final = 1 << 16
"""How much is unpacked at a time; tarfile copies what it has left of it at each header."""
OPEN_OPTIONS: Final[dict[str, Any]] = {"bufsize": CHUNK, "encoding": "utf-8", "errors": "replace"}
DAMAGED: Final = "archive abîmée ou incomplète"


class DamagedArchiveError(Exception):
    """An archive that cannot be read to its end, and why."""


def looks_like_archive(path: Path) -> bool:
    """Whether a file is a tar, packed or not, by its first bytes; raise OSError."""
    try:
        with path.open("rb") as file, closing(_UnpackedBytes(file, 0)) as unpacked:
            return unpacked.read(512)[257:262] == b"ustar"
    except (EOFError, zlib.error, gzip.BadGzipFile, DamagedArchiveError):
        return False
    except OSError as error:
        if error.errno is None:  # which bz2 raises for data that are none of its own
            return False
        raise


def tar_members(
    path: Path, progress: Callable[[float], None] = lambda _share: None
) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield the files of an archive as they come, each with the archive that reads it.

    Raise DamagedArchiveError at what cannot be read, and at the end of an archive that is cut.
    """
    with (
        readable(),
        path.open("rb") as file,
        closing(_UnpackedBytes(file, path.stat().st_size, progress)) as unpacked,
        tarfile.open(fileobj=unpacked, mode="r|", tarinfo=_Header, **OPEN_OPTIONS) as tar,
    ):
        while (member := tar.next()) is not None:
            yield tar, member
            # tarfile keeps every member, millions here.
            tar.members = []  # type: ignore[attr-defined]  # left out by its types
        while unpacked.read(CHUNK):  # the digest of a packed file stands at its end
            pass


@contextmanager
def readable() -> Iterator[None]:
    """Raise DamagedArchiveError for all that a damaged archive raises."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DamagedArchiveError(DAMAGED) from error
    except OSError as error:
        if error.errno is None:  # which bz2 raises for a damaged archive
            raise DamagedArchiveError(DAMAGED) from error
        raise DamagedArchiveError(f"lecture impossible : {reason_of(error)}") from error


class _Header(tarfile.TarInfo):
    """A header that is sound: tarfile itself takes a damaged one for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # left out by its types
            raise
        except tarfile.HeaderError as error:
            raise DamagedArchiveError(DAMAGED) from error
        if header.type == tarfile.GNUTYPE_SPARSE or (
            not header.isfile() and header.size > LONGEST_NAME
        ):
            raise DamagedArchiveError("elle contient ce que l’archive officielle ne contient pas")
        return header


class _UnpackedBytes(io.RawIOBase):
    """The bytes of an archive, unpacked, up to a bound; it tells how much of the file was read."""

    def __init__(
        self, file: BufferedReader, size: int, progress: Callable[[float], None] = lambda _: None
    ) -> None:
        super().__init__()
        self._file, self._size, self._progress = file, size, progress
        self._inner = _unpacking(file)
        self._left = MOST_PACKED * size + ALWAYS_UNPACKED
        self._reported = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._inner.read(size)
        self._left -= len(data)
        if self._left < 0:
            message = "elle se déploie sans mesure : ce n’est pas l’archive officielle"
            raise DamagedArchiveError(message)
        thousandth = self._file.tell() * 1000 // self._size if self._size else 0
        if thousandth > self._reported:
            self._reported = thousandth
            self._progress(thousandth / 1000)
        return data


def _unpacking(file: BufferedReader) -> io.BufferedIOBase:
    head = file.peek(len(BZIP2))
    if head.startswith(GZIP):
        return gzip.GzipFile(fileobj=file)
    return bz2.BZ2File(file) if head.startswith(BZIP2) else file
