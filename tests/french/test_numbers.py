"""Numbers read as values, in digits and in letters."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.numbers import read_number
from docgen.french.wording import en_lettres, nombre
from docgen.referential.droit.mesure import UniteDeMesure, in_letters

READ = {
    "15 000": 15_000,
    "1 500 000": 1_500_000,
    "1.500": 1_500,
    "37 500": 37_500,
    "deux cents": 200,
    "deux-cents": 200,
    "quatre-vingts": 80,
    "quatre-vingt-dix": 90,
    "vingt et un": 21,
    "vingt-et-un": 21,
    "cent vingt mille": 120_000,
    "mille": 1000,
    "un million": 1_000_000,
    "2 millions": 2_000_000,
    "zéro": 0,
}
UNREAD = (
    "",
    "15 00",
    "05",
    "2024 500",
    "1 500.000",
    "un deux",
    "mille mille",
    "un mille",
    "cent un s",
)


@pytest.mark.parametrize(("words", "value"), READ.items())
def test_a_number_well_written_has_its_value(words, value):
    assert read_number(words) == value


@pytest.mark.parametrize("words", UNREAD)
def test_a_number_badly_written_has_no_value(words):
    assert read_number(words) is None


@given(st.integers(0, 999_999), st.booleans())
def test_what_is_written_in_letters_is_read_back(number, feminine):
    unit = UniteDeMesure.HEURES if feminine else UniteDeMesure.JOURS
    words = in_letters(Decimal(number), unit).rsplit(" ", 1)[0]
    assert read_number(words) == number
    assert number > 9999 or read_number(en_lettres(number, feminine)) == number


@given(st.decimals(0, 10**9, places=2, allow_nan=False))
def test_what_is_written_in_digits_is_read_back(number):
    assert read_number(nombre(number).replace("\u202f", " ")) == number
