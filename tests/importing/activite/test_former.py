"""Forms over what was known before: other territories stay, and no month is lost unseen."""

import io
import re
import shutil

import pytest
from openpyxl import Workbook, load_workbook

from docgen.errors import ContentError
from docgen.importing.activite.blank_form import SHEET, blank_form
from docgen.importing.imports import import_official
from docgen.referential.figures.activite import ACTIVITE_FILE
from docgen.referential.referential import Referential
from docgen.workspace import REFERENTIEL, Workspace
from tests.conftest import ROOT, plain_blanks
from tests.importing.activite.test_convert import form, pair, row
from tests.importing.trial_import import DAY


@pytest.fixture
def project(tmp_path):
    """Return a project that knows the communes, and nothing else."""
    made = Workspace(tmp_path, tmp_path / "output")
    (made.content / REFERENTIEL).mkdir(parents=True)
    known = ROOT / "content" / REFERENTIEL / "cog"
    (made.content / REFERENTIEL / "cog").symlink_to(known)
    return made


def imported(project, *rows, name="a.csv"):
    """Import a form of this name into a project."""
    path = project.root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(form(*rows), "utf-8")
    return import_official(project, "activite", [path], DAY)


def test_a_form_keeps_what_others_said(project):
    path = project.content / "a.csv"
    other = pair(2, territoire="81004")
    whole = form(*pair(1, 2), *other)
    for rows, kept in ((whole, ()), (form(*pair(9)), ("81004",)), (whole, ())):
        path.write_text(rows, "utf-8")
        (made,) = import_official(project, "activite", [path], DAY).snapshots
        assert made.kept == kept
        assert made.files[ACTIVITE_FILE].decode().splitlines()[-2:] == [*other]
    assert made.files[ACTIVITE_FILE].decode() == whole
    path.write_text(form(*pair(1, mention="")), "utf-8")
    done = import_official(project, "activite", [path], DAY)
    assert (done.snapshots[0].kept, [one.code for one in done.problems]) == ((), ["fictif"])


@pytest.mark.parametrize("former", ["1005160", "BRIGADE D'ALBAN"])
def test_unit_named_otherwise_before_has_new_figures(project, former):
    """So it is where the brigades of France were known, and then those of a département alone."""
    imported(project, *pair(1, territoire=former))
    folder = project.content / REFERENTIEL / "competence"
    shutil.copytree(ROOT / "content" / REFERENTIEL / "competence", folder)
    unit = "Brigade d’Alban"
    imported(project, *pair(1, 2, territoire=unit))
    sheet = Referential(project).activite.of("1005160", unit)
    assert sheet.lignes[0].serie[:2] == (1, 2)
    imported(project, *pair(9, territoire="81004"))
    assert Referential(project).activite.of("1005160") is None


def test_figures_changed_by_hand_are_lost_by_no_import(project):
    imported(project, *pair(1))
    changed = project.content / REFERENTIEL / "activite" / ACTIVITE_FILE
    changed.write_text(changed.read_text("utf-8").replace("2026", "2025"), "utf-8")
    before = sorted((one, one.read_bytes()) for one in changed.parent.iterdir())
    other = pair(1, territoire="81004")
    with pytest.raises(ContentError) as refused:
        imported(project, *other)
    [problem] = refused.value.problems
    assert (problem.file, problem.code) == ("a.csv", "abime")
    assert sorted((one, one.read_bytes()) for one in changed.parent.iterdir()) == before
    shutil.rmtree(project.root / re.search(r"content/\w+/\w+", problem.hint)[0])
    assert imported(project, *pair(1), *other).snapshots


