"""Whatever a project's template asks for, docgen ends, in French, within its limits."""

import re
from pathlib import Path

import pytest

from docgen.build.render import render_documents
from docgen.document import Document
from docgen.errors import Problem, RenderingError, TemplateError
from docgen.format import Format
from tests.conftest import NIGHT
from tests.rendering.hostile.unbounded import case_files, names
from tests.support.documents import MINIMAL, composed, laid_over

SAMPLE = (
    "html-double-text",
    "word-double-list",
    "html-deep-parentheses",
    "svg-use-pair",
    "css-page-infinite",
    "css-gradient",
)
"""Cases of different ends that take little time: the whole is tried at night."""
ENGLISH = re.compile(r"Failed to|Traceback|maximum recursion|\b(the|error|unexpected)\b")


@pytest.fixture(scope="module")
def act(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A document to render."""
    source = tmp_path_factory.mktemp("acte") / "essai.yaml"
    source.write_text(MINIMAL)
    return composed(source)


@pytest.mark.parametrize("case", names() if NIGHT else SAMPLE)
def test_template_is_made_or_refused_within_limits(
    case: str, act: Document, tmp_path: Path
) -> None:
    templates = laid_over(tmp_path, case_files(case))
    problems: list[Problem] = []
    try:
        assert len(render_documents([act], templates, tuple(Format))) == 2
    except (TemplateError, RenderingError) as error:
        problems += error.problems
    for problem in problems:
        assert problem.file.endswith(("document.html.j2", "document.docx", ".yaml"))
        if not problem.message.startswith("avertissement de WeasyPrint"):  # which are English
            assert not ENGLISH.search(problem.message)
