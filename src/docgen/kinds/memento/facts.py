"""The facts of the memento, in its two layouts."""

from typing import Literal, TypeAlias

from docgen.document import Facts, PageFacts
from docgen.kinds.writing.contacts import Coordonnees


class TexteCite(Facts):
    """A text with its law filled in; `etat` marks what is to be verified."""

    texte: str
    etat: str = ""


class FaitsQualification(Facts):
    """An offence; `ancre` is the target of the index, `base` is marked text."""

    ancre: str
    fait: str
    base: str
    peine: TexteCite
    note: TexteCite | None


class FaitsEncadre(Facts):
    titre: str
    texte: TexteCite


class FaitsEtapeProcedure(Facts):
    """A step of a chart; `ou`: the next one is its alternative; `fin` closes the procedure."""

    numero: int
    titre: str
    acteur: str
    texte: TexteCite
    delai: TexteCite | None
    precision: str
    si: str
    ou: bool = False
    fin: bool


class FaitsProcedure(Facts):
    """A chart; the steps of each block stay on one page, and in PDF all of an `entiere` one."""

    titre: TexteCite
    chapo: TexteCite | None
    entiere: bool
    blocs: tuple[tuple[FaitsEtapeProcedure, ...], ...]


class FaitsContact(Facts):
    """A contact: the case, the name inside a line, the best way to reach it, empty if unknown.

    `dit` has name and number: « pompiers (18) ».
    """

    quand: str
    court: str
    joindre: str
    dit: str


class FaitsFamille(Facts):
    ancre: str
    numero: int
    titre: str
    chapo: TexteCite
    icone: str
    reconnaitre: tuple[TexteCite, ...]
    qualifications: tuple[FaitsQualification, ...]
    constater: tuple[TexteCite, ...]
    a_savoir: tuple[FaitsEncadre, ...]
    pouvoirs: tuple[TexteCite, ...]
    procedures: tuple[FaitsProcedure, ...]
    actes: str
    contacts: tuple[FaitsContact, ...]
    erreurs: tuple[TexteCite, ...]
    points: tuple[TexteCite, ...]
    fraicheur: str


class FaitsListe(Facts):
    titre: str
    chapo: TexteCite | None
    lignes: tuple[TexteCite, ...]


class FaitsNumeros(Facts):
    titre: str
    chapo: TexteCite | None
    contacts: tuple[Coordonnees, ...]
    sources: str


class Tarif(Facts):
    """A row of the scale of contraventions: a class, then its sums."""

    classe: str
    montants: tuple[str, ...]


class Colonne(Facts):
    """A column of the scale; `etat` marks sums to be verified."""

    titre: str
    etat: str


class FaitsBareme(Facts):
    """The scale: the first column of sums alone, the others under the head `groupe`."""

    titre: str
    texte: TexteCite
    premiere: str
    maximum: Colonne
    groupe: str
    forfaits: tuple[Colonne, ...]
    lignes: tuple[Tarif, ...]


class EntreeIndex(Facts):
    ancre: str
    texte: str
    fait: str


class FaitsSigle(Facts):
    sigle: str
    sens: str


class FaitsCommuns(PageFacts):
    commune: str
    urgences: tuple[FaitsContact, ...]
    suite_urgence: TexteCite
    sur_place: FaitsListe
    a_la_mairie: FaitsListe
    a_ne_pas_faire: FaitsEncadre
    a_retenir: FaitsEncadre
    numeros: FaitsNumeros


class FaitsLivret(FaitsCommuns):
    surtitre: str
    titre: str
    sous_titre: str
    auteur: str
    jour: str
    avertissement: FaitsEncadre
    mode_emploi: FaitsListe
    doute: str
    familles: tuple[FaitsFamille, ...]
    bareme: FaitsBareme
    titre_index: str
    texte_index: TexteCite
    index: tuple[EntreeIndex, ...]
    sigles: tuple[FaitsSigle, ...]
    titre_sources: str
    texte_sources: TexteCite
    sources: tuple[TexteCite, ...]


Suite: TypeAlias = Literal["", "longue", "haute"]


class Replis(Facts):
    """The densities at which a step’s delay, or what says more of it, goes under its title."""

    precision: tuple[str, ...]
    delai: tuple[str, ...]


class FaitsAffiche(PageFacts):
    """A procedure alone.

    `suite` says how what follows the numbers is set: as they are, smaller, or smaller and higher.
    What its texts were checked by is `verifie`, in its foot; a draft has `fraicheur`, on the page.
    `replis` are those of each step.
    """

    famille: str
    icone: str
    procedure: FaitsProcedure
    replis: tuple[Replis, ...]
    urgences: tuple[FaitsContact, ...]
    suite_urgence: TexteCite
    suite: Suite
    fraicheur: str
    verifie: str


class LigneAide(Facts):
    icone: str
    situation: str
    geste: TexteCite
    appeler: str
    """With marks: an emergency's number is bold."""
    sanction: TexteCite


class FaitsAideMemoire(FaitsCommuns):
    """The sheet; `numero` is that of the section of a pack that it is."""

    numero: str = ""
    surtitre: str
    titre: str
    chapo: TexteCite
    lignes: tuple[LigneAide, ...]
    titre_gestes: str
    chapo_gestes: TexteCite
    reste_dit: str
