"""Forms of address beside the register."""

from dataclasses import replace

import pytest

from docgen.errors import Severity
from docgen.importing.spreadsheet.reading import InputSheet
from docgen.importing.territoire.reading import (
    MAX_DOUBTS,
    odd_form_of_address,
    warn_of_odd_forms_of_address,
)
from docgen.referential.communes.maires import Maire, Sexe
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import Appel, CommuneLocale, MaireVerifie
from docgen.referential.territoire.validation import KnownNames
from docgen.workspace import Workspace
from tests.conftest import ROOT


def mayor(sexe):
    """Return a mayor of the register (exemple fictif)."""
    return Maire("Exemple", "Camille", sexe, False, 2)


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
    namesake = replace(mayor(Sexe.HOMME), prenom="Jean")
    assert odd_form_of_address(call(Appel.MADAME_LA_MAIRE, "Exemple"), namesake) == ""


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
            sheet, dict.fromkeys(range(2, MAX_DOUBTS + 4), call(wrong)), known, register
        )
    )
    assert (many[-1].message, many[-1].line) == ("et 2 autres lignes de même", MAX_DOUBTS + 2)
    assert [bool(one.hint) for one in many] == [False] * MAX_DOUBTS + [True]
