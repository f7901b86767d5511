"""`--anchors`: what a service looks for on the page, that no eye sees and no ear hears."""

import io
import re
import shutil
import subprocess
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader

from docgen.document import Format
from docgen.rendering.formats import renderer
from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.parity.words import html_words
from tests.conftest import EXAMPLE
from tests.support import documents
from tests.support.reading import heard, pages_pictures, pdf_words
from tests.support.verapdf import verapdf

NAME = "convention-complete"
EXPECTED = {
    "yousign": ["{{s1|signature|207|90}}", "{{s2|signature|207|90}}"],
    "docusign": ["/sn1/", "/sn2/"],
}
every_service = pytest.mark.parametrize("service", EXPECTED)


def anchored(service):
    """Return the fictional convention with the anchors of a service."""
    document = replace(documents.document(NAME), anchors=service).carrying(
        Format.DOCX, documents.docx(NAME)
    )
    return renderer(Format.PDF)(document, documents.OUR_TEMPLATES)


@pytest.fixture(scope="module")
def made():
    """The fictional convention, once for each service."""
    return {service: anchored(service) for service in EXPECTED}


def lines(text):
    """Return the lines of a text that are anchors."""
    found = re.findall(r"^\s*(\{\{.*\}\}|/sn\d+/)\s*$", text, re.MULTILINE)
    return sorted(found)


def test_every_service_of_the_command_line_exists():
    assert set(ANCHORS) == set(EXPECTED)
    assert anchor(12, "docusign") == "/sn12/"


@every_service
def test_pypdf_finds_each_anchor_on_a_line_of_its_own(made, service):
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(made[service].data)).pages
    )
    assert lines(text) == EXPECTED[service]


@every_service
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="Poppler is not installed here")
def test_poppler_finds_each_anchor_too(made, service, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(made[service].data)
    asked = ["pdftotext", str(path), "-"]
    said = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    assert lines(said) == EXPECTED[service]


@every_service
def test_a_screen_reader_does_not_say_them(made, service):
    assert [text for _, text in heard(made[service].data) if "{{" in text or "/sn" in text] == []
    assert pdf_words(made[service].data) == pdf_words(documents.pdf(NAME))


@every_service
def test_they_stand_in_place_of_fields(made, service):
    pdf = PdfReader(io.BytesIO(made[service].data))
    assert not pdf.get_fields()
    assert "/AcroForm" not in pdf.root_object
    assert made[service].companions == {}


@every_service
def test_they_are_no_words_of_the_act(service):
    document = replace(documents.document(NAME), anchors=service)
    said = html_words(documents.OUR_TEMPLATES.fill_html(document))
    assert said == html_words(documents.html(NAME))


def test_the_page_looks_the_same(made):
    before = pages_pictures(documents.pdf(NAME))
    assert {service: pages_pictures(one.data) for service, one in made.items()} == dict.fromkeys(
        made, before
    )


def test_anchors_keep_the_standards(made):
    files = {service: one.data for service, one in made.items()}
    verdicts = verapdf(files, dict.fromkeys(files, ("3a", "ua1")))
    assert verdicts == {service: {"3a": [], "ua1": []} for service in files}
    for data in files.values():
        assert page.validate_pdf_bytes(data, profile="ua1").is_compliant


@every_service
def test_the_command_line_places_them(docgen_here, project, service):
    project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    told = docgen_here("convention", "--format", "pdf", "--anchors", service)
    assert told.code == 0, told.err
    data = (project.root / f"output/convention/{NAME}.pdf").read_bytes()
    assert not PdfReader(io.BytesIO(data)).get_fields()


def test_a_draft_has_none():
    document = replace(documents.document("convention-modele"), anchors="yousign")
    assert documents.OUR_TEMPLATES.fill_html(document) == documents.html("convention-modele")


def test_an_unknown_service_is_a_usage_error(docgen_here):
    assert docgen_here("convention", "--anchors", "autre").code == 2
