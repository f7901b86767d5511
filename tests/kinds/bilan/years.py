"""Reports of invented years: the fiches of our content, with numbers that no one counted."""

import re
from datetime import date
from pathlib import Path

from docgen.build.compose import asked_files, compose_all
from docgen.document import Document
from docgen.kinds.bilan.kind import KIND
from docgen.kinds.bilan.options import BilanOptions
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.support.documents import ROOT

EMPTY = (ROOT / "content/bilan/2026.yaml").read_text("utf-8")


def filled(year: int, start: int = 3) -> str:
    """Return the report of a year with every value and text written: exemple fictif."""
    counted = iter(range(start, start + 400, 2))
    text = EMPTY.replace("annee: 2026", f"annee: {year}")
    text = re.sub(r"valeur: \}", lambda _: f"valeur: {next(counted) * (year - 2020)}}}", text)
    text = text.replace("    fait:\n", "    fait: Deux réunions tenues (exemple fictif).\n")
    text = text.replace("marquants: []\n", "marquants: [Deux réunions tenues (exemple fictif).]\n")
    return text.replace("suite:\n", "suite: Continuer (exemple fictif).\n")


def written(folder: Path, *years: int) -> None:
    for year in years:
        path = folder / f"content/bilan/{year}.yaml"
        path.write_text(filled(year), "utf-8")


def report(workspace: Workspace, year: int, today: date | None = None) -> Document:
    scope = Scope(Referential(workspace), options=BilanOptions(year), today=today)
    paths = asked_files(workspace, KIND, scope)
    [made] = [made.document for _, made in compose_all(workspace, KIND, paths, scope)]
    return made
