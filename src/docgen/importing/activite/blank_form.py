"""The blank form of a unit's monthly figures, a workbook to fill in."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from docgen.errors import ContentError, Problem
from docgen.importing.activite.form import FORM_COLUMNS
from docgen.importing.spreadsheet.reading import SheetColumn
from docgen.importing.spreadsheet.writing import Tab, Value, read_guide, write_workbook
from docgen.referential.figures.activite import (
    ACTIVITE_COLUMNS,
    ACTIVITE_FILE,
    MOIS,
    comparable_text,
)
from docgen.referential.referential import Referential
from docgen.referential.snapshot import CsvRow
from docgen.referential.territoire.validation import KnownNames

GUIDE = Path(__file__).with_name("guide.txt")
SHEET = "Activité (interne)"
"""The name of the sheet, which is printed at the foot of its pages."""
BLANK_ROWS = 300
"""How many rows it has; a unit and twenty communes with seven indicators fill 294."""
MIN_BLANK_ROWS = 60
"""How many of them are blank at least."""
DOMAINES = (
    *("Indicateurs généraux", "Atteintes aux personnes", "Vols", "Cambriolages"),
    *("Délinquance liée à l’automobile", "Autres infractions"),
)
"""The tables of the known sheets."""


def blank_form(referential: Referential, unit: str, annee: int) -> bytes:
    """Return the form (.xlsx) of a unit, for a year and the one before.

    What was imported of these years is in it; of other years, its indicators only.

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
    named = [competence.service, *(str(place[0]) for place in places[1:])]
    rows = [*_known_rows(referential, [competence.id_service, *named], annee)]
    territories = (
        SheetColumn("Territoire à écrire", width=30, locked=True),
        SheetColumn("Nom", width=34, locked=True),
    )
    tabs = (
        Tab(
            SHEET,
            _columns(len(places), annee),
            rows,
            frozen=3,
            spare=max(BLANK_ROWS - len(rows), MIN_BLANK_ROWS),
        ),
        Tab("Territoires", territories, places),
    )
    return write_workbook(f"Activité mensuelle : {competence.service}", read_guide(GUIDE), tabs)


IMPORT = "importez d’abord la compétence : docgen data import competence FICHIER"


def _known_rows(
    referential: Referential, territories: Iterable[str], annee: int
) -> Iterator[list[Value]]:
    """Yield two rows for each indicator that was imported of some territories, in its order.

    Of invented figures, only the indicator is taken.
    """
    opened, held = referential.snapshot("activite"), dict[tuple[str, ...], dict[int, CsvRow]]()
    with suppress(ContentError):  # a damaged one is told by the import
        for row in opened.rows(ACTIVITE_FILE) if opened else ():
            key = tuple(row[name] for name in ACTIVITE_COLUMNS[:4])
            held.setdefault(key, {})[int(row["annee"])] = row
    ours = [*map(comparable_text, filter(None, territories))]
    for key in sorted((one for one in held if comparable_text(one[0]) in ours), key=_rank(ours)):
        for year in (annee, annee - 1):
            said = held[key].get(year)
            true = said if said and not said["mention"] else None
            months = [int(true[name]) if true and true[name] else None for name in MOIS]
            yield [*(text or None for text in key), year, *months, None]


def _rank(territories: Sequence[str]) -> Callable[[tuple[str, ...]], int]:
    return lambda key: territories.index(comparable_text(key[0]))


def _columns(places: int, annee: int) -> tuple[SheetColumn, ...]:
    changed = {
        "territoire": replace(FORM_COLUMNS[0], list_source=f"Territoires!$A$2:$A${places + 1}"),
        "domaine": replace(FORM_COLUMNS[1], choices=DOMAINES),
        "annee": replace(FORM_COLUMNS[4], choices=(str(annee), str(annee - 1))),
    }
    return tuple(changed.get(column.key, column) for column in FORM_COLUMNS)
