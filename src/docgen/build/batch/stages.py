"""A request that comes to several builds: all is composed and checked before any is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from docgen.build.batch.job import Batch, Brief
from docgen.build.batch.progress import OnProgress
from docgen.build.batch.run import make
from docgen.build.compose import compose_all, content_files
from docgen.build.pipeline import build
from docgen.errors import ContentError, Problems
from docgen.kinds import KINDS
from docgen.kinds.kind import Scope, Stage
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome


@dataclass(frozen=True, slots=True)
class StagedBuild:
    """The builds of a kind that has stages; `jobs` communes are made at once."""

    brief: Brief
    jobs: int
    tell: OnProgress
    record: Record | None = None

    def make(self) -> Outcome:
        """Make every stage; raise ContentError with all that is wrong in any of them."""
        kind, workspace = KINDS[self.brief.kind], self.brief.workspace
        scope = Scope(Referential(workspace), options=self.brief.request.options)
        tried = kind.trial(scope)
        scope = replace(scope, communes=tried.communes)
        problems = Problems(tried.problems)
        with problems.gather(ContentError):
            compose_all(workspace, kind, content_files(workspace, kind), scope)
        problems.refuse()
        return _joined(one for stage in kind.stages(scope) for one in self._outcomes(stage))

    def _outcomes(self, stage: Stage) -> Iterator[Outcome]:
        brief = self.brief
        yield Outcome(problems=stage.problems)
        if stage.options is None:
            return
        request = replace(brief.request, options=stage.options)
        if stage.by_commune:
            batch = Batch(replace(brief, request=request), stage.communes, jobs=self.jobs)
            yield make(batch, self.tell, record=self.record)
        else:
            request = replace(request, communes=stage.communes)
            yield build(brief.workspace, brief.kind, (), request, self.record)


def _joined(outcomes: Iterable[Outcome]) -> Outcome:
    every = tuple(outcomes)
    return Outcome(
        tuple(artifact for one in every for artifact in one.artifacts),
        tuple(dict.fromkeys(problem for one in every for problem in one.problems)),
        next((one.recovered for one in every if one.recovered), ""),
        tuple(dict.fromkeys(name for one in every for name in one.withheld)),
        transient=any(one.transient for one in every),
    )
