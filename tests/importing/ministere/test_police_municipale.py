"""Import of the survey of municipal polices; every number here is invented (exemple fictif)."""

from datetime import date

import pytest

from docgen.importing.input_file import ImportOptions
from docgen.importing.ministere.police_municipale import convert
from docgen.referential.communes.police_municipale import PolicesMunicipales
from tests.importing.spreadsheet.sheets import ods, xlsx
from tests.importing.trial_import import TrialImport

TITLES = [
    *("N°", "Département", "Nb de communes", "Communes", "Population"),
    "Mise à disposition d’agents de police municipale entre communes",
    *("Policiers municipaux", "ASVP", "Gardes-champêtres", "Maîtres-chiens"),
    "Chiens de patrouille de police municipale",
]
ABOVE = [
    ["Effectifs de police municipale par commune (exemple fictif)"],
    [],
    ["au 31 décembre"],
    TITLES,
]
CASTRES = [81, "TARN", None, "CASTRES", 42000, 0, 12, 3, 0, 0, 0]
NAME = "police-municipale-2024.ods"


def row(label, agents=1, shared=None, departement=81, asvp=0):
    return [departement, "TARN", None, label, 1000, shared, agents, asvp, 0, 0, 0]


@pytest.fixture
def trial(tmp_path):
    """Return a function that imports rows under the titles of the survey, as ODS."""

    def tried(*rows, above=ABOVE, make=ods, name=NAME, options=None):
        data = make([*above, *rows])
        return TrialImport(tmp_path, convert, data, name, options=options or ImportOptions())

    return tried


def kept(done):
    """Return whether each commune of the snapshot has a municipal police."""
    polices = PolicesMunicipales(done.opened)
    text = done.snapshot.files["effectifs.csv"].decode()
    codes = [line.split(";")[0] for line in text.splitlines()[1:]]
    return {code: polices.of(code).existe for code in codes}


@pytest.mark.parametrize("make", [ods, xlsx])
def test_agents_of_each_commune_are_kept(trial, make):
    done = trial(CASTRES, row("Albi (2)", 3, asvp=4), make=make)
    assert done.warnings == []
    assert done.snapshot.origine.edition == "2024"
    assert done.snapshot.files["effectifs.csv"].decode().splitlines() == [
        "code;agents;asvp;gardes_champetres;mise_a_disposition",
        *("81004;3;4;0;", "81065;12;3;0;"),
    ]
    assert PolicesMunicipales(done.opened).of("81065").source == (
        "12 agents en 2024 (ministère de l’intérieur)."
    )


def test_a_commune_has_a_police_only_where_the_survey_decides(trial):
    done = trial(
        *(CASTRES, row("Albi", 0), row("Gaillac", 0, shared=1), row("Graulhet", None)),
        row("Lavaur", "-"),
    )
    assert kept(done) == {
        **{"81065": True, "81004": False, "81099": None, "81105": None, "81140": None}
    }
    assert PolicesMunicipales(done.opened).of("81218") is None


def test_totals_are_no_communes(trial):
    done = trial(
        *(CASTRES, row("12", 40), row(None, 40), row("TOTAL TARN", 40)),
        ["TOTAL", "FRANCE", None, "4500", None, None, 25000],
    )
    assert (kept(done), done.warnings) == ({"81065": True}, [])


def test_a_departement_may_be_named_once_for_its_communes(trial):
    done = trial(
        *(["", "TARN", None, *CASTRES[3:]], ["", "", None, "Albi", 1, 0, 2]),
        ["", "COLLECTIVITE DE SAINT-MARTIN", None, "SAINT MARTIN", 1, 0, 2],
    )
    assert list(kept(done)) == ["81004", "81065", "97801"]


