"""The life of a convention: its periods, their deadlines, and the effect of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from docgen.deadlines.counting import QUINZE_JOURS, UN_JOUR, Duree, date_after, date_before


@dataclass(frozen=True, slots=True)
class Terme:
    """A duration, and the clause that sets it: « article 6 »."""

    duree: Duree
    clause: str


@dataclass(frozen=True, slots=True)
class Echeances:
    """A period of a convention and its deadlines.

    `periode` is the number of renewals before it.  It runs from `debut` to the eve of
    `anniversaire`.  `limite` (the last day in law), `prudente` (the day before) and `envoi` (the
    day to send a letter) are None where nothing renews by itself.
    """

    periode: int
    debut: date
    anniversaire: date
    limite: date | None
    prudente: date | None
    envoi: date | None

    @property
    def dernier_jour(self) -> date:
        return self.anniversaire - UN_JOUR


@dataclass(frozen=True, slots=True)
class Denonciation:
    """The effect of a denunciation received on a day.

    In time, the convention ends at the anniversary; too late, it is renewed.  `certaine` says
    that it came by the prudent day.
    """

    a_temps: bool
    certaine: bool
    fin: date | None


@dataclass(frozen=True, slots=True)
class Vie:
    """The durations of a convention, from the day of its signature.

    `fin` is the day of its early end, past or future; None if it has none.  `suites` are the lives
    that amendments give it, in their order, each from the day on which it takes effect.
    """

    signature: date
    duree: Terme
    reconduction: Terme | None = None
    denonciation: Terme | None = None
    resiliation: Terme | None = None
    fin: date | None = None
    suites: tuple[tuple[date, Vie], ...] = ()

    def ruling_rank(self, day: date) -> int:
        """Return how many amendments rule on a day.

        A last day to denounce that comes once an amendment has effect is counted by it.
        """
        chosen, rank = self, 0
        for number, (effect, vie) in enumerate(self.suites, 1):
            if effect <= day or chosen._denounced_from(effect, day, vie):
                chosen, rank = vie, number
        return rank

    def _denounced_from(self, effect: date, day: date, later: Vie) -> bool:
        """Whether, by both terms, the last day to denounce comes once the later have effect."""
        periods = (self._period(day), later._period(day))
        limits = [one.limite for one in periods if one and one.limite]
        return len(limits) == 2 and min(limits) >= effect

    def ruling(self, day: date) -> Vie:
        """Return the life whose terms rule on a day: its own, or that of an amendment."""
        rank = self.ruling_rank(day)
        return self.suites[rank - 1][1] if rank else self

    def anniversaire(self, rank: int) -> date:
        """Return the end of period `rank` (from 0); all periods are counted from the signature."""
        more = (self.reconduction.duree.times(rank),) if self.reconduction and rank else ()
        return date_after(self.signature, self.duree.duree, *more)

    def at(self, day: date) -> Echeances | None:
        """Return the period that holds a day; None before the signature and after the end."""
        return self.ruling(day)._period(day)

    def _period(self, day: date) -> Echeances | None:
        """Return the period that holds a day by its own terms alone."""
        if day < self.signature or (self.fin and day >= self.fin):
            return None
        rank = 0
        while self.anniversaire(rank) <= day:
            if self.reconduction is None:
                return None
            rank += 1
        return self._echeances(rank)

    @property
    def terme(self) -> date | None:
        """The day from which it rules no more, None while nothing ends it."""
        return self.fin or (None if self.reconduction else self.anniversaire(0))

    def following(self, day: date) -> Iterator[Echeances]:
        """Yield the period that holds a day, then the following ones, without end."""
        now = self.at(day)
        while now:
            yield now
            now = self.at(now.anniversaire)

    def denonciation_recue(self, day: date) -> Denonciation | None:
        """Return the effect of a denunciation received on `day`, None if there is none."""
        now = self.at(day)
        if now is None or now.limite is None or now.prudente is None:
            return None
        timely = day <= now.limite
        end = now.anniversaire if timely else None
        return Denonciation(timely, day <= now.prudente, end)

    def resiliation_recue(self, day: date) -> date | None:
        """Return the day on which a termination received on `day` ends the convention."""
        terme = self.ruling(day).resiliation
        if terme is None or self.at(day) is None:
            return None
        return date_after(day, terme.duree)

    def _echeances(self, rank: int) -> Echeances:
        start = self.anniversaire(rank - 1) if rank else self.signature
        end = self.anniversaire(rank)
        if self.reconduction is None or self.denonciation is None:
            return Echeances(rank, start, end, None, None, None)
        last = date_before(end, self.denonciation.duree)
        return Echeances(rank, start, end, last, last - UN_JOUR, last - QUINZE_JOURS)
