"""Charts and maps as data: part of a document's facts.

The PDF draws them in SVG (`charts.svg`), Word as its own charts (`charts.word`).  A value that is
not published has no number here, so no drawing and no workbook can contain one.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from docgen.document import Facts


class EtatValeur(StrEnum):
    """Whether a value is published, hidden by statistical secrecy, or absent."""

    DIFFUSE = "diffuse"
    CACHE = "cache"
    ABSENT = "absent"


class PointGraphique(Facts):
    """A value with its label: a year, a month, an indicator."""

    libelle: str
    valeur: Decimal | None = None
    etat: EtatValeur = EtatValeur.DIFFUSE

    @model_validator(mode="after")
    def _number_only_when_published(self) -> Self:
        if (self.valeur is not None) != (self.etat is EtatValeur.DIFFUSE):
            raise ValueError(f"{self.libelle}: a number if, and only if, the value is published")
        return self


class Trace(Facts):
    """A named series of points; `reference` for one that the main series is compared with."""

    nom: str
    points: tuple[PointGraphique, ...]
    reference: bool = False


class Graphique(Facts):
    """The fields of every chart.

    `cle` is unique in the document and fit for a file name; `alternative` is a text that gives the
    numbers.  `largeur` and `hauteur` are in points; without a height, the layout chooses one.
    """

    cle: str
    titre: str
    unite: str
    alternative: str
    decimales: int = 0
    largeur: float = 235.0
    hauteur: float | None = None


class Courbe(Graphique):
    """Lines along years, the main series first, with gaps where values are hidden."""

    traces: tuple[Trace, ...]


class Colonnes(Graphique):
    """Columns by month: the year before, then this year; no value of them is hidden.

    `maximum` is the least that the scale reaches: charts side by side that have one share a scale.
    """

    traces: tuple[Trace, ...]
    maximum: Decimal | None = None

    @model_validator(mode="after")
    def _nothing_hidden(self) -> Self:
        points = (point for trace in self.traces for point in trace.points)
        if any(point.etat is EtatValeur.CACHE for point in points):
            raise ValueError(f"{self.cle}: columns have no way to show a hidden value")
        return self


class MiniCourbe(Facts):
    """A line as small as a word, beside its numbers: a value a year, None for a gap.

    Values start at zero; sizes are in points.
    """

    alternative: str
    valeurs: tuple[Decimal | None, ...]
    largeur: float = 48.0
    hauteur: float = 14.0


class MiniBarre(Facts):
    """A bar in a row of a table, beside its numbers, on a pale bar of what it is compared with.

    `maximum` is as long as a bar may be.  A value that is not known has no bar.
    """

    alternative: str
    valeur: Decimal | None
    repere: Decimal | None
    maximum: Decimal
    largeur: float = 140.0
    hauteur: float = 9.0


class RoleZone(StrEnum):
    """The role of a zone of a map, from the farthest to the nearest."""

    AUTRE = "autre"
    VOISINE = "voisine"
    COMMUNE = "commune"
    DEPARTEMENT = "departement"


class ZoneCarte(Facts):
    """Closed outlines of one role, in points from the top left of the map.

    Outlines inside another are its holes.  `limites` are open lines: the borders between communes
    of the zone, each given once.
    """

    role: RoleZone
    contours: tuple[tuple[tuple[float, float], ...], ...]
    limites: tuple[tuple[tuple[float, float], ...], ...] = ()


class Repere(Facts):
    """A town on a map: a dot, and its name to the right or to the left of it, or higher.

    The name of the commune that the map shows (`propre`) stands beside its outline, without a dot.
    """

    nom: str
    x: float
    y: float
    a_gauche: bool = False
    plus_haut: bool = False
    propre: bool = False


class Carte(Facts):
    """A map that shows where a commune is in its département.  Sizes are in points.

    `cercle` (x, y, radius) is the place of a commune too small to be seen: a dot stands for it.
    """

    cle: str
    alternative: str
    largeur: float
    hauteur: float
    zones: tuple[ZoneCarte, ...]
    reperes: tuple[Repere, ...] = ()
    cercle: tuple[float, float, float] | None = None


class CodeQr(Facts):
    """A QR code: its address, its alternative text, its side in points."""

    adresse: str
    alternative: str
    cote: float = 62.0
