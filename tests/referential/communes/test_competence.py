"""The competent units, as a sentence names them."""

import pytest

from docgen.french.typography import prose
from docgen.referential.communes.competence import Competence, Competences
from docgen.referential.communes.zones import Force
from docgen.referential.snapshot import open_snapshot
from tests.conftest import ROOT

POLICE_TOWNS = {
    "Commissariat de police d’Albi": {"81004", "81018", "81144", "81257"},
    "Commissariat de police de Castres": {"81065"},
    "Commissariat de police de Mazamet": {"81163", "81021"},
    "Commissariat de police de Carmaux": {"81060", "81033", "81244"},
}
"""The ten communes of the Tarn in police zone (data/README, 6.1)."""


@pytest.fixture(scope="module")
def tarn():
    """Return the competence snapshot of docgen."""
    return Competences(open_snapshot(ROOT / "content/referentiel/competence", "competence", ""))


def units(competences):
    codes = (code for force in Force for code in competences.in_zone(force))
    return {competences.of(code) for code in codes}


def test_tarn_has_ten_communes_in_police_zone(tarn):
    gendarmerie, police = tarn.in_zone(Force.GENDARMERIE), tarn.in_zone(Force.POLICE)
    assert (len(gendarmerie), len(police), tarn.in_zone(Force.AUTRE)) == (304, 10, ())
    stations = {tarn.of(code) for code in police}
    found = {station.service: set(tarn.of_service(station)) for station in stations}
    assert found == POLICE_TOWNS


def test_the_tarn_has_31_brigades_which_share_the_rest(tarn):
    brigades = {tarn.of(code) for code in tarn.in_zone(Force.GENDARMERIE)}
    assert len(brigades) == len({brigade.id_service for brigade in brigades}) == 31
    shared = sorted(code for brigade in brigades for code in tarn.of_service(brigade))
    assert shared == list(tarn.in_zone(Force.GENDARMERIE))


def test_every_unit_of_the_tarn_has_its_article(tarn):
    for unit in units(tarn):
        name = unit.service[0].lower() + unit.service[1:]
        article, contracted = ("le", "du") if unit.force is Force.POLICE else ("la", "de la")
        assert unit.le == f"{article} {name}"
        assert unit.de == f"{contracted} {name}"
        assert "'" not in unit.service
        assert prose(unit.de) == unit.de


@pytest.mark.parametrize(
    ("service", "le", "de"),
    [
        ("Brigade de Réalmont", "la brigade de Réalmont", "de la brigade de Réalmont"),
        ("Brigade de La Foa", "la brigade de La\u00a0Foa", "de la brigade de La\u00a0Foa"),
        ("Brigade d’Albi", "la brigade d’Albi", "de la brigade d’Albi"),
        (
            "Commissariat de police d’Albi",
            "le commissariat de police d’Albi",
            "du commissariat de police d’Albi",
        ),
        ("Communauté de brigades de X", "la communauté de brigades de X", None),
        ("Circonscription de police de X", "la circonscription de police de X", None),
        ("Bureau de police de X", "le bureau de police de X", "du bureau de police de X"),
        ("Hôtel de police de X", "l’hôtel de police de X", "de l’hôtel de police de X"),
        ("Unité de X", "l’unité de X", "de l’unité de X"),
        ("DTPN de X", "le service «\u00a0DTPN de X\u00a0»", "du service «\u00a0DTPN de X\u00a0»"),
    ],
)
def test_a_unit_takes_the_article_of_its_first_word(service, le, de):
    unit = Competence(Force.AUTRE, service, "")
    assert unit.le == le
    assert unit.de == (de or f"de {le}")
