"""Which fiches a commune gets, and why: its zone, what is known of it, its size, a rise."""

from datetime import date

import pytest

from docgen.document import Diffusion
from docgen.french.territory import CodeInsee
from docgen.kinds.commune_pack.choosing_fiches import MIN_FACTS, FicheChooser
from docgen.kinds.commune_pack.content import Actions, Choix, Condition, GroupeFiches
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
from tests.support.territory import with_agents, with_communes, with_departement

PARTNERS = Diffusion.PARTENAIRES
BURGLARIES, DAMAGE = "cambriolages", "degradations"
LEAST = 10


def savoir(workspace=OURS, code=GARRIC, circle=PARTNERS):
    return FicheChooser(Lieu(Referential(workspace), CodeInsee(code), circle))


def choices(*conditions):
    lines = (
        Choix(fiche="une", raison=f"raison {rank}", quand=Condition(**one))
        for rank, one in enumerate(conditions, 1)
    )
    groupes = (GroupeFiches(titre="Un groupe", fiches=tuple(lines)),)
    return Actions(chapo="Pourquoi", hausse_minimale=LEAST, groupes=groupes)


def facts(code, indicator, *counts):
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


def test_first_condition_that_holds_gives_the_reason():
    assert savoir().choose(choices({})) == {"une": "raison 1"}
    assert savoir().choose(choices({"zone": "police"}, {}, {})) == {"une": "raison 2"}
    assert savoir(code=ALBI).choose(choices({"zone": "police"}, {})) == {"une": "raison 1"}


def test_a_fiche_whose_lines_do_not_hold_is_left_out():
    assert savoir(code=ALBI).choose(choices({"zone": "gendarmerie"})) == {}


HAS = ("police_municipale", "participation_citoyenne", "videoprotection")


@pytest.mark.parametrize("field", HAS)
def test_written_facts_decide_and_others_are_unknown(field, tmp_path):
    made = project(
        tmp_path,
        f'code_insee: "{GARRIC}", {field}: oui',
        f'code_insee: "{PUYGOUZON}", {field}: non',
    )
    lines = choices({field: "oui"}, {field: "non"}, {field: "inconnu"})
    assert savoir(made).choose(lines) == {"une": "raison 1"}
    assert savoir(made, PUYGOUZON).choose(lines) == {"une": "raison 2"}
    assert savoir(made, "81105").choose(lines) == {"une": "raison 3"}


def test_the_survey_decides_of_a_police_where_nobody_wrote(tmp_path):
    made = project(tmp_path, f'code_insee: "{ALBI}", police_municipale: non')
    with_agents(made, {GARRIC: "3", PUYGOUZON: "0", ALBI: "9", "81105": ""})
    lines = choices(*({"police_municipale": known} for known in ("oui", "non", "inconnu")))
    reasons = {
        code: plain_blanks(savoir(made, code).choose(lines)["une"])
        for code in (GARRIC, PUYGOUZON, ALBI, "81105", "81099")
    }
    assert reasons == {
        GARRIC: "raison 1 3 agents en 2024 (ministère de l’intérieur).",
        **{PUYGOUZON: "raison 2", ALBI: "raison 2", "81105": "raison 3", "81099": "raison 3"},
    }


def test_a_written_police_is_not_credited_to_the_survey(tmp_path):
    made = project(tmp_path, f'code_insee: "{GARRIC}", police_municipale: oui')
    with_agents(made, {GARRIC: "3"})
    assert savoir(made).choose(choices({"police_municipale": "oui"})) == {"une": "raison 1"}


def test_the_survey_puts_the_fiche_of_coordination_into_a_pack(tmp_path):
    made = project(tmp_path)
    assert "action-6-2" not in chosen(Table(made).pack(GARRIC))
    with_agents(made, {GARRIC: "1"})
    assert "action-6-2" in chosen(Table(made).pack(GARRIC))


