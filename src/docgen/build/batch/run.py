"""A batch from end to end: check every commune, leave what stands, make the rest, each whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from docgen.build.batch.job import Batch
from docgen.build.batch.processes import open_pool
from docgen.build.batch.progress import OnProgress, Phase, Progress
from docgen.build.batch.tasks import STANDS, TaskMessages, run_tasks
from docgen.build.batch.transport import pack_documents
from docgen.cache.fingerprint import Recipe
from docgen.document import Artifact, Document, Filed, Format
from docgen.errors import ContentError, DocgenError, Problem, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.output.disk_errors import UNTOUCHED
from docgen.output.leftovers import companions, warn_of_leftovers
from docgen.output.publication import publish
from docgen.output.record import Record
from docgen.referential.droit.warnings import group_warnings
from docgen.request import Outcome

if TYPE_CHECKING:
    from docgen.build.batch.composer import Composition

T = TypeVar("T")
Find = Callable[[Document, Sequence[Format], str], list[T]]

LEDGER: Final = ".docgen-lot.json"
"""A file that an older docgen left beside its packs; it is removed."""
MAX_PACKED_BYTES = 64_000_000
"""How many bytes of composed documents are kept until their turn comes: some 1,900 communes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one commune, bare, and the recipe of each by its stem.

    `packed` holds them whole, as they travel between processes; empty when there are too many.
    """

    code: CodeInsee
    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    packed: bytes = b""

    @property
    def name(self) -> str:
        """The names of its documents."""
        return ", ".join(self.recipes)


@dataclass(slots=True)
class _Tally:
    """What has come of a batch so far; each problem once, for communes share nearly all."""

    filed: list[Filed] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    left: dict[Problem, None] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    recovered: str = ""
    transient: bool = False
    done: int = 0
    kept: int = 0
    failed: int = 0

    def add(self, composition: Composition) -> None:
        self.problems |= dict.fromkeys(composition.problems)
        self.left |= dict.fromkeys(composition.left)
        self.withheld += composition.withheld

    def fail(self, error: DocgenError) -> None:
        self.failed += 1
        self.problems |= dict.fromkeys(error.problems)


class _Run:
    """A batch under way: what it makes, what stands already, what has come of it."""

    def __init__(self, batch: Batch, tell: OnProgress, record: Record) -> None:
        self.batch, self.tell, self.record = batch, tell, record
        self.request, self.output = batch.brief.request, batch.brief.workspace.output
        from docgen.build.batch.composer import Composer

        self.composer = Composer(batch.brief)
        self.tally = _Tally()
        self._held = 0

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
            self.tell(Progress(Phase.VERIFICATION, rank, len(codes), failed=tally.failed))

    def _plan(self, code: CodeInsee) -> Plan:
        composition = self.composer.composition(code)
        self.tally.add(composition)
        documents = composition.documents
        packed = pack_documents(documents) if self._held < MAX_PACKED_BYTES else b""
        self._held += len(packed)
        return Plan(code, tuple(one.bare for one in documents), composition.recipes, packed)

    def skip_if_current(self, plan: Plan) -> bool:
        """Whether all files of a commune stand as they would be made; they are counted as made."""
        found = self._find(plan, self.record.cache.find)
        if not found or not all(self.record.stands(self.output / x.path, x.sha256) for x in found):
            return False
        self._note(plan, found)
        self.tally.kept += 1
        return True

    def publish_from_cache(self, plan: Plan) -> bool:
        """Whether the cache has all files of a commune; they are then published."""
        made = self._find(plan, self.record.cache.get)
        if made:
            self.publish(plan, made)
        return bool(made)

    def _find(self, plan: Plan, find: Find[T]) -> list[T]:
        """Return the files of a commune as the cache knows them; none unless it knows them all."""
        digests = ((one, plan.recipes[one.stem].digest) for one in plan.documents)
        found = [find(one, self.request.formats, digest) for one, digest in digests]
        return [one for each in found for one in each] if all(found) else []

    def tasks(self, plans: list[Plan]) -> Iterator[tuple[Plan, bytes]]:
        """Yield each plan with its documents, composed again where they were not held."""
        for plan in plans:
            packed = plan.packed or pack_documents(self.composer.composition(plan.code).documents)
            yield plan, packed

    def end_task(self, plan: Plan, made: list[Artifact] | DocgenError) -> None:
        """Publish what a task made, or raise its error, which is counted with `keep_going`."""
        if not isinstance(made, DocgenError):
            self.publish(plan, made)
        elif self.batch.keep_going:
            self.tally.fail(made)
            self.report_progress()
        else:
            raise made

    def publish(self, plan: Plan, made: list[Artifact]) -> None:
        """Put the files of a commune in place, whole, once they are in the cache.

        What was made while somebody wrote to the templates is found by no recipe.
        """
        if self.composer.untouched:
            made = [replace(one, recipe=plan.recipes[one.document.stem].digest) for one in made]
        self.record.cache.keep(made)
        files = {place: data for one in made for place, data in one.files.items()}
        stale = companions(made) - files.keys() | {PurePosixPath(self.batch.brief.kind, LEDGER)}
        with self._count_in_hints():
            recovered = publish(files, self.output, stale)
        self._note(plan, made)
        self.tally.transient |= any(one.transient for one in made)
        self.tally.recovered = self.tally.recovered or recovered
        self.tally.done += 1
        self.report_progress()

    def _note(self, plan: Plan, made: Sequence[Artifact | Filed]) -> None:
        for one in made:
            self.record.note(self.output, one, plan.recipes[one.document.stem])
            self.tally.filed.append(one.filed if isinstance(one, Artifact) else one)

    @contextmanager
    def _count_in_hints(self) -> Iterator[None]:
        """Say in the hints of a disk error how many communes stand: something has changed."""
        standing = self.tally.done + self.tally.kept
        try:
            yield
        except WorkplaceError as error:
            one = (
                "1 commune est en place" if standing == 1 else f"{standing} communes sont en place"
            )
            since = f"{one}, {STANDS}" if standing else UNTOUCHED
            problems = (replace(p, hint=p.hint.replace(UNTOUCHED, since)) for p in error.problems)
            raise WorkplaceError(problems) from error

    def report_progress(self, patience: float | None = None) -> None:
        """Tell how far the batch is, and for how many seconds it waits for a worker, if it does."""
        tally, total = self.tally, len(self.batch.codes)
        done = tally.done + tally.kept + tally.failed
        self.tell(Progress(Phase.FABRICATION, done, total, tally.kept, tally.failed, patience))

    def outcome(self) -> Outcome:
        """Return what came of the batch, its files in the order of the communes."""
        tally, brief = self.tally, self.batch.brief
        rank = {str(code): number for number, code in enumerate(self.batch.codes)}
        filed = sorted(tally.filed, key=lambda one: (rank.get(one.document.place, 0), one.format))
        direct = [one.frame_refusal for one in filed if one.frame_refusal]
        problems = (*group_warnings(tally.problems), *_warn_of_direct(brief.kind, direct))
        return Outcome(
            tuple(filed),
            (*problems, *warn_of_leftovers(brief.workspace, tally.filed)),
            tally.recovered,
            tuple(tally.withheld),
            tuple(tally.left),
            tally.transient,
        )


def make(
    batch: Batch, tell: OnProgress, executor: Executor | None = None, record: Record | None = None
) -> Outcome:
    """Make the documents of all communes; raise ContentError when any of them is wrong.

    With `keep_going`, those that can be made are made, and the others are told as errors.  Without
    an `executor`, processes are started when the communes are many.  What the cache has is not
    made again.
    """
    record = record or Record()
    run = _Run(batch, tell, record)
    plans = list(run.plans())
    if run.tally.failed and not batch.keep_going:
        raise ContentError(run.tally.problems)
    absent = [plan for plan in plans if not run.skip_if_current(plan)]
    unmade = [plan for plan in absent if not run.publish_from_cache(plan)]
    with nullcontext(executor) if executor else open_pool(batch.jobs, len(unmade)) as pool:
        _render(run, unmade, pool)
    return run.outcome()


def _render(run: _Run, plans: list[Plan], pool: Executor | None) -> None:
    if not plans:
        return
    from docgen.build.batch.composer import render_set  # loaded by now, with the project

    store, jobs = run.record.store, run.batch.jobs
    cache = store.make_folder() if store else None
    settings = replace(run.composer.settings, cache=cache)
    messages = TaskMessages(lambda plan: str(plan.name), run.report_progress)
    tasks = run.tasks(plans)
    for plan, made in run_tasks(pool, jobs, partial(render_set, settings), tasks, messages):
        run.end_task(plan, made)


def _warn_of_direct(kind: str, reasons: list[str]) -> Iterator[Problem]:
    """Yield how many documents that were asked in frames were laid out direct, and why."""
    if reasons:
        message = f"{len(reasons)} mis en page « direct » au lieu de « cadre »"
        why = ", ".join(sorted(set(reasons)))
        hint = f"le résultat est le même, seulement plus lent à faire ({why})"
        yield Problem(kind, message, code="cadre", hint=hint).as_warning()
