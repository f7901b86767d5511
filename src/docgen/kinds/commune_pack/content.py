"""What people write of the pack: what stands between the parts, and which of them a commune gets.

The parts are written elsewhere (`content/fiche/`, `content/infographie/`, `content/memento/`).  A
line that says a `zone` is only for the communes of that zone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Entier, Identifiant, Prose, one_of
from docgen.referential.communes.competence import Zone
from docgen.referential.territoire.roles import Site


class Su(StrEnum):
    """What is known of something that a commune may have."""

    OUI = "oui"
    NON = "non"
    INCONNU = "inconnu"


EnZone = Annotated[Zone, one_of(Zone)] | None
Dit = Annotated[Su, one_of(Su)] | None
Lignes = Annotated[Entier, Field(ge=1, le=40)]


class ParZone(Content):
    """A text for each zone."""

    gendarmerie: Prose
    police: Prose


class Couverture(Content):
    """The cover: who gives the pack, what it is for, who pays the visit (a role)."""

    surtitre: Prose
    emetteurs: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=3)]
    chapo: ParZone
    zone_police: Prose = Field(description="Ce que la couverture dit en zone de police.")
    visiteur: Identifiant = Field(description="Le rôle de qui rend visite au maire.")


class Mentions(Content):
    """The foot of each page: the partnership, then who may read it."""

    partenariat: Prose = Field(description="« {convention:2026} » y devient le nom de l’acte.")
    partenaires: Prose
    publique: Prose
    interne: Prose


class TitreSection(Content):
    """The title of a section, and what it says of itself in the contents."""

    titre: Prose
    sous_titre: Prose | None = None
    sous_titre_police: Prose | None = Field(
        None, description="Ce qu’elle en dit en zone de police, quand elle y dit autre chose."
    )


class Sections(Content):
    """The titles of the sections, in the order of the pack."""

    sommaire: TitreSection
    contacts: TitreSection
    chiffres: TitreSection
    convention: TitreSection
    actions: TitreSection
    notes: TitreSection
    environnement: TitreSection
    memento: TitreSection
    compte_rendu: TitreSection
    restes: TitreSection


class LigneContact(Content):
    """A role to call, and for what."""

    role: Identifiant
    pour: Prose
    zone: EnZone = None


class ServiceEnLigne(Content):
    """A service on line; without an address, a line to fill in by hand."""

    nom: Prose
    pour: Prose
    adresse: Site | None = None
    zone: EnZone = None


class Contacts(Content):
    """The page of contacts: cards, emergency numbers, services, addresses with their codes."""

    cartes: Annotated[tuple[LigneContact, ...], Field(min_length=1)]
    urgences: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=3)]
    titre_services: Prose
    services: tuple[LigneContact, ...] = ()
    titre_liens: Prose
    liens: tuple[ServiceEnLigne, ...] = ()


class LigneEngagement(Content):
    """What a clause commits to, in our words."""

    clause: Identifiant
    texte: Prose


class Groupe(Content):
    """The commitments of one party, or of both."""

    titre: Prose
    lignes: Annotated[tuple[LigneEngagement, ...], Field(min_length=1)]


class Engagements(Content):
    """The convention on one page."""

    chapo: ParZone
    groupes: Annotated[tuple[Groupe, ...], Field(min_length=1)]
    titre_duree: Prose


class Condition(Content):
    """When a fiche concerns a commune: all that is said must hold."""

    zone: EnZone = None
    police_municipale: Dit = None
    participation_citoyenne: Dit = None
    videoprotection: Dit = None
    hausse: Annotated[Identifiant | None, Field(description="Un indicateur.")] = None
    habitants_min: Entier | None = None
    habitants_max: Entier | None = None


class Choix(Content):
    """A fiche, the reason why it is in the pack, and when that reason holds."""

    fiche: Identifiant
    raison: Prose
    quand: Condition = Condition()


class Actions(Content):
    """Which fiches a commune gets, in their order, and from which rise on one is told."""

    chapo: Prose
    hausse_minimale: Annotated[Entier, Field(ge=1, le=1000)] = Field(
        description="À partir de combien, en pour cent, des faits « augmentent »."
    )
    fiches: Annotated[tuple[Choix, ...], Field(min_length=1)]


class Notes(Content):
    """Pages of lines: one, or two, of which the second says `suite`."""

    chapo: Prose
    suite: Prose
    lignes: Lignes


class ChampANoter(Content):
    """Something to write down, and the lines for it."""

    titre: Prose
    lignes: Lignes


class CompteRendu(Content):
    """What the mayor raised, to be reported back: a sheet, `dos` is its back."""

    chapo: Prose
    champs: Annotated[tuple[ChampANoter, ...], Field(min_length=1, max_length=8)]
    dos: ChampANoter


class Dossier(Content):
    """The pack, in the order of its pages."""

    convention: Identifiant = Field(description="Le nom du fichier de l’acte : « 2026 ».")
    couverture: Couverture
    mentions: Mentions
    sections: Sections
    contacts: Contacts
    engagements: Engagements
    actions: Actions
    notes: Notes
    compte_rendu: CompteRendu
