"""What is left to do before a document may be final, as a draft lists it on its last page."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import Final

from docgen.document import Facts
from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.left import Item
from docgen.markup import escape_marks
from docgen.referential.droit.controle import law_item, left_to_check
from docgen.referential.droit.law_files import Droit
from docgen.referential.droit.regle import Regle

STATES: Final = {
    "propose": "proposé",
    "a-verifier": "à vérifier",
}
"""The printed state of what is left, by its code, where it is not missing."""
UNWRITTEN: Final = "manquant"


class ResteAFaire(Facts):
    """Something left to do, as marked text, with its state and its place."""

    quoi: str
    etat: str
    lieu: str


def reste(what: str, code: str, file: str, line: int | None = None) -> ResteAFaire:
    """Return something left to do, in a file or at a line of it."""
    path = PurePath(file)  # a draft does not print a path outside the project
    shown = path.name if path.is_absolute() else file
    place = f"{shown}, ligne{INSECABLE}{line}" if line else shown
    quoi = escape_marks(what[:1].upper() + what[1:])
    return ResteAFaire(quoi=quoi, etat=STATES.get(code, UNWRITTEN), lieu=place)


def items_left(items: Iterable[Item]) -> Iterator[ResteAFaire]:
    """Yield what is left to do, each item at its line."""
    for item in items:
        yield reste(item.name or prose(item.message), item.code, item.file, item.line)


def law_items(regles: Iterable[Regle], droit: Droit) -> tuple[Item, ...]:
    """Return an item for each rule of law that keeps a document from being final."""
    cited = tuple(dict.fromkeys(regles))
    stuck = (regle for regle in cited if regle.a_retirer)
    return (*left_to_check(droit, cited), *(_stuck(regle, droit) for regle in stuck))


def _stuck(regle: Regle, droit: Droit) -> Item:
    state = regle.change or "à vérifier"
    message = f"{state} : « {regle.cle} », qu’un texte cite sans pouvoir s’en passer"
    return law_item(droit, regle, message, "contrôlez-la, ou ne la citez plus")
