"""The two pages of figures as they are printed, in every state that a commune may be in."""

import ctypes
import io
import math
from collections.abc import Iterator
from functools import cache

import docx
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fontTools.ttLib import TTFont
from openxml_audit import OpenXmlValidator

from docgen.build.render import render
from docgen.document import Artifact
from docgen.format import Format
from docgen.kinds.infographie.facts import FaitsInterne, FaitsPublique
from docgen.kinds.infographie.graphiques import WIDE
from docgen.ooxml import W
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.fitting import MIN_FREE, fit_pages
from docgen.rendering.parity.proof import prove_templates
from docgen.rendering.parity.words import docx_margins, docx_words
from docgen.rendering.pdf.free_space import measure_free_space
from tests.conformity.finished import finished_problems
from tests.conftest import NIGHT
from tests.kinds.infographie.specimens import INTERNAL_PAGES, PAGES, PUBLIC, PUBLIC_PAGES, page
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES
from tests.support.libreoffice import to_pdf
from tests.support.reading import pages_text, structure

SMALLEST = 7.5
"""The size, in points, below which nothing is written."""
TWO_PAGES = {"interne-long"}
"""The pages that have more rows than a page holds."""
UNKNOWN_TO_THE_VALIDATOR = "dispNaAsBlank[1]: The 'val' attribute is not declared."
TEMPLATES = {"document": FaitsPublique, "interne": FaitsInterne}

LAID_OUT = (
    *(
        "complete",
        "departement",
        "rien",
        "tout-cache",
        "une-courbe",
        "police",
        "noms-longs-avis",
        "a-verifier",
    ),
    *("interne", "interne-long", "interne-projet", "interne-une-courbe", "interne-deux-courbes"),
)
"""The pages that are laid out by day: the fullest, the barest, the longest words, drafts."""
every_page, every_public_page, every_internal_page = (
    pytest.mark.parametrize("name", [name for name in pages if NIGHT or name in LAID_OUT])
    for pages in (PAGES, PUBLIC_PAGES, INTERNAL_PAGES)
)


@cache
def made(name: str) -> dict[Format, Artifact]:
    if f"infographie-{name}" in documents.SPECIMENS:
        return documents.artifacts(f"infographie-{name}")
    found = render(page(PAGES[name]), OUR_TEMPLATES, tuple(Format))
    return {artifact.format: artifact for artifact in found}


def pdf(name: str) -> bytes:
    return made(name)[Format.PDF].data


def word(name: str) -> bytes:
    return made(name)[Format.DOCX].data


# One page, that can be read


@every_page
def test_it_stands_on_one_page(name):
    assert made(name)[Format.PDF].pages == (2 if name in TWO_PAGES else 1)


@every_page
def test_nothing_is_too_small_to_be_read(name):
    assert min(sizes(pdf(name))) >= SMALLEST - 0.01


@every_page
def test_nothing_stands_outside_the_margins(name):
    with pypdfium2.PdfDocument(pdf(name)) as document:
        lefts, _, rights, _ = zip(*map(text_box, document), strict=True)
    assert min(lefts) >= 20 * 72 / 25.4 - 1
    assert max(rights) <= 190 * 72 / 25.4 + 1


@every_page
def test_no_field_is_printed_raw(name):
    words = {*" ".join(pages_text(pdf(name))).split(), *docx_words(word(name))}
    assert not words & {"None", "True", "False"}
    assert not [one for one in words if "{" in one or "**" in one]


def sizes(data: bytes) -> Iterator[float]:
    """Yield the size of each letter of a PDF, in points, inside its drawings too."""
    with pypdfium2.PdfDocument(data) as document:
        for one in document:
            text = one.get_textpage()
            for index in range(text.count_chars()):
                matrix = pdfium.FS_MATRIX()
                if pdfium.FPDFText_IsGenerated(text, index) == 1:
                    continue
                pdfium.FPDFText_GetMatrix(text, index, ctypes.byref(matrix))
                scale = math.hypot(matrix.c, matrix.d)
                yield pdfium.FPDFText_GetFontSize(text, index) * scale


