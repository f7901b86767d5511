"""Values as charts and tables take them: what is hidden becomes a word here, and stays one.

A table rounds as its chart does.
"""

from __future__ import annotations

from decimal import Decimal

from docgen.charts.printed import rounded
from docgen.charts.specification import Etat, Point
from docgen.french.wording import nombre
from docgen.kinds.infographie.facts import Cellule
from docgen.statistics.secrecy import Absent, Diffuse, NonDiffuse, Valeur
from docgen.statistics.variations import arrondi

TENTH = Decimal("0.1")
HIDDEN, MISSING = "n.c.", "n.d."


def counted(label: str, value: Valeur) -> Point:
    """Return a count as charts and tables take it."""
    if isinstance(value, Diffuse):
        return Point(libelle=label, valeur=Decimal(value.nombre))
    return Point(libelle=label, etat=_state(value))


def rated(label: str, value: Valeur) -> Point:
    """Return a published rate, to a tenth, as charts and tables take it."""
    if isinstance(value, Diffuse):
        return rate_point(label, None if value.taux is None else arrondi(value.taux, TENTH))
    return Point(libelle=label, etat=_state(value))


def rate_point(label: str, rate: Decimal | None) -> Point:
    """Return a rate that may be printed, or that nothing is there."""
    return Point(libelle=label, valeur=rate, etat=Etat.ABSENT if rate is None else Etat.DIFFUSE)


def _state(value: NonDiffuse | Absent) -> Etat:
    return Etat.CACHE if isinstance(value, NonDiffuse) else Etat.ABSENT


def cell(point: Point, digits: int) -> Cellule:
    """Return a point as a table prints it."""
    return Cellule(texte=_short(point, digits), cachee=point.etat is not Etat.DIFFUSE)


def _short(point: Point, digits: int) -> str:
    if point.valeur is None:
        return HIDDEN if point.etat is Etat.CACHE else MISSING
    return nombre(rounded(point.valeur, digits))


def said(point: Point, digits: int) -> str:
    """Return a point as words tell it to those who do not see the chart."""
    if point.valeur is None:
        return "non communiqué" if point.etat is Etat.CACHE else "non disponible"
    return _short(point, digits)
