"""Files that a PDF carries: named, typed, related, undated, each listed once."""

import io

import pytest
from pypdf import PdfReader

from docgen.document import Attached
from docgen.rendering.pdf.attachments import NEVER, attachments
from tests.conformity.printing import CARRIED, printed
from tests.support.reading import attached

BODY = "<body><h1>Essai fictif</h1></body>"
ACCENTED = Attached("piece-1.yaml", "Pièce « une »", "Data", "text/yaml", b"a: 1\n")


@pytest.fixture(scope="module")
def catalogue():
    return PdfReader(io.BytesIO(printed(BODY, attached=CARRIED))).root_object


def test_files_come_out_as_they_went_in():
    data = printed(BODY, attached=(*CARRIED, ACCENTED))
    assert attached(data) == {file.name: file.data for file in (*CARRIED, ACCENTED)}


def test_each_file_says_what_it_is_to_the_document(catalogue):
    files = [one.get_object() for one in catalogue["/AF"]]
    assert [one["/UF"] for one in files] == [file.name for file in CARRIED]
    assert [one["/AFRelationship"] for one in files] == ["/Source", "/Alternative"]
    assert [one["/Desc"] for one in files] == [file.description for file in CARRIED]


def test_each_file_has_its_type_and_no_date(catalogue):
    streams = [one.get_object()["/EF"]["/F"] for one in catalogue["/AF"]]
    assert [one["/Subtype"] for one in streams] == ["/text/yaml", "/text/plain"]
    for stream in streams:
        assert not {"/CreationDate", "/ModDate"} & stream["/Params"].keys()


def test_a_document_without_files_has_no_list_of_them():
    catalogue = PdfReader(io.BytesIO(printed(BODY))).root_object
    assert "/AF" not in catalogue
    assert "/EmbeddedFiles" not in catalogue.get("/Names", {})


def test_attachments_get_a_fixed_date():
    assert {one.created for one in attachments(CARRIED)} == {NEVER}
