"""The invented convention, in a project and as a Word file (exemple fictif)."""

import pytest

from docgen.rendering import Templates
from docgen.rendering.docx.renderer import render_docx
from docgen.workspace import Workspace, shipped_templates
from tests.conftest import EXAMPLE
from tests.corrections.word_edits import EditedWord
from tests.support.documents import composed

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
    return EditedWord(render_docx(composed(EXAMPLE), Templates((shipped_templates(),))).data)
