"""The blank form of a unit's monthly figures, a workbook to fill in."""

from dataclasses import replace
from pathlib import Path

from docgen.errors import ContentError, Problem
from docgen.importing.activite.form import FORM_COLUMNS
from docgen.importing.spreadsheet.reading import SheetColumn
from docgen.importing.spreadsheet.writing import Tab, Value, read_guide, write_workbook
from docgen.referential.referential import Referential
from docgen.referential.territoire.validation import KnownNames

GUIDE = Path(__file__).with_name("guide.txt")
SHEET = "Activité (interne)"
"""The name of the sheet, which is printed at the foot of its pages."""
BLANK_ROWS = 300
"""How many blank rows it has; a unit and twenty communes with seven indicators fill 294."""
DOMAINES = (
    *("Indicateurs généraux", "Atteintes aux personnes", "Vols", "Cambriolages"),
    *("Délinquance liée à l’automobile", "Autres infractions"),
)
"""The tables of the known sheets."""


def blank_form(referential: Referential, unit: str, annee: int) -> bytes:
    """Return the blank form (.xlsx) of a unit, for a year and the one before.

    Raise ContentError when no unit, or several, have that name.
    """
    known = KnownNames.of(referential)
    competence = known.unit(unit)
    if competence is None or referential.competence is None:
        problems = dict(known.unit_findings(unit)) or {"aucune unité n’est connue": IMPORT}
        raise ContentError(Problem(unit, message, hint=hint) for message, hint in problems.items())
    communes = [known.communes.get(code) for code in referential.competence.of_service(competence)]
    places: list[list[Value]] = [[competence.service, "toute l’unité"]]
    places += [[commune.code, commune.toponyme.seul] for commune in communes if commune]
    territories = (
        SheetColumn("Territoire à écrire", width=30, locked=True),
        SheetColumn("Nom", width=34, locked=True),
    )
    tabs = (
        Tab(SHEET, _columns(len(places), annee), (), frozen=3, spare=BLANK_ROWS),
        Tab("Territoires", territories, places),
    )
    return write_workbook(f"Activité mensuelle : {competence.service}", read_guide(GUIDE), tabs)


IMPORT = "importez d’abord la compétence : docgen data import competence FICHIER"


def _columns(places: int, annee: int) -> tuple[SheetColumn, ...]:
    changed = {
        "territoire": replace(FORM_COLUMNS[0], list_source=f"Territoires!$A$2:$A${places + 1}"),
        "domaine": replace(FORM_COLUMNS[1], choices=DOMAINES),
        "annee": replace(FORM_COLUMNS[4], choices=(str(annee), str(annee - 1))),
    }
    return tuple(changed.get(column.key, column) for column in FORM_COLUMNS)
