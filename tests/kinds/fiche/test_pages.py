"""The pages of fiches: the same words in both formats, one page once final, two as a draft."""

import io
import re
import shutil
from functools import cache

import pypdfium2
import pytest
from pypdf import PdfReader

from docgen.document import Format
from docgen.kinds.fiche.facts import FaitsFiche
from docgen.referential.referential import Referential
from docgen.rendering import renderer
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.parity.proof import prove_templates
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.kinds.fiche.cards import composed, files
from tests.support.documents import OUR_TEMPLATES
from tests.support.libreoffice import to_pdf
from tests.support.projects.settle import check_law
from tests.support.projects.settle import settle_fiche as settle
from tests.support.reading import pages_text

OURS = Workspace(ROOT, ROOT / "output")
NAMES = [path.stem for path in files(OURS)]
GAP = 10
"""The least distance between two words of a head that are not one text, in points."""
DENSEST = ("action-6-1", "action-6-1-video", "article-4-sip")


@cache
def drafts():
    return composed(OURS)


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A project in which all is checked and agreed, and one unit is known (exemple fictif)."""
    root = tmp_path_factory.mktemp("projet")
    shutil.copytree(ROOT / "content", root / "content")
    workspace = Workspace(root, root / "output")
    unit = Referential(workspace).competence.of(longest_name(workspace))
    (root / "content/territoire/unites.yaml").write_text(
        f"unites:\n  - unite: {unit.service}\n    telephone: 01 99 00 00 00\n"
        "    adresse: [1 avenue de l’Exemple fictif, 00000 Exemple-en-Fictivemont]\n",
        "utf-8",
    )
    check_law(workspace)
    for path in files(workspace):
        settle(path)
    return workspace


@pytest.fixture(scope="module")
def finals(settled):
    return composed(settled)


def longest_name(workspace):
    communes = Referential(workspace).communes.in_departement("81")
    return max(communes, key=lambda commune: len(commune.toponyme.seul)).code


def pages(document):
    return renderer(Format.PDF)(document, OUR_TEMPLATES).pages


def words(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_word_template_says_only_what_fiches_say():
    name = "fiche/document.docx"
    assert lint_docx(OUR_TEMPLATES.find(name), FaitsFiche, name) == []


def test_both_formats_say_the_same_words_as_drafts():
    assert prove_templates(OUR_TEMPLATES, drafts().values()) == []


def test_both_formats_say_the_same_words_as_finals(finals):
    assert {document.final for document in finals.values()} == {True}
    assert prove_templates(OUR_TEMPLATES, finals.values()) == []


@pytest.mark.parametrize("name", NAMES)
def test_draft_prints_the_list_whole_below_itself_or_after(name):
    texts = pages_text(renderer(Format.PDF)(drafts()[name], OUR_TEMPLATES).data)
    assert len(texts) <= 2
    [listed] = [text for text in texts if "Reste à faire avant diffusion" in text]
    assert listed == texts[-1]
    assert listed.count("content/") == len(drafts()[name].left)


def test_a_draft_with_room_is_one_page_in_both_formats():
    draft = drafts()["article-5"]
    made = renderer(Format.DOCX)(draft, OUR_TEMPLATES)
    assert pages(draft) == len(PdfReader(io.BytesIO(to_pdf(made.data))).pages) == 1


@pytest.mark.parametrize("name", DENSEST)
def test_a_final_fiche_is_one_page_in_both_formats(name, finals):
    made = renderer(Format.DOCX)(finals[name], OUR_TEMPLATES)
    assert pages(finals[name]) == len(PdfReader(io.BytesIO(to_pdf(made.data))).pages) == 1


def test_the_draft_says_so_and_the_final_does_not(finals):
    draft = renderer(Format.PDF)(drafts()["article-5"], OUR_TEMPLATES).data
    final = renderer(Format.PDF)(finals["article-5"], OUR_TEMPLATES).data
    for word in ("PROJET", "proposé"):
        assert word in words(draft)
        assert word not in words(final)


def test_every_final_fiche_is_one_page_with_the_longest_names(settled):
    made = composed(settled, communes=(longest_name(settled),))
    assert {key: pages(document) for key, document in made.items()} == dict.fromkeys(made, 1)


def test_word_margin_does_not_touch_the_line_above_the_title(finals):
    made = renderer(Format.DOCX)(finals["article-4-sip"], OUR_TEMPLATES)
    page = pypdfium2.PdfDocument(to_pdf(made.data))[0].get_textpage()
    text = page.get_text_range()
    said = re.finditer("Engagement de l’AMR81", text)  # at the head of the page too, far right
    right = min(page.get_charbox(one.end() - 1)[2] for one in said)
    left = page.get_charbox(text.index("ARTICLE"))[0]
    assert left - right > GAP
