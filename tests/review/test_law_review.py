"""From the law that a pack prints to a sheet, and from the signed sheet to the files."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from docgen.build.left import left_in
from docgen.build.named_documents import compose_named
from docgen.document import Document
from docgen.errors import ContentError
from docgen.left import document_options, sheet_command
from docgen.referential.referential import Referential
from docgen.rendering import limits
from docgen.rendering.limits import LimitError
from docgen.review.articles import articles_to_read
from docgen.review.law_page import PAGE, law_page
from docgen.review.law_review import LawReviewer
from docgen.review.law_sheet import COLUMNS, SHEET, write_law_sheet
from docgen.review.notebook import read_notebooks
from docgen.workspace import Workspace
from tests.rendering.hostile.unbounded import GROWTH

DAY = date(2026, 12, 3)
PACK = ("commune-pack",), ("81218",)
ANSWERS = {
    "Conforme": "oui",
    "Lu le": "03/12/2026",
    "Par": "Camille Exemple (essai fictif)",
    "Version lue": "essai fictif",
}


@pytest.fixture
def workspace(project):
    return Workspace(project.root, project.root / "output")


def sheet_of(workspace, names, communes=()):
    """Return the sheet of some documents, without a page laid out."""
    referential = Referential(workspace)
    law, _ = LawReviewer(referential).printed(names, communes)
    articles = articles_to_read(referential, law, DAY, printed_only=True)
    command = sheet_command("droit", document_options(names, communes))
    return write_law_sheet(referential, articles, command)


def signed(data, path, **wrong):
    """Write a sheet with all its rows signed, but those that `wrong` answers otherwise."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["Droit"]
    titles = [column.title for column in COLUMNS]
    for row in sheet.iter_rows(min_row=2):
        keys = row[titles.index("Règles")].value
        answers = ANSWERS | next((cells for key, cells in wrong.items() if f"[{key}]" in keys), {})
        for title, value in answers.items():
            row[titles.index(title)].value = value
    book.save(path)
    return path


def test_endless_template_of_the_page_is_ended(project, workspace, monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 1)
    project.write(f"templates/{PAGE}", GROWTH["loops-9"])
    with pytest.raises(LimitError, match="secondes de calcul"):
        law_page(Referential(workspace), (), DAY)


def imported(workspace, path, today=DAY):
    """Record what a sheet answers, and return what it came to."""
    return read_notebooks(workspace, [path], today, None, effacer=False).write()


def law_left(workspace):
    """Return what is left of the law in the pack."""
    composed, _ = compose_named(Referential(workspace), *PACK)
    document: Document = composed[0].document
    return [one for one in document.left if one.file.startswith("content/referentiel/droit/")]


def test_one_signed_sheet_leaves_no_law_in_a_pack(workspace):
    assert law_left(workspace)
    printed = LawReviewer(Referential(workspace)).printed(*PACK)[0].sentences.keys()
    path = signed(sheet_of(workspace, *PACK), workspace.root / "droit.xlsx")
    done = imported(workspace, path)
    assert len(done.checks) >= done.stamps[SHEET] > 40
    assert (done.wrong, done.blank) == ([], 0)
    assert law_left(workspace) == []
    assert LawReviewer(Referential(workspace)).printed(*PACK)[0].sentences.keys() == printed
    assert imported(workspace, path).checks == done.checks


def test_item_found_wrong_is_told_with_its_line_and_places(workspace):
    no = ANSWERS | {"Conforme": "non", "Valeur exacte": "deux mois"}
    sheet = sheet_of(workspace, ["fiche 5.1"])
    path = signed(sheet, workspace.root / "droit.xlsx", **{"procureur-suites": no})
    [found, *others] = imported(workspace, path).wrong
    droit = Referential(workspace).droit
    items = [droit.place(one.cle) for one in droit.items if one.change.startswith("jugé faux")]
    placed = {(one.file, one.mark.line) for one in items}
    assert {(one.file, one.line) for one in (found, *others)} == placed, "as it is now written"
    told = found.message.replace("\u00a0", " ")
    assert found.file.startswith("content/referentiel/droit/")
    assert found.line
    assert "jugé faux par Camille Exemple (essai fictif) le 3 décembre 2026" in told
    assert "valeur exacte, selon cette personne : deux mois" in told
    assert any("imprimé : Fiche 5.1" in one.message for one in (found, *others))
    written = (workspace.root / found.file).read_text("utf-8")
    assert written.count("deux mois") == written.count('refus: "valeur exacte, deux mois"') > 0


