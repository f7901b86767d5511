"""Holders of roles whom the directory of the administration knows; every service is invented."""

import shutil

import pytest

from docgen.french.territory import CodeInsee
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from docgen.referential.territoire.annuaire import Annuaire
from docgen.referential.territoire.roles import Role
from tests.conftest import plain_blanks
from tests.referential.directory import write_directory

ALBAN, ALBI, CASTRES = map(CodeInsee, ("81003", "81004", "81065"))
NUMBER = "+33199000001"
MAIRIE = {
    "id": "m",
    "type": "mairie",
    "nom": "Mairie d’Alban",
    "commune": ALBAN,
    "adresse": "1 place Fictive | 81250 Alban",
    "adresse_postale": "BP 0 | 81250 Alban Cedex",
    "telephone": NUMBER,
    "courriel": "mairie@exemple.invalid",
    "lundi": "08:00-12:00",
}
TRIBUNAUX = [
    {
        "id": f"t{rank}",
        "type": "tribunal-judiciaire",
        "nom": f"Tribunal judiciaire {rank}",
        "commune": commune,
        "telephone": f"+3319900001{rank}",
    }
    for rank, commune in enumerate((ALBI, CASTRES))
]


@pytest.fixture
def resolve(project):
    """Return a function that resolves a role in a commune, with a directory of services."""

    def resolved(role, *services, code=ALBAN, served=(), edition="2026-08-01"):
        folder = project.root / "content/referentiel/annuaire"
        write_directory(folder, *services, served=served, edition=edition)
        referential = Referential(project.workspace)
        known = role if isinstance(role, Role) else referential.roles.get(role)
        return Annuaire(referential.roles, referential, code).resolve(known)

    return resolved


def test_town_hall_gives_its_number_with_its_source(resolve):
    found = resolve("commune", MAIRIE)
    assert plain_blanks(found.telephone) == "01 99 00 00 01"
    assert (found.adresse, found.courriel) == (
        ("1 place Fictive", "81250 Alban"),
        "mairie@exemple.invalid",
    )
    assert found.horaires[0].startswith("Lundi")
    assert found.source == "DILA, exemple fictif, août 2026"
    assert not found.a_confirmer


@pytest.mark.parametrize(
    ("changed", "edition"), [("2024-01-02", "2026-08-01"), ("2026-08-01", "non précisée")]
)
def test_old_number_is_marked(resolve, changed, edition):
    assert resolve("commune", MAIRIE | {"modifie_le": changed}, edition=edition).a_confirmer


def test_what_people_wrote_wins_over_the_directory(resolve):
    ddt = {"id": "d", "type": "ddt", "nom": "DDT", "telephone": NUMBER, "site": "https://d.invalid"}
    old = ddt | {"modifie_le": "2020-01-01"}
    role = Role(
        id="ddt", libelle="la DDT", resolution="annuaire", type="ddt", telephone="01 99 00 00 02"
    )
    found = resolve(role, old)
    assert plain_blanks(found.telephone) == "01 99 00 00 02"
    assert (found.site, found.source) == ("https://d.invalid", "DILA, exemple fictif, août 2026")
    assert not found.a_confirmer  # their own number is not


def test_only_service_of_a_type_answers_without_a_commune(resolve):
    ddt = {"id": "d", "type": "ddt", "nom": "DDT", "telephone": NUMBER}
    assert resolve("ddt", ddt, code=None).connu
    assert not resolve("ddt", ddt, ddt | {"id": "d2"}, code=None).connu


def test_competence_chooses_the_tribunal_of_a_commune(resolve):
    served = [("t1", f"{ALBAN} {CASTRES}"), ("t0", ALBI)]
    found = resolve("procureur", *TRIBUNAUX, served=served)
    assert plain_blanks(found.telephone) == "01 99 00 00 11"
    assert found.precision == "Tribunal judiciaire 1"
    unknown = resolve("procureur", *TRIBUNAUX)
    assert not unknown.connu
    assert unknown.precision == "tribunal judiciaire d’Albi ou de Castres, selon la commune"


def test_service_that_serves_other_communes_is_not_given(resolve):
    alone = TRIBUNAUX[0]
    assert not resolve("procureur", alone, served=[("t0", ALBI)]).connu
    assert resolve("procureur", alone, served=[("t0", ALBAN)]).connu
    assert resolve("procureur", alone).connu


def test_service_that_stands_in_a_commune_serves_all(resolve):
    found = resolve("parquet-castres", *TRIBUNAUX, served=[("t0", ALBAN)])
    assert plain_blanks(found.telephone) == "01 99 00 00 11"


