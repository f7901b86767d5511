"""The story of a batch: check every commune, leave what stands, make the rest, each whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial

from docgen.batch.ledger import Ledger
from docgen.batch.processes import done_by, start_processes
from docgen.batch.progress import Phase, Progress, Tell
from docgen.batch.shop import Lot, opened, render_one
from docgen.build import Outcome, companions, outdated, withheld
from docgen.document import Artifact, Document, Filed
from docgen.errors import ContentError, DocgenError, Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.restes import grouped
from docgen.publication import publish
from docgen.rendering.recipe import digest


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of one commune, bare, and the digest of what each is made from."""

    code: CodeInsee
    documents: tuple[Document, ...]
    digests: Mapping[str, str]


@dataclass(slots=True)
class _Tally:
    """What has come of a batch so far."""

    filed: list[Filed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    recovered: str = ""
    done: int = 0
    kept: int = 0
    failed: int = 0

    def fail(self, error: DocgenError) -> None:
        """Count a commune that cannot be made, and keep why."""
        self.failed += 1
        self.problems += error.problems


def make(lot: Lot, tell: Tell, executor: Executor | None = None) -> Outcome:
    """Make the documents of all communes; raise ContentError when any of them is wrong.

    With `keep_going`, those that can be made are made, and the others are told as errors.  Without
    an `executor`, processes are started when the communes are many.
    """
    tally = _Tally()
    plans = list(_planned(lot, tally, tell))
    if tally.failed and not lot.keep_going:
        raise ContentError(dict.fromkeys(tally.problems))
    ledger = Ledger(lot.brief.workspace, lot.brief.kind)
    todo = [plan for plan in plans if not _stands(lot, plan, ledger, tally)]
    pool = executor or start_processes(lot.jobs, len(todo))
    try:
        work = partial(render_one, lot.brief)
        plan_of = {plan.code: plan for plan in todo}
        for code, made in done_by(pool, lot.jobs, work, plan_of):
            _file(lot, plan_of[code], made, ledger, tally)
            _told(lot, tally, tell)
    finally:
        if pool and pool is not executor:
            pool.shutdown(cancel_futures=True)
    told = (*grouped(tally.problems), *outdated(lot.brief.workspace, tally.filed))
    return Outcome(tuple(tally.filed), told, tally.recovered, tuple(tally.withheld))


def _planned(lot: Lot, tally: _Tally, tell: Tell) -> Iterator[Plan]:
    """Yield what is to be made of each commune; tally what is wrong, or left to do."""
    shop, wish = opened(lot.brief), lot.brief.wish
    for rank, code in enumerate(lot.codes, 1):
        try:
            made = shop.composed(code)
        except DocgenError as error:
            tally.fail(error)
            continue
        tally.problems += (told for one in made for told in one.told(wish.final))
        tally.withheld += withheld(made, wish.final)
        kept = [one.document for one in made if one.document.final or not wish.final]
        told = {one.stem: digest(one, shop.templates) for one in kept}
        yield Plan(code, tuple(one.bare for one in kept), told)
        tell(Progress(Phase.VERIFICATION, rank, len(lot.codes), failed=tally.failed))


def _stands(lot: Lot, plan: Plan, ledger: Ledger, tally: _Tally) -> bool:
    """Whether all files of a commune stand as they would be made; they are then taken as made."""
    found: list[Filed] = []
    for document in plan.documents:
        made_from = plan.digests[document.stem]
        kept = ledger.kept(document, made_from, lot.brief.wish.formats)
        if not kept or lot.brief.wish.no_cache:
            return False
        found += kept
    tally.kept += 1
    tally.filed += found
    return True


def _file(
    lot: Lot, plan: Plan, made: list[Artifact] | DocgenError, ledger: Ledger, tally: _Tally
) -> None:
    """Put the files of a commune in place, whole; or note why there are none, or stop there."""
    if isinstance(made, DocgenError):
        if not lot.keep_going:
            raise made
        tally.fail(made)
        return
    filed = [one.filed for one in made]
    files = {place: data for one in made for place, data in one.files.items()}
    files[ledger.place] = ledger.add(filed, plan.digests)
    recovered = publish(files, lot.brief.workspace.output, companions(made) - files.keys())
    tally.recovered = tally.recovered or recovered
    tally.filed += filed
    tally.done += 1


def _told(lot: Lot, tally: _Tally, tell: Tell) -> None:
    done = tally.done + tally.kept + tally.failed
    tell(Progress(Phase.FABRICATION, done, len(lot.codes), tally.kept, tally.failed))
