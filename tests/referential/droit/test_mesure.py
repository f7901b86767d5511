"""Values of law in words: sums in digits, delays in letters, or otherwise on demand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.typography import prose
from docgen.french.wording import en_lettres
from docgen.referential.droit.mesure import NOMS, Compte, Par, UniteDeMesure, in_digits, in_letters

DIGITS = [
    ("75000", UniteDeMesure.EUROS, None, None, "75⍽000␣€"),
    ("18.03", UniteDeMesure.EUROS, None, Par.HEURE, "18,03␣€ par heure"),
    ("200", UniteDeMesure.EUROS, None, Par.JOUR_ET_DISPOSITIF, "200␣€ par jour et par dispositif"),
    ("10", UniteDeMesure.JOURS, None, None, "10␣jours"),
    ("1", UniteDeMesure.JOURS, Compte.OUVRES_FRANCS, None, "1␣jour ouvré franc"),
    ("8", UniteDeMesure.JOURS, Compte.OUVRES_FRANCS, None, "8␣jours ouvrés francs"),
    ("200", UniteDeMesure.METRES, None, None, "200␣m"),
    ("25", UniteDeMesure.DECIBELS, None, None, "25␣dB(A)"),
    ("400", UniteDeMesure.POUR_CENT, None, None, "400␣%"),
    ("3500", UniteDeMesure.HABITANTS, None, None, "3⍽500␣habitants"),
    ("6", UniteDeMesure.HEURE_DU_JOUR, None, None, "6␣h"),
]

LETTERS = [
    (1, UniteDeMesure.MOIS, "un mois"),
    (1, UniteDeMesure.ANS, "un an"),
    (2, UniteDeMesure.ANS, "deux ans"),
    (1, UniteDeMesure.HEURES, "une heure"),
    (21, UniteDeMesure.HEURES, "vingt et une heures"),
    (45, UniteDeMesure.JOURS, "quarante-cinq jours"),
    (50, UniteDeMesure.METRES_CARRES, "cinquante mètres carrés"),
    (1500, UniteDeMesure.EUROS, "mille cinq cents euros"),
    (15000, UniteDeMesure.EUROS, "quinze mille euros"),
    (80000, UniteDeMesure.EUROS, "quatre-vingt mille euros"),
    (200000, UniteDeMesure.EUROS, "deux cent mille euros"),
    (75300, UniteDeMesure.EUROS, "soixante-quinze mille trois cents euros"),
]


@pytest.mark.parametrize(("n", "unite", "compte", "par", "said"), DIGITS)
def test_a_value_in_digits_holds_its_unit(n, unite, compte, par, said):
    drawn = in_digits(Decimal(n), unite, compte, par)
    assert drawn.replace("\u202f", "⍽").replace("\u00a0", "␣") == said


@pytest.mark.parametrize(("n", "unite", "said"), LETTERS)
def test_a_value_in_letters_agrees_with_its_unit(n, unite, said):
    assert in_letters(Decimal(n), unite) == said


def test_values_have_ways_of_counting_and_reasons():
    assert in_letters(Decimal(2), UniteDeMesure.JOURS, Compte.FRANCS) == "deux jours francs"
    assert (
        in_letters(Decimal(50), UniteDeMesure.EUROS, None, Par.JOUR) == "cinquante euros par jour"
    )


@pytest.mark.parametrize("n", ["18.03", "1000000"])
def test_fractional_or_too_large_number_has_no_letters(n):
    with pytest.raises(ValueError, match="ne s’écrit pas en lettres"):
        in_letters(Decimal(n), UniteDeMesure.EUROS)


@given(st.integers(0, 999_999), st.sampled_from(UniteDeMesure), st.sampled_from([None, *Compte]))
def test_wordings_of_values_are_typographically_right(n, unite, compte):
    for say in (in_digits, in_letters):
        said = say(Decimal(n), unite, compte)
        assert prose(said) == said


@given(st.integers(0, 9999), st.integers(10, 999))
def test_large_numbers_are_made_of_the_small_ones(rest, thousands):
    said = in_letters(Decimal(thousands * 1000 + rest % 1000), UniteDeMesure.EUROS)
    assert said.endswith(" euros")
    assert " mille" in said
    assert "vingts mille" not in said
    assert "cents mille" not in said
    if rest % 1000:
        assert said.endswith(f" mille {en_lettres(rest % 1000)} euros")


def test_every_unit_has_a_name():
    assert NOMS.keys() == set(UniteDeMesure)
