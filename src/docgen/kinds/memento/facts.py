"""The facts of the memento, in its two layouts."""

from __future__ import annotations

from docgen.document import Facts
from docgen.kinds.writing.left_to_do import ResteAFaire


class Dit(Facts):
    """A text with its law filled in; `etat` marks what is to be verified."""

    texte: str
    etat: str = ""


class FaitsQualification(Facts):
    """An offence; `ancre` is the target of the index, `base` is marked text."""

    ancre: str
    fait: str
    base: str
    peine: Dit
    note: Dit | None


class FaitsEncadre(Facts):
    """A box."""

    titre: str
    texte: Dit


class FaitsEtapeProcedure(Facts):
    """A step of a chart; `fin` closes the procedure."""

    numero: int
    titre: str
    acteur: str
    texte: Dit
    delai: Dit | None
    precision: str
    si: str
    fin: bool


class FaitsProcedure(Facts):
    """A procedure, drawn in the order of reading."""

    titre: Dit
    chapo: Dit | None
    etapes: tuple[FaitsEtapeProcedure, ...]


class FaitsContact(Facts):
    """A contact: the case, the name, the way to reach it; an empty `joindre` is to fill in.

    `nom` heads a line, `court` is used inside one; `dit` has name and number: « pompiers : 18 ».
    """

    quand: str
    nom: str
    court: str
    joindre: str
    dit: str


class FaitsFamille(Facts):
    """A family of offences, in the order of its pages."""

    ancre: str
    numero: int
    titre: str
    chapo: Dit
    icone: str
    reconnaitre: tuple[Dit, ...]
    qualifications: tuple[FaitsQualification, ...]
    constater: tuple[Dit, ...]
    a_savoir: tuple[FaitsEncadre, ...]
    pouvoirs: tuple[Dit, ...]
    procedures: tuple[FaitsProcedure, ...]
    actes: str
    contacts: tuple[FaitsContact, ...]
    erreurs: tuple[Dit, ...]
    points: tuple[Dit, ...]
    fraicheur: str


class FaitsListe(Facts):
    """A list under its title."""

    titre: str
    chapo: Dit | None
    lignes: tuple[Dit, ...]


class FaitsNumeros(Facts):
    """The numbers of a commune."""

    titre: str
    chapo: Dit | None
    contacts: tuple[FaitsContact, ...]


class Tarif(Facts):
    """A row of the scale of contraventions: a class, then its sums."""

    classe: str
    montants: tuple[str, ...]


class Colonne(Facts):
    """A column of the scale; `etat` marks sums to be verified."""

    titre: str
    etat: str


class FaitsBareme(Facts):
    """The scale of contraventions."""

    titre: str
    texte: Dit
    premiere: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[Tarif, ...]


class EntreeIndex(Facts):
    """An entry of the index: the offence with its articles as a link, and its own words."""

    texte: str
    fait: str


class FaitsCommuns(Facts):
    """The facts of both layouts."""

    projet: bool
    repere: str
    mention: str
    commune: str
    urgences: tuple[FaitsContact, ...]
    suite_urgence: Dit
    sur_place: FaitsListe
    a_la_mairie: FaitsListe
    a_ne_pas_faire: FaitsEncadre
    a_retenir: FaitsEncadre
    numeros: FaitsNumeros
    restes: tuple[ResteAFaire, ...]


class FaitsLivret(FaitsCommuns):
    """The booklet."""

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
    texte_index: Dit
    index: tuple[EntreeIndex, ...]
    titre_sources: str
    texte_sources: Dit
    sources: tuple[Dit, ...]


class LigneAide(Facts):
    """A row of the two-page sheet."""

    icone: str
    situation: str
    geste: Dit
    appeler: str
    sanction: Dit


class FaitsAideMemoire(FaitsCommuns):
    """The two-page sheet."""

    surtitre: str
    titre: str
    chapo: Dit
    lignes: tuple[LigneAide, ...]
    titre_gestes: str
    chapo_gestes: Dit
    reste_dit: str
