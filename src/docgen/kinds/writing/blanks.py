"""The blanks of a text, to be filled in by hand."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Identifiant, Prose, one_of


class Largeur(StrEnum):
    """The width of a blank; in an act a long one is a whole line, a double one two."""

    COURT = "court"
    MOYEN = "moyen"
    LONG = "long"
    DOUBLE = "double"


class Blanc(Content):
    """A blank: its label and its width.

    The label names the content control in Word, which takes no longer name.
    """

    id: Identifiant
    libelle: Annotated[Prose, Field(max_length=64)]
    largeur: Annotated[Largeur, one_of(Largeur)] = Largeur.MOYEN
