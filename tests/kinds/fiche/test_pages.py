"""The pages of fiches: the same words in both formats, one page."""

import io
import re
import shutil
from dataclasses import replace
from functools import cache

import pypdfium2
import pytest
from pypdf import PdfReader

from docgen.build.render import render
from docgen.format import Format
from docgen.kinds.fiche.facts import FaitsFiche
from docgen.ooxml import read_package
from docgen.referential.referential import Referential
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.fitting import fit_pages
from docgen.rendering.parity.proof import prove_templates
from docgen.rendering.pdf.free_space import measure_free_space
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.kinds.fiche.cards import composed, files
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import to_pdf, to_pdfs
from tests.support.projects.settle import check_law
from tests.support.projects.settle import settle_fiche as settle
from tests.support.reading import pages_text

OURS = Workspace(ROOT, ROOT / "output")
GAP = 10
"""The least distance between two words of a head that are not one text, in points."""
DENSEST = ("action-5-2", "action-6-1", "action-6-1-video")
DENSEST_DRAFTS = (*DENSEST, "action-6-2", "article-4-gend-elus")


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


def html(document):
    return OUR_TEMPLATES.fill_html(document)


def words(pdf):
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_the_word_template_says_only_what_fiches_say():
    name = "fiche/document.docx"
    assert lint_docx(OUR_TEMPLATES.find(name), FaitsFiche, name) == []


def test_both_formats_say_the_same_words_as_drafts():
    assert prove_templates(OUR_TEMPLATES, drafts().values()) == []


def test_both_formats_say_the_same_words_as_finals(finals):
    assert {document.final for document in finals.values()} == {True}
    ruled = [fit_pages(one, OUR_TEMPLATES) for one in [*finals.values()][::5]]
    assert prove_templates(OUR_TEMPLATES, [*finals.values(), *ruled]) == []


@pytest.mark.parametrize(
    ("free", "lines", "shared", "in_word"),
    [
        (4, 0, (0, 0), (0, 0)),
        (27, 0, (4, 6), (3, 8)),  # Word keeps 4 mm, the PDF 1 mm
        (28, 2, (0, 0), (0, 0)),
        (35, 2, (1, 2), (1, 2)),
        (60, 6, (0, 0), (0, 0)),
    ],
)
def test_free_height_is_ruled_or_shared_under_sections(finals, free, lines, shared, in_word):
    fiche = replace(finals["action-4-1"], free_height=tuple(range(1, free + 1)))
    page = html(fiche)
    assert page.count('<p class="ligne"') == lines
    assert "--air: {}; --pied: {}".format(*shared) in page
    word = read_package(renderer(Format.DOCX)(fiche, OUR_TEMPLATES).data)["word/document.xml"]
    gaps = 5 + len(fiche.facts.reperes)
    spare = 2  # Word and LibreOffice break lines a little earlier
    air, foot = in_word
    assert word.decode().count('w:line="57"') == gaps * air + max(foot - spare, 0)


@pytest.mark.parametrize("name", ["action-4-1", "action-5-2"])  # the longer column is one each
def test_warning_follows_the_last_contact_by_six_millimetres(finals, name):
    fiche = fit_pages(finals[name], OUR_TEMPLATES)
    page = pypdfium2.PdfDocument(renderer(Format.PDF)(fiche, OUR_TEMPLATES).data)[0].get_textpage()
    text = page.get_text_range()
    numbers = [one.numero or one.a_remplir for one in fiche.facts.contacts]
    top = page.get_charbox(text.index(fiche.facts.alerte_titre))[3]
    contact = page.get_charbox(text.rindex(numbers[-1]))[1]
    assert 6 < (contact - top) * 25.4 / 72 < 13


@pytest.fixture(scope="module")
def printed(finals):
    """The densest drafts and finals as PDF, and as LibreOffice prints their Word file."""
    documents = {name: drafts()[name] for name in DENSEST_DRAFTS}
    documents |= {f"{name}-final": finals[name] for name in DENSEST}
    made = [render(one, OUR_TEMPLATES, tuple(Format)) for one in documents.values()]
    files = [{one.format: one.data for one in formats} for formats in made]
    words = to_pdfs(*(one[Format.DOCX] for one in files))
    pdfs = (one[Format.PDF] for one in files)
    return dict(zip(documents, zip(pdfs, words, strict=True), strict=True))


@pytest.mark.parametrize("name", DENSEST_DRAFTS)
def test_draft_is_one_page_with_what_is_left(name, printed):
    for data in printed[name]:
        [text] = pages_text(data)
        assert "Reste à faire avant diffusion" in text
        assert "content/" not in text


@pytest.mark.parametrize("name", DENSEST)
def test_a_final_fiche_is_one_page_in_both_formats(name, printed):
    assert [len(pages_text(data)) for data in printed[f"{name}-final"]] == [1, 1]


def test_the_draft_says_so_and_the_final_does_not(printed):
    (draft, _), (final, _) = printed["action-5-2"], printed["action-5-2-final"]
    for word in ("PROJET", "proposé"):
        assert word in words(draft)
        assert word not in words(final)


def test_every_final_fiche_is_one_page_with_the_longest_names(settled):
    made = composed(settled, communes=(longest_name(settled),)).values()
    tried = [replace(one, density=one.densities[-1]) for one in made]
    free = {one.key: measure_free_space(one, html(one), OUR_TEMPLATES) for one in tried}
    assert [key for key, height in free.items() if height is None] == []


def test_word_margin_does_not_touch_the_line_above_the_title(finals):
    made = renderer(Format.DOCX)(finals["article-4-sip"], OUR_TEMPLATES)
    page = pypdfium2.PdfDocument(to_pdf(made.data))[0].get_textpage()
    text = page.get_text_range()
    said = re.finditer("Engagement de l’AMR81", text)  # at the head of the page too, far right
    right = min(page.get_charbox(one.end() - 1)[2] for one in said)
    left = page.get_charbox(text.index("ARTICLE"))[0]
    assert left - right > GAP
