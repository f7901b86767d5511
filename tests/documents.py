"""The documents that tests of rendering look at: composed and rendered once, for all of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from docgen.build import compose_all
from docgen.document import Document, Format
from docgen.kinds import KINDS
from docgen.rendering import Templates, renderer
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


@cache
def pdf(name: str) -> bytes:
    """Return one of our documents as PDF."""
    return renderer(Format.PDF)(document(name), OUR_TEMPLATES).data


@cache
def docx(name: str) -> bytes:
    """Return one of our documents as a Word file."""
    return renderer(Format.DOCX)(document(name), OUR_TEMPLATES).data


@cache
def html(name: str) -> str:
    """Return the HTML that one of our PDF is laid out from."""
    return OUR_TEMPLATES.fill_html(document(name))
