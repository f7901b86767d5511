"""The facts of a redline: a text as an amendment changes it."""

from typing import Final, Literal

from docgen.avenant.differences import Change
from docgen.document import Facts, PageFacts

Genre = Literal["titre", "paragraphe", "puce"]
Sort = Literal["", "modifié", "ajouté", "supprimé", "déplacé"]
"""What became of something, '' for nothing."""
SORTS: Final[dict[Change, Sort]] = {
    Change.KEPT: "",
    Change.CHANGED: "modifié",
    Change.INSERTED: "ajouté",
    Change.REMOVED: "supprimé",
}
MOVED: Final = "déplacé"


class MorceauCompare(Facts):
    """Words that stay, come or go, in one style."""

    texte: str
    sort: Sort = ""
    gras: bool = False
    italique: bool = False


class BlocCompare(Facts):
    """A block of the text: heading, paragraph or bullet; `niveau` as in the text itself.

    `ancre` is the target of links: a clause, or the first alinéa that changes in it.
    """

    genre: Genre
    morceaux: tuple[MorceauCompare, ...]
    sort: Sort = ""
    niveau: int = 0
    etiquette: tuple[MorceauCompare, ...] = ()
    ancre: str = ""


class LigneDeChangement(Facts):
    """A row of the table of changes: the clause, what becomes of it, the alinéas that change."""

    clause: str
    ancre: str
    change: str
    alineas: tuple[tuple[MorceauCompare, ...], ...] = ()


class FaitsRedline(PageFacts):
    """All that a redline prints."""

    intitule: str
    titre: str
    sous_titre: str
    changements: tuple[LigneDeChangement, ...]
    blocs: tuple[BlocCompare, ...]
