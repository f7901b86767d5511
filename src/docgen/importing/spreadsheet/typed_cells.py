"""Reading of what people type into the cells of a sheet.

YAML is strict; in a spreadsheet, « Oui », « X » or « 24/11/2026 » are accepted, for their meaning
is certain.
"""

import re
from collections.abc import Sequence
from datetime import date

from docgen.errors import folded
from docgen.french.spacing import MOIS
from docgen.importing.spreadsheet.reading import CellKind, InputSheet, SheetColumn

YES_NO = ("oui", "non")
MARKS = {"x": "oui", "vrai": "oui", "faux": "non", "inconnu": "", "?": ""}
"""Other words for yes and no in a cell, and those for nothing known."""
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
    word = words.get(plain, text)
    return dict(zip(column.choices, column.written, strict=False)).get(word, word)


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
