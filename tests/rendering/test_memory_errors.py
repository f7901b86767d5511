"""What is told when memory does not suffice: that, and never a fault of the template."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from lxml import etree

from docgen.build.render import render_documents
from docgen.errors import WorkplaceError
from docgen.format import Format
from docgen.rendering import Templates
from docgen.rendering.memory_errors import UNNAMED_ERROR, lacks_memory
from docgen.rendering.parity.proof import prove_templates
from tests.conftest import ROOT
from tests.rendering.docx.docx_examples import document
from tests.support.documents import OUR_TEMPLATES

SAID = "convention-essai : mémoire insuffisante pour le fabriquer"

NARROW = """
import resource
from pathlib import Path
from docgen.build.render import render_documents
from docgen.document import Format
from docgen.errors import DocgenError
from tests.support.documents import OUR_TEMPLATES
from tests.rendering.docx.docx_examples import clauses, document, facts

large = document(facts(blocs=clauses(articles=400)))
render_documents([document()], OUR_TEMPLATES, [Format.DOCX])
_, most = resource.getrlimit(resource.RLIMIT_AS)
for more in range(4, 60, 2):
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more * 2**20, most))
    try:
        render_documents([large], OUR_TEMPLATES, [Format.DOCX])
        said = "fait"
    except DocgenError as error:
        said = f"{error.problems[0].file} : {error.problems[0].message}"
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    print(said)
    if said == "fait":
        break
"""


class Want:
    """Lets no file of a name be opened while it is on, as when memory does not suffice for it."""

    def __init__(self) -> None:
        self.name = ""
        sys.addaudithook(self._see)

    def _see(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.name and event == "open" and str(arguments[0]).endswith(self.name):
            raise MemoryError


@pytest.fixture(scope="module")
def want() -> Want:
    """A hook that no process can take away: only the one of these tests pays for it."""
    return Want()


@pytest.fixture
def wanting(request: pytest.FixtureRequest, want: Want) -> Iterator[None]:
    """Let no file of a name be opened."""
    want.name = request.param
    yield
    want.name = ""


def test_memory_shortage_in_word_is_reported() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", NARROW], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == 0, ended.stderr
    *narrow, last = ended.stdout.splitlines()
    assert last == "fait"
    assert set(narrow) == {SAID}


@pytest.mark.parametrize("wanting", [".css", ".ttf", ".html.j2"], indirect=True)
@pytest.mark.usefixtures("wanting")
def test_memory_shortage_in_layout_is_reported() -> None:
    with pytest.raises(WorkplaceError) as told:
        render_documents([document()], Templates(OUR_TEMPLATES.roots), [Format.PDF])
    assert str(told.value).startswith(SAID)


@pytest.mark.parametrize("wanting", [".html.j2", "document.docx"], indirect=True)
@pytest.mark.usefixtures("wanting")
def test_memory_shortage_in_a_check_is_reported() -> None:
    with pytest.raises(WorkplaceError) as told:
        prove_templates(Templates(OUR_TEMPLATES.roots), [document()])
    assert str(told.value).startswith(SAID)


def test_an_evaluation_that_ends_without_a_message_lacks_memory() -> None:
    assert lacks_memory(etree.XPathEvalError(UNNAMED_ERROR))
    assert not lacks_memory(etree.XPathEvalError("Undefined namespace prefix"))
