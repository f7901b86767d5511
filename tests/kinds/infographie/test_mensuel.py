"""What the internal page draws month by month, and what it says instead."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from docgen.charts.layout.columns import Columns
from docgen.kinds.infographie.mensuel import (
    WHOLE,
    last_month,
    month_charts,
    other_scales,
    undrawn_months,
    year_keys,
)
from docgen.kinds.infographie.phrases import months_in_words, noun_of_line
from docgen.referential.figures.activite import Annee, Ligne, Releve
from tests.conftest import plain_blanks

NOTHING: Annee = (0,) * 10 + (None,) * 2
NOTHING_BEFORE: Annee = (0,) * 12
MANY: Annee = (0, 4) * 5 + (None,) * 2
SOME: Annee = (0, 3) * 5 + (None,) * 2
UNKNOWN: Annee = (None,) * 12


def line(name: str, year: Annee, before: Annee) -> Ligne:
    return Ligne(
        domaine=name,
        indicateur=name,
        index="",
        mois=year[9],
        mois_precedent=before[9],
        cumul=None,
        cumul_precedent=None,
        variation_mois=None,
        variation_cumul=None,
        serie=year,
        serie_precedente=before,
    )


def sheet(*years: tuple[Annee, Annee]) -> Releve:
    names = ("Cambriolages", "Vols", "Dégradations")
    lines = tuple(line(name, *both) for name, both in zip(names, years, strict=False))
    return Releve(mois=date(2026, 10, 1), lignes=lines, exemple_fictif=False)


def test_series_of_zeros_are_said_together_and_not_drawn() -> None:
    nothing = (NOTHING, NOTHING_BEFORE)
    told = sheet(nothing, nothing)
    assert month_charts("Valclair", told, 150) == ()
    assert plain_blanks(undrawn_months(told)) == (
        "Cambriolages, vols : aucun fait de janvier à octobre 2026, ni en 2025."
    )


def test_only_chart_has_the_whole_width() -> None:
    nothing = (NOTHING, NOTHING_BEFORE)
    told = sheet(nothing, (SOME, NOTHING_BEFORE), nothing)
    [only] = month_charts("Valclair", told, 150)
    assert (only.titre, only.colonnes.largeur) == ("Vols", WHOLE)
    assert undrawn_months(told).startswith("Cambriolages, dégradations")


@pytest.mark.parametrize(
    ("year", "before", "words"),
    [
        (UNKNOWN, UNKNOWN, "chiffres non disponibles de janvier à octobre 2026, comme en 2025."),
        (NOTHING, UNKNOWN, "aucun fait connu de janvier à octobre 2026, ni en 2025 ; certains"),
    ],
)
def test_unknown_months_are_not_said_to_be_zero(year: Annee, before: Annee, words: str) -> None:
    assert words in plain_blanks(undrawn_months(sheet((year, before))))


def test_january_alone_is_no_span() -> None:
    january = replace(sheet((NOTHING, NOTHING_BEFORE)), mois=date(2026, 1, 1))
    assert "aucun fait en janvier 2026, ni" in plain_blanks(undrawn_months(january))


@pytest.mark.parametrize(("drawn", "wide"), [(2, 235), (3, 153)])
def test_charts_share_the_width_when_they_are_fewer(drawn: int, wide: int) -> None:
    years = [(SOME, SOME)] * drawn + [(NOTHING, NOTHING_BEFORE)] * (3 - drawn)
    charts = [one.colonnes for one in month_charts("Valclair", sheet(*years), 150)]
    assert [one.largeur for one in charts] == [wide] * drawn


def test_charts_give_height_to_their_longest_sentence() -> None:
    told = sheet((MANY, SOME), (SOME, SOME), (SOME, SOME))
    long = replace(
        told.lignes[0], indicateur="Autres vols liés aux véhicules", cumul=28, cumul_precedent=25
    )
    charts = month_charts("Valclair", replace(told, lignes=(long, *told.lignes[1:])), 150)
    assert {one.colonnes.hauteur for one in charts} == {115.5}


def test_scale_of_few_facts_ends_at_more_than_highest() -> None:
    few: Annee = (0, 2) * 5 + (None,) * 2
    charts = month_charts("Valclair", sheet((few, NOTHING_BEFORE)), 150)
    assert [Columns(one.colonnes).frame.scale.top for one in charts] == [3]


@pytest.mark.parametrize(
    ("highest", "tops", "said"),
    [(2, [4, 4, 4], ""), (12, [12, 12, 12], ""), (13, [4, 13, 4], "échelles différentes")],
)
def test_charts_share_a_scale_unless_values_differ_much(
    highest: int, tops: list[int], said: str
) -> None:
    year: Annee = (0, highest) * 5 + (None,) * 2
    told = sheet((SOME, SOME), (year, NOTHING_BEFORE), (SOME, SOME))
    plans = [Columns(one.colonnes) for one in month_charts("V", told, 150)]
    assert [plan.frame.scale.top >= top for plan, top in zip(plans, tops, strict=True)] == [
        True
    ] * 3
    assert len({plan.frame.scale for plan in plans}) == (2 if said else 1)
    assert other_scales(told) == said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "3 cambriolages en octobre, 15 depuis janvier, contre 12 à la même date."),
        ({"mois": 1}, "1 cambriolage en octobre, 15 depuis janvier, contre 12 à la même date."),
        (
            {"mois": 0},
            "Pas de cambriolage en octobre, 15 depuis janvier, contre 12 à la même date.",
        ),
        ({"mois": 0, "cumul": 0}, "Pas de cambriolage depuis janvier, contre 12 à la même date."),
        (
            {"cumul_precedent": 15},
            "3 cambriolages en octobre, 15 depuis janvier, autant qu’à la même date.",
        ),
        ({"cumul_precedent": None}, "3 cambriolages en octobre, 15 depuis janvier."),
        ({"cumul": None}, "3 cambriolages en octobre, contre 2 en octobre 2025."),
        ({"mois": None, "cumul": None}, "Chiffre d’octobre non disponible."),
        ({"mois": None}, "15 cambriolages depuis janvier, contre 12 à la même date."),
        (
            {"indicateur": "Escroqueries et fraudes", "mois": 0},
            "0 en octobre, 15 depuis janvier, contre 12 à la même date.",
        ),
    ],
)
def test_months_are_a_sentence(change: dict[str, Any], sentence: str) -> None:
    told = replace(line("Cambriolages", SOME, SOME), cumul=15, cumul_precedent=12, mois_precedent=2)
    assert plain_blanks(months_in_words(replace(told, **change), date(2026, 10, 1))) == sentence


def test_january_is_compared_with_january() -> None:
    told = replace(line("Vols", SOME, SOME), mois=1, mois_precedent=4, cumul=1, cumul_precedent=4)
    assert plain_blanks(months_in_words(told, date(2026, 1, 1))) == (
        "1 vol en janvier, contre 4 en janvier 2025."
    )


@pytest.mark.parametrize(
    ("name", "one"),
    [
        ("Vols liés aux véhicules", "vol"),
        ("Autres dégradations", "autre dégradation"),
        ("Vols de moto", "vol de moto"),
        ("Vols d’autos", "vol d’autos"),
        ("Mis en cause", "mis en cause"),
        *((name, None) for name in ("Procès-verbaux", "Délinquance générale", "AVP", "CBV (IPM)")),
    ],
)
def test_line_is_counted_by_its_name_when_it_agrees(name: str, one: str | None) -> None:
    noun = noun_of_line(name)
    assert (noun and noun(1)) == one


def test_keys_name_the_years_that_have_columns() -> None:
    assert year_keys(sheet((SOME, SOME))) == ("2025", "2026")
    assert year_keys(sheet((SOME, NOTHING_BEFORE))) == ("", "2026")


def test_key_names_the_month_of_the_red_columns() -> None:
    assert plain_blanks(last_month(sheet((SOME, SOME)))) == "octobre 2026"
    assert last_month(sheet((NOTHING, SOME))) == ""
