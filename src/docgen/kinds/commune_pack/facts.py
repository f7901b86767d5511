"""The facts of the pages of the pack itself; its parts have their own."""

from docgen.charts.specification import Carte, CodeQr
from docgen.document import Facts, PageFacts
from docgen.kinds.writing.contacts import Coordonnees


class EnTeteSection(Facts):
    numero: int
    ancre: str
    titre: str


class Rubriques(Facts):
    """The heads of the sections that have pages of their own; without fiches, none of actions."""

    contacts: EnTeteSection
    convention: EnTeteSection
    actions: EnTeteSection | None = None
    notes: EnTeteSection
    compte_rendu: EnTeteSection


class EntreeFiche(Facts):
    """A fiche in the contents, or among the actions: its link, and the page that Word shows first.

    `raison` is empty in the contents.
    """

    numero: str
    titre: str
    ancre: str
    page: int
    raison: str = ""


class Entree(Facts):
    """A line of the contents: number, title as a link, subtitle, fiches.

    `page` is what Word shows until it counts its pages; 0 when it is not known.
    """

    numero: int
    titre: str
    ancre: str
    page: int
    sous_titre: str
    fiches: tuple[EntreeFiche, ...] = ()


class LigneVisite(Facts):
    """A line on the visit; an empty text is filled in by hand, where `a_ecrire` says what."""

    titre: str
    texte: str
    a_ecrire: str = ""


class FaitsCouverture(Facts):
    """The cover; `long` says that the name is set smaller, `interne` that only the force reads."""

    surtitre: str
    interne: bool
    emetteurs: tuple[str, ...]
    nom: str
    long: bool
    lieu: str
    chapo: str
    zone: str
    visite: tuple[LigneVisite, ...]
    carte: Carte | None


class FaitsGroupeContacts(Facts):
    titre: str
    contacts: tuple[Coordonnees, ...]


class FaitsUrgence(Facts):
    numero: str
    pour: str


class FaitsLien(Facts):
    """An online service; without an address there is no code."""

    nom: str
    pour: str
    adresse: str
    code: CodeQr | None


class FaitsContacts(Facts):
    """The page of contacts; `conf` is printed above direct numbers, `sources` at the foot."""

    conf: str
    urgences: tuple[FaitsUrgence, ...]
    groupes: tuple[FaitsGroupeContacts, ...]
    titre_liens: str
    liens: tuple[FaitsLien, ...]
    sources: str


class FaitsEngagement(Facts):
    reference: str
    texte: str


class FaitsGroupe(Facts):
    titre: str
    lignes: tuple[FaitsEngagement, ...]


class FaitsTerme(Facts):
    titre: str
    texte: str


class FaitsPageConvention(Facts):
    """The page of the act; `rangs` says how close its rows are: nothing, « serres », « denses »."""

    rangs: str
    chapo: str
    groupes: tuple[FaitsGroupe, ...]
    titre_duree: str
    termes: tuple[FaitsTerme, ...]


class FaitsLignes(Facts):
    """Lines to write on, under a title; `rangs` has one item per line.

    `nom` is the anchor of the lines, and the name of the field that a PDF has over them; `colonnes`
    are the heads of their three columns, if they have any.
    """

    nom: str
    titre: str
    colonnes: tuple[str, ...] = ()
    rangs: tuple[int, ...]
    valeur: str = ""


class FaitsGroupeFiches(Facts):
    titre: str
    fiches: tuple[EntreeFiche, ...]


class FaitsActions(Facts):
    """The fiches of the commune; `rangs` says how close they are, from « ample large »."""

    rangs: str
    chapo: str
    groupes: tuple[FaitsGroupeFiches, ...]
    notes: FaitsLignes | None = None


class FaitsDossier(PageFacts):
    """The pack.

    `notes` are pages of lines; `dos` is the back of the sheet that is brought back, whose head asks
    for the `visite`: when, by whom, whom.
    """

    intitule: str
    marques: tuple[str, ...]
    couverture: FaitsCouverture
    titre_sommaire: str
    sommaire: tuple[Entree, ...]
    rubriques: Rubriques
    contacts: FaitsContacts
    convention: FaitsPageConvention
    actions: FaitsActions
    notes_chapo: str
    notes: tuple[FaitsLignes, ...]
    compte_rendu_chapo: str
    visite: tuple[FaitsLignes, ...]
    compte_rendu: tuple[FaitsLignes, ...]
    dos: FaitsLignes