def test_service_of_the_project_is_not_given_to_another_departement(resolve):
    ddt = {"id": "d", "type": "ddt", "nom": "DDT", "commune": ALBI, "telephone": NUMBER}
    role = Role(
        id="ddt", libelle="la DDT", resolution="annuaire", type="ddt", telephone="01 99 00 00 01"
    )
    toulouse = CodeInsee("31555")
    for one in (role, role.model_copy(update={"telephone": None})):
        assert resolve(one, ddt).connu
        assert not resolve(one, ddt, code=toulouse).connu
    assert resolve(role, ddt, code=toulouse, served=[("d", toulouse)]).connu
    prefecture = role.model_copy(update={"commune": ALBI})
    assert not resolve(prefecture, ddt, code=toulouse).connu


def test_fixed_service_of_the_project_stays_in_its_departement(resolve):
    toulouse = CodeInsee("31555")
    fixed = {"resolution": "fixe", "telephone": "01 99 00 00 01"}
    office = Role(id="ofb", libelle="l’OFB", precision="Office de la biodiversité, Tarn", **fixed)
    assert (resolve(office).connu, resolve(office, code=toulouse).connu) == (True, False)
    assert resolve(office, code=toulouse).precision == ""
    mayors = Role(id="amr81", libelle="l’AMR81", precision="Maires ruraux du Tarn", **fixed)
    urgent = Role(id="urgence", libelle="le 17", precision="urgences", **fixed)
    assert all(resolve(one, code=toulouse).connu for one in (mayors, urgent))


def test_town_stands_in_for_an_unknown_address(resolve):
    assert resolve("prefecture").adresse == ("Albi",)
    assert not resolve("prefecture").connu


def test_role_is_named_without_the_communes_of_france(resolve, project):
    shutil.rmtree(project.root / "content/referentiel/cog")
    assert resolve("prefecture", code=None).adresse == ()


def test_intercommunalite_is_reached_through_its_siren(resolve, project):
    siren = Lieu(Referential(project.workspace), ALBAN).epci.siren
    epci = {"id": "e", "type": "intercommunalite", "nom": "X", "siren": siren, "telephone": NUMBER}
    assert resolve("intercommunalite", epci).connu
    assert not resolve("intercommunalite", epci | {"siren": "0"}).connu


BRIGADE = {"id": "b", "type": "gendarmerie", "telephone": NUMBER, "lundi": "08:00-12:00"}


def test_unit_is_reached_through_its_own_entry_only(resolve):
    served = [("b", ALBAN)]
    own = resolve("brigade", BRIGADE | {"nom": "Gendarmerie - Brigade d’Alban"}, served=served)
    assert plain_blanks(own.telephone) == "01 99 00 00 01"
    assert own.source.startswith("DILA")
    assert own.horaires
    other = resolve("brigade", BRIGADE | {"nom": "Brigade de Fictive"}, served=served)
    assert (other.telephone, other.source) == ("", "")


def test_unit_that_people_wrote_wins_over_the_directory(resolve, project):
    unit = "{unite: Brigade d’Alban, telephone: 01 99 00 00 03}"
    project.write("content/territoire/unites.yaml", f"unites:\n  - {unit}\n")
    served = [("b", ALBAN)]
    found = resolve("brigade", BRIGADE | {"nom": "Brigade d’Alban"}, served=served)
    assert plain_blanks(found.telephone) == "01 99 00 00 03"
    assert found.source == ""
    assert found.horaires  # which they did not write


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ({}, {}, [("eau, forêt", "")]),
        ({"telephone": "02 62 00 00 01"}, {}, [("eau, forêt", "02 62 00 00 01")]),
        ({}, {"telephone": "02 62 00 00 01"}, [("industrie", "02 62 00 00 01")]),
        (
            {"telephone": "02 62 00 00 01"},
            {"telephone": "02 62 00 00 02"},
            [("eau, forêt", "02 62 00 00 01"), ("industrie", "02 62 00 00 02")],
        ),
    ],
)
def test_two_roles_of_one_service_are_one(project, first, second, printed):
    common = {"libelle": "la DEAL", "resolution": "fixe"}
    referential = Referential(project.workspace)
    deal = [
        Role.model_validate({"id": "ddt", "precision": "eau, forêt", **common, **first}),
        Role.model_validate({"id": "dreal", "precision": "industrie", **common, **second}),
    ]
    services = Annuaire(referential.roles, referential, ALBAN).services(deal)
    assert [(one.precision, plain_blanks(one.telephone)) for one in services] == printed
