"""All that the memento may print, in its two layouts."""

from __future__ import annotations

from docgen.document import Facts
from docgen.kinds.writing.left_to_do import ResteAFaire


class Dit(Facts):
    """A text whose law is filled in, with marks; `etat` says that some of it is to be checked."""

    texte: str
    etat: str = ""


class FaitsQualification(Facts):
    """An offence; `ancre` is the place that the index leads to, `base` is marked text."""

    ancre: str
    fait: str
    base: str
    peine: Dit
    note: Dit | None


class FaitsEncadre(Facts):
    """A call-out."""

    titre: str
    texte: Dit


class FaitsEtapeProcedure(Facts):
    """A step of a chart: its number, who acts, what, by when; `fin` closes the procedure."""

    numero: int
    titre: str
    acteur: str
    texte: Dit
    delai: Dit | None
    precision: str
    si: str
    fin: bool


class FaitsProcedure(Facts):
    """A procedure, which is drawn as it is read."""

    titre: Dit
    chapo: Dit | None
    etapes: tuple[FaitsEtapeProcedure, ...]


class FaitsContact(Facts):
    """Whom to call: in which case, who it is, how; an empty `joindre` is filled in by hand.

    `nom` heads a line, `court` stands inside one; `dit` says who and how: « pompiers : 18 ».
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
    """A head of the scale; `etat` says that some sum below is to be checked."""

    titre: str
    etat: str


class FaitsBareme(Facts):
    """The scale of contraventions, from the law."""

    titre: str
    texte: Dit
    premiere: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[Tarif, ...]


class EntreeIndex(Facts):
    """An offence in the index: its words and its articles, leading to it; its own words."""

    texte: str
    fait: str


class FaitsCommuns(Facts):
    """What both layouts print."""

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
