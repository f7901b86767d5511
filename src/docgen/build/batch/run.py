"""The story of a batch: check every commune, leave what stands, make the rest, each whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from docgen.build.batch.frame_prebuild import Second
from docgen.build.batch.job import Lot
from docgen.build.batch.processes import processes
from docgen.build.batch.progress import Phase, Progress, Tell
from docgen.build.batch.tasks import STANDS, Voice, done_by
from docgen.build.batch.transport import wrapped
from docgen.cache.fingerprint import Recipe
from docgen.document import Artifact, Document, Filed, Format
from docgen.errors import ContentError, DocgenError, Problem, Severity, WorkplaceError
from docgen.french.territory import CodeInsee
from docgen.output.disk_errors import UNTOUCHED
from docgen.output.leftovers import companions, others
from docgen.output.publication import publish
from docgen.output.record import Record
from docgen.referential.droit.warnings import group_warnings
from docgen.request import Outcome

if TYPE_CHECKING:
    from docgen.build.batch.composer import Composition, Order

T = TypeVar("T")
Find = Callable[[Document, Sequence[Format], str], list[T]]

LEDGER: Final = ".docgen-lot.json"
"""What an older docgen left beside its packs; it goes."""
AT_HAND = 64_000_000
"""How many bytes of composed documents are kept until their turn comes: some 1,900 communes."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one commune, bare, and the recipe of each by its stem.

    `wrapped` holds them whole, as they travel; empty when there are too many to keep.
    """

    code: CodeInsee
    documents: tuple[Document, ...]
    recipes: Mapping[str, Recipe]
    wrapped: bytes = b""

    def called(self) -> str:
        """Return what people know it by: its documents."""
        return ", ".join(self.recipes)


@dataclass(slots=True)
class _Tally:
    """What has come of a batch so far."""

    filed: list[Filed] = field(default_factory=list)
    problems: dict[Problem, None] = field(default_factory=dict)
    """Each once: communes leave nearly the same to be done."""
    left: dict[Problem, None] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)
    recovered: str = ""
    passing: bool = False
    done: int = 0
    kept: int = 0
    failed: int = 0

    def add(self, made: Composition) -> None:
        """Keep what is to be told of a commune."""
        self.problems |= dict.fromkeys(made.problems)
        self.left |= dict.fromkeys(made.left)
        self.withheld += made.withheld

    def fail(self, error: DocgenError) -> None:
        """Count a commune that cannot be made, and keep why."""
        self.failed += 1
        self.problems |= dict.fromkeys(error.problems)


class _Batch:
    """A batch under way: what it makes, what it knows, what has come of it."""

    def __init__(self, lot: Lot, tell: Tell, record: Record, second: Second) -> None:
        self.lot, self.tell, self.record, self.second = lot, tell, record, second
        self.request, self.output = lot.brief.request, lot.brief.workspace.output
        second.start()
        from docgen.build.batch.composer import Shop  # while the second process loads as much

        self.shop = Shop(lot.brief)
        self.tally = _Tally()
        self.held = 0

    def planned(self) -> Iterator[Plan]:
        """Yield what is to be made of each commune; tally what is wrong, or left to do."""
        tally, codes = self.tally, self.lot.codes
        for rank, code in enumerate(codes, 1):
            try:
                plan = self.composed(code)
            except DocgenError as error:
                tally.fail(error)
                continue
            yield plan
            self.tell(Progress(Phase.VERIFICATION, rank, len(codes), failed=tally.failed))

    def composed(self, code: CodeInsee) -> Plan:
        """Return what is to be made of a commune; raise DocgenError for what is wrong with it."""
        made = self.shop.composition(code)
        self.tally.add(made)
        whole = wrapped(made.documents) if self.held < AT_HAND else b""
        self.held += len(whole)
        return Plan(code, tuple(one.bare for one in made.documents), made.recipes, whole)

    def stands(self, plan: Plan) -> bool:
        """Whether all files of a commune stand as they would be made; they are taken as made."""
        found = self.found(plan, self.record.cache.find)
        if not found or not all(self.record.stands(self.output / x.path, x.sha256) for x in found):
            return False
        for one in found:
            self._note(one, plan)
        self.tally.kept += 1
        self.tally.filed += found
        return True

    def remembered(self, plan: Plan) -> bool:
        """Whether the cache has all files of a commune; they are then put in place."""
        made = self.found(plan, self.record.cache.get)
        if made:
            self.file(plan, made)
        return bool(made)

    def found(self, plan: Plan, find: Find[T]) -> list[T]:
        """Return the files of a commune as the cache knows them; none unless it knows them all."""
        digests = ((one, plan.recipes[one.stem].digest) for one in plan.documents)
        found = [find(one, self.request.formats, digest) for one, digest in digests]
        return [one for each in found for one in each] if all(found) else []

    def tasks(self, plans: list[Plan], order: Order) -> Iterator[tuple[Plan, bytes]]:
        """Yield what is left to make, composed again where it was not kept."""
        for plan in plans:
            whole = plan.wrapped or wrapped(self.shop.composition(plan.code).documents)
            self.second.build(order, whole)
            yield plan, whole

    def file(self, plan: Plan, made: list[Artifact] | DocgenError) -> None:
        """Put the files of a commune in place, whole; note why there are none, or stop there.

        What was made while somebody wrote to the templates is not remembered.
        """
        if isinstance(made, DocgenError):
            if not self.lot.keep_going:
                raise made
            self.tally.fail(made)
        else:
            if self.shop.untouched:
                made = [replace(one, recipe=plan.recipes[one.document.stem].digest) for one in made]
                self.record.cache.keep(made)
            files = {place: data for one in made for place, data in one.files.items()}
            stale = companions(made) - files.keys() | {PurePosixPath(self.lot.brief.kind, LEDGER)}
            with self._standing_told():
                recovered = publish(files, self.output, stale)
            for one in made:
                self._note(one, plan)
            self.tally.passing |= any(one.passing for one in made)
            self.tally.recovered = self.tally.recovered or recovered
            self.tally.filed += (one.filed for one in made)
            self.tally.done += 1
        self.told()

    @contextmanager
    def _standing_told(self) -> Iterator[None]:
        """Say of a refusal of the disk how many communes stand: something has changed by then."""
        standing = self.tally.done + self.tally.kept
        try:
            yield
        except WorkplaceError as error:
            one = (
                "1 commune est en place" if standing == 1 else f"{standing} communes sont en place"
            )
            since = f"{one}, {STANDS}" if standing else UNTOUCHED
            told = (replace(p, hint=p.hint.replace(UNTOUCHED, since)) for p in error.problems)
            raise WorkplaceError(told) from error

    def _note(self, made: Artifact | Filed, plan: Plan) -> None:
        self.record.note(self.output, made, plan.recipes[made.document.stem])

    def told(self, patience: float | None = None) -> None:
        """Tell how far the batch is, and how long more it waits for somebody to go on with it."""
        tally, total = self.tally, len(self.lot.codes)
        done = tally.done + tally.kept + tally.failed
        self.tell(Progress(Phase.FABRICATION, done, total, tally.kept, tally.failed, patience))


def make(
    lot: Lot, tell: Tell, executor: Executor | None = None, record: Record | None = None
) -> Outcome:
    """Make the documents of all communes; raise ContentError when any of them is wrong.

    With `keep_going`, those that can be made are made, and the others are told as errors.  Without
    an `executor`, processes are started when the communes are many.  What the cache has is not
    made again.
    """
    record = record or Record()
    with Second(lot, cached=record.store is not None and executor is None) as second:
        return _made(_Batch(lot, tell, record, second), executor)


def _made(batch: _Batch, executor: Executor | None) -> Outcome:
    lot, tally, plans = batch.lot, batch.tally, list(batch.planned())
    if tally.failed and not lot.keep_going:
        raise ContentError(tally.problems)
    plans = [plan for plan in plans if not batch.stands(plan)]
    todo = [plan for plan in plans if not batch.remembered(plan)]
    lent = nullcontext(executor) if executor else processes(lot.jobs, len(todo))
    with lent as pool:
        if todo:
            store = batch.record.store
            order = replace(batch.shop.order, cache=store.opened() if store else None)
            from docgen.build.batch.composer import render_set  # loaded by now, with the project

            tasks = batch.tasks(todo, order)
            hand = partial(render_set, order)
            for plan, made in done_by(pool, lot.jobs, hand, tasks, Voice(Plan.called, batch.told)):
                batch.file(plan, made)
    whole = [one.whole for one in tally.filed if one.whole]
    told = (*group_warnings(tally.problems), *_laid_out_whole(lot, whole))
    told = (*told, *others(lot.brief.workspace, tally.filed))
    rank = {code.lower(): number for number, code in enumerate(lot.codes)}
    filed = sorted(tally.filed, key=lambda one: (rank.get(one.document.key, 0), one.format))
    left = tuple(tally.left)
    withheld = tuple(tally.withheld)
    return Outcome(tuple(filed), told, tally.recovered, withheld, left, tally.passing)


def _laid_out_whole(lot: Lot, reasons: list[str]) -> Iterator[Problem]:
    """Yield how many documents that were asked in frames were laid out whole, and why."""
    if reasons:
        message = f"{len(reasons)} mis en page « direct » au lieu de « cadre »"
        why = ", ".join(sorted(set(reasons)))
        hint = f"le résultat est le même, seulement plus lent à faire ({why})"
        severity = Severity.AVERTISSEMENT
        yield Problem(lot.brief.kind, message, code="cadre", hint=hint, severity=severity)
