"""The communes of France in docgen's snapshot: their names in sentences, and the search for one."""

import csv
import json
import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.content.repertoire import unprintable
from docgen.content.validation import file_key
from docgen.errors import ContentError
from docgen.french.territory import Toponyme, code_insee, plain_name
from docgen.importing.cog.editions import EDITIONS
from docgen.referential.communes.entries import CommuneEntries, Statut
from docgen.referential.communes.france import Commune, Communes, Departement
from docgen.referential.communes.resolution import UnknownCommuneError, count_typos
from docgen.referential.open_data import OpenData
from docgen.referential.snapshot import open_snapshot
from docgen.workspace import Workspace
from tests.conftest import ROOT, plain_blanks

SHARED = ROOT.parent / "shared/data"
"""Real official files, if this machine has them."""
FOLDER = ROOT / "content/referentiel/cog"


@cache
def france() -> Communes:
    """The communes of docgen's snapshot."""
    opened = open_snapshot(FOLDER, "cog", "content/referentiel/cog")
    assert opened is not None
    return Communes(opened)


@cache
def everything() -> tuple[Commune, ...]:
    """All 34,969 present communes."""
    known = france()
    return tuple(one for place in known.departements for one in known.in_departement(place.code))


def commune(code: str) -> Commune:
    """Return a commune that exists."""
    found = france().get(code)
    assert found is not None
    return found


def refused(text: str, departement: str | None = None) -> tuple[str, str]:
    """Return the message and the hint for a text that means no commune."""
    with pytest.raises(UnknownCommuneError) as caught:
        france().resolve(text, departement)
    return str(caught.value), caught.value.hint


# What is there


def test_snapshot_holds_the_whole_edition() -> None:
    entries = (FOLDER / "communes.csv").read_text("utf-8").splitlines()[1:]
    found = [entry.partition(";")[0] for entry in entries]
    assert [found.count(statut) for statut in Statut] == list(EDITIONS["6.0.0"].counts.values())
    assert len(everything()) == 34_969
    assert france().codes == tuple(sorted(france().codes))
    assert len({one.code for one in everything()}) == 34_969
    assert all(code_insee(one.code).startswith(one.departement.code) for one in everything())


def test_the_snapshot_is_light_enough_to_be_shipped() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 2_300_000


def test_a_commune_knows_all_that_it_belongs_to() -> None:
    albi = commune("81004")
    assert (albi.toponyme.de, albi.population, albi.codes_postaux) == ("d’Albi", 51_290, ("81000",))
    assert (albi.departement.dans, albi.departement.region.nom) == ("dans le Tarn", "Occitanie")
    assert albi.arrondissement is not None
    assert f"arrondissement {albi.arrondissement.de}" == "arrondissement d’Albi"
    assert albi.epci is not None
    assert albi.epci.le == "la communauté d’agglomération de l’Albigeois"
    assert (albi.anciens_codes, albi.deleguees, albi.arrondissements_municipaux) == ((), (), ())


def test_commune_has_its_former_communes() -> None:
    one = commune("81233")
    assert one.anciens_codes == ("81226", "81241", "81260", "81296", "81301")
    assert [part.le for part in one.deleguees][-1] == "le Travet"
    assert "Roumégoux" in [part.seul for part in one.deleguees]
    assert len(one.deleguees) == 6


@pytest.mark.parametrize(("code", "count"), [("75056", 20), ("69123", 9), ("13055", 16)])
def test_the_three_great_towns_have_their_arrondissements(code: str, count: int) -> None:
    assert len(commune(code).arrondissements_municipaux) == count
    assert commune(code).deleguees == ()


def test_populations_are_those_of_the_right_year() -> None:
    tarn = france().in_departement("81")
    assert len(tarn) == 314
    assert sum(one.population or 0 for one in tarn) == 397_352
    assert france().millesime_population == 2023
    years = {"81004": 2023, "97608": 2017, "98613": 2023, "98735": 2022, "98818": 2025}
    assert {code: commune(code).millesime_population for code in years} == years
    assert commune("98412").millesime_population is None


