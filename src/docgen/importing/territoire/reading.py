"""The sheets of the workbook as entries, and their problems in the words of the sheet."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from docgen.content.model import Content
from docgen.content.validation import Rules, check_source
from docgen.errors import ContentError, Problem
from docgen.french.territory import CodeInsee
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn, with_column_titles
from docgen.importing.spreadsheet.typed_cells import normalise_cells
from docgen.importing.territoire.changes import list_problems
from docgen.importing.territoire.columns import COMMUNE_COLUMNS
from docgen.referential.communes.maires import Maire, Maires, Sexe
from docgen.referential.lieu import may_be_same
from docgen.referential.territoire.local_files import Appel, CommuneLocale
from docgen.referential.territoire.validation import KnownNames

MAYOR_COLUMNS = (
    COMMUNE_COLUMNS[0],
    *(column for column in COMMUNE_COLUMNS if column.steps[:1] == ("maire",)),
)
MAX_DOUBTS = 10
"""How many odd forms of address are listed; the others are counted."""
DOUBT_HINT = "vérifiez l’appel ; si le maire a changé, écrivez aussi son nom"


F = TypeVar("F", bound=Content)


def read_sheet(
    sheet: InputSheet,
    model: type[F],
    rules: Rules,
    columns: Sequence[SheetColumn],
    problems: list[Problem],
) -> F:
    """Return the rows of a sheet as entries of a model; add what is wrong to `problems`."""
    (items,) = model.model_fields
    normalise_cells(sheet, columns)
    try:
        return check_source(sheet.source(items, columns), model, rules)
    except ContentError as error:
        lines = [*sheet.rows]
        said = (_name_line(one, items, lines) for one in error.problems)
        problems += reword_problems(said, columns)
        return model()


def _name_line(problem: Problem, items: str, lines: Sequence[int]) -> Problem:
    """Return the problem of a row that repeats another with the line of that one."""
    taken = re.search(rf" déjà pris par {items}\[(\d+)\]", problem.message)
    if taken is None:
        return problem
    message = f"{problem.message[: taken.start()]} est déjà à la ligne {lines[int(taken[1])]}"
    return replace(problem, message=message, hint="gardez une seule des deux lignes")


def report_shift(sheet: InputSheet, line: int, column: SheetColumn, message: str) -> None:
    """Add the problem that cells of a row that docgen fills do not go together."""
    hint = "une colonne a été décalée ou triée seule : repartez d’un export"
    problem = Problem(sheet.name, message, line, None, column.title, "decalage", hint)
    sheet.problems.append(problem)


def empty_sheet(name: str, columns: Sequence[SheetColumn]) -> InputSheet:
    """Return a sheet without rows, in place of one that a workbook lacks."""
    return InputSheet(name, tuple(column.title for column in columns), {})


def reword_problems(problems: Iterable[Problem], columns: Sequence[SheetColumn]) -> list[Problem]:
    """Return the problems of the models in the words of the sheet."""
    of = {column.title: column for column in columns}
    return [
        _reword_problem(problem, of.get(problem.field))
        for problem in with_column_titles(problems, columns)
    ]


def _reword_problem(problem: Problem, column: SheetColumn | None) -> Problem:
    if problem.code == "valeur" and column and column.written:
        return replace(problem, hint=" ou ".join(column.choices))
    if problem.code == "date":
        return replace(problem, hint="écrivez un jour qui existe, comme 23/04/2026")
    if problem.code != "missing":
        return problem
    hint = f"remplissez-la, ou videz les autres cases « {problem.field.partition(' : ')[0]} »"
    if column and column.locked:
        hint = "docgen remplit cette colonne : repartez d’un export"
    return replace(problem, message="case vide", hint=hint)


def name_confirmed_mayors(sheet: InputSheet, maires: Maires | None) -> None:
    """Write the register's name of a mayor in a row that says only that it was checked.

    A name whose accents are guessed is to be typed.
    """
    code, nom, prenom, day, who = MAYOR_COLUMNS
    checked = {line for line, *cells in sheet.pairs(day, who) if any(map(str.strip, cells))}
    named = {line for line, *cells in sheet.pairs(nom, prenom) if any(map(str.strip, cells))}
    for line, written, _ in sheet.pairs(code, code) if maires else ():
        maire = maires.of(CodeInsee(written.strip())) if maires else None
        if line in checked - named and maire and not maire.a_verifier:
            for column, text in ((nom, maire.nom), (prenom, maire.prenom)):
                if sheet.has_column(column):
                    sheet.set_cell(line, column, text)


def odd_form_of_address(entry: CommuneLocale, maire: Maire | None) -> str:
    """Return why a mayor's form of address contradicts the register; empty when it does not.

    A checked name that differs from the register's has no known sex.
    """
    if entry.appel is None or maire is None:
        return ""
    if entry.maire and not may_be_same(entry.maire, maire):
        return ""
    man = maire.sexe is Sexe.HOMME
    if man is (entry.appel is Appel.MONSIEUR_LE_MAIRE):
        return ""
    who = "un homme" if man else "une femme"
    return f"« {entry.appel} », et le répertoire des élus donne {who} : {maire.nom_complet}"


def warn_of_odd_forms_of_address(
    sheet: InputSheet, rows: Mapping[int, CommuneLocale], known: KnownNames, maires: Maires | None
) -> Iterator[Problem]:
    """Yield a warning for each form of address that contradicts the register."""
    odd = [
        (line, f"{known.commune_label(entry.code_insee)} : {doubt}")
        for line, entry in rows.items()
        if maires and (doubt := odd_form_of_address(entry, maires.of(entry.code_insee)))
    ]
    for problem in list_problems(sheet, odd, MAX_DOUBTS, "appel", DOUBT_HINT):
        yield problem.as_warning()
