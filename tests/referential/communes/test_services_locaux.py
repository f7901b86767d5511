"""Local services of the directory of the administration; every service here is invented."""

import pytest

from docgen.referential.communes.services_locaux import ServicesLocaux, TypeService
from docgen.referential.snapshot import UNKNOWN_EDITION, OpenSnapshot
from tests.referential.directory import write_directory

MAIRIE = {
    "id": "m-1",
    "type": "mairie",
    "nom": "Mairie d’Exemple-Fictif",
    "commune": "81004",
    "adresse": "1 place Fictive | 81000 Exemple-Fictif",
    "adresse_postale": "BP 0 | 81013 Exemple-Fictif Cedex",
    "telephone": "+33563000000",
    "courriel": "mairie@exemple.invalid",
    "site": "https://exemple.invalid",
    "longitude": "2.1",
    "latitude": "43.9",
    "lundi": "08:00-12:00",
    "precision_horaires": "sur rendez-vous le soir",
    "modifie_le": "2026-03-02",
}
TRIBUNAUX = [
    {"id": f"t-{rank}", "type": "tribunal-judiciaire", "nom": f"Tribunal {rank}"} for rank in (1, 2)
]


@pytest.fixture
def services(tmp_path):
    """Return a function that opens a snapshot of services, each given by its values."""

    def opened(*given, edition="2026-08-01", served=()):
        write_directory(tmp_path, *given, served=served, edition=edition)
        return ServicesLocaux(OpenSnapshot(tmp_path, "annuaire", "annuaire"))

    return opened


def test_town_hall_is_read_with_all_that_is_printed(services):
    found = services(MAIRIE).mairie("81004")
    assert (found.nom, found.type) == ("Mairie d’Exemple-Fictif", TypeService.MAIRIE)
    assert found.adresse == ("1 place Fictive", "81000 Exemple-Fictif")
    assert found.adresse_postale == ("BP 0", "81013 Exemple-Fictif Cedex")
    assert found.telephone == "05\u00a063\u00a000\u00a000\u00a000"
    assert (found.courriel, found.site) == ("mairie@exemple.invalid", "https://exemple.invalid")
    assert found.horaires[0].startswith("Lundi, 8\u00a0h\u00a0à\u00a012\u00a0h")
    assert found.horaires[-1] == "sur rendez-vous le soir"
    assert found.source == "DILA, exemple fictif, août 2026"


def test_absent_values_are_empty(services):
    (bare,) = services({"id": "x", "type": "ddt", "nom": "DDT"})
    assert (bare.adresse, bare.adresse_postale, bare.horaires) == ((), (), ())
    assert (bare.telephone, bare.commune) == ("", None)


def test_address_to_write_to_is_that_to_visit_by_default(services):
    found = services(MAIRIE | {"adresse_postale": ""}).mairie("81004")
    assert found.adresse_postale == found.adresse


def test_competence_tells_which_of_several_services_is_meant(services):
    known = services(*TRIBUNAUX, served=[("t-2", "81001 81004")])
    kind = TypeService.TRIBUNAL_JUDICIAIRE
    assert known.competent_for("81004", kind).nom == "Tribunal 2"
    assert known.competent_for("81065", kind) is None


def test_several_services_are_never_chosen_among(services):
    known = services(*TRIBUNAUX, served=[("t-1", "81004"), ("t-2", "81004")])
    assert known.only(TypeService.TRIBUNAL_JUDICIAIRE) is None
    assert known.competent_for("81004", TypeService.TRIBUNAL_JUDICIAIRE) is None
    assert services(TRIBUNAUX[0]).only(TypeService.TRIBUNAL_JUDICIAIRE).nom == "Tribunal 1"


def test_intercommunalite_is_found_by_its_siren(services):
    known = services({"id": "e", "type": "intercommunalite", "nom": "Agglo", "siren": "200000000"})
    assert known.of_siren("200000000").nom == "Agglo"
    assert known.of_siren("200000001") is None


@pytest.mark.parametrize(
    ("changed", "edition", "doubt"),
    [
        ("2026-03-02", "2026-08-01", ""),
        ("2025-07-31", "2026-08-01", "non revu depuis juillet 2025"),
        ("2025-07-31", "2026-07", ""),
        ("", "2026-08-01", ""),
        ("2026-03-02", UNKNOWN_EDITION, "annuaire sans date"),
    ],
)
def test_entry_of_more_than_a_year_is_to_be_confirmed(services, changed, edition, doubt):
    known = services(MAIRIE | {"modifie_le": changed}, edition=edition)
    assert known.mairie("81004").a_confirmer == doubt
