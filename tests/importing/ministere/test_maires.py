"""Import of the mayors; every mayor here is invented."""

from datetime import date

import pytest

from docgen.importing.input_file import ImportOptions
from docgen.importing.ministere.maires import ALLOWED_COLUMNS, NEEDED_COLUMNS, RESTORED, convert
from docgen.referential.communes.maires import MAIRES_COLUMNS, MAIRES_FILE, Maires, Sexe
from tests.importing.trial_import import DAY, FRANCE, TrialImport, table

OFFICIAL = (*NEEDED_COLUMNS[:2], *ALLOWED_COLUMNS[:2], *NEEDED_COLUMNS[2:])
"""The 14 columns, in their order."""
PLAIN = {
    "Code du département": "81",
    "Libellé du département": "Tarn",
    "Code de la commune": "81218",
    "Libellé de la commune": "Exemple-Fictif Sur Papier",
    "Nom de l'élu": "FICTIF-EXEMPLE",
    "Prénom de l'élu": "Zénobie",
    "Code sexe": "F",
    "Date de naissance": "1961-02-03",
    "Code de la catégorie socio-professionnelle": "74",
    "Libellé de la catégorie socio-professionnelle": "Employé fictif",
    "Date de début du mandat": "2026-03-15",
    "Date de début de la fonction": "2026-03-20",
}
OTHER = {"Code de la commune": "81004", "Nom de l'élu": "AUTRE FICTIF", "Code sexe": "M"}


