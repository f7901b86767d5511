"""OpenDocument workbooks that people filled in: their cells say what those of XLSX would."""

import io
import zipfile

import pytest

from docgen.errors import ContentError
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.limits import MAX_CELLS, MAX_CHARACTERS
from docgen.importing.spreadsheet.ods import read_ods
from docgen.importing.spreadsheet.reading import read_workbook
from tests.importing.spreadsheet.sheets import ods, ods_of

TITLES = ["Nom", "Prénom usuel"]


@pytest.fixture
def read(tmp_path):
    """Return a function that reads the only sheet of a workbook."""

    def done(data):
        path = tmp_path / "essai.ods"
        path.write_bytes(data)
        return read_workbook(InputFile(path, "essai.ods"))["Feuille1"]

    return done


def cell(shown, **values):
    """Return a cell of other values than its text."""
    names = {"formula": "table:formula", "date": "office:date-value"}
    names |= {"spans": "table:number-columns-spanned", "bool": "office:boolean-value"}
    told = "".join(f' {names.get(name, name)}="{value}"' for name, value in values.items())
    kind = next(
        (f' office:value-type="{one}"' for one in ("date", "boolean") if f"{one}-" in told), ""
    )
    return f"<table:table-cell{kind}{told}><text:p>{shown}</text:p></table:table-cell>"


def sheet_of(*cells):
    """Return a workbook of the titles and of one row of cells, the first empty."""
    titles = "".join(map(cell, TITLES))
    rows = "".join(
        f"<table:table-row>{row}</table:table-row>"
        for row in (titles, f"<table:table-cell/>{''.join(cells)}")
    )
    return ods_of(f'<table:table table:name="Feuille1">{rows}</table:table>')


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (cell("a<text:s text:c='2'/>b<text:line-break/>c"), "a  b\nc"),
        (cell("a</text:p><text:p>b"), "a\nb"),
        (cell("23/04/26", date="2026-04-23"), "2026-04-23"),
        (cell("VRAI", bool="true"), "oui"),
        (cell("a<text:tab/>b"), "a b"),
        ('<table:table-cell office:value-type="string" office:string-value="oui"/>', "oui"),
    ],
)
def test_cell_is_read_as_typed(read, written, text):
    assert read(sheet_of(written)).rows == {2: ("", text)}


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (cell("2", formula="of:=1+1"), "formule dans une cellule : seule une valeur est lue"),
        (cell("", formula="of:=B1"), "formule dans une cellule : seule une valeur est lue"),
        (
            cell("midi", date="2026-04-23T12:00:00"),
            "ce n’est pas un jour : « 2026-04-23 12:00:00 »",
        ),
        (cell("a", spans="2"), "cellules fusionnées (B2:C2) : une seule aurait la valeur"),
        (cell("a") + cell("z"), "valeur hors du tableau : « z »"),
        (
            cell("a") + '<table:table-cell table:number-columns-repeated="900"/>' + cell("z"),
            "valeur hors du tableau : « z »",
        ),
    ],
)
def test_cell_without_a_value_is_reported_at_its_line(read, written, told):
    [problem] = read(sheet_of(written)).problems
    assert (problem.line, problem.message) == (2, told)


def test_empty_rows_before_a_filled_one_are_counted(read):
    assert list(read(ods([TITLES, [], ["x"]])).rows) == [3]


def test_row_beyond_the_longest_sheet_is_told_after_a_gap(read):
    gap = (
        "<table:table-row table:number-rows-repeated='30000'><table:table-cell/></table:table-row>"
    )
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in map(cell, TITLES))
    sheet = read(
        ods_of(f'<table:table table:name="Feuille1">{gap.join((rows, rows))}</table:table>')
    )
    assert [(one.line, one.code) for one in sheet.problems] == [(30_003, "taille")]


def repeated(rows, columns, text="a", sheets=1):
    """Return a workbook of sheets whose only cell is repeated."""
    one = f'<table:table-cell table:number-columns-repeated="{columns}"><text:p>{text}</text:p>'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{one}</table:table-cell>'
    tab = f'<table:table table:name="Feuille1">{row}</table:table-row></table:table>'
    return ods_of(f"<office:body>{tab * sheets}</office:body>")


@pytest.mark.parametrize(
    "bomb",
    [
        repeated(MAX_CELLS // 100 + 1, 100),
        repeated(MAX_CELLS // 1_000, 100, sheets=11),
        repeated(MAX_CHARACTERS // 1_000 + 1, 1, "a" * 1_000),
    ],
    ids=["cells", "sheets", "characters"],
)
def test_repetition_beyond_the_bounds_is_refused(read, bomb):
    with pytest.raises(ContentError) as error:
        read(bomb)
    assert [one.code for one in error.value.problems] == ["taille"]


@pytest.mark.parametrize(
    "most",
    [repeated(MAX_CELLS // 100, 100), repeated(MAX_CHARACTERS // 1_000, 1, "a" * 1_000)],
    ids=["cells", "characters"],
)
def test_repetition_within_the_bounds_is_read(most):
    with zipfile.ZipFile(io.BytesIO(most)) as package:
        [sheet] = read_ods(package)
    assert sheet.rows


def test_hidden_sheet_is_refused(read):
    style = (
        '<s:style xmlns:s="urn:oasis:names:tc:opendocument:xmlns:style:1.0" s:name="ta1">'
        '<s:table-properties table:display="false"/></s:style>'
    )
    tab = '<table:table table:name="Feuille1" table:style-name="ta1"/>'
    [problem] = read(ods_of(style + tab)).problems
    assert problem.message == "feuille masquée"


def test_rows_and_columns_that_are_hidden_are_told(tmp_path):
    def line(*words, more=""):
        cells = "".join(
            f"<table:table-cell><text:p>{word}</text:p></table:table-cell>" for word in words
        )
        return f"<table:table-row {more}>{cells}</table:table-row>"

    tab = (
        '<table:table table:name="Feuille1"><table:table-column/>'
        '<table:table-column table:number-columns-repeated="16383" table:visibility="collapse"/>'
    )
    tab += line("Nom", "Prénom") + line("a", "b", more='table:visibility="filter"')
    tab += line("c", more='table:visibility="collapse" table:number-rows-repeated="2"') + line("d")
    path = tmp_path / "essai.ods"
    path.write_bytes(ods_of(f"{tab}</table:table>"))
    infile = InputFile(path, "essai.ods")
    read = read_workbook(infile)["Feuille1"]
    assert read.rows.keys() == {2, 3, 4, 5}
    assert [one.message.partition(" : ")[2] for one in read.warnings] == ["2, 3, 4", "B"]


def test_workbook_with_a_password_says_so(read):
    with pytest.raises(ContentError, match="mot de passe"):
        read(ods_of("<", parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}))
