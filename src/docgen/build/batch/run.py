"""A batch from end to end: check every commune, leave what stands, make the rest, each whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from docgen.build.batch.job import Batch, OnProgress, Phase, Progress, pack_documents
from docgen.build.batch.processes import open_pool
from docgen.build.batch.tasks import STANDS, TaskMessages, run_tasks
from docgen.document import Artifact, Document, Filed
from docgen.errors import ContentError, DocgenError, Problem, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted
from docgen.left import Item, each_once
from docgen.output.disk_errors import UNTOUCHED
from docgen.output.leftovers import warn_of_leftovers
from docgen.output.record import Record
from docgen.referential.communes.postal_codes import merge_postal_codes
from docgen.request import Outcome

if TYPE_CHECKING:
    from docgen.build.compose import Composed

MAX_PACKED_BYTES = 64_000_000
"""How many bytes of composed documents are kept until their turn comes: some 1,900 communes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one commune, bare.

    `packed` holds them whole, as they travel between processes; empty when there are too many.
    """

    code: CodeInsee
    documents: tuple[Document, ...]
    packed: bytes = b""

    @property
    def name(self) -> str:
        """The names of its documents."""
        return ", ".join(document.stem for document in self.documents)


@dataclass(slots=True)
class _Tally:
    """What has come of a batch so far; each problem once, for communes share nearly all."""

    filed: list[Filed] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    left: dict[str, Item] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    transient: bool = False
    done: int = 0
    kept: int = 0
    failed: int = 0

    def add(self, composed: Sequence[Composed]) -> None:
        documents = [one.document for one in composed]
        self.problems |= dict.fromkeys(one for document in documents for one in document.notices)
        left = (item for document in documents for item in document.left)
        items = each_once((*self.left.values(), *left))
        self.left = {item.id: item for item in items}

    def fail(self, error: DocgenError) -> None:
        self.failed += 1
        self.problems |= dict.fromkeys(error.problems)


class _BatchRun:
    """A batch under way: what it makes, what stands already, what has come of it."""

    def __init__(self, batch: Batch, on_progress: OnProgress, record: Record) -> None:
        self.batch, self.on_progress, self.record = batch, on_progress, record
        from docgen.build.batch.composer import Composer
        from docgen.build.render import DocumentStore

        brief = batch.brief
        self.composer = Composer(brief)
        templates, output = self.composer.templates, brief.workspace.output
        self.store = DocumentStore(templates, output, brief.request.formats, record)
        self.tally = _Tally()
        self._packed_bytes = 0

    def plans(self) -> Iterator[Plan]:
        """Yield the plan of each commune; count those that are wrong."""
        tally, codes = self.tally, self.batch.codes
        for rank, code in enumerate(codes, 1):
            try:
                plan = self._plan(code)
            except DocgenError as error:
                tally.fail(error)
                continue
            yield plan
            self.on_progress(Progress(Phase.VERIFICATION, rank, len(codes), failed=tally.failed))

    def _plan(self, code: CodeInsee) -> Plan:
        from docgen.build.compose import wanted, withheld  # loaded by now, with the project

        final = self.batch.brief.request.final
        composed = self.composer.composed(code)
        self.tally.add(composed)
        self.tally.withheld += withheld(composed, final)
        documents = wanted(composed, final)
        self.store.add(documents)
        packed = pack_documents(documents) if self._packed_bytes < MAX_PACKED_BYTES else b""
        self._packed_bytes += len(packed)
        return Plan(code, tuple(document.bare for document in documents), packed)

    def skip_if_current(self, plan: Plan) -> bool:
        """Whether all files of a commune stand as they would be made; they are counted as made."""
        files = self.store.current(plan.documents)
        self.tally.filed += files
        self.tally.kept += bool(files)
        return bool(files)

    def publish_from_cache(self, plan: Plan) -> bool:
        """Whether the cache has all files of a commune; they are then published."""
        artifacts = self.store.cached(plan.documents)
        if artifacts:
            self.publish(artifacts)
        return bool(artifacts)

    def tasks(self, plans: list[Plan]) -> Iterator[tuple[Plan, bytes]]:
        """Yield each plan with its documents, composed again where they were not held."""
        for plan in plans:
            packed = plan.packed or pack_documents(self.composer.documents(plan.code))
            yield plan, packed

    def end_task(self, result: list[Artifact] | DocgenError) -> None:
        """Publish what a task made, or raise its error, which is counted with `keep_going`."""
        if not isinstance(result, DocgenError):
            self.publish(result)
        elif self.batch.keep_going:
            self.tally.fail(result)
            self.report_progress()
        else:
            raise result

    def publish(self, artifacts: Sequence[Artifact]) -> None:
        """Put the files of a commune in place, whole."""
        with self._count_in_hints():
            artifacts = self.store.publish(artifacts)
        self.tally.filed += (artifact.filed for artifact in artifacts)
        self.tally.transient |= any(artifact.transient for artifact in artifacts)
        self.tally.done += 1
        self.report_progress()

    @contextmanager
    def _count_in_hints(self) -> Iterator[None]:
        """Say in the hints of a disk error how many communes stand: something has changed."""
        standing = self.tally.done + self.tally.kept
        try:
            yield
        except WorkplaceError as error:
            place = counted(standing, "commune est", "communes sont")
            since = f"{place} en place, {STANDS}" if standing else UNTOUCHED
            problems = (replace(p, hint=p.hint.replace(UNTOUCHED, since)) for p in error.problems)
            raise WorkplaceError(problems) from error

    def report_progress(self, patience: float | None = None) -> None:
        """Tell how far the batch is, and for how many seconds it waits for a worker, if it does."""
        kept, failed = self.tally.kept, self.tally.failed
        done, total = self.tally.done + kept + failed, len(self.batch.codes)
        self.on_progress(Progress(Phase.FABRICATION, done, total, kept, failed, patience))

    def outcome(self) -> Outcome:
        """Return what came of the batch, its files in the order of the communes."""
        tally, brief = self.tally, self.batch.brief
        rank = {str(code): number for number, code in enumerate(self.batch.codes)}
        filed = sorted(tally.filed, key=lambda one: (rank.get(one.document.place, 0), one.format))
        direct = [one.frame_refusal for one in filed if one.frame_refusal]
        problems = (*merge_postal_codes(tally.problems), *_warn_of_direct(brief.kind, direct))
        return Outcome(
            tuple(filed),
            (*problems, *warn_of_leftovers(brief.workspace, tally.filed)),
            self.store.recovered,
            tuple(tally.withheld),
            tuple(tally.left.values()),
            tally.transient,
        )


def make(
    batch: Batch,
    on_progress: OnProgress,
    executor: Executor | None = None,
    record: Record | None = None,
) -> Outcome:
    """Make the documents of all communes; raise ContentError when any of them is wrong.

    With `keep_going`, those that can be made are made, and the others are told as errors.  Without
    an `executor`, processes are started when the communes are many.  What the cache has is not
    made again.
    """
    run = _BatchRun(batch, on_progress, record or Record())
    plans = list(run.plans())
    if run.tally.failed and not batch.keep_going:
        raise ContentError(run.tally.problems)
    absent = [plan for plan in plans if not run.skip_if_current(plan)]
    unmade = [plan for plan in absent if not run.publish_from_cache(plan)]
    with nullcontext(executor) if executor else open_pool(batch.jobs, len(unmade)) as pool:
        _render(run, unmade, pool)
    return run.outcome()


def _render(run: _BatchRun, plans: list[Plan], pool: Executor | None) -> None:
    if not plans:
        return
    from docgen.build.batch.composer import render_set, settings_of  # loaded by now

    formats = run.batch.brief.request.formats
    settings = settings_of(run.composer.templates, formats, run.record.store)
    messages = TaskMessages(lambda plan: str(plan.name), run.report_progress)
    work, tasks = partial(render_set, settings), run.tasks(plans)
    for _, result in run_tasks(pool, run.batch.jobs, work, tasks, messages):
        run.end_task(result)


def _warn_of_direct(kind: str, reasons: list[str]) -> Iterator[Problem]:
    """Yield how many documents that were asked in frames were laid out direct, and why."""
    if reasons:
        message = f"{len(reasons)} mis en page « direct » au lieu de « cadre »"
        why = ", ".join(sorted(set(reasons)))
        hint = f"contrôlés comme les autres, seulement plus lents à faire ({why})"
        yield Problem(kind, message, code="cadre", hint=hint).as_warning()
