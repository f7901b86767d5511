"""Import of the competent units."""

import pytest

from docgen.importing.input_file import ImportOptions
from docgen.importing.ministere.competence import convert, service_of
from docgen.referential.communes.competence import Competences
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import ROOT
from tests.importing.trial_import import DAY, FRANCE, SHARED, TrialImport, table

COLUMNS = (
    *("code_commune", "libelle_commune", "institution", "id_service", "service"),
    *("code_postal", "codes_postaux"),
)
REAL = SHARED / "gn-competence-81.csv"


def row(code, institution="GN", number="999001", service="Gendarmerie - Brigade d'Exemple-Fictif"):
    """Return a row in the official layout; the unit is invented."""
    return tuple(
        f'"{value}"'
        for value in (code, "exemple fictif", institution, number, service, "81000", "81000-81990")
    )


POLICE = ("PN", "", "Commissariat de police d'Exemple-Fictif")


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports rows in the official layout."""

    def tried(*rows, **options):
        return TrialImport(tmp_path, convert, table(COLUMNS, *rows), **options)

    return tried


def test_gendarmerie_and_police_are_kept_by_code(trial):
    competences = Competences(trial(row("81218"), row("81004", *POLICE)).opened)
    brigade, station = competences.of("81218"), competences.of("81004")
    assert (brigade.force, brigade.id_service) == (Force.GENDARMERIE, "999001")
    assert brigade.service == "Brigade d’Exemple-Fictif"
    assert (station.force, station.id_service) == (Force.POLICE, "")
    assert station.service == "Commissariat de police d’Exemple-Fictif"
    assert competences.of("81001") is None


def test_the_same_rows_in_another_order_make_the_same_bytes(trial):
    one = trial(row("81218"), row("81004", *POLICE)).snapshot
    other = trial(row("81004", *POLICE), row("81218")).snapshot
    assert one.files == other.files


def test_an_unknown_institution_is_named_and_kept(trial):
    done = trial(row("81004", "PP", "", "Direction d'exemple fictif"))
    assert Competences(done.opened).of("81004").force is Force.AUTRE
    assert ("institution", "institution inconnue : « PP » (81004)") in done.warnings


def test_brigade_without_identifier_is_a_warning(trial):
    assert "id_service" in dict(trial(row("81218", number="")).warnings)
    assert "id_service" not in dict(trial(row("81004", *POLICE)).warnings)


def test_one_identifier_with_two_names_is_refused_with_both_rows(trial):
    other = row("81232", service="Gendarmerie - Brigade d'Ailleurs-Fictif")
    done = trial(row("81218"), row("81003"), other, row("81004", *POLICE))
    assert done.errors == [(4, "id_service")]
    refusal = next(one for one in done.refused if one.code == "id_service")
    assert "ligne 2, et ici « Brigade d’Ailleurs-Fictif »" in refusal.message


def test_lost_leading_zero_is_an_error_with_its_cause(trial):
    done = trial(row("81218"), row("1004"))
    assert done.errors == [(3, "code")]
    assert "« 01004 »" in next(one.hint for one in done.refused if one.line == 3)


def test_unprintable_name_is_reported_at_its_line(trial):
    assert trial(row("81218"), row("81004", number="2", service="Brigade 漢")).errors == [
        (3, "caractere")
    ]


@pytest.mark.parametrize("number", ["999001,0", "1,00516E+06", "1.00516E+06", "999 001"])
def test_an_identifier_that_a_spreadsheet_counted_is_an_error(trial, number):
    assert trial(row("81218", number=number)).errors == [(2, "identifiant")]


def test_one_departement_is_kept_of_a_national_file(trial):
    of_tarn = ImportOptions(DAY.edition, departement="81")
    wrong = row("82121", "", service="Brigade 漢")
    done = trial(row("81218"), wrong, row("2A004"), options=of_tarn)
    assert [one["code"] for one in done.opened.rows("competence.csv")] == ["81218"]
    assert "departement" not in dict(done.warnings)
    assert trial(row("82121"), options=of_tarn).errors == [(None, "vide")]
    assert trial(row("81218"), row("1004"), options=of_tarn).errors == [(3, "code")]


def test_several_departements_are_a_warning(trial):
    assert "departement" not in dict(trial(row("81218"), row("81004", *POLICE)).warnings)
    done = trial(row("81218"), row("46127"))
    assert dict(done.warnings)["departement"].startswith("2 ")
    [hint] = [one.hint for one in done.infile.problems if one.code == "departement"]
    assert "--departement 81" in hint  # that of the project


def test_every_problem_is_reported_in_one_pass(trial):
    done = trial(row("8121X"), row("81001", ""), row("81002", service=""), name="sans-date.csv")
    assert done.errors == [(2, "code"), (3, "institution"), (4, "service")]
    done = trial(row("1004"), row("81001", ""), options=ImportOptions())
    assert done.errors == [(None, "edition"), (2, "code"), (3, "institution")]


def test_contradictory_rows_are_an_error_and_equal_rows_are_merged(trial):
    done = trial(row("81218"), row("81218", *POLICE))
    assert done.errors == [(3, "doublon")]
    done = trial(row("81218"), row("81218"))
    told = [one for one in done.infile.all_problems if one.code == "doublon"]
    assert [(one.line, one.message[:8]) for one in told] == [(3, "1 ligne ")]
    assert len(list(done.opened.rows("competence.csv"))) == 1


def test_commune_absent_from_the_file_is_a_warning(trial):
    done = trial(row("81218"), row("81004", *POLICE))
    told = dict(done.warnings)["absente"]
    assert told.startswith("communes absentes du fichier, 312 sur 314 : 81001 Aguts, ")
    assert told.endswith(" et 306 autres")
    (hint,) = (one.hint for one in done.infile.all_problems if one.code == "absente")
    assert "le fichier est coupé" in hint


def test_few_missing_communes_are_not_taken_for_a_cut(trial):
    codes = [one.code for one in FRANCE.communes.in_departement("81")]
    done = trial(*((first, '""', *rest) for first, _, *rest in map(row, codes[7:])))
    (hint,) = (one.hint for one in done.infile.all_problems if one.code == "absente")
    assert not hint


def test_a_former_code_follows_its_commune(trial):
    done = trial(row("81113"))
    assert Competences(done.opened).of("81218").service == "Brigade d’Exemple-Fictif"
    assert "81113 → 81218" in dict(done.warnings)["ancien-code"]


def test_a_row_of_todays_commune_wins_over_a_former_code(trial):
    done = trial(row("81113", *POLICE), row("81218"))
    assert Competences(done.opened).of("81218").force is Force.GENDARMERIE
    assert Competences(done.opened).of("81113") is None


def test_a_merged_commune_of_two_units_is_left_without(trial):
    done = trial(row("81091"), row("81153", *POLICE), row("81004", *POLICE))
    assert Competences(done.opened).of("81062") is None
    assert dict(done.warnings)["partage"].endswith(": 81062")


def test_unknown_code_is_dropped_with_a_warning(trial):
    done = trial(row("81218"), row("81999"))
    assert Competences(done.opened).of("81999") is None
    (problem,) = [one for one in done.infile.all_problems if one.code == "inconnu"]
    assert problem.message.endswith(": 81999")
    assert problem.line == 3


def test_municipal_arrondissements_are_kept_for_their_city(trial):
    done = trial(row("75101", "PP", "", "exemple fictif"))
    assert Competences(done.opened).of("75101") is not None
    assert "absente" not in dict(done.warnings)


def test_names_of_communes_are_never_joined(trial):
    done = trial(tuple(value.replace("exemple fictif", "Albi") for value in row("81218")))
    assert Competences(done.opened).of("81218") is not None
    assert not done.errors


def test_codes_are_not_checked_without_the_communes_of_france(trial, tmp_path):
    nowhere = Referential(Workspace(tmp_path, tmp_path))
    done = trial(row("81999"), referential=nowhere)
    assert Competences(done.opened).of("81999") is not None
    assert [code for code, _ in done.warnings] == ["cog"]


def test_the_two_columns_of_postal_codes_may_be_absent(tmp_path):
    done = TrialImport(tmp_path, convert, table(COLUMNS[:5], row("81218")[:5]))
    assert Competences(done.opened).of("81218") is not None


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "cp1252"])
def test_every_coding_gives_the_same_names(tmp_path, coding):
    data = table(COLUMNS, row("81218", service="Gendarmerie - Brigade de Réalmont"))
    done = TrialImport(tmp_path, convert, data.encode(coding))
    assert Competences(done.opened).of("81218").service == "Brigade de Réalmont"


def test_an_empty_file_changes_nothing(trial):
    assert trial().errors == [(None, "vide")]
    assert trial(row("81999")).errors == [(None, "vide")]


def test_a_label_loses_its_force_and_nothing_else():
    assert service_of("Gendarmerie -  Brigade  d'Alban ") == "Brigade d’Alban"
    assert service_of("Commissariat de police d'Albi") == "Commissariat de police d’Albi"


@pytest.mark.skipif(not REAL.is_file(), reason="shared data is not here")
def test_shipped_snapshot_equals_the_import_of_the_official_file(tmp_path):
    done = TrialImport(tmp_path, convert, REAL.read_bytes(), REAL.name, options=DAY)
    assert done.warnings == [
        ("commune", "« Escroux » : le code 81085 est celui de Lacapelle-Escroux")
    ]
    shipped = ROOT / "content/referentiel/competence/competence.csv"
    assert done.snapshot.files == {"competence.csv": shipped.read_bytes()}


def test_postal_code_outside_its_list_is_refused_at_its_line(trial):
    wrong = tuple(one.replace('"81000"', '"82000"') for one in row("81004", *POLICE))
    assert trial(row("81218"), wrong).errors == [(3, "postal")]
