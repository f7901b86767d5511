"""What is told of the law to who makes documents: unchecked items make one line for each file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from docgen.errors import Problem
from docgen.referential.communes.postal_codes import merge_postal_codes

LAW: Final = "/referentiel/droit/"
"""What is in the name of a file of law, and of no other."""


def group_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, each once; unchecked items of law make one line for each file of law.

    Postal codes that nobody wrote make one line.
    """
    once = dict.fromkeys(problems)
    held: dict[str, list[Problem]] = {}
    for problem in once:
        if problem.code == "a-verifier" and LAW in f"/{problem.file}":
            held.setdefault(problem.file, []).append(problem)
    law = {problem for found in held.values() for problem in found}
    told = [_together(found) for _, found in sorted(held.items())]
    return merge_postal_codes((*(problem for problem in once if problem not in law), *told))


def _together(problems: list[Problem]) -> Problem:
    first = min(problems, key=lambda problem: problem.order)
    many = len({problem.line for problem in problems})
    if many == 1:
        return first
    message = f"{many} règles citées, que personne n’a vérifiées"
    return replace(first, message=message, hint="la liste : docgen droit --a-verifier")
