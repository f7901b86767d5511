"""Reading of a published workbook, ODS or XLSX, as rows of texts: the table of someone else.

Formulas count for their last value, hidden rows as any other. Source: ECMA-376, part 1, 18.3.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from docgen.importing.file_types import COMPOUND, LOCKED
from docgen.importing.input_file import DOWNLOAD_AGAIN, InputFile
from docgen.importing.spreadsheet.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from docgen.importing.spreadsheet.ods import OdsSheet, TooLargeError, is_ods, read_ods
from docgen.importing.spreadsheet.xlsx import open_xlsx

LAST_ROW: Final = 1_048_576
"""The last row that a sheet can have."""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row that is not empty: its line in the sheet, the texts of its cells."""

    line: int
    cells: tuple[str, ...]

    def cell(self, place: int) -> str:
        """Return the text of a cell, empty beyond the last."""
        return self.cells[place] if place < len(self.cells) else ""


def read_raw_sheets(infile: InputFile) -> dict[str, list[RawRow]]:
    """Return the sheets of a workbook by name.

    Raise ContentError when it is neither ODS nor XLSX, or too large.
    """
    data = infile.data
    if data.startswith(COMPOUND):
        hint = "enregistrez-le en « Classeur Excel (.xlsx) » ou en ODS, sans mot de passe"
        raise infile.refusal("classeur", LOCKED, hint=hint)
    sheets = None
    try:
        with suppress(TooLargeError), zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
            if size <= MAX_BYTES:
                if is_ods(package):
                    sheets = {tab.name: list(_ods_rows(tab)) for tab in read_ods(package)}
                else:
                    sheets = _sheets_of_xlsx(data)
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble on
        message = "ce n’est pas un classeur ODS ou XLSX lisible"
        raise infile.refusal("classeur", message, hint=DOWNLOAD_AGAIN) from error
    if sheets is None:
        raise infile.refusal("taille", "classeur trop gros une fois ouvert", hint=DOWNLOAD_AGAIN)
    for name, rows in sheets.items():
        if rows and rows[-1].line > MAX_ROWS:
            message = f"feuille « {name} » trop longue : {MAX_ROWS} lignes au plus"
            raise infile.refusal("taille", message, MAX_ROWS + 1, hint=DOWNLOAD_AGAIN)
    return sheets


def _sheets_of_xlsx(data: bytes) -> dict[str, list[RawRow]]:
    within = {"max_row": LAST_ROW, "max_col": MAX_COLUMNS, "values_only": True}
    with open_xlsx(data, values=True) as book:
        return {
            tab.title.strip(): list(_xlsx_rows(tab.iter_rows(**within))) for tab in book.worksheets
        }


def _xlsx_rows(rows: Iterable[tuple[object, ...]]) -> Iterator[RawRow]:
    """Yield the rows that have text, up to the first of a sheet too long."""
    for line, row in enumerate(rows, 1):
        if row.count(None) < len(row) and any(texts := tuple(map(_text, row))):
            yield RawRow(line, texts)
            if line > MAX_ROWS:
                return


def _ods_rows(tab: OdsSheet) -> Iterator[RawRow]:
    """Yield the rows that have text: the value of a number, the text of another cell."""
    for line, cells in tab.rows:
        within = cells[:MAX_COLUMNS]
        numbers = ((one.value, getattr(one, "text", "")) for one in within)
        texts = tuple(_text(v if isinstance(v, float) else text) for v, text in numbers)
        if any(texts):
            yield RawRow(line, texts)


def _text(value: object) -> str:
    text = f"{value:.15g}" if isinstance(value, float) else str("" if value is None else value)
    return " ".join(text.split())
