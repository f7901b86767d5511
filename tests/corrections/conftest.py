"""The invented convention, in a project and as a Word file (exemple fictif)."""

from functools import cache

import pytest

from docgen.rendering.docx.renderer import render_docx
from docgen.workspace import Workspace
from tests.conftest import EXAMPLE
from tests.corrections.word_edits import EditedWord
from tests.support.documents import OUR_TEMPLATES, composed

NAME = "content/convention/complete.yaml"
TEXT = EXAMPLE.read_text("utf-8")


@pytest.fixture
def here(tmp_path):
    """A project that holds the invented convention alone."""
    path = tmp_path / NAME
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, "utf-8")
    return Workspace(tmp_path, tmp_path / "output")


@pytest.fixture
def word():
    """The Word file of the invented convention."""
    return EditedWord(made())


@cache
def made() -> bytes:
    return render_docx(composed(EXAMPLE), OUR_TEMPLATES).data
