"""Charts as data: what they show, of which place, and what is hidden in it.

A chart is part of a document's facts.  The PDF draws it in SVG (`charts.svg`), Word as a chart of
its own, both from this one description.  A value that is not diffused has no number here, so that
no drawing and no workbook can hold one.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from docgen.document import Facts


class EtatValeur(StrEnum):
    """What is known of a value: published, hidden by statistical secrecy, or not there at all."""

    DIFFUSE = "diffuse"
    CACHE = "cache"
    ABSENT = "absent"


class PointGraphique(Facts):
    """A value under its label: a year, a month, an indicator."""

    libelle: str
    valeur: Decimal | None = None
    etat: EtatValeur = EtatValeur.DIFFUSE

    @model_validator(mode="after")
    def _number_only_when_published(self) -> Self:
        if (self.valeur is not None) != (self.etat is EtatValeur.DIFFUSE):
            message = f"{self.libelle}: a number if, and only if, the value is published"
            raise ValueError(message)
        return self


class Trace(Facts):
    """A series of points under one name; `reference` for what the first is compared with."""

    nom: str
    points: tuple[PointGraphique, ...]
    reference: bool = False


class Graphique(Facts):
    """What every chart has: an identifier of its own, a title, a unit, its words for the blind.

    `cle` is unique in the document, and fit for a file name; `alternative` gives the numbers.
    `largeur` and `hauteur` are in points; without a height, it is as high as its kind likes.
    """

    cle: str
    titre: str
    unite: str
    alternative: str
    decimales: int = 0
    largeur: float = 235.0
    hauteur: float | None = None


class Courbe(Graphique):
    """Values along years, one main series first, drawn as lines with gaps where hidden."""

    traces: tuple[Trace, ...]


class Barres(Graphique):
    """Horizontal bars of the first series, with a tick for the second: one point a label."""

    traces: tuple[Trace, ...]


class Colonnes(Graphique):
    """Vertical columns, month by month: this year beside the year before."""

    traces: tuple[Trace, ...]


class RoleZone(StrEnum):
    """What a zone of a locator map is, from the farthest to the nearest."""

    AUTRE = "autre"
    VOISINE = "voisine"
    COMMUNE = "commune"
    DEPARTEMENT = "departement"


class ZoneCarte(Facts):
    """Closed outlines of one role, in points (1/72 inch) from the top left of the map.

    Outlines that lie within another are its holes.  `limites` are open lines: the borders between
    the communes of the zone, each told once.
    """

    role: RoleZone
    contours: tuple[tuple[tuple[float, float], ...], ...]
    limites: tuple[tuple[tuple[float, float], ...], ...] = ()


class Repere(Facts):
    """A town written on a map: a dot at its place, its name to the right or to the left of it."""

    nom: str
    x: float
    y: float
    a_gauche: bool = False


class Carte(Facts):
    """A locator map: where a commune is in its département. Sizes in points.

    `cercle` (x, y, radius) rings a commune that would be too small to be found.
    """

    cle: str
    alternative: str
    largeur: float
    hauteur: float
    zones: tuple[ZoneCarte, ...]
    reperes: tuple[Repere, ...] = ()
    cercle: tuple[float, float, float] | None = None


class CodeQr(Facts):
    """A code that a telephone reads: the address that it opens; its side, in points."""

    adresse: str
    alternative: str
    cote: float = 62.0
