"""The memento of a project, composed, with some words of its files changed."""

import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from docgen.build.compose import compose_all, content_files
from docgen.document import Document
from docgen.errors import ContentError, Problem
from docgen.kinds.kind import Scope
from docgen.kinds.memento.kind import KIND
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.support.projects.settle import check_law, read_families
from tests.support.shared import shared

OURS = Workspace(ROOT, ROOT / "output")


def project(folder: Path) -> Workspace:
    """Return a project that holds what the memento of no commune in particular is made of."""
    for name in ("memento", "fiche", "modele", "territoire", "referentiel/droit"):
        shutil.copytree(ROOT / "content" / name, folder / "content" / name)
    return Workspace(folder, folder / "output")


@cache
def ours() -> Referential:
    """Return what our project knows, read once: no test changes it."""
    return Referential(OURS)


def works(workspace: Workspace = OURS, *communes: str) -> dict[str, Document]:
    scope = Scope(ours() if workspace is OURS else Referential(workspace), communes)
    made = compose_all(workspace, KIND, content_files(workspace, KIND), scope)
    return {one.document.key: one.document for _, one in made}


@shared
def drafts() -> dict[str, Document]:
    return works()


def problem_lines(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Return the problems of a project that is wrong: file, line, message."""
    return [(Path(one.file).name, one.line, one.message) for one in problems(workspace)]


def problems(workspace: Workspace) -> tuple[Problem, ...]:
    try:
        works(workspace)
    except ContentError as error:
        return error.problems
    return ()


def change(workspace: Workspace, name: str, *changes: tuple[str, str]) -> int:
    path = workspace.content / "memento" / name
    text, line = path.read_text("utf-8"), 0
    for old, new in changes:
        assert text.count(old) == 1, old
        line = line or text[: text.index(old)].count("\n") + 1
        text = text.replace(old, new)
    path.write_text(text, "utf-8")
    return line


def settle(workspace: Workspace) -> None:
    """Make a memento in which nothing is left: law checked, families read through."""
    check_law(workspace)
    read_families(workspace)


def printed_words(document: Document) -> str:
    return json.dumps(document.facts.model_dump(mode="json"), ensure_ascii=False)
