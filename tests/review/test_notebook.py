"""The notebook: written for documents, filled in by several people, read back whole or not."""

import io
import re
from datetime import date
from functools import cache

import pytest
from openpyxl import load_workbook

from docgen.build.left import left_in
from docgen.build.stamping.places import StampAction
from docgen.cache import Store, default_folder
from docgen.cache.fingerprint import read_inputs
from docgen.content.source import parse_source
from docgen.errors import ContentError, Problem
from docgen.referential.referential import Referential
from docgen.review.law_review import LawReviewer
from docgen.review.notebook import follow_line, read_notebooks, write_notebook
from docgen.review.text_sheets import PrintedWords, parts_of, text_tab
from tests.conftest import plain_blanks
from tests.support.documents import HERE

pytestmark = pytest.mark.usefixtures("shared_cache")

TODAY = date(2026, 12, 10)
FICHE = "fiche 4.2"
TOWNS = ("81218", "Le Garric")
SIGNED = {"Le": "03/12/2026", "Par": "Camille Exemple"}
YES = {"À adopter": {"Adopté": "oui", **SIGNED}, "À relire": {"Relu": "oui", **SIGNED}}
WRITTEN: dict[str, bytes] = {}
"""Notebooks, by the digests of what they were written from."""
PHONE = "Téléphone"
LAW = {"Conforme": "oui", "Lu le": "03/12/2026", "Par": "Camille Exemple", "Version lue": "essai"}


class Office:
    """A project, and the notebooks of one fiche that go out and come back."""

    def __init__(self, project):
        self.workspace = project.workspace
        self.fiche = project.root / "content/fiche/action-4-2.yaml"
        self._inputs = ""

    def out(self):
        """Return the notebook, which is written once for the same project as it was then."""
        self._inputs = self._inputs or read_inputs(self.workspace).digest
        if self._inputs not in WRITTEN:
            reviewer = LawReviewer(Referential(self.workspace), Store(default_folder()))
            written = write_notebook(reviewer, [FICHE], TOWNS, TODAY).data
            WRITTEN[self._inputs] = written
        return WRITTEN[self._inputs]

    def filled(self, name, change=None, **answers):
        """Write a notebook whose rows are answered, sheet by sheet, and then changed."""
        book = load_workbook(io.BytesIO(self.out()))
        for sheet, cells in answers.items():
            for row in range(2, book[sheet].max_row + 1):
                for title, value in cells.items():
                    put(book[sheet], row, title, value)
        if change:
            change(book)
        path = self.workspace.root / name
        book.save(path)
        return path

    def back(self, *paths):
        return read_notebooks(self.workspace, paths, TODAY, None, effacer=False).write()

    def faults(self, *paths):
        """Return what is wrong with notebooks; nothing is written then."""
        before = self.content
        with pytest.raises(ContentError) as caught:
            self.back(*paths)
        assert self.content == before
        return [plain_blanks(str(one).partition("\n")[0]) for one in caught.value.problems]

    @property
    def content(self):
        folder = self.workspace.content
        return {path: path.read_bytes() for path in folder.rglob("*.yaml")}

    @property
    def left(self):
        return {one.id for one in left_in(Referential(self.workspace), [FICHE], (), None)[0]}


def put(sheet, row, title, value):
    """Set a cell by the title of its column."""
    [column] = [one.column for one in sheet[1] if str(one.value).split("\n")[0] == title]
    sheet.cell(row, column).value = value


@pytest.fixture
def office(project):
    return Office(project)


def test_two_people_finish_a_fiche_without_touching_its_text(office):
    assert len(office.left) == 8
    first = office.filled("un.xlsx", **{"À adopter": YES["À adopter"]})
    second = office.filled("deux.xlsx", **{"À relire": YES["À relire"], "Droit": LAW})
    done = office.back(first, second)
    assert done.stamps == {"À adopter": 2, "À relire": 4, "Droit": 2}
    assert (done.blank, done.wrong) == (0, []), "what either copy answers is not blank"
    assert office.left == set()
    before = office.content
    again = office.back(first, second)
    assert (again.stamps, again.files) == (done.stamps, [])
    assert office.content == before


@cache
def left_at_home():
    """Return the referential of our own content, and what is left in it."""
    referential = Referential(HERE)
    return referential, left_in(referential, (), (), None)[0]


@pytest.mark.parametrize("act", [*StampAction])
def test_every_text_left_has_its_row(act):
    referential, items = left_at_home()
    rows = text_tab(act, referential, items).rows
    left = [one for one in items if one.command.startswith(f"docgen {act} ")]
    assert len(rows) == len(left) > 50


