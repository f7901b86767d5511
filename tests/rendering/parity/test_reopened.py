"""A finished Word file opens, and says what it said when it was made."""

import pytest

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
