"""Checks of a finished PDF beyond the standards: order, words apart, empty pages, signatures."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject

from docgen.conformity import check_pdf
from tests.conformity.finished import finished_problems
from tests.conformity.printing import printed
from tests.conformity.verdicts import adopted
from tests.support import documents

OURS = {"mots-superposes", "ordre", "page-vide", "signature"}


def codes(data):
    """Return the codes of the problems of these checks."""
    return [one.code for one in finished_problems(data, "x.pdf") if one.code in OURS]


def changed(data, change):
    """Return a PDF in which something is changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    whole = io.BytesIO()
    writer.write(whole)
    return whole.getvalue()


def fields(writer):
    """Yield the signature fields of a PDF, with their pages."""
    for page in writer.pages:
        for one in page.get("/Annots", ()):
            if one.get_object().get("/FT") == "/Sig":
                yield page, one.get_object()


def raise_fields(writer):
    """Move the signature fields to the top of their page, as if nothing stood above."""
    for page, field in fields(writer):
        left, _, right, _ = (float(one) for one in field["/Rect"])
        top = float(page.mediabox.height) - 20
        box = [FloatObject(one) for one in (left, top - 110, right, top)]
        field[NameObject("/Rect")] = ArrayObject(box)


@pytest.mark.parametrize("name", ["convention-complete", "memento-aide-memoire"])
def test_a_document_as_docgen_makes_it_has_neither_fault(name):
    assert codes(documents.pdf(name)) == []


def test_text_painted_out_of_order_is_reported_with_its_page():
    words = "<p>un</p><p>deux <span>trois</span> quatre</p>"
    style = "p + p { break-before: page } span { position: relative; z-index: 1 }"
    data = printed(words, style)
    [problem] = [one for one in finished_problems(data, "x.pdf") if one.code == "ordre"]
    assert problem.field == "page 2"
    assert "z-index" in problem.hint


def test_words_printed_over_others_are_reported_with_their_page():
    style = "p + p { break-before: page } span { margin-left: -3em }"
    data = printed("<p>un</p><p>Article <span>▲ 8</span></p>", style)
    [problem] = [one for one in finished_problems(data, "x.pdf") if one.code in OURS]
    assert (problem.code, problem.field) == ("mots-superposes", "page 2")
    assert "Article" in problem.message


def test_a_final_convention_has_its_signatures_in_company():
    data = adopted()
    assert list(fields(PdfWriter(clone_from=PdfReader(io.BytesIO(data)))))
    assert codes(data) == []


def test_signatures_alone_on_their_page_are_reported():
    data = changed(adopted(), raise_fields)
    found = [one.message for one in finished_problems(data, "x.pdf") if one.code == "signature"]
    assert "les signatures sont seules sur leur page" in found


def test_an_empty_page_is_reported_with_its_number():
    data = changed(documents.pdf("convention-complete"), lambda one: one.add_blank_page(595, 842))
    [problem] = [one for one in finished_problems(data, "x.pdf") if one.code == "page-vide"]
    assert problem.field == f"page {len(PdfReader(io.BytesIO(data)).pages)}"


def test_empty_back_of_a_sheet_is_accepted_before_a_front():
    made = documents.pdf("convention-complete")
    before = changed(made, lambda one: one.insert_blank_page(595, 842, 1))
    assert "page-vide" not in codes(before)
    assert "page-vide" in codes(changed(made, lambda one: one.insert_blank_page(595, 842, 2)))


def test_check_pdf_skips_the_finished_checks_by_default():
    data = changed(documents.pdf("convention-complete"), lambda one: one.add_blank_page(595, 842))
    assert "page-vide" not in [one.code for one in check_pdf(data, "x.pdf")]