@pytest.mark.parametrize("act", [*StampAction])
def test_a_cell_shows_the_whole_words_as_printed(act):
    referential, items = left_at_home()
    cells = [row[2] for row in text_tab(act, referential, items).rows]
    assert all(cells)
    assert not [cell for cell in cells if re.search(r"\{\w+:|\*\*|\[…\]", cell)]
    keys = {one.id for one in referential.roles}
    assert not [cell for cell in cells if {key for key in keys if "-" in key} & {*cell.split("\n")}]
    if act is StampAction.RELIRE:
        assert max(map(len, cells)) > 5000


def test_words_of_a_place_are_blanks_with_their_labels(project):
    printed = PrintedWords(Referential(project.workspace))
    group = {
        "acteur": "referent-elu",
        "texte": "Vu {droit:csi-r252-3.court} : {blanc:motif}, **{commune:de}**",
        "delai": {"valeur": 15, "unite": "jours"},
        "id": "sans-mot",
        "a_verifier": "le jour",
    }
    lines = plain_blanks(printed.of(group, {"motif": "le motif"})).split("\n")
    assert lines[0] == "le référent élu"
    assert lines[1].endswith(" : [le motif], [commune, avec « de » ou « du »]")
    assert lines[2:] == ["15 jours", "à vérifier : le jour"]
    assert printed.of("{droit:rien-de-tel}") == "{droit:rien-de-tel}"


NO = {"Adopté": "non", "Remarque": "trop long", **SIGNED}
LATER = {"Le": "04/12/2026", "Par": "Dominique Exemple"}


def answered(office, name, cells):
    """Return what comes of a notebook whose texts to adopt are all answered."""
    return office.back(office.filled(name, **{"À adopter": cells}))


@pytest.mark.parametrize(("line", "now"), [(2, 3), (1, 1)])
def test_line_of_a_problem_follows_the_part_that_begins_there(line, now):
    before, after = (parse_source(text, "essai.yaml") for text in ("#\na: b\n", "#\n#\na: b\n"))
    assert follow_line(Problem("essai.yaml", "essai", line), before, after).line == now


def test_a_refusal_is_recorded_and_changes_no_word(office):
    words = office.fiche.read_text("utf-8")
    done = answered(office, "non.xlsx", NO)
    assert done.stamps["À adopter"] == len(done.wrong) == 2
    assert {one.file for one in done.wrong} == {"content/fiche/action-4-2.yaml"}
    message = plain_blanks(done.wrong[0].message)
    assert message == "refusé par Camille Exemple le 3 décembre 2026 : trop long"
    assert done.wrong[0].hint.endswith("--pour 'fiche 4.2' --insee 81218 --insee 'Le Garric'")
    added = [one for one in office.fiche.read_text("utf-8").split("\n") if "trop long" in one]
    assert len(added) == 2
    kept = [one for one in office.fiche.read_text("utf-8").split("\n") if one not in added]
    assert kept == words.split("\n")
    due = [one for one in parts_of(office.workspace, StampAction.ADOPTER) if one.place.due]
    assert {one.line for one in done.wrong} <= {one.line for one in due}, "as it is now written"
    left, _ = left_in(Referential(office.workspace), [FICHE], (), None)
    told = [plain_blanks(one.message) for one in left if one.what == "corriger"]
    assert len(told) == 2
    for one in told:
        assert "(refusé le 3 décembre 2026)" in one
        assert one.endswith(" – Camille Exemple : trop long")


def test_copies_of_one_notebook_count_their_blank_rows_once(office):
    one, two = office.filled("un.xlsx"), office.filled("deux.xlsx")
    assert office.back(one, two).blank == office.back(one).blank == 8
    assert office.back(one, office.filled("la.xlsx", **{"Droit": LAW})).blank == 6


def test_a_refusal_without_a_reason_is_told_as_such(office):
    answered(office, "non.xlsx", NO | {"Remarque": None})
    left, _ = left_in(Referential(office.workspace), [FICHE], (), None)
    told = [plain_blanks(one.message) for one in left if one.what == "corriger"]
    assert len(told) == 2
    assert all(one.endswith(" – Camille Exemple : non, sans raison donnée") for one in told)


