"""Changes to the files of a project: adopted clauses, checked rules of law, schemas."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from docgen.build.stamping.writing import count_unsealed, seal_text
from docgen.content.model import Content
from docgen.content.schema import schema_of
from docgen.content.source import read_source
from docgen.kinds import KINDS
from docgen.output.publication import replace_file
from docgen.output.text_edits import edit_files
from docgen.referential.droit.choosing import chosen_rules
from docgen.referential.droit.controle import NewCheck, record_checks, seal_checks, unsealed_checks
from docgen.referential.referential import Referential
from docgen.workspace import Workspace


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


def seal_stamps(workspace: Workspace) -> Counter[str]:
    """Add the digest of the words as they are to the stamps that lack one.

    Return how many by file.  Raise ContentError, and change nothing, when a file is wrong.
    """
    law, texts = unsealed(workspace)
    changes = {workspace.root / name: partial(seal_checks, name=name) for name in law}
    changes |= {workspace.root / name: partial(seal_text, name=name) for name in texts}
    if changes:
        edit_files(changes, workspace.content)
    return law + texts


def unsealed(workspace: Workspace) -> tuple[Counter[str], Counter[str]]:
    """Return how many stamps have no digest, by file: of the law, and of texts."""
    droit = Referential(workspace).droit
    law = Counter(droit.place(regle.cle).file for regle in unsealed_checks(droit))
    paths = [path for name in KINDS for path in workspace.texts(name)]
    texts = count_unsealed(read_source(path, workspace.name_of(path)) for path in paths)
    return law, texts


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
