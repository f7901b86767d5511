"""Selection of communes, by code, name, place, unit or zone."""

import shutil

import pytest

from docgen.errors import ContentError, Severity
from docgen.importing.imports import write_snapshots
from docgen.referential.communes.chosen import Selection
from docgen.referential.communes.competence import COMPETENCE_COLUMNS, COMPETENCE_FILE
from docgen.referential.communes.zones import Zone
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.referential.snapshot import Origine, Snapshot, to_csv
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks

OURS = Referential(Workspace(ROOT, ROOT / "output"))
ALBI, GARRIC = "81004", "81101"
POLICE = {
    *("81004", "81018", "81144", "81257", "81065", "81163", "81021", "81060", "81033", "81244")
}


def selected(**options):
    """Return the selected communes."""
    return select_communes(OURS, Selection(**options))[0]


def problems_of(**options):
    """Return the messages about a selection, whether it is refused or not."""
    try:
        problems = select_communes(OURS, Selection(**options))[1]
    except ContentError as error:
        problems = error.problems
    return [(one.file, plain_blanks(one.message), plain_blanks(one.hint)) for one in problems]


def test_communes_come_in_the_requested_order_each_once():
    assert selected(communes=("Le Garric", ALBI, GARRIC, "albi")) == (GARRIC, ALBI)


def test_a_code_that_is_also_postal_names_its_town():
    assert selected(communes=("81120",)) == ("81120",)
    [(_, message, _)] = problems_of(communes=("81120",))
    assert message.startswith("81120 est pris pour le code INSEE de Labruguière ;")
    assert "aussi le code postal de" in message
    assert "81218 Puygouzon" in message
    assert problems_of(communes=("Labruguière", "81218", ALBI)) == []


def test_commune_of_another_departement_by_code_draws_a_warning():
    assert selected(communes=("31488", GARRIC)) == ("31488", GARRIC)
    [(_, message, hint)] = problems_of(communes=("31488", GARRIC))
    assert message == "Saint-Jean (31488) n’est pas dans le Tarn, le département de ce projet"
    assert "vérifiez le code" in hint


def test_commune_of_another_departement_is_refused_by_name():
    [(_, message, hint)] = problems_of(communes=("Saint-Amans",))
    assert message.startswith("aucune commune ne s’appelle « Saint-Amans » dans le Tarn")
    assert hint.startswith("Saint-Amans-Soult (81238, Tarn), Saint-Amans-Valtoret (81239, Tarn)")
    assert hint.endswith("ou --insee 11331, par son code, pour Saint-Amans (Aude)")
    with pytest.raises(ContentError):
        selected(communes=("Toulouse", GARRIC))
    assert selected(communes=("Montauban",), departements=("82",), partout=True)[0] == "82121"


def test_hint_about_a_name_says_what_to_type():
    hints = {text: problems_of(communes=(text,))[0][2] for text in ("Lavaur", "Burlats (Tarn)")}
    assert hints["Lavaur"] == "écrivez son code : --insee 81140"
    assert "81042 Burlats" in hints["Burlats (Tarn)"]
    assert "seul l’ancien code est connu" in problems_of(communes=("Ferrières",))[0][2]
    assert "une commune par « --insee »" in problems_of(communes=("puygouzon,lavaur",))[0][2]


def test_commune_of_a_selected_departement_draws_no_warning():
    options = {"departements": ("tarn-et-garonne", "11"), "partout": True}
    assert problems_of(communes=("82121", GARRIC), **options) == []
    [(_, message, _)] = problems_of(communes=("82121", "31488"), **options)
    assert message.startswith("Saint-Jean (31488) n’est pas dans le Tarn")


def test_a_commune_is_looked_for_first_where_it_is_expected():
    assert select_communes(OURS, Selection(("Saint-Jean",)), "31") == (("31488",), [])
    [(_, message, _)] = problems_of(communes=("82121",))
    assert message.startswith("Montauban (82121) n’est pas dans le Tarn")
    assert select_communes(OURS, Selection(("82121",)), "82") == (("82121",), [])


