"""The communes that a base covers: missing ones are warnings, unknown ones errors."""

import pytest
from tools.synthetic_ssmsi import territories

from docgen.errors import Severity
from docgen.importing.input_file import ImportOptions, InputFile
from docgen.importing.ssmsi.convert import convert
from docgen.importing.ssmsi.geography import check_geography, known_communes
from docgen.referential.referential import Referential
from docgen.workspace import Workspace
from tests.conftest import plain_blanks
from tests.importing.ssmsi import ssmsi_examples as examples
from tests.importing.trial_import import FRANCE, TrialImport

NATIONAL = {code: line for line, (code, *_) in enumerate(territories(), start=2)}
"""A code of each territory of the national base, and a line."""
TARN = [code for code, departement, _ in territories() if departement == "81"]


@pytest.fixture(scope="module")
def france():
    """Return the communes of docgen's snapshot."""
    return known_communes(FRANCE)


@pytest.fixture
def reported(tmp_path, france):
    """Return a function that checks codes, and returns each problem: severity, code, message."""

    def run(codes, geographie=2026, known=france):
        given = InputFile(tmp_path / "absent.csv", "base.csv")
        lines = {code: line for line, code in enumerate(codes, start=2)}
        check_geography(given, lines, geographie, known)
        return [(one.severity is Severity.ERREUR, one.code, str(one)) for one in given.all_problems]

    return run


def all_but(*codes):
    """Return the codes of the national base without some."""
    return [code for code in NATIONAL if code not in codes]


def test_the_whole_of_france_needs_no_word(reported):
    assert len(NATIONAL) == 34_875 + 45
    assert reported(NATIONAL) == []


def test_national_base_without_some_communes_is_refused_with_their_places(reported):
    lost = reported(all_but("81004", "81218", "2A004"))
    assert [(wrong, code) for wrong, code, _ in lost] == [
        (True, "compte"),
        (False, "departement"),
        (False, "departement"),
    ]
    assert "34872 communes et 45 arrondissements" in lost[0][2]
    assert "la carte de 2026 en a 34875 et 45" in lost[0][2]
    assert (
        "département 2A, 1 des 124 communes du COG 2026 absente : Ajaccio (2A004)" in (lost[1][2])
    )
    assert "2 des 314 communes" in lost[2][2]
    assert "Albi (81004)" in lost[2][2]


def test_a_national_base_that_lost_a_departement_names_it(reported):
    _, (_, _, said) = reported(all_but(*TARN))
    assert "département 81, 314 des 314" in said
    assert said.count("(81") == 3


def test_a_national_base_without_arrondissements_lost_lines(reported):
    codes = [code for code in NATIONAL if not code.startswith(("751", "132", "6938"))]
    [(wrong, code, said)] = reported(codes)
    assert (wrong, code) == (True, "compte")
    assert "0 arrondissements" in said


def test_national_base_with_communes_of_another_year_is_refused(reported):
    (wrong, code, said), *_ = reported([*NATIONAL, "81107"])  # joined another commune long ago
    assert (wrong, code) == (True, "compte")
    assert "34876" in said


def test_unknown_number_of_communes_is_a_warning(reported):
    lost = reported(all_but("81004"), 2025)
    assert [(wrong, code) for wrong, code, _ in lost] == [(False, "compte"), (False, "departement")]


@pytest.mark.parametrize("code", ["81999", "00000", "75121", "81990"])
def test_unknown_code_is_refused_with_its_line(reported, code):
    [(_, _, said)] = [one for one in reported([*TARN, code]) if one[0]]
    assert f"« {code} » n’a jamais été le code d’une commune" in said
    assert "base.csv:316" in said


@pytest.mark.parametrize("code", ["81004", "81107", "81233", "75101", "01015", "98735"])
def test_present_old_and_partial_codes_are_known(reported, code):
    assert not any(wrong for wrong, *_ in reported([code]))


def test_unknown_code_of_a_later_map_is_a_warning(reported):
    found = [(wrong, code) for wrong, code, _ in reported([*TARN, "81999"], 2027)]
    assert found == [(False, "code-inconnu"), (False, "couverture")]


def test_extract_is_accepted_with_its_coverage(reported):
    [(wrong, code, said)] = reported(TARN)
    assert (wrong, code) == (False, "couverture")
    assert "314 communes de 1 département," in said


def test_an_extract_that_lost_communes_says_which(reported):
    _, (wrong, code, said) = reported(TARN[:-2])
    assert (wrong, code) == (False, "departement")
    assert "2 des 314 communes" in said


def test_commune_of_before_a_fusion_is_told(reported):
    found = reported([*TARN, "81226"], 2018)
    [said] = [said for wrong, code, said in found if (wrong, code) == (False, "fusion")]
    assert "1 commune comptée comme avant sa fusion : Terre-de-Bancalié (81233)" in plain_blanks(
        said
    )


def test_number_is_checked_without_the_communes_of_france(reported):
    found = [(wrong, code) for wrong, code, _ in reported(all_but("81004"), known=None)]
    assert found == [(True, "compte"), (False, "geographie")]


def test_a_project_without_communes_knows_none(tmp_path):
    assert known_communes(Referential(Workspace(tmp_path, tmp_path))) is None


def test_import_reports_unknown_codes_with_the_other_problems(tmp_path):
    example = examples.communal(codes=("81001", "81999")).but(4, nombre="-8")
    trial = TrialImport(
        tmp_path, convert, example.text, examples.NAMES["com"], options=ImportOptions()
    )
    assert trial.errors == [(4, "nombre"), (17, "code-inconnu")]
    assert [code for code, _ in trial.warnings] == ["couverture", "departement"]


def test_a_base_of_departements_has_no_communes_to_check(tmp_path):
    data = examples.departmental().write(tmp_path).read_bytes()
    trial = TrialImport(tmp_path, convert, data, examples.NAMES["dep"], options=ImportOptions())
    assert trial.snapshot.name == "ssmsi-departements"
    assert trial.warnings == []
