"""The list NATINF of the ministère de la Justice, from its file to the snapshot."""

import pytest

from docgen.importing.natinf import HEADER, convert
from docgen.referential.droit.natinf import Natinf
from tests.importing.trial_import import SHARED, TrialImport, table

ROW = ("7", "Contravention de 4ème classe", "EXEMPLE FICTIF", "", "ART.R.634-2 C.PENAL.")
SAMPLE = SHARED / "legi/natinf/natinf-6-lignes.csv"


@pytest.mark.parametrize("coding", ["latin-1", "utf-8", "utf-8-sig"])
def test_the_list_is_kept_whole_in_any_coding(tmp_path, coding):
    data = table(HEADER, ("19", "Délit", "É", "", "x"), ROW).encode(coding)
    natinf = Natinf.of(TrialImport(tmp_path, convert, data).opened)
    assert [(one.numero, one.qualification) for one in natinf.infractions] == [
        *(("7", "EXEMPLE FICTIF"), ("19", "É"))
    ]
    assert natinf.infractions[0].classe == 4
    assert natinf.infractions[0].punishments == (("penal", "R634-2"),)


def test_what_no_program_shows_is_left_out(tmp_path):
    data = table(HEADER, ("7", "Délit", " EXEMPLE\u00a0 FICT\x07IF ≥ 3", "", "x"))
    natinf = Natinf.of(TrialImport(tmp_path, convert, data).opened)
    assert natinf.infractions[0].qualification == "EXEMPLE FICTIF ≥ 3"


def test_every_problem_of_the_list_is_told(tmp_path):
    rows = [ROW, ROW, ("n° 9", *ROW[1:]), ("10", *ROW[1:], "de trop")]
    done = TrialImport(tmp_path, convert, table(HEADER, *rows))
    assert done.errors == [(3, "doublon"), (4, "numero"), (5, "ligne")]


def test_what_is_odd_is_a_warning(tmp_path):
    data = table(HEADER, ROW, ("9", "Infraction nouvelle", "X", "", ""))
    done = TrialImport(tmp_path, convert, data)
    assert [code for code, _ in done.warnings] == ["nature", "absent"]
    assert done.snapshot.files


@pytest.mark.parametrize("header", [HEADER[:4], ("a", "b"), (*HEADER, "Autre")])
def test_a_list_of_other_columns_is_refused(tmp_path, header):
    done = TrialImport(tmp_path, convert, table(header, tuple("x" for _ in header)))
    assert {code for _, code in done.errors} == {"colonne"}


def test_an_empty_list_is_refused(tmp_path):
    assert TrialImport(tmp_path, convert, table(HEADER)).errors == [(None, "vide")]


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the shared data are not here")
def test_the_real_lines_are_read(tmp_path):
    natinf = Natinf.of(TrialImport(tmp_path, convert, SAMPLE.read_bytes()).opened)
    assert [one.numero for one in natinf.infractions] == ["7", "8", "11", "13", "16", "19"]
    known = {one.numero: one for one in natinf.infractions}
    assert known["11"].punishments == (("penal", "227-3"), ("penal", "227-29"))
    assert known["19"].classe == 5
