"""The letters of a day: those between the parties, then the circular, one to each member.

All are composed and checked before any is made.  The circular is made commune by commune, as a
batch, then once more as one document for the printer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from docgen.build.batch.job import Batch, Brief
from docgen.build.batch.progress import Tell
from docgen.build.batch.run import make
from docgen.build.compose import compose_all, content_files
from docgen.build.pipeline import build
from docgen.errors import ContentError, Problem, Problems, Severity
from docgen.french.territory import CodeInsee
from docgen.kinds import KINDS
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.kind import Scope
from docgen.kinds.renewal.adherents import FILE, adherents_elsewhere, read_adherents
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.occasion import due
from docgen.kinds.renewal.options import LIASSE, Courrier, RenewalOptions
from docgen.output.record import Record
from docgen.referential.referential import Referential
from docgen.request import Outcome, Request
from docgen.workspace import Workspace

NAME: Final = "renewal"


@dataclass(frozen=True, slots=True)
class Mailing:
    """The project of letters, how many are made at once, and the record."""

    workspace: Workspace
    jobs: int
    tell: Tell
    record: Record | None = None


def make_letters(mailing: Mailing, request: Request, courrier: Courrier) -> Outcome:
    """Make the letters that are asked for, or due; raise ContentError with all that is wrong."""
    workspace = mailing.workspace
    referential = Referential(workspace)
    codes = _checked(workspace, courrier, referential)
    types = courrier.types or _due(referential, courrier)
    courrier = replace(courrier, dues=not courrier.types)
    between = tuple(one for one in types if one != GenreLettre.CIRCULAIRE)
    counted = courrier.recu or courrier.au
    overlaps = overlapping_acts(project_acts(referential).signed, counted)
    outcomes = [Outcome(problems=tuple(overlaps))]
    if between:
        asked = replace(request, options=RenewalOptions(replace(courrier, types=between)))
        outcomes.append(build(workspace, NAME, (), asked, mailing.record))
    if len(between) < len(types):
        outcomes += _circular(
            mailing, request, replace(courrier, types=(GenreLettre.CIRCULAIRE.value,)), codes
        )
    return _together(outcomes)


def _due(referential: Referential, courrier: Courrier) -> tuple[str, ...]:
    acts = project_acts(referential).signed
    return tuple(dict.fromkeys(one.value for act in acts for one in due(act.vie, courrier.au)))


def _checked(
    workspace: Workspace, courrier: Courrier, referential: Referential
) -> tuple[CodeInsee, ...]:
    """Compose every letter that is asked for, and return the members; raise all problems."""
    problems = Problems()
    codes: tuple[CodeInsee, ...] | None = None
    with problems.gather(ContentError):
        _, codes = read_adherents(referential)
    scope = Scope(referential, codes or (), RenewalOptions(courrier))
    kind = KINDS[NAME]
    with problems.gather(ContentError):
        compose_all(workspace, kind, content_files(workspace, kind), scope)
    if codes == () and GenreLettre.CIRCULAIRE in courrier.types:
        problems.append(_no_member(workspace, Severity.ERREUR))
    problems.refuse()
    return codes or ()


def _no_member(workspace: Workspace, severity: Severity) -> Problem:
    message = "aucun adhérent : la circulaire n’est écrite à personne"
    hint = "inscrivez-y les codes INSEE des communes adhérentes, un par ligne"
    name = workspace.named(workspace.content / FILE)
    return Problem(name, message, code="adherents", hint=hint, severity=severity)


def _circular(
    mailing: Mailing, request: Request, courrier: Courrier, codes: tuple[CodeInsee, ...]
) -> Iterator[Outcome]:
    """Yield what comes of the circular: its letters, then all of them bound."""
    workspace = mailing.workspace
    if not codes:
        yield Outcome(problems=(_no_member(workspace, Severity.AVERTISSEMENT),))
        return
    yield Outcome(problems=tuple(adherents_elsewhere(Referential(workspace))))
    asked = replace(request, options=RenewalOptions(courrier))
    lot = Batch(Brief(workspace, NAME, asked), codes, jobs=mailing.jobs)
    yield make(lot, mailing.tell, record=mailing.record)
    bound = replace(request, options=RenewalOptions(courrier, LIASSE), communes=codes)
    yield build(workspace, NAME, (), bound, mailing.record)


def _together(outcomes: Iterable[Outcome]) -> Outcome:
    found = tuple(outcomes)
    return Outcome(
        tuple(artifact for one in found for artifact in one.artifacts),
        tuple(dict.fromkeys(problem for one in found for problem in one.problems)),
        next((one.recovered for one in found if one.recovered), ""),
        tuple(dict.fromkeys(name for one in found for name in one.withheld)),
        passing=any(one.passing for one in found),
    )
