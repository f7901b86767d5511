"""A batch from end to end: check every commune, leave what stands, make the rest, each whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from docgen.build.batch.job import Batch, OnProgress, Phase, Plan, Progress, pack_documents
from docgen.build.batch.processes import Processes, open_pool
from docgen.build.batch.tasks import STANDS, TaskMessages, run_tasks
from docgen.cache.fingerprint import read_marks
from docgen.document import Artifact, Filed
from docgen.errors import ContentError, DocgenError, Problem, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted, shorten_list
from docgen.left import Item
from docgen.output.disk_errors import UNTOUCHED
from docgen.output.leftovers import warn_of_leftovers
from docgen.output.record import Record
from docgen.referential.communes.postal_codes import merge_postal_codes
from docgen.request import Outcome

MAX_PACKED_BYTES = 64_000_000
"""How many bytes of composed documents are kept until their turn comes: some 1,900 communes."""
PARALLEL_FROM: Final = 40
"""From how many communes on processes compose them: each reads the project first."""
COMMUNES_AT_ONCE: Final = 4
"""How many communes a process composes at once."""


@dataclass(slots=True)
class _Tally:
    """What has come of a batch so far; each problem once, for communes share nearly all.

    `failed` are the communes that could not be made, and `failures` why, with the communes of each.
    `documents` are those that each item in `left` keeps from being final.
    """

    filed: list[Filed] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    left: dict[str, Item] = field(default_factory=dict)
    documents: dict[str, list[str]] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    transient: bool = False
    done: int = 0
    kept: int = 0
    failed: list[str] = field(default_factory=list)
    failures: dict[Problem, list[str]] = field(default_factory=dict)

    def add(self, plan: Plan) -> None:
        self.problems |= dict.fromkeys(plan.notices)
        self.withheld += plan.withheld
        for item in plan.left:
            self.left.setdefault(item.id, item)
            self.documents.setdefault(item.id, []).extend(item.documents)

    def items(self) -> tuple[Item, ...]:
        """Return what is left, each item once, with its documents in the order of the plans."""
        documents = self.documents
        return tuple(replace(one, documents=tuple(documents[one.id])) for one in self.left.values())

    def fail(self, error: DocgenError, town: str) -> None:
        self.failed.append(town)
        for problem in error.problems:
            self.failures.setdefault(replace(problem, towns=()), []).append(town)

    def all_problems(self) -> tuple[Problem, ...]:
        """Return all problems; what prevents communes names them."""
        named = (replace(one, towns=tuple(towns)) for one, towns in self.failures.items())
        return (*self.problems, *named)


class _BatchRun:
    """A batch under way: what it makes, what stands already, what has come of it."""

    def __init__(self, batch: Batch, on_progress: OnProgress, record: Record) -> None:
        self.batch, self.on_progress, self.record = batch, on_progress, record
        from docgen.build.batch.composer import Composer
        from docgen.build.render import DocumentStore

        target = batch.target
        self._marks = read_marks(target.workspace)
        self.composer = Composer(target)
        templates, output = self.composer.templates, target.workspace.output
        self.store = DocumentStore(templates, output, target.request.formats, record)
        self.tally = _Tally()
        self._packed_bytes = 0

    def plans(self, pool: Executor | None) -> Iterator[Plan]:
        """Yield the plan of each commune, in their order; count those that are wrong."""
        tally, total = self.tally, len(self.batch.codes)
        for rank, plan in enumerate(self._planned(pool), 1):
            if isinstance(plan, DocgenError):
                tally.fail(plan, self.composer.town(self.batch.codes[rank - 1]))
                continue
            tally.add(plan)
            self.store.add_recipes(plan.recipes)
            kept = self._packed_bytes < MAX_PACKED_BYTES
            self._packed_bytes += len(plan.packed)
            yield replace(plan, recipes={}, packed=plan.packed if kept else b"")
            self.on_progress(Progress(Phase.VERIFICATION, rank, total, failed=len(tally.failed)))

    def _planned(self, pool: Executor | None) -> Iterator[Plan | DocgenError]:
        """Yield plans as the composer makes them or, of many communes, docgen's own processes."""
        from docgen.build.batch.composer import plan_communes  # loaded by now, with the project

        codes = self.batch.codes
        if not isinstance(pool, Processes) or len(codes) < PARALLEL_FROM:
            yield from map(self._plan, codes)
            return
        work = partial(plan_communes, self.batch.target, self._marks)
        tasks = (
            (rank, codes[rank : rank + COMMUNES_AT_ONCE])
            for rank in range(0, len(codes), COMMUNES_AT_ONCE)
        )
        ended: dict[int, list[Plan | DocgenError]] = {}
        following = 0
        for rank, result in run_tasks(pool, self.batch.jobs, work, tasks):
            if isinstance(result, DocgenError):
                raise result
            ended[rank] = result
            while plans := ended.pop(following, None):
                yield from plans
                following += COMMUNES_AT_ONCE

    def _plan(self, code: CodeInsee) -> Plan | DocgenError:
        try:
            return self.composer.plan(code)
        except DocgenError as error:
            return error

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

    def render(self, plans: Sequence[Plan], pool: Executor | None) -> None:
        """Make and publish the documents of communes; docgen's own processes compose the rest."""
        from docgen.build.batch.composer import render_commune, render_set, settings_of

        target = self.batch.target
        settings = settings_of(self.composer.templates, target.request.formats, self.record.store)
        messages = TaskMessages(lambda plan: str(plan.name), self.report_progress)
        run = partial(run_tasks, pool, self.batch.jobs, messages=messages)
        if isinstance(pool, Processes):
            work = partial(render_commune, settings, target, self._marks)
            made = run(work, ((plan, (plan.code, plan.packed)) for plan in plans))
        else:
            work = partial(render_set, settings)
            made = run(work, ((plan, self._packed(plan)) for plan in plans))
        for plan, result in made:
            self.end_task(plan.code, result)

    def _packed(self, plan: Plan) -> bytes:
        """Return the documents of a plan, composed again where they were not held."""
        return plan.packed or pack_documents(self.composer.documents(plan.code))

    def end_task(self, code: CodeInsee, result: list[Artifact] | DocgenError) -> None:
        """Publish what a task made, or raise its error, which is counted with `keep_going`."""
        if not isinstance(result, DocgenError):
            self.publish(result)
            return
        self.tally.fail(result, self.composer.town(code))
        self.report_progress()
        if not self.batch.keep_going:
            raise type(result)([*result.problems, *self._count()])

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
        kept, failed = self.tally.kept, len(self.tally.failed)
        done, total = self.tally.done + kept + failed, len(self.batch.codes)
        self.on_progress(Progress(Phase.FABRICATION, done, total, kept, failed, patience))

    def _count(self) -> Iterator[Problem]:
        """Yield how many communes are made, and which are not, where several were asked for."""
        tally, total = self.tally, len(self.batch.codes)
        if tally.failed and total > 1:
            made, failed = tally.done + tally.kept, len(tally.failed)
            words = [counted(made, "commune faite"), counted(failed, "non faite", "non faites")]
            message = f"{', '.join(words)} : {shorten_list(tally.failed)}"
            hint = "« --keep-going » fait les autres communes" if made + failed < total else ""
            yield Problem(self.batch.target.kind, message, code="lot", hint=hint).as_warning()

    def outcome(self) -> Outcome:
        """Return what came of the batch, its files in the order of the communes."""
        tally, target = self.tally, self.batch.target
        rank = {str(code): number for number, code in enumerate(self.batch.codes)}
        filed = sorted(tally.filed, key=lambda one: (rank.get(one.document.place, 0), one.format))
        direct = [one.fallback_reason for one in filed if one.fallback_reason]
        warnings = (*_warn_of_direct(target.kind, direct), *self._count())
        problems = (*merge_postal_codes(tally.all_problems()), *warnings)
        return Outcome(
            tuple(filed),
            (*problems, *warn_of_leftovers(target.workspace, tally.filed)),
            self.store.recovered,
            tuple(tally.withheld),
            tally.items(),
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
    with ExitStack() as stack:
        if executor is None and len(batch.codes) >= PARALLEL_FROM:
            executor = stack.enter_context(open_pool(batch.jobs, len(batch.codes)))
        plans = list(run.plans(executor))
        if run.tally.failed and not batch.keep_going:
            raise ContentError(run.tally.all_problems())
        absent = [plan for plan in plans if not run.skip_if_current(plan)]
        unmade = [plan for plan in absent if not run.publish_from_cache(plan)]
        if unmade:
            executor = executor or stack.enter_context(open_pool(batch.jobs, len(unmade)))
            run.render(unmade, executor)
    return run.outcome()


def _warn_of_direct(kind: str, reasons: list[str]) -> Iterator[Problem]:
    """Yield how many documents that were asked in frames were laid out direct, and why."""
    if reasons:
        message = f"{counted(len(reasons), 'document')} mis en page par la méthode lente"
        why = ", ".join(sorted(set(reasons)))
        hint = f"rien à faire : le résultat est le même, et contrôlé comme les autres ({why})"
        yield Problem(kind, message, code="cadre", hint=hint).as_warning()
