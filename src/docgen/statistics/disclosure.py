"""What may be printed of recorded crime, all sheets of all communes taken together.

A reader of many sheets can subtract.  Hence, of the indicators of one edition:

- a commune's values are printed as published.  Not AFD: beside its whole it would give « hors
  AFD », which is never published for a commune.  Not the removed series;
- a municipal arrondissement has no sheet: nineteen of them and Paris would give the twentieth;
- no sum is printed, of an EPCI, a brigade or any list of communes;
- a part (AFD, hors AFD) of the département is not printed either beside communes;
- the département is printed as a rate with one decimal, never as a count.  Such a rate stands for
  an interval of counts.  It is left out where the base is so small that this interval could hold
  fewer than `MINIMUM` counts, and where it ends at what the communes publish together: only zeros
  would be left for those that publish nothing.

Whether a rate is printed depends on the base and on what communes publish, never on the
département's own count: that it is left out tells nothing of what is hidden.
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


def printable(series: Iterable[Serie]) -> tuple[Serie, ...]:
    """Return the series of communes that may be printed, in their order."""
    return tuple(
        serie
        for serie in series
        if serie.territoire not in TOUS_ARRONDISSEMENTS
        and not serie.indicateur.part_de
        and not serie.indicateur.retire
    )


def compare(
    commune: Iterable[Serie], departement: Iterable[Serie], annee: int, restes: Restes
) -> Comparaisons:
    """Return a year of a commune beside its département, indicator by indicator."""
    kept = printable(commune)
    beside = {serie.indicateur: serie for serie in departement}
    produced = {serie.edition.produite_le for serie in (*kept, *beside.values())}
    motif = "" if beside else PAS_DE_DEPARTEMENT
    if len(produced) > 1:
        beside, motif = {}, EDITIONS_DIFFERENTES
    lines = []
    for serie in kept:
        other = beside.get(serie.indicateur)
        rate = rates(other, restes).get(annee) if other else None
        lines.append(Comparaison(serie.indicateur, serie.point(annee).valeur, rate))
    return Comparaisons(tuple(lines), motif)


def rates(departement: Serie, restes: Restes | None) -> dict[int, Decimal | None]:
    """Return the rates of a département by year, None where one may not be printed.

    `restes` is what its communes publish; None when no base of communes is at hand, and so no
    sheet holds a count of theirs.  Of an indicator that it does not name, communes publish nothing.
    """
    if restes is None:
        return {point.annee: _rate(point, Reste(0, 0)) for point in departement.points}
    cle, part = departement.indicateur.cle, departement.indicateur.part_de
    return {
        point.annee: None if part else _rate(point, restes.get((cle, point.annee), Reste(0, 1)))
        for point in departement.points
    }


def _rate(point: Point, reste: Reste) -> Decimal | None:
    """Return the rounded rate of a département, None when it could tell what is hidden."""
    if not isinstance(point.valeur, Diffuse):
        return None
    base = point.base.effectif or _base(point.valeur)
    if not base:
        return None
    # The interval of the rate 0,0 is the shortest: half of any other.
    too_narrow = tenths(MINIMUM - 1, base) > 0
    closed = tenths(reste.publie, base) < tenths(reste.publie + 1, base)
    return None if too_narrow or (reste.caches and closed) else arrondi(point.valeur.taux, DECIMALE)


def _base(valeur: Diffuse) -> int:
    """Return the base that a count and its rate imply, where a file lacks it; 0 when none is."""
    return round(1000 * valeur.nombre / valeur.taux) if valeur.taux else 0


def tenths(nombre: int, base: int) -> int:
    """Return a rate per 1 000 in tenths, rounded half up: 12 of 10 000 → 12, that is 1,2 ‰."""
    return (20_000 * nombre + base) // (2 * base)
