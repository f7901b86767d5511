"""The blanks of a text, which a hand fills in."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, one_of


class Largeur(StrEnum):
    """How much room a hand needs."""

    COURT = "court"
    MOYEN = "moyen"
    LONG = "long"


class Blanc(Content):
    """A blank: what is to be written there, and how much room it needs.

    Word calls a content control by its label, and reads no longer name than this.
    """

    id: Identifiant
    libelle: Annotated[Prose, Field(max_length=64)]
    largeur: Annotated[Largeur, one_of(Largeur)] = Largeur.MOYEN
