"""Letters as they are printed: alike in both formats, conform, in the window, on one page."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from functools import cache

import pypdfium2
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pypdf import PdfReader

from docgen.build.render import render
from docgen.document import PageFacts
from docgen.format import Format
from docgen.kinds.renewal.facts import FaitsRenewal
from docgen.ooxml import W
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.parity.proof import prove_same_words
from docgen.rendering.parity.words import docx_margins, docx_words
from tests.conformity.finished import finished_problems
from tests.kinds.renewal.letters import written
from tests.support import documents
from tests.support.documents import LETTERS, OUR_TEMPLATES
from tests.support.libreoffice import to_pdf
from tests.support.reading import lines_by_page, pages_text, structure

CODES = ("81101", "81004", "81218", "81233", "94038", "51513")
"""Communes of each zone, with several postal codes, with the longest name."""
MM = 72 / 25.4
every_letter = pytest.mark.parametrize("name", LETTERS)


@cache
def bound():
    day = date(2027, 3, 1)
    [whole] = written("circulaire", day, communes=CODES, layout="liasse")
    return tuple(written("circulaire", day, communes=CODES)), whole


@cache
def made_alone():
    return [render(letter, OUR_TEMPLATES, [Format.PDF])[0].data for letter in bound()[0]]


@cache
def made_bound():
    return {one.format: one.data for one in render(bound()[1], OUR_TEMPLATES, tuple(Format))}


@cache
def shown(name):
    return pages_text(to_pdf(documents.docx(name)))


def pages_of(letter):
    """Return the words of the pages of a letter, as PDF and in LibreOffice."""
    made = {one.format: one.data for one in render(letter, OUR_TEMPLATES, tuple(Format))}
    return pages_text(made[Format.PDF]), pages_text(to_pdf(made[Format.DOCX]))


@pytest.mark.parametrize(("name", "facts"), [("document", FaitsRenewal), ("liasse", PageFacts)])
def test_word_templates_are_right(name, facts):
    assert lint_docx(OUR_TEMPLATES.find(f"renewal/{name}.docx"), facts, name) == []


@every_letter
def test_pdf_passes_the_gate_and_word_file_is_valid(name, tmp_path):
    assert finished_problems(documents.pdf(name), f"{name}.pdf") == []
    path = tmp_path / "lettre.docx"
    path.write_bytes(documents.docx(name))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@every_letter
def test_letter_and_what_is_left_fit_one_page(name):
    facts, final = documents.document(name).facts, documents.document(name).final
    for pages in (pages_text(documents.pdf(name)), shown(name)):
        assert len(pages) == 1
        named = ((one.nom or one.qualite).split()[-1] for one in facts.signatures)
        assert all(name in pages[0] for name in named)
        assert (facts.restes_titre in " ".join(pages)) is not final


def test_a_note_on_a_last_sunday_fits_one_page():
    [_, note] = written("rappel", date(2031, 2, 22))
    for pages in pages_of(note):
        assert len(pages) == 1


def test_choices_of_a_long_note_follow_what_asks_for_them():
    [_, note] = written("rappel", date(2031, 2, 22))
    corps = (*note.facts.corps[:-1] * 2, note.facts.corps[-1])
    for pages in pages_of(replace(note, facts=note.facts.model_copy(update={"corps": corps}))):
        assert len(pages) == 2
        assert "cocher un choix" in pages[1]
        assert "Dénoncer la convention" in pages[1]


@every_letter
def test_its_reader_shows_in_the_window_of_an_envelope(name):
    [page, *_] = lines_by_page(documents.pdf(name))
    window = documents.document(name).facts.destinataire
    if window:
        first = window[0].morceaux[0].texte
        height = next(height for height, line in page if line.strip().endswith(first[-20:]))
        assert 45 * MM < height < 51 * MM


def test_name_of_a_blank_clears_the_line_below():
    page = pypdfium2.PdfDocument(documents.pdf("renewal-recepisse-2026-ggd81"))[0].get_textpage()
    text = page.get_text_range()
    for blank, below in (
        ("[date de la lettre]", "[objet"),
        ("[objet de la lettre]", "Fait en deux"),
    ):
        _, foot, *_ = page.get_charbox(text.index(blank))
        *_, top = page.get_charbox(text.index(below))
        assert foot - top >= 5


def test_a_long_address_of_the_sender_moves_the_object_down():
    letter = documents.document("renewal-recepisse-2026-ggd81")
    lines = letter.facts.expediteur * 2
    long = replace(letter, facts=letter.facts.model_copy(update={"expediteur": lines}))
    data = render(long, OUR_TEMPLATES, [Format.PDF])[0].data
    assert finished_problems(data, "recepisse.pdf") == []


@every_letter
def test_internal_or_draft_letters_say_so_in_both_formats(name):
    facts = documents.document(name).facts
    if facts.repere:
        assert facts.repere in " ".join(pages_text(documents.pdf(name))[0].split())
        assert set(facts.repere.split()) <= set(docx_margins(documents.docx(name)))


@every_letter
def test_libreoffice_shows_all_the_words(name):
    text = letters("".join(shown(name)))
    found = docx_words(documents.docx(name))
    assert [word for word in found if letters(word) not in text] == []


def letters(text):
    """Return the letters and figures of a text: a line may end at a hyphen."""
    return "".join(one for one in text if one.isalnum())


def test_the_bound_circular_keeps_every_element_of_every_letter():
    one_by_one = [_roles(data) for data in made_alone()]
    whole = _roles(made_bound()[Format.PDF])
    inside = [role for role in whole if role not in ("Document", "Div")]
    wanted = [role for roles in one_by_one for role in roles if role not in ("Document", "Div")]
    assert inside == wanted
    assert whole.count("Div") >= sum(roles.count("Div") for roles in one_by_one)
    assert whole.count("H1") == len(CODES)


def _roles(data):
    return [one.role for one in structure(data).walk()]


def test_each_letter_of_the_bound_circular_begins_a_page():
    for data in (made_bound()[Format.PDF], to_pdf(made_bound()[Format.DOCX])):
        pages = pages_text(data)
        assert len(pages) == len(CODES)
        assert all(" ".join(text.split()).count("Je vous prie d’agréer") == 1 for text in pages)


def test_a_letter_has_the_same_lines_bound_as_alone():
    assert lines_by_page(made_bound()[Format.PDF]) == [
        page for data in made_alone() for page in lines_by_page(data)
    ]


def test_bound_circular_has_its_head_on_every_word_page():
    with zipfile.ZipFile(io.BytesIO(made_bound()[Format.DOCX])) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    first, *others = body.iter(f"{W}sectPr")
    assert len(others) == len(CODES)
    assert first.find(f"{W}headerReference") is not None
    assert all(one.find(f"{W}headerReference") is None for one in others[:-1])


def test_bound_draft_says_so_in_the_head_of_word():
    with zipfile.ZipFile(io.BytesIO(made_bound()[Format.DOCX])) as package:
        heads = [package.read(f"word/header{rank}.xml").decode() for rank in (1, 2)]
    assert all(bound()[0][0].facts.repere in head for head in heads)
    assert "PROJET" in heads[0]


def test_the_bound_circular_asks_to_be_printed_on_one_side():
    catalog = PdfReader(io.BytesIO(made_bound()[Format.PDF])).root_object
    assert catalog["/ViewerPreferences"]["/Duplex"] == "/Simplex"


def test_bound_circular_passes_the_gate_and_is_made_alike_twice(tmp_path):
    assert finished_problems(made_bound()[Format.PDF], "liasse.pdf") == []
    path = tmp_path / "liasse.docx"
    path.write_bytes(made_bound()[Format.DOCX])
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []
    again = render(bound()[1], OUR_TEMPLATES, tuple(Format))
    assert list(prove_same_words(bound()[1], OUR_TEMPLATES, again)) == []
    assert {artifact.format: artifact.data for artifact in again} == made_bound()
