"""Verification of a PDF that comes back: its signatures, and whether its text is the project's."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from docgen.errors import ContentError, Problem, reason_of
from docgen.rendering import Templates
from docgen.signatures.comparison.comparing import compare_with_source
from docgen.signatures.foreign import foreign_errors, open_pdf, read_pdf
from docgen.signatures.judgment import certificates_in, report_of
from docgen.signatures.origin import kind_of, origin_of
from docgen.signatures.report import SignatureReport, SourceOrigin
from docgen.workspace import Workspace, shipped_templates


def verify(
    path: Path, workspace: Workspace | None = None, authority: Path | None = None
) -> tuple[SignatureReport, SourceOrigin]:
    """Return the report on the PDF at `path`, and the comparison of its source with the project.

    `authority` is a PEM file of trusted authorities.  Raise ContentError for an unreadable file.
    """
    data = read_pdf(path)
    roots = _roots(authority) if authority else []
    with foreign_errors(path):
        shown = open_pdf(data, path)
        report = report_of(data, shown, roots)
        source, kind = report.source, kind_of(report.source)
        if source and kind:
            templates = Templates(workspace.templates if workspace else (shipped_templates(),))
            comparison = compare_with_source(data, shown, source, kind, templates)
            draft = report.draft or comparison.draft
            report = replace(report, comparison=comparison, draft=draft)
    return report, origin_of(report, workspace)


def _roots(authority: Path) -> list[Any]:
    try:
        return certificates_in(authority.read_bytes())
    except OSError as error:
        raise _unusable(authority, f"fichier illisible ({reason_of(error)})") from error
    except (TypeError, ValueError) as error:
        raise _unusable(authority, "aucun certificat lisible dans ce fichier") from error


def _unusable(authority: Path, message: str) -> ContentError:
    hint = "un fichier PEM : des lignes entre « BEGIN CERTIFICATE » et « END CERTIFICATE »"
    return ContentError([Problem(str(authority), message, code="autorite", hint=hint)])
