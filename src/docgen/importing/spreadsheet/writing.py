"""Workbooks to fill in: a page of instructions, and tables with lists of choices.

The same content gives the same bytes: the dates of openpyxl are removed, and the parts are zipped
in order under one date. A text that begins like a formula stays a text.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from docgen.french.typography import prose
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn
from docgen.ooxml import write_package


class Link(NamedTuple):
    """Words of a cell that lead to an address."""

    words: str
    address: str


Value = str | int | date | Link | None

FACE = "Arial"
INK, GREY, PAPER, LINE = "1F2933", "5F6B76", "E9ECEF", "C9D1D8"
BANDS = {"publique": "1F4E79", "partenaires": "4A6B57", "interne": "7A3B3B"}
"""The colour of a title, by its note."""
LINK_COLOUR = "1F4E79"
LINE_HEIGHT = 15.5
"""The height of a line of text, in points."""
SMALL_LINE = 13.0
"""The height of a line in a table, in points."""
MAX_ROW_HEIGHT = 400.0
"""The tallest row that every spreadsheet takes, in points."""
LETTERS_A_UNIT = 1.1
"""How many letters fill a unit of a column’s width."""
PROPERTIES = "docProps/core.xml"
DATE = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")

_side = Side(style="thin", color=LINE)
GRID = Border(left=_side, right=_side, top=_side, bottom=_side)


@dataclass(frozen=True, slots=True)
class Tab:
    """A table to fill in: its name, its columns, its rows, and `spare` blank ones.

    The first `frozen` columns stay visible.
    """

    name: str
    columns: tuple[SheetColumn, ...]
    rows: Sequence[Sequence[Value]]
    frozen: int = 1
    spare: int = 0


def write_workbook(
    title: str, guide: Sequence[str], tabs: Sequence[Tab], command: str = ""
) -> bytes:
    """Return a workbook (.xlsx): a sheet « Lisez-moi » with the guide, then the tables.

    In `guide`, a paragraph that begins with « # » is a heading; `command` writes it again.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_guide(book.create_sheet("Lisez-moi"), title, guide)
    for tab in tabs:
        _write_tab(book.create_sheet(tab.name), tab)
    book.active = min(1, len(tabs))
    book.properties.creator = "docgen"
    book.properties.title = title
    book.properties.description = command or None
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_dates(buffer.getvalue())


def read_guide(path: Path) -> tuple[str, ...]:
    """Return the paragraphs of a text file, which blank lines separate."""
    return tuple(text.replace("\n", " ") for text in path.read_text("utf-8").strip().split("\n\n"))


