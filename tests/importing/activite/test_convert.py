"""The form of monthly figures, in three formats: every mistake is reported at its place."""

import io
import subprocess
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.importing.activite.blank_form import BLANK_ROWS, SHEET, blank_form
from docgen.importing.activite.convert import convert
from docgen.importing.activite.form import FORM_COLUMNS, Formulaire, Saisie
from docgen.importing.file_types import LOCKED
from docgen.importing.imports import import_official
from docgen.importing.input_file import InputFile
from docgen.importing.ssmsi.layouts import LAYOUTS
from docgen.referential.figures.activite import ACTIVITE_COLUMNS, ACTIVITE_FILE, Activite
from docgen.referential.snapshot import open_snapshot
from docgen.workspace import REFERENTIEL
from tests.conftest import ROOT, plain_blanks
from tests.importing.trial_import import DAY, FRANCE, TrialImport

EXAMPLES = ROOT / "tests/exemples/activite"
HEADER = ";".join(ACTIVITE_COLUMNS)
UNIT = "Brigade d’Albi"


def row(*months, territoire="81218", annee=2026, **more):
    """Return a row of a CSV; every figure of these tests is invented (exemple fictif)."""
    said = {"domaine": "Vols", "indicateur": "Vols simples", "mention": "exemple fictif"}
    said |= {"territoire": territoire, "annee": str(annee)}
    said |= dict(zip(ACTIVITE_COLUMNS[5:17], map(str, months), strict=False)) | more
    return ";".join(said.get(name, "") for name in ACTIVITE_COLUMNS)


def form(*rows):
    """Return a CSV."""
    return "\n".join((HEADER, *rows)) + "\n"


