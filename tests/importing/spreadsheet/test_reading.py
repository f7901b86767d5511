"""Workbooks: the reading of cells, and the writing of forms."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES

from docgen.errors import ContentError
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.reading import (
    CellKind,
    SheetColumn,
    read_csv_sheet,
    read_workbook,
    with_column_titles,
)
from docgen.importing.spreadsheet.writing import Tab, write_workbook

COLUMNS = (
    SheetColumn("Nom", "nom", locked=True),
    SheetColumn("Prénom usuel", "maire.prenom_usuel", "interne"),
    SheetColumn("Le", "le", kind=CellKind.DAY, needed=False),
    SheetColumn("Pour lire", locked=True, needed=False),
)
NOON = datetime.fromisoformat("2026-04-23T12:00")


@pytest.fixture
def sheet(tmp_path):
    """Return a function that makes a workbook of rows, and reads its only sheet."""

    def made(*rows, name="essai.xlsx", before_saving=lambda _: None):
        book = Workbook()
        tab = book.worksheets[0]
        tab.title = "Feuille"
        for row in rows:
            tab.append(row)
        before_saving(tab)
        path = tmp_path / name
        book.save(path)
        return read_workbook(InputFile(path, name))["Feuille"]

    return made


def data(sheet, columns=COLUMNS):
    """Return the rows of a sheet as content."""
    return sheet.source("lignes", columns).data["lignes"]


# Reading cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        ("  a\u00a0", "a"),
        ("a\nb", "a\nb"),
        ("e\u0301", "é"),
        (81004, "81004"),
        (81004.0, "81004"),
        (0, "0"),
        (0.1 + 0.2, "0,3"),
        (-3, "-3"),
        (True, "oui"),
        (False, "non"),
        (datetime.fromisoformat("2026-04-23"), "2026-04-23"),
        (date(1999, 12, 31), "1999-12-31"),
        ("'=1+1", "'=1+1"),
    ],
)
def test_cell_is_read_as_typed(sheet, value, text):
    assert data(sheet(["Nom", "Prénom usuel"], [value, "x"]))[0]["nom"] == text


@pytest.mark.parametrize(
    ("value", "told_of"),
    [
        ("=1+1", "formule dans une cellule : seule une valeur est lue"),
        (ERROR_CODES[0], f"cellule en erreur : « {ERROR_CODES[0]} »"),
        (NOON, "ce n’est pas un jour : « 2026-04-23 12:00:00 »"),
        (time(12, 30), "ce n’est pas un jour : « 12:30:00 »"),
        ("a\u200bb", "caractère non imprimable par docgen : U+200B"),
        ("АMR", "caractère non imprimable par docgen : U+0410"),
    ],
)
def test_cell_without_a_value_is_reported_at_its_place(sheet, value, told_of):
    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], ["x", value])
    (problem,) = with_column_titles(found.source("lignes", COLUMNS).problems, COLUMNS)
    assert str(problem).startswith(f"essai.xlsx:Feuille:3 : Prénom usuel : {told_of}")


def test_value_beyond_the_titles_is_reported(sheet):
    found = sheet(["Nom", "Prénom usuel"], ["x", "y", "z"])
    assert [p.message for p in found.problems] == ["valeur hors du tableau : « z »"]


def test_merged_cells_are_reported_where_they_begin(sheet):
    def merged(tab):
        tab.merge_cells("B2:B4")
        tab.merge_cells("F2:G2")

    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], ["z"], before_saving=merged)
    assert [(p.line, p.column) for p in found.problems] == [(2, 2)]
    assert "(B2:B4)" in found.problems[0].message


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_is_refused_and_hidden_rows_are_read(sheet, state):
    def hidden(tab):
        tab.row_dimensions[2].hidden = tab.column_dimensions["A"].hidden = True

    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], before_saving=hidden)
    assert (found.problems, found.rows) == ([], {2: ("x", "y")})

    def masked(tab):
        tab.parent.create_sheet("Autre")
        tab.sheet_state = state

    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], before_saving=masked)
    assert [p.message for p in found.problems] == ["feuille masquée"]


def test_filled_rows_and_columns_that_are_hidden_are_told(tmp_path):
    book = Workbook()
    tab = book.worksheets[0]
    for values in (["Nom", "Vide", "Prénom usuel"], ["x", "", "y"], [], ["z"], ["t"]):
        tab.append(values)
    for line in (2, 3, 5):
        tab.row_dimensions[line].hidden = True
    for column in ("B", "C", "E"):
        tab.column_dimensions[column].hidden = True
    tab.auto_filter.ref = "A1:C5"
    book.save(tmp_path / "essai.xlsx")
    infile = InputFile(tmp_path / "essai.xlsx", "essai.xlsx")
    for _ in ("opened", "known"):
        read = read_workbook(infile)["Sheet"]
        assert read.rows.keys() == {2, 4, 5}
    assert not infile.all_problems
    assert [(one.file, one.severity, one.message) for one in read.warnings] == [
        ("essai.xlsx:Sheet", "avertissement", "lignes masquées, mais lues comme les autres : 2, 5"),
        ("essai.xlsx:Sheet", "avertissement", "colonnes masquées, mais lues comme les autres : C"),
    ]


def test_a_form_of_docgen_hides_nothing(tmp_path):
    path = tmp_path / "essai.xlsx"
    path.write_bytes(write_workbook("Essai", ["Lisez"], [Tab("A", COLUMNS, [("x", "", "", "")])]))
    infile = InputFile(path, "essai.xlsx")
    read = read_workbook(infile)["A"]
    assert read.rows
    assert not read.warnings


def test_empty_sheet_is_reported_in_one_sentence(sheet):
    with pytest.raises(ContentError) as raised:
        sheet().source("lignes", COLUMNS)
    assert [p.message for p in raised.value.problems] == ["feuille vide"]


def test_cell_far_to_the_right_does_not_widen_the_table(sheet):
    def far(tab):
        tab["XFD3"].number_format = "0"
        tab["XFD1"].value = " "
        tab["XFD5"].value = "z"

    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], before_saving=far)
    assert found.titles == ("Nom", "Prénom usuel")
    assert found.rows == {2: ("x", "y")}
    assert [(p.line, p.message) for p in found.problems] == [(5, "valeur hors du tableau : « z »")]


def test_table_wider_than_any_form_is_reported(sheet):
    found = sheet(["Nom", *map(str, range(120))], ["x"] * 121)
    assert found.problems[0].message == "feuille trop large : 100 colonnes au plus"
    assert len(found.rows[2]) == 100


def test_a_text_that_begins_like_a_formula_is_a_text(sheet):
    def quote(tab):
        tab["A2"].data_type = "s"

    found = sheet(["Nom", "Prénom usuel"], ["=1+1", "-x"], before_saving=quote)
    assert data(found) == [{"nom": "=1+1", "maire": {"prenom_usuel": "-x"}}]


def test_empty_rows_and_cells_say_nothing(sheet):
    found = sheet(["Nom", "Prénom usuel"], [], ["", " "], ["x", None], [None, "y"])
    assert data(found) == [{"nom": "x"}, {"maire": {"prenom_usuel": "y"}}]
    assert list(found.rows) == [4, 5]


def test_the_size_that_a_sheet_claims_is_not_believed(tmp_path, sheet):
    sheet(["Nom", "Prénom usuel"], ["x", "y"])
    path = tmp_path / "essai.xlsx"
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    assert b'<dimension ref="A1:B2"' in parts[name]
    parts[name] = parts[name].replace(b'ref="A1:B2"', b'ref="A1"')
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    assert data(read_workbook(InputFile(path, "e"))["Feuille"]) == [
        {"nom": "x", "maire": {"prenom_usuel": "y"}}
    ]


# Columns


def test_titles_are_read_whatever_their_order_accents_and_notes(sheet):
    found = sheet(["Pour lire", "PRENOM_USUEL\ninterne", " nom "], ["?", "y", "x"])
    assert data(found) == [{"maire": {"prenom_usuel": "y"}, "nom": "x"}]


def test_titles_are_found_below_a_line_of_its_own(sheet):
    found = sheet(["Nos adhérents"], [], ["Nom", "Prénom usuel"], ["x", "y"])
    assert data(found) == [{"nom": "x", "maire": {"prenom_usuel": "y"}}]
    assert list(found.rows) == [4]
    merged = {"before_saving": lambda tab: tab.merge_cells("A1:B1")}
    assert sheet(["Adhérents"], ["Nom", "Prénom usuel"], ["x", "y"], **merged).problems == []
    with pytest.raises(ContentError) as caught:
        sheet(["Nos adhérents"], ["Nom", "Petit"], ["x", "y"]).source("lignes", COLUMNS)
    [told] = caught.value.problems
    assert (told.line, told.hint) == (2, "remettez le titre « Prénom usuel » en B2")


def test_lines_above_the_titles_are_to_be_deleted(sheet):
    with pytest.raises(ContentError) as caught:
        sheet(["Adhérents", "2027"], ["Nom", "Prénom usuel"]).source("lignes", COLUMNS)
    [told] = caught.value.problems
    assert (told.message, told.hint) == (
        "les titres sont en ligne 2, sous une autre",
        "supprimez la ligne 1",
    )


def test_each_wrong_column_is_reported(sheet):
    found = sheet(["Nom", "Nom", "Prenom usuell"], ["x", "y", "z"])
    with pytest.raises(ContentError) as caught:
        found.source("lignes", COLUMNS)
    assert [(p.message, p.hint, p.line) for p in caught.value.problems] == [
        ("colonne en double : « Nom »", "", 1),
        ("titre changé en C1 : « Prenom usuell »", "remettez le titre « Prénom usuel » en C1", 1),
    ]


def test_no_hint_about_columns_loses_what_stands_in_one(sheet):
    def told(*titles):
        with pytest.raises(ContentError) as caught:
            sheet([*titles], ["x", "y", "z"][: len(titles)]).source("lignes", COLUMNS)
        return [f"{p.message} → {p.hint}" for p in caught.value.problems]

    back = "remettez le titre « Prénom usuel » en B1"
    assert told("Nom", "Petit") == [f"titre changé en B1 : « Petit » → {back}"]
    [extra] = told("Nom", "Prénom usuel", "À moi")
    assert extra.startswith("colonne inconnue en C1 : « À moi » → retirez cette colonne ; ou, si")


def test_each_value_knows_its_line_and_its_column(sheet):
    source = sheet(["Prénom usuel", "Nom"], [], ["y", "x"]).source("lignes", COLUMNS)
    found = {steps: (mark.line, mark.column) for steps, mark in source.values.items()}
    assert found[("lignes", 0, "maire", "prenom_usuel")] == (3, 1)
    assert found[("lignes", 0, "maire")] == (3, 1)
    assert found[("lignes", 0, "nom")] == (3, 2)


# Files


@pytest.mark.parametrize("content", [b"", b"PK\3\4", b"PK\5\6" + b"\0" * 18, b"Nom;Le\nx;y\n"])
def test_other_file_is_refused_as_a_workbook(tmp_path, content):
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(ContentError, match="pas un classeur lisible"):
        read_workbook(InputFile(path, "x.xlsx"))


def test_a_workbook_cut_in_two_is_refused(tmp_path):
    whole = write_workbook("t", [], [Tab("Feuille", COLUMNS, [["x", "y", None, None]])])
    for part in (whole[:-30], whole[: len(whole) // 2], whole.replace(b"PK\1\2", b"PK\1\3")):
        path = tmp_path / "x.xlsx"
        path.write_bytes(part)
        with pytest.raises(ContentError):
            read_workbook(InputFile(path, "x.xlsx"))


def test_a_workbook_that_swells_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b" " * 61_000_000)
    with pytest.raises(ContentError, match="trop gros"):
        read_workbook(InputFile(path, "x.xlsx"))


def test_endless_sheet_is_refused(sheet):
    def far(tab):
        tab.cell(20_100, 1, "x")

    found = sheet(["Nom", "Prénom usuel"], ["x", "y"], before_saving=far)
    assert [p.message for p in found.problems] == ["feuille trop longue : 20000 lignes au plus"]


def test_a_table_of_semicolons_is_read_as_a_sheet(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("nom;prenom_usuel\n x ;\n;y\n\n", "utf-8")
    assert data(read_csv_sheet(InputFile(path, "x.csv"))) == [
        {"nom": "x"},
        {"maire": {"prenom_usuel": "y"}},
    ]


# Writing


def written(*rows, **more):
    """Return a workbook of rows, opened again."""
    made = write_workbook("Titre", ["# Aide", "Un mot."], [Tab("Feuille", COLUMNS, rows, **more)])
    return load_workbook(io.BytesIO(made))


def test_same_content_makes_the_same_bytes_at_any_time():
    tabs = [Tab("Feuille", COLUMNS, [["x", "y", date(2026, 4, 23), None]])]
    made = write_workbook("Titre", ["Un mot."], tabs)
    assert made == write_workbook("Titre", ["Un mot."], tabs)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = package.read("docProps/core.xml").decode()
        assert core.count("1980-01-01T00:00:00Z") == 2
        names = package.namelist()
    assert names[0] == "[Content_Types].xml"
    assert names[1:] == sorted(names[1:])


@pytest.mark.parametrize("text", ["=1+1", "+33", "-x", "@x", "=HYPERLINK(1)"])
def test_text_like_a_formula_is_written_as_a_text(text):
    cell = written([text, text, None, None])["Feuille"]["B2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text, True)


def test_only_what_people_fill_in_may_be_typed_over():
    sheet = written(["x", "y", None, None])["Feuille"]
    assert [cell.protection.locked for cell in sheet[2]] == [True, False, False, True]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    fills = [cell.fill.fgColor.rgb for cell in sheet[2]]
    assert fills[0] == fills[3] == "00E9ECEF"
    assert fills[1] == fills[2] != fills[0]


def test_titles_stay_in_sight_with_who_may_read_below_them():
    sheet = written(["x", "y", None, None])["Feuille"]
    assert sheet["B1"].value == "Prénom usuel\ninterne"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:D2"


def test_lists_days_and_numbers_are_offered_where_people_type():
    columns = (
        SheetColumn("Choix", "a", choices=("oui", "non")),
        SheetColumn("Ailleurs", "b", list_source="Autre!$A$2:$A$3"),
        SheetColumn("Jour", "c", kind=CellKind.DAY),
        SheetColumn("Nombre", "d", kind=CellKind.NUMBER),
        SheetColumn("Texte", "e"),
    )
    made = write_workbook("t", [], [Tab("Feuille", columns, [], spare=9)])
    sheet = load_workbook(io.BytesIO(made))["Feuille"]
    found = {
        str(rule.sqref): (rule.type, rule.formula1)
        for rule in sheet.data_validations.dataValidation
    }
    assert found == {
        "A2:A10": ("list", '"oui,non"'),
        "B2:B10": ("list", "Autre!$A$2:$A$3"),
        "C2:C10": ("date", "36526"),
        "D2:D10": ("whole", "0"),
    }
    assert [cell.number_format for cell in sheet[10]] == ["@", "@", "dd/mm/yyyy", "0", "@"]


def test_the_first_sheet_explains_and_the_second_is_open():
    book = written()
    assert book.sheetnames == ["Lisez-moi", "Feuille"]
    assert book.active.title == "Feuille"
    assert [cell.value for cell in book["Lisez-moi"]["B"] if cell.value] == [
        *("Titre", "Aide", "Un mot.")
    ]
