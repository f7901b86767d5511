"""Reading of a sheet as rows of text with their lines, and as content to check.

Spreadsheets turn what people type into numbers, dates and formulas. Here a cell is a text, or a
problem at its place; nothing is guessed, not even a lost leading zero. A sheet becomes a `Source`,
checked by the same models as YAML.
"""

import io
import re
import shlex
import zipfile
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache
from itertools import chain, islice, zip_longest
from typing import Any, Final
from weakref import WeakKeyDictionary

from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import get_column_letter

from docgen.content.source import REFUSED, Mark, Source, Steps
from docgen.errors import ContentError, Problem, nearest
from docgen.french.letters import folded
from docgen.french.typography import fold_typography
from docgen.importing.file_types import COMPOUND, LOCKED
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.cells import Cell, check_cell, read_cell
from docgen.importing.spreadsheet.hidden_parts import check_parts, parts_of_xlsx
from docgen.importing.spreadsheet.limits import MAX_BYTES, MAX_COLUMNS, MAX_ROWS
from docgen.importing.spreadsheet.ods import (
    TooLargeError,
    description_of,
    is_encrypted,
    is_ods,
    read_ods,
)
from docgen.importing.spreadsheet.xlsx import open_xlsx

LIGHTER = "reprenez le classeur écrit par docgen, et n’y ajoutez ni feuille ni colonne"


MOST_ABOVE: Final = 10
"""How many rows are read at most to find the titles."""


