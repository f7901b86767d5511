"""Pages to write on: notes, and the sheet that is brought back.

Two sheets are taken out of a pack, the one to hang up and the one to bring back. Each begins on the
front of a sheet, so one or two pages of notes stand before them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from docgen.french.wording import date_longue
from docgen.kinds.commune_pack.closeness import ACTIONS
from docgen.kinds.commune_pack.content import ChampANoter, Notes
from docgen.kinds.commune_pack.facts import FaitsGroupeFiches, FaitsLignes
from docgen.markup import plain

PAGES_BEFORE: Final = 6
"""The pages before the fiches: cover, contents, contacts, figures, convention, choice of fiches.

A fiche takes one; without any, there is no page of their choice.  Should any of them take another,
the renderers see to it: a fiche of two pages is refused, and the template has the sheet to bring
back begin on a front whatever stands before it.
"""
BETWEEN: Final = "--"
"""What stands between the name of a pack and that of one of its fields."""
MORE_LINES: Final = 2
"""How many more lines the second page of notes holds than the first, whose title is larger."""
REPORT: Final = "compte-rendu-"
"""The start of the names of what is written down of a visit."""
LINES: Final = 28
"""How many lines the page that names the fiches would hold with no fiche and no group of them."""
LINES_OF_TITLE: Final = 2
"""How many of them the title of a fiche takes with its reason, or that of a group."""
VISIT: Final = {"visite-le": "Visite du", "visite-par": "Par", "visite-recue-par": "Reçue par"}
"""What is asked of a visit, by the name of its field: the day, the visitor, the host."""


def pages_before_notes(fiches: int) -> int:
    """Return the number of pages before the notes of a pack with so many fiches."""
    return PAGES_BEFORE + fiches if fiches else PAGES_BEFORE - 1


def notes_pages(notes: Notes, fiches: int, pack: str) -> tuple[FaitsLignes, ...]:
    """Return one or two pages of notes, so that the pages up to them fill whole sheets."""
    titles = ("",) if pages_before_notes(fiches) % 2 else ("", notes.suite)
    counts = (notes.lignes, notes.lignes + MORE_LINES)
    return tuple(
        _lines(f"{pack}{BETWEEN}notes-{rank}", title, count, notes.colonnes)
        for rank, (title, count) in enumerate(zip(titles, counts, strict=False), 1)
    )


def lines_under_fiches(groupes: Sequence[FaitsGroupeFiches], pack: str) -> FaitsLignes:
    """Return the lines to write on under the names of a few fiches."""
    reasons = [fiche.raison for one in groupes for fiche in one.fiches]
    taken = LINES_OF_TITLE * (len(groupes) + len(reasons)) + ACTIONS.further_lines(reasons)
    return _lines(f"{pack}{BETWEEN}notes-0", "Notes", LINES - taken)


def lines_of(champ: ChampANoter, pack: str, colonnes: Sequence[str] = ()) -> FaitsLignes:
    """Return a title with its lines to write on, in columns under these heads."""
    return _lines(f"{pack}{BETWEEN}{REPORT}{champ.id}", champ.titre, champ.lignes, colonnes)


def visit_lines(pack: str, visite: date | None) -> tuple[FaitsLignes, ...]:
    """Return the first lines of a report: the day, filled in if known, the visitor, the host."""
    day, *others = (_lines(f"{pack}{BETWEEN}{name}", title, 1) for name, title in VISIT.items())
    return (day.model_copy(update={"valeur": date_longue(visite) if visite else ""}), *others)


def _lines(name: str, titre: str, lignes: int, colonnes: Sequence[str] = ()) -> FaitsLignes:
    heads, ranks = tuple(map(plain, colonnes)), tuple(range(lignes))
    return FaitsLignes(nom=name, titre=plain(titre), colonnes=heads, rangs=ranks)
