"""The story of a release: made in the yard, read again, described, exchanged for the former one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from docgen.build import check_all
from docgen.errors import DocgenError, Problem, RenderingError
from docgen.release.making import (
    Asked,
    Harvest,
    bring_former,
    faults_of_communes,
    make_everything,
)
from docgen.release.manifest import NAME, former_lines, manifest, sums
from docgen.release.pages import Account, pages_of
from docgen.release.pieces import Piece
from docgen.release.progress import Step
from docgen.release.provenance import Commit, Provenance
from docgen.release.secrets import secrets_of
from docgen.release.verifying import Verified, verify
from docgen.release.yard import SUMS, Yard, open_yard
from docgen.workspace import Workspace

PASSING: Final = {"perime", "cache", "cadre"}
"""The codes of what only this run has to tell: a release that is kept would not say it again."""


@dataclass(frozen=True, slots=True)
class Released:
    """What came of a release: its files, what is to be told, what was finished, who judged."""

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]
    recovered: str
    verapdf: str


def release(
    workspace: Workspace, target: Path, asked: Asked, commit: Commit | None, step: Step
) -> Released:
    """Make the release of a project in the folder `target`, whole or not at all.

    Raise the problems of all content and all communes at once; with `keep_going`, what cannot be
    made is left out, and told.  What was made before a failure waits in the yard.
    """
    whence = Provenance(workspace, commit, asked.au)
    with open_yard(target) as yard:
        step("vérification des textes", 0, 1)
        if not asked.keep_going:
            _check(workspace, asked)
        bring_former(yard, workspace, former_lines(target))
        harvest = make_everything(yard, workspace, asked, step)
        if harvest.failures and not asked.keep_going:
            raise _failure(harvest)
        verified = verify(harvest.pieces, secrets_of(whence.referential), asked.jobs, step)
        pieces = _sound(harvest, verified, keep_going=asked.keep_going)
        step("mise en place", 0, 1)
        yard.begin()
        lasting = tuple(one for one in harvest.problems if one.code not in PASSING)
        account = Account(lasting, verified.verapdf)
        for circle in asked.circles:
            mine = [one for one in pieces if one.folder == circle]
            _describe(yard, str(circle), mine, account, whence)
        yard.install()
    return Released(tuple(pieces), tuple(harvest.problems), yard.recovered, verified.verapdf)


def _check(workspace: Workspace, asked: Asked) -> None:
    """Raise all that is wrong with the content, what only one commune shows included."""
    try:
        check_all(workspace)
    except DocgenError as error:
        found = (*error.problems, *faults_of_communes(workspace, asked))
        raise type(error)(dict.fromkeys(found)) from error


def _failure(harvest: Harvest) -> DocgenError:
    """Return the gravest of what went wrong, with every problem."""
    gravest = max(harvest.failures, key=lambda error: error.exit_code)
    return type(gravest)(harvest.problems)


def _sound(harvest: Harvest, verified: Verified, *, keep_going: bool) -> list[Piece]:
    """Return the files that passed; of a document with a file that did not, none.

    Raise RenderingError with all that is wrong, unless the others are to be kept.
    """
    told = [problem for problems in verified.problems.values() for problem in problems]
    if told and not keep_going:
        raise RenderingError(told)
    harvest.problems += told
    wrong = {one.stem for one in verified.problems}
    return [one for one in harvest.pieces if one.stem not in wrong]


def _describe(
    yard: Yard, folder: str, pieces: Sequence[Piece], account: Account, whence: Provenance
) -> None:
    """Put a folder together: its documents, its pages for people, its lists for programs."""
    for one in pieces:
        yard.take(one.made, one.whole)
    others = pages_of(folder, pieces, account, whence)
    told = {**others, NAME: manifest(pieces, others, whence, account.verapdf)}
    digests = {str(one.place): one.sha256 for one in pieces}
    digests |= {name: sha256(data) for name, data in told.items()}
    for name, data in {**told, SUMS: sums(digests)}.items():
        yard.write(f"{folder}/{name}", data)


def sha256(data: bytes) -> str:
    """Return the digest of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
