"""DuckDB for imports: bounded memory, two threads, no disk, no extensions.

A base of communes is half a gigabyte of text, which is never held in Python.
"""

import csv
import gzip
import hashlib
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Final

import duckdb

from docgen.errors import ContentError, reason_of
from docgen.importing.input_file import BOM, DOUBLE_ENCODED, DOWNLOAD_AGAIN, InputFile, Progress
from docgen.referential.figures.crimes import OFFLINE, raise_interrupts
from docgen.referential.snapshot import Importe

MEMORY: Final = "750MB"
"""The memory of the engine; the process needs some 100 MB more."""
CHUNK: Final = 1 << 20
LONGEST_HEADER: Final = 10_000
LONGEST_PIECE: Final = 100_000
"""How much of a line is read at once: lines of a base have some two hundred bytes."""
MAX_UNPACKED: Final = 4_000_000_000
"""The largest base, in bytes once unpacked; the largest known has half a thousand million."""
UNPACKED: Final = 100
"""The largest ratio of unpacked to packed size; the known base has twelve."""
ALWAYS_UNPACKED: Final = 20_000_000
"""The size that may be unpacked whatever the archive's own size."""
GZIP, PARQUET, ZIP = b"\x1f\x8b", b"PAR1", b"PK\x03\x04"

_REJECTED: Final = (
    "select line, any_value(error_type::varchar) from reject_errors group by 1 order by 1"
)
_REJECTS: Final = {
    "MISSING COLUMNS": "il manque des valeurs sur cette ligne",
    "TOO MANY COLUMNS": "trop de valeurs sur cette ligne",
    "UNQUOTED VALUE": "guillemets mal fermés",
    "LINE SIZE OVER MAXIMUM": "ligne trop longue : guillemets mal fermés ?",
    "INVALID ENCODING": "caractères illisibles : le fichier n’est pas en UTF-8",
}


@contextmanager
def open_engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yield an engine that writes nothing to the disk and fetches nothing."""
    own = OFFLINE | {"memory_limit": MEMORY, "threads": 2, "enable_external_file_cache": False}
    with raise_interrupts(), duckdb.connect(config=own) as db:
        db.execute("attach ':memory:' as base (compress)")
        db.execute("use base")
        yield db


@dataclass(frozen=True, slots=True)
class OpenBase:
    """A file that stays open, so that the bytes recognised, read and hashed are the same."""

    infile: InputFile
    descriptor: int

    @property
    def path(self) -> str:
        """Its path for the engine, which could take its real name for a pattern."""
        return f"/proc/self/fd/{self.descriptor}"

    @property
    def importe(self) -> Importe:
        """The entry of the file in `edition.yaml`, with the digest of its bytes on the disk."""
        with self.open_again() as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Importe(fichier=self.infile.path.name, sha256=digest)

    def open_again(self) -> BufferedReader:
        """Return the file opened again, from its beginning."""
        return Path(self.path).open("rb")

    @property
    def size(self) -> int:
        return os.fstat(self.descriptor).st_size


@contextmanager
def open_base(infile: InputFile) -> Iterator[OpenBase]:
    """Yield a file, kept open; raise ContentError when it cannot be read."""
    try:
        descriptor = os.open(infile.path, os.O_RDONLY)
    except OSError as error:
        message = f"lecture impossible : {reason_of(error)}"
        raise infile.refusal("lecture", message, hint="vérifiez le chemin") from error
    try:
        yield OpenBase(infile, descriptor)
    finally:
        os.close(descriptor)


def is_parquet(base: OpenBase) -> bool:
    """Whether a file is Parquet; raise ContentError for an Excel workbook."""
    with _bytes_of(base, unzipped=False) as file:
        start = file.read(4)
    if start == ZIP:
        hint = "donnez la base elle-même, en .csv, .csv.gz ou .parquet"
        raise base.infile.refusal("format", "classeur Excel, ou archive ZIP", hint=hint)
    return start == PARQUET


def header_of(base: OpenBase) -> tuple[str, ...]:
    """Return the columns of a file."""
    infile = base.infile
    if is_parquet(base):
        with open_engine() as db:
            described = db.execute(f"describe from {parquet_source(base)}").fetchall()
        return tuple(name for name, *_ in described)
    with _bytes_of(base) as file:
        line = file.readline(LONGEST_HEADER).removeprefix(BOM)
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        message = _REJECTS["INVALID ENCODING"]
        raise infile.refusal("codage", message, 1, hint=DOWNLOAD_AGAIN) from error
    if DOUBLE_ENCODED.search(text):
        raise infile.refusal(
            "codage", "texte codé deux fois (« Ã© » pour « é »)", 1, hint=DOWNLOAD_AGAIN
        )
    try:
        header = tuple(next(csv.reader([text], delimiter=";"), []))
    except csv.Error:
        header = ()
    if len(header) < 2:
        hint = "la première ligne doit nommer les colonnes, séparées par « ; »"
        raise infile.refusal("entete", "ce n’est pas le tableau attendu", 1, hint=hint)
    return header


def verify_whole_file(base: OpenBase, progress: Progress) -> None:
    """Read a text file to its end, which verifies a gzip archive; the engine does not.

    Raise ContentError when the archive is damaged or too large, or when line ends are of two sorts.
    """
    infile, size = base.infile, base.size
    most = min(MAX_UNPACKED, ALWAYS_UNPACKED + UNPACKED * size)
    read = lines = returns = 0
    with base.open_again() as below, _bytes_of(base, below) as file:
        while chunk := file.read(CHUNK):
            read += len(chunk)
            lines += chunk.count(b"\n")
            returns += chunk.count(b"\r")
            if read > most:
                message = f"plus gros que toute base connue : plus de {most // 1_000_000} Mo"
                raise infile.refusal("lecture", message, hint=DOWNLOAD_AGAIN)
            progress(f"lecture de {infile.name}", below.tell() / max(size, 1) / 2)
    if returns not in {0, lines}:
        message = "fins de lignes de deux sortes"
        raise infile.refusal("ligne", message, _first_other_end(base), hint=DOWNLOAD_AGAIN)


def _first_other_end(base: OpenBase) -> int:
    """Return the first line whose end differs from that of the first line."""
    with _bytes_of(base) as file:
        pieces = iter(lambda: file.readline(LONGEST_PIECE), b"")
        first = next(pieces, b"").endswith(b"\r\n")
        number = 2
        for piece in pieces:
            ended = piece.endswith(b"\n")
            if b"\r" in piece[:-2] or (ended and piece.endswith(b"\r\n") != first):
                return number
            number += ended
    return 1


@contextmanager
def _bytes_of(
    base: OpenBase, below: BinaryIO | None = None, unzipped: bool = True
) -> Iterator[BinaryIO]:
    """Yield a file opened and unzipped; raise ContentError for errors in its bytes."""
    infile = base.infile
    try:
        with below or base.open_again() as file:
            zipped = file.read(2) == GZIP
            file.seek(0)
            yield gzip.GzipFile(fileobj=file) if zipped and unzipped else file  # type: ignore[misc]
    except gzip.BadGzipFile as error:
        raise infile.refusal("lecture", "archive gzip abîmée", hint=DOWNLOAD_AGAIN) from error
    except (EOFError, zlib.error) as error:
        raise infile.refusal("lecture", "archive gzip incomplète", hint=DOWNLOAD_AGAIN) from error
    except OSError as error:
        message = f"lecture impossible : {reason_of(error)}"
        raise infile.refusal("lecture", message, hint="vérifiez le chemin") from error


def csv_source(base: OpenBase, header: tuple[str, ...]) -> str:
    """Return the SQL that reads a text file: all values as texts, `NA` and empty as null."""
    columns = ", ".join(f"{quote_sql(name)}: 'VARCHAR'" for name in header)
    with base.open_again() as file:
        compression = "gzip" if file.read(2) == GZIP else "none"
    return (
        f"read_csv('{base.path}', auto_detect = false, header = true, delim = ';', "
        f"quote = '\"', escape = '\"', nullstr = ['NA', ''], strict_mode = true, "
        f"compression = '{compression}', columns = {{{columns}}}, hive_partitioning = false, "
        f"store_rejects = true, rejects_limit = 1000)"
    )


def parquet_source(base: OpenBase) -> str:
    """Return the SQL that reads a Parquet file."""
    return f"read_parquet('{base.path}', hive_partitioning = false)"


def quote_sql(text: str, mark: str = "'") -> str:
    """Return a text as an SQL literal, or as a column name with `mark` ``"``."""
    return f"{mark}{text.replace(mark, mark * 2)}{mark}"


