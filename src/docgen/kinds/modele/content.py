"""The content of a model of act: its words in order, and the blanks for a hand.

A text refers to the law (`{droit:ma-cle}`), to the commune and those who serve it
(`{commune:de}`, `{maire:nom}`, `{brigade:le}`), and to a blank (`{blanc:date-constat}`) that the
file declares with its label.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Entier, Identifiant, Prose, one_of
from docgen.content.stamp import Stamped
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import Enonce, Lecteurs, Relecture
from docgen.kinds.writing.phrases import Blanc


class NatureActe(StrEnum):
    """The nature of an act, which decides its layout."""

    LETTRE = "lettre"
    ARRETE = "arrete"
    RAPPORT = "rapport"


Enonces = Annotated[tuple[Enonce, ...], Field(min_length=1)]
"""Texts, one at least, each with or without a doubt."""


class BlancActe(Blanc):
    """A blank that may print a shorter label, which leaves room to write beside it in Word."""

    abrege: Prose = Field("", description="Ce qui est imprimé, si le libellé est long.")


class SignatureActe(Content):
    qualite: Prose
    nom: Prose


class Mention(Content):
    """A line between the object and the text of a letter: « Réf. », « P. j. »."""

    nom: Prose
    texte: Prose


class Lettre(Content):
    """A letter, in the order of its page; `politesse` takes up the form of address."""

    expediteur: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=5)]
    destinataire: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=6)]
    objet: Prose
    mentions: tuple[Mention, ...] = ()
    fait: Prose
    appel: Prose
    corps: Enonces
    politesse: Prose = Field(description="Avec « {acte:appel} », qui reprend l’appel.")
    signature: SignatureActe


class Arrete(Content):
    """An order, in the order of its page.

    « Vu », « Considérant » and the numbers of articles are added in print.
    """

    entete: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=3)]
    numero: Prose
    objet: Prose
    autorite: Prose
    visas: Enonces
    considerants: Enonces
    articles: Annotated[tuple[Enonces, ...], Field(min_length=1)]
    recours: Enonces
    fait: Prose
    signature: SignatureActe
    suites: tuple[Prose, ...] = Field((), description="Transmission, notification, publication.")


class ReleveVierge(Content):
    """A table to fill in: its four columns, its empty lines."""

    colonnes: Annotated[tuple[Prose, ...], Field(min_length=4, max_length=4)]
    lignes: Annotated[Entier, Field(ge=1, le=20)]


class Champ(Content):
    libelle: Enonce
    lignes: Annotated[Entier, Field(ge=1, le=8)] = 1


class Rubrique(Content):
    titre: Prose
    textes: tuple[Enonce, ...] = ()
    champs: tuple[Champ, ...] = ()
    releve: ReleveVierge | None = None


class Rapport(Content):
    entete: Annotated[tuple[Prose, ...], Field(min_length=1, max_length=3)]
    numero: Prose
    objet: Prose
    destinataire: Prose
    rubriques: Annotated[tuple[Rubrique, ...], Field(min_length=1)]
    fait: Prose
    signature: SignatureActe


class Modele(Stamped):
    """A model of act: its words are in the group named by its nature.

    `conseils` stand on a sheet for the town hall; `controle` is the last proofreading of the whole.
    """

    answers = True

    id: Identifiant = Field(description="Le nom du fichier : « mise-en-demeure ».")
    nature: Annotated[NatureActe, one_of(NatureActe)]
    diffusion: Lecteurs = Diffusion.INTERNE
    titre: Prose
    pour: Prose = Field(description="À qui l’acte s’adresse.")
    blancs: tuple[BlancActe, ...] = ()
    lettre: Lettre | None = None
    arrete: Arrete | None = None
    rapport: Rapport | None = None
    conseils: Enonces
    sources: Annotated[tuple[Prose, ...], Field(min_length=1)]
    controle: Relecture | None = None
