"""Values to write on a sheet: each comes home to its line, checked as its text is, or none."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from docgen.build.left import left_in
from docgen.build.stamping.places import StampAction
from docgen.cache import Store, default_folder
from docgen.errors import ContentError
from docgen.importing.spreadsheet.writing import write_workbook
from docgen.left import in_notebook
from docgen.referential.referential import Referential
from docgen.review.blanks_sheet import EMPTY_FIELDS, SHEET, SIGNER, blanks_tab
from docgen.review.law_review import LawReviewer
from docgen.review.notebook import read_notebooks, write_notebook
from docgen.review.text_sheets import text_tab

TODAY = date(2026, 12, 10)
BILAN, DRAFT, LETTERS = "bilan/2026.yaml", "convention/2027.yaml", "emetteurs.yaml"
PROPOSAL = "renewal/avenant.yaml"
FICHE = "4.1 Faire le diagnostic cyber de sa mairie avec MonAideCyber"
COUNTED = f"{FICHE} – Communes informées"
SEEN = f"{FICHE} – Diagnostics réalisés"
ANSWERS = {
    "AMR81 – par qui elle est représentée": "représentée par Madame Claire Exemple",
    "GGD81 – qualité de qui signe": "commandante du groupement",
    "perspectives de l’année suivante": "Deux visites de plus\n(exemple fictif)",
    "AMR81 – code postal et ville": "81000 Albi",
    "modification proposée": "L’article 5 est abrogé (exemple fictif).",
    "AMR81 – siège": "1 rue de l’Exemple, 81000 Albi",
    "GGD81 – nom de qui signe": "Madame Claire Exemple",
    f"{COUNTED} – nombre": "1 234",
    f"{FICHE} – ce qui a été fait": "Une visite (exemple fictif)",
    "faits marquants de l’année": "Un fait.\nUn autre.",
    "AMR81 – adresse": "Mairie\n1 rue de l’Exemple",
    "GGD81 – adresse": "Caserne Exemple\n1 place : de l’Exemple",
}
LINES = {
    DRAFT: (
        "      siege: 1 rue de l’Exemple, 81000 Albi",
        "      nom: Madame Claire Exemple",
        "      representation: représentée par Madame Claire Exemple",
        "      qualite: commandante du groupement",
    ),
    BILAN: (
        "    fait: Une visite (exemple fictif)",
        'marquants: ["Un fait.", "Un autre."]',
        "suite: Deux visites de plus (exemple fictif)",
        "      - {indicateur: cyber-informees, valeur: 1234}   # Communes informées",
    ),
    LETTERS: (
        '    adresse: ["Mairie", "1 rue de l’Exemple"]',
        "    ville: 81000 Albi",
        "      - Caserne Exemple",
        '      - "1 place : de l’Exemple"',
    ),
    PROPOSAL: ("modification: L’article 5 est abrogé (exemple fictif).",),
}
NO_KEYS = {
    DRAFT: "\n      siege:",
    BILAN: r"\n +fait:|\nmarquants: \[\]|\nsuite:|, valeur: (?=\})",
    LETTERS: r"\n    adresse: \[\]|\n    ville:(?=\n)",
    PROPOSAL: "\nmodification:",
}
"""What makes each file one that lacks the keys to fill in."""


@pytest.fixture
def out(project, request):
    """Write the sheet of a project with a draft act, its rows answered by what they are called."""
    model = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write(f"content/{DRAFT}", model)
    for name, keys in getattr(request, "param", {}).items():
        text = (project.root / "content" / name).read_text("utf-8")
        project.write(f"content/{name}", re.sub(keys, "", text))
    referential = Referential(project.workspace)
    items, _ = left_in(referential, ["convention 2027", "bilan", "renewal"], (), None)
    data = write_workbook("Cahier", "", [blanks_tab(referential, items, ())], "docgen cahier")

    return lambda answers: filled(project, data, answers)


def filled(project, data, answers):
    """Write a workbook with the rows of its sheet answered, by what they are called."""
    path = project.root / "rendu.xlsx"
    path.write_bytes(data)
    book = load_workbook(path)
    for row in book[SHEET].iter_rows(min_row=2):
        row[2].value = answers.get(row[0].value)
    book.save(path)
    return path


def asked_again(project, *names):
    """Return the notebook of documents of which all may be written, and its rows."""
    reviewer = LawReviewer(Referential(project.workspace), Store(default_folder()))
    data = write_notebook(reviewer, names, (), TODAY).data
    book = load_workbook(io.BytesIO(data))
    rows = book[SHEET].iter_rows(min_row=2, values_only=True)
    return data, {row[0]: row[1] for row in rows}


def read(project, path):
    return read_notebooks(project.workspace, [path], TODAY, None, effacer=False).write()


def faults(project, path):
    """Return where nothing could be written, and why."""
    before = project.files
    with pytest.raises(ContentError) as error:
        read(project, path)
    assert project.files == before
    return [(one.line, one.code) for one in error.value.problems]


def test_agreement_whose_words_the_same_workbook_changes_is_told(project):
    model = (project.root / "content/convention/modele.yaml").read_text("utf-8")
    project.write(f"content/{DRAFT}", model)
    referential = Referential(project.workspace)
    items, _ = left_in(referential, ["convention 2027"], (), None)
    tabs = [text_tab(StampAction.ADOPTER, referential, items), blanks_tab(referential, items, ())]
    path = project.write("rendu.xlsx", write_workbook("Cahier", "", tabs, "docgen cahier"))
    book = load_workbook(path)
    for rank, row in enumerate(book[tabs[0].name].iter_rows(min_row=2)):
        said = ("non", "trop long") if rank == 3 else ("oui", None)
        for cell, value in zip(row[4:8], (*said, "03/12/2026", "Camille Exemple"), strict=True):
            cell.value = value
    for row in book[SHEET].iter_rows(min_row=2):
        row[2].value = "1 rue de l’Exemple" if row[0].value == "AMR81 – siège" else None
    book.save(path)
    done = read(project, path)
    assert done.refusals[tabs[0].name] == 1
    [told] = [one for one in done.wrong if one.code == "change"]
    assert any("AMR81 – siège, serait écrit : « 1 rue" in one for one in done.noted)
    assert told.message.startswith("« Exposé des parties » : ce cahier en remplit une case")
    assert "docgen adopter convention 2027 parties --par" in told.hint


def test_every_value_has_an_answer_here():
    assert {one.split(" – ")[-1] for one in ANSWERS} == {*EMPTY_FIELDS.values(), *SIGNER.values()}


@pytest.mark.parametrize("out", [{}, NO_KEYS], ids=["empty", "absent"], indirect=True)
def test_values_come_home_to_their_lines(project, out):
    asked, _ = left_in(Referential(project.workspace), ["bilan"], (), None)
    assert sum("année" in one.message for one in asked) == 2
    done = read(project, out(ANSWERS))
    assert done.stamps[SHEET] == len(ANSWERS)
    for name, lines in LINES.items():
        text = (project.root / "content" / name).read_text("utf-8")
        assert set(lines) <= set(text.splitlines())
    left, _ = left_in(
        Referential(project.workspace), ["convention 2027", "bilan", "renewal"], (), None
    )
    held = [one.message for one in left if in_notebook(one) and not one.text]
    assert not [one for one in held if "AMR81" in one or "amr81" in one]
    assert not [one for one in held if "année" in one or "modification" in one]


def test_value_that_its_text_refuses_is_told_at_its_cell(project, out):
    [(line, _)] = faults(project, out({f"{COUNTED} – nombre": "beaucoup"}))
    assert line


def test_value_as_wrong_as_another_is_told(project, out):
    bilan = (project.root / "content" / BILAN).read_text("utf-8")
    wrong = bilan.replace("cyber-diagnostics, valeur: ", "cyber-diagnostics, valeur: beaucoup")
    project.write(f"content/{BILAN}", wrong)
    assert faults(project, out({f"{COUNTED} – nombre": "beaucoup"}))


def test_value_written_meanwhile_is_not_written_over(project, out):
    read(project, out(ANSWERS))
    path = out({"AMR81 – siège": "ailleurs (exemple fictif)", f"{SEEN} – nombre": "7"})
    assert [code for _, code in faults(project, path)] == ["perime"]
    with pytest.raises(ContentError) as error:
        read(project, path)
    [told] = error.value.problems
    assert told.message == (
        "« ailleurs (exemple fictif) » ici ; depuis que ce cahier est écrit, "
        "le texte dit « 1 rue de l’Exemple, 81000 Albi »"
    )
    assert told.hint.startswith("videz cette case, et les autres seront prises")
    assert read(project, out({f"{SEEN} – nombre": "7"})).stamps[SHEET] == 1


@pytest.mark.usefixtures("shared_cache")
@pytest.mark.parametrize("count", ["3", "0"])
def test_written_number_keeps_its_row_and_may_change(project, out, count):
    row = f"{COUNTED} – nombre"
    read(project, out({row: count}))
    data, rows = asked_again(project, "bilan")
    assert rows[row] == count
    done = read(project, filled(project, data, {row: "5"}))
    assert done.noted[0].endswith(f"serait écrit : « 5 », au lieu de « {count} »")
    text = (project.root / "content" / BILAN).read_text("utf-8")
    assert "      - {indicateur: cyber-informees, valeur: 5}" in text


@pytest.mark.usefixtures("shared_cache")
def test_signatory_may_change_in_notebook_once_all_is_written(project, out):
    seats = {f"{one} – siège": "1 rue de l’Exemple, 81000 Albi" for one in ("AMR81", "GGD81")}
    read(project, out(seats))
    data, rows = asked_again(project, "convention 2027")
    assert seats.items() <= rows.items()
    read(project, filled(project, data, {"GGD81 – nom de qui signe": "Madame Claire Exemple"}))
    text = (project.root / "content" / DRAFT).read_text("utf-8")
    assert "      nom: Madame Claire Exemple" in text


@pytest.mark.usefixtures("out")
def test_notebook_holds_seats_and_no_remark(project):
    items, _ = left_in(Referential(project.workspace), ["convention 2027"], (), None)
    held = {one.code for one in items if in_notebook(one)}
    assert held == {"propose", "siege"}


def test_a_notebook_given_back_fuller_adds_what_is_new(project, out):
    few = {name: said for name, said in ANSWERS.items() if name.startswith("AMR81")}
    assert read(project, out(few)).stamps[SHEET] == len(few)
    assert read(project, out(ANSWERS)).stamps[SHEET] == len(ANSWERS) - len(few)
