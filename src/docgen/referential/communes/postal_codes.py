"""Warnings about communes without a postal code, merged into one."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from docgen.errors import Problem
from docgen.french.wording import liste

CODE_POSTAL: Final = "code-postal-absent"
"""The code of such a problem."""
UNCODED: Final = " : sans code postal, une lettre à la mairie reste un projet"
"""The end of its message, after the communes and their possible codes."""


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
