"""A PDF that comes back is checked: its signatures, and whether its text is the project's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docgen.errors import ContentError, Problem, reason_of
from docgen.signatures.account import Account, Origin
from docgen.signatures.foreign import open_pdf, read_pdf, told_of
from docgen.signatures.judgment import account_of, roots_in
from docgen.signatures.origin import origin_of
from docgen.workspace import Workspace


def verify(
    path: Path, workspace: Workspace | None = None, authority: Path | None = None
) -> tuple[Account, Origin]:
    """Return an account of the PDF at `path`, and how its text stands to the project's.

    `authority` is a PEM file of the authorities that are trusted.  Raise ContentError for a file
    that cannot be read.
    """
    data = read_pdf(path)
    roots = _roots(authority) if authority else []
    with told_of(path):
        account = account_of(data, open_pdf(data, path), roots)
    return account, origin_of(account, workspace)


def _roots(authority: Path) -> list[Any]:
    try:
        return roots_in(authority.read_bytes())
    except OSError as error:
        raise _unusable(authority, f"fichier illisible ({reason_of(error)})") from error
    except (TypeError, ValueError) as error:
        raise _unusable(authority, "aucun certificat lisible dans ce fichier") from error


def _unusable(authority: Path, message: str) -> ContentError:
    hint = "un fichier PEM : des lignes entre « BEGIN CERTIFICATE » et « END CERTIFICATE »"
    return ContentError([Problem(str(authority), message, code="autorite", hint=hint)])
