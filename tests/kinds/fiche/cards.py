"""The fiches that tests look at: those of the repository, composed as a build does."""

import re
from pathlib import Path

from docgen.build.compose import compose_all
from docgen.document import Document
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.kinds.fiche.kind import KIND
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from docgen.workspace import Workspace

CHECK = "controle: {le: 2027-01-04, par: Exemple Fictif, reference: exemple fictif}"


def files(workspace: Workspace, *names: str) -> list[Path]:
    found = sorted((workspace.content / "fiche").glob("*.yaml"))
    return [path for path in found if not names or path.stem in names]


def composed(
    workspace: Workspace, *names: str, communes: tuple[CodeInsee, ...] = ()
) -> dict[str, Document]:
    scope = Scope(Referential(workspace), communes)
    made = compose_all(workspace, KIND, files(workspace, *names), scope)
    return {one.document.key: one.document for _, one in made}


def warnings(workspace: Workspace, name: str) -> list[Problem]:
    [(_, made)] = compose_all(
        workspace, KIND, files(workspace, name), Scope(Referential(workspace))
    )
    return list(made.problems())


def check_law(workspace: Workspace) -> None:
    """Make a project's law checked by someone invented (exemple fictif)."""
    for path in (workspace.content / "referentiel/droit").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(\n +)(confiance: \S+)", rf"\1\2\1{CHECK}", text), "utf-8")


def settle(path: Path) -> None:
    """Make a fiche one in which nothing is left: agreed, without doubts, checked."""
    text = path.read_text("utf-8").replace("propose\n", "adopte\n")
    text = re.sub(r"\n +a_verifier: [^\n]*(?=\n)", "", text)
    text = re.sub(r"\n +si_non_verifie: [^\n]*", "", text)
    path.write_text(text + "controle: {le: 2027-01-04, par: Exemple Fictif}\n", "utf-8")
