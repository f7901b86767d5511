"""What people write of a fiche: one clause of the convention made something that a mayor can do.

A fiche says nothing by heart: a legal figure is named (`{droit:ma-cle}`), a role too, and what is
not sure says so (`a_verifier`).  `etat: propose` marks what the parties have not agreed to.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, TexteSigne, one_of
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import Delai, Enonce, Relecture, Reserve
from docgen.referential.droit.regle import Cle, SiNonVerifie
from docgen.referential.territoire.roles import Site


class EtatAccord(StrEnum):
    """What a part that binds the parties is worth."""

    PROPOSE = "propose"
    ADOPTE = "adopte"


class Citation(Content):
    """Words of the act, to the letter; of the fiche's own clause unless another is named."""

    texte: TexteSigne
    clause: Identifiant | None = Field(None, description="Absente : la clause de la fiche.")


class DelaiEtape(Delai):
    """How long a step may take; with `avant`, how long before something else it is done."""

    avant: Prose | None = None


class Etape(Reserve):
    """A step: what is done, by whom (a role), and by when if a time is set."""

    titre: Prose
    acteur: Identifiant = Field(description="Un rôle de content/territoire/roles.yaml.")
    delai: DelaiEtape | None = None
    quand: Prose | None = None


class Part(Content):
    """What one actor does."""

    acteur: Identifiant
    fait: Prose


class Partage(Content):
    """Who does what."""

    etat: Annotated[EtatAccord, one_of(EtatAccord)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class IndicateurSuivi(Content):
    """Something counted each year, in a unit, by a role; its values are in `content/bilan/`."""

    id: Identifiant
    libelle: Prose
    unite: Prose
    source: Identifiant


class Suivi(Content):
    """How the parties know whether it goes forward."""

    etat: Annotated[EtatAccord, one_of(EtatAccord)]
    indicateurs: Annotated[tuple[IndicateurSuivi, ...], Field(min_length=1)]


class Lien(Content):
    """A page to go to: its name, and its address in clear."""

    titre: Prose
    adresse: Site
    a_verifier: Prose | None = None
    si_non_verifie: Annotated[SiNonVerifie, one_of(SiNonVerifie)] = SiNonVerifie.BLOQUER


class Alerte(Reserve):
    """What must not be done, or mistaken for this."""

    titre: Prose


class Fiche(Content):
    """A fiche: `clause` of which `convention`, then what a mayor needs, in the order of the page.

    `controle` is the last time that a person read it all; without it, no one ever did.
    """

    id: Identifiant = Field(description="Le nom du fichier : « action-4-1 ».")
    diffusion: Annotated[Diffusion, one_of(Diffusion)] = Field(
        Diffusion.INTERNE, description="Qui peut lire ce document."
    )
    convention: Identifiant = Field(description="Le nom du fichier de l’acte : « 2026 ».")
    clause: Identifiant = Field(description="La clause dans cet acte : « action-4.1 ».")
    citations: Annotated[tuple[Citation, ...], Field(min_length=1, max_length=3)]
    titre: Prose
    chapo: Prose
    objectif: Enonce
    pour_qui: Enonce
    quand: Enonce
    cout: Enonce
    benefices: Annotated[tuple[Enonce, ...], Field(min_length=1, max_length=4)]
    etat_etapes: Annotated[EtatAccord, one_of(EtatAccord)] | None = Field(
        None, description="Quand les étapes engagent les parties."
    )
    etapes: Annotated[tuple[Etape, ...], Field(min_length=2, max_length=7)]
    qui_fait_quoi: Partage
    documents: tuple[Enonce, ...] = ()
    contacts: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=5)]
    liens: tuple[Lien, ...] = ()
    suivi: Suivi
    base_legale: tuple[Cle, ...] = ()
    alerte: Alerte | None = None
    sources: Annotated[tuple[Prose, ...], Field(min_length=1)]
    controle: Relecture | None = None
