"""The sheet of the law on the command line: written once, filled in, read back."""

import io
import json

import pytest
from openpyxl import load_workbook

from tests.conftest import plain_blanks

pytestmark = pytest.mark.usefixtures("shared_cache")

FICHE = "fiche 4.2"
CELLS = {"L": "oui", "N": "27/11/2026", "O": "Camille Exemple (essai fictif)", "P": "essai fictif"}
TODAY = ("--au", "2026-11-28")


@pytest.fixture
def sheet(project, docgen_here):
    """Return the sheet of a fiche, written by the command."""
    answer = docgen_here("droit", "exporter", "droit.xlsx", "--pour", FICHE, *TODAY)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        "droit.html",
        "droit.xlsx",
        "2 articles ou textes à lire, pour 2 règles à contrôler.",
    ]
    return project.root / "droit.xlsx"


@pytest.mark.usefixtures("project")
def test_the_sheet_counts_the_rules_that_documents_wait_for(docgen_here):
    answer = docgen_here("droit", "exporter", "droit.xlsx", "--pour", "fiche 4.1", *TODAY)
    items = json.loads(docgen_here("reste", "fiche", "4.1", "--json").out)["items"]
    waiting = sum(one["qui"] == "juriste" for one in items)
    more = "et 1 autre règle de ces articles, dont aucun document n’attend le contrôle."
    assert f"pour {waiting} règles à contrôler, {more}" in answer.out


def fill(path, **cells):
    book = load_workbook(io.BytesIO(path.read_bytes()))
    for column, value in (CELLS | cells).items():
        book["Droit"][f"{column}2"] = value
    book.save(path)


def test_sheet_and_page_say_what_is_printed_and_where(sheet):
    row = [cell.value for cell in load_workbook(sheet)["Droit"][2]]
    page = sheet.with_suffix(".html").read_text("utf-8")
    assert "p.\u00a01" in row[4]
    assert "p.\u00a01" in page
    assert page.count("<article>") == 2
    assert "https://www.legifrance.gouv.fr/" in page
    assert "src=" not in page


def test_signed_row_is_recorded_and_the_rest_is_counted(sheet, docgen_here):
    fill(sheet)
    answer = docgen_here("droit", "importer", "droit.xlsx", *TODAY)
    assert answer.code == 0, answer.err
    [_, *said] = plain_blanks(answer.out).splitlines()
    assert said == ["  Droit : 1 réponse notée", "1 ligne laissée blanche."]
    listed = docgen_here("droit", "--pour", FICHE, "--json", *TODAY)
    states = {one["cle"]: one["etat"] for one in json.loads(listed.out)["droit"]}
    assert sorted(states.values()) == ["vérifié", "à vérifier"]
    said = docgen_here("droit", "--pour", FICHE, *TODAY).out
    assert "vérifié, il y a 1 jour – " in said
    assert said.endswith("2 règles, dont 1 que personne n’a contrôlée.\n")
    stamp = ("--le", "2026-11-28", "--par", "Mme Exemple", "--reference", "Légifrance (exemple)")
    assert docgen_here("droit", "verifier", *states, *stamp).code == 0
    left = docgen_here("droit", "--a-verifier", "--pour", FICHE, "--json", *TODAY)
    assert json.loads(left.out)["droit"] == []


def test_sheet_counts_the_checks_of_more_than_a_year(sheet, docgen_here):
    fill(sheet)
    assert docgen_here("droit", "importer", "droit.xlsx", *TODAY).code == 0
    later = ("droit", "exporter", "plus-tard.xlsx", "--pour", FICHE, "--au", "2028-01-10")
    assert docgen_here(*later).out.splitlines()[-1] == (
        "2 articles ou textes à lire, pour 1 règle à contrôler et 1 règle à contrôler de nouveau,"
        " après plus d’un an."
    )


def test_json_of_an_import_holds_the_checks_it_records(sheet, docgen_here):
    fill(sheet)
    answer = docgen_here("droit", "importer", "droit.xlsx", "--json", *TODAY)
    [check] = json.loads(answer.out)["verifiees"]
    assert check.keys() == {"cle", "le", "par", "version"}
    assert (check["le"], check["par"]) == ("2026-11-27", CELLS["O"])


def test_row_found_wrong_is_told_and_exits_zero(sheet, docgen_here):
    fill(sheet, L="non", M="une autre")
    answer = docgen_here("droit", "importer", "droit.xlsx", *TODAY)
    assert answer.code == 0
    assert "[avertissement] content/referentiel/droit/" in answer.err
    assert "selon cette personne" in answer.err
    assert "Droit : 1 réponse notée, dont 1 « non »" in plain_blanks(answer.out)


def test_fault_exits_one_and_names_its_cell(sheet, docgen_here):
    fill(sheet, N="29/11/2026")
    answer = docgen_here("droit", "importer", "droit.xlsx", *TODAY)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(
        "droit.xlsx:Droit:2:14 : feuille « Droit », case N2 (Lu le) : le 29"
    )


def test_sheet_asked_for_again_takes_another_name(sheet, docgen_here):
    before = sheet.read_bytes()
    for name in ("droit-2", "droit-3"):
        answer = docgen_here("droit", "exporter", "droit.xlsx", "--pour", FICHE)
        assert (answer.code, answer.err) == (0, "")
        assert "« droit.xlsx » existe déjà, et n’a pas été touché" in plain_blanks(answer.out)
        assert all((sheet.parent / f"{name}.{kind}").exists() for kind in ("xlsx", "html"))
    assert sheet.read_bytes() == before


def test_law_of_one_document_is_listed_with_its_articles(docgen_here):
    answer = docgen_here("droit", "--pour", FICHE)
    assert "https://www.legifrance.gouv.fr/" in answer.out
    assert answer.out.endswith("2 règles, dont 2 que personne n’a contrôlées.\n")
    data = json.loads(docgen_here("droit", "--pour", FICHE, "--json").out)["droit"]
    assert {place["document"] for one in data for place in one["imprime"]} == {"fiche-action-4-2"}


@pytest.mark.parametrize("name", ["droit.html", "droit"])
def test_sheet_needs_the_name_of_a_workbook(name, docgen_here):
    answer = docgen_here("droit", "exporter", name, "--pour", FICHE)
    assert answer.code == 2
    assert ".xlsx" in answer.err
