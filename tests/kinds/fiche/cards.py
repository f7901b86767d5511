"""The fiches that tests look at: those of the repository, composed as a build does."""

from pathlib import Path
from typing import Any

from docgen.build.compose import compose_all
from docgen.document import Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.fiche.kind import KIND
from docgen.kinds.fiche.options import FicheOptions
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from docgen.workspace import Workspace


def files(workspace: Workspace, *names: str) -> list[Path]:
    found = sorted((workspace.content / "fiche").glob("*.yaml"))
    return [path for path in found if not names or path.stem in names]


def composed(
    workspace: Workspace, *names: str, communes: tuple[CodeInsee, ...] = (), **options: Any
) -> dict[str, Document]:
    scope = Scope(Referential(workspace), communes, FicheOptions(**options))
    made = compose_all(workspace, KIND, files(workspace, *names), scope)
    return {one.document.key: one.document for _, one in made}


def warnings(workspace: Workspace, name: str) -> list[Problem]:
    [(_, made)] = compose_all(
        workspace, KIND, files(workspace, name), Scope(Referential(workspace))
    )
    return list(made.document.left)
