"""A request that comes to several builds: each is checked before any of its files is made."""

from collections.abc import Sequence
from dataclasses import replace

from docgen.build.batch.job import Batch, BatchTarget, OnProgress
from docgen.build.batch.run import make
from docgen.build.pipeline import build
from docgen.errors import ContentError, Problems
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope, Stage
from docgen.left import each_once
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome


def make_stages(
    target: BatchTarget, jobs: int, on_progress: OnProgress, record: Record | None = None
) -> Outcome:
    """Make every stage of a request, `jobs` communes at once; what is wrong in one stops no other.

    Its problems are told with the rest.  Raise ContentError where nothing could be made.
    """
    request = target.request
    referential = Referential(target.workspace, request.today)
    scope = Scope(referential, options=request.options, today=request.today)
    outcomes: list[Outcome] = []
    problems = Problems()
    for stage in KINDS[target.kind].stages(scope):
        with problems.gather(ContentError):
            outcomes.append(_make_stage(stage, target, jobs, on_progress, record))
    outcome = _join([*outcomes, Outcome(problems=tuple(problems))])
    if problems and not outcome.artifacts:
        raise ContentError(outcome.problems)
    return outcome


def _make_stage(
    stage: Stage, target: BatchTarget, jobs: int, on_progress: OnProgress, record: Record | None
) -> Outcome:
    if stage.options is None:
        return Outcome(problems=stage.problems)
    request = replace(target.request, options=stage.options)
    if stage.by_commune:
        batch = Batch(replace(target, request=request), stage.communes, jobs=jobs)
        outcome = make(batch, on_progress, record=record)
    else:
        request = replace(request, communes=stage.communes)
        outcome = build(target.workspace, target.kind, (), request, record)
    reported = (one for one in outcome.problems if one.file != "--insee")  # which nobody typed
    return replace(outcome, problems=(*stage.problems, *reported))


def _join(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the outcome of stages; a problem of all letters is not repeated for some communes."""
    problems = dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems)
    distinct = (one for one in problems if not one.towns or replace(one, towns=()) not in problems)
    return Outcome(
        tuple(artifact for outcome in outcomes for artifact in outcome.artifacts),
        tuple(distinct),
        next((outcome.recovered for outcome in outcomes if outcome.recovered), ""),
        tuple(dict.fromkeys(name for outcome in outcomes for name in outcome.withheld)),
        each_once(item for outcome in outcomes for item in outcome.left),
        any(outcome.transient for outcome in outcomes),
    )
