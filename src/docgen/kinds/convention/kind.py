"""What docgen must know of the kind `convention`."""

from collections.abc import Iterator
from typing import Final

from docgen.content.source import Source
from docgen.content.validation import Finding, check_source, problem_at
from docgen.errors import ContentError, Problem, Severity
from docgen.kinds.actes.amendment import amend
from docgen.kinds.actes.content import Convention, EtatActe
from docgen.kinds.actes.project import Actes, project_acts
from docgen.kinds.actes.reserves import remarks, reserves
from docgen.kinds.actes.rules import WORDS_CHANGED, left, rules
from docgen.kinds.convention.avenant import compose_text
from docgen.kinds.kind import HOME, Files, Kind

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
        if content.acte is EtatActe.PROJET:
            yield from acts.amended_already(content.avenant.modifie, source, STATED_AT)
        try:
            check_source(former, Convention, rules)  # its own problems are told of itself
            amend(former, source, content.avenant)
        except ContentError as error:
            for one in error.problems:
                here = one.file == source.name or one.code == WORDS_CHANGED
                wrong = one.severity is Severity.ERREUR and here
                if wrong and one.code != UNCHANGED_COPY:
                    yield one


def _former(source: Source, name: str, acts: Actes) -> Source | Problem:
    """Return the text that another amends, or why there is none."""
    acte = acts.get(name)
    if acte and acte.source.name != source.name:
        return acte.source
    message = "ce texte ne peut pas se modifier lui-même" if acte else f"aucun texte « {name} »"
    finding = Finding(STATED_AT, "modifie", message, acts.nearest(name))
    return problem_at(source, finding)


KIND = Kind(
    name="convention",
    label="Convention",
    plural_label="Conventions",
    content=Convention,
    rules=rules,
    left=left,
    remarks=remarks,
    reserves=reserves,
    compose=compose_text,
    check_across_files=check_across_files,
    reads=HOME,
    prints_contacts=False,
)
