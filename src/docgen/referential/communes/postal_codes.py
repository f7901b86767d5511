"""Warnings about postal codes: one that is taken for a code INSEE, and those that are missing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from docgen.errors import Problem
from docgen.french.wording import liste

CODE_POSTAL: Final = "code-postal-absent"
"""The code of such a problem."""
UNCODED: Final = " : sans code postal, une lettre à la mairie reste un projet"
"""The end of its message, after the communes and their possible codes."""
AMBIGUOUS: Final = "code-postal-ou-insee"
"""The code of the warning about a code that is also a postal code of other communes."""


def name_another(names: Sequence[str]) -> str:
    """Return how to ask for another commune than that of the code, given the names of these."""
    name = f'"{names[0]}"' if " " in names[0] else names[0]
    return f"pour une autre, écrivez son nom ou son code : --insee {name}"


def merge_postal_codes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems with those of postal codes merged, at the place of the first."""
    everything = tuple(problems)
    missing = [problem for problem in everything if problem.code == CODE_POSTAL]
    if len(missing) < 2:
        return everything
    communes = sorted(problem.message.removesuffix(UNCODED) for problem in missing)
    merged = replace(missing[0], message=f"{liste(*communes)}{UNCODED}")
    return tuple(
        merged if problem is missing[0] else problem
        for problem in everything
        if problem not in missing[1:]
    )
