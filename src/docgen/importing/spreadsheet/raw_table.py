"""Reading of a published workbook, ODS or XLSX, as rows of texts: the table of someone else.

Formulas count for their last value, hidden rows as any other. Repeated cells and rows of ODS are
bounded before they are repeated: ten bytes may stand for a whole sheet. Sources: OpenDocument 1.3,
part 3, 9.1; ECMA-376, part 1, 18.3.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from openpyxl import load_workbook

from docgen.importing.file_types import COMPOUND, LOCKED
from docgen.importing.input_file import DOWNLOAD_AGAIN, InputFile
from docgen.importing.spreadsheet.reading import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from docgen.importing.xml_tree import parse_xml

ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ASIDE: Final = {f"{TEXT}note", f"{OFFICE}annotation"}
CELLS: Final = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}


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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
            sheets = None
            if size <= MAX_BYTES:
                sheets = _ods_sheets(package) if _is_ods(package) else _xlsx_sheets(data)
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble on
        message = "ce n’est pas un classeur ODS ou XLSX lisible"
        raise infile.refusal("classeur", message, hint=DOWNLOAD_AGAIN) from error
    if sheets is None:
        message = f"classeur trop gros une fois ouvert : plus de {MAX_BYTES // 1_000_000} Mo"
        raise infile.refusal("taille", message, hint=DOWNLOAD_AGAIN)
    for name, rows in sheets.items():
        if rows and rows[-1].line > MAX_ROWS:
            message = f"feuille « {name} » trop longue : {MAX_ROWS} lignes au plus"
            raise infile.refusal("taille", message, MAX_ROWS + 1, hint=DOWNLOAD_AGAIN)
    return sheets


def _is_ods(package: zipfile.ZipFile) -> bool:
    return "mimetype" in package.namelist() and package.read("mimetype").decode() == ODS


def _xlsx_sheets(data: bytes) -> dict[str, list[RawRow]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = {}
        for tab in book.worksheets:
            tab.reset_dimensions()  # some programs write « A1 » for the size of any sheet
            rows = tab.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
            texts = ((line, tuple(map(_text, row))) for line, row in enumerate(rows, 1))
            sheets[tab.title.strip()] = [RawRow(*row) for row in texts if any(row[1])]
        return sheets
    finally:
        book.close()


def _ods_sheets(package: zipfile.ZipFile) -> dict[str, list[RawRow]]:
    root = parse_xml(package.read("content.xml"))
    return {tab.get(f"{TABLE}name", ""): list(_ods_rows(tab)) for tab in root.iter(f"{TABLE}table")}


def _ods_rows(tab: ET.Element) -> Iterator[RawRow]:
    line = 1
    for row in tab.iter(f"{TABLE}table-row"):
        cells = _ods_cells(row)
        times = int(row.get(f"{TABLE}number-rows-repeated", 1))
        for repeated in range(min(times, MAX_ROWS + 2 - line) if cells else 0):
            yield RawRow(line + repeated, cells)
        line += times


def _ods_cells(row: ET.Element) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        if cell.tag in CELLS:
            times = int(cell.get(f"{TABLE}number-columns-repeated", 1))
            cells += [_ods_value(cell)] * min(times, MAX_COLUMNS - len(cells))
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _ods_value(cell: ET.Element) -> str:
    """Return the value of a number, the text of another cell without its comments and notes."""
    value = cell.get(f"{OFFICE}value")
    if value is not None:
        return _text(float(value))
    return _text(" ".join("".join(_texts(line)) for line in cell if line.tag == f"{TEXT}p"))


def _texts(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            yield " "
        elif child.tag not in ASIDE:
            yield from _texts(child)
        yield child.tail or ""


def _text(value: object) -> str:
    text = f"{value:.15g}" if isinstance(value, float) else str("" if value is None else value)
    return " ".join(text.split())
