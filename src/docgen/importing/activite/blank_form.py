"""The form of the force's monthly figures, to be filled in: a workbook for one unit."""

from __future__ import annotations

from dataclasses import replace

from docgen.errors import ContentError, Problem
from docgen.importing.activite.form import COLUMNS
from docgen.importing.spreadsheet.reading import Column
from docgen.importing.spreadsheet.writing import Tab, Value, write_workbook
from docgen.referential.referential import Referential
from docgen.referential.territoire.validation import Connu

SHEET = "Activité (interne)"
"""The name of the sheet, which stands at the foot of its printed pages."""
SPARE = 300
"""How many rows may be typed; a unit and twenty communes with seven indicators each fill 294."""
DOMAINES = (
    *("Indicateurs généraux", "Atteintes aux personnes", "Vols", "Cambriolages"),
    *("Délinquance liée à l’automobile", "Autres infractions"),
)
"""The tables of the sheets that were seen."""
GUIDE = (
    "Ce formulaire recueille les chiffres mensuels de l’unité et les faits de ses communes. Il est "
    "interne : il ne quitte pas la gendarmerie, et docgen ne met jamais ces chiffres sur une page "
    "publique.",
    "# Remplir la feuille « Activité »",
    "Une ligne par territoire, par indicateur et par année : chaque indicateur a une ligne pour "
    "cette année et une pour l’année précédente.",
    "Territoire : le nom de l’unité, ou le code INSEE d’une commune (la feuille « Territoires » "
    "les donne). Domaine : le titre du tableau, par exemple « Cambriolages ». Index 4001 : les "
    "numéros de l’État 4001, si vous les connaissez (27, 28).",
    "Un nombre entier de faits par mois, sans espace ni virgule. Vide : le chiffre n’est pas "
    "encore connu. 0 : il n’y a eu aucun fait. Les mois se remplissent dans l’ordre.",
    "Cumuls, écarts et pourcentages ne se saisissent pas : docgen les calcule, et ne donne aucun "
    "pourcentage sur moins de vingt faits.",
    "Pour un essai avec des chiffres inventés, choisissez « exemple fictif » dans la colonne "
    "Mention, sur toutes les lignes : la page le dira.",
    "# Rendre",
    "Enregistrez au format .xlsx, puis : docgen data import activite FICHIER.xlsx. Ce qui est "
    "importé remplace ce qui était connu ; donnez donc tous les formulaires à la fois.",
)


def blank_form(referential: Referential, unit: str, annee: int) -> bytes:
    """Return the empty form (.xlsx) of a unit, for a year and the one before.

    Raise ContentError when the unit is unknown, or when several bear that name.
    """
    known = Connu.of(referential)
    found = known.unit(unit)
    if found is None or referential.competence is None:
        told = dict(known.unit_findings(unit)) or {"aucune unité n’est connue": IMPORT}
        raise ContentError(Problem(unit, message, hint=hint) for message, hint in told.items())
    communes = [known.communes.get(code) for code in referential.competence.of_service(found)]
    places: list[list[Value]] = [[found.service, "toute l’unité"]]
    places += [[one.code, one.toponyme.seul] for one in communes if one]
    territories = (
        Column("Territoire à écrire", width=30, given=True),
        Column("Nom", width=34, given=True),
    )
    tabs = (
        Tab(SHEET, _columns(len(places), annee), (), held=3, spare=SPARE),
        Tab("Territoires", territories, places),
    )
    return write_workbook(f"Activité mensuelle : {found.service}", GUIDE, tabs)


IMPORT = "importez d’abord la compétence : docgen data import competence FICHIER"


def _columns(places: int, annee: int) -> tuple[Column, ...]:
    """Return the columns of the form, with the lists from which people choose."""
    changed = {
        "territoire": replace(COLUMNS[0], listed=f"Territoires!$A$2:$A${places + 1}"),
        "domaine": replace(COLUMNS[1], choices=DOMAINES),
        "annee": replace(COLUMNS[4], choices=(str(annee), str(annee - 1))),
    }
    return tuple(changed.get(column.key, column) for column in COLUMNS)
