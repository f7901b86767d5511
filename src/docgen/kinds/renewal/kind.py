"""What docgen must know of the kind `renewal`, and the builds that a request for letters comes to.

The letters between the parties are made, then the circular: commune by commune, then once more as
one document for the printer.
"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace

from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.emetteurs import FILE as EMETTEURS
from docgen.kinds.actes.emetteurs import Emetteurs
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.signed import overlapping_acts
from docgen.kinds.kind import LIEU, ROLES, Kind, Scope, Stage
from docgen.kinds.renewal.adherents import FILE as ADHERENTS
from docgen.kinds.renewal.adherents import Adherents, adherents_elsewhere, read_adherents
from docgen.kinds.renewal.composition import compose
from docgen.kinds.renewal.content import GenreLettre, LettreConvention
from docgen.kinds.renewal.occasion import due
from docgen.kinds.renewal.options import LIASSE, Courrier, RenewalOptions
from docgen.kinds.renewal.rules import check_across_files, left, left_unasked, rules
from docgen.referential.referential import Referential


def asked_letters(scope: Scope) -> Collection[str]:
    """Return the letters asked for, or due but for the circular, which has stages of its own.

    A trial asks for none, for its day may suit no letter.
    """
    courrier = scope.options_of(RenewalOptions).courrier
    if courrier is None:
        return frozenset()
    if courrier.types:
        return frozenset(courrier.types)
    return frozenset(_due(scope.referential, courrier)) - {GenreLettre.CIRCULAIRE}


def stages(scope: Scope) -> Iterator[Stage]:
    """Yield the builds of the letters that are asked for, or due, each by itself."""
    referential, courrier = scope.referential, scope.options_of(RenewalOptions).courrier
    if courrier is None:
        raise TypeError(scope.options)
    counted = courrier.recu or courrier.au
    acts = project_acts(referential)
    yield Stage(problems=(*overlapping_acts(acts.signed, counted), *acts.draft_warnings))
    for genre in courrier.types or _due(referential, courrier):
        alone = replace(courrier, types=(genre,), dues=not courrier.types)
        if genre == GenreLettre.CIRCULAIRE:
            yield from _circular(referential, alone)
        else:
            yield Stage(RenewalOptions(alone))


def _due(referential: Referential, courrier: Courrier) -> tuple[str, ...]:
    acts = project_acts(referential).known_on(courrier.au)
    return tuple(dict.fromkeys(one.value for act in acts for one in due(act.vie, courrier.au)))


def _circular(referential: Referential, courrier: Courrier) -> Iterator[Stage]:
    try:
        codes = read_adherents(referential).codes
    except ContentError:  # told by the check of the letter, with all that is wrong beside it
        yield Stage(RenewalOptions(courrier))
        return
    if not codes:
        problem = _no_member(referential)
        yield Stage(problems=(problem.as_warning() if courrier.dues else problem,))
        return
    yield Stage(problems=tuple(adherents_elsewhere(referential)))
    yield Stage(RenewalOptions(courrier), codes, by_commune=True)
    yield Stage(RenewalOptions(courrier, LIASSE), codes)


def _no_member(referential: Referential) -> Problem:
    message = "aucun adhérent : la circulaire n’est écrite à personne"
    hint = "inscrivez-y les communes adhérentes, une par ligne : leur code INSEE, ou leur nom"
    workspace = referential.workspace
    name = workspace.name_of(workspace.content / ADHERENTS)
    return Problem(name, message, code="adherents", hint=hint)


def addressees(referential: Referential) -> tuple[CodeInsee, ...]:
    """Return the members, to whom the circular is written; none where their file is wrong."""
    with suppress(ContentError):  # told by the check of the letter
        return read_adherents(referential).codes
    return ()


KIND = Kind(
    name="renewal",
    label="Lettre",
    plural_label="Lettres",
    content=LettreConvention,
    rules=rules,
    left=left,
    compose=compose,
    options=RenewalOptions,
    left_unasked=left_unasked,
    asked=asked_letters,
    stages=stages,
    addressees=addressees,
    outside_home=adherents_elsewhere,
    side_files={EMETTEURS: Emetteurs, ADHERENTS: Adherents},
    check_across_files=check_across_files,
    same_for_all_communes=True,
    reads=(*LIEU, *ROLES, "adherents.yaml", "emetteurs.yaml"),
)
