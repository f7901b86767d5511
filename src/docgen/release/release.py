"""The story of a release: made in the yard, read again, described, exchanged for the former one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.build.check import check_all
from docgen.document import Diffusion
from docgen.errors import DocgenError, Problem, RenderingError
from docgen.output.edited_files import original_of
from docgen.output.folder_exchange import Staging
from docgen.output.leftovers import warn_of_kept
from docgen.output.record import Record
from docgen.release.entries import PASSING, Piece
from docgen.release.making import Harvest, faults_of_communes, make_everything
from docgen.release.manifest.provenance import Commit, Provenance
from docgen.release.manifest.reading import NAME, SUMS
from docgen.release.manifest.writing import manifest, sums
from docgen.release.progress import Step
from docgen.release.request import Asked, Hands
from docgen.release.site.pages import Account, pages_of
from docgen.release.staging import open_yard
from docgen.release.verification.leaks import Secrets, secrets_of
from docgen.release.verification.passed_checks import Known
from docgen.release.verification.verapdf_run import Judging, judging
from docgen.release.verification.verify import Verified, verify
from docgen.workspace import Workspace

TEXTS: Final = (".html", ".json")


@dataclass(frozen=True, slots=True)
class Released:
    """What came of a release: its files, what is to be told, what was finished, who judged.

    `spared` is how many files are, to the byte, what an earlier run had examined.
    """

    pieces: tuple[Piece, ...]
    problems: tuple[Problem, ...]
    recovered: str
    verapdf: str
    spared: int
    folders: tuple[str, ...]


def release(
    workspace: Workspace,
    target: Path,
    asked: Asked,
    commit: Commit | None,
    step: Step,
) -> Released:
    """Make the release of a project in the folder `target`, whole or not at all.

    Raise the problems of all content and all communes at once; with `keep_going`, what cannot be
    made is left out, and told.  What was made before a failure waits in the yard.
    """
    whence = Provenance(workspace, commit, asked.au)
    kept = None if asked.no_cache else asked.store
    record = Record(kept)
    with open_yard(target, workspace.root) as yard:
        step("vérification des textes", 0, 1)
        if not asked.keep_going:
            _check(workspace, asked)
        with judging(Known(kept), len(asked.communes), asked.jobs) as judges:
            released = _Release(yard, workspace, asked, whence)
            made = released.made(Hands(record, step, judges.hand), judges)
    if kept is None:
        return made
    kept.settle()
    return replace(made, problems=(*made.problems, *kept.problems))


@dataclass(frozen=True, slots=True)
class _Release:
    """A release under way."""

    yard: Staging
    workspace: Workspace
    asked: Asked
    whence: Provenance

    def made(self, hands: Hands, judges: Judging) -> Released:
        """Make it, examine it, put it in its place."""
        harvests = make_everything(self.yard.made, self.workspace, self.asked, hands)
        failures = [error for one in harvests for error in one.failures]
        if failures and not self.asked.keep_going:
            raise _failure(failures)
        secrets = secrets_of(self.whence.referential)
        pieces = [piece for one in harvests for piece in one.pieces]
        verified = verify(pieces, secrets, judges, self.asked.jobs, hands.step)
        if verified.problems and not self.asked.keep_going:
            raise RenderingError(one for told in verified.problems.values() for one in told)
        hands.step("mise en place", 0, 1)
        self.yard.begin()
        for harvest in harvests:
            _leave_out(harvest, verified)
            self._describe(harvest, verified.verapdf, secrets)
        self.whence.confirm()
        self.yard.install()
        told = [one for harvest in harvests for one in harvest.told]
        told += [one for error in failures for one in error.problems]
        told += _kept(self.yard, self.workspace)
        kept = tuple(piece for harvest in harvests for piece in harvest.pieces)
        once = tuple(dict.fromkeys(told))
        return Released(
            pieces=kept,
            problems=once,
            recovered=self.yard.recovered,
            verapdf=verified.verapdf,
            spared=len(verified.spared),
            folders=tuple(map(str, self.asked.circles)),
        )

    def _describe(self, harvest: Harvest, verapdf: str, secrets: Secrets) -> None:
        """Put a folder together: its documents, its pages for people, its lists for programs.

        Raise RenderingError if a page of the public folder says an internal value.
        """
        folder, pieces, whence = harvest.folder, harvest.pieces, self.whence
        lasting = tuple(one for one in harvest.told if one.code not in PASSING)
        folders = tuple(map(str, self.asked.circles))
        account = Account(lasting, harvest.left, verapdf, folders, self.asked.framed)
        others = pages_of(folder, pieces, account, whence)
        told = {**others, NAME: manifest(folder, pieces, others, whence, account)}
        if folder == Diffusion.PUBLIQUE:
            _refuse_leaks(folder, told, secrets)
        for one in pieces:
            self.yard.take(one.made, one.whole)
        digests = {str(one.place): one.sha256 for one in pieces}
        digests |= {name: sha256(data) for name, data in told.items()}
        for name, data in {**told, SUMS: sums(digests)}.items():
            self.yard.write(f"{folder}/{name}", data)


def _kept(yard: Staging, workspace: Workspace) -> Iterator[Problem]:
    """Yield a warning for each file that people had changed in a release, and that is kept."""
    for path in sorted(yard.kept.rglob("*")):
        if of := original_of(PurePosixPath(path.name)):
            yield warn_of_kept(workspace.name_of(path), of)


def _check(workspace: Workspace, asked: Asked) -> None:
    """Raise all that is wrong with the content, what only one commune shows included."""
    try:
        check_all(workspace)
    except DocgenError as error:
        found = (*error.problems, *faults_of_communes(workspace, asked))
        raise type(error)(dict.fromkeys(found)) from error


def _failure(failures: Sequence[DocgenError]) -> DocgenError:
    """Return the gravest of what went wrong, with every problem."""
    gravest = max(failures, key=lambda error: error.exit_code)
    return type(gravest)(dict.fromkeys(one for error in failures for one in error.problems))


def _leave_out(harvest: Harvest, verified: Verified) -> None:
    """Leave out every file of a document of which one did not pass, and tell why."""
    wrong = {one.stem for one in verified.problems}
    for piece, told in verified.problems.items():
        if piece.folder == harvest.folder:
            harvest.told += told
    harvest.pieces = [one for one in harvest.pieces if one.stem not in wrong]


def _refuse_leaks(folder: str, told: Mapping[str, bytes], secrets: Secrets) -> None:
    """Raise RenderingError if one of the texts beside the documents says an internal value."""
    leaks = [
        problem
        for name, data in told.items()
        if name.endswith(TEXTS)
        for problem in secrets.found_in(data.decode(), f"{folder}/{name}")
    ]
    if leaks:
        raise RenderingError(leaks)


def sha256(data: bytes) -> str:
    """Return the digest of bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
