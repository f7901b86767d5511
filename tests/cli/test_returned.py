"""Files that come back, on the command line: told first, written when it is asked."""

import io
import json
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from docgen.cache import Store, default_folder
from docgen.cli.returned import files_by_folder
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.reading import read_workbook
from docgen.referential.referential import Referential
from docgen.review.law_review import LawReviewer
from docgen.review.notebook import write_notebook
from tests.conftest import plain_blanks
from tests.signatures.forms import FILLED, form
from tests.support.libreoffice import converted

pytestmark = pytest.mark.usefixtures("shared_cache")


def test_many_files_of_a_folder_make_one_line():
    fiches = [f"content/fiche/{rank}.yaml" for rank in range(4)]
    assert list(files_by_folder([*fiches, "content/territoire/unites.yaml"])) == [
        "content/fiche : 4 fichiers",
        "content/territoire/unites.yaml",
    ]
    assert list(files_by_folder(fiches[:3])) == fiches[:3]


def test_import_of_a_blank_notebook_writes_no_file(project, docgen_here):
    reviewer = LawReviewer(Referential(project.workspace), Store(default_folder()))
    path = project.root / "cahier.xlsx"
    path.write_bytes(write_notebook(reviewer, ["fiche 4.2"], (), date(2026, 12, 1)).data)
    answer = docgen_here("cahier", "importer", str(path), "--json")
    assert (answer.code, json.loads(answer.out)["files"]) == (0, [])


def test_answers_are_told_by_cell_before_they_are_noted(project, docgen_here):
    path = project.root / "cahier.xlsx"
    assert docgen_here("cahier", "exporter", str(path), "--pour", "fiche 4.2").code == 0
    book = load_workbook(path)
    sheet = book["À relire"]
    for place, said in zip("EGH", ("oui", "03/11/2026", "Mme Exemple"), strict=True):
        sheet[f"{place}2"] = said
    book.save(path)
    told = docgen_here("reprendre", str(path)).out.replace("\xa0", " ")
    assert "feuille « À relire », case E2 : fiche 4.2, " in told
    assert "serait noté : « oui » de Mme Exemple le 3 novembre 2026" in told


UNITS = "content/territoire/unites.yaml"


@pytest.fixture
def returned(project, docgen_here):
    """Return a workbook of the project's territory that a person filled in."""
    assert docgen_here("territoire", "exporter", "territoire.xlsx").code == 0
    path = project.root / "territoire.xlsx"
    book = load_workbook(io.BytesIO(path.read_bytes()))
    book["Unités"]["C2"], book["Unités"]["I2"] = "Compagnie d’Exemple", "Fictif"
    book.save(path)
    return path


def test_workbook_is_told_by_sheet_and_row_then_written(project, returned, docgen_here):
    before = (project.root / UNITS).read_text("utf-8")
    answer = docgen_here("reprendre", str(returned))
    assert (answer.code, (project.root / UNITS).read_text("utf-8")) == (0, before)
    assert "Feuille « Unités »\n  ligne 2, Brigade d’Alban, " in answer.out.replace("\xa0", " ")
    assert re.search(rf"{UNITS}:\d+\n", answer.out)  # the line that the unit gets
    assert "compagnie : ajouté : « Compagnie d’Exemple »" in answer.out.replace("\xa0", " ")
    assert "Fictif" not in answer.out  # which only the force may read
    [command] = [line for line in answer.out.splitlines() if line.startswith("  docgen")]
    assert docgen_here(*command.split()[1:]).code == 0
    assert "compagnie: Compagnie d’Exemple" in (project.root / UNITS).read_text("utf-8")
    assert "ne change rien" in docgen_here("reprendre", str(returned)).out


def test_workbook_saved_as_ods_says_the_same(returned, docgen_here):
    kept = returned.with_suffix(".ods")
    kept.write_bytes(converted(returned.read_bytes(), "xlsx", "ods"))
    first, other = (read_workbook(InputFile(path, "classeur")) for path in (returned, kept))
    assert other == first
    answer = docgen_here("reprendre", str(kept))
    assert answer.code == 0
    assert "compagnie : ajouté : « Compagnie d’Exemple »" in answer.out.replace("\xa0", " ")


