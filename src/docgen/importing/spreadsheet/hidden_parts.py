"""Checks of a sheet for merged cells and for being hidden, which its rows do not show.

The cells of a merged range look filled, but only the first has a value. Nobody reads a hidden sheet
again before handing it in. Source: ECMA-376, part 1, 18.3.1.54 (mergeCell), 18.2.19 (state of a
sheet).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl.utils import column_index_from_string, get_column_letter

from docgen.errors import Problem

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


def check_hidden_parts(package: ZipFile, tab: Any, name: str, width: int) -> Iterator[Problem]:
    """Yield the problems of a sheet called `name`, whose table has `width` columns."""
    merged = (
        MergedRange(int(line), _rank(column), int(last_line), _rank(last))
        for column, line, last, last_line in _MERGED.findall(package.read(tab._worksheet_path))
    )
    yield from hidden_problems(name, width, merged, hidden=tab.sheet_state != "visible")


def hidden_problems(
    name: str, width: int, merged: Iterable[MergedRange], *, hidden: bool
) -> Iterator[Problem]:
    """Yield the problems of a sheet by its merged ranges, and whether it is hidden."""
    if hidden:
        hint = "affichez-la si elle est à lire ; sinon, supprimez-la"
        yield Problem(name, "feuille masquée", code="feuille", hint=hint)
    for cells in merged:
        if cells.column <= width:
            message = f"cellules fusionnées ({cells.place}) : une seule aurait la valeur"
            hint = "défusionnez-les, et remplissez chaque case"
            yield Problem(name, message, cells.line, cells.column, code="fusion", hint=hint)


def _rank(column: bytes) -> int:
    return column_index_from_string(column.decode())
