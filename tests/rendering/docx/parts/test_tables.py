"""Grids are fitted as docxtpl fits them, which is asked too."""

from docxtpl import DocxTemplate
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from docgen.ooxml import W
from docgen.rendering.docx.parts.tables import fit_grids

SPACE = f'xmlns:w="{W[1:-1]}"'
CELLS = st.lists(st.integers(0, 4), max_size=5)
TABLES = st.lists(st.tuples(st.lists(st.integers(1, 9000), max_size=5), st.lists(CELLS)))


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
