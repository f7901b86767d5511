"""Arithmetic on dates, by rules with names and legal sources.

Invariant: a rule names its sources by their keys in `content/referentiel/droit/`, which says how
each was read.  The rules of the code of civil procedure are written for its own acts; the decisions
named here apply them to contracts, and a contract may say otherwise.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from dateutil.easter import easter

from docgen.french.rule import INSECABLE
from docgen.french.wording import en_lettres


@dataclass(frozen=True, slots=True)
class RegleDeDelai:
    """A rule of counting: its name, its French sentence, the keys of its legal sources.

    A rule without a source is advice.
    """

    nom: str
    enonce: str
    droit: tuple[str, ...] = ()


QUANTIEME: Final = RegleDeDelai(
    "quantieme",
    "un délai en mois ou en années va d’un quantième au même quantième",
    ("cpc-641", "arret-quantieme-2004", "arret-quantieme-2020"),
)
DERNIER_JOUR: Final = RegleDeDelai(
    "dernier-jour-du-mois", "si le mois n’a pas ce quantième, c’est son dernier jour", ("cpc-641",)
)
VINGT_QUATRE_HEURES: Final = RegleDeDelai(
    "vingt-quatre-heures", "un délai expire le dernier jour, à vingt-quatre heures", ("cpc-642",)
)
SANS_REPORT: Final = RegleDeDelai(
    "sans-report",
    "un préavis n’est reporté ni pour un samedi, ni pour un dimanche, ni pour un jour férié",
    ("arret-preavis-2018", "arret-rebours-1990"),
)
RECEPTION: Final = RegleDeDelai(
    "reception", "c’est la réception qui compte, non l’envoi", ("cpc-668", "cpc-669")
)
PRUDENCE: Final = RegleDeDelai(
    "prudence", "un jour de moins : l’année peut être dite finie la veille de l’anniversaire"
)
AVANCE: Final = RegleDeDelai(
    "avance", "quinze jours au moins pour que la lettre arrive, et qu’on en ait la preuve"
)
REGLES: Final = (
    *(QUANTIEME, DERNIER_JOUR, VINGT_QUATRE_HEURES, SANS_REPORT, RECEPTION, PRUDENCE, AVANCE),
)
"""All rules, in the order in which they are listed."""

UN_JOUR: Final = timedelta(days=1)
"""The margin of the prudent day."""
QUINZE_JOURS: Final = timedelta(days=15)
"""The margin for sending a letter."""
SATURDAY: Final = 5
"""The first day of a weekend, as `date.weekday` counts."""
HOLIDAYS: Final = frozenset(((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)))
"""The public holidays that have a day of their own: months and days (C. trav., L. 3133-1)."""
FROM_EASTER: Final = frozenset(map(timedelta, (1, 39, 50)))
"""How far from Easter the others are: its Monday, Ascension, Whit Monday."""
YEARS: Final = range(1900, 3000)
"""The years that are accepted, so that no sum leaves Python's calendar."""


class Unite(StrEnum):
    """A unit of time."""

    JOURS = "jours"
    MOIS = "mois"
    ANS = "ans"


@dataclass(frozen=True, slots=True)
class Duree:
    """So many days, months or years."""

    valeur: int
    unite: Unite

    @property
    def mois(self) -> int:
        """Its number of months, 0 when it is in days."""
        return self.valeur * {Unite.JOURS: 0, Unite.MOIS: 1, Unite.ANS: 12}[self.unite]

    @property
    def jours(self) -> int:
        """Its number of days, 0 when it is in months or years."""
        return self.valeur if self.unite is Unite.JOURS else 0

    @property
    def dite(self) -> str:
        """Its words: « un an », « deux mois », « quinze jours »."""
        unit = self.unite if self.valeur > 1 or self.unite is Unite.MOIS else self.unite[:-1]
        return f"{en_lettres(self.valeur)}{INSECABLE}{unit}"


def date_after(day: date, *durees: Duree) -> date:
    """Return the day on which delays from `day` expire: months are added first, then days.

    ``30 nov. 2026 + 3 mois`` → ``28 févr. 2027`` (CPC, art. 641).
    """
    reached = _months_away(day, sum(duree.mois for duree in durees))
    return reached + timedelta(days=sum(duree.jours for duree in durees))


def date_before(day: date, duree: Duree) -> date:
    """Return the last day that leaves a whole delay before `day`.

    ``30 avr. 2027 − 2 mois`` → ``28 févr. 2027``.  Where short months make several days expire
    on `day`, the earliest is returned: ``28 févr. 2029 − 2 mois`` → 28 December.
    """
    return _months_away(day, -duree.mois) - timedelta(days=duree.jours)


def _months_away(day: date, months: int) -> date:
    """Return the same day of the month, `months` away, or the last day of a shorter month."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_working_day(day: date) -> date:
    """Return the day, or the last one before it that is no weekend and no public holiday."""
    while day.weekday() >= SATURDAY or _is_holiday(day):
        day -= UN_JOUR
    return day


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in HOLIDAYS or day - easter(day.year) in FROM_EASTER
