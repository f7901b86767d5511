"""What is left to do before a document that we wrote may be final: as it lists it, as it is told.

A draft lists all of it at its end; its maker is told of each item of law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from docgen.document import Facts
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.kinds.kind import Place
from docgen.markup import escape_marks
from docgen.referential.droit.controle import left_to_check
from docgen.referential.droit.droit import Droit
from docgen.referential.droit.regle import Regle

STATES: Final = {
    "propose": "proposé",
    "a-verifier": "à vérifier",
    "controle": "manquant",
    "manquant": "manquant",
}
"""How the state of what is left is printed, by its code."""


class Reste(Facts):
    """Something left to do, as marked text, its state, and where it is written."""

    quoi: str
    etat: str
    lieu: str


def reste(what: str, code: str, file: str, line: int | None = None) -> Reste:
    """Return something left to do, in a file, or at a line of it."""
    place = f"{file}, ligne{INSECABLE}{line}" if line else file
    return Reste(quoi=escape_marks(what[:1].upper() + what[1:]), etat=STATES[code], lieu=place)


def places_left(places: Iterable[Place]) -> Iterator[Reste]:
    """Yield what a file says of itself."""
    for place in places:
        yield reste(place.name, place.code, place.file, place.line)


def law_left(regles: Iterable[Regle], droit: Droit) -> Iterator[Reste]:
    """Yield items of law, each at its line."""
    for regle in regles:
        place = droit.place(regle.cle)
        yield reste(_told(regle), "a-verifier", place.file, place.mark.line)


def _told(regle: Regle) -> str:
    """Return an item of law in a list: where it is written, what it is, and its value."""
    where = regle.reference.court if regle.reference else ""
    value = regle.dit if regle.valeur else ""
    return f"{INSECABLE}: ".join(filter(None, (where, regle.libelle.rstrip("."), value)))


def told_left(regles: Iterable[Regle], droit: Droit) -> tuple[Problem, ...]:
    """Return what is told of the items of law that keep a document from being final."""
    asked = tuple(dict.fromkeys(regles))
    stuck = (regle for regle in asked if regle.a_retirer)
    return (*left_to_check(droit, asked), *(_stuck(regle, droit) for regle in stuck))


def _stuck(regle: Regle, droit: Droit) -> Problem:
    """Return what is told of an item that may go, and that a text which stays names."""
    message = f"à vérifier : « {regle.cle} », qu’un texte cite sans pouvoir s’en passer"
    hint = "contrôlez-la, ou ne la citez plus"
    return droit.place(regle.cle).problem(message, "a-verifier", hint)