def pair(*months, **more):
    """Return the rows of an indicator: this year, and an empty one before."""
    return row(*months, **more), row(annee=2025, **more)


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports a form."""
    return lambda data, name="forme.csv": TrialImport(tmp_path, convert, data, name)


def refused(trial, *rows):
    """Return the problems of a CSV: line, column, message."""
    return [(p.line, p.field, p.message) for p in trial(form(*rows)).refused]


# Three formats


@pytest.mark.parametrize("name", ["exemple.csv", "sans-nom.txt"])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "yaml"])
def test_three_formats_say_the_same_under_any_name(trial, ending, name):
    made = trial((EXAMPLES / f"exemple-fictif.{ending}").read_bytes(), name).snapshot
    assert made.files[ACTIVITE_FILE] == (EXAMPLES / "exemple-fictif.csv").read_bytes()


def test_the_example_says_that_it_is_invented_on_every_row(trial):
    data = (EXAMPLES / "exemple-fictif.csv").read_text("utf-8")
    assert all(line.endswith(";exemple fictif") for line in data.splitlines()[1:])
    made = trial(data).snapshot
    assert made.origine.mention == "Chiffres de l’unité, provisoires – exemple fictif"
    assert Activite(trial(data).opened).of("81218").exemple_fictif


def test_a_snapshot_is_internal_and_dated_by_its_newest_month(trial):
    made = trial(form(*pair(1, 0), *pair(2, 3, 4, territoire=UNIT, mention=""))).snapshot
    assert made.name == "activite"
    assert made.origine.diffusion is Diffusion.INTERNE
    assert made.origine.edition == "2026-03"
    assert [one.fichier for one in made.origine.importes] == ["forme.csv"]


def test_a_csv_of_a_french_spreadsheet_is_read(trial):
    data = form(*pair(1, territoire="Brigade d'Albi", indicateur="Dégradations"))
    text = trial(data.encode("cp1252")).snapshot.files[ACTIVITE_FILE].decode()
    assert text.splitlines()[1].startswith("Brigade d’Albi;Vols;Dégradations;;2026;1;")


def test_a_unit_is_called_by_its_name_whatever_was_written(trial):
    made = trial(form(*pair(1, territoire="1005157")))
    assert {line["territoire"] for line in made.opened.rows(ACTIVITE_FILE)} == {UNIT}
    assert Activite(made.opened).of("1005157", UNIT).lignes[0].mois == 1


def test_zero_is_kept_and_an_empty_month_is_unknown(trial):
    text = trial(form(*pair(0, 0))).snapshot.files[ACTIVITE_FILE].decode()
    assert ";2026;0;0;;;;;;;;;;;exemple fictif\n" in text
    assert ";2025;;;;;;;;;;;;;exemple fictif\n" in text


def test_numbers_typed_in_a_workbook_are_read(trial):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([column.title for column in FORM_COLUMNS])
    sheet.append([81218, "Vols", "Vols simples", 27.28, 2026, 4.0, 0])
    sheet.append(["81218", "Vols", "Vols simples", "27,28", "2025"])
    made = io.BytesIO()
    book.save(made)
    text = trial(made.getvalue(), "f.xlsx").snapshot.files[ACTIVITE_FILE].decode()
    assert text.splitlines()[1] == "81218;Vols;Vols simples;27, 28;2026;4;0;;;;;;;;;;;"


def test_a_second_sheet_on_the_same_territory_is_refused(trial):
    book = load_workbook(EXAMPLES / "exemple-fictif.xlsx")
    book.copy_worksheet(book[SHEET]).title = "Sauvegarde"
    made = io.BytesIO()
    book.save(made)
    found = trial(made.getvalue(), "f.xlsx").refused
    assert "« 81218 » est déjà dans un autre formulaire" in {p.message for p in found}
    assert {p.code for p in found} == {"doublon"}


def test_several_forms_make_one_snapshot(tmp_path):
    files = []
    for name, rows in (("a.csv", pair(1)), ("b.csv", pair(2, territoire=UNIT))):
        (tmp_path / name).write_text(form(*rows), "utf-8")
        files.append(InputFile(tmp_path / name, name))
    (made,) = convert(files, DAY, FRANCE)
    assert made.files[ACTIVITE_FILE].count(b"\n") == 5
    files = [InputFile(tmp_path / "a.csv", "a.csv"), InputFile(tmp_path / "a.csv", "z.csv")]
    with pytest.raises(ContentError, match="« 81218 » est déjà dans un autre formulaire"):
        convert(files, DAY, FRANCE)


def test_git_stages_nothing_of_an_internal_snapshot(project):
    folder = project.root / "content" / REFERENTIEL / "activite"
    path = EXAMPLES / "exemple-fictif.xlsx"
    import_official(project.workspace, "activite", [path], DAY)
    (folder / "notes.txt").write_text("à moi")
    git = ("git", "-C", str(project.root))
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    staged = subprocess.check_output([*git, "ls-files"], text=True)
    assert "content/fiche/" in staged
    assert "activite" not in staged
    opened = open_snapshot(folder, "activite", "activite")
    assert [*opened.rows(ACTIVITE_FILE)]
    assert [one.fichier for one in opened.fichiers] == [ACTIVITE_FILE]


def test_problems_of_every_form_are_reported_at_once(tmp_path):
    files = []
    for name, text in (("a.csv", form(*pair("x"))), ("b.csv", "a,b\n"), ("c.yaml", "lignes: 3\n")):
        (tmp_path / name).write_text(text, "utf-8")
        files.append(InputFile(tmp_path / name, name))
    with pytest.raises(ContentError) as caught:
        convert(files, DAY, FRANCE)
    assert [p.file for p in caught.value.problems if p.code != "territoire"] == [
        *("a.csv", "b.csv", "c.yaml")
    ]


# What is wrong


@pytest.mark.parametrize("count", ["1 234", "1.234", "1,5", "-1", "x", "1e3", "1\u00a0234"])
def test_a_count_is_written_in_one_way_only(trial, count):
    (found,) = refused(trial, *pair(3, count))
    assert found == (2, "Février", f"nombre entier attendu : « {count.strip()} »")


def test_month_after_an_empty_one_is_refused(trial):
    assert refused(trial, *pair(3, "", 4, "", 0)) == [
        (2, "Mars", "mois rempli après un mois vide"),
        (2, "Mai", "mois rempli après un mois vide"),
    ]


def test_repeated_row_is_reported_without_regard_to_case(trial):
    found = refused(trial, *pair(1), row(2, indicateur="VOLS SIMPLES"))
    assert found == [(4, "Indicateur", "ligne en double : « VOLS SIMPLES », 2026")]


def test_unit_is_one_under_its_name_and_its_identifier(trial):
    found = refused(trial, *pair(1, territoire=UNIT), row(2, territoire="1005157"))
    assert found == [(4, "Indicateur", "ligne en double : « Vols simples », 2026")]
    two = (row(2, territoire="1005157"), row(annee=2025, territoire="Brigade d'Albi"))
    assert Activite(trial(form(*two)).opened).of(UNIT).lignes[0].mois == 2


def test_the_two_years_of_an_indicator_meet_whatever_their_capitals(trial):
    made = trial(form(row(2), row(1, annee=2025, indicateur="VOLS SIMPLES", domaine="vols")))
    (line,) = Activite(made.opened).of("81218").lignes
    assert (line.indicateur, line.mois, line.mois_precedent) == ("Vols simples", 2, 1)


def test_name_of_a_commune_leads_to_its_code(trial):
    told = trial(form(*pair(1, territoire="Puygouzon"))).refused
    assert "pour la commune, écrivez son code INSEE : 81218 ;" in plain_blanks(told[0].hint)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda one: one.nom)
def test_base_of_the_ssmsi_leads_to_its_command(trial, layout):
    titles = ";".join(f'"{name}"' for name in layout.columns.values())
    [problem] = trial(f"{titles}\n").refused
    assert (problem.code, problem.line) == ("ssmsi", 1)
    assert "docgen data import ssmsi " in problem.hint


@pytest.mark.parametrize(
    ("territoire", "message"),
    [
        ("81999", "commune inconnue : « 81999 »"),
        ("81113", "« 81113 » n’est plus le code d’une commune"),
        ("1004", "code INSEE mal formé : « 1004 »"),
        ("Brigade d’Albie", "unité inconnue : « Brigade d’Albie »"),
        ("Puygouzon", "unité inconnue : « Puygouzon »"),
    ],
)
def test_unknown_territory_is_reported(trial, territoire, message):
    assert {
        (field, said) for _, field, said in refused(trial, *pair(1, territoire=territoire))
    } == {("Territoire", message)}


def test_each_indicator_has_its_two_years_and_no_other(trial):
    alone = row(1, indicateur="Seul")
    older = row(1, annee=2024)
    assert refused(trial, *pair(1), alone, older) == [
        (4, "Année", "« Seul » n’a pas de ligne 2025"),
        (5, "Année", "année de trop"),
    ]


def test_year_without_any_month_is_reported(trial):
    (found,) = refused(trial, row(), row(5, annee=2025))
    assert found == (2, "Territoire", "aucun mois de 2026 n’est rempli pour ce territoire")


def test_index_is_well_formed_and_equal_in_both_years(trial):
    first, second = row(1, index_4001="27, 28"), row(annee=2025, index_4001="27")
    (found,) = refused(trial, first, second)
    assert found == (3, "Index 4001", "« Vols simples » a un autre index sur une autre ligne")
    found = refused(trial, *pair(1, index_4001="vingt"))
    assert found[0][1:] == ("Index 4001", "index de l’État 4001 mal formé : « vingt »")
    assert not trial(form(row(1, index_4001="27,28"), row(annee=2025, index_4001="27, 28"))).refused


def test_invented_and_real_figures_are_not_mixed(trial):
    first, second = pair(1)
    (found,) = refused(trial, first, second.replace("exemple fictif", ""))
    assert found[::2] == (3, "ligne sans la mention, dans un territoire en « exemple fictif »")
    found = refused(trial, *pair(1, mention="vrai"))
    assert found[0][2] == "valeur inconnue : « vrai »"


def test_a_year_is_written_with_four_figures(trial):
    (found,) = refused(trial, *pair(1), row(1, annee=26, indicateur="Autre"))
    assert found[1:] == ("Année", "année attendue : « 26 »")


@pytest.mark.parametrize("written", ["27,3", " 27,3 "])
def test_an_index_that_a_spreadsheet_may_have_cut_is_refused(trial, written):
    found = refused(trial, *pair(1, index_4001=written))
    assert {message for _, _, message in found} == {"index de l’État 4001 ambigu : « 27,3 »"}
    assert not refused(trial, *pair(1, index_4001="27, 3"))


def test_missing_and_unknown_columns_are_reported(trial):
    text = form(*pair(1)).replace("indicateur;", "indicateurs;").replace("aout", "août")
    found = {p.message for p in trial(text).refused}
    assert found == {"titre changé en C1 : « indicateurs »"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("a,b\n1,2\n", "ce n’est pas le formulaire d’activité"),
        ("", "fichier vide"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", LOCKED),
        (f"{HEADER}\n", "formulaire vide : aucune ligne n’est remplie"),
        ("lignes: []\n", "formulaire vide : aucune ligne n’est remplie"),
        (f"{HEADER}\n81218;Vols\n", "2 valeurs pour 18 colonnes"),
        ("lignes:\n  - {territoire: 81218\n", "accolade « } » attendue"),
        ("lignes:\n  - [a]\n", "groupe de clés attendu"),
        (b"PK\3\4", "ce n’est pas un classeur lisible"),
    ],
)
def test_other_file_is_refused_as_a_form(trial, data, message):
    assert message in [p.message for p in trial(data).refused]


def test_a_yaml_that_would_take_hours_is_refused(trial):
    done = trial("lignes:\n" + "# exemple fictif\n" * 60_000)
    assert [problem.message for problem in done.refused] == ["YAML trop gros : plus de 1000 ko"]


def test_a_workbook_without_the_form_is_refused(trial):
    made = io.BytesIO()
    Workbook().save(made)
    assert [p.message for p in trial(made.getvalue(), "f.xlsx").refused] == [
        "aucune feuille n’est le formulaire"
    ]


def test_a_problem_in_a_workbook_names_its_sheet(trial):
    book = load_workbook(EXAMPLES / "exemple-fictif.xlsx")
    book[SHEET]["F2"] = 1.5
    book[SHEET]["G3"] = "=1+1"
    made = io.BytesIO()
    book.save(made)
    found = [str(p).partition("\n")[0] for p in trial(made.getvalue(), "f.xlsx").refused]
    assert found == [
        "f.xlsx:Activité (interne):2 : Janvier : nombre entier attendu : « 1,5 »",
        "f.xlsx:Activité (interne):3 : Février : formule dans une cellule : seule une valeur "
        "est lue",
    ]


def test_the_form_and_the_snapshot_have_the_same_columns():
    assert (
        [column.key for column in FORM_COLUMNS]
        == list(ACTIVITE_COLUMNS)
        == list(Saisie.model_fields)
    )
    assert set(Formulaire.model_fields) == {"lignes"}


SPELLINGS = {
    "territoire": (["81218"], [UNIT, "Brigade d'Albi", "1005157"]),
    "indicateur": (["Vols simples", "VOLS SIMPLES"], ["Dégradations", "degradations"]),
    "domaine": (["Vols", "vols"], ["Autres"]),
}
"""Two values of each sort, each with several spellings."""
MONTHS = st.lists(st.sampled_from(["0", "3", "25"]), max_size=4)


@st.composite
def pairs(draw):
    """Return the two rows of an indicator, each with its own spelling."""
    things = {key: draw(st.sampled_from(both)) for key, both in SPELLINGS.items()}
    return [
        row(*draw(MONTHS), annee=annee, **{k: draw(st.sampled_from(v)) for k, v in things.items()})
        for annee in (2026, 2025)
    ]


@given(
    st.lists(pairs(), min_size=1, max_size=3).map(
        lambda found: [one for two in found for one in two]
    )
)
def test_accepted_files_can_be_read(rows):
    with tempfile.TemporaryDirectory() as folder:
        trial = TrialImport(Path(folder), convert, form(*rows), "forme.csv")
        event(f"accepted: {not trial.refused}")
        if not trial.refused:
            activite = Activite(trial.opened)
            names = {line["territoire"] for line in trial.opened.rows(ACTIVITE_FILE)}
            assert len([line for one in names for line in activite.of(one).lignes]) * 2 == len(rows)


# The empty form


def test_an_empty_form_offers_the_unit_and_its_communes():
    data = blank_form(FRANCE, "Brigade d'Albi", 2026)
    assert data == blank_form(FRANCE, UNIT, 2026)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Lisez-moi", SHEET, "Territoires"]
    places = [[cell.value for cell in line] for line in book["Territoires"].iter_rows(min_row=2)]
    assert places[0] == [UNIT, "toute l’unité"]
    assert ["81218", "Puygouzon"] in places
    lists = {str(r.sqref): r.formula1 for r in book[SHEET].data_validations.dataValidation}
    assert lists[f"A2:A{BLANK_ROWS + 1}"] == f"Territoires!$A$2:$A${len(places) + 1}"
    assert lists[f"E2:E{BLANK_ROWS + 1}"] == '"2026,2025"'


@pytest.mark.parametrize("newest", [2026, 1996])
def test_an_empty_form_that_is_filled_in_is_read(trial, newest):
    book = load_workbook(io.BytesIO(blank_form(FRANCE, UNIT, newest)))
    for line, year in ((2, str(newest)), (3, newest - 1)):
        for place, value in enumerate(["81218", "Vols", "Vols simples", None, year, 3], 1):
            book[SHEET].cell(line, place, value)
    made = io.BytesIO()
    book.save(made)
    (releve,) = [Activite(trial(made.getvalue(), "f.xlsx").opened).of("81218")]
    assert releve.mois == date(newest, 1, 1)
    assert trial(blank_form(FRANCE, UNIT, newest), "f.xlsx").refused[0].code == "vide"


def test_an_empty_form_of_an_unknown_unit_is_refused():
    with pytest.raises(ContentError, match="vouliez-vous dire « Brigade d’Albi »"):
        blank_form(FRANCE, "Brigade d’Alby", 2026)
