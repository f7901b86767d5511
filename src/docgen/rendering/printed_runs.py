"""A marked text as both formats print it: its runs, gathered by the link that they make up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from jinja2.exceptions import UndefinedError

from docgen.markup import Run, read_runs, references


def runs_by_link(text: str) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Yield an address, or nothing for plain text, and the runs that lead to it.

    Raise UndefinedError when a reference was left in the text: no reader knows what it means.
    """
    for left in references(text):
        raise UndefinedError(f"renvoi resté sans réponse : « {left} »")
    for address, runs in groupby(read_runs(text), key=lambda run: run.link):
        yield address, tuple(runs)
