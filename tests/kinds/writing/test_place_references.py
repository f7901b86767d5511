"""How an act names a commune, its mayor, its unit: right everywhere, or left blank."""

import pytest

from docgen.french.territory import CodeInsee
from docgen.kinds.writing.place_references import BLANCS, RENVOIS, mayor_doubt, place_words
from docgen.markup import read_runs, references
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from tests.kinds.modele.acts import COMMUNES, COUNTRY
from tests.support.territory import project

SEEN = "verifie_le: 2026-04-23, verifie_par: Exemple Fictif"


def lieu(code, referential=COUNTRY):
    return Lieu(referential, CodeInsee(code) if code else None)


def words_of(code, genre, forme, referential=COUNTRY):
    return place_words(lieu(code, referential), genre, forme)


def with_commune(folder, text):
    workspace = project(folder)
    (workspace.content / "territoire/communes.yaml").write_text(f"communes:\n{text}", "utf-8")
    return Referential(workspace)


@pytest.mark.parametrize(("code", "named"), COMMUNES.items())
def test_a_commune_is_named_after_de(code, named):
    assert words_of(code, "commune", "de") == named


@pytest.mark.parametrize(
    ("code", "a", "le"),
    [
        ("81101", "au Garric", "Le Garric"),
        ("81045", "aux Cabannes", "Les Cabannes"),
        ("81279", "à La\u00a0Sauzière-Saint-Jean", "La Sauzière-Saint-Jean"),
        ("81004", "à Albi", "Albi"),
        ("94038", "à L’Haÿ-les-Roses", "L’Haÿ-les-Roses"),
    ],
)
def test_its_article_contracts_as_it_should(code, a, le):
    assert (words_of(code, "commune", "a"), words_of(code, "commune", "le")) == (a, le)


def test_an_overseas_collectivity_is_named_as_no_departement():
    assert words_of("81101", "departement", "titre") == "Département du Tarn"
    assert words_of("97502", "departement", "titre") == "Saint-Pierre-et-Miquelon"
    assert words_of("", "departement", "titre") == "Département {blanc:departement-de}"


def test_an_address_needs_one_postal_code():
    assert words_of("81101", "commune", "postal") == "81450 Le Garric"
    assert words_of("75056", "commune", "postal") == "{blanc:commune-adresse}"


@pytest.mark.parametrize(
    ("code", "appel", "titre"),
    [
        ("81101", "Monsieur le Maire", "le maire"),
        ("81004", "Madame la Maire", "la maire"),
        ("2A004", "Madame ou Monsieur le Maire", "le maire"),
        ("", "Madame ou Monsieur le Maire", "le maire"),
    ],
)
def test_a_mayor_is_called_by_the_sex_of_the_register(code, appel, titre):
    assert (words_of(code, "maire", "appel"), words_of(code, "maire", "titre")) == (appel, titre)


def test_the_mayor_contracts_too():
    assert [words_of("81101", "maire", forme) for forme in ("de", "a")] == ["du maire", "au maire"]
    assert [words_of("81004", "maire", forme) for forme in ("de", "a")] == [
        "de la maire",
        "à la maire",
    ]


def test_a_mayor_who_says_so_is_called_otherwise(tmp_path):
    wish = '  - {code_insee: "81004", appel: Madame le Maire}\n'
    referential = with_commune(tmp_path, wish)
    assert words_of("81004", "maire", "appel", referential) == "Madame le Maire"
    assert words_of("81004", "maire", "signature", referential) == "Le maire"


def test_new_mayor_does_not_get_the_former_sex(tmp_path):
    new = f'  - {{code_insee: "81004", maire: {{nom: Exemple, prenom: Camille, {SEEN}}}}}\n'
    referential = with_commune(tmp_path, new)
    assert words_of("81004", "maire", "nom", referential) == "Camille Exemple"
    assert words_of("81004", "maire", "appel", referential) == "Madame ou Monsieur le Maire"


def test_in_police_zone_the_unit_is_a_police_station():
    assert words_of("81004", "brigade", "le") == "le commissariat de police d’Albi"
    assert words_of("81004", "brigade", "a") == "au commissariat de police d’Albi"
    assert words_of("81101", "brigade", "de") == "de la brigade de Cagnac-les-Mines"
    assert words_of("81004", "brigade", "chef") == "le chef du commissariat de police d’Albi"
    assert words_of("81101", "brigade", "chef") == "le commandant de la brigade de Cagnac-les-Mines"


def test_the_number_of_a_unit_is_what_people_wrote(tmp_path):
    workspace = project(tmp_path)
    unit = 'unites:\n  - {unite: Brigade de Cagnac-les-Mines, telephone: "05 63 00 00 00"}\n'
    (workspace.content / "territoire/unites.yaml").write_text(unit, "utf-8")
    number = words_of("81101", "brigade", "telephone", Referential(workspace))
    assert number.replace("\u00a0", " ") == "05 63 00 00 00"


def test_an_island_has_no_intercommunalite():
    assert words_of("85113", "epci", "de") == "de l’intercommunalité"
    assert words_of("31555", "epci", "de") == "de Toulouse Métropole"
    assert words_of("81004", "epci", "de") == "de la communauté d’agglomération de l’Albigeois"


@pytest.mark.parametrize("code", ["", *COMMUNES])
def test_all_that_may_be_asked_is_said_or_left_blank(code):
    assert all(RENVOIS.values())
    for genre, formes in RENVOIS.items():
        for forme in formes:
            text = words_of(code, genre, forme)
            assert "".join(run.text for run in read_runs(text)).strip()
            assert {one.cle for one in references(text)} <= BLANCS.keys()


def test_without_a_commune_nothing_is_read_of_the_country(tmp_path):
    workspace = project(tmp_path)
    for name in ("cog", "competence", "maires"):
        for path in (workspace.content / f"referentiel/{name}").iterdir():
            path.unlink()
        (workspace.content / f"referentiel/{name}").rmdir()
    assert words_of("", "commune", "de", Referential(workspace)) == "{blanc:commune-de}"


def test_report_says_that_the_register_gainsays_the_form_of_address(tmp_path):
    wish = '  - {code_insee: "81004", appel: Monsieur le Maire}\n'
    albi = lieu("81004", with_commune(tmp_path, wish))
    doubts = [mayor_doubt(albi, text) for text in ("{maire:appel}", "{maire:a}", "{commune:de}")]
    assert [one and one.id for one in doubts] == ["maire:81004", "maire:81004", None]
