"""Import of the directory of the administration; every service here is invented."""

import gzip

import pytest
from tools.synthetic_annuaire import COMMUNES, address, service, slot
from tools.synthetic_annuaire import SERVICES as NAME

from docgen.importing.annuaire.entry import TYPES
from docgen.importing.annuaire.values import is_personal
from docgen.referential.communes.services_locaux import SERVICES_FILE, TypeService
from tests.conftest import plain_blanks
from tests.importing.annuaire.directories import (
    COLUMNS,
    TARN,
    UNDATED,
    TrialDirectory,
    as_archive,
    as_competence_csv,
    as_csv,
    as_json,
    as_zip,
    tarn,
)
from tests.importing.trial_import import FRANCE

ALBI, CASTRES = "81004", "81065"


@pytest.fixture
def imported(tmp_path):
    """Return a function that imports the CSV of the API with these town halls and services."""

    def trial(*services, **changes):
        return TrialDirectory(tmp_path, {"annuaire.csv": as_csv([*tarn(**changes), *services])})

    return trial


def served(code):
    """Return whom invented services serve: each half of the communes has its tribunal."""
    return {"tgi": [f"tgi-{ALBI if code < '81100' else CASTRES}"], "dreal": ["dreal-31555"]}


# The forms of the file


@pytest.mark.parametrize("packed", [gzip.compress, None])
def test_archive_gives_services_and_whom_they_serve(tmp_path, packed):
    files = {
        COMMUNES: as_zip(served),
        NAME: as_json([*tarn(), *(service("tgi", code) for code in (ALBI, CASTRES))]),
    }
    archive = as_archive(files, packed) if packed else as_archive(files)
    done = TrialDirectory(tmp_path, {"all_latest.tar.bz2": archive}, UNDATED)
    assert next(done.opened.rows(SERVICES_FILE))["modifie_le"] == "2026-03-02"
    found = done.services.competent_for("81218", TypeService.TRIBUNAL_JUDICIAIRE)
    assert found.id == f"tgi-{CASTRES}"
    assert done.snapshot.origine.edition == "2026-08-18"
    assert done.warnings == {}


def test_all_forms_make_the_same_services(tmp_path):
    entries = [*tarn(), service("tgi", ALBI), service("tgi", CASTRES)]
    national = as_json(entries)
    forms = [
        {NAME: national, COMMUNES: as_zip(served)},
        {"a.csv": as_csv(entries), "c.csv": as_competence_csv(served)},
        {"c.csv": as_competence_csv(served), "a.tar": as_archive({NAME: national}, bytes)},
    ]
    made = [TrialDirectory(tmp_path / str(rank), files) for rank, files in enumerate(forms)]
    first, *others = [done.snapshot.files for done in made]
    assert others == [first, first]
    for done in (made[0], made[2]):  # their names tell another day than what was stated
        assert done.snapshot.origine.edition == "2026-08-01"
        assert "2026-08-18" in done.warnings["edition"]


def test_edition_is_asked_where_no_name_tells_it(tmp_path):
    done = TrialDirectory(tmp_path, {"annuaire.csv": as_csv(tarn())}, UNDATED)
    assert [code for _, code, _ in done.errors] == ["edition"]


def test_missing_edition_and_town_halls_are_told_at_once(tmp_path):
    files = {"a.json": as_json(tarn(), elsewhere=100)}
    done = TrialDirectory(tmp_path, files, UNDATED)
    assert [code for _, code, _ in done.errors] == ["edition", "rendement"]


def test_no_name_of_a_person_is_read_in(imported):
    done = imported(service("ddt", ALBI))
    assert "FICTIF" in as_csv(tarn()).decode()
    assert all(b"FICTIF" not in data for data in done.snapshot.all_files.values())


# What is kept of an entry


