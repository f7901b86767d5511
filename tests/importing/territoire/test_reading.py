"""What people type into cells is normalised when it is certain, and left otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.errors import Severity
from docgen.french.spacing import MOIS
from docgen.french.wording import date_longue
from docgen.importing.spreadsheet.reading import InputSheet
from docgen.importing.territoire.columns import COMMUNE_COLUMNS
from docgen.importing.territoire.reading import (
    DOUBTS,
    normalise_cells,
    odd_form_of_address,
    warn_of_odd_forms_of_address,
)
from docgen.referential.communes.maires import Maire, Sexe
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import Appel, CommuneLocale, MaireVerifie
from docgen.referential.territoire.validation import KnownNames
from docgen.workspace import Workspace
from tests.conftest import ROOT

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


# Beside the register


def mayor(sexe):
    """Return a mayor of the register (exemple fictif)."""
    return Maire("Exemple", "Camille", sexe, None, None, False, 2)


def call(appel, nom=""):
    """Return a commune with its form of address, and a checked name if it has one."""
    checked = MaireVerifie(nom=nom, prenom="Camille") if nom else None
    return CommuneLocale(code_insee="81004", appel=appel, maire=checked)


@pytest.mark.parametrize(
    ("appel", "sexe", "odd"),
    [
        (Appel.MADAME_LA_MAIRE, Sexe.HOMME, "un homme"),
        (Appel.MADAME_LE_MAIRE, Sexe.HOMME, "un homme"),
        (Appel.MONSIEUR_LE_MAIRE, Sexe.FEMME, "une femme"),
        (Appel.MONSIEUR_LE_MAIRE, Sexe.HOMME, ""),
        (Appel.MADAME_LE_MAIRE, Sexe.FEMME, ""),
        (Appel.MADAME_LA_MAIRE, Sexe.FEMME, ""),
        (None, Sexe.FEMME, ""),
    ],
)
def test_a_form_of_address_is_compared_with_the_register(appel, sexe, odd):
    doubt = odd_form_of_address(call(appel), mayor(sexe))
    assert bool(doubt) == bool(odd)
    assert odd in doubt
    assert odd_form_of_address(call(appel, "EXEMPLE"), mayor(sexe)) == doubt


def test_mayor_absent_from_the_register_has_no_sex():
    assert odd_form_of_address(call(Appel.MADAME_LA_MAIRE), None) == ""
    assert odd_form_of_address(call(Appel.MADAME_LA_MAIRE, "Autre"), mayor(Sexe.HOMME)) == ""


def test_a_doubtful_row_is_a_warning_at_its_line():
    referential = Referential(Workspace(ROOT, ROOT / "output"))
    register = referential.maires
    sexe = register.of("81004").sexe
    wrong = Appel.MADAME_LA_MAIRE if sexe is Sexe.HOMME else Appel.MONSIEUR_LE_MAIRE
    sheet = InputSheet("c.xlsx:Communes", (), {})
    rows = {5: call(wrong), 6: CommuneLocale(code_insee="81003")}
    known = KnownNames(referential.communes)
    (found,) = warn_of_odd_forms_of_address(sheet, rows, known, register)
    assert (found.severity, found.line) == (Severity.AVERTISSEMENT, 5)
    assert found.message.startswith(f"81004 Albi : « {wrong} », et le répertoire des élus donne")
    assert list(warn_of_odd_forms_of_address(sheet, rows, known, None)) == []
    many = list(
        warn_of_odd_forms_of_address(
            sheet, dict.fromkeys(range(2, DOUBTS + 4), call(wrong)), known, register
        )
    )
    assert (many[-1].message, many[-1].line) == ("et 2 autres lignes de même", DOUBTS + 2)
    assert [bool(one.hint) for one in many] == [False] * DOUBTS + [True]
