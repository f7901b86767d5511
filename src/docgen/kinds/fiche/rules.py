"""What must hold across the fields of one fiche, and what is left to do before it may be final.

These read the raw values of the file, so that they speak in the same pass as the types do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from docgen.content.source import Steps
from docgen.content.validation import Finding, mappings
from docgen.french.typography import prose
from docgen.kinds.fiche.content import Etat, Unite
from docgen.kinds.kind import Left
from docgen.markup import MarkError, references
from docgen.referential.droit_regle import SiNonVerifie

STATES: Final[dict[Steps, str]] = {
    ("etat_etapes",): "Comment faire",
    ("qui_fait_quoi", "etat"): "Qui fait quoi",
    ("suivi", "etat"): "Indicateurs de l’année",
}
"""Where the parts that bind the parties carry their state, and what they are called."""


def rules(data: object) -> Iterator[Finding]:
    """Yield what is wrong across the fields of a fiche."""
    if not isinstance(data, dict):
        return
    yield from _name_rules(data)
    for steps, group in mappings(data):
        if steps and steps[-1] == "delai":
            yield from _delay_rules(steps, group)
        if "si_non_verifie" in group and not group.get("a_verifier"):
            message = "« si_non_verifie » sans « a_verifier »"
            hint = "dites ce qui est à vérifier, ou retirez la ligne"
            yield Finding((*steps, "si_non_verifie"), "a-verifier", message, hint)
    yield from _unmarked(data)
    yield from _twice(data, "contacts")
    yield from _twice(data, "base_legale")


def _name_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """The name of a fiche begins with that of its clause, dots made hyphens."""
    name, clause = data.get("id"), data.get("clause")
    if not isinstance(name, str) or not isinstance(clause, str):
        return
    start = clause.replace(".", "-")
    if name != start and not name.startswith(f"{start}-"):
        message = f"« {name} » ne suit pas le numéro de sa clause, « {clause} »"
        yield Finding(("id",), "nom", message, f"« {start} », ou « {start}-… »")


def _delay_rules(steps: Steps, group: dict[str, Any]) -> Iterator[Finding]:
    """A delay is so many of a unit, or what the law says: one of them, and whole."""
    counted = "valeur" in group or "unite" in group
    if counted == ("droit" in group):
        message = "un délai est un nombre et une unité, ou une règle de droit"
        yield Finding(steps, "delai", message, "« valeur: » et « unite: », ou « droit: ma-cle »")
    elif counted and "unite" not in group:
        hint = "ajoutez « unite: » : " + ", ".join(Unite)
        yield Finding((*steps, "valeur"), "delai", "délai sans unité", hint)
    elif counted and "valeur" not in group:
        yield Finding((*steps, "unite"), "delai", "délai sans nombre", "ajoutez « valeur: »")


MARKED: Final = {"texte", "quand", "objectif", "pour_qui", "cout", "benefices", "documents"}
"""The texts beside which a page can say « à vérifier », by their field."""


def _unmarked(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield each item of law in a text that could not be marked, were no one to check it."""
    for steps, text in texts(data):
        if MARKED & {steps[0], steps[-1]}:
            continue
        try:
            cited = [one for one in references(text) if one.genre == "droit"]
        except MarkError:  # told by the type
            continue
        if cited:
            message = f"une règle de droit ne se cite pas ici : « {cited[0]} »"
            hint = "rien n’y dirait « à vérifier » ; citez-la dans une étape, ou dans « alerte »"
            yield Finding(steps, "droit", message, hint)


def texts(value: object, steps: Steps = ()) -> Iterator[tuple[Steps, str]]:
    """Yield every text below a raw value, with its path, but the words of the act."""
    if isinstance(value, str):
        yield steps, value
    elif isinstance(value, dict):
        for key, child in value.items():
            if (*steps, key) != ("citations",):
                yield from texts(child, (*steps, key))
    elif isinstance(value, list):
        for rank, child in enumerate(value):
            yield from texts(child, (*steps, rank))


def _twice(data: dict[str, Any], field: str) -> Iterator[Finding]:
    """Yield each name that a list holds twice."""
    listed = data.get(field)
    named = listed if isinstance(listed, list) else []
    for rank, name in enumerate(named):
        if isinstance(name, str) and name in named[:rank]:
            message = f"« {name} » est nommé deux fois"
            yield Finding((field, rank), "doublon", message, "gardez une seule ligne")


def left(data: object) -> Iterator[Left]:
    """Yield, in the order of the fiche, what a final one may not hold."""
    if not isinstance(data, dict):
        return
    for steps, group in mappings(data):
        for field in ("etat", "etat_etapes"):
            name = STATES.get((*steps, field))
            if name and group.get(field) == Etat.PROPOSE:
                yield Left((*steps, field), Etat.PROPOSE, name, "à adopter par les parties")
        doubt = group.get("a_verifier")
        if isinstance(doubt, str) and group.get("si_non_verifie") != SiNonVerifie.RETIRER:
            yield Left((*steps, "a_verifier"), "a-verifier", prose(doubt), "à vérifier")
    if not data.get("controle"):
        yield Left(("id",), "controle", "Contrôle de la fiche par une personne", "à faire")


def remarks(data: object) -> Iterator[Left]:
    """Yield nothing: the drafter's notes are the comments of the file."""
    yield from ()
