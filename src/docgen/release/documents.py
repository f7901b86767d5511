"""All documents of a release, made in the staging folder.

A kind says how often it is due (`Kind.due`), a document who may read it (`Document.diffusion`):
no kind is known by its name here.  Documents are composed for each circle of readers apart, so that
a public file never held an internal value.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from itertools import groupby
from pathlib import Path, PurePosixPath

from docgen.build.avenant import amendment_documents
from docgen.build.batch import Batch, BatchTarget, Progress, make
from docgen.build.batch.composer import Composer, RenderSettings, render_set, settings_of
from docgen.build.batch.job import pack_documents
from docgen.build.batch.processes import MIN_TASKS_FOR_POOL, open_pool
from docgen.build.batch.tasks import TaskMessages, run_tasks
from docgen.build.compose import Composed, absent_files, asked_files, kinds_there, wanted
from docgen.build.left import left_of
from docgen.build.named_documents import compose_but_drafts, compose_named
from docgen.build.render import DocumentStore
from docgen.deadlines.calendar_file import FollowedConvention, calendar_file
from docgen.document import Artifact, Diffusion, Document, Filed
from docgen.errors import ContentError, DocgenError, Problem, Problems, Severity, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted
from docgen.kinds import KINDS
from docgen.kinds.actes.project import FOLDER, LEFT_ASIDE, project_acts, warn_of_drafts
from docgen.kinds.kind import Due, Kind, Scope, single_stage
from docgen.left import Item, each_once, for_public
from docgen.output.publication import publish
from docgen.referential.communes.postal_codes import merge_postal_codes
from docgen.referential.referential import Referential
from docgen.release.entries import FILE, FORMATS, DocumentKey, ReleaseFile, belongs_to
from docgen.release.request import BuildContext, ReleaseRequest
from docgen.rendering import Templates
from docgen.request import Request
from docgen.workspace import Workspace

CALENDAR = "echeances"
"""The folder of the calendar file, and its name."""


@dataclass(slots=True)
class FolderResult:
    """The files for one circle of readers, the problems of its report, what failed.

    `left` holds what keeps each document from being final, or all documents of communes of a kind;
    `left_elsewhere` what keeps back those of other readers, which its own report does not tell.
    The report of a public folder is public: where the texts of a kind are wrong, nobody knows who
    may read them, and the report says only how many errors there are.
    """

    folder: str
    files: list[ReleaseFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: dict[DocumentKey, tuple[Item, ...]] = field(default_factory=dict)
    left_elsewhere: list[Item] = field(default_factory=list)
    failures: list[DocgenError] = field(default_factory=list)

    @property
    def items(self) -> tuple[Item, ...]:
        """What keeps its documents from being final, each item once."""
        return each_once(item for items in self.left.values() for item in items)

    def fail(self, error: DocgenError, name: str, *, composed: bool = False) -> None:
        """Note why something could not be made; raise what no other document would escape."""
        if isinstance(error, WorkplaceError):
            raise error
        self.failures.append(error)
        if composed or self.folder != Diffusion.PUBLIQUE:
            self.problems += error.problems
        else:
            count = len(error.problems)
            message = f"rien n’en est fait : {count} erreur{'s' * (count > 1)} dans ses textes"
            hint = "elles sont dites par « docgen check »"
            self.problems.append(Problem(name, message, code="absent", hint=hint))

    def settle_problems(self) -> None:
        """Keep each problem once, and of drafts left aside only their number in a public folder."""
        problems = dict.fromkeys(self.problems)
        aside = [one for one in problems if one.code == LEFT_ASIDE]
        if aside and self.folder == Diffusion.PUBLIQUE:
            message = f"{counted(len(aside), 'projet')} d’acte à corriger : rien n’en est fait"
            hint = "les erreurs sont dites par « docgen check »"
            count = Problem(FOLDER, message, code=LEFT_ASIDE, hint=hint).as_warning()
            problems = dict.fromkeys((*(one for one in problems if one.code != LEFT_ASIDE), count))
        self.problems = list(merge_postal_codes(problems))


def build_documents(
    work: Path, workspace: Workspace, request: ReleaseRequest, context: BuildContext
) -> tuple[FolderResult, ...]:
    """Make all that is due in the folder `work`; return it by circle, with every failure."""
    results = tuple(FolderResult(str(circle)) for circle in request.circles)
    with open_pool(request.jobs, max(request.jobs, MIN_TASKS_FOR_POOL)) as pool:
        for circle, result in zip(request.circles, results, strict=True):
            here = Workspace(workspace.root, work / circle)
            build = _CircleBuild(here, circle, request, result, context, pool)
            result.problems += _kinds_without_text(workspace, request)
            for kind in kinds_there(workspace):
                try:
                    result.files += build.files(kind)
                except DocgenError as error:
                    result.fail(error, kind.name, composed=kind.due is Due.COMMUNE)
    if any(result.failures for result in results) and not request.keep_going:
        return results  # nothing is published: a calendar alone is no work to go on with
    try:
        here = Workspace(workspace.root, work / Diffusion.PUBLIQUE)
        results[0].files += _calendar(here, request.au)
    except DocgenError as error:
        results[0].fail(error, CALENDAR)
    for result in results:
        result.settle_problems()
    return results


def commune_problems(workspace: Workspace, request: ReleaseRequest) -> Iterator[Problem]:
    """Yield what keeps the documents of communes from being composed; nothing is made."""
    for circle in request.circles:
        for kind in kinds_there(workspace):
            if kind.due is Due.COMMUNE and request.communes:
                target = BatchTarget(workspace, kind.name, request.of_kind(kind, circle))
                yield from _composition_problems(target, request.communes)


def _composition_problems(target: BatchTarget, codes: Iterable[CodeInsee]) -> Iterator[Problem]:
    try:
        composer = Composer(target)
    except DocgenError as error:
        yield from error.problems
        return
    for code in codes:
        try:
            composer.composed(code)
        except DocgenError as error:
            yield from error.problems


def _kinds_without_text(workspace: Workspace, request: ReleaseRequest) -> Iterator[Problem]:
    """Yield a warning for each kind that is due of communes and has no text in the project."""
    there = kinds_there(workspace)
    for kind in KINDS.values() if request.communes else ():
        if kind.due is Due.COMMUNE and kind not in there:
            message = f"{kind.label} : rien n’en est fait, ce projet n’en a aucun texte"
            hint = "copiez ce dossier depuis un projet qui l’a, puis adaptez-le"
            place = workspace.name_of(workspace.content / kind.name)
            yield Problem(place, message, code="absent", hint=hint).as_warning()


@dataclass(frozen=True, slots=True)
class _CircleBuild:
    """The build of all kinds for one circle of readers, in the workspace `here`."""

    here: Workspace
    circle: Diffusion
    request: ReleaseRequest
    result: FolderResult
    context: BuildContext
    pool: Executor | None

    def files(self, kind: Kind) -> list[ReleaseFile]:
        request = self.request.of_kind(kind, self.circle)
        build = self._once if kind.due is Due.ONCE else self._by_commune
        filed = [one for one in build(kind, request) if belongs_to(one.document, self.circle)]
        return list(_release_files(self.here, kind, str(self.circle), filed))

    def _by_commune(self, kind: Kind, request: Request) -> list[Filed]:
        asked = self.request
        if not asked.communes:
            return []
        target = BatchTarget(self.here, kind.name, request)
        batch = Batch(target, asked.communes, asked.keep_going, asked.jobs)
        pool = self.pool if len(asked.communes) >= MIN_TASKS_FOR_POOL else None
        outcome = make(batch, partial(self._report, kind.name), pool, self.context.record)
        self.result.problems += outcome.problems
        self.result.left[kind.name, ""] = self._for_readers(outcome.left)
        if errors := [one for one in outcome.problems if one.severity is Severity.ERREUR]:
            self.result.failures.append(ContentError(errors))
        return [one.filed if isinstance(one, Artifact) else one for one in outcome.artifacts]

    def _for_readers(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        """Return what is left as the readers of the folder may know it."""
        return for_public(items) if self.circle is Diffusion.PUBLIQUE else items

    def _report(self, kind: str, now: Progress) -> None:
        self.context.step(f"{kind}, {now.phase}", now.done, now.total)

    def _once(self, kind: Kind, request: Request) -> list[Filed]:
        referential = Referential(self.here, request.today)
        scope = Scope(referential, options=request.options, today=request.today)
        composed: list[Composed] = []
        wrong = Problems()
        for stage in kind.stages(scope):
            self.result.problems += stage.problems
            if stage.options and not stage.by_commune:  # one file of all communes is enough
                asked = replace(scope, options=stage.options, communes=stage.communes)
                with wrong.gather(ContentError):
                    composed += self._compose(kind, asked)
        untold = Problems()  # a copy that nobody changed yet, say: no mistake, and no document
        composed += amendment_documents(self.here, kind, untold, request.today)
        self.result.problems += (one.as_warning() for one in untold)
        wrong.refuse()
        self.result.left_elsewhere += self._left_elsewhere(kind, composed)
        theirs = [
            one.with_left(self._for_readers(one.document.left))
            for one in composed
            if belongs_to(one.document, self.circle)
        ]
        self.result.problems += (notice for one in theirs for notice in one.document.notices)
        waited = {(kind.name, one.document.key): tuple(left_of(one, named=False)) for one in theirs}
        self.result.left |= waited
        documents = wanted(theirs, final=False)
        rank = {document.stem: number for number, document in enumerate(documents)}
        filed = self._file_documents(kind, documents)
        return sorted(filed, key=lambda one: (rank[one.document.stem], one.format))

    def _left_elsewhere(self, kind: Kind, composed: Iterable[Composed]) -> list[Item]:
        """Return what is left of documents that are not in the folder, or not due yet."""
        apart = [one for one in composed if not belongs_to(one.document, self.circle)]
        if kind.stages is not single_stage:
            referential = Referential(self.here, self.request.au)
            with suppress(ContentError):  # reported where it is due
                apart += compose_named(referential, [kind.name], (), self.request.au)[0]
        return [item for one in apart for item in left_of(one, named=False)]

    def _compose(self, kind: Kind, scope: Scope) -> list[Composed]:
        absent = absent_files(self.here, kind, scope)
        self.result.problems += (problem.as_warning() for problem in absent)
        paths = asked_files(self.here, kind, scope)
        texts, wrong_drafts = compose_but_drafts(self.here, kind, paths, scope)
        self.result.problems += warn_of_drafts(wrong_drafts)
        return [one for _, one in texts]

    def _file_documents(self, kind: Kind, documents: Sequence[Document]) -> Iterator[Filed]:
        """Yield the files of documents: in place already, from the cache, or rendered.

        A draft and the sheet of what is left of it are made together, many in processes.  What
        cannot be rendered is noted, and the rest is made.
        """
        templates = Templates(self.here.templates)
        store = DocumentStore(templates, self.here.output, FORMATS, self.context.record)
        store.add(documents)
        waiting: list[list[Document]] = []
        for _, group in groupby(documents, key=lambda one: (one.lists or one).stem):
            together = [*group]
            if files := store.current(together):
                yield from files
            elif artifacts := store.cached(together):
                yield from (artifact.filed for artifact in store.publish(artifacts))
            else:
                waiting.append(together)
        errors: dict[int, DocgenError] = {}
        if waiting:
            self.context.step(f"{kind.name}, fabrication", 0, len(waiting))
        made = self._render_groups(
            waiting, settings_of(templates, FORMATS, self.context.record.store)
        )
        for done, (rank, result) in enumerate(made, 1):
            if isinstance(result, WorkplaceError):
                raise result
            if isinstance(result, DocgenError):
                errors[rank] = result
            else:
                yield from (artifact.filed for artifact in store.publish(result))
            self.context.step(f"{kind.name}, fabrication", done, len(waiting))
        for _, error in sorted(errors.items()):
            self.result.fail(error, kind.name, composed=True)

    def _render_groups(
        self, waiting: Sequence[Sequence[Document]], settings: RenderSettings
    ) -> Iterator[tuple[int, list[Artifact] | DocgenError]]:
        """Yield the rank of each group of documents with its files, or why there are none."""
        pool = self.pool if len(waiting) >= MIN_TASKS_FOR_POOL else None
        tasks = ((rank, pack_documents(together)) for rank, together in enumerate(waiting))
        messages = TaskMessages(lambda rank: waiting[rank][0].stem)
        return run_tasks(pool, self.request.jobs, partial(render_set, settings), tasks, messages)


def _release_files(
    here: Workspace, kind: Kind, folder: str, filed: Iterable[Filed]
) -> Iterator[ReleaseFile]:
    """Yield the files of a kind, and once those that stand beside them."""
    listed: set[Path] = set()
    for made_file in filed:
        document, path = made_file.document, here.output / made_file.path
        of_commune = kind.due is Due.COMMUNE
        file = ReleaseFile(
            path=path,
            folder=folder,
            kind=kind.name,
            key=document.key,
            title=document.title,
            commune=document.place if of_commune else "",
            diffusion=document.diffusion,
            final=document.final,
            format=str(made_file.format),
            pages=made_file.pages,
            sha256=made_file.sha256,
            size=path.stat().st_size,
            recipe=made_file.recipe,
            sources=document.sources,
            dated=document.date_label,
            apart=document.distinguishing_label,
            drafted=document.draft_label,
        )
        yield file
        for end in made_file.format.traits.companions:
            beside = here.output / made_file.place_beside(end)
            if beside not in listed and beside.is_file():
                listed.add(beside)
                sha256 = hashlib.sha256(beside.read_bytes()).hexdigest()
                size = beside.stat().st_size
                companion = replace(file, path=beside, format=FILE, pages=None)
                yield replace(companion, sha256=sha256, size=size, recipe="")


def _calendar(here: Workspace, au: date) -> Iterator[ReleaseFile]:
    signed = project_acts(Referential(here)).public_on(au)
    if not signed:
        return
    data = calendar_file((FollowedConvention(one.cle, one.intitule, one.vie) for one in signed), au)
    place = PurePosixPath(CALENDAR, f"{CALENDAR}.ics")
    publish({place: data}, here.output)
    yield ReleaseFile(
        path=here.output / place,
        folder=str(Diffusion.PUBLIQUE),
        kind=CALENDAR,
        key=CALENDAR,
        title="Échéances des conventions, pour un agenda",
        commune="",
        diffusion=Diffusion.PUBLIQUE,
        final=True,
        format=FILE,
        pages=None,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        sources=tuple(one.source.name for one in signed),
    )