def test_changes_of_a_workbook_are_data_without_internal_values(returned, docgen_here):
    data = json.loads(docgen_here("reprendre", str(returned), "--json").out)
    changes = [(one["clause"].rpartition(" : ")[2], one["after"]) for one in data["changes"]]
    assert sorted(changes) == [("compagnie", "Compagnie d’Exemple"), ("référent élu", "")]


def test_form_is_told_then_written_with_who_gathers(project, docgen_here):
    path = project.root / "dossier.pdf"
    path.write_bytes(form(FILLED))
    before = (project.root / VISITS).read_text("utf-8")
    answer = docgen_here("reprendre", str(path))
    assert (answer.code, (project.root / VISITS).read_text("utf-8")) == (0, before)
    assert "nouveau compte rendu" in answer.out
    assert docgen_here("reprendre", str(path), "--ecrire").code == 2
    assert docgen_here("reprendre", str(path), "--ecrire", "--par", "Mme Fictive").code == 0
    assert "Mme Fictive" in (project.root / VISITS).read_text("utf-8")


@pytest.mark.parametrize(
    "command", [("reprendre",), ("recueillir", "--par", "Mme Fictive"), ("cahier", "importer")]
)
def test_file_open_in_libreoffice_is_told(project, docgen_here, command):
    path = project.root / "rendu.pdf"
    path.write_bytes(form(FILLED))
    told = "rendu.pdf : ce fichier est ouvert dans LibreOffice"
    assert told not in docgen_here(*command, str(path)).err.replace("\xa0", " ")
    (project.root / ".~lock.rendu.pdf#").touch()
    said = docgen_here(*command, str(path)).err.replace("\xa0", " ")
    assert told in said
    assert "s’il est déjà fermé, effacez '.~lock.rendu.pdf#'" in said


@pytest.mark.parametrize(
    ("name", "lock", "program"),
    [
        ("avis.docx", "~$avis.docx", "Word"),
        ("retours.docx", "~$etours.docx", "Word"),
        ("convention-2026.docx", "~$nvention-2026.docx", "Word"),
        ("droit.xlsx", "~$droit.xlsx", "Excel"),
    ],
)
def test_file_open_in_office_is_told(project, docgen_here, name, lock, program):
    (project.root / name).write_bytes(b"")
    (project.root / lock).touch()
    said = docgen_here("reprendre", name).err.replace("\xa0", " ")
    assert f"{name} : ce fichier est ouvert dans {program}" in said


VISITS = "content/visites.yaml"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("liste.ods", "Classeur Excel (.xlsx)"),
        ("liste.csv", "Classeur Excel (.xlsx)"),
        ("acte.pdf", "corrigé dans Word : docgen reprendre FICHIER.docx"),
    ],
)
def test_other_files_are_refused_with_what_to_do(project, docgen_here, name, said):
    path = project.root / name
    path.write_bytes(form({}) if name.endswith("pdf") else b"a;b\n")
    answer = docgen_here("reprendre", str(path))
    assert (answer.code, said in answer.err.replace("\xa0", " ")) == (1, True)


@pytest.mark.parametrize(
    ("name", "option", "said"),
    [
        ("acte.docx", "--effacer", "va avec un classeur (.xlsx) ou un compte rendu (.pdf)"),
        ("acte.docx", "--par=Mme Fictive", "va avec un compte rendu de visite (.pdf)"),
        ("liste.xlsx", "--par=Mme Fictive", "va avec un compte rendu de visite (.pdf)"),
    ],
)
def test_option_of_another_sort_of_file_is_refused(project, docgen_here, name, option, said):
    project.write(name, b"")
    answer = docgen_here("reprendre", name, option)
    assert answer.code == 2
    assert f"« {option.partition('=')[0]} » {said}" in plain_blanks(answer.err)


def test_form_of_an_activity_names_its_command(project, docgen_here):
    assert docgen_here("data", "formulaire", "Brigade d’Alban", "activite.xlsx").code == 0
    answer = docgen_here("reprendre", "activite.xlsx")
    assert (answer.code, "docgen data import activite" in answer.err) == (1, True)
