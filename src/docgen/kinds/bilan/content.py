"""The content of the report of a year: what was done, action by action, and counted.

Actions and indicators are those of the fiches; what is empty is filled in by hand.
"""

from typing import Annotated

from pydantic import Field

from docgen.content.model import Content, Entier, Identifiant, ListeOuVide, Prose
from docgen.deadlines.counting import YEARS
from docgen.document import Diffusion
from docgen.kinds.writing.editorial import Lecteurs


class Valeur(Content):
    """The value of an indicator in the year; 0 is a zero, an empty value is not known."""

    indicateur: Identifiant
    valeur: Annotated[Entier, Field(ge=0)] | None = None
    note: Prose | None = Field(None, description="Ce qui explique la valeur.")


class ActionBilan(Content):
    fiche: Identifiant = Field(description="Le nom de la fiche : « action-4-1 ».")
    fait: Prose | None = Field(None, description="Ce qui a été fait ; vide : des lignes.")
    valeurs: Annotated[tuple[Valeur, ...], Field(min_length=1)]


class Bilan(Content):
    """The report of a year; `chiffres`, `marquants` and `suite` stand on its first page."""

    annee: Annotated[Entier, Field(ge=YEARS.start, lt=YEARS.stop)]
    diffusion: Lecteurs = Diffusion.INTERNE
    convention: Identifiant = Field(description="Le nom du fichier de l’acte : « 2026 ».")
    chapo: Prose
    marquants: Annotated[ListeOuVide[Prose], Field(max_length=3)] = Field(
        (), description="Les faits marquants, trois au plus ; vide : des lignes."
    )
    actions: Annotated[tuple[ActionBilan, ...], Field(min_length=1)]
    chiffres: Annotated[ListeOuVide[Identifiant], Field(max_length=3)] = Field(
        (), description="Les indicateurs à lire d’abord, trois au plus, en tête de la page."
    )
    suite: Prose | None = Field(None, description="Ce qui est proposé ; vide : des lignes.")
