"""The member communes that get the circular (`content/adherents.yaml`): codes or names."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Final

from pydantic import Field

from docgen.content.model import Content, Identifiant, ListeOuVide, Texte
from docgen.content.raw import as_group, as_list, as_text, repeats_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, check_source, field_name, problem_at
from docgen.errors import ContentError, Problem, closest
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.project import project_acts
from docgen.referential.communes.resolution import UnknownCommuneError
from docgen.referential.referential import Referential
from docgen.referential.selection import explain_stranger
from docgen.referential.territoire.local_files import warn_of_foreign_codes
from docgen.referential.territoire.validation import KnownNames

FILE: Final = "adherents.yaml"


Adherente = Annotated[Texte, Field(json_schema_extra={"type": ["string", "integer"]})]
"""An INSEE code, or a name; an editor takes a code without quotes for a number."""


class Adherents(Content):
    """The content of the file: the party that writes to its members, and who they are."""

    partie: Identifiant | None = Field(
        None, description="La partie dont ce sont les adhérents ; absente : la première de l’acte."
    )
    adherents: ListeOuVide[Adherente] = Field(
        (), description="Codes INSEE ou noms : « 81101 », « Le Garric »."
    )


@dataclass(frozen=True, slots=True)
class Members:
    """The members in the order of the file, and the party that writes, "" for the first."""

    partie: str = ""
    codes: tuple[CodeInsee, ...] = ()


def read_adherents(referential: Referential) -> Members:
    """Return the members.

    Raise ContentError with all that is wrong: a party that no signed act has, unknown communes, and
    those that occur twice.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    if not path.is_file():
        return Members()
    source = read_source(path, workspace.name_of(path))
    wrong = (*_unknown_party(source, referential), *_unknown(source, referential))
    problems = [problem_at(source, one) for one in wrong]
    try:
        read = check_source(source, Adherents, partial(_twice, referential=referential))
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
    codes = (CodeInsee(_code(text, referential)) for text in read.adherents)
    return Members(read.partie or "", tuple(codes))


def adherents_elsewhere(referential: Referential) -> Iterator[Problem]:
    """Yield a warning for each member whose code is outside the département of the project.

    A name of a commune elsewhere is refused.
    """
    path = referential.workspace.content / FILE
    return warn_of_foreign_codes(referential, path, _written_codes)


def _written_codes(data: object) -> Iterator[tuple[Steps, str]]:
    for steps, text in _written(data):
        if text[:1].isdigit():
            yield steps, text.upper()


def _written(data: object) -> Iterator[tuple[Steps, str]]:
    for rank, value in enumerate(as_list(as_group(data).get("adherents"))):
        if text := as_text(value).strip():
            yield ("adherents", rank), text


def _codes(data: object, referential: Referential) -> Iterator[tuple[Steps, str]]:
    for steps, text in _written(data):
        yield steps, _code(text, referential)


def _code(written: str, referential: Referential) -> str:
    """Return the code of a commune that is written by its code or its name; else what is written.

    What begins with a figure is a code: one that is a postal code names no commune.
    """
    text = written.strip()
    if not text[:1].isdigit():
        with suppress(UnknownCommuneError):
            return referential.communes.resolve(text, referential.home).commune.code
    return text.upper()


def _twice(data: object, referential: Referential) -> Iterator[Finding]:
    for steps, code, first in repeats_of(_codes(data, referential)):
        message = f"la commune « {code} » est déjà dans la liste"
        hint = f"retirez l’une des deux (voir {field_name(first)})"
        yield Finding(steps, "doublon", message, hint)


def _unknown_party(source: Source, referential: Referential) -> Iterator[Finding]:
    """Yield the party if no signed act has it; nothing where no act can be read."""
    name = as_text(as_group(source.data).get("partie")).strip()
    known: dict[str, None] = {}
    with suppress(ContentError):  # told by the check of the act
        acts = project_acts(referential).signed
        known = dict.fromkeys(one.id for act in acts for one in act.contenu.parties.liste)
    if name and known and name not in known:
        hint = closest(name, known) or "parties : " + ", ".join(known)
        message = f"aucune convention signée n’a de partie « {name} »"
        yield Finding(("partie",), "partie", message, hint)


def _unknown(source: Source, referential: Referential) -> Iterator[Finding]:
    for steps, written in _written(source.data):
        for message, hint in _explain_unknown(written, referential):
            yield Finding(steps, "commune", message, hint)


def _explain_unknown(written: str, referential: Referential) -> Iterator[tuple[str, str]]:
    """Yield why a code or a name means no commune, several, or one elsewhere; what to write."""
    if written[:1].isdigit():
        yield from KnownNames(referential.communes).commune_findings(written.upper())
        return
    communes, home = referential.communes, referential.home
    try:
        commune = communes.resolve(written, home).commune
    except UnknownCommuneError as error:
        yield str(error), error.hint or "écrivez son code INSEE"
        return
    if home and commune.departement.code != home:
        message, near, there = explain_stranger(written, commune, communes, home)
        yield message, f"{near}{there}"
