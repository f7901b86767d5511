"""The member communes that get the circular (`content/adherents.yaml`): codes, nothing else."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from docgen.content.model import Content, Identifiant, ListeOuVide, Texte
from docgen.content.raw import as_group, as_list, as_text, repeats_of
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, check_source, field_name, problem_at
from docgen.errors import ContentError, Problem, closest
from docgen.french.territory import CodeInsee
from docgen.kinds.actes.project import project_acts
from docgen.referential.communes.france import UnknownCommuneError
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import warn_of_foreign_codes

FILE: Final = "adherents.yaml"


def _code(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


Code = Annotated[
    Texte, BeforeValidator(_code), Field(json_schema_extra={"type": ["string", "integer"]})
]
"""An INSEE code; an editor takes one without quotes for a number."""


class Adherents(Content):
    """The content of the file: the party that writes to its members, and their codes."""

    partie: Identifiant | None = Field(
        None, description="La partie dont ce sont les adhérents ; absente : la première de l’acte."
    )
    adherents: ListeOuVide[Code] = Field((), description="Codes INSEE : « 81101 ».")


@dataclass(frozen=True, slots=True)
class Members:
    """The members in the order of the file, and the party that writes, "" for the first."""

    partie: str = ""
    codes: tuple[CodeInsee, ...] = ()


def read_adherents(referential: Referential) -> Members:
    """Return the members.

    Raise ContentError with all that is wrong: a party that no signed act has, unknown codes, and
    codes that occur twice.
    """
    workspace = referential.workspace
    path = workspace.content / FILE
    if not path.is_file():
        return Members()
    source = read_source(path, workspace.name_of(path))
    wrong = (*_unknown_party(source, referential), *_unknown(source, referential))
    problems = [problem_at(source, one) for one in wrong]
    try:
        read = check_source(source, Adherents, _twice)
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))
    return Members(read.partie or "", tuple(CodeInsee(code) for code in read.adherents))


def adherents_elsewhere(referential: Referential) -> Iterator[Problem]:
    """Yield a warning for each member outside the département of the project."""
    return warn_of_foreign_codes(referential, referential.workspace.content / FILE, _codes)


def _codes(data: object) -> Iterator[tuple[Steps, str]]:
    for rank, code in enumerate(as_list(as_group(data).get("adherents"))):
        if text := as_text(code).strip():
            yield ("adherents", rank), text.upper()


def _twice(data: object) -> Iterator[Finding]:
    for steps, code, first in repeats_of(_codes(data)):
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
    listed = as_list(as_group(source.data).get("adherents"))
    for steps, code in _codes(source.data):
        if referential.communes.get(CodeInsee(code)) is None:
            written = listed[int(steps[-1])].strip()
            message = f"aucune commune n’a le code INSEE « {written} »"
            yield Finding(steps, "commune", message, _hint_for(written, referential))


def _hint_for(written: str, referential: Referential) -> str:
    what = "cinq caractères, « 81101 » ; le code postal n’est pas le code INSEE"
    if written[:1].isdigit():
        return what
    try:
        commune = referential.communes.resolve(written, referential.home).commune
    except UnknownCommuneError as error:
        return error.hint or what
    return f"vouliez-vous dire {commune.code} {commune.toponyme.nom} ?"