@pytest.mark.parametrize(
    ("code", "population", "postal", "arrondissement", "epci"),
    [
        ("55039", 0, True, True, True),
        ("98412", None, False, False, False),
        ("98901", None, True, False, False),
        ("97608", 17_831, True, False, True),
        ("29155", 860, True, True, False),
    ],
)
def test_missing_facts_of_a_commune_are_no_error(
    code: str, population: int | None, postal: bool, arrondissement: bool, epci: bool
) -> None:
    one = commune(code)
    assert one.population == population
    assert bool(one.codes_postaux) is postal
    assert (one.arrondissement is not None) is arrondissement
    assert (one.epci is not None) is epci


def test_codes_stay_texts() -> None:
    assert commune("01004").toponyme.seul == "Ambérieu-en-Bugey"
    assert commune("2A004").departement.dans == "en Corse-du-Sud"
    assert commune("97411").departement.code == "974"
    assert france().get("1004") is None
    assert france().get("") is None
    assert france().get("81113") is None
    assert "81004" in france()
    assert "81113" not in france()
    assert 81004 not in france()


def test_unknown_departement_has_no_commune() -> None:
    assert france().departement("20") is None
    assert france().in_departement("20") == ()
    assert france().in_departement("97") == ()
    assert {one.departement.code for one in france().in_departement("2B")} == {"2B"}


# Names in sentences: all of France


FORMS = {
    0: ("", "", "de ", "à "),
    1: ("", "", "d’", "à "),
    2: ("Le ", "le ", "du ", "au "),
    3: ("La ", "la ", "de La\u00a0", "à La\u00a0"),
    4: ("Les ", "les ", "des ", "aux "),
    5: ("L’", "l’", "de L’", "à L’"),
    6: ("Aux ", "les ", "des ", "aux "),
    8: ("Los ", "los ", "de Los\u00a0", "à Los\u00a0"),
}
"""The articles of INSEE; a commune’s keeps its capital where it does not contract."""


def places() -> list[Toponyme]:
    """Every name of the referential that has an article: communes, parts, arrondissements."""
    found = [one.toponyme for one in everything()]
    found += [part for one in everything() for part in one.deleguees]
    found += {one.arrondissement for one in everything() if one.arrondissement}
    return found


def test_every_place_of_france_is_right_in_every_sentence() -> None:
    for place in places():
        forms = (place.seul, place.le, place.de, place.a)
        assert forms == tuple(f"{before}{place.nom}" for before in FORMS[place.tncc])
        assert Toponyme.from_libelle(place.seul, place.tncc) == place
        initial = plain_name(place.nom)[:1]
        assert place.tncc != 0 or initial not in "aeiou"
        assert place.tncc != 1 or initial in "aeiouhy"
        assert place.tncc > 1 or not re.match(r"(Le|La|Les|Las|Los|Aux) |L’", place.nom)


def test_every_name_can_be_printed_as_it_is() -> None:
    names = [one.seul for one in places()]
    names += [one.le for one in france().departements]
    names += [one.region.le for one in france().departements]
    names += {one.epci.complet for one in everything() if one.epci}
    for name in names:
        assert not list(unprintable(name))
        assert not re.search(r"['\"]|  |^ | $|\b(Coeur|Soeurs)\b", name)


@pytest.mark.parametrize(
    ("code", "de", "a"),
    [
        ("81004", "d’Albi", "à Albi"),
        ("81101", "du Garric", "au Garric"),
        ("81045", "des Cabannes", "aux Cabannes"),
        ("81279", "de La\u00a0Sauzière-Saint-Jean", "à La\u00a0Sauzière-Saint-Jean"),
        ("81144", "de Lescure-d’Albigeois", "à Lescure-d’Albigeois"),
        ("60703", "des Marais", "aux Marais"),
        ("66104", "de Los\u00a0Masos", "à Los\u00a0Masos"),
        ("94038", "de L’Haÿ-les-Roses", "à L’Haÿ-les-Roses"),
        ("97101", "des Abymes", "aux Abymes"),
        ("63448", "du Vernet-Chaméane", "au Vernet-Chaméane"),
        ("2A004", "d’Ajaccio", "à Ajaccio"),
        ("97411", "de Saint-Denis", "à Saint-Denis"),
        ("80829", "d’Y", "à Y"),
        ("76351", "du Havre", "au Havre"),
        ("98809", "de L’Île-des-Pins", "à L’Île-des-Pins"),
        ("98412", "de L’Archipel des Kerguelen", "à L’Archipel des Kerguelen"),
    ],
)
def test_a_name_takes_the_article_that_people_say(code: str, de: str, a: str) -> None:
    assert (commune(code).toponyme.de, commune(code).toponyme.a) == (de, a)


