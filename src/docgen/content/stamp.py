"""Stamps: what a person did with a text, on which day: a check, a proofreading, an agreement."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from docgen.content.model import Content, Jour, Texte
from docgen.content.source import Source
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import Problem
from docgen.french.wording import date_longue

STAMPS: Final = ("adoption", "controle", "relecture")
"""The fields that hold a stamp."""


class Stamp(Content):
    """The day on which a person stamped a text, and who."""

    le: Jour
    par: Texte


def future_stamps(source: Source, today: date | None) -> Iterator[Problem]:
    """Yield each stamp of a file on a day after `today`."""
    if today is None:
        return
    for steps, group in mappings(source.data):
        day = _day(group.get("le"))
        if steps and steps[-1] in STAMPS and day and day > today:
            message = f"le {date_longue(day)} n’est pas encore venu"
            hint = "écrivez le jour où cela a été fait"
            yield problem_at(source, Finding((*steps, "le"), "a-venir", message, hint))


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:  # reported by its type
        return None
