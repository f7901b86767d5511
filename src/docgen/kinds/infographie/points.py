"""Values as points of charts and cells of tables; hidden ones become words.

A table rounds as its chart does.
"""

from decimal import Decimal

from docgen.charts.printed import rounded
from docgen.charts.specification import EtatValeur, PointGraphique
from docgen.french.wording import nombre
from docgen.kinds.infographie.facts import Cellule
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse, Valeur
from docgen.statistics.variations import arrondi

TENTH = Decimal("0.1")
HIDDEN, MISSING = "n.c.", "n.d."


def count_point(label: str, value: Valeur) -> PointGraphique:
    """Return a count as a point."""
    if isinstance(value, Diffuse):
        return PointGraphique(libelle=label, valeur=Decimal(value.nombre))
    return PointGraphique(libelle=label, etat=_state(value))


def value_rate_point(label: str, value: Valeur) -> PointGraphique:
    """Return a published rate, to a tenth, as a point."""
    if isinstance(value, Diffuse):
        return rate_point(label, None if value.taux is None else arrondi(value.taux, TENTH))
    return PointGraphique(libelle=label, etat=_state(value))


def rate_point(label: str, rate: Decimal | None) -> PointGraphique:
    """Return a printable rate as a point, absent when it is None."""
    return PointGraphique(
        libelle=label, valeur=rate, etat=EtatValeur.ABSENT if rate is None else EtatValeur.DIFFUSE
    )


def _state(value: NonDiffuse | Absent) -> EtatValeur:
    return EtatValeur.CACHE if isinstance(value, NonDiffuse) else EtatValeur.ABSENT


def cell(point: PointGraphique, digits: int) -> Cellule:
    """Return a point as a cell of a table."""
    return Cellule(texte=_cell_text(point, digits), secret=point.etat is EtatValeur.CACHE)


def _cell_text(point: PointGraphique, digits: int) -> str:
    if point.valeur is None:
        return HIDDEN if point.etat is EtatValeur.CACHE else MISSING
    return nombre(rounded(point.valeur, digits))


def point_in_words(point: PointGraphique, digits: int) -> str:
    """Return a point in words, for the alternative text of a chart."""
    if point.valeur is None:
        return "non communiqué" if point.etat is EtatValeur.CACHE else "non disponible"
    return _cell_text(point, digits)
