"""Import of the units open to the public; every unit here is invented."""

import pytest

from docgen.importing.input_file import ImportOptions
from docgen.importing.ministere import opening_hours as hours
from docgen.importing.ministere.open_places import convert_units
from docgen.referential.communes.unites import UNITES_FILE, Unites
from tests.importing.trial_import import TrialImport, table

BEFORE = (
    *("identifiant_public_unite", "service", "adresse_geographique", "telephone", "departement"),
    *("code_commune_insee", "voie", "code_postal", "commune", "geocodage_epsg", "geocodage_x"),
    *("geocodage_y", "geocodage_x_GPS", "geocodage_y_GPS"),
)
TEXT = (*BEFORE, "horaires_accueil", "url")
PLAGES = tuple(sorted(hours.COLUMNS))
PLAIN = {
    "identifiant_public_unite": "999001",
    "service": "Gendarmerie - Brigade d'Exemple-Fictif",
    "adresse_geographique": "1 rue de l'Exemple 81000 EXEMPLE-FICTIF",
    "telephone": "+33 5 63 00 00 00",
    "departement": "81",
    "code_commune_insee": "81004",
    "voie": "1 rue de l'Exemple",
    "code_postal": "81000",
    "commune": "Exemple-Fictif",
    "geocodage_x_GPS": "2.15",
    "geocodage_y_GPS": "43.92",
    "horaires_accueil": " Lundi : 8h00-12h00 14h00-18h00 Mardi : 8h00-12h00 14h00-18h00",
}


