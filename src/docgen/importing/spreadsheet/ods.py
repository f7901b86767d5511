"""Reading of an OpenDocument workbook (.ods), cell by cell.

Cells and rows that repeat are bounded before they are repeated: ten bytes may stand for a whole
sheet.  Sources: OpenDocument 1.3, part 2, 3.4 (encryption); part 3, 9.1, 19.385 (value types).
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from openpyxl.cell.read_only import EMPTY_CELL

from docgen.importing.spreadsheet.hidden_parts import MergedRange
from docgen.importing.spreadsheet.limits import MAX_COLUMNS, MAX_ROWS
from docgen.importing.xml_tree import parse_xml

ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE = f"{NAMES}office:1.0}}", f"{NAMES}table:1.0}}"
TEXT, STYLE = f"{NAMES}text:1.0}}", f"{NAMES}style:1.0}}"
DESCRIPTION: Final = "http://purl.org/dc/elements/1.1/}description"
ASIDE: Final = {f"{TEXT}note", f"{OFFICE}annotation"}
CELLS: Final = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
MANIFEST: Final = "META-INF/manifest.xml"
SPANNED: Final = ("columns", "rows")
MOST_BLANKS: Final = 100
"""How many blanks of one mark are kept."""


@dataclass(frozen=True, slots=True)
class OdsCell:
    """A cell that is not empty: what it is worth, what it shows; its column, from 1.

    Its `data_type` is `f` for a formula, as openpyxl has it.
    """

    value: object
    text: str
    column: int
    data_type: str = "n"


@dataclass(frozen=True, slots=True)
class OdsSheet:
    """A sheet: its rows with their lines, those that are empty left out."""

    name: str
    hidden: bool
    rows: Sequence[tuple[int, Sequence[Any]]]
    merged: Sequence[MergedRange]

    def all_rows(self) -> Iterator[Sequence[Any]]:
        """Yield its rows, the empty ones before the last too."""
        line = 0
        for at, cells in self.rows:
            yield from [()] * (at - line - 1)
            yield cells
            line = at


def is_ods(package: zipfile.ZipFile) -> bool:
    """Whether a package is an OpenDocument workbook."""
    return "mimetype" in package.namelist() and package.read("mimetype").decode() == ODS


def is_encrypted(package: zipfile.ZipFile) -> bool:
    """Whether a package asks for a password."""
    return MANIFEST in package.namelist() and b":encryption-data" in package.read(MANIFEST)


def read_ods(package: zipfile.ZipFile) -> Iterator[OdsSheet]:
    """Yield the sheets of an OpenDocument workbook; raise ValueError for damaged XML."""
    root = parse_xml(package.read("content.xml"))
    hidden = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for one in style.iter(f"{STYLE}table-properties")
        if one.get(f"{TABLE}display") == "false"
    }
    for tab in root.iter(f"{TABLE}table"):
        merged: list[MergedRange] = []
        rows = list(_rows(tab, merged))
        name = tab.get(f"{TABLE}name", "").strip()
        yield OdsSheet(name, tab.get(f"{TABLE}style-name") in hidden, rows, merged)


def description_of(package: zipfile.ZipFile) -> str:
    """Return the description of a workbook, "" for none."""
    if "meta.xml" not in package.namelist():
        return ""
    told = parse_xml(package.read("meta.xml")).iter(DESCRIPTION)
    return next((one.text or "" for one in told), "")


def _rows(tab: ET.Element, merged: list[MergedRange]) -> Iterator[tuple[int, Sequence[Any]]]:
    line = 1
    for row in tab.iter(f"{TABLE}table-row"):
        cells = list(_cells(row, line, merged))
        times = int(row.get(f"{TABLE}number-rows-repeated", 1))
        for repeated in range(min(times, MAX_ROWS + 2 - line) if cells else 0):
            yield line + repeated, cells
        line += times


def _cells(row: ET.Element, line: int, merged: list[MergedRange]) -> Iterator[Any]:
    """Yield the cells of a row up to the last that is not empty."""
    column, given = 1, 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        times = int(cell.get(f"{TABLE}number-columns-repeated", 1))
        wide, high = (int(cell.get(f"{TABLE}number-{one}-spanned", 1)) for one in SPANNED)
        if wide > 1 or high > 1:
            merged.append(MergedRange(line, column, line + high - 1, column + wide - 1))
        value, text = _value(cell)
        if text or value is not None:
            kind = "f" if cell.get(f"{TABLE}formula") is not None else "n"
            yield from [EMPTY_CELL] * (min(column - 1, MAX_COLUMNS) - given)
            most = max(1, min(times, MAX_COLUMNS + 1 - column))  # one beyond tells that there are
            for at in range(column, column + most):
                yield OdsCell(value, text, at, kind)
            given = column + most - 1
        column += times


def _value(cell: ET.Element) -> tuple[object, str]:
    """Return what a cell is worth and what it shows, without its comments and notes."""
    lines = ("".join(_texts(line)) for line in cell if line.tag == f"{TEXT}p")
    text = "\n".join(lines)
    with suppress(ValueError):
        match cell.get(f"{OFFICE}value-type"):
            case "float" | "percentage" | "currency":
                return float(cell.get(f"{OFFICE}value", "")), text
            case "date":
                return datetime.fromisoformat(cell.get(f"{OFFICE}date-value", "")), text
            case "boolean":
                return cell.get(f"{OFFICE}boolean-value") == "true", text
    return text or None, text


def _texts(element: ET.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield " " * min(int(count), MOST_BLANKS)
        elif child.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            yield "\n"
        elif child.tag not in ASIDE:
            yield from _texts(child)
        yield child.tail or ""
