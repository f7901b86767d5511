"""The content of a fiche: a clause of the convention turned into something a mayor can do.

Figures of law and roles are references (`{droit:ma-cle}`); what is not sure has `a_verifier`;
`etat: propose` marks what the parties have not agreed to.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, TexteSigne, one_of
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import Delai, Enonce, Lecteurs, Relecture, Reserve
from docgen.referential.droit.regle import Cle, SiNonVerifie
from docgen.referential.territoire.roles import Site


class EtatAccord(StrEnum):
    """The state of a part that binds the parties."""

    PROPOSE = "propose"
    ADOPTE = "adopte"


class Citation(Content):
    """Words of the act, to the letter; of the clause of the fiche unless another is named."""

    texte: TexteSigne
    clause: Identifiant | None = Field(None, description="Absente : la clause de la fiche.")


class DelaiEtape(Delai):
    """The delay of a step; with `avant`, it ends before something else."""

    avant: Prose | None = None


class Etape(Reserve):
    titre: Prose
    acteur: Identifiant = Field(description="Un rôle de content/territoire/roles.yaml.")
    delai: DelaiEtape | None = None
    quand: Prose | None = None


class Part(Content):
    acteur: Identifiant
    fait: Prose


class Partage(Content):
    """Who does what."""

    etat: Annotated[EtatAccord, one_of(EtatAccord)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class IndicateurSuivi(Content):
    """Something counted each year by a role; its values are in `content/bilan/`."""

    id: Identifiant
    libelle: Prose
    unite: Prose
    source: Identifiant


class Suivi(Content):
    etat: Annotated[EtatAccord, one_of(EtatAccord)]
    indicateurs: Annotated[tuple[IndicateurSuivi, ...], Field(min_length=1)]


class Lien(Content):
    """A link: its name, and its address as printed."""

    titre: Prose
    adresse: Site
    a_verifier: Prose | None = None
    si_non_verifie: Annotated[SiNonVerifie, one_of(SiNonVerifie)] = SiNonVerifie.BLOQUER


class Alerte(Reserve):
    titre: Prose


class Fiche(Content):
    """A fiche on a `clause` of a `convention`, in the order of its page.

    `controle` is the last proofreading of the whole fiche; without it there was none.
    """

    answers = True

    id: Identifiant = Field(description="Le nom du fichier : « action-4-1 ».")
    diffusion: Lecteurs = Diffusion.INTERNE
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
