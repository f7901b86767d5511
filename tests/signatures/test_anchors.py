"""`--anchors`: what a service looks for on the page, that no eye sees and no ear hears."""

import io
import re
import shutil
import subprocess
from dataclasses import replace

import page
import pytest
from pypdf import PdfReader

from docgen.rendering.html.signature_anchors import ANCHORS, anchor
from docgen.rendering.parity.words import html_words
from tests.conformity.verdicts import broken
from tests.conftest import EXAMPLE
from tests.signatures.signed import NAME, anchored
from tests.support import documents
from tests.support.reading import heard, pages_pictures, pdf_words

EXPECTED = {
    "yousign": ["{{s1|signature|207|90}}", "{{s2|signature|207|90}}"],
    "docusign": ["/sn1/", "/sn2/"],
}
every_service = pytest.mark.parametrize("service", EXPECTED)


def lines(text):
    """Return the lines of a text that are anchors."""
    found = re.findall(r"^\s*(\{\{.*\}\}|/sn\d+/)\s*$", text, re.MULTILINE)
    return sorted(found)


def test_every_service_of_the_command_line_exists():
    assert set(ANCHORS) == set(EXPECTED)
    assert anchor(12, "docusign") == "/sn12/"


@every_service
def test_pypdf_finds_each_anchor_on_a_line_of_its_own(service):
    text = "\n".join(
        page.extract_text() for page in PdfReader(io.BytesIO(anchored(service).data)).pages
    )
    assert lines(text) == EXPECTED[service]


@every_service
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="Poppler is not installed here")
def test_poppler_finds_each_anchor_too(service, tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(anchored(service).data)
    asked = ["pdftotext", str(path), "-"]
    said = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    assert lines(said) == EXPECTED[service]


@every_service
def test_a_screen_reader_does_not_say_them(service):
    assert [
        text for _, text in heard(anchored(service).data) if "{{" in text or "/sn" in text
    ] == []
    assert pdf_words(anchored(service).data) == pdf_words(documents.pdf(NAME))


@every_service
def test_they_stand_in_place_of_fields(service):
    pdf = PdfReader(io.BytesIO(anchored(service).data))
    assert not pdf.get_fields()
    assert "/AcroForm" not in pdf.root_object
    assert anchored(service).companions == {}


@every_service
def test_they_are_no_words_of_the_act(service):
    document = replace(documents.document(NAME), anchors=service)
    said = html_words(documents.OUR_TEMPLATES.fill_html(document))
    assert said == html_words(documents.html(NAME))


@every_service
def test_the_page_looks_the_same(service):
    assert pages_pictures(anchored(service).data) == pages_pictures(documents.pdf(NAME))


@every_service
def test_anchors_keep_the_standards(service):
    assert broken(f"anchored-{service}") == []
    assert page.validate_pdf_bytes(anchored(service).data, profile="ua1").is_compliant


def test_the_command_line_places_them(docgen_here, project):
    project.holding(EXAMPLE.read_bytes(), "complete.yaml")
    told = docgen_here("convention", "--format", "pdf", "--anchors", "docusign")
    assert told.code == 0, told.err
    data = (project.root / f"output/convention/{NAME}.pdf").read_bytes()
    assert not PdfReader(io.BytesIO(data)).get_fields()


def test_a_draft_has_none():
    document = replace(documents.document("convention-modele"), anchors="yousign")
    assert documents.OUR_TEMPLATES.fill_html(document) == documents.html("convention-modele")


def test_an_unknown_service_is_a_usage_error(docgen_here):
    assert docgen_here("convention", "--anchors", "autre").code == 2
