"""The pages of a booklet in Word, broken and filled as those of its PDF."""

import re

from lxml import etree

from docgen.document import LaidBlock, PageLayout
from docgen.ooxml import W
from docgen.rendering.docx.marks.page_breaks import MARKS, follow_layout
from docgen.rendering.docx.marks.paragraphs import printed_paragraphs
from docgen.rendering.docx.parts.runs import LINK, folio_field, rich_runs

STYLES = {style: kind for kind, style in MARKS.items()}
PARAGRAPH = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr></w:p>'
STYLE_IDS = {LINK.lower(): "DGLien"}
GAP = '<w:spacing w:line="100" w:lineRule="exact"/>'
BODY = f'<w:body xmlns:w="{W[1:-1]}">{{}}</w:body>'
RUN = "<w:r><w:t>Faire</w:t></w:r>"
AGAIN = {"dg procédure suite": "Suite", "dg intervalle": "Gap", "dg renvoi": "DGRenvoi"}
SECTION = '<w:sectPr><w:pgSz w:w="8391"/><w:pgMar w:left="794" w:right="794"/></w:sectPr>'
BLOCKS = (
    LaidBlock("lignes", rules=9),
    LaidBlock("air", head=True),
    LaidBlock("suite", room=6),
    LaidBlock("reserve"),
    LaidBlock("reserve"),
    LaidBlock("rubrique", head=True),
)


def followed(blocks: tuple[LaidBlock, ...]) -> etree._Element:
    """Return a body with notes, a chart of two steps, a page of notes and a part."""
    chart = PARAGRAPH.format("lignes", "") + PARAGRAPH.format("air", "<w:keepNext/>")
    notes = f"<w:tbl/>{PARAGRAPH.format('reserve', SECTION)}"
    xml = f"{chart}{PARAGRAPH.format('suite', GAP)}{notes}{PARAGRAPH.format('rubrique', '')}"
    body = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{xml}</w:body>')
    follow_layout(body, [STYLES], PageLayout({}, blocks))
    return body


def test_word_breaks_and_fills_pages_as_the_pdf() -> None:
    body = followed(BLOCKS)
    assert body[2].find(f"{W}pPr")[-1].tag == f"{W}pageBreakBefore"
    assert len(body[1].findall(f"{W}tr")) == 9
    assert body.find(f".//{W}spacing").get(f"{W}line") == "440"
    assert len(body.findall(f"{W}tbl")) == 3
    assert body[-1].find(f"{W}pPr")[-1].tag == f"{W}pageBreakBefore"


def test_word_keeps_its_own_breaks_when_blocks_differ() -> None:
    body = followed(BLOCKS[1:])
    assert not list(body.iter(f"{W}pageBreakBefore", f"{W}tr"))
    assert body.find(f".//{W}spacing").get(f"{W}line") == "100"


def test_word_names_the_page_of_a_link_once() -> None:
    link = rich_runs("[Déchets](#dechets)", "", STYLE_IDS)
    mark = PARAGRAPH.format("renvoi", "").replace("</w:p>", f"{link}</w:p>")
    row = mark.replace("</w:p>", f"{folio_field('dechets', 0)}</w:p>")
    body = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{mark}{row}</w:body>')
    follow_layout(body, [STYLES | {"dg renvoi": "DGRenvoi"}], PageLayout({"dechets": 8}, ()))
    said = ["".join(one.itertext(f"{W}t")) for one in body]
    assert said == ["Déchets (p.\u00a08)", "Déchets8"]


def test_page_added_to_a_link_is_no_word_of_it() -> None:
    link = rich_runs("Voir [Déchets](#dechets).", "", STYLE_IDS)
    mark = PARAGRAPH.format("renvoi", "").replace("</w:p>", f"{link}</w:p>")
    body = etree.fromstring(f'<w:body xmlns:w="{W[1:-1]}">{mark}</w:body>')
    follow_layout(body, [STYLES | {"dg renvoi": "DGRenvoi"}], PageLayout({"dechets": 8}, ()))
    office = re.sub(  # as LibreOffice saves it
        r'<w:fldSimple w:instr="([^"]*)">(.*?)</w:fldSimple>',
        r"<w:r><w:instrText>\1</w:instrText></w:r>\2",
        etree.tostring(body, encoding="unicode"),
    )
    for saved in (body, etree.fromstring(office)):
        [(paragraph, text)] = printed_paragraphs(saved)
        assert text == "Voir Déchets."
        assert "8" in "".join(paragraph.itertext())


def test_word_names_a_chart_again_when_it_goes_on() -> None:
    chart = PARAGRAPH.format("air", "").replace("</w:p>", f"{RUN}</w:p>")
    body = etree.fromstring(BODY.format(chart + PARAGRAPH.format("suite", GAP)))
    blocks = LaidBlock("air"), LaidBlock("suite", first=True)
    follow_layout(body, [STYLES | AGAIN], PageLayout({}, blocks))
    assert "".join(body[1].itertext()) == "Faire (suite)"
    assert body[1].find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert body[2].find(f"{W}pPr/{W}pageBreakBefore") is None


def test_word_names_the_head_of_a_table_again() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>"
    row = f"<w:tr><w:tc>{PARAGRAPH.format('rang', '')}</w:tc></w:tr>"
    body = etree.fromstring(BODY.format(f"<w:tbl><w:tblPr/>{head}{row * 3}</w:tbl>"))
    blocks = LaidBlock("rang"), LaidBlock("rang", first=True), LaidBlock("rang")
    follow_layout(body, [STYLES | AGAIN], PageLayout({}, blocks))
    assert [len(one.findall(f"{W}tr")) for one in body.findall(f"{W}tbl")] == [2, 3]
    assert ["".join(one.itertext()) for one in body] == ["Faire", "", "Faire (suite)"]
    assert [run.get(f"{W}val") for run in body[2].iter(f"{W}rStyle")] == ["DGRenvoi"] * 2


def test_word_names_a_long_table_once_a_page() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>"
    row = f"<w:tr><w:tc>{PARAGRAPH.format('rang', '')}</w:tc></w:tr>"
    body = etree.fromstring(BODY.format(f"<w:tbl><w:tblPr/>{head}{row * 3}</w:tbl>"))
    blocks = LaidBlock("rang"), LaidBlock("rang", first=True), LaidBlock("rang", first=True)
    follow_layout(body, [STYLES | AGAIN], PageLayout({}, blocks))
    tables = ["".join(one.itertext()) for one in body.findall(f"{W}tbl")]
    assert tables == ["Faire", "Faire (suite)", "Faire (suite)"]


def test_word_names_the_head_again_at_a_density() -> None:
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>"
    row = f"<w:tr><w:tc>{PARAGRAPH.format('moyen', '')}</w:tc></w:tr>"
    body = etree.fromstring(BODY.format(f"<w:tbl><w:tblPr/>{head}{row * 2}</w:tbl>"))
    styles = STYLES | AGAIN | {f"{MARKS['rang']} moyen": "moyen"}
    layout = PageLayout({}, (LaidBlock("rang"), LaidBlock("rang", first=True)))
    follow_layout(body, [styles], layout, "moyen")
    assert ["".join(one.itertext()) for one in body] == ["Faire", "", "Faire (suite)"]
