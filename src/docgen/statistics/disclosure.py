"""Which values of recorded crime may be printed, all sheets of all communes taken together.

A reader of many sheets can subtract.  Hence, for the indicators of one edition:

- a commune's values are printed as published, except AFD and the removed series: AFD beside its
  whole would give « hors AFD », which is never published for a commune;
- a municipal arrondissement has no sheet: nineteen of them and Paris would give the twentieth;
- no sum is printed, of an EPCI, a brigade or any list of communes;
- a part (AFD, hors AFD) of the département is not printed beside communes;
- the département is printed as a rate with one decimal, never as a count, and only where that rate
  leaves every hidden cell at least two possible values, for a reader who knows the source's rule.

A hidden cell holds 0 to 5, for more than five facts in three years are released; at least 1 if
every zero is published; at most 4 if one trusts the least values ever published.  The rate stands
for an interval of counts, from which one can subtract what communes publish:

- with fewer than `NOMBREUX` hidden cells, the rate is printed only where it would be the same
  whatever they hold.  Anyone could compute it from what is published, so it reveals nothing;
- with more, it is printed unless a tenth ends within one count of the sum that they would have if
  all were 0, 1, 4 or 5.  Each year is judged alone: decision 0025 says what that leaves.

Whether a rate is printed depends on the base, on what communes publish and on how many publish
nothing, never on the département's own count: its absence reveals nothing either.  Where a file
lacks the base (the file of the Tarn in docgen has no dwellings), the count and its rate imply it;
a rate of 0 implies none, and is then not printed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from docgen.statistics.indicators import Indicateur
from docgen.statistics.secrecy import Diffuse, Valeur
from docgen.statistics.series import Point, Serie
from docgen.statistics.variations import arrondi

MINIMUM: Final = 5
"""The least number of counts that a rounded rate must stand for."""
PLANCHERS: Final = (0, 1)
"""The least that a hidden cell can hold: 0, or 1 if every zero is published."""
PLAFONDS: Final = (4, 5)
"""The most that a hidden cell can hold: 5 by the rule, 4 by the least values ever published."""
NOMBREUX: Final = 20
"""From how many hidden cells on their sum protects each: several years together could reveal more
than one only if all the cells were near their least, or their most, at once."""
DECIMALE: Final = Decimal("0.1")
"""The precision of the rate of a département."""
ARRONDISSEMENTS: Final = {
    "13055": frozenset(str(code) for code in range(13201, 13217)),
    "69123": frozenset(str(code) for code in range(69381, 69390)),
    "75056": frozenset(str(code) for code in range(75101, 75121)),
}
"""The municipal arrondissements of Marseille, Lyon and Paris, which files list with communes."""
TOUS_ARRONDISSEMENTS: Final = frozenset[str]().union(*ARRONDISSEMENTS.values())

EDITIONS_DIFFERENTES: Final = (
    "commune et département : ce ne sont pas les chiffres d’une même édition"
)
PAS_DE_DEPARTEMENT: Final = "les chiffres du département manquent"


@dataclass(frozen=True, slots=True)
class PublishedSum:
    """What the communes of a département publish of an indicator in a year.

    `publie` is the sum of the published values, `caches` how many communes publish nothing.
    """

    publie: int
    caches: int


Sums = Mapping[tuple[str, int], PublishedSum]
"""By the key of the indicator and the year."""
Taux = Mapping[str, Mapping[int, Decimal | None]]
"""Rates of a département by the key of the indicator and the year; None must not be printed."""


@dataclass(frozen=True, slots=True)
class Comparaison:
    """A commune's value for a year, and the rate of its département where it may be printed."""

    indicateur: Indicateur
    commune: Valeur
    departement: Decimal | None


@dataclass(frozen=True, slots=True)
class Comparaisons:
    """A year of a commune beside its département; `motif` says why the latter is missing."""

    lignes: tuple[Comparaison, ...]
    motif: str


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
    """Return a year of a commune beside its département, by indicator.

    `taux` holds the rates of the département that may be printed.
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


def departement_rates(departement: Serie, totals: Sums | None) -> dict[int, Decimal | None]:
    """Return the rates of a département by year, None where one may not be printed.

    `totals` is what its communes publish; None when no file of communes is installed, and so no
    sheet holds a count of theirs.  An indicator that it lacks is not published for communes: any
    rate of it may be printed.
    """
    cle, alone = departement.indicateur.cle, totals is None
    if departement.indicateur.part_de and not alone:
        return {point.annee: None for point in departement.points}
    known = totals or {}
    return {
        point.annee: _rate(point, known.get((cle, point.annee), PublishedSum(0, 0)))
        for point in departement.points
    }


def _rate(point: Point, total: PublishedSum) -> Decimal | None:
    """Return the rounded rate of a département, None when it could reveal a hidden cell."""
    if not isinstance(point.valeur, Diffuse) or point.valeur.taux is None:
        return None
    base = _base(point.valeur) if point.base.effectif is None else point.base.effectif
    if not base or not _is_silent(base, total):
        return None
    return arrondi(point.valeur.taux, DECIMALE)


def _base(valeur: Diffuse) -> int:
    """Return the base that a count and its rate imply, 0 for a rate of 0."""
    return round(1000 * valeur.nombre / valeur.taux) if valeur.taux else 0


def _is_silent(base: int, total: PublishedSum) -> bool:
    """Whether any rate on this base leaves every hidden cell at least two values."""

    def same_rate(first: int, last: int) -> bool:
        return tenths(total.publie + first, base) == tenths(total.publie + last, base)

    # The interval of the rate 0,0 is the shortest: half of any other.
    if tenths(MINIMUM - 1, base):
        return False
    if total.caches < NOMBREUX:
        return same_rate(0, total.caches * max(PLAFONDS))
    floors, ceilings = ([n * total.caches for n in ends] for ends in (PLANCHERS, PLAFONDS))
    return all(same_rate(n, n + 1) for n in floors) and all(same_rate(n - 1, n) for n in ceilings)


def tenths(nombre: int, base: int) -> int:
    """Return a rate per 1 000 in tenths, rounded half up: 12 of 10 000 → 12, that is 1,2 ‰."""
    return (20_000 * nombre + base) // (2 * base)
