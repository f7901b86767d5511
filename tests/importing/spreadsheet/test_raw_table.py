"""Rows of published workbooks, in both formats."""

import io
import re
import zipfile

import pytest

from docgen.errors import ContentError
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.limits import MAX_COLUMNS, MAX_ROWS
from docgen.importing.spreadsheet.raw_table import read_raw_sheets
from tests.importing.spreadsheet.sheets import ods, ods_of, xlsx

ROWS = [["Exemple  fictif"], [], [None, "Albi (2)", 3, 1.5]]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads a workbook's sheets."""

    def done(data, name="classeur"):
        path = tmp_path / name
        path.write_bytes(data)
        return read_raw_sheets(InputFile(path, name))

    return done


@pytest.fixture
def refused(read):
    """Return a function that returns the code of the only problem of a workbook."""

    def done(data):
        with pytest.raises(ContentError) as raised:
            read(data)
        [problem] = raised.value.problems
        assert problem.hint
        return problem.code

    return done


def without_named_styles(data):
    """Return a workbook whose styles have no names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, re.sub(rb"<cellStyles.*?</cellStyles>", b"", part))
    return file.getvalue()


@pytest.mark.parametrize("make", [ods, xlsx])
def test_filled_rows_are_read_with_their_lines(read, make):
    [rows] = read(make(ROWS)).values()
    assert rows[0].cell(0) == "Exemple fictif"
    assert [row.line for row in rows] == [1, 3]
    assert [rows[1].cell(place) for place in range(5)] == ["", "Albi (2)", "3", "1.5", ""]


def test_workbook_without_a_default_style_is_read(read):
    """As those of a ministry are; openpyxl warns that it takes a style of its own."""
    [rows] = read(without_named_styles(xlsx(ROWS))).values()
    assert rows[0].cells[0] == "Exemple fictif"


@pytest.mark.parametrize("make", [ods, xlsx])
def test_sheets_keep_their_names(read, make):
    assert list(read(make(ROWS, [["b"]]))) == ["Feuille1", "Feuille2"]


def test_notes_and_comments_are_no_text_of_a_cell(read):
    cell = (
        "<office:annotation><text:p>un commentaire</text:p></office:annotation>"
        "<text:p>Al<text:span>bi</text:span><text:s/>ville"
        "<text:note><text:p>une note</text:p></text:note></text:p>"
    )
    [[row]] = read(ods([[cell]])).values()
    assert row.cells == ("Albi ville",)


def test_repeated_cells_and_rows_of_ods_count(read):
    rows = (
        '<table:table-row table:number-rows-repeated="5"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2">'
        '<table:table-cell table:number-columns-repeated="3"><text:p>a</text:p></table:table-cell>'
        "</table:table-row>"
    )
    [found] = read(ods_of(f'<table:table table:name="F">{rows}</table:table>')).values()
    assert [(row.line, row.cells) for row in found] == [(6, ("a",) * 3), (7, ("a",) * 3)]


def test_endless_repetition_is_refused_or_cut(read, refused):
    wide = '<table:table-cell table:number-columns-repeated="999999999"><text:p>a</text:p>'
    row = f"<table:table-row>{wide}</table:table-cell></table:table-row>"
    [[only]] = read(ods_of(f"<table:table>{row}</table:table>")).values()
    assert len(only.cells) == MAX_COLUMNS
    endless = row.replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">'
    )
    assert refused(ods_of(f"<table:table>{endless}</table:table>")) == "taille"


def test_row_of_blanks_is_empty(read):
    assert read(ods([[" "]])) == {"Feuille1": []}


def test_row_beyond_the_longest_sheet_is_refused_after_a_gap(refused):
    gap = f'<table:table-row table:number-rows-repeated="{MAX_ROWS + 9}"/><table:table-row>'
    far = "<table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>"
    assert refused(ods_of(f"<table:table>{gap}{far}</table:table>")) == "taille"
    assert refused(xlsx([*[[]] * (MAX_ROWS + 9), ["a"]])) == "taille"


@pytest.mark.parametrize(
    "data",
    [
        b"code;nom\n81004;Albi\n",
        ods(ROWS)[:400],
        ods_of("<office:body>"),
        ods_of("", "application/vnd.oasis.opendocument.text"),
        ods_of("", before="<!DOCTYPE x [<!ENTITY a 'aaaa'>]>"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 exemple fictif",
    ],
    ids=["csv", "half", "broken", "text", "doctype", "xls"],
)
def test_other_files_are_refused(refused, data):
    assert refused(data) == "classeur"


def test_workbook_that_unpacks_to_too_much_is_refused(refused):
    assert refused(ods_of(f"<!--{'a' * 31_000_000}-->")) == "taille"
