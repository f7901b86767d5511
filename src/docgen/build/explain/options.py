"""The options of the command line that a document was asked for with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from docgen.kinds import KINDS
from docgen.request import from_json, typed

IDLE: Final = ("--final",)
"""The options that choose documents, and change nothing in any."""
NONE: Final = ""


def options(kind: str, request: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the options that a document of a kind was asked for with, as they are typed.

    None where another docgen wrote the request, in a way that this one cannot read.
    """
    try:
        return typed(from_json(request, KINDS[kind].options))
    except (LookupError, TypeError, ValueError):
        return None


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return both values of each option that differs and may change what a document says."""
    names = (one for one in dict.fromkeys((*before, *after)) if one not in IDLE)
    pairs = {name: (before.get(name, NONE), after.get(name, NONE)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
