"""What is left to do before a pack may be given, file by file: a draft lists it at its end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.kinds.commune_pack.facts import FaitsReste

MOST: Final = 12
"""How many lines of a file are named; `docgen check` names them all."""


def printed_left(problems: Iterable[Problem]) -> tuple[FaitsReste, ...]:
    """Return what is left, one line for each file, sorted."""
    files: dict[str, list[Problem]] = {}
    for problem in problems:
        files.setdefault(problem.file, []).append(problem)
    return tuple(_line(file, found) for file, found in sorted(files.items()))


def _line(file: str, problems: list[Problem]) -> FaitsReste:
    lines = sorted({problem.line for problem in problems if problem.line})
    shown = ", ".join(map(str, lines[:MOST])) + (" …" if len(lines) > MOST else "")
    count = len(problems)
    return FaitsReste(
        fichier=file,
        points=f"{count}{INSECABLE}point{'s' * (count > 1)}",
        lignes=shown or problems[0].message,
    )