def test_a_later_answer_counts_and_an_older_one_does_not(office):
    yes = YES["À adopter"]
    answered(office, "oui.xlsx", yes)
    assert len(office.left) == 6
    done = answered(office, "non.xlsx", NO | LATER)
    assert (len(done.wrong), len(office.left)) == (2, 8)
    assert "etat: adopte" not in office.fiche.read_text("utf-8")
    before = office.content
    done = answered(office, "oui.xlsx", yes)
    assert (done.older, done.stamps["À adopter"], office.content) == (2, 0, before)
    faults = office.faults(office.filled("x.xlsx", **{"À adopter": yes | {"Le": LATER["Le"]}}))
    assert "« oui » ici, et « non » de Dominique Exemple le 4 décembre 2026" in faults[0]
    faults = office.faults(office.filled("x.xlsx", **{"À adopter": yes | LATER}))
    assert len(faults) == 2, "of the same person too: nothing tells which answer is the later"
    answered(office, "depuis.xlsx", yes | {"Le": "05/12/2026"})
    assert len(office.left) == 6
    assert "trop long" not in office.fiche.read_text("utf-8")
    done = answered(office, "avant.xlsx", NO)
    assert "« oui » de Camille Exemple le 5 décembre 2026, qui compte encore" in plain_blanks(
        done.wrong[0].message
    )
    assert (len(office.left), done.files, done.wrong[0].hint) == (6, [], "")


@pytest.mark.parametrize("cells", [YES["À adopter"], NO])
@pytest.mark.parametrize("first", [True, False])
def test_latest_of_several_copies_counts_whatever_their_order(office, cells, first):
    late = office.filled("tard.xlsx", **{"À adopter": cells | LATER | {"Remarque": None}})
    early = office.filled("tot.xlsx", **{"À adopter": cells})
    done = office.back(*((late, early) if first else (early, late)))
    text = office.fiche.read_text("utf-8")
    assert (text.count(LATER["Par"]), text.count(SIGNED["Par"])) == (2, 0)
    assert (done.stamps["À adopter"], done.older) == (2, 2)
    assert [one for one in done.noted if SIGNED["Par"] in one] == []
    assert len(done.wrong) == (4 if cells is NO else 0), "every « non » is told"


def cell(sheet, title, value, row=2):
    """Return the change of one cell."""
    return lambda book: put(book[sheet], row, title, value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (cell("À adopter", "Par", None), "ne nomme personne"),
        (cell("À adopter", "Le", "03/12/2027"), "n’est pas encore venu"),
        (cell("À relire", "Le", "hier"), "ce n’est pas un jour : « hier »"),
        (cell("À relire", "Le", "0026-11-03"), "année improbable : 26"),
        (cell("À relire", "Relu", "peut-être"), "n’est ni oui ni non"),
        (cell("À adopter", "Remarque", "sauf le 3"), "« oui », et une remarque est écrite"),
        (cell("À relire", "Remarque", "sauf le 3"), "« oui », et une remarque est écrite"),
        (cell("À adopter", "Remarque", "voir {sic}"), "renvoi mal écrit : « {sic} »"),
        (cell("À adopter", "Texte", "autre"), "une case grise de cette ligne a été changée"),
        (cell("À adopter", "Repère", None), "ligne ajoutée, que docgen ne connaît pas"),
        (cell("À adopter", "Repère", "adopter-1 ailleurs 0a"), "d’un autre projet"),
        (cell("À adopter", "Repère", "adopter-9 ailleurs 0a"), "feuille de la version 9"),
        (cell("À adopter", "Adopté", "=1+1"), "formule"),
        (lambda book: book["À adopter"].merge_cells("E2:E3"), "fusionn"),
        (cell("Droit", "Par", None), "ne nomme personne"),
    ],
)
def test_a_fault_is_told_at_its_cell(office, change, message):
    path = office.filled("faux.xlsx", change, **YES, Droit=LAW)
    faults = office.faults(path)
    assert any(message in fault and "faux.xlsx" in fault for fault in faults), faults


def test_proofreader_with_an_internal_name_is_told_at_its_cell(office):
    units = "unites: [{unite: Brigade d’Alban, referent_elu: {nom: Camille Exemple}}]"
    (office.workspace.content / "territoire/unites.yaml").write_text(units, "utf-8")
    [fault] = office.faults(office.filled("a.xlsx", **{"À relire": YES["À relire"]}))
    assert "Par : « Camille Exemple » est interne" in fault