def official(*changes, columns=OFFICIAL):
    """Return a file in the official layout; each row is given by its changes of a plain one."""
    return table(columns, *(tuple((PLAIN | one).get(n, "") for n in columns) for one in changes))


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports such a file."""

    def tried(*changes, columns=OFFICIAL, coding="utf-8", **options):
        data = official(*changes, columns=columns).encode(coding)
        return TrialImport(tmp_path, convert, data, "elus-maires-mai.csv", **options)

    return tried


def mayor(done, code="81218"):
    return Maires(done.opened).of(code)


def test_the_official_file_has_fourteen_columns():
    assert len(OFFICIAL) == 14


def test_a_mayor_is_kept_by_name_and_sex(trial):
    found = mayor(trial({}, OTHER))
    assert found.nom_complet == "Zénobie Fictif-Exemple"
    assert (found.sexe, found.a_verifier) == (Sexe.FEMME, False)
    assert mayor(trial({}, OTHER), "81004").sexe is Sexe.HOMME


@pytest.mark.parametrize("day", ["2026-08-02", "02/08/2026", "2062-03-15"])
def test_date_after_the_edition_is_an_error(trial, day):
    done = trial({"Date de début de la fonction": day})
    assert done.errors == [(2, "edition")]
    assert not trial({"Date de début de la fonction": "2026-08-01"}).errors


def test_a_slip_of_the_file_costs_its_date_alone(trial):
    """As « 2026-12-06 » in Aveyron, in the file of the summer of 2026, which nobody may correct."""
    slip = {"Date de début de la fonction": "2026-12-06"}
    codes = [f"810{rank:02d}" for rank in range(1, 11)]
    others = [
        {
            "Code de la commune": code,
            "Libellé de la commune": FRANCE.communes.get(code).toponyme.nom,
        }
        for code in codes
    ]
    done = trial(slip, *others)
    assert (done.errors, [*dict(done.warnings)]) == ([], ["commune", "edition", "absente"])
    assert (mayor(done).depuis, mayor(done).nom_complet) == (None, "Zénobie Fictif-Exemple")
    assert mayor(done, "81001").depuis == date(2026, 3, 20)
    assert trial(slip, *others[:8]).errors == [(2, "edition")]


def test_a_month_is_an_edition_that_holds_all_its_days(tmp_path):
    data = official({"Date de début de la fonction": "2026-03-31"})
    assert not TrialImport(
        tmp_path, convert, data, "elus-2026-03.csv", options=ImportOptions()
    ).errors
    assert TrialImport(tmp_path, convert, data, "elus-2026-02.csv", options=ImportOptions()).errors


def test_birth_dates_and_professions_are_kept_nowhere(trial):
    secret = ("1961", "02-03", "Employé", "74")
    for done in (trial({}), trial({"Code sexe": "X", "Date de début du mandat": "?"})):
        told = "".join(f"{one}{one.field}" for one in done.infile.all_problems)
        made = b"".join(data for one in done.snapshots for data in one.files.values()).decode()
        assert done.snapshots or done.refused
        assert not [word for word in secret if word in told + made]
    header = trial({}).snapshot.files["maires.csv"].decode().splitlines()[0]
    assert header.split(";") == list(MAIRES_COLUMNS)


@pytest.mark.parametrize("day", ["15/03/2026", "2026-03-15"])
def test_both_forms_of_a_date_are_read(trial, day):
    for typed, kept in ((day, "2026-03-15"), ("", "")):
        [row] = trial({"Date de début du mandat": typed}).opened.rows(MAIRES_FILE)
        assert row["debut_mandat"] == kept


@pytest.mark.parametrize("day", ["15/3/26", "31/02/2026", "20260315", "2026-W11-7", "mars"])
def test_a_date_that_is_none_is_an_error(trial, day):
    assert trial({"Date de début du mandat": day}).errors == [(2, "date")]


def test_the_two_columns_of_special_status_may_be_absent(trial):
    assert mayor(trial({}, columns=NEEDED_COLUMNS)) is not None


def test_columns_are_addressed_by_name(trial):
    one, other = trial({}), trial({}, columns=OFFICIAL[::-1])
    assert one.snapshot.files == other.snapshot.files


def test_commune_without_mayor_is_a_warning(trial):
    told = dict(trial({}).warnings)["absente"]
    assert told.startswith("communes sans maire dans le fichier, 313 sur 314 : 81001 Aguts, ")


def test_the_mayor_of_a_merged_commune_is_not_kept(trial):
    done = trial({"Date de début de la fonction": "2026-06-02"}, {"Code de la commune": "81113"})
    assert mayor(done).nom == "Fictif-Exemple"
    assert mayor(done, "81113") is None
    assert dict(done.warnings)["inconnu"].endswith(": 81113")


def test_mayor_of_before_a_merger_is_not_kept(trial):
    done = trial({}, {"Code de la commune": "81113"}, OTHER)
    assert (mayor(done), mayor(done, "81004").nom) == (None, "Autre Fictif")


def test_the_ministrys_label_is_neither_joined_nor_kept(trial):
    assert "Papier" not in trial({}).snapshot.files["maires.csv"].decode()


def test_a_commune_has_one_mayor(trial):
    assert trial({}, {"Nom de l'élu": "AUTRE"}).errors == [(3, "doublon")]
    assert mayor(trial({}, {})) is not None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Code de la commune": "1004"}, "code"),
        ({"Code de la commune": "218"}, "code"),
        ({"Nom de l'élu": " "}, "nom"),
        ({"Prénom de l'élu": ""}, "nom"),
        ({"Nom de l'élu": "FICTIV漢S"}, "caractere"),
        ({"Prénom de l'élu": "Fictif\u202e"}, "caractere"),
        ({"Nom de l'élu": "FICTIV?S"}, "nom"),
        ({"Code sexe": ""}, "sexe"),
        ({"Code sexe": "H"}, "sexe"),
    ],
)
def test_missing_parts_of_a_mayor_are_reported(trial, change, code):
    assert trial(OTHER, change).errors == [(3, code)]


def test_lost_letter_is_reported_as_wrong_encoding(trial):
    assert (3, "codage") in trial(OTHER, {"Nom de l'élu": "FICTIV\ufffdS"}).errors


def test_restored_surname_is_marked_and_needs_a_provenance(trial):
    columns = (*OFFICIAL, RESTORED)
    told = ImportOptions(DAY.edition, "copie fictive")
    done = trial({RESTORED: "1"}, OTHER, columns=columns, options=told)
    assert (mayor(done).a_verifier, mayor(done, "81004").a_verifier) == (True, False)
    assert done.snapshot.origine.provenance == "copie fictive"
    assert trial({RESTORED: "1"}, columns=columns).errors == [(1, "provenance")]
    assert trial({RESTORED: "oui"}, columns=columns, options=told).errors == [(2, "accent")]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Code du département": "12"}, "departement"),
        ({"Code du département": "8"}, "departement"),
        ({"Libellé du département": "Aveyron"}, "departement"),
        ({"Code de la commune": "81257", "Libellé de la commune": "Saint-Ju‚ry"}, "codage"),
    ],
)
def test_columns_that_the_code_contradicts_are_refused_at_their_line(trial, change, code):
    done = trial({}, OTHER | change)
    assert done.errors == [(3, code)]
    assert all(one.hint for one in done.refused if one.code == code)


def test_many_wrong_names_mean_a_slipped_column(trial):
    codes = ("81001", "81002", "81003", "81004", "81005", "81006")
    done = trial(*({"Code de la commune": code} for code in codes))
    assert done.errors == [(line, "commune") for line in range(2, 8)]


def test_mayor_of_an_unknown_commune_is_reported_at_its_line(trial):
    done = trial({}, {"Code de la commune": "81999"})
    assert [one.line for one in done.infile.all_problems if one.code == "inconnu"] == [3]