class CellKind(Enum):
    """The type of a column in a spreadsheet: text, day, whole number."""

    TEXT = "@"
    DAY = "dd/mm/yyyy"
    NUMBER = "0"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: its title, and its field (`maire.nom`), if it has one.

    `note` is a second line under the title; docgen fills a `locked` column, which people must not
    change; a column that is not `needed` may be absent, and one that nobody reads is not `wrapped`.
    The cells of a column are chosen from `choices`, or from the range `list_source` of another
    sheet (`Territoires!A`); `written` is what each of its choices is in YAML, where it is another
    word.
    """

    title: str
    key: str = ""
    note: str = ""
    width: float = 16
    kind: CellKind = CellKind.TEXT
    choices: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    list_source: str = ""
    locked: bool = False
    needed: bool = True
    wrapped: bool = True

    @property
    def steps(self) -> Steps:
        """The path of its field in a row."""
        return tuple(self.key.split(".")) if self.key else ()


@dataclass(slots=True)
class InputSheet:
    """A table: its name in messages, its titles, its rows by line, the problems of its cells.

    `warnings` are for whoever reads it; `made_by` is the command that its workbook says it was
    written by, or nothing; `line` is that of its titles.
    """

    name: str
    titles: tuple[str, ...]
    rows: dict[int, tuple[str, ...]]
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    made_by: str = ""
    line: int = 1

    def source(self, items: str, columns: Sequence[SheetColumn]) -> Source:
        """Return its rows as the list `items` of a content, each cell at its column's field.

        Raise ContentError when a column is missing, unknown or repeated.
        """
        places = self.places(columns)
        groups: list[dict[str, Any]] = []
        source = Source(self.name, {items: groups}, problems=list(self.problems))
        source.values |= {(): Mark(1, 1), (items,): Mark(1, 1)}
        for line, cells in self.rows.items():
            here: Steps = (items, len(groups))
            source.values[here] = Mark(line, 1)
            group: dict[str, Any] = {}
            groups.append(group)
            for place, column in places.items():
                if cells[place] and column.key:
                    _fill(group, column.steps, cells[place])
                    for depth in range(len(column.steps)):
                        steps = (*here, *column.steps[: depth + 1])
                        source.values.setdefault(steps, Mark(line, place + 1))
        return source

    def pairs(self, first: SheetColumn, second: SheetColumn) -> Iterator[tuple[int, str, str]]:
        """Yield each line with its cells of two columns; nothing when a column is absent."""
        places = [self.place(first), self.place(second)]
        if None not in places:
            for line, cells in tuple(self.rows.items()):
                first_text, second_text = (cells[place] for place in places if place is not None)
                yield line, first_text, second_text

    def has_column(self, column: SheetColumn) -> bool:
        """Whether the sheet has a column of that title."""
        return self.place(column) is not None

    def set_cell(self, line: int, column: SheetColumn, text: str) -> None:
        """Replace the text of a cell."""
        cells = list(self.rows[line])
        cells[self.place(column) or 0] = text
        self.rows[line] = tuple(cells)

    def ignore_column(self, column: SheetColumn) -> None:
        """Take a column for one without a title, which is not read."""
        place = self.place(column)
        self.titles = tuple("" if rank == place else one for rank, one in enumerate(self.titles))

    def place(self, column: SheetColumn) -> int | None:
        """Return the place of a column, from 0; None when it is absent."""
        titles = [_comparable(title) for title in self.titles]
        return titles.index(same) if (same := _comparable(column.title)) in titles else None

    def places(self, columns: Sequence[SheetColumn]) -> dict[int, SheetColumn]:
        """Return the column at each place; raise ContentError for a wrong set of columns."""
        if not any(self.titles):
            raise ContentError([self._column_problem("feuille vide", "repartez du modèle")])
        by_title = {_comparable(column.title): column for column in columns}
        known = [by_title.get(_comparable(title)) for title in self.titles]
        if below := None if any(known) else self._line_of_titles(by_title):
            rows = f"les lignes {self.line} à {below - 1}"
            rows = f"la ligne {self.line}" if below == self.line + 1 else rows
            message = f"les titres sont en ligne {below}, sous une autre"
            raise ContentError([self._column_problem(message, f"supprimez {rows}")])
        absent = [column for column in columns if column not in known]
        unknown = [place for place, title in enumerate(self.titles) if title and not known[place]]
        problems = [
            self._column_problem(f"colonne en double : « {self.titles[place]} »")
            for place, column in enumerate(known)
            if column and column in known[:place]
        ]
        for place in unknown:
            near = self._renamed(place, columns, absent, alone=len(unknown) == 1)
            if near:
                absent.remove(near)
            problems.append(self._unknown_problem(place, near, absent))
        hint = "gardez les titres de la première ligne tels qu’ils sont dans le modèle"
        lacking = [column.title for column in absent if column.needed]
        problems += [self._column_problem(f"colonne absente : « {one} »", hint) for one in lacking]
        if problems:
            raise ContentError(problems)
        return {place: column for place, column in enumerate(known) if column}

    def _line_of_titles(self, titles: Container[str]) -> int | None:
        """Return the line of the first row that holds titles, if any does."""
        held = {
            line: sum(_comparable(_title(cell)) in titles for cell in cells)
            for line, cells in islice(self.rows.items(), MOST_ABOVE)
        }
        return next((line for line, many in held.items() if many > 1), None)

    def _renamed(
        self, place: int, columns: Sequence[SheetColumn], absent: Sequence[SheetColumn], alone: bool
    ) -> SheetColumn | None:
        """Return the absent column whose title someone changed into an unknown one, if any."""
        near = nearest(self.titles[place], [column.title for column in absent])
        lacking = [column for column in absent if column.needed]
        likely = [column for column in absent if column.title == near]
        likely += [column for column in columns[place : place + 1] if column in lacking]
        likely += lacking if alone and len(lacking) == 1 else ()
        return likely[0] if likely else None

    def _unknown_problem(
        self, place: int, near: SheetColumn | None, absent: Sequence[SheetColumn]
    ) -> Problem:
        title, cell = self.titles[place], f"{get_column_letter(place + 1)}{self.line}"
        if near:
            hint = f"remettez le titre « {near.title} » en {cell}"
            return self._column_problem(f"titre changé en {cell} : « {title} »", hint)
        other = " ; ou, si c’en est une du modèle, remettez-y son titre" if absent else ""
        hint = f"retirez cette colonne{other}"
        return self._column_problem(f"colonne inconnue en {cell} : « {title} »", hint)

    def _column_problem(self, message: str, hint: str = "") -> Problem:
        return Problem(self.name, message, self.line, code="colonne", hint=hint)


def _fill(group: dict[str, Any], steps: Steps, text: str) -> None:
    for step in steps[:-1]:
        group = group.setdefault(str(step), {})
    group[str(steps[-1])] = text


def with_column_titles(
    problems: Iterable[Problem], columns: Sequence[SheetColumn]
) -> list[Problem]:
    """Return problems with column titles in place of field paths.

    A group of fields has the title of its first column.
    """
    titles = {column.key: column.title for column in columns if column.key}
    titles |= {str(column.steps[0]): column.title for column in reversed(columns) if column.key}
    return [
        replace(problem, field=titles.get(key, key), column=None)
        for problem in problems
        for key in (re.sub(r"^\w+\[\d+\]\.?|\[\d+\]$", "", problem.field),)
    ]


_OPENED: Final[WeakKeyDictionary[InputFile, dict[str, InputSheet]]] = WeakKeyDictionary()
"""The sheets of each workbook that is being imported, which has several readers."""


def read_csv_sheet(infile: InputFile) -> InputSheet:
    """Return a CSV file with semicolons as a sheet."""
    table = infile.table()
    sheet = InputSheet(infile.name, table.columns, {})
    for row in table.rows():
        _add_row(sheet, row.line, [Cell(row[column]) for column in table.columns])
    return sheet


def read_workbook(infile: InputFile) -> dict[str, InputSheet]:
    """Return the sheets of a workbook (.xlsx or .ods) by name; it is opened for its first reader.

    Raise ContentError when it is not a workbook, or too large.
    """
    if infile not in _OPENED:
        _OPENED[infile] = _open_workbook(infile)
    return {
        name: replace(sheet, rows={**sheet.rows}, problems=[*sheet.problems])
        for name, sheet in _OPENED[infile].items()
    }


def _open_workbook(infile: InputFile) -> dict[str, InputSheet]:
    data, locked, sheets = infile.data, False, None
    hint = "dans votre tableur : Enregistrer sous, « Classeur Excel (.xlsx) »"
    try:
        with suppress(TooLargeError), zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(member.file_size for member in package.infolist())
            if size <= MAX_BYTES:
                locked = is_encrypted(package)
                read = _sheets_of_ods if is_ods(package) else _sheets_of_xlsx
                sheets = read(package, infile)
    except Exception as error:  # openpyxl raises whatever a damaged file makes it stumble on
        if locked or data.startswith(COMPOUND):
            hint = "retirez le mot de passe, puis enregistrez-le en « Classeur Excel (.xlsx) »"
            raise infile.refusal("classeur", LOCKED, hint=hint) from error
        raise infile.refusal("classeur", "ce n’est pas un classeur lisible", hint=hint) from error
    if sheets is None:
        raise infile.refusal("taille", "classeur trop gros une fois ouvert", hint=LIGHTER)
    return sheets


def _sheets_of_xlsx(package: zipfile.ZipFile, infile: InputFile) -> dict[str, InputSheet]:
    sheets = {}
    with open_xlsx(infile.data) as book:
        for tab in book.worksheets:
            sheet = _sheet(f"{infile.name}:{tab.title.strip()}", enumerate(tab.iter_rows(), 1))
            check_parts(parts_of_xlsx(package, tab), sheet)
            sheet.made_by = _command(book.properties.description)
            sheets[tab.title.strip()] = sheet
    return sheets


def _sheets_of_ods(package: zipfile.ZipFile, infile: InputFile) -> dict[str, InputSheet]:
    sheets, command = {}, _command(description_of(package))
    for tab in read_ods(package):
        sheet = _sheet(f"{infile.name}:{tab.name}", iter(tab.rows))
        check_parts(tab.parts, sheet)
        sheet.made_by = command
        sheets[tab.name] = sheet
    return sheets


def _command(description: str | None) -> str:
    """Return the command in the description of a workbook; nothing where it holds other words."""
    with suppress(ValueError):  # quotes that are not closed
        words = shlex.split(description or "")
        if words[:1] == ["docgen"] and (description or "").isprintable():
            return shlex.join(words)
    return ""


def _sheet(name: str, rows: Iterator[tuple[int, Sequence[Any]]]) -> InputSheet:
    head = list(islice(rows, MOST_ABOVE))
    many = [sum(cell.value is not None for cell in cells) for _, cells in head]
    below = (rank for rank, cells in enumerate(many) if cells > 1)
    begin = next(below, 0) if many[:1] == [1] else 0  # a person may write one cell above the titles
    if head and begin == 0 and head[0][0] > 1:  # its titles are missing
        head.insert(0, (1, ()))
    line, first = head[begin] if head else (1, ())
    rows = chain(head[begin + 1 :], rows)
    titles = [_title(cell.value) for cell in first]
    while titles and not titles[-1]:
        titles.pop()
    width = min(len(titles), MAX_COLUMNS)
    sheet = InputSheet(name, tuple(titles[:width]), {}, line=line)
    if width < len(titles):
        message = f"feuille trop large : {MAX_COLUMNS} colonnes au plus"
        sheet.problems.append(Problem(name, message, 1, code="taille", hint=LIGHTER))
    for line, cells in rows:
        if line > MAX_ROWS:
            message = f"feuille trop longue : {MAX_ROWS} lignes au plus"
            sheet.problems.append(Problem(name, message, line, code="taille", hint=LIGHTER))
            break
        _add_row(sheet, line, [read_cell(cell) for cell in cells[:width]])
        _check_cells_beyond(sheet, line, cells[width:])
    return sheet


def _check_cells_beyond(sheet: InputSheet, line: int, cells: Sequence[Any]) -> None:
    for cell in (cell for cell in cells if cell is not EMPTY_CELL):
        checked = check_cell(read_cell(cell), "")
        if checked.wrong:
            where = (line, cell.column, "", "cellule", checked.hint)
            sheet.problems.append(Problem(sheet.name, checked.wrong, *where))
            return


def _add_row(sheet: InputSheet, line: int, cells: Sequence[Cell]) -> None:
    texts = []
    for place, (title, cell) in enumerate(zip_longest(sheet.titles, cells), 1):
        checked = check_cell(cell or Cell(), title or "")
        if checked.wrong:
            where = (line, place, title or "", "cellule", checked.hint)
            sheet.problems.append(Problem(sheet.name, checked.wrong, *where))
        texts.append(REFUSED if checked.wrong else checked.text)
    if any(texts):
        sheet.rows[line] = tuple(texts)


def _title(value: object) -> str:
    return str(value or "").strip().partition("\n")[0].strip()


@lru_cache(maxsize=500)
def _comparable(title: str) -> str:
    return folded(fold_typography(title)).replace("_", " ")
