"""What is wrong between a text and the one that it amends."""

from collections.abc import Iterator
from typing import Final

from docgen.content.source import Source
from docgen.content.validation import Finding, check_source, problem_at
from docgen.errors import ContentError, Problem, Severity
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.amendment import amend
from docgen.kinds.actes.content import Convention, EtatActe
from docgen.kinds.actes.project import Actes, project_acts
from docgen.kinds.actes.rules import WORDS_CHANGED, rules
from docgen.kinds.kind import Files
from docgen.referential.diffusion import may_read

STATED_AT: Final = ("avenant", "modifie")
"""Where a text says which one it amends."""
UNCHANGED_COPY: Final = "identique"
"""The code of a copy that nobody changed yet: no mistake."""


def check_across_files(files: Files) -> Iterator[Problem]:
    """Yield why the amendment that a text holds cannot be drafted from the act that it names."""
    acts = project_acts(files.referential)
    for source in files.sources:
        content = check_source(source, Convention, rules)
        if content.avenant is None:
            continue
        former = _former(source, content.avenant.modifie, acts)
        if isinstance(former, Problem):
            yield former
            continue
        yield from wider_than_its_act(source, former)
        if content.acte is EtatActe.PROJET:
            yield from acts.amended_already(content.avenant.modifie, source, STATED_AT)
        try:
            check_source(former, Convention, rules)  # its own problems are reported at its own file
            amend(acts.texts_up_to(Acte(former)), source, content.avenant)
        except ContentError as error:
            for problem in error.problems:
                here = problem.file == source.name or problem.code == WORDS_CHANGED
                wrong = problem.severity is Severity.ERREUR and here
                if wrong and problem.code != UNCHANGED_COPY:
                    yield problem


def wider_than_its_act(source: Source, former: Source) -> Iterator[Problem]:
    """Yield a problem for a text that more may read than the act that it amends and quotes."""
    readers, allowed = Acte(source).diffusion, Acte(former).diffusion
    if not may_read(allowed, readers):
        message = (
            f"« {readers} », mais l’acte qu’il modifie est « {allowed} », et il en cite les mots"
        )
        hint = f"écrivez « {allowed} » ; ou changez « diffusion » de {former.name}"
        yield problem_at(source, Finding(("diffusion",), "diffusion", message, hint))


def _former(source: Source, name: str, acts: Actes) -> Source | Problem:
    """Return the text that another amends, or why there is none."""
    acte = acts.get(name)
    if acte and acte.source.name != source.name:
        return acte.source
    message = "ce texte ne peut pas se modifier lui-même" if acte else f"aucun texte « {name} »"
    finding = Finding(STATED_AT, "modifie", message, acts.nearest(name))
    return problem_at(source, finding)
