"""What the internal page draws month by month, and what it says instead."""

from dataclasses import replace
from datetime import date

import pytest

from docgen.kinds.infographie.mensuel import last_month, month_charts, undrawn_months
from docgen.referential.figures.activite import Annee, Ligne, Releve
from tests.conftest import plain_blanks

NOTHING: Annee = (0,) * 10 + (None,) * 2
NOTHING_BEFORE: Annee = (0,) * 12
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
    told = sheet(nothing, (SOME, NOTHING_BEFORE), nothing)
    assert [one.titre for one in month_charts("Valclair", told, 150)] == ["Vols"]
    assert plain_blanks(undrawn_months(told)) == (
        "Cambriolages, dégradations : aucun fait de janvier à octobre 2026, ni en 2025."
    )


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


@pytest.mark.parametrize(("drawn", "wide"), [(1, 481), (2, 235), (3, 153)])
def test_charts_share_the_width_when_they_are_fewer(drawn: int, wide: int) -> None:
    years = [(SOME, SOME)] * drawn + [(NOTHING, NOTHING_BEFORE)] * (3 - drawn)
    assert {one.largeur for one in month_charts("Valclair", sheet(*years), 150)} == {wide}


def test_key_names_the_month_of_the_red_columns() -> None:
    assert plain_blanks(last_month(sheet((SOME, SOME)))) == "octobre 2026"
    assert last_month(sheet((NOTHING, SOME))) == ""
