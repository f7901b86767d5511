"""Changes to the files of a project: adopted clauses, checked rules of law, schemas."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from docgen.content.adoption import mark_adopted
from docgen.content.model import Content
from docgen.content.schema import schema_of
from docgen.content.source import parse_source, read_source
from docgen.content.validation import check_source
from docgen.errors import ContentError, Problem
from docgen.kinds import KINDS
from docgen.kinds.actes.project import FOLDER as ACTS
from docgen.output.publication import edit_file, replace_file
from docgen.referential.droit.controle import NewCheck, record_check
from docgen.referential.referential import Referential
from docgen.workspace import Workspace


def adopt_clauses(
    workspace: Workspace, path: Path, clauses: Sequence[str] | None, who: str, when: date
) -> int:
    """Mark clauses of the convention at `path` as adopted (None: all), and return how many.

    Raise ContentError, and change nothing, when the file or the result is wrong.
    """
    name = workspace.name_of(path)
    read_source(path, name)  # refuses what cannot be read, before the file is locked
    return edit_file(path, lambda text: _adopted(text, name, clauses, who, when))


def _adopted(
    text: str, name: str, clauses: Sequence[str] | None, who: str, when: date
) -> tuple[str, int]:
    kind = KINDS[ACTS]
    source = parse_source(text, name)
    check_source(source, kind.content, kind.rules)
    adopted = mark_adopted(source, text, clauses, who, when)
    after = parse_source(adopted, name)
    check_source(after, kind.content, kind.rules)
    before, left = (
        sum(1 for left in kind.left(one.data) if left.code == "propose") for one in (source, after)
    )
    return adopted, before - left


def verify_rule(workspace: Workspace, cle: str, checked: NewCheck) -> str:
    """Record that a person checked a rule of law, and return the name of its file.

    Raise ContentError, and change nothing, when there is no such rule or the law is wrong.
    """
    droit = Referential(workspace).droit
    if droit.get(cle) is None:
        message = f"aucune règle de droit « {cle} »"
        hint = droit.nearest(cle) or "« docgen droit » les liste toutes"
        raise ContentError([Problem("content/referentiel/droit", message, code="cle", hint=hint)])
    name = droit.place(cle).file
    path = workspace.root / name
    return edit_file(path, lambda text: (record_check(text, name, cle, checked), name))


def write_schemas(workspace: Workspace) -> list[str]:
    """Write the JSON Schemas of content files into `schemas/`, and return their names."""
    folder = workspace.root / "schemas"
    written = []
    for name, model in written_models().items():
        path = folder / f"{name}.schema.json"
        replace_file(path, schema_of(name, model).encode())
        written.append(workspace.name_of(path))
    return written


def written_models() -> dict[str, type[Content]]:
    """Return the model of each content file that people write, by the name of its schema."""
    beside = [
        (Path(file).stem, it) for kind in KINDS.values() for file, it in kind.side_files.items()
    ]
    return {name: kind.content for name, kind in KINDS.items()} | dict(beside)
