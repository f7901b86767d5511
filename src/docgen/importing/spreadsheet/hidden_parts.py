"""Checks of a sheet for merged cells and for what is hidden, which its rows do not show.

The cells of a merged range look filled, but only the first has a value. Nobody reads a hidden sheet
again before handing it in, which is refused; rows that a filter hides, and hidden columns, are read
with a warning. Source: ECMA-376, part 1, 18.3.1.54 (mergeCell), 18.3.1.73 (row), 18.3.1.13 (col),
18.2.19 (state of a sheet).
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string, get_column_letter

from docgen.errors import Problem
from docgen.french.wording import shorten_list
from docgen.importing.spreadsheet.limits import MAX_COLUMNS

_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\b([^<>]*\shidden=\"(?:1|true)\"[^<>]*)>")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\b[^>]*\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\""
)


class MergedRange(NamedTuple):
    """Cells that look like one: the line and column of the first, and of the last."""

    line: int
    column: int
    last_line: int
    last_column: int

    @property
    def place(self) -> str:
        """What people call it."""
        first, last = (get_column_letter(one) for one in (self.column, self.last_column))
        return f"{first}{self.line}:{last}{self.last_line}"


@dataclass(slots=True)
class SheetParts:
    """What the rows of a sheet do not show: whether it is hidden, merged cells, hidden lines."""

    hidden: bool
    merged: list[MergedRange] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


class CheckedSheet(Protocol):
    """A table that was read: its titles and their line, its rows by line, what is told of it."""

    name: str
    line: int
    titles: tuple[str, ...]
    rows: dict[int, tuple[str, ...]]
    problems: list[Problem]
    warnings: list[Problem]


def parts_of_xlsx(package: ZipFile, tab: Any) -> SheetParts:
    """Return what the rows of a sheet of an Excel workbook do not show."""
    data = package.read(tab._worksheet_path)
    parts = SheetParts(tab.sheet_state != "visible")
    parts.merged += (
        MergedRange(int(line), _rank(column), int(last_line), _rank(last))
        for column, line, last, last_line in _MERGED.findall(data)
    )
    for kind, attributes in _HIDDEN.findall(data):
        names = ("r", "r") if kind == b"row" else ("min", "max")
        matches = [re.search(rf'\s{name}="(\d{{1,7}})"'.encode(), attributes) for name in names]
        numbers = [int(one[1]) for one in matches if one]
        if len(numbers) == len(names):
            hidden = range(numbers[0], min(numbers[1], numbers[0] + MAX_COLUMNS) + 1)
            (parts.lines if kind == b"row" else parts.columns).update(hidden)
    return parts


def check_parts(parts: SheetParts, sheet: CheckedSheet) -> None:
    """Add to a sheet its errors, and a warning for what is filled there and hidden."""
    if parts.hidden:
        hint = "affichez-la si elle est à lire ; sinon, supprimez-la"
        sheet.problems.append(Problem(sheet.name, "feuille masquée", code="feuille", hint=hint))
    for cells in parts.merged:
        if cells.column <= len(sheet.titles) and cells.line >= sheet.line:
            message = f"cellules fusionnées ({cells.place}) : une seule aurait la valeur"
            hint = "défusionnez-les, et remplissez chaque case"
            where = (cells.line, cells.column, "", "fusion", hint)
            sheet.problems.append(Problem(sheet.name, message, *where))
    filled = {at for cells in sheet.rows.values() for at, text in enumerate(cells, 1) if text}
    lines = [str(line) for line in sheet.rows if line in parts.lines]
    columns = [get_column_letter(at) for at in sorted(filled & parts.columns)]
    hint = "affichez-les (ôtez le filtre, s’il y en a un), et supprimez ce qui est en trop"
    for what, hidden in (("lignes", lines), ("colonnes", columns)):
        if hidden:
            message = f"{what} masquées, mais lues comme les autres : {shorten_list(hidden)}"
            problem = Problem(sheet.name, message, code="masque", hint=hint)
            sheet.warnings.append(problem.as_warning())


def _rank(column: bytes) -> int:
    return column_index_from_string(column.decode())
