"""The life of a convention: its periods, their deadlines, and the effect of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from docgen.deadlines.counting import (
    QUINZE_JOURS,
    UN_JOUR,
    Duree,
    Unite,
    date_after,
    date_before,
    last_working_day,
)


@dataclass(frozen=True, slots=True)
class Terme:
    """A duration, and the clause that sets it: « article 6 »."""

    duree: Duree
    clause: str


@dataclass(frozen=True, slots=True)
class Echeances:
    """A period of a convention and its deadlines.

    `periode` is the number of renewals before it.  It runs from `debut` to `dernier_jour`, the eve
    of `anniversaire` unless the convention ends on another day.  `reconduction` renews it then;
    it is None where the convention ends, and so are `limite` (the last day to denounce in law),
    `prudente` (the day before) and `envoi` (the day to send a letter).
    """

    periode: int
    debut: date
    anniversaire: date
    dernier_jour: date
    reconduction: Terme | None = None
    limite: date | None = None
    prudente: date | None = None
    envoi: date | None = None


@dataclass(frozen=True, slots=True)
class Denonciation:
    """The effect of a denunciation received on a day.

    In time, the convention has its last day, `fin`, on the eve of the anniversary; too late, it is
    renewed.  `certaine` says that it came by the prudent day.
    """

    a_temps: bool
    certaine: bool
    fin: date | None


@dataclass(frozen=True, slots=True)
class Vie:
    """The durations of a convention, from the day of its signature.

    `fin` is the last day in force of one that ends early, past or future.  `textes` are the lives
    that the act then each of its amendments give, each from the day on which it takes effect; none
    where nothing amends it.
    """

    signature: date
    duree: Terme
    reconduction: Terme | None = None
    denonciation: Terme | None = None
    resiliation: Terme | None = None
    fin: date | None = None
    textes: tuple[tuple[date, Vie], ...] = ()

    @property
    def _chain(self) -> tuple[tuple[date, Vie], ...]:
        return self.textes or ((self.signature, self),)

    def ruling_rank(self, day: date) -> int:
        """Return how many amendments rule on a day.

        A last day to denounce that comes once an amendment has effect is counted by it.
        """
        rank = 0
        for number, (effect, _) in enumerate(self._chain[1:], 1):
            if effect <= day or self._denounced_from(effect, day, rank, number):
                rank = number
        return rank

    def _denounced_from(self, effect: date, day: date, *ranks: int) -> bool:
        """Whether, by both texts, the last day to denounce comes once the later has effect."""
        former, limit = [
            now.limite if now else None for now in (self._period(day, one) for one in ranks)
        ]
        return limit is not None and min(former or limit, limit) >= effect

    def ruling(self, day: date) -> Vie:
        """Return the life whose terms rule on a day: its own, or that of an amendment."""
        return self._chain[self.ruling_rank(day)][1]

    def at(self, day: date) -> Echeances | None:
        """Return the period that holds a day; None before the signature and after the end."""
        return self._period(day, self.ruling_rank(day))

    def _period(self, day: date, rank: int) -> Echeances | None:
        """Return the period that holds a day, its last day to denounce counted by one text."""
        last = self.dernier_jour
        if day < self.signature or (last and day > last):
            return None
        spans = (one for one in self._spans() if day < one.anniversaire or last == one.anniversaire)
        now = next(spans)
        if last and last <= now.anniversaire:
            return replace(now, dernier_jour=last, reconduction=None)
        notice = self._chain[rank][1].denonciation
        if notice is None:
            return now
        limit = date_before(now.anniversaire, notice.duree)
        before, ahead = limit - UN_JOUR, last_working_day(limit - QUINZE_JOURS)
        return replace(now, limite=limit, prudente=before, envoi=ahead)

    def _spans(self) -> Iterator[Echeances]:
        """Yield each period, without its last day to denounce.

        A period has the length that the text in effect when it begins gives it.  A text whose
        first duration is not over when it takes effect changes the end of the period that runs.
        All are counted from the signature.
        """
        (_, text), *later = self._chain
        start, months = self.signature, text.duree.duree.mois
        for number in count():
            end = self._after(months)
            while later and later[0][0] <= end:
                effect, text = later.pop(0)
                if self._after(text.duree.duree.mois) > effect:
                    months = text.duree.duree.mois
                    end = self._after(months)
            yield Echeances(number, start, end, end - UN_JOUR, text.reconduction)
            if text.reconduction is None:
                return
            start, months = end, months + text.reconduction.duree.mois

    def _after(self, months: int) -> date:
        return date_after(self.signature, Duree(months, Unite.MOIS))

    @property
    def dernier_jour(self) -> date | None:
        """Its last day in force, None while nothing ends it."""
        effect, last = self._chain[-1]
        for now in self._spans():
            if last.reconduction and effect <= now.anniversaire:
                return self.fin
        return min(self.fin or now.dernier_jour, now.dernier_jour)

    def following(self, day: date) -> Iterator[Echeances]:
        """Yield the period that holds a day, then the following ones, without end."""
        now = self.at(day)
        while now:
            yield now
            now = self.at(now.dernier_jour + UN_JOUR)

    def denonciation_recue(self, day: date) -> Denonciation | None:
        """Return the effect of a denunciation received on `day`, None if there is none."""
        now = self.at(day)
        if now is None or now.limite is None or now.prudente is None:
            return None
        timely = day <= now.limite
        end = now.dernier_jour if timely else None
        return Denonciation(timely, day <= now.prudente, end)

    def preavis_resiliation(self, day: date) -> Terme | None:
        """Return the notice of a termination received on `day`: that of the text in effect."""
        texts = (vie for effect, vie in reversed(self._chain) if effect <= day)
        return next(texts, self).resiliation

    def resiliation_recue(self, day: date) -> date | None:
        """Return the last day in force by a termination received on `day`, None unless sooner."""
        terme = self.preavis_resiliation(day)
        if terme is None or self.at(day) is None:
            return None
        end = date_after(day, terme.duree)
        return end if end < (self.dernier_jour or date.max) else None