DANS = """
01 dans l’Ain|02 dans l’Aisne|03 dans l’Allier|04 dans les Alpes-de-Haute-Provence
05 dans les Hautes-Alpes|06 dans les Alpes-Maritimes|07 dans l’Ardèche|08 dans les Ardennes
09 dans l’Ariège|10 dans l’Aube|11 dans l’Aude|12 dans l’Aveyron|13 dans les Bouches-du-Rhône
14 dans le Calvados|15 dans le Cantal|16 en Charente|17 en Charente-Maritime|18 dans le Cher
19 en Corrèze|21 en Côte-d’Or|22 dans les Côtes-d’Armor|23 dans la Creuse|24 en Dordogne
25 dans le Doubs|26 dans la Drôme|27 dans l’Eure|28 en Eure-et-Loir|29 dans le Finistère
2A en Corse-du-Sud|2B en Haute-Corse|30 dans le Gard|31 en Haute-Garonne|32 dans le Gers
33 en Gironde|34 dans l’Hérault|35 en Ille-et-Vilaine|36 dans l’Indre|37 en Indre-et-Loire
38 dans l’Isère|39 dans le Jura|40 dans les Landes|41 en Loir-et-Cher|42 dans la Loire
43 en Haute-Loire|44 en Loire-Atlantique|45 dans le Loiret|46 dans le Lot|47 en Lot-et-Garonne
48 en Lozère|49 en Maine-et-Loire|50 dans la Manche|51 dans la Marne|52 en Haute-Marne
53 en Mayenne|54 en Meurthe-et-Moselle|55 dans la Meuse|56 dans le Morbihan|57 en Moselle
58 dans la Nièvre|59 dans le Nord|60 dans l’Oise|61 dans l’Orne|62 dans le Pas-de-Calais
63 dans le Puy-de-Dôme|64 dans les Pyrénées-Atlantiques|65 dans les Hautes-Pyrénées
66 dans les Pyrénées-Orientales|67 dans le Bas-Rhin|68 dans le Haut-Rhin|69 dans le Rhône
70 en Haute-Saône|71 en Saône-et-Loire|72 dans la Sarthe|73 en Savoie|74 en Haute-Savoie|75 à Paris
76 en Seine-Maritime|77 en Seine-et-Marne|78 dans les Yvelines|79 dans les Deux-Sèvres
80 dans la Somme|81 dans le Tarn|82 en Tarn-et-Garonne|83 dans le Var|84 dans le Vaucluse
85 en Vendée|86 dans la Vienne|87 en Haute-Vienne|88 dans les Vosges|89 dans l’Yonne
90 dans le Territoire de Belfort|91 dans l’Essonne|92 dans les Hauts-de-Seine
93 en Seine-Saint-Denis|94 dans le Val-de-Marne|95 dans le Val-d’Oise|971 en Guadeloupe
972 en Martinique|973 en Guyane|974 à La Réunion|975 à Saint-Pierre-et-Miquelon|976 à Mayotte
977 à Saint-Barthélemy|978 à Saint-Martin|984 dans les Terres australes et antarctiques françaises
986 à Wallis et Futuna|987 en Polynésie française|988 en Nouvelle-Calédonie
989 sur l’Île de Clipperton
"""


def test_location_phrases_follow_usage() -> None:
    said = dict(line.split(" ", 1) for line in DANS.strip().replace("\n", "|").split("|"))
    assert {one.code: one.dans for one in france().departements} == said


@pytest.mark.parametrize(
    ("code", "le", "de"),
    [
        ("81", "le Tarn", "du Tarn"),
        ("01", "l’Ain", "de l’Ain"),
        ("28", "l’Eure-et-Loir", "d’Eure-et-Loir"),
        ("49", "le Maine-et-Loire", "de Maine-et-Loire"),
        ("77", "la Seine-et-Marne", "de Seine-et-Marne"),
        ("82", "le Tarn-et-Garonne", "du Tarn-et-Garonne"),
        ("40", "les Landes", "des Landes"),
        ("75", "Paris", "de Paris"),
        ("974", "La Réunion", "de La Réunion"),
        (
            "984",
            "les Terres australes et antarctiques françaises",
            "des Terres australes et antarctiques françaises",
        ),
    ],
)
def test_a_departement_is_named_in_a_sentence(code: str, le: str, de: str) -> None:
    place = france().departement(code)
    assert isinstance(place, Departement)
    assert (place.le, place.de) == (le, de)