def test_entry_is_kept_with_all_that_is_printed(imported):
    post = {"type_adresse": "Adresse postale", "numero_voie": "", "service_distribution": "BP 1"}
    cedex = address(**post, code_postal="81013", nom_commune="Exemple-Fictif Cedex 9")
    hours = [slot("Lundi", "Mardi", "08:00:00", "12:00:00", "14:00:00", "17:30:00", remark="RDV")]
    changes = {"adresse": [cedex, address(complement1="Bâtiment A")], "plage_ouverture": hours}
    done = imported(m81004=changes)
    found = done.services.mairie(ALBI)
    assert found.nom == "Mairie – 81004"
    assert found.adresse == ("Bâtiment A", "1 rue de l’Exemple", "81000 Exemple-Fictif")
    assert found.adresse_postale == ("BP 1", "81013 Exemple-Fictif Cedex 9")
    assert plain_blanks(found.telephone) == "01 99 00 00 01"
    assert found.courriel == "mairie@exemple.invalid"
    assert plain_blanks(found.horaires[0]).startswith("Lundi et mardi, 8 h à 12 h")
    assert plain_blanks(found.horaires[-1]) == "Du lundi au mardi : RDV"
    row = next(one for one in done.opened.rows(SERVICES_FILE) if one["nom"] == found.nom)
    assert (row["longitude"], row["latitude"]) == ("2.15", "43.92")
    assert not found.a_confirmer


@pytest.mark.parametrize(
    ("changes", "code", "left_out"),
    [
        ({"telephone": [{"valeur": "0199 ALLÔ MAIRIE"}]}, "telephone", "telephone"),
        ({"adresse_courriel": ["jean.dupont@exemple.invalid"]}, "courriel", "courriel"),
        ({"adresse_courriel": ["dupont81@orange.fr"]}, "courriel", "courriel"),
        ({"adresse_courriel": ["mairie"]}, "courriel", "courriel"),
        ({"site_internet": [{"valeur": "javascript:alert(1)"}]}, "site", "site"),
        ({"adresse": [address(code_postal="8100")]}, "adresse", "adresse"),
        ({"adresse": [address(longitude="43.92", latitude="2.15")]}, "coordonnees", "longitude"),
        ({"plage_ouverture": [slot("Lundi", "Lundi", "9h", "12h")]}, "horaires", "lundi"),
        ({"plage_ouverture": [slot("Lundi", "", "20:00", "24:01")]}, "horaires", "lundi"),
        ({"plage_ouverture": [slot("Férié", "", "09:00", "12:00")]}, "horaires", "feries"),
        ({"date_modification": "hier"}, "date", "modifie_le"),
    ],
)
def test_value_that_cannot_be_kept_is_told(imported, changes, code, left_out):
    done = imported(m81004=changes)
    row = next(one for one in done.opened.rows(SERVICES_FILE) if one["id"] == "mairie-81004")
    assert not row[left_out]
    assert row["telephone"] or row["courriel"]
    assert done.warnings[code].startswith("Mairie - 81004 (mairie-81004) : ")


def test_warning_does_not_repeat_a_personal_address(imported):
    done = imported(m81004={"adresse_courriel": ["jean.dupont@exemple.invalid"]})
    assert "dupont" not in done.warnings["courriel"]


def test_second_number_serves_where_the_first_is_none(imported):
    numbers = [{"valeur": "poste 12"}, {"valeur": "+33 1 99 00 00 02"}]
    done = imported(m81004={"telephone": numbers})
    assert plain_blanks(done.services.mairie(ALBI).telephone) == "01 99 00 00 02"
    assert "telephone" not in done.warnings


@pytest.mark.parametrize(
    ("address", "town", "personal"),
    [
        ("jean.dupont@orange.fr", "Saint-Jean-de-Vals", True),
        ("lemaire.paul@gmail.com", "Fictive", True),
        ("p.villeneuve@wanadoo.fr", "Villeneuve-sur-Vère", True),
        ("martin.bureau@exemple.invalid", "Fictive", True),
        ("jeandupont@orange.fr", "Saint-Jean-de-Vals", True),
        ("marie-france.durand@orange.fr", "Fictive", True),
        ("france-dupont@gmail.com", "Fictive", True),
        ("france.dupont@exemple.invalid", "Fictive", True),
        ("jean.chasse@free.fr", "Fictive", True),
        ("minh.ta@orange.fr", "Fictive", True),
        ("anne.conseil@yahoo.co.uk", "Fictive", True),
        ("france@exemple.invalid", "Fictive", False),
        ("police81@wanadoo.fr", "Fictive", False),
        ("police.municipale@orange.fr", "Fictive", False),
        ("ta.toulouse@exemple.invalid", "Toulouse", False),
        ("federation.chasse@free.fr", "Fictive", False),
        ("bureau@exemple.invalid", "Fictive", False),
        ("bta.alban@exemple.invalid", "Alban", False),
        ("st-jean-de-vals81@orange.fr", "Saint-Jean-de-Vals", False),
        ("mairiedealban@orange.fr", "Alban", False),
    ],
)
def test_personal_address_is_not_a_service(address, town, personal):
    assert is_personal(address, (f"Mairie - {town}", town)) == personal


