"""A release from beginning to end: files are made, verified, described, put in place."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Final

from docgen.build.check import check_all
from docgen.cache import Store
from docgen.conformity.validators.verapdf import find_engine
from docgen.document import Diffusion
from docgen.errors import DocgenError, Problem, Problems, RenderingError, Severity
from docgen.kinds.actes.project import FOLDER, is_draft
from docgen.left import Item, each_once
from docgen.output.edited_files import original_of
from docgen.output.folder_exchange import Staging
from docgen.output.leftovers import warn_of_kept
from docgen.output.record import Record
from docgen.referential.territoire.internal import InternalValues
from docgen.release.documents import FolderResult, build_documents, commune_problems
from docgen.release.entries import TRANSIENT_CODES, ReleaseFile
from docgen.release.manifest.provenance import Commit, Provenance
from docgen.release.manifest.reading import NAME, SUMS
from docgen.release.manifest.writing import manifest, sums
from docgen.release.public_problems import public_problems
from docgen.release.request import BuildContext, ReleaseRequest, Step
from docgen.release.site.pages import ReleaseSummary, site_files
from docgen.release.staging import fingerprint, losses, open_release
from docgen.release.verification.check_folder import check_release
from docgen.release.verification.leaks import internal_values
from docgen.release.verification.passed_checks import PassedChecks
from docgen.release.verification.verify import Verification, verify
from docgen.workspace import Workspace

TEXTS: Final = (".html", ".json")
STANDING_NAMESPACE: Final = "publications"
"""The namespace of the cache that knows the releases of which nothing may have changed."""


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """The files of a release, the problems to tell, what an earlier run had left, who judged.

    `left` is what keeps its documents from being final, each item once; `reused` counts the files
    that an earlier run had examined.
    """

    files: tuple[ReleaseFile, ...]
    problems: tuple[Problem, ...]
    left: tuple[Item, ...]
    recovered: str
    verapdf: str
    reused: int
    folders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingRelease:
    """A release as the cache knows it: the digest of its lists, and what its run told."""

    fingerprint: str
    result: ReleaseResult


def make_release(
    workspace: Workspace, target: Path, request: ReleaseRequest, commit: Commit | None, step: Step
) -> ReleaseResult:
    """Make the release of a project in the folder `target`, whole or not at all.

    Raise the problems of all content and all communes at once; with `keep_going`, leave out and
    tell what cannot be made.  What was made before a failure stays for the next run; a release of
    which nothing has changed is read once, and stands.
    """
    provenance = Provenance(workspace, commit, request.au)
    store = None if request.no_cache else request.store
    record = Record(store)
    passed = PassedChecks(store)
    key = _key(request, provenance, passed) if store else ""
    with open_release(target, workspace.root) as staging:
        lost = losses(target, workspace.name_of(target), request)
        Problems(one for one in lost if one not in request.agreed).refuse()
        edited = partial(_edited_files, staging, workspace)
        if store and not staging.recovered and (standing := _standing(target, store, key)):
            staging.stand()
            return replace(standing, problems=(*standing.problems, *edited()))
        step("vérification des textes", 0, 1)
        if not request.keep_going:
            _check(workspace, request, store)
        run = _ReleaseRun(staging, workspace, request, provenance)
        result = run.execute(BuildContext(record, step), passed)
        if store and not any(one.severity is Severity.ERREUR for one in result.problems):
            lasting = StandingRelease(fingerprint(target), replace(result, recovered=""))
            store.put_json(STANDING_NAMESPACE, key, lasting)
        result = replace(result, problems=(*result.problems, *edited()))
    if store is None:
        return result
    store.evict()
    return replace(result, problems=(*result.problems, *store.problems))


def _key(request: ReleaseRequest, provenance: Provenance, passed: PassedChecks) -> str:
    """Return the name of a release by all that it is made from, asked for, and judged by."""
    asked = asdict(replace(request, store=None, jobs=1, named=False, agreed=()))
    commit = provenance.commit and asdict(provenance.commit)
    parts = [provenance.digest, commit, asked, passed.readers, find_engine().digest]
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _standing(target: Path, store: Store, key: str) -> ReleaseResult | None:
    """Return the result of a release that was made before, if each of its files stands."""
    known = store.get_json(STANDING_NAMESPACE, key, StandingRelease)
    if known is None or known.fingerprint != fingerprint(target):
        return None
    try:
        check_release(target)
    except DocgenError:
        return None
    return replace(known.result, reused=len(known.result.files))


@dataclass(frozen=True, slots=True)
class _ReleaseRun:
    staging: Staging
    workspace: Workspace
    request: ReleaseRequest
    provenance: Provenance

    def execute(self, context: BuildContext, passed: PassedChecks) -> ReleaseResult:
        keep_going = self.request.keep_going
        results = build_documents(self.staging.work, self.workspace, self.request, context)
        failures = [error for result in results for error in result.failures]
        if failures and not keep_going:
            raise _gravest(failures)
        internal = internal_values(self.provenance.referential)
        files = [file for result in results for file in result.files]
        verification = verify(files, internal, passed, self.request.jobs, context.step)
        if verification.problems and not keep_going:
            raise RenderingError(one for found in verification.problems.values() for one in found)
        context.step("mise en place", 0, 1)
        self.staging.begin()
        before: dict[str, str] = {}
        for result in results:
            _leave_out(result, verification)
            before[result.folder] = self._write_folder(result, verification, internal, before)
        self.provenance.confirm()
        self.staging.install()
        problems = [problem for result in results for problem in result.problems]
        problems += [problem for error in failures for problem in error.problems]
        return ReleaseResult(
            files=tuple(file for result in results for file in result.files),
            problems=tuple(dict.fromkeys(problems)),
            left=each_once(
                one for result in results for one in (*result.items, *result.left_elsewhere)
            ),
            recovered=self.staging.recovered,
            verapdf=verification.verapdf,
            reused=len(verification.reused),
            folders=tuple(map(str, self.request.circles)),
        )

    def _write_folder(
        self,
        result: FolderResult,
        verification: Verification,
        internal: InternalValues,
        before: Mapping[str, str],
    ) -> str:
        """Put a folder together, and return the digest of its list of digests.

        It holds documents, pages for people and lists for programs.  Raise RenderingError if a page
        of the public folder holds an internal value.
        """
        folder, files, provenance = result.folder, result.files, self.provenance
        lasting = tuple(one for one in result.problems if one.code not in TRANSIENT_CODES)
        if folder == Diffusion.PUBLIQUE:
            lasting = tuple(public_problems(lasting, provenance.public_texts))
        summary = ReleaseSummary(
            lasting,
            result.items,
            result.left,
            verification.verapdf,
            before,
            self.request.framed,
            verification.judged,
        )
        site = site_files(folder, files, summary, provenance)
        texts = {**site, NAME: manifest(folder, files, site, provenance, summary)}
        if folder == Diffusion.PUBLIQUE:
            _refuse_leaks(folder, texts, internal)
        for file in files:
            self.staging.take(file.path, file.full_place)
        digests = {str(file.place): file.sha256 for file in files}
        digests |= {name: hashlib.sha256(data).hexdigest() for name, data in texts.items()}
        listed = sums(digests)
        for name, data in {**texts, SUMS: listed}.items():
            self.staging.write(f"{folder}/{name}", data)
        return hashlib.sha256(listed).hexdigest()


def _edited_files(staging: Staging, workspace: Workspace) -> Iterator[Problem]:
    for path in sorted(staging.edited.rglob("*")):
        if of := original_of(PurePosixPath(path.name)):
            yield warn_of_kept(workspace.name_of(path), of)


def _check(workspace: Workspace, request: ReleaseRequest, store: Store | None) -> None:
    """Raise the problems of the content, those included that only one commune shows.

    Those of drafts of acts alone stop nothing: the drafts are left aside.
    """
    try:
        check_all(workspace, store=store)
    except DocgenError as error:
        problems = dict.fromkeys((*error.problems, *commune_problems(workspace, request)))
        drafts = {workspace.name_of(path) for path in workspace.texts(FOLDER) if is_draft(path)}
        if {one.file for one in problems if one.severity is Severity.ERREUR} - drafts:
            raise type(error)(problems) from error


def _gravest(failures: Sequence[DocgenError]) -> DocgenError:
    gravest = max(failures, key=lambda error: error.exit_code)
    return type(gravest)(dict.fromkeys(one for error in failures for one in error.problems))


def _leave_out(result: FolderResult, verification: Verification) -> None:
    """Leave out all formats of a document of which one did not pass, and the sheet of a draft."""
    wrong = {file.document for file in verification.problems}
    for file, problems in verification.problems.items():
        if file.folder == result.folder:
            result.problems += problems
    result.files = [file for file in result.files if wrong.isdisjoint({file.document, file.draft})]


def _refuse_leaks(folder: str, texts: Mapping[str, bytes], internal: InternalValues) -> None:
    leaks = [
        problem
        for name, data in texts.items()
        if name.endswith(TEXTS)
        for problem in internal.leaks(data.decode(), f"{folder}/{name}")
    ]
    if leaks:
        raise RenderingError(leaks)
