"""The facts of a convention, and of its redline."""

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

    `mot` is what the margin says of it, once for a whole clause; `suite` leads its bar to the next
    block.  `ancre` is the target of links: a clause, or the first alinéa that changes in it.
    """

    genre: Genre
    morceaux: tuple[MorceauCompare, ...]
    sort: Sort = ""
    mot: Sort = ""
    suite: bool = False
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


class Bloc(Facts):
    """A block of the act, in the order of its pages.

    `genre` is a heading, a paragraph, a bullet, or a missing text, in a frame or on a `ligne`;
    `niveau` goes from 1 (article) to 5 (action) for a heading; `etiquette` is the number in the
    margin, `marque` the mark of state at its end; `texte` has marks of emphasis; `lie` puts the
    block on the page of the signatures, `suit` on that of the next; `au_sommaire` is its line of
    the contents, where it has one; `barre` draws a bar beside a text that is proposed; `note` says
    in the margin what an amendment did to it.
    """

    genre: Literal["titre", "paragraphe", "puce", "lacune"]
    texte: str
    niveau: int = 0
    etiquette: str = ""
    etat: str = ""
    marque: str = ""
    ancre: str = ""
    au_sommaire: str = ""
    barre: bool = False
    note: str = ""
    lie: bool = False
    suit: bool = False
    ligne: bool = False


class FaitsPartie(Facts):
    """A party as the act introduces it; an empty `siege` is a line to fill in."""

    designation: str
    representation: str
    siege: str
    appellation: str


class FaitsSignataire(Facts):
    """A signature block: for whom, the person and the office; `champ` names the field.

    `sigle` is the name of the party over the initials;
    `nom` is the person with the comma that the page prints, `personne` without it.
    """

    sigle: str
    pour: str
    nom: str
    personne: str
    qualite: str
    champ: str


class FaitsConvention(PageFacts):
    """All that a convention prints; only its blocs hold marks of emphasis.

    `a_signer` is true for a final act that waits for ink, `signe` for a copy of a signed one;
    `surtitre` is the line above the title; `sommaire` tells whether it has contents: an amendment,
    of two pages, has none; a comparison has `changements`, the table of what changes, in their
    place, which is set large where they are `peu`, and above the beginning of the text where they
    are `ensemble`; `remarque` says, above the names of a text that nobody signs, whose they are.
    """

    a_signer: bool
    signe: bool
    surtitre: str
    fictif: bool
    intitule: str
    organismes: tuple[str, ...]
    titre: str
    titre_etat: str
    sous_titre: str
    parties_etat: str
    parties: tuple[FaitsPartie, ...]
    avant: tuple[Bloc, ...]
    sommaire: bool = True
    changements: tuple[LigneDeChangement, ...] = ()
    peu: bool = False
    ensemble: bool = False
    blocs: tuple[Bloc, ...]
    remarque: str = ""
    fait: str
    date_a_remplir: bool
    signataires: tuple[FaitsSignataire, ...]

    @property
    def clauses(self) -> tuple[tuple[str, str], ...]:
        """The clause of each block, by its identifier, and the sort of the block."""
        rows: list[tuple[str, str]] = []
        for bloc in self.blocs:
            clause = bloc.ancre if bloc.genre == "titre" else rows[-1][0]
            rows.append((clause, bloc.genre))
        return tuple(rows)