def test_shipped_addresses_are_those_of_town_halls():
    shipped = [one for one in FRANCE.services_locaux if one.courriel]
    assert len(shipped) == 311
    kept = [one for one in shipped if not is_personal(one.courriel, (one.nom, one.adresse[-1]))]
    assert kept == shipped


# Several cards of a commune


def test_own_town_hall_is_chosen_among_cards(imported):
    delegated = service("mairie", ALBI, id="d", nom="Mairie déléguée - Fictive")
    annex = service("mairie", ALBI, id="a", nom="Mairie annexe - Fictive")
    plain = service(
        "mairie", ALBI, id="p", nom="Mairie - Autre", ancien_code_pivot="mairie-81999-01"
    )
    done = imported(delegated, annex, plain)
    assert done.services.mairie(ALBI).id == "mairie-81004"
    assert "Mairie déléguée - Fictive (81004)" in done.warnings["deleguee"]
    assert "Mairie - Autre (81004)" in done.warnings["deleguee"]


def test_no_town_hall_is_chosen_of_two(imported):
    twin = service("mairie", ALBI, id="t", nom="Mairie - Jumelle")
    done = imported(twin)
    assert done.services.mairie(ALBI) is None
    assert "Mairie - Jumelle (t)" in done.warnings["mairie"]
    assert "1 sur 314 : 81004" in done.warnings["absente"]


def test_town_hall_of_a_merged_commune_is_left_out(imported):
    done = imported(service("mairie", "81113", nom="Mairie - Ancienne"))
    assert "mairie-81113" not in {one.id for one in done.services}
    assert "Mairie - Ancienne (81113)" in done.warnings["deleguee"]
    assert done.services.mairie("81218")  # of which it is a part today


# Which services are kept


def test_services_that_serve_the_departement_are_kept(tmp_path):
    near = service("dreal", "31555")
    epci = service("epci", "82121", siren="248200107")  # with its seat in another département
    far = [service("ddt", "31555"), service("dreal", "75056"), service("epci", "75056")]
    entries = [*tarn(), service("ddt", ALBI), near, epci, *far]
    done = TrialDirectory(tmp_path, {"a.csv": as_csv(entries)})
    kept = {one.id for one in done.services if one.type is not TypeService.MAIRIE}
    assert kept == {f"ddt-{ALBI}", "dreal-31555", "epci-82121"}
    assert done.services.of_siren("248200107").id == "epci-82121"


def test_service_stands_only_where_its_commune_is_given(imported):
    nowhere = service("tgi", CASTRES, code_insee_commune="")
    nowhere["pivot"][0]["code_insee_commune"] = [ALBI, CASTRES]
    found = imported(nowhere).services.only(TypeService.TRIBUNAL_JUDICIAIRE)
    assert found.commune is None  # the first commune that it serves is not where it stands


def test_tribunal_of_elsewhere_is_kept_where_competent(tmp_path):
    entries = [*tarn(), service("ta", "31555"), service("ta", "34172")]

    def toulouse(_code):
        return {"ta": ["ta-31555"]}

    files = {"a.csv": as_csv(entries), "c.csv": as_competence_csv(toulouse)}
    done = TrialDirectory(tmp_path, files)
    assert done.services.only(TypeService.TRIBUNAL_ADMINISTRATIF).id == "ta-31555"


def test_missing_competence_is_told(imported):
    assert "compétent pour quelle commune" in imported().warnings["competence"]


def test_every_type_of_role_has_its_types_of_dila():
    assert set(TYPES.values()) == set(TypeService)


# What is wrong: all told, nothing kept


