"""Reading of what people type into the workbook, and problems in the words of the sheet.

YAML is strict; in a spreadsheet, « Oui », « X » or « 24/11/2026 » are accepted, for their meaning
is certain.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from docgen.errors import Problem, folded
from docgen.french.spacing import MOIS
from docgen.importing.spreadsheet.reading import (
    CellKind,
    InputSheet,
    SheetColumn,
    with_column_titles,
)
from docgen.importing.territoire.changes import list_problems
from docgen.importing.territoire.columns import YES_NO
from docgen.referential.communes.maires import Maire, Maires, Sexe
from docgen.referential.territoire.local_files import Appel, CommuneLocale
from docgen.referential.territoire.validation import KnownNames

MARKS = {"x": "oui", "vrai": "oui", "faux": "non"}
"""Other words for yes and no in a cell."""
DOUBTS = 10
"""How many odd forms of address are listed; the others are counted."""
DOUBT_HINT = "vérifiez l’appel ; si le maire a changé, écrivez aussi son nom"
_DAY = re.compile(r"(\d{1,2})(?:er)?[ /.-](\d{1,2}|[a-z]+)[ /.-](\d{4})", re.ASCII)
_MONTHS = {folded(name): number for number, name in enumerate(MOIS, 1)}


def normalise_cells(sheet: InputSheet, columns: Sequence[SheetColumn]) -> None:
    """Rewrite the cells that people typed in their own way as the models expect."""
    for column in columns:
        for line, text, _ in sheet.pairs(column, column):
            if text and (normal := _normalise_cell(text, column)) != text:
                sheet.set_cell(line, column, normal)


def _normalise_cell(text: str, column: SheetColumn) -> str:
    plain = folded(" ".join(text.split()))
    if column.kind is CellKind.DAY:
        return _day(plain) or text
    words = {folded(choice): choice for choice in column.choices}
    if column.choices == YES_NO:
        words |= MARKS
    return words.get(plain, text)


def _day(text: str) -> str:
    """Return a day as AAAA-MM-JJ, from 24/11/2026 or 1er mai 2026; empty when it is none."""
    match = _DAY.fullmatch(text)
    if not match:
        return ""
    day, month, year = match.groups()
    number = int(month) if month.isdigit() else _MONTHS.get(month, 0)
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return ""


def reword_problems(problems: Iterable[Problem], columns: Sequence[SheetColumn]) -> list[Problem]:
    """Return the problems of the models in the words of the sheet."""
    locked = {column.title for column in columns if column.locked}
    return [
        _reword_problem(problem, problem.field in locked)
        for problem in with_column_titles(problems, columns)
    ]


def _reword_problem(problem: Problem, locked: bool) -> Problem:
    if problem.code == "date":
        return replace(problem, hint="écrivez un jour qui existe, comme 23/04/2026")
    if problem.code != "missing":
        return problem
    hint = f"remplissez-la, ou videz les autres cases « {problem.field.partition(' : ')[0]} »"
    if locked:
        hint = "docgen remplit cette colonne : repartez d’un export"
    return replace(problem, message="case vide", hint=hint)


def odd_form_of_address(entry: CommuneLocale, maire: Maire | None) -> str:
    """Return why a mayor's form of address contradicts the register; empty when it does not.

    A checked name that differs from the register's has no known sex.
    """
    if entry.appel is None or maire is None:
        return ""
    if entry.maire and folded(entry.maire.nom) != folded(maire.nom):
        return ""
    man = maire.sexe is Sexe.HOMME
    if man is (entry.appel is Appel.MONSIEUR_LE_MAIRE):
        return ""
    who = "un homme" if man else "une femme"
    return f"« {entry.appel} », et le répertoire des élus donne {who} : {maire.nom_complet}"


def warn_of_odd_forms_of_address(
    sheet: InputSheet, rows: Mapping[int, CommuneLocale], known: KnownNames, maires: Maires | None
) -> Iterator[Problem]:
    """Yield a warning for each form of address that contradicts the register."""
    odd = [
        (line, f"{known.commune_label(entry.code_insee)} : {doubt}")
        for line, entry in rows.items()
        if maires and (doubt := odd_form_of_address(entry, maires.of(entry.code_insee)))
    ]
    for problem in list_problems(sheet, odd, DOUBTS, "appel", DOUBT_HINT):
        yield problem.as_warning()
