"""Which sheets of a workbook are docgen's own, whatever their names, and which are a person's."""

import io

import pytest
from openpyxl import Workbook

from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.sheet_names import named_sheets
from docgen.importing.territoire.workbook import TERRITORY_SHEETS
from tests.conftest import plain_blanks

OWN = [column.title for column in TERRITORY_SHEETS["Adhérents"]]
ROUND = ["Code INSEE", "Commune", "Remarque"]
WATCH = ["Service", "Téléphone", "Courriel", "Ce qu’il est", "Jour"]


def found(folder, **sheets):
    """Return what is wrong with a workbook of sheets of titles, its warnings, its sheets read."""
    book, made, problems = Workbook(), io.BytesIO(), []
    book.remove(book.worksheets[0])
    for name, titles in sheets.items():
        book.create_sheet(name).append(titles)
    book.save(made)
    (folder / "essai.xlsx").write_bytes(made.getvalue())
    infile = InputFile(folder / "essai.xlsx", "essai.xlsx")
    for _ in ("once", "again"):
        problems[:] = []
        read = named_sheets(infile, TERRITORY_SHEETS, problems)
    told = [[plain_blanks(one.message) for one in many] for many in (problems, infile.problems)]
    return *told, TERRITORY_SHEETS.keys() & read.keys()


@pytest.mark.parametrize("own", [{}, {"Adhérents": OWN}])
@pytest.mark.parametrize("titles", [ROUND, WATCH, [*ROUND[:2], "Appelé le"]])
def test_a_persons_own_sheet_is_let_alone(tmp_path, own, titles):
    assert found(tmp_path, **own, Tournée=titles) == ([], [], own.keys())


@pytest.mark.parametrize("titles", [[*OWN, "Remarque"], [*ROUND[:2], "Repère"]])
def test_a_sheet_like_one_that_is_read_warns_once(tmp_path, titles):
    warning = "feuille « Tournée » : elle ressemble à « Adhérents », et docgen ne la lit pas"
    assert found(tmp_path, Adhérents=OWN, Tournée=titles) == ([], [warning], {"Adhérents"})


@pytest.mark.parametrize("titles", [OWN, [*OWN, "Remarque"], [*ROUND[:2], "Repère"]])
def test_a_renamed_sheet_is_refused_when_its_own_is_missing(tmp_path, titles):
    refused = "feuille « Adhérents 2027 » : docgen ne lit que « Adhérents »"
    assert found(tmp_path, **{"Adhérents 2027": titles})[:2] == ([refused], [])


def test_a_true_copy_is_refused(tmp_path):
    refused = "feuille « Adhérents (2) » : copie de « Adhérents », que docgen ne lit pas"
    both = {"Adhérents": OWN, "Adhérents (2)": OWN[::-1]}
    assert found(tmp_path, **both)[:2] == ([refused], [])
