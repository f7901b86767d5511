"""The facts of the pages of a release: its documents, what is left to do, what is missing."""

from docgen.document import Facts


class PointPublie(Facts):
    """One line of a list."""

    texte: str


class Sujet(Facts):
    """The points about one file of content, for those who write it."""

    fichier: str
    points: tuple[PointPublie, ...]


class FichierPublie(Facts):
    """A link to a file, with its format, size and digest."""

    adresse: str
    nom: str
    format: str
    pages: str
    taille: str
    empreinte: str


class DocumentPublie(Facts):
    """A document and its files; `nom` names it by itself, its commune included.

    `reste` is the anchor of what it lacks, '' for none.
    """

    titre: str
    nom: str
    etat: str
    final: bool
    date: str
    reste: str
    fichiers: tuple[FichierPublie, ...]


class GroupePublie(Facts):
    """The documents of one kind, or of one commune."""

    titre: str
    lignes: tuple[DocumentPublie, ...]


class PartiePubliee(Facts):
    """A part of the list of documents."""

    titre: str
    ancre: str
    groupes: tuple[GroupePublie, ...]


class Restant(Facts):
    """A draft, or all drafts of communes of a kind, with what they lack in words for readers.

    `lie` says that documents which it binds are drafts too.
    """

    ancre: str
    titre: str
    sorte: str
    lie: bool
    points: tuple[PointPublie, ...]
    fichiers: tuple[FichierPublie, ...]


class FaitsPublication(Facts):
    """The facts of both pages of a folder."""

    partenariat: str
    lecteurs: str
    date: str
    version: str
    compte: str
    finals: str
    projets: str
    conformite: str
    word: bool
    copies: bool
    donnees: tuple[PointPublie, ...]
    parties: tuple[PartiePubliee, ...]
    absents: tuple[PointPublie, ...]
    reste: str
    restants: tuple[Restant, ...]
    redacteurs: tuple[Sujet, ...]
