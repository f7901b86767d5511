"""Which fiches a commune gets, and why: its zone, what is known of it, its size, a rise."""

import pytest

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.kinds.commune_pack.content import Choix, Condition
from docgen.kinds.commune_pack.savoir import ENOUGH, Savoir
from docgen.referential.lieu import Lieu
from docgen.referential.referential import Referential
from tests.conftest import plain_blanks
from tests.kinds.commune_pack.packs import (
    ALBI,
    GARRIC,
    OURS,
    PUYGOUZON,
    Table,
    chosen,
    ours,
    project,
)
from tests.territory import with_communes, with_departement

PARTNERS = Diffusion.PARTENAIRES
BURGLARIES, DAMAGE = "cambriolages", "degradations"


def savoir(workspace=OURS, code=GARRIC, circle=PARTNERS):
    """Return what is known of a commune."""
    return Savoir(Lieu(Referential(workspace), CodeInsee(code), circle))


def choices(*conditions):
    """Return lines for one fiche, each with a reason of its own."""
    return [
        Choix(fiche="une", raison=f"raison {rank}", quand=Condition(**one))
        for rank, one in enumerate(conditions, 1)
    ]


def facts(code, indicator, *counts):
    """Return facts of the last six years."""
    return {(code, indicator, 2020 + rank): count for rank, count in enumerate(counts)}


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    """A project with communal figures: a rise, a fall, too few, a hidden year (exemple fictif)."""
    made = project(tmp_path_factory.mktemp("chiffres"))
    told = {
        **facts(GARRIC, BURGLARIES, 5, 5, 5, 8, 8, 8),
        **facts(GARRIC, DAMAGE, 9, 9, 9, 4, 4, 4),
        **facts(PUYGOUZON, BURGLARIES, 3, 3, 3, 3, 3, 4),
        **facts(PUYGOUZON, DAMAGE, 9, None, 9, 20, 20, 20),
    }
    with_communes(made, {GARRIC: 1302, PUYGOUZON: 3548}, told)
    return made


# ---------- Zone, knowledge, size ----------


def test_the_zone_is_that_of_the_force_that_is_competent():
    assert savoir(code=GARRIC).zone == "gendarmerie"
    assert savoir(code=ALBI).zone == "police"
    assert savoir(code="2A004").zone == "gendarmerie"  # no file says: the pack is the gendarmerie's


def test_a_line_without_condition_always_holds_and_the_first_that_holds_gives_the_reason():
    assert savoir().chosen(choices({})) == {"une": "raison 1"}
    assert savoir().chosen(choices({"zone": "police"}, {}, {})) == {"une": "raison 2"}
    assert savoir(code=ALBI).chosen(choices({"zone": "police"}, {})) == {"une": "raison 1"}


def test_a_fiche_whose_lines_do_not_hold_is_left_out():
    assert savoir(code=ALBI).chosen(choices({"zone": "gendarmerie"})) == {}


HAS = ("police_municipale", "participation_citoyenne", "videoprotection")


@pytest.mark.parametrize("field", HAS)
def test_what_is_written_of_a_commune_decides_and_what_is_not_is_unknown(field, tmp_path):
    made = project(
        tmp_path,
        f'code_insee: "{GARRIC}", {field}: oui',
        f'code_insee: "{PUYGOUZON}", {field}: non',
    )
    lines = choices({field: "oui"}, {field: "non"}, {field: "inconnu"})
    assert savoir(made).chosen(lines) == {"une": "raison 1"}
    assert savoir(made, PUYGOUZON).chosen(lines) == {"une": "raison 2"}
    assert savoir(made, "81105").chosen(lines) == {"une": "raison 3"}


def test_cameras_are_told_to_partners_only(tmp_path):
    made = project(tmp_path, f'code_insee: "{GARRIC}", videoprotection: oui')
    lines = choices({"videoprotection": "oui"})
    assert savoir(made, circle=Diffusion.PUBLIQUE).chosen(lines) == {}
    assert savoir(made, circle=Diffusion.INTERNE).chosen(lines) == {"une": "raison 1"}


def test_all_that_a_condition_says_must_hold():
    both = {"zone": "gendarmerie", "habitants_min": 1000, "habitants_max": 1302}
    assert savoir().chosen(choices(both)) == {"une": "raison 1"}
    assert savoir().chosen(choices(both | {"habitants_min": 1303})) == {}
    assert savoir().chosen(choices(both | {"habitants_max": 1301})) == {}
    assert savoir(code=ALBI).chosen(choices(both | {"habitants_max": 99999})) == {}


