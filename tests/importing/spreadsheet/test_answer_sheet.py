"""Rows that people answer: read back sorted, left out and reformatted, refused when changed."""

import io
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.answer_sheet import AskedRow, SheetForm
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn, read_workbook
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.importing.spreadsheet.writing import Link, write_workbook
from tests.support.libreoffice import converted

COLUMNS = (
    SheetColumn("Quoi", locked=True),
    SheetColumn("Combien", locked=True, kind=CellKind.NUMBER),
    SheetColumn("Depuis", locked=True, kind=CellKind.DAY),
    SheetColumn("Juste", choices=YES_NO),
    SheetColumn("Le", kind=CellKind.DAY),
)
FORM = SheetForm("essai-1", "0123abcd", COLUMNS, many=True)
SINCE = date(2026, 4, 23)
ROWS = (
    AskedRow({"a": "1f", "b": "2e"}, (Link("art. 1", "https://exemple.fr"), 3, SINCE, None, None)),
    AskedRow({"c": "3d"}, ("=1+1\n  deux\u00a0lignes", 0, None, None, None)),
)


def out(form=FORM):
    return write_workbook("Essai fictif", ["Un mot."], [form.tab("Essai", ROWS)])


def back(data, folder, form=FORM):
    path = folder / "retour.xlsx"
    path.write_bytes(data)
    sheet = read_workbook(InputFile(path, "retour.xlsx"))["Essai"]
    return form.read(sheet), [str(problem) for problem in sheet.problems]


def changed(change, data=None):
    book = load_workbook(io.BytesIO(data or out()))
    change(book["Essai"])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def answer(sheet):
    sheet["D3"], sheet["E3"] = "Oui", "03/12/2026"
    sheet["E2"] = date(2026, 12, 3)


@pytest.mark.parametrize("office", [False, True], ids=["openpyxl", "calc"])
def test_answers_come_back_beside_what_was_asked(tmp_path, office):
    data = changed(answer)
    rows, problems = back(converted(data, "xlsx", "xlsx") if office else data, tmp_path)
    assert problems == []
    assert [(row.line, dict(row.digests)) for row in rows] == [
        (2, {"a": "1f", "b": "2e"}),
        (3, {"c": "3d"}),
    ]
    assert [(row.cells["Juste"], row.cells["Le"]) for row in rows] == [
        ("", "2026-12-03"),
        ("oui", "2026-12-03"),
    ]


def test_links_lead_to_their_address():
    cell = load_workbook(io.BytesIO(out()))["Essai"]["A2"]
    assert (cell.value, cell.hyperlink.target) == ("art. 1", "https://exemple.fr")


def test_rows_may_be_sorted_and_left_out(tmp_path):
    rows, problems = back(changed(lambda sheet: sheet.delete_rows(2)), tmp_path)
    assert problems == []
    assert [(row.line, dict(row.digests)) for row in rows] == [(2, {"c": "3d"})]


def add_row(sheet):
    sheet["A4"], sheet["D4"] = "art. 9", "oui"


def move_answers(sheet):
    sheet["B2"], sheet["B3"] = sheet["B3"].value, sheet["B2"].value


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (add_row, [":4:6 : Repère : ligne ajoutée"]),
        (lambda sheet: sheet.__setitem__("B2", 4), [":2:6 : Repère : une case grise"]),
        (move_answers, [":2:6 : Repère : une case grise", ":3:6 : Repère : une case grise"]),
        (lambda sheet: sheet.__setitem__("F2", "x"), [":2:6 : Repère : repère illisible"]),
        (lambda sheet: sheet.__setitem__("D2", "=1"), [":2:4 : Juste : formule"]),
        (lambda sheet: sheet.merge_cells("D2:D3"), [":2:4 : cellules fusionnées"]),
        (lambda sheet: sheet.__setitem__("D1", "Autre"), [":1 : titre changé en D1"]),
    ],
)
def test_what_was_changed_is_told_by_cell(tmp_path, change, expected):
    _, problems = back(changed(change), tmp_path)
    assert len(problems) == len(expected)
    for problem, begins in zip(problems, expected, strict=True):
        assert problem.startswith(f"retour.xlsx:Essai{begins}")


def test_mark_of_two_things_is_refused_where_rows_have_one(tmp_path):
    rows, problems = back(out(), tmp_path, replace(FORM, many=False))
    assert [row.line for row in rows] == [3]
    assert [one.partition("\n")[0] for one in problems] == [
        "retour.xlsx:Essai:2:6 : Repère : repère illisible"
    ]


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (SheetForm("essai-2", "0123abcd", COLUMNS), "version 2, et docgen lit la version 1"),
        (SheetForm("essai-1", "ffff0000", COLUMNS), "d’un autre projet"),
        (SheetForm("droit-1", "0123abcd", COLUMNS), "d’une autre sorte"),
    ],
)
def test_sheet_from_elsewhere_is_refused_once(tmp_path, form, message):
    rows, problems = back(changed(answer, out(form)), tmp_path)
    assert rows == []
    assert len(problems) == 1
    assert message in problems[0]