def test_cameras_are_told_to_partners_only(tmp_path):
    made = project(tmp_path, f'code_insee: "{GARRIC}", videoprotection: oui')
    lines = choices({"videoprotection": "oui"})
    assert savoir(made, circle=Diffusion.PUBLIQUE).choose(lines) == {}
    assert savoir(made, circle=Diffusion.INTERNE).choose(lines) == {"une": "raison 1"}


def test_all_that_a_condition_says_must_hold():
    both = {"zone": "gendarmerie", "habitants_min": 1000, "habitants_max": 1302}
    assert savoir().choose(choices(both)) == {"une": "raison 1"}
    assert savoir().choose(choices(both | {"habitants_min": 1303})) == {}
    assert savoir().choose(choices(both | {"habitants_max": 1301})) == {}
    assert savoir(code=ALBI).choose(choices(both | {"habitants_max": 99999})) == {}


def test_a_commune_without_people_is_within_a_limit_from_above():
    assert savoir(code="55039").choose(choices({"habitants_max": 0})) == {"une": "raison 1"}
    assert savoir(code="55039").choose(choices({"habitants_min": 1})) == {}


# ---------- A rise ----------


def rise(indicator, workspace=OURS, code=GARRIC, least=LEAST):
    return plain_blanks(savoir(workspace, code).hausse(indicator, least))


@pytest.fixture
def around(tmp_path):
    """Return a maker of projects with six rates of the Tarn, per 100 000 (exemple fictif)."""

    def made(*rates):
        here = project(tmp_path)
        counts = (2 * rate for rate in rates)  # for 200 000 dwellings
        with_departement(here, 400_000, facts("81", BURGLARIES, *counts))
        return here

    return made


def test_rise_compares_two_spans_of_three_years(figures):
    assert rise(BURGLARIES, figures) == (
        "dans la commune : 24 faits de 2023 à 2025, contre 15 de 2020 à 2022."
    )


def test_fall_is_no_reason_despite_a_departement_rise(figures, around):
    rising = around(100, 100, 100, 150, 150, 150)
    assert rise(BURGLARIES, rising, PUYGOUZON).startswith("dans le Tarn")
    with_communes(rising, {PUYGOUZON: 3548}, facts(PUYGOUZON, BURGLARIES, 9, 9, 9, 4, 4, 4))
    assert rise(BURGLARIES, rising, PUYGOUZON) == ""


def test_a_rise_on_too_few_facts_means_nothing(figures):
    assert MIN_FACTS == 20
    assert rise(BURGLARIES, figures, PUYGOUZON) == ""


def test_hidden_year_falls_back_to_the_departement(around):
    here = around(100, 100, 100, 150, 150, 150)
    hidden = facts(PUYGOUZON, BURGLARIES, 9, None, 9, 20, 20, 20)
    everyone = (one.code for one in Referential(here).communes.in_departement("81"))
    with_communes(here, dict.fromkeys(everyone, 3548), hidden)
    assert rise(BURGLARIES, here, PUYGOUZON).startswith("dans le Tarn")


def test_a_rise_names_what_is_counted(tmp_path):
    here = project(tmp_path)
    with_communes(here, {GARRIC: 1302}, facts(GARRIC, "usage-stupefiants", 5, 5, 5, 8, 8, 8))
    assert rise("usage-stupefiants", here).startswith("dans la commune : 24 mis en cause de 2023")


def test_commune_without_figures_gets_those_of_its_departement(around):
    assert rise(BURGLARIES, around(100, 200, 300, 300, 400, 500)) == (
        "dans le Tarn : 4,0 pour 1 000 logements en moyenne de 2023 à 2025,"
        " contre 2,0 de 2020 à 2022."
    )


def test_a_rise_of_one_percent_in_the_departement_is_none():
    """Damage in the Tarn: 20,0 in three years against 19,8 in the three before."""
    assert rise(DAMAGE) == ""
    assert rise(BURGLARIES) != ""


@pytest.mark.parametrize(("after", "told"), [(108, False), (110, False), (112, True)])
def test_rise_is_told_when_no_rounding_hides_it(after, told, around):
    here = around(1000, 1000, 1000, *[after * 10] * 3)
    assert (rise(BURGLARIES, here) != "") is told
    assert rise(BURGLARIES, here, least=20) == ""