def test_every_departement_but_towns_and_islands_has_an_article() -> None:
    bare = {one.code for one in france().departements if one.le == one.nom}
    assert bare == {"75", "974", "975", "976", "977", "978", "986"}


def test_regions_are_named_in_a_sentence() -> None:
    said = {one.region.code: (one.region.le, one.region.dans) for one in france().departements}
    assert said["76"] == ("l’Occitanie", "en Occitanie")
    assert said["52"] == ("les Pays de la Loire", "dans les Pays de la Loire")
    assert said["44"] == ("le Grand Est", "dans le Grand Est")
    assert said["11"] == ("l’Île-de-France", "en Île-de-France")
    assert said["04"] == ("La Réunion", "à La Réunion")


@pytest.mark.parametrize(
    ("code", "le"),
    [
        ("81233", "la communauté de communes Centre Tarn"),
        ("31555", "Toulouse Métropole"),
        ("69123", "la Métropole de Lyon"),
        ("67482", "l’Eurométropole de Strasbourg"),
        ("62041", "la communauté urbaine d’Arras"),
    ],
)
def test_an_intercommunalite_is_a_subject(code: str, le: str) -> None:
    one = commune(code).epci
    assert one is not None
    assert one.le == le


# The commune that a person means


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("81004", "81004"),
        (" 81004 ", "81004"),
        ("2a004", "2A004"),
        ("albi", "81004"),
        ("le garric", "81101"),
        ("Garric", "81101"),
        ("Garric (Le)", "81101"),
        ("GARRIC (LE)", "81101"),
        ("sauziere saint jean", "81279"),
        ("Isle-d'Abeau", "38193"),
        ("l isle d abeau", "38193"),
        ("L'HAY-LES-ROSES", "94038"),
        ("St-Sulpice-la-Pointe", "81271"),
        ("Lescure d’Albigeois", "81144"),
        ("aux marais", "60703"),
        ("marais", "60703"),
        ("oeuilly", "02565"),
        ("81101 Le Garric", "81101"),  # as hints write it
        ("2a004 Ajaccio", "2A004"),
        ("81160 St-Juéry", "81257"),
    ],
)
def test_a_code_or_a_name_is_understood(text: str, code: str) -> None:
    found = france().resolve(text, code[:2])
    assert found.commune.code == code


@pytest.mark.parametrize(
    ("text", "code", "notice"),
    [
        (
            "81113",
            "81218",
            "81113 Labastide-Dénat est une commune déléguée ; la commune est 81218 Puygouzon",
        ),
        (
            "81301",
            "81233",
            "81301 Le Travet est une commune déléguée ; la commune est 81233 Terre-de-Bancalié",
        ),
        (
            "Le Travet",
            "81233",
            "81301 Le Travet est une commune déléguée ; la commune est 81233 Terre-de-Bancalié",
        ),
        (
            "55273",
            "55386",
            "55273 Lamarche-en-Woëvre est une commune associée ; la commune est "
            "55386 Nonsard-Lamarche",
        ),
        ("81153", "81062", "81153 est un ancien code ; la commune est 81062 Fontrieu"),
        ("20004", "2A004", "20004 est un ancien code ; la commune est 2A004 Ajaccio"),
        (
            "75101",
            "75056",
            "75101 Paris 1er Arrondissement est un arrondissement municipal ; les "
            "chiffres sont ceux de la commune, 75056 Paris",
        ),
        (
            "Paris 15e",
            "75056",
            "75115 Paris 15e Arrondissement est un arrondissement municipal ; les "
            "chiffres sont ceux de la commune, 75056 Paris",
        ),
        (
            "lyon 3e arrondissement",
            "69123",
            "69383 Lyon 3e Arrondissement est un arrondissement "
            "municipal ; les chiffres sont ceux de la commune, 69123 Lyon",
        ),
    ],
)
def test_former_commune_leads_to_the_present_one(text: str, code: str, notice: str) -> None:
    found = france().resolve(text)
    assert (found.commune.code, found.notice) == (code, notice)