def test_what_is_not_matched_is_told_at_its_line(trial):
    done = trial(
        *(CASTRES, row("Albi"), row("Gaillac"), row("Lavaur")),
        *(row("Albbi"), row("VERGNE", departement=17), row("Foix", departement=99)),
    )
    assert [code for code, _ in done.warnings] == ["inconnue", "homonymes", "departement"]
    assert [one.line for one in done.infile.all_problems] == [9, 10, 11]
    assert "vouliez-vous dire" in done.infile.all_problems[0].hint
    assert all("police_municipale:" in one.hint for one in done.infile.all_problems)
    assert list(kept(done)) == ["81004", "81065", "81099", "81140"]


def test_a_commune_given_twice_with_other_numbers_is_not_kept(trial):
    done = trial(CASTRES, row("Albi", 1), row("ALBI (2)", 2), row("Lavaur", 1), row("LAVAUR", 1))
    assert [code for code, _ in done.warnings] == ["doublon", "doublon"]
    assert list(kept(done)) == ["81065", "81140"]


def test_a_former_commune_counts_when_its_commune_is_not_named(trial):
    done = trial(CASTRES, row("Labastide-Dénat", 1))
    assert [code for code, _ in done.warnings] == ["deleguee"]
    assert kept(done) == {"81065": True, "81218": True}
    both = trial(row("Labastide-Dénat", 1), row("Puygouzon", 0))
    assert (kept(both), both.warnings) == ({"81218": False}, [])


def test_unreadable_number_is_told_and_decides_nothing(trial):
    done = trial(CASTRES, row("Albi", "deux"), row("Lavaur", 0, shared="peut-être"))
    assert [code for code, _ in done.warnings] == ["nombre", "nombre"]
    assert kept(done) == {"81065": True, "81004": None, "81140": None}


def test_minus_is_nothing_only_alone(trial):
    done = trial(CASTRES, row("Albi", "-5"), row("Lavaur", " - ", asvp="-"))
    assert [code for code, _ in done.warnings] == ["nombre"]
    assert kept(done)["81004"] is None


def test_one_departement_is_kept_of_the_national_file(trial):
    lines = (CASTRES, row("Rodez", departement="12"), row("Nulle-Part", departement="12"))
    done = trial(*lines, options=ImportOptions(departement="81"))
    assert (list(kept(done)), done.warnings) == (["81065"], [])
    assert trial(*lines, options=ImportOptions(departement="82")).errors == [(None, "vide")]


def test_most_names_must_be_those_of_communes(trial):
    assert (None, "commune") in trial(CASTRES, row("Foo"), row("Bar")).errors


@pytest.mark.parametrize(
    ("title", "other"),
    [("Policiers municipaux", "Effectif"), ("Chiens de patrouille de police municipale", "PM")],
)
def test_unknown_columns_are_refused_with_their_titles(trial, title, other):
    titles = [other if one == title else one for one in TITLES]
    done = trial(CASTRES, above=[*ABOVE[:3], titles])
    assert done.errors == [(5, "colonne")]
    assert f"« {other} »" in done.refused[0].message


def test_workbook_of_another_subject_is_refused(trial):
    assert trial(["a", "b"]).errors == [(None, "colonne")]


def test_two_tables_of_communes_are_refused(tmp_path):
    data = ods([*ABOVE, CASTRES], [*ABOVE, CASTRES])
    done = TrialImport(tmp_path, convert, data, NAME, options=ImportOptions())
    assert done.errors == [(None, "feuille")]


@pytest.mark.parametrize("name", ["effectifs.ods", "effectifs-2023-2024.ods"])
def test_year_is_that_of_the_name_or_the_option(trial, name):
    assert (None, "edition") in trial(CASTRES, name=name).errors
    stated = ImportOptions(edition=date(2024, 12, 31))
    assert trial(CASTRES, name=name, options=stated).snapshot.origine.edition == "2024"


def test_other_stated_year_is_told(trial):
    stated = ImportOptions(edition=date(2019, 12, 31))
    done = trial(CASTRES, name="effectifs-2024.ods", options=stated)
    assert (done.snapshot.origine.edition, done.warnings[0][0]) == ("2019", "edition")
