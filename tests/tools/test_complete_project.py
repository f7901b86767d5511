"""Tests of the complete projects: nothing is wrong in them, and all data are there."""

import re

import pytest
from tools.complete_project import telephone_of

from docgen.build.check import check_all
from docgen.document import Diffusion
from docgen.errors import Severity
from docgen.referential.communes.zones import Force
from docgen.referential.referential import Referential
from tests.support.projects.complete import COMMUNES, DEPARTEMENTS, complete_project

SNAPSHOTS = ("maires", "unites", "contours", "ssmsi-communes", "ssmsi-departements", "activite")
TARN = re.compile(r"\btarn\b(?<!sur-tarn)|amr81|ggd81|\balbi\b|castres|carayon|doose", re.I)


@pytest.mark.parametrize("departement", DEPARTEMENTS)
def test_complete_project_has_no_error_and_names_no_other_departement(departement):
    problems = check_all(complete_project(departement)).problems
    wrong = (one for one in problems if one.severity is Severity.ERREUR or one.code == "ailleurs")
    assert [*wrong] == []


@pytest.mark.parametrize("departement", DEPARTEMENTS)
def test_complete_project_has_all_data_but_outlines_invented(departement):
    referential = Referential(complete_project(departement))
    assert referential.home == departement
    shipped = {"contours"} if departement == "81" else set()
    for name in {*SNAPSHOTS} - shipped:
        assert referential.snapshot(name).origine.provenance == "exemple fictif"
    zones = (Force.GENDARMERIE, Force.POLICE)
    rural, city = (referential.competence.in_zone(force) for force in zones)
    assert {*COMMUNES[departement][:3]} <= {*rural}
    assert COMMUNES[departement][3] in city
    for code in (*rural, *city):
        commune = referential.territoire.seen_by(Diffusion.INTERNE).of_commune(code)
        assert None not in (commune.police_municipale, commune.videoprotection)
        unit = referential.competence.of(code)
        assert referential.territoire.of_unit(unit.service, unit.id_service).telephone


@pytest.mark.parametrize("departement", DEPARTEMENTS)
def test_complete_project_has_figures_of_each_brigade_and_a_report(departement):
    referential = Referential(complete_project(departement))
    for code in referential.competence.in_zone(Force.GENDARMERIE):
        figures = referential.activite
        unit = referential.competence.of(code)
        assert figures.of(code).exemple_fictif
        assert figures.of(unit.id_service, unit.service).exemple_fictif
    report = (complete_project(departement).content / "bilan/2026.yaml").read_text("utf-8")
    assert not re.findall(r"valeur: \}|fait:\n|suite:\n", report)


def test_texts_of_another_departement_do_not_name_the_tarn():
    for path in complete_project("31").content.rglob("*.yaml"):
        assert not TARN.findall(path.read_text("utf-8")), path


def test_telephones_of_all_of_france_are_well_formed():
    numbers = [telephone_of(rank) for rank in range(0, 60_000, 37)]
    assert [number for number in numbers if not re.fullmatch(r"0\d( \d\d){4}", number)] == []
