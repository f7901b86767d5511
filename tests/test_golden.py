"""Every document, at every stage, is what it was when a person last looked."""

import io
import json
import re

import pytest
from PIL import Image
from weasyprint.text.ffi import pango

from tests.support import documents
from tests.support.documents import NAMES, ROOT
from tests.support.reading import docx_outline, pages_pictures, pages_text

PANGO = "pango.txt"
"""Which version of Pango drew the pages that are kept."""

LOOKED_AT = 16
"""Of a long work, the first pages are looked at: they show every layout."""
OF_OTHER_TESTS = {
    "complete": "tests/kinds/commune_pack/test_complete_packs.py",
    "figures": "tests/charts/test_svg.py",
}
"""Folders that are no document's, and the test that keeps them."""

OUTLINES = re.compile(r"\[\s+\[\s+\[\s[-\d.,\s\[\]]+\]")
"""The outlines of a map, which are written in one line."""

every_document = pytest.mark.parametrize("name", NAMES)


def pango_version() -> str:
    number = pango.pango_version()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


@every_document
def test_the_facts_are_the_accepted_ones(name, golden):
    facts = documents.document(name).facts.model_dump(mode="json")
    text = json.dumps(facts, ensure_ascii=False, indent=1) + "\n"
    golden(f"{name}/facts.json", OUTLINES.sub(lambda found: "".join(found[0].split()), text))


@every_document
def test_the_html_is_the_accepted_one(name, golden):
    golden(f"{name}/document.html", documents.html(name))


@every_document
def test_the_text_of_the_pdf_is_the_accepted_one(name, golden):
    pages = [
        f"———— page {number}\n{text}\n"
        for number, text in enumerate(pages_text(documents.pdf(name)), 1)
    ]
    assert ".yaml" not in "".join(pages), "readers know no file of a project"
    golden(f"{name}/pdf.txt", "".join(pages))


@every_document
def test_the_text_of_the_word_file_is_the_accepted_one(name, golden):
    golden(f"{name}/docx.txt", docx_outline(documents.docx(name)))


@every_document
def test_the_pages_look_like_the_accepted_ones(name, golden):
    kept = golden.expected / PANGO
    if golden.accept:
        kept.write_text(pango_version() + "\n")
    drawn_with = kept.read_text().strip()
    if drawn_with != pango_version():
        pytest.skip(f"pages drawn with pango {drawn_with}; this machine has {pango_version()}")
    golden(name, pages_pictures(documents.pdf(name))[:LOOKED_AT])


def test_the_kept_pages_are_small_and_grey(golden):
    kept = list(golden.expected.rglob("*.png"))
    assert kept
    for path in kept:
        with Image.open(io.BytesIO(path.read_bytes())) as picture:
            assert picture.mode == "L"
            assert max(picture.size) < 700


def test_golden_folders_are_those_of_the_documents(golden):
    kept = {path.name for path in golden.expected.iterdir() if path.is_dir()}
    assert kept == {*NAMES, *OF_OTHER_TESTS}
    for folder, test in OF_OTHER_TESTS.items():
        assert f"{folder}/" in (ROOT / test).read_text("utf-8")
