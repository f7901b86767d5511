"""Marked text in a Word file: its dress, its links, and the places that they lead to."""

import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2.exceptions import UndefinedError
from lxml import etree
from pypdf import PdfReader

from docgen.kinds.convention.facts import Bloc, FaitsConvention
from docgen.markup import escape_marks, mark_link
from docgen.ooxml import W
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.docx.parts.runs import (
    bookmark,
    bookmark_name,
    hold_numbers,
    rich_runs,
    with_tag_formatting,
)
from docgen.rendering.html.typography import rich_html
from docgen.rendering.parity.words import docx_words, html_words
from tests.rendering.docx.docx_examples import (
    body_of,
    edited,
    facts,
    laid_over,
    rendered,
    with_paragraph,
)
from tests.support.libreoffice import to_pdf

STYLES = {"strong": "S", "emphasis": "E", "hyperlink": "H", "dg état proposé": "P"}
NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SITE, MAIL, CALL = "https://exemple.fr/codes?a=1&b=2", "mailto:a@exemple.fr", "tel:+33563000000"
LINKS = (
    f"Voir l’[art. L. 541-3 du **code**, 1er alinéa]({SITE}), écrire à [la *mairie*]({MAIL}), "
    f'appeler le [05 63 00 00 00]({CALL}) ou lire [l’article "1" & suite](#article-1).'
)
TAG = "{{r bloc.texte|riche(bloc.etat) }}"


def made(text: str, state: str = "") -> Any:
    """Return a paragraph of Word that says a marked text."""
    return etree.fromstring(f"<w:p {NAMES}>{rich_runs(text, state, STYLES)}</w:p>")


def dressed(text: str, state: str = "") -> list[tuple[str, str]]:
    """Return the text of each run that is seen, and its properties."""
    return [
        (run.findtext(f"{W}t"), " ".join(f"{m.tag}={m.get(f'{W}val', '')}" for m in run[0]))
        for run in made(text, state).iter(f"{W}r")
        if run.find(f"{W}t") is not None and run.find(f"{W}rPr") is not None
    ]


def codes(paragraph: Any) -> list[str]:
    """Return the instructions of the fields of a paragraph."""
    return [code.text.strip() for code in paragraph.iter(f"{W}instrText")]


