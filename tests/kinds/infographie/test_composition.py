"""The page of figures of a commune: what it says, of whom, and what it keeps to itself."""

import json
import re
import shutil
from dataclasses import replace
from hashlib import sha256

import pypdfium2
import pytest

from docgen.build.compose import compose_all, content_files, read_bound
from docgen.build.left import left_in
from docgen.build.pipeline import scope_of
from docgen.build.render import render
from docgen.charts.specification import EtatValeur
from docgen.document import Diffusion
from docgen.errors import ContentError
from docgen.format import Format
from docgen.french.titles import MIN_END
from docgen.kinds.infographie.graphiques import CURVE
from docgen.kinds.infographie.interne import period_in_words
from docgen.kinds.infographie.kind import KIND
from docgen.kinds.infographie.options import InfographieOptions
from docgen.referential.referential import Referential
from docgen.rendering.pdf.free_space import measure_free_space
from docgen.request import Request
from docgen.statistics.indicators import INDICATEURS
from docgen.statistics.variations import variation
from docgen.workspace import Workspace
from tests.conftest import plain_blanks
from tests.kinds.infographie.invented import compared
from tests.kinds.infographie.specimens import PAGES
from tests.kinds.infographie.specimens import page as internal_page
from tests.referential.directory import write_directory
from tests.support.documents import OUR_TEMPLATES
from tests.support.libreoffice import to_pdf
from tests.support.projects.complete import complete_project, copy_complete_project
from tests.support.territory import (
    EDITION,
    project,
    with_communes,
    with_departement,
    with_doubtful_mayor,
    with_france,
    without_unit,
)