def test_every_old_code_and_part_of_france_resolves() -> None:
    changed = [one for one in everything() if one.anciens_codes]
    exceptions = ("13055", "69123", "75056", "60694", "55386")
    tarn = [one for one in changed if one.departement.code == "81"]
    for one in (*changed[::10], *tarn, *map(commune, exceptions)):
        for old in one.anciens_codes:
            try:
                found = france().resolve(old)
            except UnknownCommuneError as postal:
                told = f"c’est aussi l’ancien code de {one.code} "
                known_twice = told in postal.hint and not old.startswith(one.departement.code)
            else:
                known_twice = found.commune.code == one.code and old in found.notice
            assert known_twice
        for part in one.arrondissements_municipaux:
            assert france().resolve(part).commune.code == one.code


@pytest.mark.slow
def test_every_name_of_france_resolves_or_lists_its_homonyms() -> None:
    alone: dict[str, int] = {}
    for one in everything():
        name = plain_name(one.toponyme.seul)
        alone[name] = alone.get(name, 0) + 1
    for one in everything()[::50]:
        name = one.toponyme.seul
        if alone[plain_name(name)] == 1:
            assert france().resolve(name).commune.code == one.code
            assert france().resolve(plain_name(name)).commune.code == one.code
        else:
            assert refused(name)[1].startswith("donnez le code : ")


@pytest.mark.slow
def test_every_name_of_france_can_name_a_file() -> None:
    names = (plain_name(one.toponyme.seul).replace(" ", "-") for one in everything())
    assert [name for name in names if file_key(name) is None] == []


def test_postal_code_among_old_codes_is_reported() -> None:
    assert "81260 est aussi le code postal de 81014 Anglès" in france().resolve("81260").notice


def test_a_name_of_several_communes_is_refused_with_them_all() -> None:
    said, hint = refused("Saint-Sulpice")
    assert said == "« Saint-Sulpice » est le nom de 7 communes"
    assert "Saint-Sulpice (46294, Lot), Saint-Sulpice (58269, Nièvre)" in hint
    assert hint.endswith(", et 1 autre")


def test_the_departement_of_the_project_is_preferred() -> None:
    assert refused("Castres")[0] == "« Castres » est le nom de 2 communes"
    found = france().resolve("Castres", "81")
    assert found.commune.code == "81065"
    assert found.notice == "Castres (81065, Tarn) ; il y a aussi Castres (02142, Aisne)"
    assert france().resolve("cabannes", "81").commune.code == "81045"
    assert france().resolve("Roumégoux", "81").commune.code == "81233"
    assert france().resolve("Roumégoux").commune.code == "15166"


def test_beginning_of_a_home_name_suggests_it_first() -> None:
    _, hint = refused("Saint-Sulpice", "81")
    assert hint.startswith("donnez le code : Saint-Sulpice-la-Pointe (81271, Tarn), ")


def test_name_without_article_lists_its_homonyms() -> None:
    found = france().resolve("Cabannes")
    assert found.commune.code == "13018"
    assert "il y a aussi Les Cabannes (09070, Ariège), Les Cabannes (81045, Tarn)" in found.notice


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("81000", "81000 est un code postal, pas un code INSEE", "Albi est 81004"),
        (
            "75001",
            "75001 est un code postal, pas un code INSEE",
            "Paris est 75056 ; c’est aussi l’ancien code de 94002 Alfortville",
        ),
        (
            "81999",
            "aucune commune n’a le code 81999",
            "vouliez-vous dire 81099 Gaillac, 81199 Padiès ou 81299 Teyssode ?",
        ),
        (
            "1004",
            "« 1004 » n’a que quatre chiffres : un code INSEE en a cinq",
            "vouliez-vous dire 01004 Ambérieu-en-Bugey ?",
        ),
        (
            "Albie",
            "aucune commune ne s’appelle « Albie »",
            "vouliez-vous dire 81004 Albi, 81005 Albine ou 67003 Albé ?",
        ),
        ("xyzzyqwerty", "aucune commune ne s’appelle « xyzzyqwerty »", ""),
        ("", "ni code ni nom de commune", "donnez un code INSEE ou un nom : 81004, Albi"),
        ("81000 Albi!", "aucune commune ne s’appelle « 81000 Albi! »", ""),
        ("2bO33", "« 2bO33 » n’est pas un code INSEE", "vouliez-vous dire 2B033 Bastia ?"),
        ("2b33", "« 2b33 » n’est pas un code INSEE", "vouliez-vous dire 2B033 Bastia ?"),
        ("811o1", "« 811o1 » n’est pas un code INSEE", "vouliez-vous dire 81101 Le Garric ?"),
        ("81 101", "« 81 101 » n’est pas un code INSEE", "vouliez-vous dire 81101 Le Garric ?"),
    ],
)
def test_unknown_name_gets_similar_ones(text: str, said: str, hint: str) -> None:
    assert refused(text) == (said, hint)


