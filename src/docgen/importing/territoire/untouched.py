"""What each cell of a workbook held when it was written: one left as it was changes nothing.

A mark at the end of each row has the digest of each white cell.  What other people filled in or
erased since then stays so, in a row that somebody else leaves as it came.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from docgen.content.stamp import words_digest
from docgen.importing.spreadsheet.answer_sheet import MARK, cell_text
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.writing import Tab, Value

EXPORTED: Final = replace(MARK, needed=False)
"""The column of the marks, which workbooks written before it lack."""
DIGITS: Final = 8
"""The hexadecimal digits of the digest of a cell."""
Present = Callable[[str, str], Sequence[Value] | None]
"""What the row whose first two cells are given holds now; None where there is none."""


def with_row_marks(tab: Tab) -> Tab:
    """Return a sheet with the mark of each row in its last column."""
    rows = [[*row, _mark(tab.columns, [*map(cell_text, row)])] for row in tab.rows]
    return replace(tab, columns=(*tab.columns, EXPORTED), rows=rows)


def _mark(columns: Sequence[SheetColumn], texts: Sequence[str]) -> str:
    cells = zip(columns, texts, strict=True)
    name = texts[0], texts[1]
    return " ".join(_digest(name, column, text) for column, text in cells if not column.locked)


def _digest(name: tuple[str, str], column: SheetColumn, text: str) -> str:
    """Return the digest of a cell: of its row and its title too, lest it be taken for another."""
    return words_digest((*name, column.title, text))[:DIGITS]


def keep_untouched(
    sheet: InputSheet, columns: Sequence[SheetColumn], present: Present
) -> set[tuple[int, str]]:
    """Give each white cell that nobody changed since the export what the project holds now.

    Return the line and the field of each value that has changed in the project. The column of the
    marks is then no longer one of the sheet.  A row whose mark was emptied tells nothing of a field
    of which the project holds nothing.
    """
    marks = {line: set(mark.split()) for line, mark, _ in sheet.pairs(EXPORTED, EXPORTED)}
    names = {line: (one, other) for line, one, other in sheet.pairs(*columns[:2])}
    rows = {line: present(*names[line]) for line in marks.keys() & names.keys()}
    changed: set[tuple[int, str]] = set()
    for place, column in enumerate(columns):
        field = column.steps[:1]
        together = [rank for rank, one in enumerate(columns) if field and one.steps[:1] == field]
        for line, text, _ in () if column.locked else sheet.pairs(column, column):
            now = rows.get(line)
            if now and (marks[line] or any(now[rank] for rank in together)):
                newer = cell_text(now[place])
                if _digest(names[line], column, newer) not in marks[line]:
                    changed.add((line, str(field[0])))
                if _digest(names[line], column, text) in marks[line]:
                    sheet.set_cell(line, column, newer)
    sheet.ignore_column(EXPORTED)
    return changed


def present_in(path: Path, present: Present) -> Present:
    """Return what rows hold now in a file; nothing is known of it when the file itself is lost.

    Then all that a workbook holds counts, which restores the file.
    """
    return present if path.exists() else lambda *_: None