def test_a_commune_that_is_named_is_taken_in_any_zone():
    assert selected(communes=(ALBI,)) == (ALBI,)
    assert selected(communes=(ALBI, GARRIC), zone=Zone.GENDARMERIE) == (GARRIC,)
    assert selected(communes=(ALBI, GARRIC), zone=Zone.POLICE) == (ALBI,)


def test_merged_commune_gives_its_successor_with_a_notice():
    [code], [(file, message, _)] = selected(communes=("81226",)), problems_of(communes=("81226",))
    assert code == "81233"
    assert file == "--insee"
    assert message.endswith("la commune est 81233 Terre-de-Bancalié")


def test_departement_gives_its_gendarmerie_communes_by_default():
    rural = selected(departements=("81",))
    assert len(rural) == 304
    assert not POLICE & {*rural}
    assert {*selected(departements=("81",), zone=Zone.POLICE)} == POLICE
    assert len(selected(departements=("Tarn",), partout=True)) == 314


def test_departement_without_known_zones_gives_no_commune():
    [(file, message, hint), second] = problems_of(departements=("31",))
    assert (file, message) == ("--zone", "zone inconnue pour 586 communes, non retenues")
    assert "« --zone tout » les prend" in hint
    assert second[1] == "la zone de ces communes n’est pas connue"
    [(_, message, _)] = problems_of(
        unites=("Commissariat de police d’Albi",), zone=Zone.GENDARMERIE
    )
    assert message == "aucune de ces communes n’est dans cette zone"
    assert len(selected(departements=("31",), partout=True)) == 586


def test_communes_of_unknown_zone_are_a_warning():
    codes, problems = select_communes(OURS, Selection(departements=("81", "31")))
    assert len(codes) == 304
    assert {one.severity for one in problems} == {Severity.AVERTISSEMENT}
    [(_, message, _)] = problems_of(departements=("81", "31"))
    assert message == "zone inconnue pour 586 communes, non retenues"
    [_, (_, message, _)] = problems_of(communes=("31555", GARRIC), zone=Zone.GENDARMERIE)
    assert message == "zone inconnue pour 1 commune, non retenue"


def test_corsica_and_the_overseas_departements_are_departements():
    assert len(selected(departements=("2a",), partout=True)) == 124
    assert len(selected(departements=("974",), partout=True)) == 24


def test_intercommunalite_is_selected_by_number_or_name():
    by_number = selected(epci=("200040905",), partout=True)
    assert GARRIC in by_number
    commune = OURS.communes.get(GARRIC)
    assert {*selected(epci=(commune.epci.nom.upper(),), partout=True)} == {*by_number}
    assert POLICE & {*by_number}
    assert not POLICE & {*selected(epci=("200040905",))}


def test_unit_is_selected_by_printed_name_or_number():
    brigade = OURS.competence.of(GARRIC)
    by_name = selected(unites=("brigade de cagnac-les-mines",))
    assert GARRIC in by_name
    assert by_name == selected(unites=(brigade.id_service,))
    assert {*by_name} == {*OURS.competence.of_service(brigade)}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Brigade d'Alban", "Brigade d’Alban"),
        ("brigade d’alban", "Brigade d’Alban"),
        ("Alban", "Brigade d’Alban"),
        ("st amans soult", "Brigade de Saint-Amans-Soult"),
        ("MONESTIES", "Brigade de Monestiés"),
        ("Brigade Cordes sur ciel", "Brigade de Cordes-sur-Ciel"),
        ("Brigade\u00a0d'Albi", "Brigade d’Albi"),
    ],
)
def test_a_unit_is_named_as_any_keyboard_may_write_it(said, name):
    assert selected(unites=(said,)) == selected(unites=(name,)) != ()


@pytest.mark.parametrize(
    ("said", "siren"),
    [
        ("Albigeois", "248100737"),
        ("de l'albigeois", "248100737"),
        ("Communauté d'agglomération de l’Albigeois", "248100737"),
        ("carmausin segala", "200040905"),
        ("Centre-Tarn", "200034049"),
    ],
)
def test_an_intercommunalite_is_named_as_any_keyboard_may_write_it(said, siren):
    assert selected(epci=(said,)) == selected(epci=(siren,)) != ()


