"""The acts as they are printed and typed in: alike in both formats, conform, easy to fill in."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pypdfium2
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from docgen.format import Format
from docgen.kinds.modele.facts import FaitsArrete, FaitsLettre, FaitsRapport
from docgen.ooxml import W
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.fitting import fit_pages
from docgen.rendering.parity.proof import prove_same_words
from docgen.rendering.parity.words import docx_margins, docx_words
from docgen.rendering.pdf.renderer import render_pdf
from tests.conformity.finished import finished_problems
from tests.conftest import NIGHT
from tests.kinds.modele.acts import MODELS, act, merged, phrase_words, phrases, rendered
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import resaved, to_pdf
from tests.support.projects.settle import check_models
from tests.support.reading import lines_by_page, pages_text, structure
from tests.support.territory import project

TEMPLATES = {"document": FaitsLettre, "arrete": FaitsArrete, "rapport": FaitsRapport}
HARD = ("", "51513", *(["81101"] if NIGHT else []))
"""Communes on which pages are laid out: none, the longest name; at night ours too."""

MM = 72 / 25.4

every_model = pytest.mark.parametrize("name", MODELS)
every_page = pytest.mark.parametrize("code", HARD)


@pytest.mark.parametrize(("name", "facts"), TEMPLATES.items())
def test_word_templates_are_right(name, facts):
    path = OUR_TEMPLATES.find(f"modele/{name}.docx")
    assert lint_docx(path, facts, name) == []


@every_model
@pytest.mark.parametrize("code", [*HARD, "81004"])
def test_both_formats_say_the_same(name, code):
    document = act(name, code)
    word = renderer(Format.DOCX)(document, OUR_TEMPLATES)
    assert list(prove_same_words(document, OUR_TEMPLATES, [word])) == []


@every_model
@pytest.mark.parametrize("code", ["", "51513"])
def test_a_pdf_passes_the_gate(name, code):
    assert finished_problems(rendered(name, code)[Format.PDF].data, f"{name}.pdf") == []


@every_model
def test_a_word_file_is_valid(name, tmp_path):
    path = tmp_path / "acte.docx"
    path.write_bytes(rendered(name, "")[Format.DOCX].data)
    found = OpenXmlValidator().validate(path)
    assert [str(error) for error in found.errors] == []


@every_model
@every_page
def test_a_draft_says_so_on_every_page(name, code):
    files = rendered(name, code)
    assert all("PROJET" in text for text in pages_text(files[Format.PDF].data))
    assert "PROJET" in docx_margins(files[Format.DOCX].data)


def test_no_line_of_an_act_ends_within_a_name():
    lines = lines_by_page(rendered("mise-en-demeure", "81010")[Format.PDF].data)
    assert not [words for page in lines for _, words in page if words.rstrip().endswith("-")]


@pytest.fixture(scope="module")
def checked(tmp_path_factory):
    """Return a project whose models of acts may be final: no mark lengthens a letter there."""
    return check_models(project(tmp_path_factory.mktemp("modeles")))


@every_model
@pytest.mark.parametrize("code", [*HARD, "02676"])
def test_letter_has_one_page_and_other_acts_two(name, code, checked):
    is_letter = isinstance(act(name, code).facts, FaitsLettre)
    if is_letter:
        document = fit_pages(*merged(checked, name, code), OUR_TEMPLATES)
        data = render_pdf(document, OUR_TEMPLATES).data
    else:
        data = rendered(name, code)[Format.PDF].data
    pages = pages_text(data)
    assert len(pages) == (2 if is_letter else 3)
    assert all(len(text.split()) > 12 for text in pages)


@every_model
@every_page
def test_sheet_for_the_town_hall_is_a_separate_page(name, code):
    pages = [" ".join(text.split()) for text in pages_text(rendered(name, code)[Format.PDF].data)]
    [sheet] = [rank for rank, text in enumerate(pages) if "feuille à part" in text.lower()]
    signer = phrase_words(act(name, code).facts.nom)
    [signed] = [rank for rank, text in enumerate(pages) if signer in text]
    assert signed < sheet


@pytest.mark.parametrize("name", ["arrete-epave", "mise-en-demeure"])
def test_first_page_of_an_order_is_filled(name, checked):
    order = fit_pages(*merged(checked, name), OUR_TEMPLATES)
    for data in (
        render_pdf(order, OUR_TEMPLATES).data,
        to_pdf(render_docx(order, OUR_TEMPLATES).data),
    ):
        *_, (last, _), (_, number) = lines_by_page(data)[0]
        assert number.strip() == "1\u202f/\u202f2"
        assert last > (297 - 18 - 15) * MM


@every_model
@every_page
def test_lines_for_notes_fill_the_sheet_of_final_act(name, code, checked):
    [document] = merged(checked, name, *filter(None, [code]))
    pages = 2 if isinstance(document.facts, FaitsLettre) else 3
    fitted = fit_pages(document, OUR_TEMPLATES)
    drawn = {
        format: rules_under(last_page(fitted, format, pages), "Notes de la mairie")
        for format in Format
    }
    assert len(drawn[Format.PDF]) == len(drawn[Format.DOCX])
    assert 297 - 30 < drawn[Format.PDF][-1] / MM < 297 - 19
    assert 297 - 34 < drawn[Format.DOCX][-1] / MM < 297 - 19


def last_page(document, format, pages):
    """Return the last page of a document in a format, of so many."""
    data = renderer(format)(document, OUR_TEMPLATES).data
    laid = pypdfium2.PdfDocument(data if format is Format.PDF else to_pdf(data))
    assert len(laid) == pages
    return laid[pages - 1]


def test_lines_under_a_full_sheet_have_their_own_page(checked):
    [letter] = merged(checked, "rappel-convocation")
    advice = letter.facts.conseils * 5
    full = replace(letter, facts=letter.facts.model_copy(update={"conseils": advice}))
    fitted = fit_pages(full, OUR_TEMPLATES)
    [rules] = {
        len(rules_under(last_page(fitted, format, 3), "Notes de la mairie")) for format in Format
    }
    assert rules > 20


def rules_under(page, title):
    """Return the heights of the rules below a title, in points from the top."""
    foot, _ = ink(page.get_textpage(), title, 0)
    drawn = page.render(scale=2).to_pil().convert("L").point(lambda grey: grey < 245)
    column = [drawn.getpixel((drawn.width // 2, y)) for y in range(drawn.height)]
    top = int(2 * (page.get_height() - foot)) + 2
    return [y / 2 for y in range(top, len(column)) if column[y] and not column[y - 1]]


@pytest.mark.parametrize("name", ["arrete-epave", "mise-en-demeure"])
def test_lines_of_an_order_are_level(name, checked):
    order = fit_pages(*merged(checked, name), OUR_TEMPLATES)
    page = pypdfium2.PdfDocument(render_pdf(order, OUR_TEMPLATES).data)[1].get_textpage()
    filled, plain = ("Le sec", "ommissariat", "on exé"), ("Voies", "dministratif", "ourrier ou")
    for words, leading in ((filled, 7 * MM), (plain, 15.5)):
        feet = [ink(page, one, 0)[0] for one in words]
        assert [high - low for high, low in pairwise(feet)] == pytest.approx([leading] * 2, abs=0.2)


def test_lines_to_write_on_are_seven_millimetres_apart_in_word():
    page = pypdfium2.PdfDocument(to_pdf(rendered("lettre-l541-3", "")[Format.DOCX].data))[0]
    text = page.get_textpage()
    agent, where = (ink(text, one, 0)[0] for one in ("[nom et", "[lieu"))
    assert agent - where == pytest.approx(20, abs=0.2)
    town = ink(text, "[de", text.get_text_range().index("Le dossier"))[0]
    assert ink(text, "[horaires", 0)[0] == pytest.approx(town, abs=1)


@pytest.mark.parametrize("name", ["lettre-l541-3", "mise-en-demeure", "rapport-de-constat"])
def test_mark_after_a_rule_is_within_the_margin_in_word(name):
    for page in pypdfium2.PdfDocument(to_pdf(rendered(name, "")[Format.DOCX].data)):
        text = page.get_textpage()
        marks = [rank for rank, one in enumerate(text.get_text_range()) if one in ",;."]
        assert all(text.get_charbox(rank)[2] < (210 - 25) * MM for rank in marks)


@every_model
@every_page
def test_a_signature_is_never_alone_on_its_page(name, code):
    pages = [" ".join(text.split()) for text in pages_text(rendered(name, code)[Format.PDF].data)]
    facts = act(name, code).facts
    page = next(text for text in pages if phrase_words(facts.nom) in text)
    last = {
        FaitsLettre: lambda: facts.politesse,
        FaitsArrete: lambda: facts.recours[-1],
        FaitsRapport: lambda: facts.rubriques[-1].champs[-1].libelle,
    }[type(facts)]()
    assert " ".join(phrase_words(last).split()[-4:]) in page


@every_model
def test_blanks_are_controls_that_a_click_selects(name):
    document = act(name, "")
    body = word_body(name, "")
    found = (one for phrase in phrases(document.facts) for one in phrase.morceaux)
    wanted = [one.champ for one in found if one.blanc]
    controls = list(body.iter(f"{W}sdt"))
    assert sorted(alias(one) for one in controls) == sorted(wanted)
    assert all(one.find(f"{W}sdtPr/{W}showingPlcHdr") is not None for one in controls)
    assert all(len(alias(one)) <= 64 for one in controls)


def word_body(name, code):
    return body_of(rendered(name, code)[Format.DOCX].data)


def body_of(word):
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return etree.fromstring(package.read("word/document.xml"))


def alias(control):
    return control.find(f"{W}sdtPr/{W}alias").get(f"{W}val")


@every_model
def test_text_typed_in_a_blank_looks_like_its_neighbours(name):
    for control in word_body(name, "").iter(f"{W}sdt"):
        assert control.find(f"{W}sdtPr/{W}rPr") is None


def test_blanks_are_still_there_once_libreoffice_has_saved():
    data = rendered("lettre-l541-3", "")[Format.DOCX].data
    again = resaved(data)
    names = [[alias(one) for one in body_of(word).iter(f"{W}sdt")] for word in (data, again)]
    assert names[0] == names[1]
    assert docx_words(again) == docx_words(data)


@pytest.mark.parametrize("name", ["lettre-l541-3", "rappel-convocation"])
def test_a_letter_shows_its_reader_in_the_window(name):
    frames = [one.attrib for one in word_body(name, "").iter(f"{W}framePr")]
    places = {(one[f"{W}x"], one[f"{W}y"]) for one in frames}
    assert (str(round(100 * 56.6929)), str(round(45 * 56.6929))) in places


@pytest.mark.parametrize("name", ["lettre-l541-3", "mise-en-demeure", "rapport-de-constat"])
def test_libreoffice_shows_all_the_words(name):
    data = rendered(name, "")[Format.DOCX].data
    shown = letters("".join(pages_text(to_pdf(data))))
    assert [word for word in docx_words(data) if letters(word) not in shown] == []


def letters(text):
    """Return the letters and figures of a text: a line may end at a hyphen."""
    return "".join(one for one in text if one.isalnum())


def test_a_long_address_of_the_reader_moves_the_object_down():
    letter = act("lettre-l541-3", "81218")
    lines = (*letter.facts.destinataire, *letter.facts.expediteur)
    long = replace(letter, facts=letter.facts.model_copy(update={"destinataire": lines}))
    data = render_pdf(long, OUR_TEMPLATES).data
    assert finished_problems(data, "lettre.pdf") == []


@every_model
def test_pdf_has_one_title_and_a_heading_for_the_sheet(name):
    roles = [one.role for one in structure(rendered(name, "")[Format.PDF].data).walk()]
    assert roles.count("H1") == 1
    assert "H2" in roles


def test_doubts_of_an_act_are_comments_in_word():
    document = act("mise-en-demeure", "81101")
    made = render_docx(document, OUR_TEMPLATES).data
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        body = etree.fromstring(package.read("word/document.xml"))
        comments = etree.fromstring(package.read("word/comments.xml"))
    notes = [phrase.note for phrase in phrases(document.facts) if phrase.note]
    assert sorted("".join(one.itertext()) for one in comments) == sorted(notes)
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        numbers = [int(one.get(f"{W}id")) for one in body.iter(f"{W}{mark}")]
        assert numbers == list(range(len(notes)))
    assert docx_words(made).count("▲") == 1, "the head of the list on the sheet"


def test_a_line_to_sign_on_ends_an_order():
    [line] = [
        one
        for one in word_body("arrete-epave", "").iter(f"{W}p")
        if "".join(one.itertext()).startswith("Signature")
    ]
    last = line.findall(f"{W}r")[-1]
    assert last.find(f"{W}tab") is not None
    assert last.find(f"{W}rPr/{W}rStyle").get(f"{W}val") == "DGBlanc"
    pdf = rendered("arrete-epave", "")[Format.PDF].data
    assert any("Signature :" in " ".join(text.split()) for text in pages_text(pdf))


@every_model
def test_name_of_a_blank_is_under_its_line(name):
    data = rendered(name, "")[Format.PDF].data
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    words = text.get_text_range()
    blank = words.index("[", words.index("Commune"))
    _, foot_of_word, *_ = text.get_charbox(words.index("Commune"))
    *_, top_of_name = text.get_charbox(blank + 1)
    assert top_of_name < foot_of_word


@pytest.mark.parametrize(
    ("blank", "line", "clear"),
    [
        ("[heure]", "dépôt", 4),
        ("[nature et volume", "Les indices", 6),
        ("[courriers", "L’article", 6),
    ],
)
def test_name_of_a_blank_clears_the_line_below(blank, line, clear):
    page = first_page("lettre-l541-3")
    place = page.get_text_range().index(blank)
    foot_of_name, _ = ink(page, blank, 0)
    _, top_of_line = ink(page, line, place)
    assert foot_of_name - top_of_line >= clear


@every_model
def test_name_of_a_blank_stands_before_its_rule_in_word(name):
    """The pen writes on a rule that is free: a name is not underlined, what follows it is."""
    runs = [run for run in word_body(name, "").iter(f"{W}r") if in_style(run, "DGBlanc")]
    names = [run for run in runs if "".join(run.itertext()).startswith("[")]
    lines = [run.find(f"{W}rPr/{W}u") for run in names]
    assert names
    assert all(one is not None and one.get(f"{W}val") == "none" for one in lines)
    assert all(run.getnext().find(f"{W}rPr/{W}u") is None for run in names)


@every_model
def test_name_of_a_person_has_room_after_it_in_word(name):
    controls = [one for one in word_body(name, "").iter(f"{W}sdt") if "prénom" in words_of(one)]
    for control in controls:
        rooms = [int(one.get(f"{W}val")) for one in control.iterfind(f".//{W}rPr/{W}spacing")]
        assert control.find(f".//{W}tab") is not None or max(rooms) >= round(45 * 56.6929)


def words_of(element):
    return "".join(element.itertext())


@every_model
def test_rules_of_a_signature_end_together_in_word(name):
    for paragraph in word_body(name, "").iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val").startswith("DGSignature"):
            rules = [one for one in paragraph.iter(f"{W}r") if in_style(one, "DGBlanc")]
            assert all("[" in words_of(one) or one.find(f"{W}tab") is not None for one in rules)


def in_style(run, style):
    found = run.find(f"{W}rPr/{W}rStyle")
    return found is not None and found.get(f"{W}val") == style


@pytest.mark.parametrize("name", ["lettre-l541-3", "rappel-convocation"])
def test_lines_of_an_address_are_eight_millimetres_apart(name):
    page = first_page(name)
    reader = page.get_text_range().index("[prénom et nom]")
    names = "[prénom et nom]", "[numéro et voie]", "[CP, commune]"
    feet = [page.get_charbox(page.get_text_range().index(one, reader))[1] for one in names]
    assert [one - other for one, other in pairwise(feet)] == pytest.approx(
        [8 * 72 / 25.4] * 2, abs=0.3
    )


def first_page(name):
    return pypdfium2.PdfDocument(rendered(name, "")[Format.PDF].data)[0].get_textpage()


def ink(page, words, place):
    """Return the foot and the top of words, the first after a place, in points."""
    start = page.get_text_range().index(words, place)
    boxes = [page.get_charbox(start + rank) for rank in range(len(words)) if words[rank] != " "]
    return min(one[1] for one in boxes), max(one[3] for one in boxes)