def test_item_found_wrong_loses_its_former_check(workspace):
    sheet = sheet_of(workspace, ["fiche 5.1"])
    imported(workspace, signed(sheet, workspace.root / "oui.xlsx"))
    no = ANSWERS | {"Conforme": "non", "Par": "Dominique Exemple"}
    later = signed(sheet, workspace.root / "non.xlsx", **{"cpp-11": no})
    done = imported(workspace, later)
    [found] = done.wrong
    assert found.file in done.files
    regle = Referential(workspace).droit.get("cpp-11")
    assert (regle.verifie, regle.bloquante) == (False, True)
    assert (regle.controle.par, regle.controle.refus) == ("Dominique Exemple", "sans autre valeur")
    assert regle.change == "jugé faux le 3\u00a0décembre 2026"
    assert found.message.replace("\u00a0", " ").endswith(
        "le contrôle de Camille Exemple (essai fictif) ne compte plus : "
        "la règle est à vérifier de nouveau"
    )
    assert found.hint.endswith("puis : docgen droit exporter droit.xlsx --pour 'fiche 5.1'")
    left, _ = left_in(Referential(workspace), ["fiche 5.1"], (), None)
    [item] = [one for one in left if one.id == "droit:cpp-11"]
    assert item.message.endswith(" – Dominique Exemple : sans autre valeur")
    assert item.public == item.message.removesuffix(" – Dominique Exemple : sans autre valeur")


def test_sheet_older_than_the_judgement_verifies_nothing(workspace):
    sheet, today = sheet_of(workspace, ["fiche 5.1"]), date(2026, 12, 10)
    no = ANSWERS | {"Conforme": "non", "Par": "Dominique Exemple", "Lu le": "04/12/2026"}
    path = signed(sheet, workspace.root / "non.xlsx", **{"cpp-11": no})
    imported(workspace, path, today)
    older = signed(sheet, workspace.root / "oui.xlsx")
    done = imported(workspace, older, today)
    assert (done.older, "cpp-11" in done.checks) == (1, False)
    assert Referential(workspace).droit.get("cpp-11").change.startswith("jugé faux")
    same_day = ANSWERS | {"Lu le": "04/12/2026"}
    path = signed(sheet, workspace.root / "le-meme-jour.xlsx", **{"cpp-11": same_day})
    with pytest.raises(ContentError, match="« non » de Dominique Exemple le 4\u00a0décembre"):
        imported(workspace, path, today)
    after = ANSWERS | {"Lu le": "05/12/2026"}
    path = signed(sheet, workspace.root / "depuis.xlsx", **{"cpp-11": after})
    imported(workspace, path, today)
    assert Referential(workspace).droit.get("cpp-11").verifie


def test_check_later_than_the_judgement_counts_still(workspace):
    sheet = sheet_of(workspace, ["fiche 5.1"])
    imported(workspace, signed(sheet, workspace.root / "oui.xlsx"))
    no = ANSWERS | {"Conforme": "non", "Par": "Dominique Exemple", "Lu le": "02/12/2026"}
    before = signed(sheet, workspace.root / "non.xlsx", **{"cpp-11": no})
    done = imported(workspace, before)
    [found] = done.wrong
    assert (found.hint, found.file in done.files) == ("", False)
    assert Referential(workspace).droit.get("cpp-11").verifie
    assert found.message.endswith("le 3\u00a0décembre 2026, ce qui compte encore")


def test_names_and_versions_are_written_as_they_were_typed(workspace):
    odd = ANSWERS | {"Par": 'Mme « X » : "Y" # z', "Version lue": "- deux\nlignes, l’une : ici"}
    sheet = sheet_of(workspace, ["fiche 5.1"])
    path = signed(sheet, workspace.root / "droit.xlsx", **{"cpp-11": odd})
    imported(workspace, path)
    check = Referential(workspace).droit.get("cpp-11").controle
    assert " ".join(check.par.split()) == 'Mme « X » : "Y" # z'
    assert " ".join(check.reference.split()) == "- deux lignes, l’une : ici"


def test_one_fault_keeps_every_file_as_it_is(workspace):
    unsigned = ANSWERS | {"Par": None}
    sheet = sheet_of(workspace, ["fiche 5.1"])
    path = signed(sheet, workspace.root / "droit.xlsx", **{"cpp-11": unsigned})
    folder = workspace.content / "referentiel/droit"
    before = {one: one.read_bytes() for one in folder.iterdir()}
    with pytest.raises(ContentError, match="ne nomme personne"):
        imported(workspace, path)
    assert {one: one.read_bytes() for one in folder.iterdir()} == before


def test_old_check_comes_first_a_year_later(workspace):
    path = signed(sheet_of(workspace, ["fiche 5.1"]), workspace.root / "droit.xlsx")
    imported(workspace, path)
    referential = Referential(workspace)
    law, _ = LawReviewer(referential).printed(["fiche"])
    due = articles_to_read(referential, law, date(2027, 11, 1), printed_only=True)
    again = articles_to_read(referential, law, date(2027, 12, 5), printed_only=True)
    assert not any(article.again for article in due)
    assert [article.again for article in again] == sorted(
        (article.again for article in again), reverse=True
    )
    assert any(article.again for article in again)