def test_a_name_that_fits_several_is_refused_and_lists_them():
    [(file, message, hint)] = problems_of(unites=("albi",))
    assert (file, message) == ("--unite", "« albi » peut dire 2 unités")
    assert "Brigade d’Albi" in hint
    assert "Commissariat de police d’Albi" in hint
    [(file, message, hint)] = problems_of(epci=("Quatre Rivières",))
    assert (file, message) == ("--epci", "« Quatre Rivières » peut dire 3 intercommunalités")
    assert "(communauté de communes des Quatre Rivières)" in hint


@pytest.mark.parametrize("name", ["de la", ""])
def test_linking_words_alone_name_no_unit(name):
    [(file, message, _)] = problems_of(unites=(name,), partout=True)
    assert (file, message) == ("--unite", f"unité inconnue : « {name} »")


def test_a_police_station_is_a_unit_of_the_police_zone():
    assert {*selected(unites=("Commissariat de police d’Albi",), zone=Zone.POLICE)} == {
        *(ALBI, "81018", "81144", "81257")
    }


def test_the_whole_country_is_every_commune():
    assert len(selected(tout=True)) == 304
    everywhere = selected(tout=True, partout=True)
    assert len(everywhere) == len({*everywhere}) > 34_000


def test_unknown_selections_are_reported_in_one_pass():
    found = problems_of(
        communes=("Le Gariq", "99999"),
        departements=("tarne",),
        epci=("carmausin segola",),
        unites=("Brigade de Cagnac les Mine",),
    )
    assert [file for file, *_ in found] == [
        *("--insee", "--insee", "--departement", "--epci", "--unite")
    ]
    assert "Tarn" in found[2][2]
    assert "Carmausin-Ségala" in found[3][2]
    assert "Brigade de Cagnac-les-Mines" in found[4][2]
    assert all(hint for *_, hint in found)


def test_unknown_unit_without_neighbours_gets_no_suggestion():
    [(_, message, hint)] = problems_of(unites=("Brigade de Nulle-Part",))
    assert message == "unité inconnue : « Brigade de Nulle-Part »"
    assert "vouliez-vous dire" not in hint
    [(_, _, hint)] = problems_of(unites=("brigade Gralhet",))
    assert hint == "vouliez-vous dire « Brigade de Graulhet » ?"


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("1004", "vouliez-vous dire 81004 Albi ou 01004 Ambérieu-en-Bugey ?"),
        ("8004", "vouliez-vous dire 81004 Albi ou 08004 Aire ?"),
        ("9999", "par son code INSEE (« 81001 ») ou par son nom (« Aguts »)"),
    ],
)
def test_four_digits_suggest_a_home_commune_first(code, hint):
    [(_, message, said)] = problems_of(communes=(code,))
    assert message == f"« {code} » n’a que quatre chiffres : un code INSEE en a cinq"
    assert said == hint


def test_four_digits_of_the_home_departement_suggest_no_other():
    [(_, message, hint)] = problems_of(communes=("8121",))
    assert message == "« 8121 » n’a que quatre chiffres : un code INSEE en a cinq"
    assert hint == "il en manque un : 81 (Tarn), puis trois chiffres"


def test_units_of_one_name_are_listed_by_identifier(tmp_path):
    workspace = Workspace(tmp_path, tmp_path / "output")
    shutil.copytree(ROOT / "content/referentiel/cog", workspace.content / "referentiel/cog")
    name = "Brigade d’Exemple-Fictif"
    rows = [("81218", "GN", "999001", name), ("82121", "GN", "999002", name)]
    made = Snapshot(
        "competence",
        Origine(jeu="exemple fictif"),
        {COMPETENCE_FILE: to_csv(COMPETENCE_COLUMNS, rows)},
    )
    write_snapshots(workspace, [made])
    ours = Referential(workspace)
    with pytest.raises(ContentError) as raised:
        select_communes(ours, Selection(unites=(name,)))
    assert f"{name} (999001), {name} (999002)" in plain_blanks(str(raised.value))
    assert select_communes(ours, Selection(unites=("999001",)))[0] == ("81218",)
