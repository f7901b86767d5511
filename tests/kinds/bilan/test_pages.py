"""The report as it is printed: conform, with lines to fill in, its first page in both formats."""

import io
import json
import re
import zipfile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from docgen.format import Format
from docgen.ooxml import W
from docgen.rendering.parity.proof import prove_templates
from tests.conformity.finished import finished_problems
from tests.conftest import plain_blanks
from tests.kinds.bilan.years import EMPTY, report, written
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, renderer
from tests.support.libreoffice import to_pdf
from tests.support.reading import lines_by_page, pages_text, structure

NAMES = ("bilan-2026", "bilan-2026-final")
every_report = pytest.mark.parametrize("name", NAMES)


@every_report
def test_pdf_passes_the_gate_and_word_file_is_valid(name, tmp_path):
    assert finished_problems(documents.pdf(name), f"{name}.pdf") == []
    path = tmp_path / "bilan.docx"
    path.write_bytes(documents.docx(name))
    assert [str(error) for error in OpenXmlValidator().validate(path).errors] == []


@every_report
def test_an_action_is_whole_on_its_page(name):
    pages = [" ".join(text.split()) for text in pages_text(documents.pdf(name))]
    actions = documents.document(name).facts.actions
    assert actions
    for action in actions:
        title = " ".join(action.titre.split())
        page = next(text for text in pages[1:] if title in text)
        assert all(" ".join(one.libelle.split()) in page for one in action.valeurs)


@every_report
def test_libreoffice_prints_as_many_pages_with_each_action_whole(name):
    pages = [" ".join(text.split()) for text in pages_text(to_pdf(documents.docx(name)))]
    assert abs(len(pages) - len(pages_text(documents.pdf(name)))) <= 1
    for action in documents.document(name).facts.actions:
        title = " ".join(action.titre.split())
        assert any(
            title in text and all(" ".join(one.libelle.split()) in text for one in action.valeurs)
            for text in pages
        ), title


def test_lines_to_write_on_do_not_touch():
    with zipfile.ZipFile(io.BytesIO(documents.docx("bilan-2026"))) as package:
        body = etree.fromstring(package.read("word/document.xml"))
    lines = [one for one in body.iter(f"{W}pBdr") if one.find(f"{W}bottom") is not None]
    facts = documents.document("bilan-2026").facts
    assert len(lines) == sum(len(one.lignes) for one in facts.actions) + len(
        facts.lignes_suite + facts.lignes_marquants
    )
    assert all(one.find(f"{W}between") is not None for one in lines)


def test_a_draft_says_so_on_every_page():
    assert all("PROJET" in text for text in pages_text(documents.pdf("bilan-2026")))


@every_report
def test_first_page_holds_the_whole_summary(name):
    facts = documents.document(name).facts
    summary = [facts.titre_marquants, facts.titre_suite, *(one.titre for one in facts.actions)]
    for data in (documents.pdf(name), to_pdf(documents.docx(name))):
        first, second, *_ = [" ".join(text.split()) for text in pages_text(data)]
        assert [one for one in summary if " ".join(one.split()) not in first] == []
        assert second.index(facts.titre_detail) < second.index(facts.actions[0].titre[:20])


def test_first_year_filled_in_is_two_pages_in_both_formats(project):
    written(project.root, 2026)
    made = report(project.workspace, 2026)
    pdf = renderer(Format.PDF)(made, OUR_TEMPLATES)
    word = renderer(Format.DOCX)(made, OUR_TEMPLATES)
    assert pdf.pages == len(pages_text(to_pdf(word.data))) == 2
    assert finished_problems(pdf.data, "bilan.pdf") == []
    assert prove_templates(OUR_TEMPLATES, [made]) == []


def test_engagement_of_a_first_year_stands_beside_what_was_counted(project):
    written(project.root, 2026)
    made = report(project.workspace, 2026)
    pdf, word = (renderer(one)(made, OUR_TEMPLATES).data for one in (Format.PDF, Format.DOCX))
    for data in (pdf, to_pdf(word)):
        lines = [plain_blanks(text) for _, text in lines_by_page(data)[1]]
        for action in made.facts.actions:
            first = action.valeurs[0]
            row = (action.titre, first.libelle, first.source, first.nombres[0])
            assert any(all(one in line for one in map(plain_blanks, row)) for line in lines), row


