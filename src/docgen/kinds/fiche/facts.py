"""The facts of a fiche; its texts hold marks of emphasis and links."""

from typing import Literal

from docgen.document import Facts, PageFacts
from docgen.kinds.writing.contacts import Coordonnees

Icone = Literal["personnes", "horloge", "prix", "gain", "ecran"]
"""The icons of the blocks in the right column."""


class Mot(Facts):
    """A text; `a_verifier` marks what is not verified."""

    texte: str
    a_verifier: bool = False


class FaitsEtape(Facts):
    """A step: its title, and a sentence that says who does what, and by when."""

    rang: int
    titre: str
    texte: str
    a_verifier: bool


class FaitsPart(Facts):
    acteur: str
    fait: str


class FaitsIndicateur(Facts):
    libelle: str
    source: str


class BlocRepere(Facts):
    icone: Icone
    titre: str
    mots: tuple[Mot, ...]


class BaseLegale(Facts):
    """An item of law: its number in its code, or its name, with a link; and its object."""

    reference: str
    objet: str
    a_verifier: bool


class OuvrageCite(Facts):
    """The items of law of one code, under its name; those outside codes have none."""

    nom: str
    bases: tuple[BaseLegale, ...]


class ResteGroupe(Facts):
    """What is left to do of one sort, as marked text: « à adopter par les parties »."""

    quoi: str
    liste: str


class FaitsFiche(PageFacts):
    """The facts of a fiche.

    `numero` (« 6.1 bis ») is what people cite; in the margin stand `genre` (« Action »),
    `article` (« art. ») before a bare number, `rang` (« 6.1 »), which is `large` when few signs,
    and `indice` (« bis »), `surtitre` above the title; `etat_*` are the states of what binds the
    parties, empty once agreed.
    """

    intitule: str
    genre: str
    numero: str
    article: str
    rang: str
    large: bool
    indice: str
    surtitre: str
    titre: str
    chapo: str
    objectif: Mot | None
    citations: tuple[str, ...]
    etat_etapes: str
    etapes: tuple[FaitsEtape, ...]
    documents: tuple[Mot, ...]
    etat_parts: str
    parts: tuple[FaitsPart, ...]
    etat_suivi: str
    indicateurs: tuple[FaitsIndicateur, ...]
    reperes: tuple[BlocRepere, ...]
    contacts: tuple[Coordonnees, ...]
    alerte_titre: str
    alerte: Mot | None
    ouvrages: tuple[OuvrageCite, ...]
    sources: str
    restes: tuple[ResteGroupe, ...]