def text_box(one: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    text = one.get_textpage()
    boxes = [
        text.get_charbox(index)
        for index in range(text.count_chars())
        if text.get_text_range(index, 1).strip()
    ]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


@pytest.mark.parametrize("name", ["Frontignan-de-Comminges", "Bonrepos-sur-Aussonnelle"])
def test_a_name_of_ordinary_size_fits_its_column_in_word(name):
    """A name wider than its column is cut in the middle of a word by LibreOffice."""
    template = docx.Document(str(OUR_TEMPLATES.find("infographie/document.docx")))
    size = template.styles["Title"].font.size.pt
    with TTFont(OUR_TEMPLATES.find("_commun/fonts/SourceSerif4Display-Semibold.ttf")) as face:
        glyphs = face.getBestCmap()
        wide = sum(face["hmtx"][glyphs[ord(letter)]][0] for letter in name) * size / 1000
    assert wide <= template.tables[0].columns[0].width.pt


def test_only_curve_is_drawn_first_and_wide():
    only, *others = PUBLIC_PAGES["une-courbe"].courbes
    assert only.titre == PUBLIC_PAGES["complete"].courbes[1].titre
    assert only.courbe.largeur == WIDE
    assert [one.courbe for one in others] == [None, None]


@every_public_page
def test_band_and_sources_stand_at_the_foot(name):
    document = fit_pages(page(PAGES[name]), OUR_TEMPLATES)
    free = measure_free_space(document, OUR_TEMPLATES.fill_html(document), OUR_TEMPLATES)
    assert MIN_FREE <= free < MIN_FREE + 1.5


# For every reader


@every_page
def test_the_gate_finds_nothing_to_say(name):
    assert finished_problems(pdf(name), f"{name}.pdf") == []


@every_page
def test_every_figure_has_its_words(name):
    facts = PAGES[name]
    drawn = [
        *(one.courbe for one in getattr(facts, "courbes", ()) if one.courbe),
        *(one.colonnes for one in getattr(facts, "evolutions", ())),
        *filter(None, [getattr(facts, "carte", None)]),
    ]
    if table := getattr(facts, "comparaison", None):
        drawn += [row.barre for row in table.lignes]
    found = [one for one in structure(pdf(name)).walk() if one.role == "Figure"]
    assert {one.entries["/Alt"] for one in found} == {figure.alternative for figure in drawn}


@every_page
def test_the_commune_is_the_first_heading(name):
    roles = [one.role for one in structure(pdf(name)).walk() if one.role in ("H1", "H2", "H3")]
    assert roles.count("H1") == 1
    assert roles[0] == "H1"


# Word says the same


def test_word_says_the_same_words():
    assert prove_templates(OUR_TEMPLATES, map(page, PAGES.values())) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_wrong_with_a_word_template(name):
    path = OUR_TEMPLATES.find(f"infographie/{name}.docx")
    assert lint_docx(path, TEMPLATES[name], name) == []
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@every_page
def test_word_would_have_nothing_to_repair(name, tmp_path):
    path = tmp_path / "document.docx"
    path.write_bytes(word(name))
    found = [str(error) for error in OpenXmlValidator().validate(path).errors]
    assert [error for error in found if not error.endswith(UNKNOWN_TO_THE_VALIDATOR)] == []


@every_page
def test_tables_repeat_their_head_and_cut_no_row(name):
    body = docx.Document(io.BytesIO(word(name))).element.body
    rows = list(body.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    heads = sum(row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows)
    facts = PAGES[name]
    told = [*getattr(facts, "releves", ())]
    told += filter(None, [getattr(facts, "comparaison", None)])
    assert heads == 2 * len(told)


PRINTED = (*PUBLIC_PAGES, "interne") if NIGHT else ("complete", "noms-longs-avis", "interne")
"""The pages that LibreOffice prints: by day the fullest of the public, and the internal one."""


@pytest.mark.parametrize("name", PRINTED)
def test_word_prints_one_page_too(name):
    with pypdfium2.PdfDocument(to_pdf(word(name))) as printed:
        assert len(printed) == 1


# What is for whom


@every_internal_page
def test_an_internal_page_says_so_on_each_page(name):
    facts = PAGES[name]
    for text in pages_text(pdf(name)):
        shown = " ".join(text.split())
        assert " ".join(facts.mention.split()) in shown
        assert " ".join(facts.repere.split()) in shown
    margins = " ".join(docx_margins(word(name)))
    assert " ".join(facts.mention.split()) in margins
    assert " ".join(facts.repere.split()) in margins


@every_internal_page
def test_an_internal_page_holds_nothing_of_the_public_one(name):
    told = " ".join(" ".join(pages_text(pdf(name))).split() + docx_words(word(name)))
    for part in (PUBLIC.titre_courbes, PUBLIC.titre_comparaison, PUBLIC.titre_lecture, "SSMSI"):
        assert part not in told


@every_public_page
def test_a_public_page_never_looks_internal(name):
    assert "INTERNE" not in " ".join(pages_text(pdf(name)))
    assert "INTERNE" not in [*docx_words(word(name)), *docx_margins(word(name))]


@every_page
def test_a_draft_says_so_and_a_final_page_does_not(name):
    shown = " ".join(pages_text(pdf(name))), " ".join(docx_margins(word(name)))
    assert ["PROJET" in text for text in shown] == [PAGES[name].projet] * 2