PUYGOUZON, ALBI, LE_GARRIC, LACAZE = "81218", "81004", "81101", "81132"
AGUTS, CAMBON, SAINT_SULPICE = "81001", "81052", "81271"
PEOPLE = {PUYGOUZON: 3500, ALBI: 51000, LE_GARRIC: 1100}
HIDDEN = {(PUYGOUZON, "escroqueries", year): None for year in (2019, 2025)}
SEEN = {(PUYGOUZON, "escroqueries", 2018): 6}
TOLD = {(PUYGOUZON, "cambriolages", year): year - 2010 for year in range(2016, 2026)}
TARN = {
    ("81", cle, year): 900 for cle in ("cambriolages", "degradations") for year in range(2016, 2026)
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """A project whose communes have figures, all of one edition."""
    made = project(tmp_path_factory.mktemp("chiffres"))
    with_communes(made, PEOPLE, {**TOLD, **HIDDEN, **SEEN})
    with_departement(made, 397_000, TARN)
    return made


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A project as it is shipped: no figures of communes."""
    return project(tmp_path_factory.mktemp("nu"))


def pages(workspace, *communes, **wished):
    scope, _ = scope_of(workspace, Request(communes=communes, options=InfographieOptions(**wished)))
    made = compose_all(workspace, KIND, content_files(workspace, KIND), scope)
    return [one.document for _, one in made]


def page(workspace, commune, **wished):
    [document] = pages(workspace, commune, **wished)
    return document.facts


def printed_words(facts):
    return json.dumps(facts.model_dump(mode="json"), ensure_ascii=False)


def keys(facts):
    return {key.icone: key.valeur for key in facts.cles}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def curve_of(facts, key):
    [one] = [one for one in facts.courbes if one.courbe and key in one.courbe.cle]
    return one.phrase, one.courbe


@pytest.mark.parametrize("name", ["figures", "bare"])
def test_what_is_left_is_told_without_composing_a_page(name, request):
    here = request.getfixturevalue(name)
    scope, _ = scope_of(here, Request(communes=(PUYGOUZON, ALBI, LE_GARRIC, LACAZE)))
    texts, _ = read_bound(here, KIND, content_files(here, KIND), scope)
    told = [item for text in texts for item in text.left_of_communes(scope, None)]
    made = pages(here, PUYGOUZON, ALBI, LE_GARRIC, LACAZE)
    assert told == [item for document in made for item in document.left]
    assert len(told) > 3


def test_a_page_is_named_by_its_commune(figures):
    [document] = pages(figures, "Puygouzon")
    assert document.stem == "infographie-81218-puygouzon"
    assert document.diffusion is Diffusion.PUBLIQUE
    assert document.facts.nom == "Puygouzon"
    assert "arrondissement d’Albi" in document.facts.lieu


def test_the_place_breaks_before_the_intercommunality_and_in_no_name(figures):
    *_, last = page(figures, LE_GARRIC).lieu.split(" ")
    assert last == "communauté\u00a0de\u00a0communes\u00a0Carmausin\u2011Ségala"


def test_the_place_holds_no_long_line_in_large_letters(figures):
    """« d’Apcher » was cut in two: held on one line, its name was wider than the column."""
    lieu = page(figures, "48149").lieu
    assert lieu.endswith("des\u00a0Terres d’Apcher\u2011Margeride\u2011Aubrac")


def test_a_commune_in_gendarmerie_zone_has_its_brigade(figures):
    assert keys(page(figures, PUYGOUZON))["gendarmerie"] == "Brigade d’Albi"


def test_police_zone_commune_has_a_station_and_no_brigade(figures):
    facts = page(figures, ALBI)
    assert keys(facts)["police"] == "Commissariat de police d’Albi"
    assert "brigade" not in printed_words(facts).lower()


def test_police_zone_page_has_the_number_of_the_prefecture():
    *_, prefecture = page(complete_project("81"), ALBI).contacts
    assert (plain_blanks(prefecture.numero), prefecture.lignes) == ("05 36 49 60 04", ())
    assert not prefecture.a_remplir


def test_the_curve_of_a_commune_tells_its_counts(figures):
    told, curve = curve_of(page(figures, PUYGOUZON), "cambriolages")
    assert plain(told) == "15 cambriolages de logement en 2025, contre 14 en 2024."
    assert [int(point.valeur) for point in curve.traces[0].points] == list(range(6, 16))


def test_a_hidden_value_is_a_word_everywhere(figures):
    facts = page(figures, PUYGOUZON)
    told, curve = curve_of(facts, "escroqueries")
    states = {point.libelle: point.etat for point in curve.traces[0].points}
    assert states["2019"] is states["2025"] is EtatValeur.CACHE
    assert "Chiffre de 2025 non communiqué" in plain(told)
    assert "non communiqué" in curve.alternative


def credits(facts):
    """Return the sources of a page as one text."""
    return " ".join(plain_blanks(source) for column in facts.sources for source in column)


def test_what_is_hidden_is_explained_and_only_then(figures):
    assert "non communiqué" in page(figures, PUYGOUZON).secret
    assert page(figures, LE_GARRIC).secret == ""


def test_curves_take_the_height_that_words_leave():
    heights = [
        next(one.courbe.hauteur for one in page(complete_project("81"), code).courbes if one.courbe)
        for code in (SAINT_SULPICE, ALBI)
    ]
    assert heights == sorted({*heights}, reverse=True)
    assert min(heights) > CURVE[1]


def test_curves_leave_room_to_write_an_unknown_number(tmp_path):
    here = copy_complete_project("81", tmp_path / "projet")
    for name in ("referentiel/unites", "referentiel/annuaire"):
        shutil.rmtree(here.content / name)
    (here.content / "territoire" / "unites.yaml").unlink(missing_ok=True)
    known, unknown = (page(one, LE_GARRIC) for one in (complete_project("81"), here))
    assert known.contacts[0].numero
    assert not unknown.contacts[0].numero
    curves = [next(one.courbe for one in facts.courbes if one.courbe) for facts in (known, unknown)]
    assert curves[0].hauteur == curves[1].hauteur


def test_name_of_a_table_breaks_within_no_name():
    unit, own = page(complete_project("81"), LE_GARRIC, interne=True).releves
    assert (unit.titre, own.titre) == ("Brigade de Cagnac\u2011les\u2011Mines", "Le Garric")


def test_internal_page_names_each_period_once():
    facts = page(complete_project("81"), LE_GARRIC, interne=True)
    [table, *_] = facts.releves
    assert [one.titre for one in table.periodes] == [
        "Faits en octobre",
        "Faits de janvier à octobre",
    ]
    years = ("2025", "2026", "écart")
    assert table.colonnes == (*years, *years, "en %")
    assert plain_blanks(facts.cles[0].libelle) == "habitants en 2023"


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (4, 9, ("+5", "–")),
        (100, 82, ("−18", "−18 %")),
        (30, 30, ("=", "–")),
        (900, 902, ("+2", "–")),
    ],
)
def test_change_in_percent_has_a_column_of_its_own(before, now, words):
    *_, change, percent = period_in_words(before, now, variation(before, now), percent=True)
    assert (change, plain_blanks(percent)) == words


def test_unit_is_drawn_when_the_commune_has_nothing():
    facts = page(complete_project("81"), AGUTS, interne=True)
    assert plain(facts.titre_evolution) == "Mois par mois : Brigade de Puylaurens"
    assert facts.evolutions
    said = "Aguts : aucun fait de janvier à octobre 2026, ni en 2025."
    assert plain(facts.sans_colonnes) == said


@pytest.mark.parametrize("code", [PUYGOUZON, LE_GARRIC, AGUTS, CAMBON])
def test_charts_of_months_fill_the_page(code):
    [document] = pages(complete_project("81"), code, interne=True)
    free = measure_free_space(document, OUR_TEMPLATES.fill_html(document), OUR_TEMPLATES)
    assert 3 < free < 11


def test_grouped_row_says_in_its_own_words_what_is_hidden():
    facts = page(complete_project("81"), AGUTS)
    assert facts.comparaison.groupee
    assert plain(facts.secret).startswith("Non communiqué, par secret statistique : ")
    assert "n.c." not in printed_words(facts)


def test_a_published_zero_is_a_zero(figures):
    facts = page(figures, LE_GARRIC)
    assert facts.courbes == ()
    assert plain(facts.sans_courbe) == (
        "Cambriolages de logement, dégradations volontaires, escroqueries et fraudes : aucun fait"
        " enregistré de 2016 à 2025."
    )
    rows = facts.comparaison.lignes
    assert {cell.texte for row in rows for cell in row.cellules[-2:]} == {"0"}
    assert (facts.comparaison.commune, facts.comparaison.departement) == ("commune", "Tarn")


def test_the_mean_of_the_hidden_communes_is_nowhere(figures):
    assert "2,5" not in printed_words(page(figures, PUYGOUZON))


def test_the_departement_is_told_by_rate_and_never_by_count(figures):
    facts = page(figures, PUYGOUZON)
    assert "900" not in printed_words(facts)
    assert facts.comparaison.colonnes[1] == "Tarn"
    told = {str(row.barre.repere) for row in facts.comparaison.lignes if row.barre.repere}
    assert told == {"4.5", "2.3"}


def test_hidden_commune_has_neither_bars_nor_a_key():
    table = compared("Puygouzon", hidden=True)["comparaison"]
    assert (table.commune, table.departement) == ("", "département")
    assert all(row.barre.repere and row.barre.valeur is None for row in table.lignes)


def test_departement_alone_keeps_its_bars_and_their_year(bare):
    table = page(bare, PUYGOUZON).comparaison
    assert (table.commune, table.departement) == ("", "Tarn, en 2025")
    assert all(row.barre.repere and row.barre.valeur is None for row in table.lignes)


def test_editions_are_not_mixed(tmp_path):
    made = project(tmp_path)
    with_communes(made, PEOPLE, TOLD)
    with_departement(made, 397_000, TARN, EDITION.replace(month=1))
    [document] = pages(made, PUYGOUZON)
    facts = document.facts
    assert "base départementale de la même édition" in document.notices[0].hint
    assert facts.comparaison.colonnes == ("commune", "2024", "2025")
    assert "autre édition" in facts.avis


def test_page_shows_the_departement_without_commune_figures(bare):
    facts = page(bare, PUYGOUZON)
    assert "ne sont pas encore disponibles" in facts.avis
    assert {one.courbe.traces[0].nom for one in facts.courbes} == {"Tarn"}
    assert all("pour 1" in one.courbe.unite for one in facts.courbes)
    first, *_ = [plain(one.phrase) for one in facts.courbes]
    assert re.fullmatch(r"[\d,]+ pour 1 000 logements en 2025, contre [\d,]+ en 2024\.", first)


def test_page_shows_the_departement_where_all_is_hidden(tmp_path):
    made = project(tmp_path)
    secret = {(PUYGOUZON, one.cle, year): None for one in INDICATEURS for year in range(2016, 2026)}
    with_communes(made, PEOPLE, secret)
    with_departement(made, 397_000, TARN)
    [document] = pages(made, PUYGOUZON)
    assert "chiffres" not in {one.code for one in document.left}
    assert "par secret statistique" in plain(document.facts.avis)
    assert document.facts.comparaison.colonnes == ("2024", "2025")
    assert "rien à importer" in document.notices[0].hint


def test_commune_counted_in_parts_is_final_and_says_so(tmp_path):
    made = project(tmp_path)
    with_communes(made, {"81233": 250, "81226": 300}, {})
    with_departement(made, 397_000, TARN)
    [document] = pages(made, "81233")  # Ronel, 81226, has joined it
    assert "chiffres" not in {one.code for one in document.left}
    assert "d’avant ou d’après une fusion" in plain_blanks(document.facts.avis)
    assert document.facts.comparaison.colonnes == ("2024", "2025")
    assert "carte des communes" in document.notices[0].hint


@pytest.mark.parametrize("told", [TOLD, {}], ids=["published", "hidden"])
def test_small_departement_s_rates_are_a_sentence(told, tmp_path):
    """In the Lozère, four facts more change a rate: none may be printed."""
    made = project(tmp_path)
    secret = {(PUYGOUZON, one.cle, year): None for one in INDICATEURS for year in range(2016, 2026)}
    with_communes(made, PEOPLE, {**secret, **told})
    with_departement(made, 76_000, TARN)
    [document] = pages(made, PUYGOUZON)
    assert "chiffres" not in {one.code for one in document.left}  # no import would bring any
    assert "si peu d’habitants, ou si peu de communes" in plain_blanks(document.facts.avis)
    assert ("Aucun chiffre de la commune" in document.facts.avis) == (not told)
    [said] = document.notices
    assert said.hint.startswith("rien à importer")
    compared = document.facts.comparaison
    assert (compared.colonnes if compared else ()) == (("commune", "2024", "2025") if told else ())


def test_a_partial_base_leaves_figures_to_import(figures):
    [document] = pages(figures, LACAZE)
    assert not document.final
    assert "ne sont pas encore disponibles" in document.facts.avis
    assert "Chiffres communaux non publiés" not in printed_words(document.facts)
    [told] = [one for one in document.left if one.code == "chiffres"]
    assert told.command == "docgen data import ssmsi FICHIER FICHIER"
    assert "ne couvre que 3 communes : importez celle de la France" in told.hint


def test_the_last_year_may_be_chosen(figures):
    [document] = pages(figures, PUYGOUZON, annee=2020)
    assert document.stem == "infographie-81218-puygouzon-2020"
    facts = document.facts
    assert facts.comparaison.colonnes[-1] == "2020"
    with pytest.raises(ContentError, match="vont de 2016 à 2025"):
        page(figures, PUYGOUZON, annee=2031)


def test_every_unknown_commune_is_told_at_once(bare):
    with pytest.raises(ContentError) as refusal:
        pages(bare, "81999", "Albie", PUYGOUZON)
    assert [problem.file for problem in refusal.value.problems] == ["--insee"] * 2
    assert "81004 Albi" in refusal.value.problems[1].hint


def test_former_code_is_resolved_and_reported(bare):
    scope, told = scope_of(bare, Request(communes=("81113", PUYGOUZON)))
    assert scope.communes == (PUYGOUZON,)
    assert "81113" in told[0].message


def test_a_name_of_the_project_s_own_departement_is_meant(bare):
    scope, _ = scope_of(bare, Request(communes=("Castres",)))
    assert scope.communes == ("81065",)


def test_a_mayor_s_name_restored_by_judgment_makes_a_draft(tmp_path):
    doubtful = "81006"
    made = with_doubtful_mayor(project(tmp_path), doubtful)
    [document] = pages(made, doubtful)
    assert not document.final
    assert document.facts.projet
    assert document.left[0].file == "content/referentiel/maires/maires.csv"
    (made.content / "territoire/communes.yaml").write_text(
        f'communes:\n  - code_insee: "{doubtful}"\n    maire: {{nom: Exemple, prenom: Fictif,'
        f" verifie_le: 2026-11-25, verifie_par: Exemple}}\n"
    )
    [document] = pages(made, doubtful)
    assert {one.code for one in document.left} == {"chiffres"}
    assert keys(document.facts)["maire"] == "Fictif Exemple"


def test_number_of_the_directory_is_credited(tmp_path):
    made = project(tmp_path)
    brigade = {
        "id": "b",
        "type": "gendarmerie",
        "nom": "Brigade d’Albi",
        "telephone": "+33199000001",
    }
    folder = made.content / "referentiel/annuaire"
    write_directory(folder, brigade, served=[("b", PUYGOUZON)])
    facts = page(made, PUYGOUZON)
    assert "01 99 00 00 01" in printed_words(facts).replace("\u00a0", " ")
    assert "DILA, exemple fictif, août 2026" in credits(facts)


def test_unit_that_the_project_writes_is_credited_to_it(tmp_path):
    made = project(tmp_path)
    moved = f'communes:\n  - {{code_insee: "{PUYGOUZON}", unite: Brigade de Réalmont}}\n'
    (made.content / "territoire/communes.yaml").write_text(moved, "utf-8")
    facts = page(made, PUYGOUZON)
    assert "Brigade de Réalmont" in printed_words(facts)
    assert "Unité compétente, d’après le projet" in credits(facts)
    assert "compétence territoriale" not in credits(facts)


@pytest.mark.parametrize(
    ("without", "name"),
    [
        ("", "Villefranche\u2011d’Albigeois"),
        ("contours", "Villefranche-d’Albigeois"),  # three columns of 42 mm
        ("ssmsi-departements", "Villefranche-d’Albigeois"),  # larger letters
    ],
)
def test_long_name_breaks_at_its_hyphens_in_narrow_columns(tmp_path, without, name):
    made = project(tmp_path)
    unit = "Brigade de Villefranche-d’Albigeois"
    moved = f'communes:\n  - {{code_insee: "{PUYGOUZON}", unite: {unit}}}\n'
    (made.content / "territoire/communes.yaml").write_text(moved, "utf-8")
    if without:
        shutil.rmtree(made.content / "referentiel" / without)
    assert keys(page(made, PUYGOUZON))["gendarmerie"] == f"Brigade de {name}"


def test_name_wider_than_its_table_breaks_at_its_hyphens():
    made = internal_page(PAGES["interne"])
    [first, *others] = made.facts.releves
    long = first.model_copy(update={"titre": "Saint-Symphorien-sous-Chomérac"})
    facts = made.facts.model_copy(update={"releves": (long, *others)})
    html = OUR_TEMPLATES.fill_html(replace(made, facts=facts))
    assert ">Saint-Symphorien-sous-Chomérac</th>" in html


def test_what_is_internal_never_reaches_a_public_page(bare):
    territory = bare.content / "territoire"
    before = (territory / "unites.yaml").read_bytes()
    (territory / "unites.yaml").write_text(
        "unites:\n  - unite: Brigade d’Albi\n    telephone: 05 63 00 00 01\n"
        "    referent_elu: {grade: Adjudant, nom: Exemple Fictif, telephone: 06 00 00 00 02}\n"
    )
    try:
        told = printed_words(page(bare, PUYGOUZON))
        assert "00 01" in told.replace("\u00a0", " ")
        assert "Exemple Fictif" not in told
        assert "00 02" not in told.replace("\u00a0", " ")
    finally:
        (territory / "unites.yaml").write_bytes(before)


def test_the_internal_page_holds_no_open_statistics(figures):
    [document] = pages(figures, PUYGOUZON, interne=True)
    assert document.diffusion is Diffusion.INTERNE
    assert document.stem == "infographie-81218-puygouzon-interne"
    assert "INTERNE" in document.facts.repere
    assert not hasattr(document.facts, "courbes")
    assert "SSMSI" not in printed_words(document.facts)


def test_page_is_a_draft_until_figures_are_imported(bare):
    [document] = pages(bare, PUYGOUZON)
    assert not document.final
    assert document.facts.repere == "PROJET – ▲ à vérifier avant remise"
    [told] = document.left
    assert "ne sont pas encore disponibles" in told.message
    assert "docgen data import" in told.hint
    assert document.notices == ()


def test_page_is_final_when_no_figures_exist(tmp_path):
    made = project(tmp_path)
    with_france(made)
    [document] = pages(made, PUYGOUZON)
    assert (document.final, document.left) == (True, ())
    assert "Chiffres communaux non publiés" in document.facts.avis
    [told] = document.notices
    assert (told.code, "import " in told.hint) == ("chiffres", False)
    assert told.hint.startswith("rien à importer")


def test_page_is_a_draft_until_its_unit_is_known(tmp_path):
    made = without_unit(project(tmp_path), PUYGOUZON)
    with_france(made)
    [document] = pages(made, PUYGOUZON)
    assert (document.final, document.facts.projet) == (False, True)
    assert [one.code for one in document.left] == ["competence"]
    whole, _ = left_in(Referential(made), (), (), None)
    assert [one.id for one in whole if one.code == "competence"] == [f"competence:{PUYGOUZON}"]


def test_page_is_a_draft_until_mayors_are_imported(tmp_path):
    made = project(tmp_path)
    with_france(made)
    shutil.rmtree(made.content / "referentiel/maires")
    page, other = pages(made, PUYGOUZON, ALBI)
    assert (page.final, other.final) == (False, False)
    assert {one.command for one in page.left + other.left} == {"docgen data import maires FICHIER"}
    assert len({one.id for one in page.left + other.left}) == 1


def test_page_without_figures_is_a_draft_without_charts(bare):
    [document] = pages(bare, "31555")
    assert not document.final
    assert document.facts.courbes == document.facts.lecture == ()
    assert "cette page montre" not in printed_words(document.facts)


def test_missing_register_differs_from_missing_mayor(bare):
    labels = {key.icone: key.libelle for key in page(bare, "31555").cles}
    assert "n’est pas importé" in labels["maire"]
    assert "répertoire national des élus" not in credits(page(bare, "31555"))


def test_invented_figures_say_so_and_are_never_final(figures):
    document, other = pages(figures, PUYGOUZON, LE_GARRIC)
    assert not document.final
    assert "exemple fictif" in document.facts.repere
    [once] = {item.id: item for page in (document, other) for item in page.left}.values()
    assert once.code == "fictif"


def test_sources_name_a_census_of_another_year(bare):
    assert "(ici, population municipale 2017)" in credits(page(bare, "97611"))
    assert "ici, population" not in credits(page(bare, PUYGOUZON))


def test_sources_name_the_census_and_the_copies(figures, bare):
    assert "population et logements 2022" in credits(page(figures, PUYGOUZON))
    assert credits(page(bare, PUYGOUZON)).count("copie") == 1


def test_producer_of_copies_and_others_has_each_copy_noted():
    told = credits(page(complete_project("81"), PUYGOUZON))
    assert "gendarmerie et police, août 2026 (copie) ; répertoire" in told
    assert "Lus sur des copies" not in told


def test_sources_of_a_producer_are_one_line_of_two_columns(figures):
    columns = page(complete_project("81"), PUYGOUZON).sources
    wide, narrow = [[source.partition(",")[0] for source in column] for column in columns]
    assert (wide[0], len(wide), narrow) == ("Sources : SSMSI", 3, ["Ministère de l’intérieur"])


def test_last_line_of_sources_is_no_short_word_alone(figures):
    told = [source for column in page(figures, PUYGOUZON).sources for source in column]
    assert min(len(source.rpartition(" ")[2]) for source in told) >= MIN_END


def test_commune_is_alone_without_departement_figures(tmp_path):
    made = project(tmp_path)
    with_communes(made, {"31555": 500_000, "81004": 51_000}, {})
    facts = page(made, "31555")
    assert all("Haute-Garonne" not in head for head in facts.comparaison.colonnes)
    assert facts.comparaison.colonnes[0] == "commune"
    assert "montrée seule" in facts.avis


def test_the_internal_page_without_figures_is_a_draft(bare):
    [document] = pages(bare, PUYGOUZON, interne=True)
    assert not document.final
    assert "PROJET" in document.facts.repere


def test_hint_offers_the_departement_when_both_are_missing(tmp_path):
    made = project(tmp_path)
    with_communes(made, {"31555": 500_000, "81004": 51_000}, {})
    shutil.rmtree(made.content / "referentiel/ssmsi-departements")
    [document] = pages(made, PUYGOUZON)
    assert "docgen data import" in document.left[0].hint


def test_parties_of_another_departement_make_a_draft(figures, tmp_path):
    shutil.copytree(figures.root / "content", tmp_path / "content")
    path = tmp_path / "content/infographie/textes.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("AMR81 – GGD81", "AMR31 – GGD31"), "utf-8")
    [elsewhere] = pages(Workspace(tmp_path, tmp_path / "output"), PUYGOUZON)
    foreign = [one for one in elsewhere.left if one.code == "ailleurs"]
    assert (elsewhere.final, elsewhere.facts.projet) == (False, True)
    line = text.splitlines().index("  mention: >-") + 2
    assert [(one.file, one.line, one.message) for one in foreign] == [
        (
            "content/infographie/textes.yaml",
            line,
            f"« {name} » n’est pas dans le Tarn, le département de ce projet",
        )
        for name in ("AMR31", "GGD31")
    ]


LONG = "{}, suivis d’une plainte ou d’une verbalisation, dans la commune et aux environs"


@pytest.fixture(scope="module")
def long_named(tmp_path_factory):
    """The internal page of a commune whose form has six lines of long names."""
    made = copy_complete_project("81", tmp_path_factory.mktemp("noms") / "longs")
    path = made.content / "referentiel/activite/activite.csv"
    before = path.read_bytes()
    head, *rows = [row.split(";") for row in before.decode().splitlines()]
    first = [row for row in rows if row[2] == next(one[2] for one in rows if one[0] == row[0])]
    six = [
        [row[0], "Faits", LONG.format(f"Faits {rank}"), "", *row[4:]]
        for rank in range(6)
        for row in first
    ]
    path.write_text("\n".join(map(";".join, (head, *six))) + "\n", "utf-8")
    edition = path.with_name("edition.yaml")
    text = edition.read_text("utf-8")
    for old, new in (
        (sha256(before).hexdigest(), sha256(path.read_bytes()).hexdigest()),
        (f"lignes: {len(rows)}", f"lignes: {len(six)}"),
    ):
        text = text.replace(old, new)
    edition.write_text(text, "utf-8")
    [document] = pages(made, PUYGOUZON, interne=True)
    return document


def test_charts_yield_their_height_to_six_long_names(long_named):
    [charted, *_] = long_named.facts.evolutions
    assert charted.colonnes.hauteur < 141
    made = {one.format: one for one in render(long_named, OUR_TEMPLATES, tuple(Format))}
    with pypdfium2.PdfDocument(to_pdf(made[Format.DOCX].data)) as printed:
        assert (made[Format.PDF].pages, len(printed)) == (1, 1)


def test_internal_page_names_the_long_line_to_shorten(long_named):
    assert long_named.pages_bound == 1
    assert long_named.shorten.file == "content/referentiel/activite/activite.csv"
    assert LONG.format("Faits 0") in long_named.shorten.hint
