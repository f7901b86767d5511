"""Rules within the report of a year, and what it leaves to fill in."""

from collections.abc import Iterator
from typing import Any, Final

from docgen.content.raw import as_group, as_list, as_text, groups_of, texts_of
from docgen.content.source import Steps
from docgen.content.validation import Finding, find_duplicates
from docgen.errors import closest
from docgen.french.wording import counted
from docgen.kinds.kind import OpenPoint

SEPARATOR: Final = "\u00a0: "
"""Between the name of a fiche and what it leaves to fill in."""


def rules(data: object) -> Iterator[Finding]:
    """Yield each fiche, and each indicator, that occurs twice, and each number of no indicator."""
    yield from find_duplicates(data, "fiche", "la fiche")
    yield from find_duplicates(data, "indicateur", "l’indicateur")
    yield from _unknown_numbers(as_group(data))


def _unknown_numbers(data: dict[str, Any]) -> Iterator[Finding]:
    actions = [action for _, action in groups_of(data, "actions")]
    counted = [
        text.strip() for one in actions for _, text in texts_of(one, "valeurs", "indicateur")
    ]
    for rank, value in enumerate(as_list(data.get("chiffres"))):
        name = as_text(value).strip()
        if name and name not in counted:
            message = f"aucune action du bilan ne compte « {name} »"
            hint = closest(name, counted) or "donnez un indicateur d’une action du bilan"
            yield Finding(("chiffres", rank), "indicateur", message, hint)


def left(data: object) -> Iterator[OpenPoint]:
    """Yield what is to be filled in: a point for each action, the highlights, the proposals."""
    if not isinstance(data, dict):
        return
    for rank, action in groups_of(data, "actions"):
        empty = sum(not value.get("valeur") for _, value in groups_of(action, "valeurs"))
        blanks = [counted(empty, "nombre à écrire", "nombres à écrire")] if empty else []
        blanks += () if action.get("fait") else ("ce qui a été fait",)
        if blanks:
            steps: Steps = ("actions", rank, "fiche")
            name = f"fiche {action.get('fiche')}{SEPARATOR}{', et '.join(blanks)}"
            yield OpenPoint(steps, "manquant", name, "manquant")
    for field, name in (
        ("marquants", "Les faits marquants de l’année"),
        ("suite", "Les perspectives de l’année suivante"),
    ):
        if not data.get(field):
            yield OpenPoint((field,), "manquant", name, "manquant")
