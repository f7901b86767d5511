"""The life of a convention: its periods, their deadlines, and the effect of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from operator import itemgetter

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
    it is None where the convention ends, and so are `denonciation` (the notice that gives the last
    day to denounce), `limite` (that day in law), `prudente` (the day before) and `envoi` (the day
    to send a letter).  `avenant` names the amendment that takes effect on the day after `limite`
    and ends the delay so, '' for none.
    """

    periode: int
    debut: date
    anniversaire: date
    dernier_jour: date
    reconduction: Terme | None
    denonciation: Terme | None = None
    limite: date | None = None
    prudente: date | None = None
    envoi: date | None = None
    avenant: str = ""

    def is_late_to_post(self, day: date) -> bool:
        """Whether a letter of a day is to be handed over: the post may bring it after `limite`."""
        return bool(self.envoi and self.limite and self.envoi < day <= self.limite)


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
    where nothing amends it.  `nom` is that of an amendment in a sentence: « l’avenant n° 1 ».
    """

    signature: date
    duree: Terme
    reconduction: Terme | None = None
    denonciation: Terme | None = None
    resiliation: Terme | None = None
    fin: date | None = None
    textes: tuple[tuple[date, Vie], ...] = ()
    nom: str = ""

    @property
    def _chain(self) -> tuple[tuple[date, Vie], ...]:
        return self.textes or ((self.signature, self),)

    def ruling_rank(self, day: date) -> int:
        """Return how many amendments rule on a day, or on the last day to denounce after it."""
        if day < self._chain[-1][0]:
            now = self._span(day)
            day = max([day, *(last for last, *_ in self._last_days(now))] if now else [day])
        return sum(effect <= day for effect, _ in self._chain[1:])

    def _last_days(self, now: Echeances) -> Iterator[tuple[date, str, Terme]]:
        """Yield the last day of a period on which each text, while it has effect, lets denounce.

        Each goes with the name of the amendment that ends the delay, '' where it ends of itself,
        and with the notice of that text.
        """
        ends = [(effect - UN_JOUR, text.nom) for effect, text in self._chain[1:]]
        for (effect, text), end in zip(self._chain, [*ends, (date.max, "")], strict=True):
            if text.denonciation and now.reconduction:
                limit = date_before(now.anniversaire, text.denonciation.duree), ""
                last = min(limit, end, key=itemgetter(0))
                if last[0] >= max(effect, now.debut):
                    yield *last, text.denonciation

    def ruling(self, day: date) -> Vie:
        """Return the life whose terms rule on a day: its own, or that of an amendment."""
        return self._chain[self.ruling_rank(day)][1]

    def at(self, day: date) -> Echeances | None:
        """Return the period that holds a day; None before the signature and after the end."""
        now, notice = self._span(day), self.ruling(day).denonciation
        if now is None or now.reconduction is None or notice is None:
            return now
        past = date_before(now.anniversaire, notice.duree), "", notice
        limit, amendment, notice = max(self._last_days(now), key=itemgetter(0), default=past)
        before, ahead = limit - UN_JOUR, last_working_day(limit - QUINZE_JOURS)
        days = replace(now, limite=limit, prudente=before, envoi=ahead)
        return replace(days, denonciation=notice, avenant=amendment)

    def _span(self, day: date) -> Echeances | None:
        """Return the period that holds a day, without its last day to denounce."""
        last = self.dernier_jour
        if day < self.signature or (last and day > last):
            return None
        spans = (one for one in self._spans() if day < one.anniversaire or last == one.anniversaire)
        now = next(spans)
        if last and last <= now.anniversaire:
            return replace(now, dernier_jour=last, reconduction=None)
        return now

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
