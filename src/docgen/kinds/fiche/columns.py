"""How much lower the left column of a fiche ends than the right one, whose blocks share it.

Heights are estimated from widths of letters, for the sizes of each density in `document.css`: an
error of two lines leaves the right column the shorter still.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from docgen.charts.lettering import line_count
from docgen.kinds.fiche.facts import Blancs, FaitsFiche
from docgen.kinds.writing.contacts import Coordonnees
from docgen.markup import plain

MM: Final = 72 / 25.4
LEFT, QUOTED, STEP, ROLE = 317.0, 304.0, 291.0, 238.0
"""The widths of the texts on the left, in points."""
RIGHT, WARNING = 113.0, 125.0
"""The widths of the texts on the right, in points."""
SHORTER: Final = 2.0
"""By how much the right column stays the shorter at the least, in millimetres."""
MOST: Final = 5
"""The most that a block is given, in millimetres."""
SMALL: Final = 8.0
"""The size of the words of a contact, in points."""


class Density(NamedTuple):
    """The sizes of a density, in points, by their names in `document.css`."""

    t: float
    tl: float
    d: float
    dl: float
    u: float
    ul: float
    b: float
    e: float
    c: float
    hl: float
    r: float


DENSITIES: Final = {
    "normale": Density(10.2, 13.6, 9.2, 12, 9.4, 12, 7.4, 4, 2.3, 15, 5.5),
    "moyenne": Density(9.8, 13, 9, 11.7, 9.1, 11.5, 6.4, 3.3, 2, 14.5, 4.6),
    "serree": Density(9.5, 12.4, 8.8, 11.3, 8.8, 11, 5.4, 2.6, 1.7, 14, 3.6),
    "dense": Density(9.5, 12, 8.8, 10.9, 8.8, 10.6, 4, 1.5, 1.2, 13, 2.6),
}
"""The classes of its style sheet, and the endings of its Word styles, from the loosest."""


def with_even_columns(facts: FaitsFiche) -> FaitsFiche:
    """Return the facts of a fiche with what the blocks on its right are longer."""
    blanks = {name: tuple(range(1, 1 + _blank(facts, size))) for name, size in DENSITIES.items()}
    return facts.model_copy(update={"droite": Blancs(**blanks)})


def _blank(facts: FaitsFiche, size: Density) -> int:
    lower = (_left(facts, size) - _right(facts, size)) / MM - SHORTER
    return max(0, min(MOST, int(lower / max(1, len(facts.reperes)))))


def _left(facts: FaitsFiche, size: Density) -> float:
    def text(marked: str, wide: float) -> float:
        return size.tl * line_count(plain(marked), size.t, wide)

    head = size.hl + 7.6
    steps = (max(15.0, text(f"{one.titre}. {one.texte}", STEP)) + size.e for one in facts.etapes)
    sections = [
        sum(text(one, QUOTED) for one in facts.citations)
        + size.b * max(0, len(facts.citations) - 1),
        sum(steps),
        _table(((plain(part.fait), ROLE) for part in facts.parts), size),
    ]
    if facts.objectif:
        sections.append(text(facts.objectif.texte, LEFT))
    if facts.documents:
        sections.append(sum(text(one.texte, STEP) + 1 for one in facts.documents))
    counted = _table(((plain(one.libelle), ROLE) for one in facts.indicateurs), size)
    return sum(head + one + size.b for one in sections) + size.hl + 3 + counted


def _table(rows: Iterable[tuple[str, float]], size: Density) -> float:
    pad = 2 * size.c + 0.4
    heights = (size.ul * line_count(text, size.u, wide) + pad for text, wide in rows)
    return 10 + size.c + sum(heights)


def _right(facts: FaitsFiche, size: Density) -> float:
    def text(marked: str, wide: float) -> float:
        return size.dl * line_count(plain(marked), size.d, wide)

    blocks = (
        2 * size.r + 13.5 + sum(text(one.texte, RIGHT) + 3 for one in bloc.mots)
        for bloc in facts.reperes
    )
    high = sum(blocks) + size.r + 13 + sum(map(_contact, facts.contacts))
    if facts.alerte:
        high += 28 + size.dl + text(facts.alerte.texte, WARNING)
    return high


def _contact(contact: Coordonnees) -> float:
    small = (contact.sens, *contact.horaires, *contact.voies, *contact.adresse, contact.a_confirmer)
    lines = sum(line_count(text, SMALL, RIGHT) for text in small if text)
    lines += sum(bool(text) for text in (contact.nom, contact.personne))
    return 10.6 * lines + 15 * bool(contact.numero) + 31 * bool(contact.a_remplir) + 8.5
