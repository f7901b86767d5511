"""Warnings about unchecked items of law, merged into one for each file."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from docgen.errors import Problem
from docgen.referential.communes.postal_codes import merge_postal_codes

LAW: Final = "/referentiel/droit/"
"""A part of the path that only files of law have."""


def group_warnings(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems without repetition, those of a file of law merged into one.

    Missing postal codes are merged too.
    """
    unique = dict.fromkeys(problems)
    by_file: dict[str, list[Problem]] = {}
    for problem in unique:
        if problem.code == "a-verifier" and LAW in f"/{problem.file}":
            by_file.setdefault(problem.file, []).append(problem)
    law = {problem for group in by_file.values() for problem in group}
    merged = [_merge(group) for _, group in sorted(by_file.items())]
    return merge_postal_codes((*(problem for problem in unique if problem not in law), *merged))


def _merge(problems: list[Problem]) -> Problem:
    first = min(problems, key=lambda problem: problem.order)
    many = len({problem.line for problem in problems})
    if many == 1:
        return first
    message = f"{many} règles citées, que personne n’a vérifiées"
    return replace(first, message=message, hint="la liste : docgen droit --a-verifier")
