"""The documents that tests of rendering look at: composed and rendered once, for all of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from docgen.build import compose_all, render
from docgen.content.source import read_source
from docgen.content.validation import check
from docgen.document import Artifact, Document, Format
from docgen.kinds import KINDS
from docgen.rendering import Templates
from docgen.workspace import Workspace, shipped_templates

ROOT = Path(__file__).parents[1]
PATHS = {
    "convention-2026": ROOT / "content/convention/2026.yaml",
    "convention-modele": ROOT / "content/convention/modele.yaml",
    "convention-complete": ROOT / "tests/exemples/convention/complete.yaml",
}
"""The content and the examples that we keep, by the name of what they make."""
NAMES = tuple(PATHS)
OUR_TEMPLATES = Templates((shipped_templates(),))


def composed(path: Path) -> Document:
    """Return the document that a convention makes."""
    workspace = Workspace(ROOT, ROOT / "output")
    [(_, made)] = compose_all(workspace, KINDS["convention"], [path])
    return made.document


@cache
def document(name: str) -> Document:
    """Return one of our documents."""
    return composed(PATHS[name])


def content(name: str) -> Any:
    """Return what the source of one of our documents says."""
    path, kind = PATHS[name], KINDS["convention"]
    return check(read_source(path, path.name), kind.content, kind.rules)


@cache
def made(name: str) -> dict[Format, Artifact]:
    """Return the files of one of our documents, as a build makes them."""
    found = render(document(name), OUR_TEMPLATES, tuple(Format))
    return {artifact.format: artifact for artifact in found}


def pdf(name: str) -> bytes:
    """Return one of our documents as PDF."""
    return made(name)[Format.PDF].data


def docx(name: str) -> bytes:
    """Return one of our documents as a Word file."""
    return made(name)[Format.DOCX].data


@cache
def html(name: str) -> str:
    """Return the HTML that one of our PDF is laid out from."""
    return OUR_TEMPLATES.fill_html(document(name))


MINIMAL = """\
acte: projet
exemple_fictif: oui
intitule: Essai fictif
titre: {texte: Essai fictif}
parties:
  liste:
    - {id: une, sigle: UNE, nom: Partie une}
    - {id: autre, sigle: AUTRE, nom: Partie autre}
articles:
  - id: article-1
    numero: ARTICLE 1er
    titre: Objet
    texte: [Chaque partie informe l'autre., Elle le fait sans délai.]
signature:
  lieu: Valclair-le-Fictif
  exemplaires: 2
  signataires:
    - {partie: une, nom: Madame Une, qualite: présidente}
    - {partie: autre, nom: Monsieur Autre, qualite: directeur}
"""
"""The least that a convention may say."""


def laid_over(folder: Path, files: dict[str, str | bytes]) -> Templates:
    """Return our templates with a project's own laid over them, as a project would."""
    for name, text in files.items():
        path = folder / "templates" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Templates(Workspace(folder, folder / "output").templates)


def shipped(name: str) -> str:
    """Return the text of one of our templates."""
    return OUR_TEMPLATES.find(name).read_text("utf-8")
