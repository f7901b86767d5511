"""All that a fiche may print; its texts hold marks of emphasis and links."""

from __future__ import annotations

from typing import Literal

from docgen.document import Facts
from docgen.kinds.writing.left_to_do import ResteAFaire

Icone = Literal["personnes", "horloge", "prix", "gain", "ecran"]
"""What stands beside a block of the right column."""


class Mot(Facts):
    """A text; `a_verifier` marks what no one has checked and is not sure."""

    texte: str
    a_verifier: bool = False


class FaitsEtape(Facts):
    """A step: its title, who does it and by when, what it is."""

    rang: int
    titre: str
    qui: str
    texte: str
    a_verifier: bool


class FaitsPart(Facts):
    """What one actor does."""

    acteur: str
    fait: str


class FaitsIndicateur(Facts):
    """Something counted each year, in which unit, by whom."""

    libelle: str
    unite: str
    source: str


class BlocRepere(Facts):
    """A block of the right column: an icon, a title, some texts."""

    icone: Icone
    titre: str
    mots: tuple[Mot, ...]


class Coordonnees(Facts):
    """Whom to call: a name, then lines; `a_remplir` is a line to be filled in by hand."""

    nom: str
    lignes: tuple[str, ...]
    a_remplir: bool


class BaseLegale(Facts):
    """An item of law that the fiche rests on: where it is written, with a link, and what it is."""

    reference: str
    objet: str
    a_verifier: bool


class FaitsFiche(Facts):
    """All that a fiche prints.

    `genre` and `numero` stand in the margin (« Action », « 4.1 »), `surtitre` above the title;
    `aere` tells a short page, which may be set larger;
    `repere` is the running mark at the head of each page, `mention` the line at its foot;
    `etat_*` are the states of what binds the parties, empty once they agreed.
    """

    projet: bool
    aere: bool
    intitule: str
    repere: str
    mention: str
    genre: str
    numero: str
    numero_court: bool
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
    bases: tuple[BaseLegale, ...]
    sources: str
    restes: tuple[ResteAFaire, ...]
