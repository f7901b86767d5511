"""Communes whose postal code nobody wrote: told together, however many letters lack it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from docgen.errors import Problem
from docgen.french.wording import liste

CODE_POSTAL: Final = "code-postal-absent"
"""What marks such a problem."""
UNCODED: Final = " : sans code postal, une lettre à la mairie reste un projet"
"""What its message says after the communes, each with the codes to choose from."""


def merge_postal_codes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, those of postal codes as one, where the first of them stands."""
    told = tuple(problems)
    lacking = [one for one in told if one.code == CODE_POSTAL]
    if len(lacking) < 2:
        return told
    named = sorted(one.message.removesuffix(UNCODED) for one in lacking)
    whole = replace(lacking[0], message=f"{liste(*named)}{UNCODED}")
    return tuple(whole if one is lacking[0] else one for one in told if one not in lacking[1:])
