"""The conformity check: one PDF in, all of its problems out.

A file that cannot be read is a problem like any other: no function here lets a bad file raise.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from docgen.conformity.checks.annotations import check_annotations
from docgen.conformity.checks.contents import check_contents
from docgen.conformity.checks.finished import (
    check_empty_pages,
    check_painted_order,
    check_signature_page,
    check_words_apart,
)
from docgen.conformity.checks.metadata import check_metadata
from docgen.conformity.checks.references import check_references
from docgen.conformity.checks.signatures import check_signatures
from docgen.conformity.checks.structure import check_structure, check_tables
from docgen.conformity.pdf.reading import OpenPdf, UnreadableError, read_pdf
from docgen.conformity.validators.validator import validate
from docgen.errors import ContentError, Problem, reason_of

MAX_BYTES = 50_000_000
"""The largest PDF that is read; docgen's own weigh one megabyte."""

Check = Callable[[OpenPdf], Iterable[Problem]]

CHECKS: dict[str, Check] = {
    "métadonnées": check_metadata,
    "contenu": check_contents,
    "structure": check_structure,
    "tableaux": check_tables,
    "liens et champs": check_annotations,
    "signatures": check_signatures,
}
"""Our own checks, by subject."""

FINISHED_CHECKS: Final[Mapping[str, Check]] = {
    "pages remplies": check_empty_pages,
    "ordre": check_painted_order,
    "mots séparés": check_words_apart,
    "compagnie des signatures": check_signature_page,
    "renvois": check_references,
}
"""Further checks, for a PDF that docgen made."""
VALIDATOR: Final[Mapping[str, Check]] = {"validateur": validate}
NO_CHECKS: Final[Mapping[str, Check]] = {}


def check_pdf_files(paths: Iterable[Path]) -> None:
    """Raise ContentError with the problems of all the PDF files, if there are any."""
    problems = [problem for path in paths for problem in _check_file(path)]
    if problems:
        raise ContentError(problems)


def _check_file(path: Path) -> Iterable[Problem]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return [_too_big(str(path))]
        return check_pdf(path.read_bytes(), str(path))
    except OSError as error:
        message = f"fichier illisible : {reason_of(error)}"
        return [Problem(str(path), message, code="pdf-illisible")]


def check_pdf(data: bytes, name: str) -> list[Problem]:
    """Return the problems that keep a PDF from being PDF/A and PDF/UA-1; they bear its `name`.

    A problem that our own checks report is not repeated in the words of the validator.
    """
    return _examine(data, name, CHECKS, VALIDATOR)


def check_pdf_without_validator(data: bytes, name: str, more: Mapping[str, Check]) -> list[Problem]:
    """Return the problems that our own checks find in a PDF, `more` beyond the standards."""
    return _examine(data, name, {**CHECKS, **more}, NO_CHECKS)


def validate_pdf(data: bytes, name: str) -> list[Problem]:
    """Return the problems that the validator finds in a PDF."""
    return _examine(data, name, NO_CHECKS, VALIDATOR)


def _examine(
    data: bytes, name: str, ours: Mapping[str, Check], theirs: Mapping[str, Check]
) -> list[Problem]:
    if len(data) > MAX_BYTES:
        return [_too_big(name)]
    try:
        with read_pdf(data, name) as pdf:
            problems = [one for named in ours.items() for one in _run_check(*named, pdf)]
            codes = {problem.code for problem in problems}
            their_problems = (one for named in theirs.items() for one in _run_check(*named, pdf))
            problems += (problem for problem in their_problems if problem.code not in codes)
            return list(dict.fromkeys([*problems, *pdf.repairs()]))
    except UnreadableError as error:
        return [Problem(name, str(error), code=error.code, hint=error.hint)]


def _run_check(subject: str, check: Check, pdf: OpenPdf) -> Iterator[Problem]:
    """Yield the problems of one check, and one more if malformed objects make it raise.

    A foreign file may break a library in any way, so every exception but MemoryError is caught.
    """
    try:
        yield from check(pdf)
    except MemoryError:  # not the file's
        raise
    except Exception as error:
        kind = type(error).__name__
        message = f"objets mal formés, contrôle interrompu ({subject}, {kind})"
        yield Problem(pdf.name, message, code="pdf-mal-forme")


def _too_big(name: str) -> Problem:
    message = f"fichier trop gros pour être contrôlé (plus de {MAX_BYTES // 1_000_000} Mo)"
    return Problem(name, message, code="pdf-trop-gros")
