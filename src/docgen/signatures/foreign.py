"""PDF files from outside, which may be damaged, encrypted or malicious.

Whatever a library raises on such a file becomes a ContentError about the file.
"""

import io
import logging
import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from pypdf import PdfReader
from pypdf.errors import LimitReachedError, PyPdfError
from pypdf.generic import EmbeddedFile

from docgen.content.reading import read_regular
from docgen.errors import ContentError, DocgenError, Problem, reason_of
from docgen.signatures.report import AttachedFile

MAX_BYTES = 50_000_000
"""The largest PDF that is opened: the limit of signature services."""
MAX_MEMORY = 1_200_000_000
"""How many bytes of memory the reading of a PDF may take."""
MAX_SECONDS = 50
"""How long a processor may work at the reading of a PDF, making it again included."""
HEAD_BYTES = 1024
"""The number of bytes within which a PDF begins (ISO 32000-1, annex H)."""
LOGGERS = ("pypdf", "pyhanko", "pyhanko_certvalidator", "asyncio")


def read_pdf(path: Path) -> bytes:
    """Return the bytes of the PDF at `path`; raise ContentError if there is none."""
    try:
        data = read_regular(path, MAX_BYTES + 1)
    except OSError as error:
        hint = "vérifiez le nom du fichier et vos droits sur lui"
        raise _refusal(path, "lecture", f"fichier illisible ({reason_of(error)})", hint) from error
    if len(data) > MAX_BYTES:
        raise _refusal(path, "taille", f"fichier trop gros : {MAX_BYTES // 1_000_000} Mo au plus")
    if b"%PDF-" not in data[:HEAD_BYTES]:
        raise _refusal(path, "pdf", "ce n’est pas un PDF", "donnez le PDF, non le DOCX ou le YAML")
    return data


@contextmanager
def foreign_errors(path: Path) -> Iterator[None]:
    """Turn any exception raised on a file into ContentError, and silence the libraries' loggers.

    Time and memory are bounded: what exceeds them is refused as too large.
    """
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with _limit_resources():
            yield
    except DocgenError:
        raise
    except (_TooLongError, MemoryError, LimitReachedError) as error:
        hint = "demandez de nouveau l’original à qui vous l’a envoyé"
        message = "ce PDF est démesuré une fois déplié : docgen ne le lit pas"
        raise _refusal(path, "taille", message, hint) from error
    except Exception as error:  # a foreign file may make a library raise anything
        hint = "demandez de nouveau l’original à qui vous l’a envoyé"
        raise _refusal(path, "pdf", "ce PDF est abîmé : il ne se lit pas", hint) from error
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


class _TooLongError(BaseException):
    """Raised when the time is over; no `except Exception` of a library stops it."""


@contextmanager
def _limit_resources() -> Iterator[None]:
    """Bound the memory and, in the main thread, the time of what is done with a file."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + MAX_MEMORY
    limits = [most, *(one for one in before if one != resource.RLIM_INFINITY)]
    resource.setrlimit(resource.RLIMIT_AS, (min(limits), before[1]))
    timed = threading.current_thread() is threading.main_thread()
    handler = signal.signal(signal.SIGPROF, _stop) if timed else None
    try:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS, 1)  # again, should a library drop it
        yield
    finally:
        if timed:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, handler)
        resource.setrlimit(resource.RLIMIT_AS, before)


def _stop(*_: object) -> NoReturn:
    raise _TooLongError


def open_pdf(data: bytes, path: Path) -> PdfReader:
    """Return a reader of a PDF; raise ContentError if it is encrypted."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        hint = "demandez le fichier sans mot de passe ni restriction"
        raise _refusal(path, "chiffre", "ce PDF est chiffré : docgen ne l’ouvre pas", hint)
    return reader


def attached_files(reader: PdfReader) -> tuple[AttachedFile, ...]:
    """Return the files attached to a PDF, in its order."""
    return tuple(
        AttachedFile(printable(file.name), _relationship(file), file.content)
        for file in reader.attachment_list
    )


def _relationship(file: EmbeddedFile) -> str:
    try:
        return str(file.associated_file_relationship).removeprefix("/")
    except PyPdfError:
        return ""


def printable(text: str) -> str:
    """Return a text without the characters that could control a terminal."""
    return "".join(char for char in text if char.isprintable())


def _refusal(path: Path, code: str, message: str, hint: str = "") -> ContentError:
    return ContentError([Problem(str(path), message, code=code, hint=hint)])