def test_every_fault_of_every_sheet_is_told_at_once(office):
    def spoil(book):
        put(book["À adopter"], 2, "Par", None)
        put(book["À relire"], 3, "Le", None)
        put(book["Droit"], 2, "Lu le", None)

    faults = office.faults(office.filled("faux.xlsx", spoil, **YES, Droit=LAW))
    assert len(faults) == 3
    assert {fault.partition(":")[0] for fault in faults} == {"faux.xlsx"}


@pytest.mark.parametrize("name", ["A adopter", "à  ADOPTER "])
def test_sheet_is_known_whatever_its_accents_and_blanks(office, name):
    def rename(book):
        book["À adopter"].title = name

    path = office.filled("un.xlsx", rename, **{"À adopter": YES["À adopter"]})
    assert office.back(path).stamps["À adopter"] == 2


def test_renamed_and_copied_sheets_are_told(office):
    def rename(book):
        book.copy_worksheet(book["À relire"])
        book["À adopter"].title = "Accords 2027"
        book.create_sheet("Notes")["A1"] = "à rappeler"

    path = office.filled("un.xlsx", rename, **{"À adopter": YES["À adopter"]})
    assert office.faults(path) == [
        "un.xlsx : feuille « Accords 2027 » : docgen ne lit que « À adopter »",
        "un.xlsx : feuille « À relire Copy » : copie de « À relire », que docgen ne lit pas",
    ]


def test_people_who_disagree_are_told_of_each_other(office):
    yes = office.filled("oui.xlsx", **{"À adopter": YES["À adopter"]})
    no = office.filled("non.xlsx", **{"À adopter": YES["À adopter"] | {"Adopté": "non"}})
    faults = office.faults(yes, no)
    assert len(faults) == 2
    assert "« non » ici, et « oui » dans oui.xlsx" in faults[0]


def test_a_text_changed_meanwhile_is_stale_at_its_row(office):
    path = office.filled("tard.xlsx", **{"À adopter": YES["À adopter"]})
    text = office.fiche.read_text("utf-8")
    office.fiche.write_text(text.replace("décide des travaux", "décide de tout"), "utf-8")
    [fault] = office.faults(path)
    assert "ce texte a changé depuis que ce cahier a été écrit" in fault


def test_the_answer_of_a_stale_row_may_be_emptied(office):
    path = office.filled("tard.xlsx", **{"À adopter": YES["À adopter"]})
    text = office.fiche.read_text("utf-8")
    office.fiche.write_text(text.replace("décide des travaux", "décide de tout"), "utf-8")
    with pytest.raises(ContentError, match="videz votre réponse à cette ligne, et les autres"):
        office.back(path)
    book = load_workbook(path)
    put(book["À adopter"], 2, "Adopté", None)
    book.save(path)
    office.back(path)


def test_an_answer_noted_before_its_text_changed_stays_so(office):
    path = office.filled("redit.xlsx", **{"À adopter": YES["À adopter"]})
    office.back(path)
    text = office.fiche.read_text("utf-8")
    office.fiche.write_text(text.replace("décide des travaux", "décide de tout"), "utf-8")
    assert len(office.back(path).noted) == 1  # of the words that did not change


def test_another_workbook_is_refused_by_its_sheets(office):
    def strip(book):
        for name in book.sheetnames[1:]:
            del book[name]

    [fault] = office.faults(office.filled("autre.xlsx", strip))
    assert "ce classeur ne vient pas de docgen" in fault


def test_notebook_that_only_tells_of_data_changes_nothing(office):
    def strip(book):
        for name in {*book.sheetnames[1:]} - {"Données"}:
            del book[name]

    before = office.content
    office.back(office.filled("lu.xlsx", strip))
    assert office.content == before


def test_contacts_are_of_the_communes_that_were_asked(office):
    book = load_workbook(io.BytesIO(office.out()))
    rows = {
        name: [row[0].value for row in book[name].iter_rows(min_row=2)] for name in book.sheetnames
    }
    assert rows["Communes"] == ["81101", "81218"]
    assert len(rows["Unités"]) == 2
    reviewer = LawReviewer(Referential(office.workspace), Store(default_folder()))
    alone = write_notebook(reviewer, [FICHE], (), TODAY)
    assert {"Communes", "Unités", "Services"}.isdisjoint(alone.rows)
    assert alone.rows["Données"] == 2, "of the law, which it cites"
    act = write_notebook(reviewer, ["convention 2026"], (), TODAY)
    assert "Données" not in act.rows


def unit(row, title, value):
    """Return the change of one cell of a unit."""
    return lambda book: put(book["Unités"], row, title, value)


