"""The builds that a request for letters comes to: those between the parties, then the circular.

The circular is made commune by commune, then once more as one document for the printer.
"""

from collections.abc import Iterator
from dataclasses import replace

from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.kind import Scope, Stage
from docgen.kinds.renewal.adherents import FILE, adherents_elsewhere, read_adherents
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.occasion import due
from docgen.kinds.renewal.options import LIASSE, Courrier, RenewalOptions
from docgen.referential.referential import Referential


def trial(scope: Scope) -> Stage:
    """Return what is composed before anything is made: the letters asked for, to every member."""
    options = scope.options_of(RenewalOptions)
    try:
        _, codes = read_adherents(scope.referential)
    except ContentError as error:
        return Stage(options, problems=error.problems)
    circular = options.courrier and GenreLettre.CIRCULAIRE in options.courrier.types
    missing = [_no_member(scope.referential)] if circular and not codes else ()
    return Stage(options, codes, problems=tuple(missing))


def stages(scope: Scope) -> Iterator[Stage]:
    """Yield the builds of the letters that are asked for, or due; the communes are the members."""
    referential, courrier = scope.referential, scope.options_of(RenewalOptions).courrier
    if courrier is None:
        raise TypeError(scope.options)
    counted = courrier.recu or courrier.au
    overlaps = overlapping_acts(project_acts(referential).signed, counted)
    yield Stage(problems=tuple(overlaps))
    types = courrier.types or _due(referential, courrier)
    courrier = replace(courrier, dues=not courrier.types)
    between = tuple(one for one in types if one != GenreLettre.CIRCULAIRE)
    if between:
        yield Stage(RenewalOptions(replace(courrier, types=between)))
    if len(between) < len(types):
        circular = replace(courrier, types=(GenreLettre.CIRCULAIRE.value,))
        yield from _circular(referential, circular, scope.communes)


def _due(referential: Referential, courrier: Courrier) -> tuple[str, ...]:
    acts = project_acts(referential).signed
    return tuple(dict.fromkeys(one.value for act in acts for one in due(act.vie, courrier.au)))


def _circular(
    referential: Referential, courrier: Courrier, codes: tuple[CodeInsee, ...]
) -> Iterator[Stage]:
    if not codes:
        yield Stage(problems=(_no_member(referential).as_warning(),))
        return
    yield Stage(problems=tuple(adherents_elsewhere(referential)))
    yield Stage(RenewalOptions(courrier), codes, by_commune=True)
    yield Stage(RenewalOptions(courrier, LIASSE), codes)


def _no_member(referential: Referential) -> Problem:
    message = "aucun adhérent : la circulaire n’est écrite à personne"
    hint = "inscrivez-y les codes INSEE des communes adhérentes, un par ligne"
    workspace = referential.workspace
    name = workspace.name_of(workspace.content / FILE)
    return Problem(name, message, code="adherents", hint=hint)
