"""The runs of a marked text, as both formats print them: grouped by link."""

from collections.abc import Iterator
from itertools import groupby

from jinja2.exceptions import UndefinedError

from docgen.markup import Run, read_runs, references


def runs_by_link(text: str) -> Iterator[tuple[str, tuple[Run, ...]]]:
    """Yield the runs of each link with its address, which is empty for plain text.

    Raise UndefinedError when a reference is left in the text, for no reader would understand it.
    """
    for reference in references(text):
        raise UndefinedError(f"renvoi resté sans réponse : « {reference} »")
    for address, runs in groupby(read_runs(text), key=lambda run: run.link):
        yield address, tuple(runs)
