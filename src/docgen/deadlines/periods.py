"""The life of a convention: its periods, its next anniversary, and what a notice leads to.

Any kind may ask a `Vie`: `at(day)` is the period that a day stands in, with its deadlines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docgen.deadlines.counting import QUINZE_JOURS, UN_JOUR, Duree, date_after, date_before


@dataclass(frozen=True, slots=True)
class Terme:
    """A duration or a notice, and the clause that says it: « article 6 »."""

    duree: Duree
    clause: str


@dataclass(frozen=True, slots=True)
class Echeances:
    """A period of a convention and its deadlines.

    `periode` counts the renewals before it: 0 for the first.  It runs from `debut` to the eve of
    `anniversaire`.  Where nothing renews by itself, there is nothing to denounce: `limite` (the
    last day in law), `prudente` and `envoi` (the day to send a letter) are None.
    """

    periode: int
    debut: date
    anniversaire: date
    limite: date | None
    prudente: date | None
    envoi: date | None

    @property
    def dernier_jour(self) -> date:
        """The last day of the period, the eve of the anniversary."""
        return self.anniversaire - UN_JOUR


@dataclass(frozen=True, slots=True)
class Denonciation:
    """What a denunciation received on a day leads to.

    In time, the convention ends at the anniversary; else it is renewed all the same.  `certaine`
    says that even the prudent day was kept.
    """

    recue: date
    a_temps: bool
    certaine: bool
    fin: date | None


@dataclass(frozen=True, slots=True)
class Vie:
    """What a convention says of its own time, since the day of its signature.

    `fin` is the day on which it ended, or will, if anything ended it.
    """

    signature: date
    duree: Terme
    reconduction: Terme | None = None
    denonciation: Terme | None = None
    resiliation: Terme | None = None
    fin: date | None = None

    def anniversaire(self, rank: int) -> date:
        """Return the end of the period `rank`, from 0; all are counted from the signature."""
        more = (self.reconduction.duree.times(rank),) if self.reconduction and rank else ()
        return date_after(self.signature, self.duree.duree, *more)

    def at(self, day: date) -> Echeances | None:
        """Return the period that a day stands in: None before signature, and after the end."""
        if day < self.signature or (self.fin and day >= self.fin):
            return None
        rank = 0
        while self.anniversaire(rank) <= day:
            if self.reconduction is None:
                return None
            rank += 1
        return self._echeances(rank)

    def following(self, day: date) -> Iterator[Echeances]:
        """Yield the period that a day stands in, then those that would follow, without end."""
        now = self.at(day)
        while now:
            yield now
            now = self.at(now.anniversaire)

    def denonciation_recue(self, day: date) -> Denonciation | None:
        """Return what a denunciation received on `day` leads to, None where there is nothing to."""
        now = self.at(day)
        if now is None or now.limite is None or now.prudente is None:
            return None
        timely = day <= now.limite
        end = now.anniversaire if timely else None
        return Denonciation(day, timely, day <= now.prudente, end)

    def resiliation_recue(self, day: date) -> date | None:
        """Return the day that ends the convention by a termination received on `day`."""
        if self.resiliation is None or self.at(day) is None:
            return None
        return date_after(day, self.resiliation.duree)

    def _echeances(self, rank: int) -> Echeances:
        start = self.anniversaire(rank - 1) if rank else self.signature
        end = self.anniversaire(rank)
        if self.reconduction is None or self.denonciation is None:
            return Echeances(rank, start, end, None, None, None)
        last = date_before(end, self.denonciation.duree)
        return Echeances(rank, start, end, last, last - UN_JOUR, last - QUINZE_JOURS)
