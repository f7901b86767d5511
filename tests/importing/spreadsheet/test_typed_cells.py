"""What people type into cells is normalised when it is certain, and left otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.french.wording import MOIS, date_longue
from docgen.importing.spreadsheet.reading import InputSheet
from docgen.importing.spreadsheet.typed_cells import normalise_cells
from docgen.importing.territoire.columns import COMMUNE_COLUMNS
from docgen.referential.territoire.local_files import Appel

DAY, YES, CALL, NAME = (
    next(column for column in COMMUNE_COLUMNS if column.title == title)
    for title in ("Maire : vérifié le", "Police municipale", "Appel du maire", "Maire : nom")
)
DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def normalised(text, column):
    """Return the text of a cell, normalised for its column."""
    sheet = InputSheet("c", (column.title,), {2: (text,)})
    normalise_cells(sheet, [column])
    return sheet.rows[2][0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Oui", "oui"), ("OUI", "oui"), ("x", "oui"), ("X", "oui"), ("Vrai", "oui")),
        *(("NON", "non"), ("faux", "non"), ("peut-être", "peut-être"), ("1", "1"), ("", "")),
    ],
)
def test_yes_and_no_are_read_as_people_write_them(typed, meant):
    assert normalised(typed, YES) == meant


@pytest.mark.parametrize("appel", Appel)
@pytest.mark.parametrize("typed", [str.upper, str.lower, str.title, lambda text: f"{text}"])
def test_a_form_of_address_is_read_whatever_its_capitals(appel, typed):
    assert normalised(typed(appel.value), CALL) == appel
    assert normalised(typed(appel.value).replace(" ", "  "), CALL) == appel


@pytest.mark.parametrize("typed", ["Madame", "X", "Monsieur", "oui"])
def test_other_words_are_not_taken_for_a_form_of_address(typed):
    assert normalised(typed, CALL) == typed


@given(DAYS)
def test_every_day_is_read_as_france_writes_it(day):
    iso = day.isoformat()
    short = f"{day:%d/%m}/{day.year:04d}"
    assert {normalised(short.replace("/", sign), DAY) for sign in "/.-"} == {iso}
    assert normalised(f"{day.day}/{day.month}/{day.year}", DAY) == iso
    assert normalised(date_longue(day), DAY) == normalised(date_longue(day).upper(), DAY) == iso
    assert normalised(iso, DAY) == iso


@pytest.mark.parametrize(
    "typed", ["31/02/2026", "24/11/26", "hier", "46350", "11/24/2026", "1 brumaire 2026", "2026"]
)
def test_other_text_is_not_taken_for_a_day(typed):
    assert normalised(typed, DAY) == typed
    assert len(MOIS) == 12


@given(st.text(max_size=8))
def test_other_cells_stay_as_they_are(text):
    assert normalised(text, NAME) == text
