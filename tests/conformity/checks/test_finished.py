"""What people ask of a PDF and no standard does: full pages, signatures in company."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject

from docgen.conformity import FINISHED, check_pdf
from tests.conformity.verdicts import adopted
from tests.support import documents

OURS = {"page-vide", "signature"}


def told(data):
    """Return the codes of what our two checks find."""
    return [one.code for one in check_pdf(data, "x.pdf", FINISHED) if one.code in OURS]


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
        top = float(page.mediabox.height) - 75
        box = [FloatObject(one) for one in (60, top - 110, 250, top)]
        field[NameObject("/Rect")] = ArrayObject(box)


@pytest.mark.parametrize("name", ["convention-complete", "memento-aide-memoire"])
def test_a_document_as_docgen_makes_it_has_neither_fault(name):
    assert told(documents.pdf(name)) == []


def test_a_final_convention_has_its_signatures_in_company():
    data = adopted()
    assert list(fields(PdfWriter(clone_from=PdfReader(io.BytesIO(data)))))
    assert told(data) == []


def test_signatures_alone_on_their_page_are_told():
    data = changed(adopted(), raise_fields)
    found = [one.message for one in check_pdf(data, "x.pdf", FINISHED) if one.code == "signature"]
    assert "les signatures sont seules sur leur page" in found


def test_a_page_on_which_nothing_stands_is_told_with_its_number():
    data = changed(documents.pdf("convention-complete"), lambda one: one.add_blank_page(595, 842))
    [problem] = [one for one in check_pdf(data, "x.pdf", FINISHED) if one.code == "page-vide"]
    assert problem.field == f"page {len(PdfReader(io.BytesIO(data)).pages)}"


def test_the_gate_alone_does_not_ask_it_of_files_of_others():
    data = changed(documents.pdf("convention-complete"), lambda one: one.add_blank_page(595, 842))
    assert "page-vide" not in [one.code for one in check_pdf(data, "x.pdf")]
