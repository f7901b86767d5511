"""Text copied from a page reads as its tags do, whatever CSS paints first."""

import io

import pypdfium2
import pytest
import weasyprint.draw
import weasyprint.stacking
from pypdf import PdfReader

from docgen.conformity import FINISHED_CHECKS
from docgen.rendering.pdf.painted_order import paint_in_tag_order
from tests.conformity.finished import finished_problems
from tests.conformity.printing import printed
from tests.conftest import NIGHT
from tests.support import documents
from tests.support.reading import spoken, structure

MANY = 12
"""How many pages a document has at most of which each is copied by day; of others, a quarter."""
ORDER = {"ordre": FINISHED_CHECKS["ordre"]}
IMAGE = '<img src="dessin.svg" alt="Un disque noir" style="width: 1cm">'
LAID_APART = {
    "float-in-line": ("<p>un <b class=f>deux <i>trois</i></b> quatre</p>", ".f { float: right }"),
    "float-between-blocks": (
        "<div>un <div class=f><p>deux</p><p class=r>trois</p></div> quatre <p>cinq</p></div>",
        ".f { float: left } .r { position: relative }",
    ),
    "floats-in-columns": (
        f"<div class=c>{'un ' * 900}<p class=f>deux</p>{'trois ' * 900}</div>",
        ".c { columns: 2 } .f { float: left; width: 2cm }",
    ),
    "absolute-in-line": (
        "<p class=r>un <b class=a>deux <i class=r>trois</i></b> quatre</p><p>cinq</p>",
        ".r { position: relative } .a { position: absolute; left: 5cm }",
    ),
    "absolute-blocks": ("<p class=a>un</p><p>deux</p>", ".a { position: absolute; top: 5cm }"),
    "layer-of-zero": ("<p>un <b>deux</b> trois</p>", "b { position: relative; z-index: 0 }"),
    "clipped": ("<p class=o>un</p><p>deux</p>", ".o { overflow: hidden }"),
    "turned": ("<p class=t>un</p><p>deux</p>", ".t { transform: rotate(2deg) }"),
    "picture-in-line": (f"<p>un {IMAGE} deux</p>", ""),
    "picture-beside": (f"{IMAGE}<p>un</p>", "img { float: left }"),
    "cells": (
        "<table><tr><th>un</th></tr><tr><td><p class=f>deux</p> trois</td></tr></table>",
        ".f { float: right } td { position: relative }",
    ),
    "order-of-flex": ("<div><p>un</p><b>deux</b></div>", "div { display: flex } b { order: -1 }"),
}
"""What CSS paints apart from the text around it: HTML and its style."""


def in_order(letters, text):
    """Whether letters follow one another in a text, with others between them."""
    rest = iter(text)
    return all(letter in rest for letter in letters)


def letters(text):
    """Return a text without blanks, in small letters: readers do not agree on small capitals."""
    return "".join(text.split()).casefold()


def extracted(data, numbers):
    """Yield the text of pages as two readers extract it, in the order of its operators."""
    pages = PdfReader(io.BytesIO(data)).pages
    with pypdfium2.PdfDocument(data) as document:
        for page, other in ((pages[number], document[number]) for number in numbers):
            text = other.get_textpage().get_text_range().replace("\x02", "-").replace("\ufffe", "-")
            yield letters(page.extract_text()), letters(text)


def is_to_write_on(page):
    """Whether a page holds but a field for notes, which has nothing else to say."""
    found = [one.get_object() for one in page.get("/Annots", ())]
    return [one.get("/TU", "").partition(",")[0] for one in found] == ["Notes"]


@pytest.mark.parametrize("name", documents.READ)
def test_text_copied_from_a_document_reads_as_its_tags(name):
    data = documents.pdf(name)
    text, tags = spoken(data), structure(data)
    pictures = {mark for one in tags.walk() if one.role == "Figure" for mark in one.contents()}
    pages = PdfReader(io.BytesIO(data)).pages
    read = [""] * len(pages)
    for mark in tags.contents():
        if mark in text and mark not in pictures:
            read[mark[0]] += letters(text[mark].text)
    assert all(said or is_to_write_on(page) for said, page in zip(read, pages, strict=True))
    numbers = range(0, len(pages), 1 if NIGHT or len(pages) <= MANY else 4)
    for number, copies in zip(numbers, extracted(data, numbers), strict=True):
        for copy in copies:
            assert in_order(read[number], copy)


@pytest.mark.parametrize("name", LAID_APART)
def test_what_is_laid_apart_is_painted_in_its_place(name):
    problems = finished_problems(printed(*LAID_APART[name]), name, ORDER)
    assert "ordre" not in {problem.code for problem in problems}


def test_weasyprint_is_left_as_it_was_even_after_a_failure():
    before = vars(weasyprint.draw).copy(), vars(weasyprint.stacking).copy()
    with pytest.raises(ZeroDivisionError), paint_in_tag_order():
        raise ZeroDivisionError
    assert (vars(weasyprint.draw), vars(weasyprint.stacking)) == before
