"""Reading of an OpenDocument workbook (.ods), cell by cell.

Cells and rows that repeat are bounded before they are repeated, and counted for the whole workbook:
ten bytes may stand for a whole sheet.  Sources: OpenDocument 1.3, part 2, 3.4 (encryption); part 3,
9.1, 19.385 (value types).
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from xml.etree import ElementTree as ET

from openpyxl.cell.read_only import EMPTY_CELL

from docgen.importing.spreadsheet.hidden_parts import MergedRange, SheetParts
from docgen.importing.spreadsheet.limits import MAX_CELLS, MAX_CHARACTERS, MAX_COLUMNS, MAX_ROWS
from docgen.importing.xml_tree import parse_xml

ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
NAMES: Final = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE = f"{NAMES}office:1.0}}", f"{NAMES}table:1.0}}"
TEXT, STYLE = f"{NAMES}text:1.0}}", f"{NAMES}style:1.0}}"
DESCRIPTION: Final = "http://purl.org/dc/elements/1.1/}description"
ASIDE: Final = {f"{TEXT}note", f"{OFFICE}annotation"}
BREAKS: Final = {f"{TEXT}line-break": "\n", f"{TEXT}tab": " "}
CELLS: Final = {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}
MANIFEST: Final = "META-INF/manifest.xml"
HIDDEN_MARKS: Final = {"collapse", "filter"}
"""How a row or a column is marked that is hidden, or that a filter hides."""
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
    data_type: str


@dataclass(frozen=True, slots=True)
class OdsSheet:
    """A sheet: its rows with their lines, those that are empty left out."""

    name: str
    rows: Sequence[tuple[int, Sequence[Any]]]
    parts: SheetParts


class TooLargeError(Exception):
    """A workbook has too many cells, or too long ones, once what repeats is repeated."""


@dataclass(slots=True)
class _Budget:
    """How much may still be read of a workbook."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS

    def spend(self, cells: int, characters: int) -> None:
        """Count what is read; raise TooLargeError when it is too much."""
        self.cells -= cells
        self.characters -= characters
        if min(self.cells, self.characters) < 0:
            raise TooLargeError


def is_ods(package: zipfile.ZipFile) -> bool:
    """Whether a package is an OpenDocument workbook."""
    return "mimetype" in package.namelist() and package.read("mimetype").decode() == ODS


def is_encrypted(package: zipfile.ZipFile) -> bool:
    """Whether a package asks for a password."""
    return MANIFEST in package.namelist() and b":encryption-data" in package.read(MANIFEST)


def read_ods(package: zipfile.ZipFile) -> Sequence[OdsSheet]:
    """Return the sheets of an OpenDocument workbook.

    Raise ValueError for damaged XML, TooLargeError for what would take too long to read.
    """
    budget = _Budget()
    root = parse_xml(package.read("content.xml"))
    hidden = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        for one in style.iter(f"{STYLE}table-properties")
        if one.get(f"{TABLE}display") == "false"
    }
    sheets: list[OdsSheet] = []
    for tab in root.iter(f"{TABLE}table"):
        parts = SheetParts(tab.get(f"{TABLE}style-name") in hidden)
        rows = list(_rows(tab, parts, budget))
        _note_hidden_columns(tab, parts)
        sheets.append(OdsSheet(tab.get(f"{TABLE}name", "").strip(), rows, parts))
    return sheets


def description_of(package: zipfile.ZipFile) -> str:
    """Return the description of a workbook, "" for none."""
    if "meta.xml" not in package.namelist():
        return ""
    descriptions = parse_xml(package.read("meta.xml")).iter(DESCRIPTION)
    return next((one.text or "" for one in descriptions), "")


def _note_hidden_columns(tab: ET.Element, parts: SheetParts) -> None:
    place = 1
    for column in tab.iter(f"{TABLE}table-column"):
        after = place + _times(column, "columns-repeated")
        if column.get(f"{TABLE}visibility") in HIDDEN_MARKS:
            parts.columns.update(range(place, min(after, MAX_COLUMNS + 2)))
        place = after


def _rows(
    tab: ET.Element, parts: SheetParts, budget: _Budget
) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the rows that are not empty with their lines, up to the first of a sheet too long."""
    line, width = 1, 0
    for row in tab.iter(f"{TABLE}table-row"):
        cells = list(_cells(row, line, parts.merged))
        times = _times(row, "rows-repeated")
        if cells:
            most = max(1, min(times, MAX_ROWS + 2 - line))
            if row.get(f"{TABLE}visibility") in HIDDEN_MARKS:
                parts.lines.update(range(line, line + most))
            width = max(width, len(cells))  # a short row is read as wide as its table
            budget.spend(most * width, most * sum(len(getattr(one, "text", "")) for one in cells))
            yield from ((at, cells) for at in range(line, line + most))
            if line + most > MAX_ROWS + 1:
                return
        line += times


def _times(element: ET.Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}", 1)))


def _cells(row: ET.Element, line: int, merged: list[MergedRange]) -> Iterator[Any]:
    """Yield the cells of a row up to the last that is not empty."""
    column, given = 1, 0
    for cell in row:
        if cell.tag not in CELLS:
            continue
        times = _times(cell, "columns-repeated")
        wide, high = (_times(cell, f"{one}-spanned") for one in SPANNED)
        if wide > 1 or high > 1:
            merged.append(MergedRange(line, column, line + high - 1, column + wide - 1))
        value, text = _value(cell)
        kind = "n" if cell.get(f"{TABLE}formula") is None else "f"
        if text or value is not None or kind == "f":
            yield from [EMPTY_CELL] * (min(column - 1, MAX_COLUMNS) - given)
            most = max(1, min(times, MAX_COLUMNS + 1 - column))  # one beyond tells that there are
            for at in range(column, column + most):
                yield OdsCell(value, text, at, kind)
            given = column + most - 1
        column += times


def _value(cell: ET.Element) -> tuple[object, str]:
    """Return what a cell is worth and what it shows, without its comments and notes."""
    lines = ("".join(_texts(line)) for line in cell if line.tag == f"{TEXT}p")
    text = "\n".join(lines) or cell.get(f"{OFFICE}string-value", "")
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
        elif child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif child.tag not in ASIDE:
            yield from _texts(child)
        yield child.tail or ""
