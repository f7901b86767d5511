"""What may be printed of recorded crime, all sheets of all communes taken together.

A reader of many sheets can subtract.  Hence, of the indicators of one edition:

- a commune's values are printed as published.  Not AFD: beside its whole it would give « hors
  AFD », which is never published for a commune.  Not the removed series;
- a municipal arrondissement has no sheet: nineteen of them and Paris would give the twentieth;
- no sum is printed, of an EPCI, a brigade or any list of communes;
- a part (AFD, hors AFD) of the département is not printed either beside communes;
- the département is printed as a rate with one decimal, never as a count, and only where that rate
  leaves every hidden cell at least two values, for a reader who knows the source's rule.

What is known of a hidden cell: it is 0 to 5, for more than five facts in three years are released;
1 at least, if every zero is; 4 at most, if one believes the least values that are published.  The
rate stands for an interval of counts, and what communes publish is taken from it:

- fewer than `NOMBREUX` cells are hidden: the rate is printed only where it would be the same
  whatever they hold.  Anyone could compute it from what is published: it tells nothing, and nothing
  of other years either;
- more are hidden: it is printed unless a tenth ends within one count of where they all would be 0,
  1, 4 or 5.  Each year is judged alone: see the decision 0025 for what that leaves.

Whether a rate is printed depends on the base, on what communes publish and on how many publish
nothing, never on the département's own count: that it is left out tells nothing of what is hidden.
Where a file lacks the base (that of the Tarn which docgen ships has no dwellings), it is the one
that the count and its rate imply; a rate of 0 implies none, and is not printed then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from docgen.statistics.indicators import Indicateur
from docgen.statistics.secrecy import Diffuse, Valeur
from docgen.statistics.series import Point, Serie
from docgen.statistics.variations import arrondi

MINIMUM: Final = 5
"""How many counts a rounded rate must stand for, at the least."""
PLANCHERS: Final = (0, 1)
"""The least that readers may know a hidden cell to hold: every zero may be published, or not."""
PLAFONDS: Final = (4, 5)
"""The most: 5 by the rule, 4 by the least values that were ever seen published."""
NOMBREUX: Final = 20
"""How many hidden cells hide each other: only if all of them stood at once near the least, or the
most, that they may hold, might several years together tell more than each of them alone."""
DECIMALE: Final = Decimal("0.1")
"""How finely the rate of a département is printed."""
ARRONDISSEMENTS: Final = {
    "13055": frozenset(str(code) for code in range(13201, 13217)),
    "69123": frozenset(str(code) for code in range(69381, 69390)),
    "75056": frozenset(str(code) for code in range(75101, 75121)),
}
"""Marseille, Lyon and Paris, and their municipal arrondissements, which files hold beside them."""
TOUS_ARRONDISSEMENTS: Final = frozenset[str]().union(*ARRONDISSEMENTS.values())

EDITIONS_DIFFERENTES: Final = (
    "commune et département : ce ne sont pas les chiffres d’une même édition"
)
PAS_DE_DEPARTEMENT: Final = "les chiffres du département manquent"


@dataclass(frozen=True, slots=True)
class Reste:
    """What a département's communes say together of an indicator and a year.

    `publie` is the sum of what they publish, `caches` how many publish nothing.
    """

    publie: int
    caches: int


Restes = Mapping[tuple[str, int], Reste]
"""By the key of the indicator, and the year."""
Taux = Mapping[str, Mapping[int, Decimal | None]]
"""Rates of a département by the key of the indicator and the year; None: not to be printed."""


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A commune's value of a year, and the rate of its département where it may stand beside."""

    indicateur: Indicateur
    commune: Valeur
    departement: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparaisons:
    """A year of a commune beside its département; `motif` says why no département is there."""

    lignes: tuple[Comparaison, ...]
    motif: str = ""


def printable_series(series: Iterable[Serie]) -> tuple[Serie, ...]:
    """Return the series of communes that may be printed, in their order."""
    return tuple(
        serie
        for serie in series
        if serie.territoire not in TOUS_ARRONDISSEMENTS
        and not serie.indicateur.part_de
        and not serie.indicateur.retire
    )


def compare_commune(
    commune: Iterable[Serie], departement: Iterable[Serie], annee: int, taux: Taux
) -> Comparaisons:
    """Return a year of a commune beside its département, indicator by indicator.

    `taux` are the rates of the département that may be printed.
    """
    kept = printable_series(commune)
    beside = {serie.indicateur: serie for serie in departement}
    produced = {serie.edition.produite_le for serie in (*kept, *beside.values())}
    motif = "" if beside else PAS_DE_DEPARTEMENT
    if len(produced) > 1:
        beside, motif = {}, EDITIONS_DIFFERENTES
    lines = []
    for serie in kept:
        other = beside.get(serie.indicateur)
        rate = taux[serie.indicateur.cle].get(annee) if other else None
        lines.append(Comparaison(serie.indicateur, serie.point(annee).valeur, rate))
    return Comparaisons(tuple(lines), motif)


def departement_rates(departement: Serie, restes: Restes | None) -> dict[int, Decimal | None]:
    """Return the rates of a département by year, None where one may not be printed.

    `restes` is what its communes publish; None when no base of communes is at hand, and so no
    sheet holds a count of theirs.  Of an indicator that it does not name, communes publish nothing
    and no rule says what they hide: any rate is wide enough.
    """
    cle, alone = departement.indicateur.cle, restes is None
    if departement.indicateur.part_de and not alone:
        return {point.annee: None for point in departement.points}
    known = restes or {}
    return {
        point.annee: _rate(point, known.get((cle, point.annee), Reste(0, 0)))
        for point in departement.points
    }


def _rate(point: Point, reste: Reste) -> Decimal | None:
    """Return the rounded rate of a département, None when it could tell what is hidden."""
    if not isinstance(point.valeur, Diffuse) or point.valeur.taux is None:
        return None
    base = _base(point.valeur) if point.base.effectif is None else point.base.effectif
    if not base or not _is_silent(base, reste):
        return None
    return arrondi(point.valeur.taux, DECIMALE)


def _base(valeur: Diffuse) -> int:
    """Return the base that a count and its rate imply, where a file lacks it; 0 when none is."""
    return round(1000 * valeur.nombre / valeur.taux) if valeur.taux else 0


def _is_silent(base: int, reste: Reste) -> bool:
    """Tell whether a rate on this base leaves every hidden cell two values, whatever it is."""

    def same(first: int, last: int) -> bool:
        """Tell whether these residual counts are printed as one rate."""
        return tenths(reste.publie + first, base) == tenths(reste.publie + last, base)

    if tenths(
        MINIMUM - 1, base
    ):  # The interval of the rate 0,0 is the shortest: half of any other.
        return False
    if reste.caches < NOMBREUX:
        return same(0, reste.caches * max(PLAFONDS))
    floors, ceilings = ([n * reste.caches for n in ends] for ends in (PLANCHERS, PLAFONDS))
    return all(same(n, n + 1) for n in floors) and all(same(n - 1, n) for n in ceilings)


def tenths(nombre: int, base: int) -> int:
    """Return a rate per 1 000 in tenths, rounded half up: 12 of 10 000 → 12, that is 1,2 ‰."""
    return (20_000 * nombre + base) // (2 * base)
