"""Extraction of the files attached to a PDF: the source and the Word version."""

import re
import shlex
from pathlib import Path, PurePosixPath

from pypdf import PdfReader

from docgen.errors import ContentError, Problem
from docgen.output.publication import publish
from docgen.signatures.foreign import attached_files, foreign_errors, open_pdf, read_pdf
from docgen.signatures.judgment import report_of
from docgen.signatures.report import AttachedFile, SortOfPdf, source_file, word_file
from docgen.signatures.unsourced import hint_of_unsourced, sort_of

SAFE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(yaml|docx)")
"""The names that docgen gives; no other file is written."""
SEVERAL = "ce PDF porte plusieurs sources : plusieurs actes y sont réunis"
DOUBTFUL = "rien n’assure que cette source soit celle qui a été signée"


def extract(path: Path, output: Path, *, force: bool = False) -> tuple[list[Path], list[Problem]]:
    """Write the source and the Word version attached to a PDF; return their paths, and a doubt.

    Raise ContentError, and write nothing, if a different file of such a name exists and `force` is
    false.
    """
    data = read_pdf(path)
    with foreign_errors(path):
        shown = open_pdf(data, path)
        attachments = attached_files(shown)
        sort = sort_of(shown, attachments)
        doubts = _doubts(data, shown, path)
    source, word = source_file(attachments), word_file(attachments)
    files = [file for file in (source, word) if file and SAFE_NAME.fullmatch(file.name)]
    if source is None or source not in files:
        message = SEVERAL if sort is SortOfPdf.REUNI else "ce PDF ne porte pas de source de docgen"
        hint = hint_of_unsourced(sort, str(path))
        raise ContentError([Problem(str(path), message, code="source", hint=hint)])
    if not force:
        _refuse_to_overwrite(files, output)
    publish({PurePosixPath(file.name): file.data for file in files}, output, private=True)
    return [output / file.name for file in files], doubts


def _doubts(data: bytes, shown: PdfReader, path: Path) -> list[Problem]:
    """Return the warning that a PDF changed after a signature, or that none can be judged in it."""
    try:
        signed = [one.signature for one in report_of(data, shown).fields if one.signature]
        if all(one.integrity.intact for one in signed):
            return []
    except Exception:  # the files of a PDF that pyHanko refuses are still taken out
        pass
    hint = f"pour savoir ce qui a changé : docgen verifier {shlex.quote(str(path))}"
    return [Problem(str(path), DOUBTFUL, code="signature", hint=hint).as_warning()]


def _refuse_to_overwrite(files: list[AttachedFile], output: Path) -> None:
    hint = "choisissez un autre dossier avec « --output », ou remplacez-le avec « --force »"
    message = "un autre fichier de ce nom est déjà là"
    problems = [
        Problem(str(output / file.name), message, code="existe", hint=hint)
        for file in files
        if _differs(output / file.name, file.data)
    ]
    if problems:
        raise ContentError(problems)


def _differs(place: Path, data: bytes) -> bool:
    try:
        if place.is_file():
            return place.read_bytes() != data
        return place.is_symlink() or place.exists()  # a folder, or what one would wait for
    except OSError:  # what one may not read is not to be written over
        return True
