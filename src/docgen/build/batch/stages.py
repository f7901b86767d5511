"""A request that comes to several builds: all is composed and checked before any is made."""

from collections.abc import Sequence
from dataclasses import replace

from docgen.build.batch.job import Batch, Brief, OnProgress
from docgen.build.batch.run import make
from docgen.build.compose import compose_all, content_files
from docgen.build.pipeline import build
from docgen.errors import ContentError, Problems
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope, Stage
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome


def make_stages(
    brief: Brief, jobs: int, on_progress: OnProgress, record: Record | None = None
) -> Outcome:
    """Make every stage of a request, `jobs` communes at once.

    Raise ContentError with all that is wrong in any of them.
    """
    kind, workspace = KINDS[brief.kind], brief.workspace
    scope = Scope(Referential(workspace), options=brief.request.options)
    trial = kind.trial(scope)
    scope = replace(scope, communes=trial.communes)
    problems = Problems(trial.problems)
    with problems.gather(ContentError):
        compose_all(workspace, kind, content_files(workspace, kind), scope)
    problems.refuse()
    return _joined(
        [_make_stage(stage, brief, jobs, on_progress, record) for stage in kind.stages(scope)]
    )


def _make_stage(
    stage: Stage, brief: Brief, jobs: int, on_progress: OnProgress, record: Record | None
) -> Outcome:
    if stage.options is None:
        return Outcome(problems=stage.problems)
    request = replace(brief.request, options=stage.options)
    if stage.by_commune:
        batch = Batch(replace(brief, request=request), stage.communes, jobs=jobs)
        outcome = make(batch, on_progress, record=record)
    else:
        request = replace(request, communes=stage.communes)
        outcome = build(brief.workspace, brief.kind, (), request, record)
    return replace(outcome, problems=(*stage.problems, *outcome.problems))


def _joined(outcomes: Sequence[Outcome]) -> Outcome:
    return Outcome(
        tuple(artifact for outcome in outcomes for artifact in outcome.artifacts),
        tuple(dict.fromkeys(problem for outcome in outcomes for problem in outcome.problems)),
        next((outcome.recovered for outcome in outcomes if outcome.recovered), ""),
        tuple(dict.fromkeys(name for outcome in outcomes for name in outcome.withheld)),
        transient=any(outcome.transient for outcome in outcomes),
    )
