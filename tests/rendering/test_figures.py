"""The filter `figure`, in both formats: the same figure, the same words for the blind."""

import base64
import re
from pathlib import Path

import pytest
from lxml import etree

from docgen.charts.svg import draw
from docgen.conformity import check_pdf
from docgen.errors import TemplateError
from docgen.ooxml import read_package
from docgen.rendering.docx.lint import lint_docx
from docgen.rendering.docx.parts.figures import charts_in
from docgen.rendering.html.figures import html_figure
from docgen.rendering.parity.words import docx_words, html_words
from docgen.rendering.pdf.renderer import render_pdf
from tests.charts.figures import ALL, PLAIN, courbe
from tests.charts.maps import MAP
from tests.rendering.figure_examples import (
    HTML,
    SHOWN,
    Figures,
    document,
    template,
    templates,
    word_file,
)
from tests.support.reading import structure

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def body(data: bytes) -> etree._Element:
    """Return the body of a Word file."""
    return etree.fromstring(read_package(data)["word/document.xml"])


# ---------- HTML and PDF ----------


def test_figure_has_the_alternative_text_of_its_specification() -> None:
    chart = courbe("essai", [1, 2], alternative="De « 1 » à 2 & <plus>.")
    made = html_figure(chart)
    found = re.fullmatch(
        r'<img class="figure" src="data:image/svg\+xml;base64,([\w+/=]+)" alt="([^"]+)">', made
    )
    assert found
    assert base64.b64decode(found[1]).decode() == draw(chart)
    assert found[2] == "De « 1 » à 2 &amp; &lt;plus&gt;."


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Every example on paper."""
    folder = tmp_path_factory.mktemp("pdf")
    return render_pdf(document((*ALL, MAP)), templates(folder)).data


def test_a_pdf_with_figures_passes_the_gate(pdf: bytes) -> None:
    assert [str(problem) for problem in check_pdf(pdf, "essai.pdf")] == []


def test_each_figure_is_tagged_with_its_words_and_its_place(pdf: bytes) -> None:
    figures = [one for one in structure(pdf).walk() if one.role == "Figure"]
    assert [one.entries["/Alt"] for one in figures] == [one.alternative for one in (*ALL, MAP)]
    for chart, one in zip(ALL, figures, strict=False):
        left, bottom, right, top = (float(side) for side in one.entries["/A"]["/BBox"])
        assert right - left == pytest.approx(chart.largeur, abs=0.1)
        assert top > bottom


@pytest.mark.parametrize("said", ["'un texte'", "12", "parties"])
def test_what_is_no_figure_is_told_at_its_line(said: str, tmp_path: Path) -> None:
    html = HTML.replace("{{ figure|figure }}", f"{{{{ {said}|figure }}}}")
    with pytest.raises(TemplateError) as raised:
        render_pdf(document(PLAIN), templates(tmp_path, html=html))
    [problem] = raised.value.problems
    assert "demande un graphique ou une carte" in problem.message
    assert problem.line == 6


# ---------- Word ----------


def test_figure_is_inline_with_title_and_alternative_text(tmp_path: Path) -> None:
    shown = list(body(word_file(PLAIN, tmp_path)).iter(f"{WP}inline"))
    told = [one.find(f"{WP}docPr") for one in shown]
    assert [(one.get("name"), one.get("descr")) for one in told] == [
        (chart.titre, chart.alternative) for chart in PLAIN
    ]
    assert [int(one.find(f"{WP}extent").get("cx")) for one in shown] == [
        round(chart.largeur * 12700) for chart in PLAIN
    ]


def test_drawings_are_numbered_and_charts_have_relationships(tmp_path: Path) -> None:
    data = word_file((*PLAIN, MAP, PLAIN[0]), tmp_path)
    numbers = [one.get("id") for one in body(data).iter(f"{WP}docPr")]
    assert numbers == [str(rank) for rank in range(1, len(PLAIN) + 3)]
    links = [one.get(f"{LINKS}id") for one in body(data).iter(f"{C}chart")]
    assert links == [f"rIdGraphique{rank}" for rank in range(1, len(PLAIN) + 2)]
    told = etree.fromstring(read_package(data)["word/_rels/document.xml.rels"])
    assert set(links) <= {one.get("Id") for one in told}


def test_the_same_figures_make_the_same_file(tmp_path: Path) -> None:
    assert word_file(PLAIN, tmp_path) == word_file(PLAIN, tmp_path)


def test_a_document_without_figures_has_no_part_for_them(tmp_path: Path) -> None:
    parts = read_package(word_file((), tmp_path, ["Rien à montrer."]))
    assert not [name for name in parts if "chart" in name or "embeddings" in name]


def test_both_formats_say_the_same_words_around_figures(tmp_path: Path) -> None:
    figures = (*PLAIN, MAP)
    told = templates(tmp_path).fill_html(document(figures))
    paragraphs = ["Essai fictif", *SHOWN]
    assert docx_words(word_file(figures, tmp_path, paragraphs)) == html_words(told)


def test_what_is_no_figure_is_refused_in_word(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="demande un graphique ou une carte"):
        word_file(PLAIN, tmp_path, ["{{r parties|figure }}"])


def test_charts_are_found_however_deep_in_the_facts() -> None:
    facts = document(PLAIN).facts
    assert [chart.cle for chart in charts_in(facts)] == [chart.cle for chart in PLAIN]


def test_the_lint_knows_the_filter_and_wants_its_letter() -> None:
    assert lint_docx(template(), Figures, "essai.docx") == []
    wrong = [line.replace("{{r figure", "{{ figure") for line in SHOWN]
    [problem] = lint_docx(template(wrong), Figures, "essai.docx")
    assert problem.code == "modele-lettre-r"
    unknown = [line.replace("|figure", "|figures") for line in SHOWN]
    codes = {problem.code for problem in lint_docx(template(unknown), Figures, "essai.docx")}
    assert "modele-filtre" in codes


@pytest.mark.parametrize(
    ("spacing", "cut"),
    [
        ('<w:spacing w:line="240" w:lineRule="auto"/>', False),
        ('<w:spacing w:line="240"/>', False),
        ('<w:spacing w:line="240" w:lineRule="atLeast"/>', False),
        ('<w:spacing w:line="240" w:lineRule="exact"/>', True),
        ('<w:spacing w:before="120"/>', True),
        ("", True),
    ],
)
def test_lint_reports_a_line_height_that_cuts_figures(spacing: str, cut: bool) -> None:
    """What the paragraph does not say, its style does: the shipped one has exact lines."""
    problems = lint_docx(template(spacing=spacing), Figures, "essai.docx")
    assert [problem.code for problem in problems] == ["modele-interligne"] * cut


def test_exact_line_height_without_figure_is_accepted() -> None:
    assert lint_docx(template(["Un texte."], spacing=""), Figures, "essai.docx") == []
