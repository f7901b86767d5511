"""A finished Word file opens, and says what it said when it was made."""

import io
import zipfile

import pytest

from docgen.ooxml import BODY
from docgen.rendering.parity.reopened import ReopenedDocx
from docgen.rendering.parity.words import docx_words
from tests.support import documents


@pytest.mark.parametrize("name", documents.CONVENTIONS)
def test_a_file_as_docgen_makes_it_opens_without_a_fault(name):
    data = documents.docx(name)
    opened = ReopenedDocx(data, f"{name}.docx")
    assert opened.problems == []
    assert opened.words == docx_words(data)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_word_file_is_told_in_french(data):
    [problem] = ReopenedDocx(data, "x.docx").problems
    assert problem.code == "docx-illisible"
    assert "Word ne l’ouvrirait pas" in problem.message


@pytest.mark.parametrize(("place", "dead"), [("dgp_0_641ed6cc", False), ("dg_etapes", True)])
def test_link_to_no_bookmark_is_told(place, dead):
    field = f"<w:r><w:instrText> HYPERLINK \\l &quot;{place}&quot; </w:instrText></w:r>"
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(documents.docx("convention-complete"))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[BODY] = parts[BODY].replace(b"</w:p>", f"{field}</w:p>".encode(), 1)
    with zipfile.ZipFile(made, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    told = [one.message for one in ReopenedDocx(made.getvalue(), "x.docx").problems]
    assert told == [f"lien qui ne mène nulle part : « {place} »"] * dead
