"""How the clauses of an act are laid out on its pages."""

import pytest
from lxml import etree

from docgen.ooxml import W, read_package
from tests.conftest import plain_blanks
from tests.support import documents
from tests.support.libreoffice import to_pdf
from tests.support.reading import lines_by_page, pages_text

SEAT = "Maison des communes, 2 rue de l’Exemple-Fictif, 81000 Albi"


def test_the_contents_of_a_signed_model_fit_its_first_page(project, docgen_here):
    text = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write("content/convention/2027.yaml", text.replace("siege:\n", f"siege: {SEAT}\n"))
    by = ("--par", "Exemple Fictif", "--le", "2026-11-03")
    assert docgen_here("adopter", "convention", "2027", "--tout", *by).code == 0
    path = project.root / "content/convention/2027.yaml"
    adopted = path.read_text("utf-8")
    signed = adopted.replace("\nacte: projet\n", "\nacte: signe\n")
    signed = signed.replace("\nsignature:\n", "\nsignature:\n  date: 2026-11-04\n")
    path.write_text(signed, "utf-8")
    assert docgen_here("convention", "2027").code == 0
    made = project.root / "output/convention/convention-2027"
    pdf = made.with_suffix(".pdf").read_bytes()
    for data in (pdf, to_pdf(made.with_suffix(".docx").read_bytes())):
        first, second, *others = pages_text(data)
        assert "Données à caractère personnel" in first
        assert "Dans les communes rurales du Tarn" in second
        assert len(others) == 9


def test_long_alinea_may_go_on_over_the_page_in_word():
    body = etree.fromstring(read_package(documents.docx("convention-modele"))["word/document.xml"])
    words = "La gendarmerie a créé le Commandement"
    [long] = (
        one for one in body.iter(f"{W}p") if plain_blanks("".join(one.itertext())).startswith(words)
    )
    assert long.find(f"{W}pPr/{W}keepLines").get(f"{W}val") == "0"


@pytest.mark.parametrize(("act", "height"), [("modele", 55), ("complete", 45)])
def test_boxes_to_sign_are_taller_in_a_long_act(act, height):
    """Their height is in millimetres: a short act signs on the page of its last articles."""
    body = etree.fromstring(read_package(documents.docx(f"convention-{act}"))["word/document.xml"])
    rows = [int(one.get(f"{W}val")) for one in body.iter(f"{W}trHeight")]
    assert round(max(rows) / 56.7) == height


def test_names_of_both_parties_stand_on_one_line():
    name = "convention-modele"
    first, second = (plain_blanks(one.nom) for one in documents.document(name).facts.signataires)
    for data in (documents.pdf(name), to_pdf(documents.docx(name))):
        lines = [plain_blanks(text) for _, text in lines_by_page(data)[-1]]
        assert any(first in line and second in line for line in lines), lines


def test_no_rule_parts_a_bare_heading_from_the_article_below():
    body = etree.fromstring(read_package(documents.docx("convention-2026"))["word/document.xml"])
    articles = body.iterfind(f".//{W}pStyle[@{W}val='Heading1']/../..")
    above = {"".join(one.getprevious().itertext()): one for one in articles}
    [bare] = (one for words, one in above.items() if words.startswith("2.2"))
    assert bare.find(f"{W}pPr/{W}pBdr/{W}top").get(f"{W}val") == "nil"
