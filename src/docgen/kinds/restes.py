"""What is left to do before a document that we wrote may be final: as it lists it, as it is told.

A draft lists all of it at its end; its maker is told of each item of law, and `grouped` makes one
line of those of a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from docgen.document import Facts
from docgen.errors import Problem
from docgen.french.rule import INSECABLE
from docgen.kinds.kind import Place
from docgen.markup import escaped
from docgen.referential.droit import Droit
from docgen.referential.droit_controle import left_to_check
from docgen.referential.droit_regle import Regle

LAW: Final = "/referentiel/droit/"
"""What is in the name of a file of law, and of no other."""
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
    return Reste(quoi=escaped(what[:1].upper() + what[1:]), etat=STATES[code], lieu=place)


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


def grouped(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems, each once; unchecked items of law make one line for each file of law."""
    once = dict.fromkeys(problems)
    held: dict[str, list[Problem]] = {}
    for problem in once:
        if problem.code == "a-verifier" and LAW in f"/{problem.file}":
            held.setdefault(problem.file, []).append(problem)
    law = {problem for found in held.values() for problem in found}
    told = [_together(found) for _, found in sorted(held.items())]
    return (*(problem for problem in once if problem not in law), *told)


def _together(problems: list[Problem]) -> Problem:
    """Return one problem for those of a file of law, at the first of them."""
    first = min(problems, key=lambda problem: problem.order)
    many = len({problem.line for problem in problems})
    if many == 1:
        return first
    message = f"{many} règles citées, que personne n’a vérifiées"
    return replace(first, message=message, hint="la liste : docgen droit --a-verifier")
