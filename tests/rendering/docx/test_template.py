"""A template opened once fills as docxtpl would, and forgets what it was filled with before."""

from typing import Any

import pytest
from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docgen.ooxml import CompressedPart, W, as_bytes, read_package, write_package
from docgen.rendering.docx.filling import body_source, fill_source, patched_xml
from docgen.rendering.docx.filters import template_environment
from docgen.rendering.docx.parts.runs import hold_numbers
from docgen.rendering.docx.renderer import render_docx
from docgen.rendering.docx.template import WordTemplate, fit_grids
from docgen.rendering.html.templates import template_context
from tests.conftest import plain_blanks
from tests.rendering.docx.docx_examples import BODY, template_bytes
from tests.rendering.docx.docx_examples import document as convention
from tests.support.documents import OUR_TEMPLATES, document

SPACE = f'xmlns:w="{W[1:-1]}"'
CELLS = st.lists(st.integers(0, 4), max_size=5)
TABLES = st.lists(st.tuples(st.lists(st.integers(1, 9000), max_size=5), st.lists(CELLS)))
TAGGED = (
    f'<w:body xmlns:w="{W[1:-1]}"><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{{{r mot|riche }}}}</w:t>'
    "</w:r></w:p><w:p><w:r><w:t>{{ nombre }} et puis</w:t></w:r></w:p></w:body>"
)


def said(name: str) -> dict[str, Any]:
    """Return what a template is told of one of our documents."""
    return template_context(document(name), relies={})


def test_what_a_template_was_filled_with_before_leaves_no_trace() -> None:
    names = ("fiche-action-4-1", "fiche-article-4-sip", "fiche-action-4-1")
    first, other, again = (render_docx(document(name), OUR_TEMPLATES).data for name in names)
    assert first == again != other


@pytest.mark.parametrize("name", ["fiche-action-4-1", "modele-lettre-l541-3"])
def test_every_part_says_what_docxtpl_makes_it_say(name: str) -> None:
    path = OUR_TEMPLATES.find(document(name).docx_template)
    model = WordTemplate(path.read_bytes())
    made = model.fill(said(name), ())
    theirs = DocxTemplate(path)
    theirs.render(said(name), model.environment)
    ours = etree.fromstring(as_bytes(made["word/document.xml"]))
    hold_numbers(theirs.docx.element)  # ours only
    assert words(ours) == words(theirs.docx.element)
    tables = [len(ours.findall(f".//{W}{one}")) for one in ("tbl", "tr", "tc", "gridCol")]
    assert tables == [
        len(theirs.docx.element.findall(f".//{W}{one}")) for one in ("tbl", "tr", "tc", "gridCol")
    ]


def words(root: Any) -> list[str]:
    """Return the words of the paragraphs of a document."""
    paragraphs = (paragraph.iter(f"{W}t") for paragraph in root.iter(f"{W}p"))
    return [plain_blanks("".join(one.text or "" for one in texts)) for texts in paragraphs]


def test_what_no_document_changes_is_compressed_once() -> None:
    model = WordTemplate(template_bytes())
    first, second = (model.fill(said("convention-complete"), ()) for _ in range(2))
    kept = {name for name, part in first.items() if isinstance(part, CompressedPart)}
    assert {"word/styles.xml", "word/numbering.xml", "word/settings.xml"} <= kept
    assert all(first[name] is second[name] for name in kept)
    assert first.keys() >= read_package(template_bytes()).keys() - {
        name for name in read_package(template_bytes()) if "font" in name.lower()
    }


def test_a_tag_leaves_no_empty_run_and_keeps_its_dress() -> None:
    source = body_source(TAGGED)
    assert "habit('<w:b/>')" in source
    assert len(source) < len(patched_xml(TAGGED))
    xml = fill_source(
        source, {"mot": "un *mot*", "nombre": 7}, template_environment({"emphasis": "Emphasis"})
    )
    runs = list(etree.fromstring(xml).iter(f"{W}r"))
    assert ["".join(run.itertext()) for run in runs] == ["un ", "mot", "7 et puis"]
    assert [run.find(f"{W}rPr/{W}b") is not None for run in runs] == [True, True, False]


def test_end_of_a_section_in_a_tag_survives_it() -> None:
    parts = read_package(template_bytes())
    body = etree.fromstring(parts[BODY])
    tag = next(one for one in body.iter(f"{W}p") if "".join(one.itertext()) == "{%p if parties %}")
    tag.find(f"{W}pPr").append(etree.Element(f"{W}sectPr"))
    model = WordTemplate(write_package({**parts, BODY: etree.tostring(body)}))
    filled = model.fill(template_context(convention(), relies={}), ())
    assert len(list(etree.fromstring(as_bytes(filled[BODY])).iter(f"{W}sectPr"))) == 2


def body(tables: list[tuple[list[int], list[list[int]]]]) -> str:
    """Return a body of tables: the widths of their columns, the span of each cell of their rows."""
    made = ""
    for widths, rows in tables:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        cells = ("".join(map(cell, row)) for row in rows)
        lines = "".join(f"<w:tr>{inside}</w:tr>" for inside in cells)
        made += f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"
    return f"<w:body {SPACE}>{made}</w:body>"


def cell(span: int) -> str:
    """Return a cell that spans so many columns; 0 is a plain one."""
    told = f'<w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>' if span else ""
    return f"<w:tc>{told}<w:p/></w:tc>"


@given(TABLES)
def test_every_grid_is_what_docxtpl_makes_of_it(
    tables: list[tuple[list[int], list[list[int]]]],
) -> None:
    xml = body(tables)
    ours = etree.fromstring(xml)
    fit_grids(ours)
    assert etree.tostring(ours) == etree.tostring(DocxTemplate.fix_tables(None, xml))


def test_a_table_inside_a_cell_counts_its_own_columns() -> None:
    inner = "<w:tbl><w:tblGrid/><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    outer = '<w:tblGrid><w:gridCol w:w="900"/><w:gridCol w:w="300"/></w:tblGrid>'
    xml = f"<w:body {SPACE}><w:tbl>{outer}<w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl></w:body>"
    ours = etree.fromstring(xml)
    fit_grids(ours)
    assert etree.tostring(ours) == etree.tostring(DocxTemplate.fix_tables(None, xml))
    assert [one.get(f"{W}w") for one in ours.iter(f"{W}gridCol")] == ["1200"]