@pytest.mark.parametrize(
    ("rows", "lost"),
    [
        (pair(1, 2, mention=""), "Vols simples 2026 (3 mois, ici 2)"),
        ((row(5, 6, annee=2025, mention=""), row(annee=2024, mention="")), "2026 (3 mois, ici 0)"),
        ((*pair(1, 2, 3, mention=""),), ""),
        ((row(9, annee=2027, mention=""), row(1, 2, 3, mention="")), ""),
    ],
)
def test_a_form_that_loses_known_months_is_refused(project, rows, lost):
    imported(project, *pair(1, 2, 3, mention=""))
    if not lost:
        assert not imported(project, *rows).problems
        return
    with pytest.raises(ContentError) as refused:
        imported(project, *rows, name="vieux.csv")
    [problem] = refused.value.problems
    assert (problem.file, problem.code) == ("vieux.csv", "ancienne")
    assert lost in plain_blanks(problem.message)
    shutil.rmtree(project.root / re.search(r"content/\w+/\w+", problem.hint)[0])
    assert imported(project, *rows).snapshots


def test_an_empty_row_keeps_the_months_that_are_known(project):
    known = row(*range(12), annee=2025, mention="")
    imported(project, known, row(annee=2024, mention=""))
    for months in ((5,), (5, 6), ()):
        now = row(*months, mention=""), row(annee=2025, mention="")
        other = pair(1, mention="", indicateur="Dégradations")
        (made,) = imported(project, *now, *other).snapshots
        said = made.files[ACTIVITE_FILE].decode()
        assert said == form(row(*months or (5, 6), mention=""), known, *other)
    with pytest.raises(ContentError) as refused:
        imported(project, now[0], row(0, annee=2025, mention=""), *other)
    assert "laissez toute sa ligne vide" in plain_blanks(refused.value.problems[0].hint)


def test_an_empty_row_keeps_no_invented_month(project):
    imported(project, *pair(1), row(1, indicateur="Seul"), row(3, annee=2025, indicateur="Seul"))
    true = *pair(2, mention=""), *pair(4, mention="", indicateur="Seul")
    (made,) = imported(project, *true).snapshots
    assert made.files[ACTIVITE_FILE].decode() == form(*true)


def test_an_indicator_that_a_form_has_no_more_is_told(project):
    imported(project, *pair(1, mention=""), *pair(2, mention="", indicateur="Dégradations"))
    [told] = imported(project, *pair(1, mention="")).problems
    assert (told.code, told.severity) == ("retire", "avertissement")
    assert "Dégradations" in told.message


def test_files_of_one_name_from_two_units_are_both_told(project):
    imported(project, *pair(1))
    imported(project, *pair(1, territoire="81004"), name="autre/a.csv")
    importes = Referential(project).snapshot("activite").importes
    assert [one.fichier for one in importes] == ["a.csv", "a.csv"]
    imported(project, *pair(1, territoire="81004"), name="autre/a.csv")
    assert Referential(project).snapshot("activite").importes == importes


def test_a_workbook_tells_what_its_form_hides_and_no_other(project):
    book = Workbook()
    notes = book.create_sheet("Notes")
    for line in form(*pair(3)).splitlines():
        book.worksheets[0].append(line.split(";"))
        notes.append(("à voir", "le 3"))
    for sheet in book:
        sheet.row_dimensions[2].hidden = True
    path = project.root / "a.xlsx"
    book.save(path)
    [told] = import_official(project, "activite", [path], DAY).problems
    assert (told.file, told.code) == ("a.xlsx:Sheet", "masque")


def test_next_form_has_the_indicators_and_figures_that_were_imported(project):
    (project.content / REFERENTIEL / "competence").symlink_to(
        ROOT / "content" / REFERENTIEL / "competence"
    )
    imported(project, *pair(4, 5, territoire="Brigade d’Albi", mention=""))
    for year, months in ((2026, [[4, 5], []]), (2027, [[], [4, 5]])):
        book = load_workbook(io.BytesIO(blank_form(Referential(project), "Brigade d’Albi", year)))
        rows = [*book[SHEET].iter_rows(min_row=2, max_row=4, values_only=True)]
        assert [row[0] for row in rows] == ["Brigade d’Albi", "Brigade d’Albi", None]
        assert [row[4] for row in rows] == [year, year - 1, None]
        assert [[one for one in row[5:17] if one is not None] for row in rows] == [*months, []]
