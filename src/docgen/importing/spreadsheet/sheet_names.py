"""The sheets of a workbook under the names that docgen gave them."""

from collections.abc import Mapping, Sequence
from typing import Final

from docgen.errors import Problem, Severity
from docgen.french.letters import folded
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.answer_sheet import MARK
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn, read_workbook

MIN_SHARE_OURS: Final = 0.5
"""A sheet with marks, and more than this share of the columns of a form, was written from it."""


def named_sheets(
    infile: InputFile, forms: Mapping[str, Sequence[SheetColumn]], problems: list[Problem]
) -> dict[str, InputSheet]:
    """Return the sheets of a workbook by name; accents, capitals and blanks do not count.

    A sheet of the forms under another name is read as its own and added to `problems`, for what it
    answers would be lost; so is a copy.  One that is only like a sheet that is read is a warning of
    the workbook.  Other sheets are those of the person who sends it.
    """
    sheets = read_workbook(infile)
    usual = {_plain_name(name): name for name in forms}
    named = {usual.get(_plain_name(name), name): sheet for name, sheet in sheets.items()}
    named |= {name: sheet for name, sheet in sheets.items() if name in forms}
    own = [named[name] for name in forms if name in named]
    warnings = [one for sheet in own for one in sheet.warnings]
    for given, sheet in sheets.items():
        if sheet not in own and (name := _form_of(sheet, forms)):
            problem = _problem_of(infile, given, name, sheet, named.get(name))
            (problems if problem.severity is Severity.ERREUR else warnings).append(problem)
            named.setdefault(name, sheet)
    reported = infile.problems  # the same workbook has several readers
    reported += [one for one in warnings if one not in reported]
    return named


def _plain_name(name: str) -> str:
    return "".join(folded(name).split())


def _form_of(sheet: InputSheet, forms: Mapping[str, Sequence[SheetColumn]]) -> str:
    """Return the form that a sheet has the columns of; nothing when a person made it."""
    shares = {
        name: sum(map(sheet.has_column, columns)) / len(columns) for name, columns in forms.items()
    }
    name = max(shares, key=lambda one: shares[one])
    whole = all(sheet.has_column(column) for column in forms[name] if column.needed)
    return name if whole or (shares[name] > MIN_SHARE_OURS and sheet.has_column(MARK)) else ""


def _problem_of(
    infile: InputFile, given: str, name: str, sheet: InputSheet, real: InputSheet | None
) -> Problem:
    if real is None:
        message = f"feuille « {given} » : docgen ne lit que « {name} »"
        hint = f"rendez-lui le nom « {name} »"
        return Problem(infile.name, message, code="feuille", hint=hint)
    if {*map(_plain_name, sheet.titles)} == {*map(_plain_name, real.titles)}:
        message = f"feuille « {given} » : copie de « {name} », que docgen ne lit pas"
        hint = f"gardez une seule des deux, sous le nom « {name} »"
        return Problem(infile.name, message, code="feuille", hint=hint)
    message = f"feuille « {given} » : elle ressemble à « {name} », et docgen ne la lit pas"
    hint = f"si ses réponses comptent, recopiez-les dans « {name} »"
    return Problem(infile.name, message, code="feuille", hint=hint).as_warning()
