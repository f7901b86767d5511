"""What is left to do before the memento may be final: law that no one checked, by file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from docgen.errors import Problem, Severity
from docgen.french.rule import INSECABLE
from docgen.kinds.kind import Place
from docgen.kinds.memento.facts import Reste
from docgen.referential.droit import Droit
from docgen.referential.droit_regle import Regle


def left_in_law(regles: Iterable[Regle], droit: Droit) -> tuple[Problem, ...]:
    """Return a warning for each file of law of which some items, cited here, are unchecked."""
    return tuple(_warning(file, held, droit) for file, held in _by_file(regles, droit))


def _warning(file: str, regles: list[Regle], droit: Droit) -> Problem:
    first = droit.place(regles[0].cle)
    message = f"{len(regles)} règles citées que personne n’a vérifiées"
    if len(regles) == 1:
        message = f"« {regles[0].cle} » est citée, et personne ne l’a vérifiée"
    hint = "« docgen droit » les montre ; « docgen droit verifier CLE … » note ce qui a été relu"
    problem = first.problem(f"{droit.titre(regles[0].cle)} : {message}", "a-verifier", hint)
    return replace(problem, severity=Severity.AVERTISSEMENT)


def printed_left(
    places: Iterable[Place], regles: Iterable[Regle], droit: Droit
) -> tuple[Reste, ...]:
    """Return what a draft lists at its end: families to read through, then items of law."""
    return (*_families(places), *_law(regles, droit))


def _families(places: Iterable[Place]) -> Iterator[Reste]:
    for place in places:
        yield Reste(quoi=f"Relire : {place.name}", lieu=f"{place.file}, ligne {place.line}")


def _law(regles: Iterable[Regle], droit: Droit) -> Iterator[Reste]:
    for file, held in _by_file(regles, droit):
        lines: defaultdict[str, list[int]] = defaultdict(list)
        for regle in held:
            lines[_short(regle)].append(droit.place(regle.cle).mark.line)
        told = " ; ".join(f"{name} ({_lines(numbers)})" for name, numbers in lines.items())
        yield Reste(quoi=f"{droit.titre(held[0].cle)} : {told}", lieu=file)


def _lines(numbers: list[int]) -> str:
    return f"l.{INSECABLE}{', '.join(map(str, sorted(numbers)))}"


def _short(regle: Regle) -> str:
    """Return what an item is, within its code: its article, its text, or its key."""
    reference = regle.reference
    return (reference.numeros or reference.dit) if reference else f"« {regle.cle} »"


def _by_file(regles: Iterable[Regle], droit: Droit) -> list[tuple[str, list[Regle]]]:
    """Return items by the file that they are in, in the order of files and lines."""
    held: defaultdict[str, list[Regle]] = defaultdict(list)
    for regle in regles:
        held[droit.place(regle.cle).file].append(regle)
    return [
        (file, sorted(held[file], key=lambda regle: droit.place(regle.cle).mark.line))
        for file in sorted(held)
    ]
