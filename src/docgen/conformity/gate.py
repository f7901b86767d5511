"""The gate itself: one PDF in, all that is wrong with it out, whatever the file is.

A file that cannot be read is a problem like another: nothing here raises, however badly a file
is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from docgen.conformity.checks.annotations import check_annotations
from docgen.conformity.checks.contents import check_contents
from docgen.conformity.checks.finished import check_company, check_pages_filled
from docgen.conformity.checks.metadata import check_metadata
from docgen.conformity.checks.signatures import check_signatures
from docgen.conformity.checks.structure import check_structure
from docgen.conformity.checks.tables import check_tables
from docgen.conformity.pdf.reading import Reading, Unreadable, read_pdf
from docgen.conformity.validators.validator import validated
from docgen.errors import ContentError, Problem, reason_of

MAX_BYTES = 50_000_000
"""The largest PDF that is read; docgen's own weigh one megabyte."""

Check = Callable[[Reading], Iterable[Problem]]

CHECKS: dict[str, Check] = {
    "métadonnées": check_metadata,
    "contenu": check_contents,
    "structure": check_structure,
    "tableaux": check_tables,
    "liens et champs": check_annotations,
    "signatures": check_signatures,
}
"""Our own checks, by subject; each reads the file, none changes it."""

FINISHED: Final[Mapping[str, Check]] = {
    "pages remplies": check_pages_filled,
    "compagnie des signatures": check_company,
}
"""What is asked besides of a PDF that docgen made."""
NO_MORE: Final[Mapping[str, Check]] = {}


def approve(paths: Iterable[Path]) -> None:
    """Raise ContentError with all that is wrong with PDF files, if anything is."""
    problems = [problem for path in paths for problem in _check_file(path)]
    if problems:
        raise ContentError(problems)


def _check_file(path: Path) -> Iterable[Problem]:
    """Return the problems of one file, which may not even be there."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return [_too_big(str(path))]
        return check_pdf(path.read_bytes(), str(path))
    except OSError as error:
        message = f"fichier illisible : {reason_of(error)}"
        return [Problem(str(path), message, code="pdf-illisible")]


def check_pdf(data: bytes, name: str, more: Mapping[str, Check] = NO_MORE) -> list[Problem]:
    """Return all that keeps a PDF from being PDF/A and PDF/UA-1; problems bear its `name`.

    `more` are checks of what the standards do not ask.  What our own checks tell is not told again
    in the validator's words.
    """
    if len(data) > MAX_BYTES:
        return [_too_big(name)]
    try:
        with read_pdf(data, name) as reading:
            own = [
                found for named in {**CHECKS, **more}.items() for found in _guarded(*named, reading)
            ]
            told = {problem.code for problem in own}
            theirs = _guarded("validateur", validated, reading)
            own += [problem for problem in theirs if problem.code not in told]
            return list(dict.fromkeys([*own, *reading.mended()]))
    except Unreadable as error:
        return [Problem(name, str(error), code=error.code, hint=error.hint)]


def _guarded(subject: str, check: Check, reading: Reading) -> Iterator[Problem]:
    """Yield what a check finds; an object so badly made that it stops the check is one more find.

    Every error of the file is caught: the shape of a foreign one has no bounds, and a person who
    checks it is owed a sentence.
    """
    try:
        yield from check(reading)
    except MemoryError:  # not the file's
        raise
    except Exception as error:
        kind = type(error).__name__
        message = f"objets mal formés, contrôle interrompu ({subject}, {kind})"
        yield Problem(reading.name, message, code="pdf-mal-forme")


def _too_big(name: str) -> Problem:
    message = f"fichier trop gros pour être contrôlé (plus de {MAX_BYTES // 1_000_000} Mo)"
    return Problem(name, message, code="pdf-trop-gros")