@contextmanager
def french_errors(infile: InputFile) -> Iterator[None]:
    """Raise a French error when the engine cannot read a file; an error in a query is a bug."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        message = f"fichier plus gros que toute base connue : {MEMORY} n’y suffisent pas"
        hint = "fermez d’autres programmes, ou donnez le fichier officiel tel quel"
        raise infile.refusal("lecture", message, hint=hint) from error
    except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException):
        raise
    except duckdb.Error as error:
        match = re.search(r"Line: (\d+)", str(error))
        line = int(match[1]) if match else None
        raise infile.refusal(
            "lecture", "fichier abîmé, ou mal formé", line, hint=DOWNLOAD_AGAIN
        ) from error


def run_reading_query(base: OpenBase, db: duckdb.DuckDBPyConnection, query: str) -> None:
    """Run a query that reads a file; raise ContentError with every malformed line."""
    db.execute(query)
    infile = base.infile
    if not is_parquet(base):
        rejects = db.execute(_REJECTED).fetchall()
        for line, sort in rejects:
            infile.error("ligne", _REJECTS.get(sort, "ligne illisible"), line, hint=DOWNLOAD_AGAIN)
        if rejects:
            raise ContentError(infile.all_problems)
    db.execute("checkpoint base")  # Only now are its tables compressed.


def query_number(db: duckdb.DuckDBPyConnection, query: str) -> int:
    """Return the number that a query gives."""
    return int(db.execute(query).fetchall()[0][0] or 0)


def to_parquet(db: duckdb.DuckDBPyConnection, query: str) -> bytes:
    """Return the rows of a query as Parquet; the same rows give the same bytes.

    The engine writes only files, so it is given one in memory.
    """
    descriptor = os.memfd_create("parquet")
    try:
        db.execute(
            f"copy ({query}) to '/proc/self/fd/{descriptor}' "
            "(format parquet, compression zstd, row_group_size 61440, use_tmp_file false)"
        )
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            file.seek(0)
            return file.read()
    finally:
        os.close(descriptor)
