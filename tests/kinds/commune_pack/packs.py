"""Packs that tests look at: those of a project, composed for one commune after another."""

import json
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from docgen.build.compose import BoundDocuments, Composed, content_files, read_texts
from docgen.document import Document
from docgen.french.territory import CodeInsee
from docgen.kinds.commune_pack.kind import KIND
from docgen.kinds.commune_pack.options import PackOptions
from docgen.kinds.kind import Scope
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks
from tests.support.projects.settle import SETTLED, settle
from tests.support.territory import with_france

OURS = Workspace(ROOT, ROOT / "output")
GARRIC, ALBI, PUYGOUZON = "81101", "81004", "81218"
"""A commune of the gendarmerie, one of the police, one more of the gendarmerie."""

FICHES = ("article-4-sip", "action-4-1", "article-3-reunions")
"""The fiches that are kept: two for each zone, one of them of both."""
EMPTY = re.compile(r"^    - titre: .*\n      fiches:\n(?! {8})", re.MULTILINE)
"""A group of which no fiche is kept."""
ENTRY = re.compile(r"^        - fiche: ([\w-]+)\n(?:          .*\n)+", re.MULTILINE)


class Table:
    """A project read once, from which the packs of communes are composed."""

    def __init__(self, workspace: Workspace, **options: Any) -> None:
        self.scope = Scope(Referential(workspace), options=PackOptions(**options))
        [self.work] = read_texts(workspace, KIND, content_files(workspace, KIND), self.scope)
        self.others = BoundDocuments(workspace, KIND.binds, self.scope)

    def composed(self, code: str) -> Composed:
        scope = replace(self.scope, communes=(CodeInsee(code),))
        [made] = self.work.compose(scope, self.others)
        return made

    def pack(self, code: str) -> Document:
        return self.composed(code).document


@cache
def ours(**options: Any) -> Table:
    """Return our own content, laid on a table, under options."""
    return Table(OURS, **options)


def project(folder: Path, *territory: str) -> Workspace:
    """Return a copy of our content, with lines that people write of communes."""
    shutil.copytree(ROOT / "content", folder / "content")
    if territory:
        lines = "".join(f"  - {{{line}}}\n" for line in territory)
        told = folder / "content/territoire/communes.yaml"
        told.write_text(f"communes:\n{lines}", "utf-8")
    return Workspace(folder, folder / "output")


def shortened(workspace: Workspace) -> Workspace:
    """Leave three fiches only in the packs of a project, for tests that make many of them."""
    dossier = workspace.content / "commune-pack/dossier.yaml"
    told = dossier.read_text("utf-8")
    kept = ENTRY.sub(lambda found: found[0] if found[1] in FICHES else "", told)
    assert kept != told
    dossier.write_text(EMPTY.sub("", kept), "utf-8")
    return workspace


def settled(workspace: Workspace) -> Workspace:
    """Make a project one in which all is checked, agreed and read (exemple fictif).

    Its base of crime is of France and knows no commune: no figure is lacking.
    """
    with_france(workspace)
    return settle(workspace)


def final_by_now(workspace: Workspace) -> Workspace:
    """Make a project whose short packs are final today, and have no sheet of what is left."""
    settled(shortened(workspace))
    for path in workspace.content.rglob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(SETTLED, "2026-11-03"), "utf-8")
    return workspace


def chosen(document: Document) -> dict[str, str]:
    """Return why each fiche is in a pack, in ordinary blanks, by the fiche's file."""
    facts: Any = document.facts
    code = f"-{document.key}"
    keys = [part.key.removesuffix(code) for part in document.parts["fiches"]]
    reasons = [plain_blanks(one.raison) for group in facts.actions.groupes for one in group.fiches]
    return dict(zip(keys, reasons, strict=True))


def said(document: Document) -> str:
    """Return all that a pack may print, its parts' included, in ordinary blanks."""
    facts = [one.facts.model_dump(mode="json") for one in (document, *document.bound)]
    return plain_blanks(json.dumps(facts, ensure_ascii=False))
