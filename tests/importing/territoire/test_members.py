"""The member communes on a sheet: it goes out, and comes back line by line."""

import io

import pytest
from openpyxl import load_workbook

from docgen.importing.territoire.members import MEMBER_SHEET
from tests.importing.territoire.test_workbook import PLACES, Land, summary

FILE = "content/adherents.yaml"
TEXT = "# Nos adhérents.\nadherents:\n  - '81004'  # préfecture\n  - '97502'\n"


@pytest.fixture
def land(tmp_path):
    made = Land(tmp_path)
    (tmp_path / FILE).write_text(TEXT, "utf-8")
    return made


def answered(data, *answers, alone=False):
    """Return a workbook whose members are answered, row by row."""
    book = load_workbook(io.BytesIO(data))
    for row, answer in enumerate(answers, 2):
        book[MEMBER_SHEET].cell(row, 3).value = answer
    for name in ("Unités", "Communes", "Services") if alone else ():
        del book[name]
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def written(update):
    return {str(path): data.decode() for path, data in update.files.items()}


def test_members_go_out_as_yes_and_come_back(land):
    data = land.out()
    rows = load_workbook(io.BytesIO(data))[MEMBER_SHEET].iter_rows(min_row=2, values_only=True)
    assert [(row[0], row[2]) for row in rows] == [(PLACES[0], None), (PLACES[1], "oui")]
    assert land.back(data).files == {}
    update = land.back(answered(data, "x", "non", alone=True))
    assert written(update) == {"adherents.yaml": TEXT.replace("97502", "97501")}
    assert summary(update) == (
        "97501 Miquelon-Langlade, ajout : adhérente",
        "97502 Saint-Pierre, changement : adhérente",
    )
    assert [(one.sheet, one.line) for one in update.changes] == [("Adhérents", 2), ("Adhérents", 3)]


def test_commune_that_is_no_member_needs_no_answer(land):
    assert land.back(answered(land.out(), "non", "oui")).files == {}


def test_emptied_answer_ends_a_membership_on_demand(land):
    data = answered(land.out(), None, None)
    assert "effacement : adhérente" in land.problems(data)[0]
    update = land.back(data, effacer=True)
    assert written(update) == {"adherents.yaml": TEXT.replace("  - '97502'\n", "")}


def test_member_changed_on_both_sides_is_told(land):
    data = answered(land.out(), None, "non")
    (land.workspace.content / "adherents.yaml").write_text("adherents: ['97501', '97502']\n")
    assert land.back(data).files.keys()
    (land.workspace.content / "adherents.yaml").write_text("adherents: ['97501']\n")
    assert land.back(data).files == {}


def test_member_struck_off_since_the_export_stays_so(land):
    data = land.out()
    (land.workspace.content / "adherents.yaml").write_text("adherents: []\n")
    assert land.back(data).files == {}
    (land.workspace.content / "adherents.yaml").unlink()
    assert written(land.back(data)) == {"adherents.yaml": "adherents:\n- '97502'\n"}


def test_wrong_rows_are_told_at_their_cells(land):
    book = load_workbook(io.BytesIO(land.out()))
    sheet = book[MEMBER_SHEET]
    sheet["A2"], sheet["C3"] = "99999", "peut-être"
    made = io.BytesIO()
    book.save(made)
    found = land.problems(made.getvalue())
    assert [one.partition(" : ")[0] for one in found] == [
        "retour.xlsx:Adhérents:2",
        "retour.xlsx:Adhérents:3",
    ]
    assert "commune inconnue : « 99999 »" in found[0]


def test_commune_twice_is_told_by_its_line(land):
    book = load_workbook(io.BytesIO(land.out()))
    for cell, above in zip(book[MEMBER_SHEET][3], book[MEMBER_SHEET][2], strict=True):
        cell.value = above.value
    made = io.BytesIO()
    book.save(made)
    assert land.problems(made.getvalue()) == [
        "retour.xlsx:Adhérents:3 : Code INSEE : la commune « 97501 » est déjà à la ligne 2\n"
        "    → gardez une seule des deux lignes"
    ]


def test_renamed_sheet_is_told(land):
    book = load_workbook(io.BytesIO(answered(land.out(), "oui")))
    book[MEMBER_SHEET].title = "Adhérents 2027"
    made = io.BytesIO()
    book.save(made)
    assert land.problems(made.getvalue()) == [
        "retour.xlsx : feuille « Adhérents 2027 » : docgen ne lit que « Adhérents »\n"
        "    → rendez-lui le nom « Adhérents »"
    ]