def test_the_threshold_holds_for_the_facts_of_the_commune_too(figures):
    assert rise(BURGLARIES, figures, least=60)
    assert rise(BURGLARIES, figures, least=61) == ""


def test_what_falls_in_the_departement_is_no_reason(around):
    assert rise(BURGLARIES, around(600, 500, 400, 300, 200, 100)) == ""


def test_rise_that_rounding_alone_makes_is_none(around):
    """0,45 is printed 0,5 and 0,449 is printed 0,4: a fourth more on paper, nothing in truth."""
    assert rise(BURGLARIES, around(44, 44, 44, 45, 45, 45)) == ""


def test_no_rate_of_another_edition_stands_beside_the_figures(around):
    here = around(100, 100, 100, 150, 150, 150)
    hidden = facts(PUYGOUZON, BURGLARIES, 9, None, 9, 20, 20, 20)
    everyone = (one.code for one in Referential(here).communes.in_departement("81"))
    with_communes(here, dict.fromkeys(everyone, 3548), hidden, date(2026, 1, 22))
    assert rise(BURGLARIES, here, PUYGOUZON) == ""


def test_two_means_that_are_printed_alike_are_no_rise(around):
    """0,44 and 0,36 per thousand are both 0,4 on paper, though one is a fifth more."""
    assert rise(BURGLARIES, around(36, 36, 36, 44, 44, 44)) == ""


def test_the_threshold_is_what_people_wrote(around):
    here = around(1000, 1000, 1000, 1150, 1150, 1150)
    assert "action-6-1" in chosen(Table(here, circle=PARTNERS).pack(GARRIC))
    dossier = here.content / "commune-pack/dossier.yaml"
    told = dossier.read_text("utf-8").replace("hausse_minimale: 10", "hausse_minimale: 20")
    dossier.write_text(told, "utf-8")
    assert "action-6-1" not in chosen(Table(here, circle=PARTNERS).pack(GARRIC))


def test_nothing_is_said_of_what_no_one_knows():
    assert rise("inconnu") == ""
    assert rise(BURGLARIES, code="97502") == ""


# ---------- The rules that we ship ----------


def test_a_gendarmerie_commune_gets_the_fiches_of_the_gendarmerie():
    assert [*chosen(ours().pack(GARRIC))] == [
        *("article-4-sip", "article-4-gend-elus", "article-4-4-1", "article-4-4-2"),
        *("action-4-1", "action-4-2", "action-5-1", "action-5-2", "action-6-1", "article-5"),
    ]


def test_a_police_commune_gets_none_that_needs_a_gendarme():
    assert [*chosen(ours().pack(ALBI))] == [
        *("article-4-4-1", "action-4-1", "article-3-reunions", "article-3-reflexion"),
        *("article-4-evenements", "article-5"),
    ]


def test_what_a_commune_has_brings_its_fiches_with_the_reason(tmp_path):
    yes = ", ".join(f"{one}: oui" for one in HAS)
    made = project(tmp_path, f'code_insee: "{GARRIC}", {yes}', f'code_insee: "{ALBI}", {yes}')
    table = Table(made, circle=PARTNERS)
    reasons = chosen(table.pack(GARRIC))
    assert reasons["action-6-1"].startswith("La participation citoyenne existe")
    assert reasons["action-6-1-video"].startswith("La commune a des caméras")
    assert reasons["action-6-2"] == "La commune a une police municipale."
    assert not {"action-6-2", "action-6-1"} & chosen(table.pack(ALBI)).keys()


def test_a_rise_brings_its_fiche_with_the_figures(figures):
    table = Table(figures, circle=PARTNERS)
    reasons = chosen(table.pack(GARRIC))
    assert reasons["action-6-1"] == (
        "Les cambriolages de logement augmentent dans la commune : "
        "24 faits de 2023 à 2025, contre 15 de 2020 à 2022."
    )
    assert "action-6-1-video" not in reasons
    assert "action-6-1" not in chosen(table.pack(PUYGOUZON))
