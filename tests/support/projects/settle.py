"""A project in which nothing is left to do: all is checked, agreed and read by someone invented."""

import re
from pathlib import Path

from docgen.workspace import REFERENTIEL, Workspace

SETTLED = "2027-01-04"
"""The day on which it was."""
STAMP = f"{{le: {SETTLED}, par: Exemple Fictif}}"
CHECK = f"controle: {STAMP}"
READ = f"relecture: {STAMP}"
LAW_CHECK = (
    f"controle: {{le: {SETTLED}, par: Exemple Fictif, reference: Légifrance (exemple fictif)}}"
)


def settle(workspace: Workspace) -> Workspace:
    """Settle all that a pack is bound of, so that it is final; figures no longer say invented."""
    check_models(workspace)
    for path in _texts(workspace, "fiche"):
        settle_fiche(path)
    read_families(workspace)
    claim_figures(workspace)
    return workspace


def check_law(workspace: Workspace) -> None:
    """Have each rule of the law checked."""
    for path in _texts(workspace, f"{REFERENTIEL}/droit"):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(\n +)(confiance: \S+)", rf"\1\2\1{LAW_CHECK}", text), "utf-8")


def check_models(workspace: Workspace) -> Workspace:
    """Have the law checked, and the models of acts read, without doubts."""
    check_law(workspace)
    for path in _texts(workspace, "modele"):
        text = re.sub(r"^ +a_verifier: .*\n", "", path.read_text("utf-8"), flags=re.M)
        path.write_text(f"{text}{CHECK}\n", "utf-8")
    return workspace


def settle_fiche(path: Path) -> None:
    """Have a fiche agreed, without doubts, and checked."""
    text = path.read_text("utf-8")
    text = re.sub(
        r"^( *)etat(\w*): propose$", rf"\1etat\2: adopte\n\1adoption\2: {STAMP}", text, flags=re.M
    )
    text = re.sub(r"\n +a_verifier: [^\n]*(?=\n)", "", text)
    text = re.sub(r"\n +si_non_verifie: [^\n]*", "", text)
    path.write_text(f"{text}{CHECK}\n", "utf-8")


def read_families(workspace: Workspace) -> None:
    """Have the families of the memento read through."""
    for path in _texts(workspace, "memento"):
        text = path.read_text("utf-8")
        if "\nfamille:" in text:
            read = re.sub(r"^  aide_memoire:$", rf"\g<0>\n    {READ}", text, flags=re.M)
            path.write_text(f"{read.rstrip()}\n  {CHECK}\n", "utf-8")
        else:
            read = re.sub(r"^ensemble:$", rf"\g<0>\n  {READ}", text, flags=re.M)
            path.write_text(read, "utf-8")


def claim_figures(workspace: Workspace) -> None:
    """Take from the data that they are invented, which no final page may be made of."""
    for path in (workspace.content / REFERENTIEL).glob("*/edition.yaml"):
        text = re.sub(r"^provenance: exemple fictif\n", "", path.read_text("utf-8"), flags=re.M)
        path.write_text(text, "utf-8")


def _texts(workspace: Workspace, folder: str) -> list[Path]:
    return sorted((workspace.content / folder).glob("*.yaml"))
