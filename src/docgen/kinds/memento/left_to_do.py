"""What is left to do before the memento may be final, as its draft lists it: law by file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from docgen.french.rule import INSECABLE
from docgen.kinds.kind import Place
from docgen.kinds.writing.left_to_do import Reste, places_left, reste
from docgen.referential.droit.droit import Droit
from docgen.referential.droit.regle import Regle


def printed_left(
    places: Iterable[Place], regles: Iterable[Regle], droit: Droit
) -> tuple[Reste, ...]:
    """Return what a draft lists at its end: families to read through, then items of law.

    There are hundreds of these: each file of law is told once, with the lines of its items.
    """
    return (*places_left(places), *_law(regles, droit))


def _law(regles: Iterable[Regle], droit: Droit) -> Iterator[Reste]:
    for file, held in _by_file(regles, droit):
        lines: defaultdict[str, list[int]] = defaultdict(list)
        for regle in held:
            lines[_short(regle)].append(droit.place(regle.cle).mark.line)
        told = " ; ".join(f"{name} ({_lines(numbers)})" for name, numbers in lines.items())
        yield reste(f"{droit.titre(held[0].cle)} : {told}", "a-verifier", file)


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
