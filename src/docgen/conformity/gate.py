"""The gate itself: one PDF in, all that is wrong with it out, whatever the file is.

A file that cannot be read is a problem like another: nothing here raises, however badly a file
is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from docgen.conformity.annotations import check_annotations
from docgen.conformity.attachments import check_attachments
from docgen.conformity.catalogue import check_catalogue, check_pages
from docgen.conformity.contents import check_contents
from docgen.conformity.fonts import check_fonts
from docgen.conformity.identity import check_identity
from docgen.conformity.reading import Reading, Unreadable, read_pdf
from docgen.conformity.signatures import check_signatures
from docgen.conformity.structure import check_structure
from docgen.conformity.tables import check_tables
from docgen.conformity.validator import validated
from docgen.errors import Problem, reason_of

MAX_BYTES = 50_000_000
"""The largest PDF that is read; docgen's own weigh one megabyte."""

CHECKS: tuple[Callable[[Reading], Iterable[Problem]], ...] = (
    check_identity,
    check_catalogue,
    check_pages,
    check_contents,
    check_structure,
    check_tables,
    check_annotations,
    check_signatures,
    check_fonts,
    check_attachments,
)
"""Our own checks, by subject; each reads the file, none changes it."""


def check_pdf_files(paths: Iterable[Path]) -> Iterator[Problem]:
    """Yield the problems of PDF files, in their order."""
    for path in paths:
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= MAX_BYTES else b""
        except OSError as error:
            message = f"fichier illisible : {reason_of(error)}"
            yield Problem(str(path), message, code="pdf-illisible")
            continue
        yield from [_too_big(str(path))] if size > MAX_BYTES else check_pdf(data, str(path))


def check_pdf(data: bytes, name: str) -> list[Problem]:
    """Return all that keeps a PDF from being PDF/A and PDF/UA-1; problems bear its `name`.

    What our own checks tell is not told again in the validator's words.
    """
    if len(data) > MAX_BYTES:
        return [_too_big(name)]
    try:
        with read_pdf(data, name) as reading:
            own = [found for check in CHECKS for found in _guarded(check, reading)]
            told = {problem.code for problem in own}
            theirs = [one for one in validated(reading) if one.code not in told]
            return list(dict.fromkeys([*own, *theirs, *reading.mended()]))
    except Unreadable as error:
        return [Problem(name, str(error), code=error.code, hint=error.hint)]


def _guarded(check: Callable[[Reading], Iterable[Problem]], reading: Reading) -> Iterator[Problem]:
    """Yield what a check finds; an object so badly made that it stops the check is one more find.

    Every error is caught: the shape of a foreign file has no bounds, and a person who checks one
    is owed a sentence.
    """
    try:
        yield from check(reading)
    except Exception as error:
        subject = check.__name__.removeprefix("check_")
        message = f"objets mal formés, contrôle interrompu ({subject} : {type(error).__name__})"
        yield Problem(reading.name, message, code="pdf-mal-forme")


def _too_big(name: str) -> Problem:
    message = f"fichier trop gros pour être contrôlé (plus de {MAX_BYTES // 1_000_000} Mo)"
    return Problem(name, message, code="pdf-trop-gros")