def test_first_page_of_a_first_year_leads_with_its_numbers(project):
    written(project.root, 2026)
    made = report(project.workspace, 2026)
    pdf, word = (renderer(one)(made, OUR_TEMPLATES).data for one in (Format.PDF, Format.DOCX))
    for data in (pdf, to_pdf(word)):
        lines = [" ".join(text.split()) for _, text in lines_by_page(data)[0]]
        for first in (action.resume for action in made.facts.actions):
            result = plain_blanks(f"{first.nombres[0]} {first.libelle} · {first.source}")
            assert any(result in line for line in lines), result


def test_second_year_leaves_no_page_for_its_last_lines(project):
    written(project.root, 2026, 2027)
    path = project.root / "content/bilan/2027.yaml"
    path.write_text(re.sub(r"valeur: \d+", "valeur: 0", path.read_text("utf-8"), count=1), "utf-8")
    made = report(project.workspace, 2027)
    assert made.facts.compte.count("À zéro") == 1
    word = renderer(Format.DOCX)(made, OUR_TEMPLATES)
    pdf = renderer(Format.PDF)(made, OUR_TEMPLATES)
    for data in (pdf.data, to_pdf(word.data)):
        second = [" ".join(text.split()) for text in pages_text(data)][1]
        assert made.facts.titre_detail in second


def test_lines_are_figures_and_no_part_of_word():
    name = "bilan-2026-final"
    facts = documents.document(name).facts
    values = [one for action in facts.actions for one in action.valeurs]
    roles = [one.role for one in structure(documents.pdf(name)).walk()]
    lines = sum(one.evolution is not None for one in (*values, *facts.chiffres))
    assert roles.count("Figure") == lines + len(facts.actions)
    with zipfile.ZipFile(io.BytesIO(documents.docx(name))) as package:
        assert not [part for part in package.namelist() if "chart" in part]
        assert package.read("word/document.xml").count(b"descr=") == roles.count("Figure")


SHORT = "Douze mairies visitées"
LONG = (
    "Douze mairies visitées par les brigades, et une réunion de rentrée tenue avec les parties, "
    * 2
)


@pytest.mark.parametrize(
    ("highlights", "numbers", "suite"),
    [
        ([], 3, ""),
        ([SHORT], 1, ""),
        ([SHORT] * 3, 3, ""),
        ([LONG] * 3, 0, ""),
        ([LONG] * 2, 3, SHORT),
        ([LONG] * 3, 3, LONG),
    ],
)
def test_a_report_filled_in_by_halves_leaves_no_page_empty(project, highlights, numbers, suite):
    """What overflows from the summary is followed by the detail at once."""
    text = EMPTY.replace("marquants: []", f"marquants: {json.dumps(highlights)}")
    for name in ("resultats-visites", "verte-formes", "participation-communes")[:numbers]:
        text = text.replace(f"{name}, valeur: }}", f"{name}, valeur: 12}}")
    text = text.replace("suite:\n", f"suite: {json.dumps(suite) if suite else ''}\n")
    project.write("content/bilan/2026.yaml", text)
    made = report(project.workspace, 2026)
    first, second, *_ = pages_text(renderer(Format.PDF)(made, OUR_TEMPLATES).data)
    assert made.facts.titre_synthese in first
    assert made.facts.titre_detail in second


def test_report_of_a_visit_is_whole_on_its_page(project):
    fields = "".join(f"{{id: c{n}, titre: Titre {n}, lignes: [a, b]}}, " for n in range(5))
    who = "recueil: {le: 2026-05-29, par: Mme Fictive, fichier: a.pdf}"
    visits = [
        f"  - {{commune: '81218', le: 2026-05-{day}, diffusion: partenaires, champs: [{fields}"
        f"{{id: fin, titre: Fin, lignes: [a, fin du {day}]}}], {who}}}\n"
        for day in range(10, 20)
    ]
    project.write("content/visites.yaml", "visites:\n" + "".join(visits))
    written(project.root, 2026)
    made = report(project.workspace, 2026)
    pdf, word = (renderer(one)(made, OUR_TEMPLATES).data for one in (Format.PDF, Format.DOCX))
    for data in (pdf, to_pdf(word)):
        pages = [" ".join(text.split()) for text in pages_text(data)]
        for day in range(10, 20):
            assert any(f"le {day} mai 2026" in one and f"fin du {day}" in one for one in pages)
        assert any(made.facts.visites.titre in one and "fin du 10" in one for one in pages)
