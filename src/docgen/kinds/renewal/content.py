"""The content of a letter: its words, and the cases in which each paragraph is printed.

Dates come from the convention, names from its parties: a text refers to them (`{date:limite}`,
`{expediteur:le}`, `{clause:resiliation.le}`).
"""

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, field_validator

from docgen.content.model import Content, Identifiant, Prose, TexteSigne, one_of
from docgen.content.stamp import Stamped
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import Lecteurs, Relecture
from docgen.kinds.writing.phrases import Blanc


class GenreLettre(StrEnum):
    """The letters; each is the name of its file."""

    RAPPEL = "rappel"
    RECONDUCTION = "reconduction"
    DENONCIATION = "denonciation"
    RESILIATION = "resiliation"
    RECEPISSE = "recepisse"
    AVENANT = "avenant"
    CIRCULAIRE = "circulaire"


class Quand(StrEnum):
    """The cases of a paragraph; `dit` holds when the convention says all that it refers to.

    A receipt on the day of the letter is `recu-connu`, a later one `recu-a-venir`; the last day to
    denounce is a Saturday or a Sunday in `fin-de-semaine`.
    """

    RECU_CONNU = "recu-connu"
    RECU_A_VENIR = "recu-a-venir"
    RECU_INCONNU = "recu-inconnu"
    SUBSIDIAIRE = "subsidiaire"
    ENVOI_PASSE = "envoi-passe"
    FIN_DE_SEMAINE = "fin-de-semaine"
    ZONE_GENDARMERIE = "zone-gendarmerie"
    DIT = "dit"


class Signe(StrEnum):
    EXPEDITEUR = "expediteur"
    DEUX = "les-deux"
    PERSONNE = "personne"


class PassageConditionnel(Content):
    """A paragraph that is printed when all the cases it names hold."""

    texte: Prose
    quand: Annotated[
        tuple[Annotated[Quand, one_of(Quand)], ...],
        Field(min_length=1, description="Tous ces cas à la fois."),
    ]

    @field_validator("quand", mode="before")
    @classmethod
    def _one_or_many(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value


def _text_or_case(value: Any) -> str:
    return (
        "passage-selon-le-cas"
        if isinstance(value, dict | PassageConditionnel)
        else "passage-simple"
    )


Alinea = Annotated[
    Annotated[Prose, Tag("passage-simple")]
    | Annotated[PassageConditionnel, Tag("passage-selon-le-cas")],
    Discriminator(_text_or_case),
]
"""A paragraph, with or without conditions."""


class Appui(Content):
    """Words of the convention on which a letter relies; `{clause:nom}` is their clause.

    A letter is not written about a convention without these words.
    """

    nom: Identifiant
    texte: TexteSigne


class Hauteur(StrEnum):
    LIGNE = "ligne"
    CACHET = "cachet"


class ChampRecepisse(Content):
    libelle: Prose
    hauteur: Annotated[Hauteur, one_of(Hauteur)] = Hauteur.LIGNE


class Jalon(Content):
    """A day of a note, and what it changes."""

    jour: Prose
    effet: Prose


class LettreConvention(Stamped):
    """A letter, in the order of its page; without `politesse` it addresses nobody."""

    answers = True

    id: Annotated[GenreLettre, one_of(GenreLettre)]
    diffusion: Lecteurs = Diffusion.INTERNE
    titre: Prose = Field(description="Son nom, pour les en-têtes et les propriétés.")
    objet: Prose
    auteur: Prose | None = Field(None, description="D’une note : qui l’écrit.")
    references: tuple[Prose, ...] = ()
    envoi: Prose | None = None
    remise: Prose | None = Field(
        None, description="Au lieu d’« envoi », une fois passé le jour conseillé pour l’envoi."
    )
    pieces: tuple[Prose, ...] = ()
    appuis: tuple[Appui, ...] = ()
    blancs: tuple[Blanc, ...] = ()
    modification: Prose | None = Field(
        None, description="D’un avenant : le texte proposé ; vide, c’est un projet."
    )
    jalons: tuple[Jalon, ...] = Field((), description="Les jours d’une note, en tableau.")
    corps: Annotated[tuple[Alinea, ...], Field(min_length=1)]
    champs: tuple[ChampRecepisse, ...] = ()
    politesse: Prose | None = Field(None, description="Avec « {lettre:appel} », une fois.")
    signe: Annotated[Signe, one_of(Signe)] = Signe.EXPEDITEUR
    accord: Prose | None = Field(None, description="Au-dessus de la seconde signature.")
    controle: Relecture | None = Field(None, description="Qui a relu la lettre, et quand.")
