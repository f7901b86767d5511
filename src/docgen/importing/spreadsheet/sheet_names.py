"""The sheets of a workbook under the names that docgen gave them."""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.errors import Problem
from docgen.french.letters import folded
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn, read_workbook

OURS: Final = 0.5
"""A sheet with more than this share of the columns of one of docgen's was written by docgen."""


def named_sheets(
    infile: InputFile, forms: Mapping[str, Sequence[SheetColumn]], problems: list[Problem]
) -> dict[str, InputSheet]:
    """Return the sheets of a workbook by name; accents, capitals and blanks do not count.

    A sheet of the forms under another name is read as its own and added to `problems`, for what it
    answers would be lost.  Other sheets are those of the person who sends the workbook.
    """
    sheets = read_workbook(infile)
    usual = {_usual(name): name for name in forms}
    named = {usual.get(_usual(name), name): sheet for name, sheet in sheets.items()}
    named |= {name: sheet for name, sheet in sheets.items() if name in forms}
    for found, sheet in sheets.items():
        if sheet not in (named[name] for name in forms if name in named):
            shares = {name: _share(sheet, columns) for name, columns in forms.items()}
            name = max(shares, key=lambda one: shares[one])
            if shares[name] > OURS:
                problems.append(_unread(infile, found, name, twice=name in named))
                named.setdefault(name, sheet)
    return named


def _usual(name: str) -> str:
    return "".join(folded(name).split())


def _share(sheet: InputSheet, columns: Sequence[SheetColumn]) -> float:
    return sum(map(sheet.has_column, columns)) / len(columns)


def _unread(infile: InputFile, found: str, name: str, *, twice: bool) -> Problem:
    message = f"feuille « {found} » : docgen ne lit que « {name} »"
    hint = f"rendez-lui le nom « {name} »"
    if twice:
        message = f"feuille « {found} » : copie de « {name} », que docgen ne lit pas"
        hint = f"gardez une seule des deux, sous le nom « {name} »"
    return Problem(infile.name, message, code="feuille", hint=hint)
