"""What a model says that the project does not know: its law, and the name of its file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docgen.content.source import Source, Steps
from docgen.content.validation import field_name
from docgen.errors import ContentError, Problem
from docgen.kinds.kind import Files
from docgen.kinds.modele.rules import texts
from docgen.markup import MarkError, references
from docgen.referential.droit import Droit
from docgen.referential.droit_fill import fill


def across(files: Files) -> Iterator[Problem]:
    """Yield what is wrong with the law that models cite, and with their names."""
    try:
        droit = files.referential.droit
    except ContentError as error:
        yield from error.problems
        return
    for source in files.sources:
        yield from _of_file(source, droit)


def _of_file(source: Source, droit: Droit) -> Iterator[Problem]:
    data: dict[str, Any] = source.data if isinstance(source.data, dict) else {}
    stem = source.name.rpartition("/")[2].partition(".")[0]
    if data.get("id") != stem:
        message = f"le modèle « {data.get('id')} » est dans le fichier « {stem} »"
        yield _problem(source, ("id",), "nom", message, "donnez le même nom aux deux")
    for steps, text in texts(data):
        try:
            cited = any(one.genre == "droit" for one in references(text))
        except MarkError:  # told by the type of the field
            continue
        for wrong in fill(text, droit).errors if cited else ():
            yield _problem(source, steps, "droit", wrong.message, wrong.hint)


def _problem(source: Source, steps: Steps, code: str, message: str, hint: str) -> Problem:
    found, mark = source.place(steps)
    return Problem(source.name, message, mark.line, mark.column, field_name(found), code, hint)
