"""The content of a fiche: a clause of the convention turned into something a mayor can do.

Figures of law and roles are references (`{droit:ma-cle}`); what is not sure has `a_verifier`;
`etat: propose` marks what the parties have not agreed to.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, TexteSigne, one_of
from docgen.content.stamp import Stamped
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import (
    Adoption,
    Delai,
    Doute,
    Enonce,
    Lecteurs,
    Relecture,
    Reserve,
)
from docgen.referential.droit.regle import Cle
from docgen.referential.territoire.roles import Site


class EtatAccord(StrEnum):
    """The state of a part that binds the parties."""

    PROPOSE = "propose"
    ADOPTE = "adopte"


def is_agreed(etat: EtatAccord | None, adoption: Adoption | None) -> bool:
    """Whether the parties agreed to a part as it stands."""
    return etat is EtatAccord.ADOPTE and adoption is not None and not adoption.change


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


class Accord(Stamped):
    """A part that binds the parties, and their agreement to it."""

    etat: Annotated[EtatAccord, one_of(EtatAccord)]
    adoption: Adoption | None = Field(None, description="L’accord, si « etat: adopte ».")

    @property
    def agreed(self) -> bool:
        """Whether the parties agreed to it as it stands."""
        return is_agreed(self.etat, self.adoption)


class Partage(Accord):
    """Who does what."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]


class IndicateurSuivi(Content):
    """Something counted each year by a role; its values are in `content/bilan/`."""

    id: Identifiant
    libelle: Prose
    unite: Prose
    source: Identifiant


class Suivi(Accord):
    indicateurs: Annotated[tuple[IndicateurSuivi, ...], Field(min_length=1)]


class Lien(Doute):
    """A link: its name, and its address as printed."""

    titre: Prose
    adresse: Site


class Alerte(Reserve):
    titre: Prose
    si_absente: Prose | None = Field(
        None, description="Suit le texte, si une fiche qu’il cite n’est pas dans le même dossier."
    )


class Destinataires(StrEnum):
    """Whom the message of a fiche is for."""

    ELUS = "elus"
    HABITANTS = "habitants"


class Message(Reserve):
    """A message that a secretary copies into an application or an SMS; `message.py` counts it."""

    pour: Annotated[Destinataires, one_of(Destinataires)]
    titre: Prose
    lien: Site | None = Field(None, description="Un des liens de la fiche.")


class Fiche(Stamped):
    """A fiche on a `clause` of a `convention`, in the order of its page.

    `controle` is the last proofreading of the whole fiche; without it there was none.
    """

    answers = True

    id: Identifiant = Field(description="Le nom du fichier : « action-4-1 ».")
    diffusion: Lecteurs = Diffusion.INTERNE
    convention: Identifiant = Field(description="Le nom du fichier de l’acte : « 2026 ».")
    clause: Identifiant = Field(description="La clause dans cet acte : « action-4.1 ».")
    citations: Annotated[tuple[Citation, ...], Field(min_length=1, max_length=3)]
    indice: Annotated[Identifiant, Field(max_length=12)] | None = Field(
        None, description="Si d’autres fiches suivent ce numéro : « a », « b » ; « bis », « ter »."
    )
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
    adoption_etapes: Adoption | None = Field(None, description="L’accord sur les étapes.")
    etapes: Annotated[tuple[Etape, ...], Field(min_length=2, max_length=7)]
    qui_fait_quoi: Partage
    documents: tuple[Enonce, ...] = ()
    contacts: Annotated[tuple[Identifiant, ...], Field(min_length=1, max_length=5)]
    liens: tuple[Lien, ...] = ()
    suivi: Suivi
    base_legale: tuple[Cle, ...] = ()
    alerte: Alerte | None = None
    sources: tuple[Prose, ...] = ()
    message: Message | None = Field(None, description="Pour PanneauPocket ou un SMS.")
    controle: Relecture | None = None

    @property
    def steps_agreed(self) -> bool:
        """Whether the parties agreed to the steps as they stand."""
        return is_agreed(self.etat_etapes, self.adoption_etapes)