@pytest.fixture(scope="module")
def linking(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return an act with links, and with headings that they may lead to."""
    template = edited(TAG, "{{r bloc.ancre|signet }}" + TAG, times=9)
    templates = laid_over(tmp_path_factory.mktemp("modele"), template)
    head = {"etiquette": "ARTICLE 1", "texte": "Sujet", "ancre": "article-1"}
    blocs = (Bloc(genre="titre", niveau=1, **head), Bloc(genre="paragraphe", texte=LINKS))
    return rendered(facts(blocs=blocs), templates)


def test_a_link_is_dressed_as_one_and_keeps_its_emphasis() -> None:
    assert dressed("a [b **c** *d* 1er](#e)") == [
        ("b ", f"{W}rStyle=H"),
        ("c", f"{W}rStyle=H {W}b="),
        (" ", f"{W}rStyle=H"),
        ("d", f"{W}rStyle=H {W}i="),
        (" 1", f"{W}rStyle=H"),
        ("er", f"{W}rStyle=H {W}vertAlign=superscript"),
    ]


def test_a_state_dresses_a_link_like_the_words_around_it() -> None:
    assert {dress for _, dress in dressed("a [b](#e)", "proposé")} == {f"{W}rStyle=P"}


def test_bold_words_take_the_style_that_is_asked() -> None:
    runs = rich_runs("**17** (danger)", "", {**STYLES, "dg appel": "A"}, "dg appel")
    assert runs.count('<w:rPr><w:rStyle w:val="A"/></w:rPr>') == runs.count("<w:rPr>") == 1


def test_link_is_a_field_with_address_and_tooltip() -> None:
    assert codes(made(LINKS)) == [
        f'HYPERLINK "{SITE}" \\o "art. L. 541-3 du code, 1er alinéa"',
        f'HYPERLINK "{MAIL}" \\o "la mairie"',
        f'HYPERLINK "{CALL}" \\o "05 63 00 00 00"',
        'HYPERLINK \\l "dg_article_1" \\o "l’article ’1’ & suite"',
    ]
    kinds = [mark.get(f"{W}fldCharType") for mark in made(LINKS).iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"] * 4


def test_formatting_of_a_tag_applies_to_all_runs_of_links() -> None:
    runs = with_tag_formatting(rich_runs("[b](#e)", "", STYLES), '<w:u w:val="single"/>')
    assert runs.count('<w:u w:val="single"/>') == runs.count("<w:r>") == 5


@given(st.text(max_size=300).filter(str.strip))
def test_no_word_of_a_link_escapes_into_its_instruction(words: str) -> None:
    [code] = codes(made(mark_link(words, SITE)))
    assert re.fullmatch(r'HYPERLINK "[^"\\]*" \\o "[^"\\]{0,255}"', code)


def test_a_template_without_the_style_of_links_is_told() -> None:
    with pytest.raises(UndefinedError, match="style absent du modèle : « hyperlink »"):
        rich_runs("[a](#b)", "", {})


@pytest.mark.parametrize("text", ["a {droit:depot.ref} b", "**{fiche:sip}**"])
def test_a_reference_left_without_an_answer_is_never_printed(text: str) -> None:
    for printed in (rich_html, lambda text: rich_runs(text, "", STYLES)):
        with pytest.raises(UndefinedError, match=r"renvoi resté sans réponse : « \{"):
            printed(text)
        assert "{droit:x}" in printed(r"\{droit:x}")


PIECES = st.sampled_from((
    *("mot", " ", "a**gras**b", "a*italique*b", "1er", "<&>", f"[ici]({SITE})", "[là 2e](#a)"),
    *(f"a**[*x*]({CALL})**b", escape_marks("[]{}*\\"), "é", "\u202f"),
))  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_both_formats_say_the_same_words(text: str) -> None:
    in_word = "".join(node.text for node in made(text).iter(f"{W}t")).split()
    assert html_words(f"<p>{rich_html(text)}</p>") == in_word


def test_bookmark_name_is_valid_in_word_and_in_links() -> None:
    [start, end] = etree.fromstring(f"<w:p {NAMES}>{bookmark('action-4.1')}</w:p>")
    assert start.get(f"{W}name") == "dg_action_4__1"
    assert start.get(f"{W}id") == end.get(f"{W}id")
    assert bookmark("") == ""


ANCHORS = st.from_regex(r"[a-z0-9]+([.-][a-z0-9]+)*", fullmatch=True)


@given(ANCHORS, ANCHORS)
def test_two_anchors_never_share_a_bookmark(one: str, other: str) -> None:
    names = [bookmark_name(anchor) for anchor in (one, other)]
    assert all(re.fullmatch(r"[a-z]\w{1,39}", name) for name in names)
    assert (names[0] == names[1]) is (one == other)
    alike = [bookmark_name("a" * 50 + end) for end in ("b", "c")]
    assert alike[0] != alike[1]


def linted(template: bytes) -> list[str]:
    """Return what the lint says of a template, and its advice."""
    found = lint_docx(template, FaitsConvention, "document.docx")
    return [f"{one.message} ; {one.hint}" for one in found]


def test_a_template_may_name_places_by_their_own_filter() -> None:
    assert linted(with_paragraph("{{r blocs[0].ancre|signet }}Titre")) == []
    [said] = linted(with_paragraph("{{ blocs[0].ancre|signet }}Titre"))
    assert "écrivez « {{r »" in said


def test_template_with_marked_text_needs_the_link_style() -> None:
    [said] = linted(edited("Hyperlink", "Lien", "word/styles.xml", times=9))
    assert "style absent : « hyperlink »" in said


def test_field_codes_are_not_words_of_the_file(linking: bytes) -> None:
    said = " ".join(docx_words(linking))
    assert 'ou lire l’article "1" & suite.' in said
    assert "HYPERLINK" not in said


def test_bookmark_stands_in_the_heading_it_names(linking: bytes) -> None:
    starts = list(body_of(linking).iter(f"{W}bookmarkStart"))
    [named] = [mark for mark in starts if mark.get(f"{W}name") == "dg_article_1"]
    assert "Sujet" in "".join(node.text for node in named.getparent().iter(f"{W}t"))
    numbers = [mark.get(f"{W}id") for mark in starts]
    assert len(set(numbers)) == len(numbers)


def test_every_link_is_live_in_the_pdf_that_libreoffice_makes(linking: bytes) -> None:
    pages = PdfReader(io.BytesIO(to_pdf(linking))).pages
    found = [note.get_object() for page in pages for note in page.get("/Annots", ())]
    addresses = {note["/A"]["/URI"] for note in found if "/A" in note}
    assert addresses == {SITE, MAIL, CALL}
    inside = [note["/Dest"][1] for note in found if "/Dest" in note]
    assert inside == ["/XYZ"] * 2  # the line of the contents, and the link of the text


HELD = {
    "art. L. 2212-2 du CGCT": ["art. L. 2212", "-", "2 du CGCT"],
    "L. 2212-2-1 et 541-3": ["L. 2212", "-", "2", "-", "1 et 541", "-", "3"],
    "à 50 km/h (R. 413-17)": ["à 50 km/h (R. 413", "-", "17)"],
    "--visite 2026-12-03": ["--visite 2026-12-03"],
    "rendez-vous": ["rendez-vous"],
    "soi-même, eux-mêmes": ["soi", "-", "même, eux", "-", "mêmes"],
    "un pré-diagnostic": ["un pré", "-", "diagnostic"],
    "https://exemple.invalid/2024-12": ["https://exemple.invalid/2024-12"],
    "en Corse-du-Sud": ["en Corse", "-", "du", "-", "Sud"],
    "de l’Exemple-Fictif, 1": ["de l’Exemple", "-", "Fictif, 1"],
    "Service-Public.gouv.fr": ["Service-Public.gouv.fr"],
    "Saint-Exemple-en-Fictivemont-Sainte-Feinte": ["Saint-Exemple-en-Fictivemont-Sainte-Feinte"],
}


def held(before: str, said: str, after: str) -> list[str]:
    paragraph = f"<w:p><w:r><w:t>{said}</w:t></w:r></w:p>"
    body = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{before}{paragraph}{after}</w:body>')
    hold_numbers(body)
    [run] = body.iter(f"{W}r")
    return [node.text or "-" for node in run]


@pytest.mark.parametrize("said", HELD)
def test_no_line_ends_at_hyphen_of_number_name_or_meme(said: str) -> None:
    assert held("", said, "") == HELD[said]


def test_name_in_a_drawing_keeps_its_hyphens() -> None:
    box = "<w:p><w:r><w:t>L’Isle-Fictive</w:t></w:r></w:p>"
    text = f'<w:body xmlns:w="{W[1:-1]}"><w:txbxContent>{box}</w:txbxContent></w:body>'
    body = etree.fromstring(text)
    hold_numbers(body)
    assert [node.text for node in body.iter(f"{W}t")] == ["L’Isle-Fictive"]


@pytest.mark.parametrize(("width", "parts"), [(1059, 1), (2000, 5)])
def test_a_narrow_cell_cuts_a_name(width: int, parts: int) -> None:
    cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    assert len(held(cell, "Corse-du-Sud", "</w:tc></w:tr></w:tbl>")) == parts
