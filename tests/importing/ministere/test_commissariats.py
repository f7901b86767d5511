"""Import of police stations open to the public; every station here is invented."""

import pytest

from docgen.importing.ministere.open_places import convert_stations
from docgen.referential.communes.unites import Unites, station_key
from tests.importing.trial_import import TrialImport, table

COLUMNS = (
    *("service", "adresse_geographique", "telephone", "departement", "code_commune_insee"),
    *("voie", "code_postal", "commune", "geocodage_epsg", "geocodage_x", "geocodage_y"),
    *("geocodage_x_GPS", "geocodage_y_GPS"),
)
ALBI = {
    "service": "Commissariat de police d'Albi",
    "telephone": "+33 5 99 00 00 00",
    "departement": "81",
    "code_commune_insee": "81004",
    "voie": "1 rue de l'Exemple Fictif",
    "code_postal": "81000",
    "commune": "Albi",
    "geocodage_x_GPS": "2.15",
    "geocodage_y_GPS": "43.92",
}
OTHERS = [
    ALBI
    | {"service": f"Commissariat de police {name}", "code_commune_insee": code, "commune": town}
    for name, code, town in (
        ("de CASTRES", "81065", "CASTRES"),
        ("de Mazamet", "81163", "Mazamet"),
        ("de Carmaux", "81060", "Carmaux"),
    )
]


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports stations in the official layout."""

    def tried(*stations, columns=COLUMNS):
        rows = [tuple(one.get(name, "") for name in columns) for one in stations]
        return TrialImport(tmp_path, convert_stations, table(columns, *rows), "export-pn.csv")

    return tried


def test_a_station_is_found_by_its_departement_and_its_name(trial):
    done = trial(ALBI, *OTHERS)
    assert done.warnings == []
    found = Unites(done.opened).get(station_key("81", "Commissariat de police d’Albi"))
    assert found.adresse == ("1 rue de l’Exemple Fictif", "81000 Albi")
    assert found.telephone == "05\u00a099\u00a000\u00a000\u00a000"
    assert found.horaires == ()
    assert Unites(done.opened).get(station_key("81", "Commissariat de police de castres"))
    assert not Unites(done.opened).get(station_key("12", "Commissariat de police d’Albi"))


def test_a_competent_station_that_the_file_lacks_is_told(trial):
    [(code, message)] = trial(*OTHERS).warnings
    assert code == "absent"
    assert message.endswith("Commissariat de police d’Albi")


def test_homonyms_of_a_departement_are_told_and_not_kept(trial):
    done = trial(ALBI, ALBI | {"telephone": "+33 5 99 00 00 01"}, *OTHERS)
    assert [code for code, _ in done.warnings] == ["homonymes", "absent"]
    assert not Unites(done.opened).get(station_key("81", "Commissariat de police d’Albi"))


def test_a_repeated_station_is_kept_once(trial):
    done = trial(ALBI, ALBI, *OTHERS)
    assert [code for code, _ in done.warnings] == ["doublon"]
    assert Unites(done.opened).get(station_key("81", "Commissariat de police d’Albi"))


def test_a_station_without_a_commune_is_told_and_not_kept(trial):
    done = trial(ALBI, *OTHERS, ALBI | {"code_commune_insee": "", "service": "Poste fictif"})
    assert [code for code, _ in done.warnings] == ["commune"]
    assert "Poste fictif (ligne 6)" in done.warnings[0][1]


def test_unreadable_telephone_keeps_the_station(trial):
    done = trial(ALBI | {"telephone": "voir le standard"}, *OTHERS)
    assert [code for code, _ in done.warnings] == ["telephone"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"service": " "}, "unite"),
        ({"code_commune_insee": "1004"}, "code"),
        ({"departement": "82"}, "departement"),
        ({"code_postal": "8100"}, "code"),
        ({"geocodage_x_GPS": "2150"}, "coordonnees"),
    ],
)
def test_damaged_rows_stop_the_import(trial, change, error):
    assert trial(ALBI | change, *OTHERS).errors == [(2, error)]


def test_the_file_of_the_gendarmerie_is_refused(trial):
    done = trial(ALBI, columns=("identifiant_public_unite", *COLUMNS, "horaires_accueil"))
    assert done.errors == [(1, "colonne"), (1, "colonne")]


def test_file_without_stations_is_refused(trial):
    assert trial().errors == [(None, "vide")]
