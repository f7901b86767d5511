"""The facts of the pages of a release: its documents, what is left to do, what is missing."""

from docgen.document import Facts


class PointPublie(Facts):
    """One line of a list, with what it is about where that is a list too."""

    texte: str
    details: tuple[str, ...] = ()


class Sujet(Facts):
    """The points about one file of content, for those who write it."""

    fichier: str
    points: tuple[PointPublie, ...]


class FichierPublie(Facts):
    """A link to a file, with what it is, its pages and its size."""

    adresse: str
    format: str
    pages: str
    taille: str


class EtatPublie(Facts):
    """The state of what shares it: a label, and the anchor of what is lacking, '' for none."""

    mot: str
    final: bool
    reste: str


class DocumentPublie(Facts):
    """A document and its files; `nom` names it by itself, its commune included.

    `vignette` is the address of its picture, '' for none; `date` is the day that it bears itself;
    `etat` is None where its group says it for all.
    """

    titre: str
    nom: str
    adresse: str
    vignette: str
    etat: EtatPublie | None
    date: str
    fichiers: tuple[FichierPublie, ...]


class GroupePublie(Facts):
    """The documents of one kind, or of one commune.

    Of a commune, `initiale` is the letter, and `mots` what else it is found by: its codes, the
    communes that it absorbed.
    """

    titre: str
    initiale: str
    mots: str
    etat: EtatPublie | None
    lignes: tuple[DocumentPublie, ...]


class PartiePubliee(Facts):
    """A part of the list of documents."""

    titre: str
    ancre: str
    etat: EtatPublie | None
    groupes: tuple[GroupePublie, ...]


class Empreinte(Facts):
    """A file and its digest."""

    nom: str
    sha256: str


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
    """The facts of the pages of a folder."""

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
    empreintes: tuple[Empreinte, ...]
