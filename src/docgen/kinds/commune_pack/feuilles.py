"""Pages to write on: notes, and the sheet that is brought back.

Two sheets are taken out of a pack, the one to hang up and the one to bring back. Each begins on the
front of a sheet, so one or two pages of notes stand before them.
"""

from typing import Final

from docgen.kinds.commune_pack.content import ChampANoter, Notes
from docgen.kinds.commune_pack.facts import FaitsLignes
from docgen.markup import plain

BEFORE: Final = 6
"""The pages before the fiches: cover, contents, contacts, figures, convention, choice of fiches.

A fiche takes one.  Should any of them take another, the renderers see to it: the template has the
sheet to bring back begin on a front whatever stands before it.
"""


def notes_pages(notes: Notes, fiches: int) -> tuple[FaitsLignes, ...]:
    """Return one or two pages of notes, so that the pages up to them fill whole sheets."""
    first, second = (_lines(titre, notes.lignes) for titre in ("", notes.suite))
    return (first,) if (BEFORE + fiches) % 2 else (first, second)


def lines_of(champ: ChampANoter) -> FaitsLignes:
    """Return a title with its lines to write on."""
    return _lines(champ.titre, champ.lignes)


def _lines(titre: str, lignes: int) -> FaitsLignes:
    return FaitsLignes(titre=plain(titre), rangs=tuple(range(lignes)))
