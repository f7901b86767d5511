"""Series: one indicator of one territory over the years, with its bases and edition."""

from dataclasses import dataclass
from datetime import date

from docgen.statistics.indicators import Indicateur
from docgen.statistics.secrecy import Absent, Valeur


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the files: its date, its map of communes, its years.

    Editions are never mixed: each recomputes the last rates of the one before.
    """

    produite_le: date
    geographie: int | None
    """The year of the map of communes (1 January); None where the file does not give it."""
    annees: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Base:
    """The base of a rate: how many inhabitants or dwellings, counted in which year."""

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
    """One indicator of one territory (a code of commune or département), by year."""

    indicateur: Indicateur
    territoire: str
    points: tuple[Point, ...]
    edition: Edition

    def point(self, annee: int) -> Point:
        """Return the point of a year; its value is Absent when the series lacks the year."""
        points = (point for point in self.points if point.annee == annee)
        return next(points, Point(annee, Absent(), Base(None, None)))