def test_a_commune_without_people_is_within_a_limit_from_above():
    assert savoir(code="55039").chosen(choices({"habitants_max": 0})) == {"une": "raison 1"}
    assert savoir(code="55039").chosen(choices({"habitants_min": 1})) == {}


# ---------- A rise ----------


def test_a_rise_is_told_in_facts_of_three_years_against_three(figures):
    told = plain_blanks(savoir(figures).hausse(BURGLARIES))
    assert told == "24 faits de 2023 à 2025, contre 15 de 2020 à 2022."


def test_what_falls_is_no_reason_even_if_it_rises_in_the_departement(figures):
    assert savoir().hausse(DAMAGE)
    assert savoir(figures).hausse(DAMAGE) == ""


def test_a_rise_on_too_few_facts_means_nothing(figures):
    assert ENOUGH == 20
    assert savoir(figures, PUYGOUZON).hausse(BURGLARIES) == ""


def test_a_hidden_year_leaves_the_word_to_the_departement_and_is_not_guessed(figures):
    told = plain_blanks(savoir(figures, PUYGOUZON).hausse(DAMAGE))
    assert told == "6,7 pour 1 000 habitants dans le Tarn en 2025, contre 6,5 en 2020."


def test_a_commune_without_figures_is_told_of_its_departement():
    told = plain_blanks(savoir().hausse(BURGLARIES))
    assert told == "6,2 pour 1 000 logements dans le Tarn en 2025, contre 4,0 en 2020."


def test_what_falls_in_the_departement_is_no_reason(tmp_path):
    made = project(tmp_path)
    falling = {("81", BURGLARIES, year): 2000 - 100 * (year - 2016) for year in range(2016, 2026)}
    with_departement(made, 390_000, falling)
    assert savoir(made).hausse(BURGLARIES) == ""


def test_a_rise_over_the_years_is_not_told_by_two_years_between_which_it_fell(tmp_path):
    made = project(tmp_path)
    known = dict(zip(range(2020, 2026), (1000, 600, 600, 900, 900, 990), strict=True))
    with_departement(made, 390_000, {("81", BURGLARIES, year): n for year, n in known.items()})
    assert savoir(made).hausse(BURGLARIES) == ""


def test_nothing_is_said_of_what_no_one_knows(tmp_path):
    assert savoir().hausse("inconnu") == ""
    assert savoir(code="97502").hausse(BURGLARIES) == ""


# ---------- The rules that we ship ----------


def test_a_gendarmerie_commune_gets_the_fiches_of_the_gendarmerie():
    assert [*chosen(ours().pack(GARRIC))] == [
        *("article-4-sip", "article-4-gend-elus", "action-4-1", "action-4-2", "action-5-1"),
        *("action-5-2", "action-6-1", "action-6-1-video", "article-4-4-1", "article-4-4-2"),
        "article-5",
    ]


def test_a_police_commune_gets_none_that_needs_a_gendarme():
    assert [*chosen(ours().pack(ALBI))] == [
        *("action-4-1", "article-3-reunions", "article-4-evenements", "article-3-reflexion"),
        *("article-4-4-1", "article-5"),
    ]


def test_what_a_commune_has_brings_its_fiches_with_the_reason(tmp_path):
    yes = ", ".join(f"{one}: oui" for one in HAS)
    made = project(tmp_path, f'code_insee: "{GARRIC}", {yes}', f'code_insee: "{ALBI}", {yes}')
    table = Table(made, circle=PARTNERS)
    reasons = chosen(table.pack(GARRIC))
    assert reasons["action-6-1"].startswith("La participation citoyenne existe")
    assert reasons["action-6-1-video"].startswith("La commune a des caméras")
    assert reasons["action-6-2"] == "La commune a une police municipale."
    assert {"action-6-2", "action-6-1"} & chosen(table.pack(ALBI)).keys() == {"action-6-2"}


def test_a_rise_brings_its_fiche_with_the_figures(figures):
    table = Table(figures, circle=PARTNERS)
    reasons = chosen(table.pack(GARRIC))
    assert reasons["action-6-1"] == (
        "Les cambriolages de logement augmentent : "
        "24 faits de 2023 à 2025, contre 15 de 2020 à 2022."
    )
    assert "action-6-1-video" not in reasons
    assert "action-6-1" not in chosen(table.pack(PUYGOUZON))
