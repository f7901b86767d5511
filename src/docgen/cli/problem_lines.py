"""Problems as people read them: few lines, what is alike told once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from textwrap import shorten

from docgen.errors import Problem, Severity
from docgen.french.wording import liste

WIDTH = 80
"""How many characters of the first of many warnings are printed."""
WORKBOOKS = (".xlsx", ".ods")
"""What names of workbooks end with; that of a sheet follows, in the place of a problem."""
MAX_TOLD = 3
"""How many warnings of a sort, or points that keep back a final document, are printed one by one;
beyond, they make one line."""
SORTS = {
    "ailleurs": "noms d’un autre département",
    "controle-ancien": "règles de droit contrôlées il y a plus d’un an",
    "remarque": "remarques de rédaction",
    "renvoi": "renvois à une clause absente",
    "propose": "textes à adopter",
    "a-verifier": "doutes à lever",
    "controle": "textes à relire",
    "manquant": "passages à écrire",
}
"""What people call several warnings of one code."""


def problem_lines(problems: Sequence[Problem], full_list: str = "") -> Iterator[str]:
    """Yield problems as people read them: errors last, where the eye is, then their number.

    A hint shared with the next problem is printed once, after the last of them.  When
    `full_list` names a list of all warnings, many of one folder and one sort make one line; so do
    rows of a sheet with the same problem.
    """
    errors = [problem for problem in problems if problem.severity is Severity.ERREUR]
    warnings = [problem for problem in problems if problem.severity is not Severity.ERREUR]
    shown = group_by_sort(warnings) if full_list else warnings
    for label, listed in (("[avertissement] ", _by_rows(shown)), ("", _by_rows(errors))):
        for rank, problem in enumerate(listed, 1):
            again = listed[rank : rank + 1] and listed[rank].hint == problem.hint
            yield f"{label}{_with_cell(replace(problem, hint='') if again else problem)}"
    if shown != warnings:
        yield typeset(f"{len(warnings)} avertissements en tout ; la liste entière : {full_list}")
    if errors and warnings:
        many = [f"{len(errors)} erreur{'s' * (len(errors) > 1)}"]
        many.append(f"{len(warnings)} avertissement{'s' * (len(warnings) > 1)}")
        yield f"{' et '.join(many)}."


def _with_cell(problem: Problem) -> Problem:
    """Return a problem, its cell named as a spreadsheet does: « feuille « Droit », case M3 »."""
    workbook, _, sheet = problem.file.rpartition(":")
    if not (workbook.endswith(WORKBOOKS) and problem.line and problem.column):
        return problem
    from openpyxl.utils import get_column_letter

    cell = f"feuille « {sheet} », case {get_column_letter(problem.column)}{problem.line}"
    return replace(problem, field=f"{typeset(cell)} ({problem.field})")


def _by_rows(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems, those that rows of a workbook share as one: « Droit, lignes 2 à 49 »."""
    alike: dict[object, list[Problem]] = {}
    for rank, problem in enumerate(problems):
        sheet = any(f"{end}:" in problem.file for end in WORKBOOKS)
        same = replace(problem, line=None) if sheet and problem.line else rank
        alike.setdefault(same, []).append(problem)
    return [_of_rows(same) for same in alike.values()]


def _of_rows(problems: Sequence[Problem]) -> Problem:
    first, lines = problems[0], sorted({problem.line or 0 for problem in problems})
    if len(lines) == 1:
        return first
    starts = [line for line in lines if line - 1 not in lines]
    ends = [line for line in lines if line + 1 not in lines]
    ranges = [
        f"{start} à {end}" if start < end else f"{start}"
        for start, end in zip(starts, ends, strict=True)
    ]
    return replace(first, file=f"{first.file}, lignes {liste(*ranges)}", line=None, column=None)


def group_by_sort(warnings: Sequence[Problem]) -> list[Problem]:
    """Return problems, many of one folder and one sort as one."""
    sorts: dict[tuple[str, str], list[Problem]] = {}
    for problem in warnings:
        sort = str(PurePosixPath(problem.file).parent), problem.code
        sorts.setdefault(sort, []).append(problem)
    shown = ([_together(same)] if len(same) > MAX_TOLD else same for same in sorts.values())
    return [problem for same in shown for problem in same]


def _together(problems: Sequence[Problem]) -> Problem:
    first, path = problems[0], PurePosixPath(problems[0].file)
    place = f"{path.name}:{first.line}" if first.line else path.name
    files = len({one.file for one in problems})
    within = f" dans {files} fichiers" if files > 1 else ""
    begins = shorten(first.message, WIDTH, placeholder=" …")
    noun = "points" if first.severity is Severity.ERREUR else "avertissements"
    sort = SORTS.get(first.code, f"{noun} de même sorte")
    message = typeset(f"{len(problems)} {sort}{within}, d’abord {place} : {begins}")
    folder = "" if path.name == first.file else str(path.parent)  # an option has none
    return replace(first, file=folder, line=None, column=None, field="", message=message)


def typeset(text: str) -> str:
    """Return a text whose signs stay with their words."""
    from docgen.french.typography import hold_signs

    return hold_signs(text)
