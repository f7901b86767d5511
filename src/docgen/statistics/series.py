"""A series: one indicator of one territory over the years, with all that its figures stand on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from docgen.statistics.indicators import Indicateur
from docgen.statistics.secrecy import Absent, Valeur


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the bases: when it was produced, on which map, for which years.

    Two editions are never mixed: the last rates of one are computed again in the next.
    """

    produite_le: date
    geographie: int | None
    """The year of the communes' map (1 January); None where a file does not say it."""
    annees: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """What a rate is per 1 000 of: how many inhabitants or dwellings, counted in which year."""

    effectif: int | None
    millesime: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a series: its value, and the base of its rate."""

    annee: int
    valeur: Valeur
    base: Base


@dataclass(frozen=True, slots=True)
class Serie:
    """One indicator of one territory (the code of a commune or of a département), by year."""

    indicateur: Indicateur
    territoire: str
    points: tuple[Point, ...]
    edition: Edition

    def point(self, annee: int) -> Point:
        """Return the point of a year, an absent one when the series does not hold it."""
        held = (point for point in self.points if point.annee == annee)
        return next(held, Point(annee, Absent(), Base(None, None)))