def test_everything_wrong_is_told_in_one_pass(imported):
    done = imported(
        service("ddt", ALBI, telephone='[{"valeur": "01 99'),
        service("sdis", ALBI, id=""),
        service("onf", "8104"),
        service("fdc", ALBI),
        service("fdc", ALBI, nom="Autre"),
        m81003=None,
    )
    told = {code: message for _, code, message in done.errors}
    assert "« telephone » n’a pas la forme attendue" in told["json"]
    assert "sans identifiant" in told["fiche"]
    assert "code de commune illisible : « 8104 »" in told["code"]
    assert "même identifiant : Autre (fdc-81004)" in told["doublon"]
    assert [line for line, *_ in done.errors] == [315, 316, 317, 319]


@pytest.mark.parametrize(
    ("kind", "code", "refused"),
    [
        ("ddt", "75056", False),
        ("mairie", "31555", False),
        ("dreal", "31555", True),
        ("ddt", "", True),
    ],
)
def test_damaged_entry_is_an_error_where_it_may_be_kept(imported, kind, code, refused):
    done = imported(service(kind, code, telephone='[{"valeur": "01 99'))
    assert [one for _, one, _ in done.errors] == ["json"] * refused
    assert ("n’a pas la forme attendue" in done.warnings.get("json", "")) != refused


def test_identical_cards_are_one_with_a_warning(imported):
    done = imported(service("ddt", ALBI), service("ddt", ALBI))
    assert done.services.only(TypeService.DDT)
    assert "à l’identique : ddt - 81004" in done.warnings["doublon"]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.tar.bz2", lambda: as_archive({NAME: as_json(tarn())})[:-200], "archive"),
        ("a.tar.bz2", lambda: as_archive({"LEGIARTI000000000001.xml": b"<A/>"}), "base"),
        ("a.json", lambda: as_json(tarn(), 0)[:-9], "json"),
        ("a.json", lambda: b'{"commune": []}', "json"),
        ("a.json", lambda: as_json(tarn(), elsewhere=100), "rendement"),
        ("a.json", lambda: as_json([]), "rendement"),
        ("a.json", lambda: '{"service": [{"id": "é"}]}'.encode("latin-1"), "json"),
        ("a.csv", lambda: as_csv(tarn(), [*COLUMNS[:1], "titre", *COLUMNS[2:]]), "colonne"),
        ("a.csv", lambda: as_csv(tarn())[:-40], "ligne"),
        ("a.csv", lambda: as_csv(tarn()[:200]), "rendement"),
        ("a.csv", lambda: as_csv([one | {"telephone": []} for one in tarn()]), "rendement"),
        ("a.csv", lambda: as_csv([one | {"adresse": []} for one in tarn()]), "rendement"),
        (
            "a.csv",
            lambda: as_csv(tarn()).decode().replace("Mairie", "Mairié").encode("cp1252"),
            "codage",
        ),
        ("a.csv", lambda: b"<!DOCTYPE html><html></html>", "forme"),
        ("a.csv", lambda: b"bonjour\n", "entete"),
        ("a.csv", lambda: b"", "forme"),
        ("a.zip", lambda: as_zip(served), "fichier"),
        ("a.zip", lambda: as_zip(served)[:-30], "competence"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_file_or_half_of_one_is_refused(tmp_path, name, data, code):
    done = TrialDirectory(tmp_path, {name: data()})
    assert code in [code for _, code, _ in done.errors]
    assert done.snapshot is None


def test_two_files_of_services_are_refused(tmp_path):
    done = TrialDirectory(tmp_path, {"a.csv": as_csv(tarn()), "b.csv": as_csv(tarn())})
    assert [code for _, code, _ in done.errors] == ["fichier"]


def test_competence_of_few_communes_is_an_error(tmp_path):
    half = as_competence_csv(lambda code: served(code) if code < "81100" else {})
    done = TrialDirectory(tmp_path, {"a.csv": as_csv(tarn()), "c.csv": half})
    assert [code for _, code, _ in done.errors] == ["competence"]
    assert f"sur {len(TARN)} seulement" in done.errors[0][2]


def test_every_damaged_file_is_told_in_one_pass(tmp_path):
    done = TrialDirectory(tmp_path, {"a.csv": b"bonjour\n", "c.zip": as_zip(served)[:-30]})
    assert {code for _, code, _ in done.errors} == {"entete", "competence"}