def test_contacts_of_several_people_are_merged(office):
    one = office.filled("un.xlsx", unit(2, PHONE, "05 00 00 00 01"))
    two = office.filled("deux.xlsx", unit(3, PHONE, "05 00 00 00 02"))
    done = office.back(one, two, office.filled("vide.xlsx"))
    assert done.files == ["content/territoire/unites.yaml"]
    text = (office.workspace.content / "territoire/unites.yaml").read_text("utf-8")
    assert text.count("05 00 00 00 0") == 2


def test_people_of_one_export_come_back_one_at_a_time(office):
    one = office.filled("un.xlsx", unit(2, PHONE, "05 00 00 00 01"))
    two = office.filled("deux.xlsx", unit(3, PHONE, "05 00 00 00 02"))
    for path in (one, two, one):
        office.back(path)
    text = (office.workspace.content / "territoire/unites.yaml").read_text("utf-8")
    assert text.count("05 00 00 00 0") == 2


def test_an_emptied_contact_is_erased_only_on_demand(office, docgen_here):
    office.back(office.filled("un.xlsx", unit(2, PHONE, "05 00 00 00 01")))
    office._inputs = ""  # exported again
    path = str(office.filled("vide.xlsx", unit(2, PHONE, None)))
    answer = docgen_here("cahier", "importer", path, "--au", str(TODAY))
    assert (answer.code, "relancez avec --effacer" in answer.err) == (1, True)
    answer = docgen_here("cahier", "importer", path, "--au", str(TODAY), "--effacer")
    assert answer.code == 0
    text = (office.workspace.content / "territoire/unites.yaml").read_text("utf-8")
    assert "05 00 00 00 01" not in text


def test_contacts_that_disagree_are_told_at_their_row(office):
    one = office.filled("un.xlsx", unit(2, PHONE, "05 00 00 00 01"), **YES)
    two = office.filled("deux.xlsx", unit(2, PHONE, "05 00 00 00 02"))
    [fault] = office.faults(one, two)
    titles = [str(cell.value).split("\n")[0] for cell in load_workbook(two)["Unités"][1]]
    place = titles.index(PHONE) + 1
    assert fault.startswith(f"deux.xlsx:Unités:2:{place} : {PHONE} : ")
    assert "autre chose que dans un.xlsx:Unités, ligne 2" in fault


def town(name, **cells):
    """Return the change of some cells of a commune."""

    def change(book):
        names = [row[1].value for row in book["Communes"].iter_rows()]
        for title, value in cells.items():
            put(book["Communes"], names.index(name) + 1, title, value)

    return change


@pytest.mark.parametrize(
    ("title", "fiche"),
    [
        ("Police municipale", "6.2 « Accorder police municipale et gendarmerie »"),
        ("Vidéoprotection", "6.1 bis « Installer la vidéoprotection dans les règles »"),
        ("Participation citoyenne", "6.1 « Mettre en place la participation citoyenne »"),
    ],
)
def test_packs_that_gain_and_lose_fiches_are_told(office, title, fiche):
    # Its figures would choose a fiche of the same number, and this one whatever is answered.
    (office.workspace.content / "referentiel/ssmsi-departements/edition.yaml").unlink()
    gains = f"fiche {fiche} : entre dans 1 dossier (Puygouzon)"
    loses = f"fiche {fiche} : sort de 1 dossier (Puygouzon)"
    command = "Ce qui reste à faire en dépend : docgen reste commune-pack --insee 81218"
    yes = office.filled("oui.xlsx", town("Puygouzon", **{title: "oui"}))
    assert [*map(plain_blanks, office.back(yes).packs)] == [gains, command]
    assert office.back(yes).packs == []
    office._inputs = ""
    no = office.filled("non.xlsx", town("Puygouzon", **{title: "non"}))
    assert [*map(plain_blanks, office.back(no).packs)] == [loses, command]


def test_two_names_of_a_mayor_are_told(office):
    titles = [f"Maire : {one}" for one in ("nom", "prénom", "vérifié le", "vérifié par")]
    checked = dict(zip(titles, ("Exemple", "Ada", "03/12/2026", "Camille Exemple"), strict=True))
    one = office.filled("un.xlsx", town("Puygouzon", **checked))
    two = office.filled("deux.xlsx", town("Puygouzon", **checked | {titles[1]: "Ida"}))
    with pytest.raises(ContentError) as caught:
        office.back(one, two)
    [fault] = [plain_blanks(str(one)) for one in caught.value.problems]
    assert "Maire : prénom : 81218 Puygouzon, « Maire : prénom » : autre chose que dans" in fault
