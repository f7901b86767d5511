"""Changes to the files of a project: adopted clauses, checked rules of law, schemas."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from docgen.content.adoption import mark_adopted
from docgen.content.model import Content
from docgen.content.schema import schema_of
from docgen.content.source import parse_source, read_source
from docgen.content.validation import check_source
from docgen.kinds import KINDS
from docgen.kinds.actes.project import FOLDER as ACTS
from docgen.output.publication import replace_file
from docgen.output.text_edits import edit_file, edit_files
from docgen.referential.droit.choosing import chosen_rules
from docgen.referential.droit.controle import NewCheck, record_checks, seal_checks, unsealed_checks
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


def verify_rules(workspace: Workspace, checks: Mapping[str, NewCheck]) -> tuple[str, ...]:
    """Record checks of rules of law, given by their keys, and return the names of their files.

    Raise ContentError, and change nothing, for a key that is none, or when the law is wrong.
    """
    droit = Referential(workspace).droit
    by_file: defaultdict[str, dict[str, NewCheck]] = defaultdict(dict)
    for regle in chosen_rules(droit, checks, ()):
        by_file[droit.place(regle.cle).file][regle.cle] = checks[regle.cle]
    changes = {
        workspace.root / name: partial(record_checks, name=name, checks=held)
        for name, held in by_file.items()
    }
    edit_files(changes, workspace.content)
    return tuple(by_file)


def seal_stamps(workspace: Workspace) -> dict[str, int]:
    """Add the digest of the words as they are to the stamps that lack one.

    Return how many by file.  Raise ContentError, and change nothing, when a file is wrong.
    """
    droit = Referential(workspace).droit
    unsealed = Counter(droit.place(regle.cle).file for regle in unsealed_checks(droit))
    changes = {workspace.root / name: partial(seal_checks, name=name) for name in unsealed}
    if changes:
        edit_files(changes, workspace.content)
    return dict(unsealed)


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