def rows(columns, *changes):
    """Return rows under columns; each is given by its changes of a plain one."""
    return [tuple((PLAIN | change).get(name, "") for name in columns) for change in changes]


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports units in the official layout, with hours as a text."""

    def tried(*changes, columns=TEXT, coding="utf-8", **options):
        data = table(columns, *rows(columns, *changes)).encode(coding)
        return TrialImport(tmp_path, convert_units, data, "export-gn2.csv", **options)

    return tried


def unit(done, identifier="999001"):
    return Unites(done.opened).get(identifier)


def placed(done):
    """Return the position of the unit of an import, as the snapshot has it."""
    [row] = done.opened.rows(UNITES_FILE)
    return row["longitude"], row["latitude"]


def test_an_identifier_that_a_spreadsheet_counted_is_an_error(trial):
    assert trial({"identifiant_public_unite": "999001,0"}).errors == [(2, "identifiant")]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig"])
def test_a_unit_is_kept_with_all_that_is_printed(trial, coding):
    done = trial({}, coding=coding)
    found = unit(done)
    assert found.nom == "Brigade d’Exemple-Fictif"
    assert found.adresse == ("1 rue de l’Exemple", "81000 Exemple-Fictif")
    assert found.telephone == "05\u00a063\u00a000\u00a000\u00a000"
    assert found.horaires[0].startswith("Lundi et mardi, 8\u00a0h\u00a0à\u00a012\u00a0h")
    assert placed(done) == ("2.15", "43.92")


def test_hours_in_columns_equal_hours_in_a_text(trial):
    week = {
        f"{day}_plage{number}_{end}": hour
        for day in ("lundi", "mardi")
        for number, pair in ((1, ("8h00", "12h00")), (2, ("14h0", "18h00")))
        for end, hour in zip(("debut", "fin"), pair, strict=True)
    }
    in_columns = trial(week, columns=(*BEFORE, *PLAGES, "url"))
    assert unit(in_columns).horaires == unit(trial({})).horaires


def test_hours_of_public_holidays_are_reported(trial):
    text = PLAIN["horaires_accueil"] + " Dimanche : 9h00-12h00 Jours Fériés : 9h00-12h00"
    found = unit(trial({"horaires_accueil": text}))
    assert "Dimanche et jours fériés, 9\u00a0h\u00a0à\u00a012\u00a0h" in found.horaires


def test_unreadable_hours_are_dropped_with_a_warning(trial):
    odd = {"identifiant_public_unite": "999002", "horaires_accueil": "Lundi : sur rendez-vous"}
    done = trial({}, odd)
    assert unit(done).horaires
    assert unit(done, "999002").horaires == ()
    assert dict(done.warnings)["horaires"] == "horaires illisibles : « sur rendez-vous »"


def test_hours_in_a_form_never_seen_change_nothing(trial):
    odd = {"identifiant_public_unite": "999002", "horaires_accueil": "L 8-12"}
    assert trial({}, odd, odd, odd).errors == [(None, "horaires")]
    assert not trial({"horaires_accueil": ""}).refused


@pytest.mark.parametrize("name", ["adresse_geographique", "adresse_geographique_unite", None])
def test_the_address_column_changes_its_name_or_is_absent(trial, name):
    columns = tuple(name if column == BEFORE[2] else column for column in TEXT)
    done = trial({}, columns=tuple(filter(None, columns)))
    assert unit(done).adresse == ("1 rue de l’Exemple", "81000 Exemple-Fictif")


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("+33 5 63 00 00 00", "05 63 00 00 00"),
        ("05.63.00.00.00", "05 63 00 00 00"),
        ("0033 5 63 00 00 00", "05 63 00 00 00"),
        ("+33 (0)5 63 00 00 00", "05 63 00 00 00"),
        ("+262 262 00 00 00", "02 62 00 00 00"),
        ("+262 269 00 00 00", "02 69 00 00 00"),  # Mayotte
        ("+687 00 00 00", "+687 00 00 00"),
        ("", ""),
    ],
)
def test_a_telephone_is_printed_as_the_french_write_it(trial, given, printed):
    done = trial({"telephone": given})
    assert unit(done).telephone == printed.replace(" ", "\u00a0")
    assert "telephone" not in dict(done.warnings)


def test_invalid_telephone_is_dropped_with_a_warning(trial):
    done = trial({"telephone": "17"})
    assert unit(done).telephone == ""
    assert "telephone" in dict(done.warnings)


def test_swapped_coordinates_are_corrected_with_a_warning(trial):
    done = trial({"geocodage_x_GPS": "43.92", "geocodage_y_GPS": "2.15"})
    assert placed(done) == ("2.15", "43.92")
    assert "coordonnees" in dict(done.warnings)


@pytest.mark.parametrize(
    ("x", "y"), [("215", "4392"), ("2.15", ""), ("0", "0"), ("13.4", "52.5"), ("a", "b")]
)
def test_impossible_coordinates_are_an_error(trial, x, y):
    assert trial({"geocodage_x_GPS": x, "geocodage_y_GPS": y}).errors == [(2, "coordonnees")]


def test_a_unit_without_coordinates_has_no_place_on_the_map(trial):
    assert placed(trial({"geocodage_x_GPS": "", "geocodage_y_GPS": ""})) == ("", "")


@pytest.mark.parametrize("column", ["service", "voie", "commune"])
def test_unprintable_text_is_reported_at_its_line(trial, column):
    assert trial({}, {column: "Exemple 漢\u202eFictif"}).errors == [(3, "caractere")] * 2


def test_combining_accents_are_composed(trial):
    assert unit(trial({"service": "Brigade de l'E\u0301toile"})).nom == "Brigade de l’Étoile"


def test_figures_of_another_script_make_no_number(trial):
    done = trial({"telephone": "٠٥٦٣٠٠٠٠٠٠", "code_postal": "٨١٠٠٠"})
    assert done.errors == [(2, "code")]
    assert "telephone" in dict(done.warnings)


def test_unit_without_identifier_is_dropped_with_a_warning(trial):
    done = trial({}, {"identifiant_public_unite": "0"}, {"identifiant_public_unite": ""})
    assert unit(done, "0") is None
    assert unit(done) is not None
    assert "Brigade d’Exemple-Fictif" in dict(done.warnings)["identifiant"]


def test_of_two_units_with_one_identifier_none_is_kept(trial):
    done = trial({}, {"voie": "2 rue de l'Exemple"}, {"identifiant_public_unite": "999002"})
    assert unit(done) is None
    assert unit(done, "999002") is not None
    assert "999001" in dict(done.warnings)["identifiant"]


def test_a_row_repeated_is_one_unit(trial):
    assert unit(trial({}, {})) is not None


def test_an_empty_file_changes_nothing(trial):
    assert trial().errors == [(None, "vide")]
    assert trial({"identifiant_public_unite": "0"}).errors == [(None, "vide")]


def test_every_problem_is_reported_in_one_pass(trial):
    done = trial(
        {"code_commune_insee": "1004", "code_postal": "1210"},
        {"service": "", "identifiant_public_unite": "999002"},
        options=ImportOptions(),
    )
    assert done.errors == [(None, "edition"), (2, "code"), (2, "code"), (3, "unite")]


def test_an_edition_never_seen_is_refused_with_every_column(trial):
    columns = ("id", *TEXT[1:-2], "ouverture")
    assert {code for _, code in trial({}, columns=columns).errors} == {"colonne"}
    assert len(trial({}, columns=columns).errors) == 4
    assert trial({}, columns=(*BEFORE, *PLAGES[:-1])).errors == [(1, "colonne")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"departement": "82"}, "departement"),
        ({"departement": "Aveyron"}, "departement"),
        ({"code_commune_insee": "81257", "commune": "Saint-Ju‚ry"}, "codage"),
    ],
)
def test_place_that_contradicts_its_code_is_refused_at_its_line(trial, change, code):
    assert trial({}, {"identifiant_public_unite": "999002"} | change).errors == [(3, code)]


@pytest.mark.parametrize("departement", ["81", "Tarn", "TARN", ""])
def test_departement_label_may_be_a_number_or_a_name(trial, departement):
    assert not trial({"departement": departement, "commune": "ALBI"}).refused


def test_a_row_that_is_repeated_is_counted(trial):
    done = trial({}, {}, {})
    expected = "2 lignes répétées à l’identique, gardées une fois"
    assert dict(done.warnings)["doublon"].startswith(expected)
