"""Reading of what people type into the cells of a sheet.

YAML is strict; in a spreadsheet, « Oui », « X » or « 24/11/2026 » are accepted, for their meaning
is certain.
"""

from collections.abc import Sequence

from docgen.french.days import read_day
from docgen.french.letters import folded
from docgen.importing.spreadsheet.reading import CellKind, InputSheet, SheetColumn

YES_NO = ("oui", "non")
MARKS = {"x": "oui", "vrai": "oui", "faux": "non", "inconnu": "", "?": ""}
"""Other words for yes and no in a cell, and those for nothing known."""


def normalise_cells(sheet: InputSheet, columns: Sequence[SheetColumn]) -> None:
    """Rewrite the cells that people typed in their own way as the models expect."""
    for column in columns:
        for line, text, _ in sheet.pairs(column, column):
            if text and (normal := _normalise_cell(text, column)) != text:
                sheet.set_cell(line, column, normal)


def _normalise_cell(text: str, column: SheetColumn) -> str:
    plain = folded(" ".join(text.split()))
    if column.kind is CellKind.DAY:
        day = read_day(plain)
        return day.isoformat() if day else text
    words = {folded(choice): choice for choice in column.choices}
    if column.choices == YES_NO:
        words |= MARKS
    word = words.get(plain, text)
    return dict(zip(column.choices, column.written, strict=False)).get(word, word)