def _write_guide(sheet: Worksheet, title: str, guide: Sequence[str]) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 3
    sheet.column_dimensions["B"].width = 100
    for row, text in enumerate((f"# {title}", *guide), 2):
        heading = text.startswith("# ")
        cell = sheet.cell(row, 2)
        _put(cell, prose(text.removeprefix("# ")))
        size, height = (18, 34) if row == 2 else (13, 28) if heading else (11, 0)
        cell.font = Font(name=FACE, size=size, bold=heading, color=INK)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom" if heading else "top")
        sheet.row_dimensions[row].height = height or LINE_HEIGHT * (1 + len(text) // 105) + 3
    _set_page(sheet, landscape=False)


def _write_tab(sheet: Worksheet, tab: Tab) -> None:
    for place, column in enumerate(tab.columns, 1):
        _write_title(sheet, place, column)
    blank: Sequence[Value] = (None,) * len(tab.columns)
    looks: dict[tuple[int, bool], StyleArray] = {}  # which openpyxl takes long to put together
    for row, values in enumerate((*tab.rows, *(blank,) * tab.spare), 2):
        for place, (column, value) in enumerate(zip(tab.columns, values, strict=True), 1):
            cell: Any = sheet.cell(row, place)
            look = place, isinstance(value, Link)
            if look in looks:
                cell._style = copy(looks[look])
            else:
                _dress(cell, column, linked=isinstance(value, Link))
                looks[look] = copy(cell._style)
            _put(cell, value)
        lines = max(_line_counts(tab.columns, values), default=1)
        if lines > 1:  # a white cell may grow: its row is left to the program
            sheet.row_dimensions[row].height = min(SMALL_LINE * lines + 3, MAX_ROW_HEIGHT)
    last = max(2, len(tab.rows) + tab.spare + 1)
    for place, column in enumerate(tab.columns, 1):
        _validate(sheet, f"{get_column_letter(place)}2:{get_column_letter(place)}{last}", column)
    sheet.row_dimensions[1].height = 62
    sheet.freeze_panes = f"{get_column_letter(tab.frozen + 1)}2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(tab.columns))}{last}"
    sheet.print_title_rows = "1:1"
    printed = sum(column.wrapped for column in tab.columns)
    if printed < len(tab.columns):
        sheet.print_area = f"A1:{get_column_letter(printed)}{last}"
    _protect(sheet)
    _set_page(sheet, landscape=True)


def _line_counts(columns: Sequence[SheetColumn], values: Sequence[Value]) -> Iterator[int]:
    """Yield how many lines each grey text takes, about."""
    for column, value in zip(columns, values, strict=True):
        if column.locked and column.wrapped and isinstance(value, str):
            width = int(column.width * LETTERS_A_UNIT)
            yield sum(1 + len(line) // width for line in value.split("\n"))


def _write_title(sheet: Worksheet, place: int, column: SheetColumn) -> None:
    cell = sheet.cell(1, place, f"{column.title}\n{column.note}".strip())
    band = GREY if column.locked else BANDS.get(column.note, BANDS["publique"])
    cell.fill = PatternFill("solid", fgColor=band)
    cell.font = Font(name=FACE, size=10, bold=True, color="FFFFFF")
    cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    cell.border = GRID
    sheet.column_dimensions[get_column_letter(place)].width = column.width


def _put(cell: Cell | MergedCell, value: Value) -> None:
    """Set the value of a cell; a text stays a text, even if it looks like a formula."""
    if isinstance(value, Link):
        cell.hyperlink = value.address  # which would also stand as its text
        value = value.words
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _dress(cell: Cell | MergedCell, column: SheetColumn, *, linked: bool) -> None:
    cell.number_format = column.kind.value
    cell.border = GRID
    ink = LINK_COLOUR if linked else GREY if column.locked else INK
    cell.font = Font(name=FACE, size=10, color=ink, underline="single" if linked else None)
    centred = bool(column.choices) or column.kind is not CellKind.TEXT
    place, indent = ("center", 0) if centred else ("left", 1) if column.wrapped else ("fill", 0)
    cell.alignment = Alignment(place, "top", wrap_text=column.wrapped, indent=indent)
    cell.protection = Protection(locked=column.locked)
    if column.locked:
        cell.fill = PatternFill("solid", fgColor=PAPER)


def _validate(sheet: Worksheet, cells: str, column: SheetColumn) -> None:
    if column.choices or column.list_source:
        words = '"' + ",".join(column.choices) + '"'
        rule = DataValidation(type="list", formula1=column.list_source or words)
        rule.error = "Choisissez dans la liste, ou videz la cellule."
    elif column.kind is CellKind.DAY:
        rule = DataValidation(type="date", operator="greaterThan", formula1="36526")
        rule.error = "Écrivez une date : 23/04/2026."
    elif column.kind is CellKind.NUMBER:
        rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
        rule.error = "Écrivez un nombre entier, sans espace ; laissez vide ce qui n’est pas connu."
    else:
        return
    rule.errorTitle = column.title[:32]
    rule.allow_blank = rule.showErrorMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)


def _protect(sheet: Worksheet) -> None:
    """Lock the grey columns, without a password; widths may be changed."""
    guard = sheet.protection
    guard.sheet = True
    guard.formatCells = guard.formatColumns = guard.formatRows = guard.autoFilter = False


def _set_page(sheet: Worksheet, *, landscape: bool) -> None:
    page = sheet.page_setup
    page.orientation = "landscape" if landscape else "portrait"
    page.paperSize = 8 if landscape else 9  # A3, A4
    page.fitToWidth, page.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = 0.4
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart("&A : page &P sur &N"))


def _without_dates(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[PROPERTIES] = DATE.sub(rb"\g<1>1980-01-01T00:00:00Z", parts[PROPERTIES])
    return write_package(parts)
