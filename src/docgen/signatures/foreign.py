"""PDF files from outside, which may be damaged, encrypted or malicious.

Whatever a library raises on such a file becomes a ContentError about the file.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import EmbeddedFile

from docgen.errors import ContentError, DocgenError, Problem, reason_of
from docgen.signatures.report import AttachedFile

MAX_BYTES = 50_000_000
"""The largest PDF that is opened: the limit of signature services."""
HEAD = 1024
"""The number of bytes within which a PDF begins (ISO 32000-1, annex H)."""
LOGGERS = ("pypdf", "pyhanko", "pyhanko_certvalidator", "asyncio")


def read_pdf(path: Path) -> bytes:
    """Return the bytes of the PDF at `path`; raise ContentError if there is none."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        hint = "vérifiez le nom du fichier et vos droits sur lui"
        raise _refused(path, "lecture", f"fichier illisible ({reason_of(error)})", hint) from error
    if len(data) > MAX_BYTES:
        raise _refused(path, "taille", f"fichier trop gros : {MAX_BYTES // 1_000_000} Mo au plus")
    if b"%PDF-" not in data[:HEAD]:
        raise _refused(path, "pdf", "ce n’est pas un PDF", "donnez le PDF, non le DOCX ou le YAML")
    return data


@contextmanager
def foreign_errors(path: Path) -> Iterator[None]:
    """Turn any exception raised on a file into ContentError, and silence the libraries' loggers."""
    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    except DocgenError:
        raise
    except Exception as error:  # a foreign file may make a library raise anything
        hint = "demandez de nouveau l’original à qui vous l’a envoyé"
        raise _refused(path, "pdf", "ce PDF est abîmé : il ne se lit pas", hint) from error
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def open_pdf(data: bytes, path: Path) -> PdfReader:
    """Return a reader of a PDF; raise ContentError if it is encrypted."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        hint = "demandez le fichier sans mot de passe ni restriction"
        raise _refused(path, "chiffre", "ce PDF est chiffré : docgen ne l’ouvre pas", hint)
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


def changes_between(before: PdfReader, after: PdfReader) -> Iterator[str]:
    """Yield, in French, the differences between an earlier and a later state of a PDF."""
    if len(before.pages) != len(after.pages):
        yield "des pages ont été ajoutées ou retirées"
    elif _drawn(before) != _drawn(after):
        yield "ce que montrent les pages a été changé"
    if attached_files(before) != attached_files(after):
        yield "un fichier joint a été ajouté, retiré ou remplacé"


def _drawn(reader: PdfReader) -> list[bytes]:
    contents = [page.get_contents() for page in reader.pages]
    return [b"" if content is None else content.get_data() for content in contents]


def printable(text: str) -> str:
    """Return a text without the characters that could control a terminal."""
    return "".join(char for char in text if char.isprintable())


def _refused(path: Path, code: str, message: str, hint: str = "") -> ContentError:
    return ContentError([Problem(str(path), message, code=code, hint=hint)])