def test_a_postal_code_is_of_the_communes_that_it_serves() -> None:
    entries = CommuneEntries((FOLDER / "communes.csv").read_bytes())
    codes = ("81000", "75001", "81004", "99999")
    assert [len(entries.with_postal_code(code)) for code in codes] == [1, 1, 0, 0]


def test_no_commune_has_an_empty_code() -> None:
    entries = CommuneEntries((FOLDER / "communes.csv").read_bytes())
    assert entries.with_old_code("") is None
    assert entries.with_postal_code("") == ()


def test_a_postal_code_of_several_communes_names_them() -> None:
    said, hint = refused("81990")
    assert said == "81990 est un code postal, pas un code INSEE"
    assert "Puygouzon est 81218 ; " in hint


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Abli", "81004 Albi"),
        ("Toulose", "31555 Toulouse"),
        ("Puylauren", "81219 Puylaurens"),
        ("terre de banc", "81233 Terre-de-Bancalié"),
        ("le garic", "81101 Le Garric"),
    ],
)
def test_a_slip_in_a_name_is_seen_through(text: str, near: str) -> None:
    assert refused(text, "81")[1].startswith(f"vouliez-vous dire {near}")


@given(st.text(max_size=40))
def test_no_text_breaks_the_search(text: str) -> None:
    with suppress(UnknownCommuneError):
        assert france().resolve(text).commune.code in france()


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_a_distance(one: str, other: str) -> None:
    assert count_typos(one, other) == count_typos(other, one)
    assert (count_typos(one, other) == 0) is (one == other)
    assert abs(len(one) - len(other)) <= count_typos(one, other) <= max(len(one), len(other))


@given(st.text(max_size=30))
def test_plain_names_are_plain(text: str) -> None:
    assert plain_name(plain_name(text)) == plain_name(text)


def test_a_file_without_parts_is_read_all_the_same() -> None:
    head = "type;code;nom;tncc;departement;arrondissement;epci;codes_postaux;population;"
    head += "anciens_codes;parent\n"
    entries = CommuneEntries(f"{head}COM;81901;Exemple;1;81;811;;;;;\n".encode())
    only = entries.commune("81901")
    assert only is not None
    assert (only.population, only.codes_postaux, entries.parts_of("81901")) == (None, (), ())
    assert entries.part("81901") is None


# Against the files of the project


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_the_tarn_is_that_of_the_official_extract() -> None:
    raw = json.loads((SHARED / "raw/etalab-6.0.0-communes-81.json").read_text("utf-8"))
    official = {one["code"]: one for one in raw if one["type"] == "commune-actuelle"}
    assert {one.code for one in france().in_departement("81")} == official.keys()
    for code, told in official.items():
        one = commune(code)
        assert one.toponyme.seul == told["nom"].replace("'", "’")
        assert one.toponyme.tncc == told["typeLiaison"]
        assert one.population == told["population"]
        assert list(one.codes_postaux) == sorted(told["codesPostaux"])
        assert list(one.anciens_codes) == sorted(told.get("anciensCodes", []))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared data are not here")
def test_the_sentences_of_the_tarn_are_those_of_the_facts() -> None:
    with (SHARED / "communes-81.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert len(rows) == 314
    for row in rows:
        place = commune(row["code_insee"]).toponyme
        # The facts give each article a small letter: print keeps the capital of a name.
        assert (plain_blanks(place.de).lower(), plain_blanks(place.a).lower()) == tuple(
            row[key].replace("'", "’").lower() for key in ("forme_de", "forme_a")
        )


def test_absent_communes_are_to_be_put_back(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as told:
        assert OpenData(Workspace(tmp_path, tmp_path)).communes
    [problem] = told.value.problems
    assert problem.hint == "recopiez content/referentiel/cog de docgen, qui le fournit"
