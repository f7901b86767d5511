"""Sheets that ask people about something, row by row: grey cells tell, white ones are to fill in.

Each row carries a mark: the form of the sheet, its project, the digest of each thing that it asks
about, and that of its grey cells.  So rows may be sorted, left out, sent back in several files; a
row that was changed or added, or comes from elsewhere, is reported.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from openpyxl.utils import get_column_letter

from docgen.content.signing import FIRST_DAY, name_fault, words_fault
from docgen.content.stamp import words_digest
from docgen.errors import ContentError, Problem, Problems
from docgen.french.wording import date_longue
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.typed_cells import YES_NO, normalise_cells
from docgen.importing.spreadsheet.writing import Link, Tab, Value

MARK: Final = SheetColumn("Repère", note="ne pas changer", width=14, locked=True, wrapped=False)
WRITTEN_MARK: Final = re.compile(r"(?P<form>\S+) (?P<project>\S+) (?P<grey>[0-9a-f]+)(?P<items>.*)")
AGAIN: Final = "repartez d’une feuille que docgen vient d’écrire"
AGREE: Final = "accordez-vous, puis gardez une seule des deux réponses"
LEAVE_OUT: Final = "videz votre réponse à cette ligne, et les autres seront prises"
"""How to have the rest of a workbook read, where what a row asks about changed."""
WHEN: Final = "le jour où cela a été fait : 03/11/2026"


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row to write: the digest of each thing that it asks about, by key, and its cells."""

    digests: Mapping[str, str]
    cells: Sequence[Value]


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A row that came back: its sheet and line, the digests by key.

    `cells` and `places` are its texts and the numbers of its columns, by title; `made_by` is the
    command that wrote its workbook, where that is known.
    """

    sheet: str
    line: int
    digests: Mapping[str, str]
    cells: Mapping[str, str]
    places: Mapping[str, int]
    made_by: str

    def place(self, title: str) -> str:
        """Return what people call one of its cells: « feuille « Droit », case M3 »."""
        name = self.sheet.rpartition(":")[2]
        return f"feuille « {name} », case {get_column_letter(self.places[title])}{self.line}"

    def problem(
        self, title: str, message: str, code: str = "cellule", hint: str = AGAIN
    ) -> Problem:
        """Return a problem at one of its cells."""
        return Problem(self.sheet, message, self.line, self.places[title], title, code, hint)

    def faults(self, answer: str, par: str, le: str, today: date) -> Iterator[Problem]:
        """Yield what is wrong with the cells of a yes or no, of who says it, and of when."""
        said = self.cells[answer]
        if said not in YES_NO:
            empty = "case vide, et la ligne est remplie"
            message = f"« {said} » n’est ni oui ni non" if said else empty
            yield self.problem(answer, message, hint="oui, ou non ; ou videz toute la ligne")
        if not said:
            return
        message, hint = name_fault(self.cells[par])
        if message:
            yield self.problem(par, message, hint=hint)
        written, day = self.cells[le], self.day(le)
        if day is None:
            message = f"ce n’est pas un jour : « {written} »" if written else "sans jour"
            yield self.problem(le, message, hint=WHEN)
        elif day < FIRST_DAY:
            yield self.problem(le, f"année improbable : {day.year}", hint=WHEN)
        elif day > today:
            message = f"le {date_longue(day)} n’est pas encore venu"
            yield self.problem(le, message, "a-venir", WHEN)

    def word_faults(self, *titles: str) -> Iterator[Problem]:
        """Yield why what was typed in cells cannot stand in a file."""
        for title in titles:
            message, hint = words_fault(self.cells[title] or "-")
            if message:
                yield self.problem(title, message, hint=hint)

    def day(self, title: str) -> date | None:
        """Return the day in one of its cells, None for no day."""
        try:
            day = date.fromisoformat(self.cells[title])
        except ValueError:
            return None
        return day if day.isoformat() == self.cells[title] else None  # Python reads 20261203 too

    def disagreement(self, title: str, answer: str, before: str, where: str) -> Problem:
        """Return the problem that another row, or another copy, answers otherwise."""
        message = f"« {answer} » ici, et « {before} » dans {where}"
        return self.problem(title, message, "desaccord", AGREE)


@dataclass(frozen=True, slots=True)
class SheetForm:
    """What a sheet is: the name and version of its form (« droit-1 »), its project, its columns.

    Each of its rows is about one thing, or about `many`.
    """

    name: str
    project: str
    columns: tuple[SheetColumn, ...]
    many: bool = False

    def tab(self, name: str, rows: Sequence[AskedRow], frozen: int = 1) -> Tab:
        """Return the sheet to write, with the mark of each row in its last column."""
        written = [[*row.cells, self._mark(row)] for row in rows]
        return Tab(name, (*self.columns, MARK), written, frozen)

    def _mark(self, row: AskedRow) -> str:
        titles = [column.title for column in self.columns]
        cells = dict(zip(titles, map(cell_text, row.cells), strict=True))
        items = (f"{key}={digest}" for key, digest in row.digests.items())
        return " ".join((self.name, self.project, self._grey_digest(cells), *items))

    def _grey_digest(self, cells: Mapping[str, str]) -> str:
        return words_digest(cells[column.title] for column in self.columns if column.locked)

    def read(self, sheet: InputSheet) -> list[AnsweredRow]:
        """Return the sound rows of a sheet that came back, and add what is wrong to its problems.

        What people typed is normalised: days as AAAA-MM-JJ, choices as in their lists.
        """
        try:
            places = sheet.places((*self.columns, MARK))
        except ContentError as error:
            sheet.problems += error.problems
            return []
        normalise_cells(sheet, tuple(column for column in self.columns if not column.locked))
        numbers = {column.title: place + 1 for place, column in places.items()}
        rows: list[AnsweredRow] = []
        for line, texts in sheet.rows.items():
            cells = {title: texts[number - 1] for title, number in numbers.items()}
            row = AnsweredRow(sheet.name, line, {}, cells, numbers, sheet.made_by)
            if foreign := self._foreign(row):
                sheet.problems.append(foreign)
                return []
            rows.append(row)
        marked = list(self._read_marks(sheet, rows))
        faulty = {problem.line for problem in sheet.problems}
        return [row for row in marked if row.line not in faulty]

    def _foreign(self, row: AnsweredRow) -> Problem | None:
        """Return what makes a row that of another sheet, which is then told once."""
        mark = WRITTEN_MARK.fullmatch(row.cells[MARK.title])
        if mark is None or (mark["form"], mark["project"]) == (self.name, self.project):
            return None
        if mark["form"] == self.name:
            message = "cette feuille est d’un autre projet, dont les parties sont autres"
            return row.problem(MARK.title, message, "projet")
        sort, _, version = self.name.rpartition("-")
        other = mark["form"].rpartition("-")
        if other[0] == sort:
            message = f"feuille de la version {other[2]}, et docgen lit la version {version}"
        else:
            message = f"feuille d’une autre sorte : « {other[0]} », et non « {sort} »"
        return row.problem(MARK.title, message, "version")

    def _read_marks(self, sheet: InputSheet, rows: Sequence[AnsweredRow]) -> Iterator[AnsweredRow]:
        """Yield the rows with their digests; report those added, or whose grey cells changed."""
        for row in rows:
            written = row.cells[MARK.title]
            mark = WRITTEN_MARK.fullmatch(written)
            items = mark["items"].split() if mark else []
            if mark is None or not items or (len(items) > 1 and not self.many):
                message = (
                    "repère illisible" if written else "ligne ajoutée, que docgen ne connaît pas"
                )
                hint = (
                    AGAIN if written else "effacez-la : docgen ne lit que les lignes de sa feuille"
                )
                sheet.problems.append(row.problem(MARK.title, message, "ligne", hint))
            elif mark["grey"] != self._grey_digest(row.cells):
                message = "une case grise de cette ligne a été changée, ou la ligne est décalée"
                sheet.problems.append(row.problem(MARK.title, message, "decalage"))
            else:
                pairs = (item.rpartition("=") for item in items)
                digests = {key: digest for key, _, digest in pairs}
                yield replace(row, digests=digests)


class SheetReader:
    """The answers on sheets of a form, and what is wrong with them."""

    def __init__(self, form: SheetForm) -> None:
        self._form, self.problems = form, Problems()
        self._answered: dict[str, AnsweredRow] = {}

    def read(self, sheet: InputSheet) -> None:
        """Read the answers on a sheet."""
        rows = self._form.read(sheet)
        self.problems += sheet.problems
        for row in rows:
            self._read_row(row)

    def _read_row(self, row: AnsweredRow) -> None:
        raise NotImplementedError

    def _disagreements(self, row: AnsweredRow, title: str) -> Iterator[Problem]:
        """Yield the first row before this one that answers about the same thing otherwise."""
        answer = row.cells[title]
        others = [self._answered.setdefault(key, row) for key in row.digests]
        for other in others:
            if (before := other.cells[title]) != answer:
                where = f"{other.sheet}, ligne {other.line}"
                yield row.disagreement(title, answer, before, where)
                return


def cell_text(value: Value) -> str:
    """Return the text of a cell as it will be read back."""
    match value:
        case None:
            return ""
        case Link():
            return value.words
        case date():
            return value.isoformat()
        case _:
            return str(value)
