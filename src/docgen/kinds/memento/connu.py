"""What the memento may refer to: the law, the roles, and what else the project writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docgen.content.source import read_source
from docgen.errors import ContentError, Problem
from docgen.french.typography import prose
from docgen.markup import plain
from docgen.referential.droit import FOLDER, Droit, read_droit
from docgen.referential.referential import Referential
from docgen.referential.roles import FILE, Roles, read_roles

WRITTEN = ("fiche", "modele")
"""The kinds, beside the memento itself, that its texts may refer to."""


@dataclass(frozen=True, slots=True)
class Connu:
    """The law, the roles, and the titles of what other kinds write, by kind and by key.

    A kind of which the project has no file is not there: nothing can be said of it yet.
    """

    droit: Droit
    roles: Roles
    titres: dict[str, dict[str, str]]


def read_connu(referential: Referential) -> Connu:
    """Return what the project knows; raise ContentError with all that is wrong in it."""
    workspace = referential.workspace
    content = workspace.content
    problems: list[Problem] = []
    droit, roles = Droit(), Roles()
    folder, file = content / "referentiel" / FOLDER, content / "territoire" / FILE
    try:
        droit = read_droit(folder, workspace.named(folder))
    except ContentError as error:
        problems += error.problems
    try:
        roles = read_roles(file, workspace.named(file))
    except ContentError as error:
        problems += error.problems
    if problems:
        raise ContentError(problems)
    titles = {kind: _titles(content / kind) for kind in WRITTEN}
    return Connu(droit, roles, {kind: held for kind, held in titles.items() if held})


def _titles(folder: Path) -> dict[str, str]:
    """Return the titles of the files of a kind by their keys; a key that has none is its own."""
    paths = sorted([*folder.glob("[!.]*.yaml"), *folder.glob("[!.]*.yml")])
    return {path.stem: _title(path) or path.stem for path in paths}


def _title(path: Path) -> str:
    try:
        data = read_source(path, path.name).data
        title = data.get("titre") if isinstance(data, dict) else None
        return plain(prose(title)) if isinstance(title, str) else ""
    except (ContentError, ValueError):  # told by that file's own check
        return ""
