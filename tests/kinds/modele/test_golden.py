"""Two acts, as they were when a person last looked: a letter with its blanks, an order merged.

Both are finals of a project whose law is checked (exemple fictif): a draft lists the lines of the
law, which move.
"""

from __future__ import annotations

import json

import pytest
from weasyprint.text.ffi import pango

from docgen.build import render
from docgen.document import Format
from tests.documents import OUR_TEMPLATES
from tests.kinds.modele.acts import checked, merged
from tests.reading import docx_outline, pages_pictures, pages_text
from tests.territory import project

ACTS = {
    "modele-lettre-l541-3": ("lettre-l541-3",),
    "modele-mise-en-demeure-81101": ("mise-en-demeure", "81101"),
}

every_act = pytest.mark.parametrize("name", ACTS)


@pytest.fixture(scope="module")
def acts(tmp_path_factory):
    """Return each act and its files, by name."""
    workspace = checked(project(tmp_path_factory.mktemp("projet")))
    found = {}
    for name, (model, *codes) in ACTS.items():
        [document] = merged(workspace, model, *codes)
        files = render(document, OUR_TEMPLATES, tuple(Format))
        found[name] = document, {one.format: one.data for one in files}
    return found


@every_act
def test_the_facts_are_those_that_were_accepted(name, acts, golden):
    facts = acts[name][0].facts.model_dump(mode="json")
    golden(f"{name}/facts.json", json.dumps(facts, ensure_ascii=False, indent=1) + "\n")


@every_act
def test_the_html_is_the_one_that_was_accepted(name, acts, golden):
    golden(f"{name}/document.html", OUR_TEMPLATES.fill_html(acts[name][0]))


@every_act
def test_the_text_of_the_pdf_is_the_one_that_was_accepted(name, acts, golden):
    pages = enumerate(pages_text(acts[name][1][Format.PDF]), 1)
    golden(f"{name}/pdf.txt", "".join(f"———— page {n}\n{text}\n" for n, text in pages))


@every_act
def test_the_text_and_styles_of_the_word_file_are_those_that_were_accepted(name, acts, golden):
    golden(f"{name}/docx.txt", docx_outline(acts[name][1][Format.DOCX]))


@every_act
def test_the_pages_look_as_they_did_when_they_were_accepted(name, acts, golden):
    number = pango.pango_version()
    version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    if (golden.expected / "pango.txt").read_text().strip() != version:
        pytest.skip(f"pages drawn with another pango; this machine has {version}")
    golden(name, pages_pictures(acts[name][1][Format.PDF]))
