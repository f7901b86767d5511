"""Sheets of an invented law: signed, found wrong, left blank, and every fault at its cell."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from docgen.build.project_edits import verify_rules
from docgen.errors import ContentError
from docgen.importing.input_file import InputFile
from docgen.referential.droit.articles import ARTICLES_FILE, ArticleVersion, write_articles
from docgen.referential.referential import Referential
from docgen.referential.snapshot import Origine, Snapshot
from docgen.review.articles import articles_to_read
from docgen.review.law_sheet import COLUMNS, SHEET, write_law_sheet
from docgen.review.notebook import NotebookAnswers
from docgen.review.printed_law import PrintedLaw
from docgen.workspace import Workspace
from tests.conftest import plain_blanks
from tests.referential.droit.droit_examples import EXEMPLE
from tests.support.libreoffice import converted

TODAY = date(2026, 12, 10)
LETTERS = {column.title: "ABCDEFGHIJKLMNOPQ"[place] for place, column in enumerate(COLUMNS)}
SIGNED = {
    "Conforme": "oui",
    "Lu le": "03/12/2026",
    "Par": "Camille Exemple",
    "Version lue": "en vigueur le 3 décembre 2026",
}


def version_of(identifier, words, since=date(2026, 1, 1), *, until=None, number="L1-1", etat=""):
    """Return an invented version of an article."""
    state = etat or "VIGUEUR"
    return ArticleVersion("environnement", number, identifier, state, since, until, words)


class Law:
    """A project that holds an invented law only."""

    def __init__(self, folder):
        self.file = folder / "content/referentiel/droit/exemple.yaml"
        self.file.parent.mkdir(parents=True)
        self.file.write_text(EXEMPLE, "utf-8")
        self.workspace = Workspace(folder, folder / "output")

    def import_text(self, identifier, words):
        """Keep an invented text of an article of the law, as an import of LEGI would."""
        version = version_of(identifier, words)
        self.import_versions(version)
        return version

    def import_versions(self, *versions):
        """Keep invented versions of articles, and no others."""
        fields = dict.fromkeys(("jeu", "producteur", "source", "licence", "mention"), "fictif")
        file = {ARTICLES_FILE: write_articles(versions)}
        folder = self.workspace.content / "referentiel/legi"
        folder.mkdir(exist_ok=True)
        for path, data in Snapshot(
            "legi", Origine(edition="2026", **fields), file
        ).all_files.items():
            (folder / path).write_bytes(data)

    @property
    def referential(self):
        return Referential(self.workspace, TODAY)

    def out(self):
        articles = articles_to_read(self.referential, PrintedLaw(), TODAY, printed_only=False)
        return write_law_sheet(self.referential, articles, "")

    def filled(self, *rows, data=None):
        """Return a sheet with the white cells of some rows filled in: (line, cells)."""
        book = load_workbook(io.BytesIO(data or self.out()))
        for line, cells in rows:
            for title, value in cells.items():
                book["Droit"][f"{LETTERS[title]}{line}"] = value
        made = io.BytesIO()
        book.save(made)
        return made.getvalue()

    def back(self, *sheets):
        files = []
        for rank, data in enumerate(sheets, 1):
            path = self.workspace.root / f"retour-{rank}.xlsx"
            path.write_bytes(data)
            files.append(InputFile(path, path.name))
        answers = NotebookAnswers(self.referential, TODAY)
        law = answers.read_law(answers.sheets(files).get(SHEET, ()))
        answers.problems.refuse()
        return law

    def faults(self, *sheets):
        with pytest.raises(ContentError) as caught:
            self.back(*sheets)
        lines = (str(problem).partition("\n")[0] for problem in caught.value.problems)
        return [line.replace("\u00a0", " ") for line in lines]

    def rows(self):
        """Return the articles of the sheet, by line."""
        book = load_workbook(io.BytesIO(self.out()))
        return {row[0].value: row[0].row for row in book["Droit"].iter_rows(min_row=2)}


@pytest.fixture
def law(tmp_path):
    return Law(tmp_path)


def line(law, begins):
    return next(at for name, at in law.rows().items() if name.startswith(begins))


def test_sheet_has_a_row_for_each_article_and_text(law):
    assert [" ".join(name.split()) for name in law.rows()] == [
        "point à contrôler : Un point ouvert.",
        "art. L. 1-1 du code de l’environnement",
        "loi n° 2000-1",
        "art. 1-1 du code pénal",
        "art. R. 2-1 du code pénal",
    ]
    assert law.out() == law.out()


@pytest.mark.parametrize("office", [False, True], ids=["openpyxl", "calc"])
def test_row_that_is_signed_checks_all_items_of_its_article(law, office):
    data = law.filled((3, SIGNED))
    answers = law.back(converted(data, "xlsx", "xlsx") if office else data)
    assert set(answers.checks) == {"exemple-amende", "exemple-delai"}
    check = answers.checks["exemple-delai"]
    assert (check.le, check.par) == (date(2026, 12, 3), "Camille Exemple")
    assert (check.reference, check.version) == (SIGNED["Version lue"], None)
    assert (answers.blank, answers.wrong) == (4, [])


def test_day_may_be_a_date_cell_and_version_an_identifier(law):
    law.import_text(OLD, TEXT)
    own = {"Lu le": date(2026, 12, 3), "Version lue": "legiarti000000000001, lue en ligne"}
    check = law.back(law.filled((3, SIGNED | own))).checks["exemple-amende"]
    assert (check.le, check.version) == (date(2026, 12, 3), "LEGIARTI000000000001")


def test_item_changed_since_its_sheet_was_read_is_not_checked(law):
    checks = law.back(law.filled((3, SIGNED))).checks
    law.file.write_text(EXEMPLE.replace("valeur: 15000", "valeur: 16000", 1), "utf-8")
    with pytest.raises(ContentError, match="« exemple-amende » vient de changer"):
        verify_rules(law.workspace, checks)
    assert "controle" not in law.file.read_text("utf-8")


def test_item_found_wrong_is_kept_apart_with_the_exact_value(law):
    no = SIGNED | {"Conforme": "Non", "Valeur exacte": "20 000 €"}
    answers = law.back(law.filled((3, no)))
    assert answers.checks == {}
    assert [(one.regle.cle, one.exact) for one in answers.wrong] == [
        ("exemple-amende", "20 000 €"),
        ("exemple-delai", "20 000 €"),
    ]


def test_name_and_day_copied_down_sign_nothing(law):
    copied = {"Lu le": "03/12/2026", "Par": "Camille Exemple"}
    answers = law.back(law.filled(*((at, copied) for at in range(2, 7))))
    assert (answers.checks, answers.blank) == ({}, 5)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"Par": None}, "Par : ne nomme personne"),
        ({"Par": "…"}, "Par : ne nomme personne"),
        ({"Par": "x"}, "Par : ne nomme personne"),
        ({"Par": "Inconnu"}, "Par : ne nomme personne"),
        ({"Par": "M. X *"}, "Par : "),
        ({"Version lue": "Légifrance {version}"}, "Version lue : renvoi mal écrit : « {version} »"),
        ({"Lu le": None}, "Lu le : sans jour"),
        ({"Lu le": "bientôt"}, "Lu le : ce n’est pas un jour : « bientôt »"),
        ({"Lu le": "20261203"}, "Lu le : ce n’est pas un jour : « 20261203 »"),
        ({"Lu le": "11/12/2026"}, "Lu le : le 11 décembre 2026 n’est pas encore venu"),
        ({"Conforme": "presque"}, "Conforme : « presque » n’est ni oui ni non"),
        ({"Conforme": None}, "Conforme : case vide, et la ligne est remplie"),
        ({"Valeur exacte": "9"}, "Valeur exacte : « oui », et une autre valeur"),
        (
            {"Conforme": "non", "Valeur exacte": "{voir}"},
            "Valeur exacte : renvoi mal écrit : « {voir} »",
        ),
        ({"Version lue": "?"}, "Version lue : rien ne dit quelle version a été lue"),
        ({"Conforme": "=1+1"}, "Conforme : formule dans une cellule"),
        ({"Règles": "autre"}, "Repère : une case grise de cette ligne a été changée"),
    ],
)
def test_fault_is_told_at_its_cell_and_nothing_is_read(law, cells, fault):
    [found] = law.faults(law.filled((3, SIGNED | cells), (5, SIGNED)))
    assert found.startswith("retour-1.xlsx:Droit:3:")
    assert fault in found


def test_every_wrong_cell_of_a_row_is_told_at_once(law):
    wrong = {"Conforme": "ouii", "Lu le": "31/11/2026", "Par": None, "Version lue": None}
    faults = law.faults(law.filled((line(law, "point"), SIGNED | wrong)))
    assert {one.split(" : ")[1] for one in faults} == wrong.keys()


def test_row_of_a_text_elsewhere_asks_for_its_version(law):
    charter = "reference: {texte: autre, titre: la charte fictive}"
    law.file.write_text(EXEMPLE.replace("reference: {texte: loi, numero: 2000-1}", charter))
    at = line(law, "charte")
    sheet = load_workbook(io.BytesIO(law.out()))["Droit"]
    asked = "le texte lu, et sa date : « charte fictive, version du 1er janvier 2026 »"
    shown = [
        sheet[f"{LETTERS['À regarder']}{row}"].value for row in (at, line(law, "art.\u00a0L."))
    ]
    assert [asked in (value or "") for value in shown] == [True, False]
    with pytest.raises(ContentError) as caught:
        law.back(law.filled((at, SIGNED | {"Version lue": None})))
    assert [one.hint for one in caught.value.problems] == [asked]


def test_mark_without_its_items_is_refused(law):
    book = load_workbook(io.BytesIO(law.filled((3, SIGNED))))
    mark = book["Droit"]["Q3"]
    mark.value = " ".join(mark.value.split()[:3])
    made = io.BytesIO()
    book.save(made)
    [found] = law.faults(made.getvalue())
    assert "repère illisible" in found


def test_older_answer_is_counted_apart(law):
    data = law.filled((3, SIGNED))
    verify_rules(law.workspace, law.back(data).checks)
    older = {"Lu le": "01/12/2026", "Version lue": "en vigueur le 1er décembre 2026"}
    former = law.back(law.filled((3, SIGNED | older), data=data))
    assert (former.checks, former.older) == ({}, 1)


def test_reading_before_the_entry_into_force_is_refused(law):
    law.file.write_text(EXEMPLE.replace("unite: jours\n", "unite: jours\n    depuis: 2026-12-05\n"))
    [found] = law.faults(law.filled((3, SIGNED)))
    assert "lu avant l’entrée en vigueur, le 5 décembre 2026" in found


def test_item_changed_since_the_sheet_was_written_is_stale(law):
    data = law.filled((3, SIGNED))
    law.file.write_text(EXEMPLE.replace("15000", "16000"), "utf-8")
    assert law.faults(data) == [
        "retour-1.xlsx:Droit:3:12 : Conforme : "
        "« exemple-amende » a changé depuis que cette feuille a été écrite"
    ]
    law.file.write_text(EXEMPLE.replace("exemple-delai", "autre-delai"), "utf-8")
    assert "« exemple-delai » n’existe plus" in law.faults(data)[0]


def test_two_people_who_disagree_are_told_by_cell(law):
    no = SIGNED | {"Conforme": "non", "Par": "Dominique Exemple"}
    [found] = law.faults(law.filled((3, SIGNED), (5, SIGNED)), law.filled((3, no)))
    assert found.startswith("retour-2.xlsx:Droit:3:12")
    assert "« non » ici, et « oui » dans retour-1.xlsx:Droit, ligne 3" in found


def test_two_people_who_agree_leave_the_later_check(law):
    later = SIGNED | {"Lu le": "05/12/2026", "Par": "Dominique Exemple"}
    for sheets in ((SIGNED, later), (later, SIGNED)):
        answers = law.back(*(law.filled((3, cells)) for cells in sheets))
        assert answers.checks["exemple-delai"].par == "Dominique Exemple"


def test_row_given_twice_with_two_answers_is_refused(law):
    book = load_workbook(io.BytesIO(law.filled((3, SIGNED))))
    sheet = book["Droit"]
    for cell in sheet[3]:
        sheet.cell(8, cell.column, cell.value)
    sheet[f"{LETTERS['Conforme']}8"] = "non"
    made = io.BytesIO()
    book.save(made)
    [found] = law.faults(made.getvalue())
    assert found.startswith("retour-1.xlsx:Droit:8:12")


def test_sheet_without_the_law_is_refused(law):
    book = load_workbook(io.BytesIO(law.out()))
    book["Droit"].title = "Feuille1"
    made = io.BytesIO()
    book.save(made)
    assert "docgen ne lit que « Droit »" in plain_blanks(law.faults(made.getvalue())[0])


TEXT = "L’amende est de 15 000 euros, sous un délai de dix jours francs (exemple fictif)."


def test_row_shows_the_text_in_force_and_its_colour(law):
    law.import_text("LEGIARTI000000000001", TEXT)
    row = load_workbook(io.BytesIO(law.out()))["Droit"][3]
    told = {
        title: row["ABCDEFGHIJKLMNOPQ".index(letter)].value for title, letter in LETTERS.items()
    }
    assert told["Couleur"] in {"vert", "orange"}
    assert "15 000 euros" in told["Passage du texte"]
    assert told["Version en vigueur"].startswith("LEGIARTI000000000001, depuis le 1er")
    address = row[1].hyperlink.target
    assert address == "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000000000001"


def test_version_left_blank_is_that_of_the_grey_cell(law):
    version = law.import_text("LEGIARTI000000000001", TEXT)
    check = law.back(law.filled((3, SIGNED | {"Version lue": None}))).checks["exemple-amende"]
    assert (check.version, check.texte) == (version.id, version.empreinte)
    assert check.reference.startswith("Légifrance, LEGIARTI000000000001, depuis le 1er")


def test_text_that_changed_since_its_check_is_due_again(law):
    law.import_text("LEGIARTI000000000001", TEXT)
    blank = SIGNED | {"Version lue": None}
    verify_rules(law.workspace, law.back(law.filled((3, blank))).checks)
    assert not any(name.startswith("art. L.") for name in law.rows())
    law.import_text("LEGIARTI000000000002", TEXT.replace("dix", "quinze"))
    [first, *_] = law.rows()
    assert first.startswith("art.\u00a0L.\u00a01-1")


OLD, NOW, NEXT = (f"LEGIARTI{rank:012}" for rank in (1, 2, 3))
ALTERED = TEXT.replace("15 000", "99 000")
BLANK = SIGNED | {"Version lue": None}


def two_versions():
    """Return an invented version that was replaced in 2024, and the one in force since."""
    since = date(2024, 1, 1)
    return (
        version_of(OLD, "Autre texte (exemple fictif).", date(2020, 1, 1), until=since),
        version_of(NOW, TEXT, since),
    )


@pytest.mark.parametrize("changed_on", [date(2026, 11, 25), date(2026, 12, 8)])
def test_article_that_changed_since_the_sheet_was_written_is_stale(law, changed_on):
    law.import_text(NOW, TEXT)
    data = law.filled((3, BLANK))
    former = version_of(NOW, TEXT, until=changed_on)
    law.import_versions(former, version_of(NEXT, ALTERED, changed_on))
    [found] = law.faults(data)
    assert found.startswith("retour-1.xlsx:Droit:3:16 : Version lue : la version en vigueur le ")
    assert f"est {NEXT}, depuis le {changed_on.day}" in found
    law.import_versions(former, version_of(NEXT, TEXT, changed_on))
    assert law.back(data).checks


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (OLD, f"la version en vigueur le 3 décembre 2026 est {NOW}, depuis le 1er janvier 2024"),
        ("en vigueur depuis le 1er janvier 2021", "la version en vigueur le 3 décembre 2026 est"),
        ("en vigueur depuis le 01/01/2010", "« en vigueur depuis le 01/01/2010 » ne dit aucune"),
        (NEXT, f"« {NEXT} » ne dit aucune version connue de cet article"),
        (f"{NOW}9", f"version d’article mal formée : « {NOW}9 »"),
        ("idem", "« idem » ne dit aucune version connue de cet article"),
        ("-", "rien ne dit quelle version a été lue"),
    ],
)
def test_version_that_is_not_the_one_in_force_is_refused(law, written, fault):
    law.import_versions(*two_versions())
    [found] = law.faults(law.filled((3, SIGNED | {"Version lue": written})))
    assert found.startswith("retour-1.xlsx:Droit:3:16 : Version lue : ")
    assert fault in found


@pytest.mark.parametrize(
    "written", [None, NOW, NOW.lower(), "en vigueur depuis le 1er janvier 2024", "du 03/12/2026"]
)
def test_version_in_force_may_be_named_by_its_day(law, written):
    *_, now = two_versions()
    law.import_versions(*two_versions())
    check = law.back(law.filled((3, SIGNED | {"Version lue": written}))).checks["exemple-delai"]
    assert (check.version, check.texte) == (now.id, now.empreinte)


def test_reading_before_the_version_began_is_refused(law):
    law.import_versions(version_of(NOW, TEXT, date(2026, 12, 5)))
    [found] = law.faults(law.filled((3, BLANK)))
    assert "l’article L. 1-1 n’entre en vigueur que le 5 décembre 2026" in found
    [found] = law.faults(law.filled((3, BLANK | {"Lu le": "01/01/0001"})))
    assert "Lu le : année improbable : 1" in found


def test_repealed_article_cannot_be_signed(law):
    law.import_versions(version_of(OLD, TEXT, until=date(2026, 6, 1), etat="ABROGE"))
    assert load_workbook(io.BytesIO(law.out()))["Droit"]["J3"].value is None
    for cells in (BLANK, SIGNED | {"Version lue": OLD}):
        [found] = law.faults(law.filled((3, cells)))
        assert "l’article L. 1-1 est abrogé depuis le 1er juin 2026" in found


def test_blank_version_is_that_of_legifrance_where_none_is_known(law):
    """As « --reference Légifrance » alone, which the command takes."""
    assert load_workbook(io.BytesIO(law.out()))["Droit"]["J3"].value is None
    check = law.back(law.filled((3, BLANK))).checks["exemple-delai"]
    assert (check.reference, check.version) == ("Légifrance", None)
    sheet = load_workbook(io.BytesIO(law.out()))["Droit"]
    line = next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, 2).value is None)
    [found] = law.faults(law.filled((line, BLANK)))
    assert "rien ne dit quelle version a été lue" in found


ANNEX = EXEMPLE.replace("article: L. 1-1}", 'article: L. 1-1, partie: "annexe 1, art. 2"}', 1)
SEVERAL = EXEMPLE.replace("article: L. 1-1}", 'article: L. 1-1, partie: "et L. 1-2"}')


def test_annex_has_its_own_row_and_version(law):
    law.file.write_text(ANNEX, "utf-8")
    annex = version_of(OLD, "L’amende est de 15 000 euros (exemple fictif).", number="Annexe 1")
    law.import_versions(annex, version_of(NOW, TEXT))
    at = {name.replace("\u00a0", " "): row for name, row in law.rows().items()}
    own = at["art. L. 1-1 (annexe 1) du code de l’environnement"]
    article = at["art. L. 1-1 du code de l’environnement"]
    checks = law.back(law.filled((own, BLANK), (article, BLANK))).checks
    assert (checks["exemple-amende"].version, checks["exemple-delai"].version) == (OLD, NOW)
    verify_rules(law.workspace, checks)
    assert not any("L.\u00a01-1" in name for name in law.rows())


def test_second_article_that_changed_makes_its_rules_due_again(law):
    law.file.write_text(SEVERAL, "utf-8")
    first = version_of(OLD, TEXT)
    law.import_versions(first, version_of(NOW, "Deux (exemple fictif).", number="L1-2"))
    data = law.filled((3, BLANK))
    checks = law.back(data).checks
    check = checks["exemple-delai"]
    assert (check.version, check.texte == first.empreinte) == (OLD, False)
    verify_rules(law.workspace, checks)
    assert not any(name.startswith("art.\u00a0L") for name in law.rows())
    law.import_versions(first, version_of(NEXT, "Trois (exemple fictif).", number="L1-2"))
    assert next(iter(law.rows())).startswith("art.\u00a0L.\u00a01-1")
