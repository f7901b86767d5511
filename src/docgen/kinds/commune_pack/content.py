"""The content of the pack: the texts between its parts, and the choice of parts for a commune.

The parts are written elsewhere (`content/fiche/`, `content/infographie/`, `content/memento/`). A
line with a `zone` is only for the communes of that zone.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Entier, Identifiant, Prose, one_of
from docgen.content.stamp import Stamped
from docgen.kinds.writing.editorial import Relecture
from docgen.referential.communes.zones import Zone
from docgen.referential.territoire.roles import Site


class Su(StrEnum):
    """What is known of something that a commune may have."""

    OUI = "oui"
    NON = "non"
    INCONNU = "inconnu"


EnZone = Annotated[Zone, one_of(Zone)] | None
Dit = Annotated[Su, one_of(Su)] | None
Lignes = Annotated[Entier, Field(ge=1, le=40)]
TitresDeColonnes = Annotated[
    tuple[Prose, ...],
    Field(min_length=3, max_length=3, description="Les titres de trois colonnes de lignes."),
]


class ParZone(Content):
    """A text for each zone."""

    gendarmerie: Prose
    police: Prose


class Couverture(Content):
    surtitre: Prose
    emetteurs: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=3)]
    chapo: ParZone
    chapo_interne: Prose | None = Field(
        None, description="Ce que dit la couverture d’un dossier interne, au lieu de « chapo »."
    )
    zone_police: Prose = Field(description="Ce que la couverture dit en zone de police.")
    visiteur: Identifiant = Field(description="Le rôle de qui rend visite au maire.")


class Mentions(Content):
    partenariat: Prose = Field(description="« {convention:2026} » y devient le nom de l’acte.")
    partenaires: Prose
    publique: Prose
    interne: Prose


class TitreSection(Content):
    titre: Prose
    sous_titre: Prose | None = None
    sous_titre_police: Prose | None = Field(
        None, description="Ce qu’elle en dit en zone de police, quand elle y dit autre chose."
    )


class Sections(Content):
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
    role: Identifiant
    pour: Prose | None = Field(
        None, description="Pour quoi on l’appelle, si son nom ne le dit pas."
    )
    zone: EnZone = None


class GroupeContacts(Content):
    """Whom to call in one need; a group without a line for the zone is not printed."""

    titre: Prose
    lignes: Annotated[tuple[LigneContact, ...], Field(min_length=1)]
    zone: EnZone = None


class ServiceEnLigne(Content):
    """An online service; without an address, a line to fill in by hand."""

    nom: Prose
    pour: Prose
    role: Identifiant | None = Field(None, description="Le rôle dont le site est ouvert.")
    adresse: Site | None = Field(None, description="Le site, si le rôle n’en a pas.")
    zone: EnZone = None


class Contacts(Content):
    urgences: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=5)]
    groupes: Annotated[tuple[GroupeContacts, ...], Field(min_length=1)] = Field(
        description="Par besoin, deux groupes de front ; le premier est celui de l’unité."
    )
    titre_liens: Prose
    liens: tuple[ServiceEnLigne, ...] = ()


class LigneEngagement(Content):
    """A commitment of a clause, in our words."""

    clause: Identifiant
    texte: Prose


class GroupeEngagements(Content):
    titre: Prose
    lignes: Annotated[tuple[LigneEngagement, ...], Field(min_length=1)]


class Engagements(Content):
    chapo: ParZone
    groupes: Annotated[tuple[GroupeEngagements, ...], Field(min_length=1)]
    titre_duree: Prose


class Condition(Content):
    """When a fiche concerns a commune: all fields that are given must hold."""

    zone: EnZone = None
    police_municipale: Dit = None
    participation_citoyenne: Dit = None
    videoprotection: Dit = None
    hausse: Annotated[Identifiant | None, Field(description="Un indicateur.")] = None
    habitants_min: Entier | None = None
    habitants_max: Entier | None = None


class Choix(Content):
    fiche: Identifiant
    raison: Prose
    quand: Condition = Condition()


class GroupeFiches(Content):
    """The fiches that serve one end; a group without a fiche for the commune is not printed."""

    titre: Prose
    fiches: Annotated[tuple[Choix, ...], Field(min_length=1)]


class Actions(Content):
    chapo: Prose
    hausse_minimale: Annotated[Entier, Field(ge=1, le=1000)] = Field(
        description="À partir de combien, en pour cent, des faits « augmentent »."
    )
    groupes: Annotated[tuple[GroupeFiches, ...], Field(min_length=1)]


class Notes(Content):
    """Pages of lines: one, or two of which the second is titled `suite`."""

    chapo: Prose
    suite: Prose
    colonnes: TitresDeColonnes = ()
    lignes: Lignes


class ChampANoter(Content):
    id: Identifiant = Field(description="Le nom du champ dans le PDF ; il ne change plus.")
    titre: Prose
    lignes: Lignes


class DosANoter(ChampANoter):
    colonnes: TitresDeColonnes = ()


class CompteRendu(Content):
    """The sheet that is brought back with the requests of the mayor; `dos` is its back."""

    chapo: Prose
    champs: Annotated[tuple[ChampANoter, ...], Field(min_length=1, max_length=8)]
    dos: DosANoter


class Dossier(Stamped):
    answers = True

    convention: Identifiant = Field(description="Le nom du fichier de l’acte : « 2026 ».")
    couverture: Couverture
    mentions: Mentions
    sections: Sections
    contacts: Contacts
    engagements: Engagements
    actions: Actions
    notes: Notes
    compte_rendu: CompteRendu
    controle: Relecture | None = Field(None, description="Qui a relu ces textes, et quand.")
