"""Which letter a day calls for, and why another cannot be written on it.

Law: a reminder is due from sixty days before the prudent day; once the last day to denounce is
past, the renewal is certain, and may be confirmed and told until it begins.  A denunciation, a
termination, an amendment and a receipt are a choice: no day calls for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from docgen.content.source import Steps
from docgen.content.validation import Finding, problem_at
from docgen.deadlines import Echeances, Vie
from docgen.deadlines.calendar_file import ALARMS
from docgen.deadlines.counting import UN_JOUR
from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.kinds.actes.signed import Signee
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.options import Courrier

AHEAD: Final = timedelta(days=ALARMS[0])
"""How long before the prudent day a reminder is due."""
RENEWING: Final = (GenreLettre.RECONDUCTION, GenreLettre.CIRCULAIRE)
"""The letters that tell a renewal."""
NOTICES: Final = (GenreLettre.DENONCIATION, GenreLettre.RESILIATION)
"""The letters of which the receipt counts."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """A letter's day in the life of a convention.

    `recu` is the day of receipt, that of the letter where it is not known; `periode` is the
    period that the letter is about, `suite` the one that follows; `fin` the day on which a
    termination received then takes effect.
    """

    signee: Signee
    courrier: Courrier
    recu: date
    periode: Echeances
    suite: Echeances | None
    fin: date | None

    @property
    def tardive(self) -> bool:
        """Whether the last day to denounce is past when the letter is received."""
        return self.periode.limite is not None and self.recu > self.periode.limite

    @property
    def a_venir(self) -> bool:
        """Whether it is only foreseen, on the day of the letter, that it be received."""
        return self.recu > self.courrier.au


@dataclass(frozen=True, slots=True)
class _Refus:
    """Why a letter cannot be written: what of the convention forbids it, and what would do."""

    steps: Steps
    message: str
    hint: str = ""


def due(vie: Vie, day: date) -> tuple[GenreLettre, ...]:
    """Return the letters that a day calls for."""
    now = vie.at(day)
    if now is None or now.limite is None or now.prudente is None or _ending(vie, now):
        return ()
    if now.prudente - AHEAD <= day <= now.limite:
        return (GenreLettre.RAPPEL,)
    return RENEWING if day > now.limite else ()


def next_due(vie: Vie, day: date) -> tuple[date, tuple[GenreLettre, ...]] | None:
    """Return the first day after `day` that calls for other letters, and which."""
    for now in vie.following(day):
        if now.limite is None or now.prudente is None or _ending(vie, now):
            return None
        for first in (now.prudente - AHEAD, now.limite + UN_JOUR):
            if first > day:
                return first, due(vie, first)
    return None


def suited(genre: GenreLettre, vie: Vie) -> date:
    """Return a day of the first period that suits a letter, to try it on."""
    now = vie.at(vie.signature)
    if now is None or now.limite is None or now.envoi is None:
        return vie.signature
    return now.limite + UN_JOUR if genre in RENEWING else max(now.envoi, vie.signature)


def concerned(genre: GenreLettre, acts: Iterable[Signee], courrier: Courrier) -> tuple[Signee, ...]:
    """Return the acts that a letter may be about: those in force on the day that it counts from.

    An act that has ended, is to end, or binds no one yet keeps no letter from another.  Where there
    is no other, all are returned, for each to tell why.
    """
    known = tuple(acts)
    day = _counted(genre, courrier)
    living = tuple(one for one in known if _absent(genre, one, day) is None)
    return living or known


def occasion(genre: GenreLettre, signee: Signee, courrier: Courrier) -> Occasion | Problem:
    """Return the occasion of a letter, or why it cannot be written then, at its place."""
    found = _found(genre, signee, courrier)
    if isinstance(found, Occasion):
        return found
    finding = Finding(found.steps, "echeance", found.message, found.hint)
    return problem_at(signee.source, finding)


def _found(genre: GenreLettre, signee: Signee, courrier: Courrier) -> Occasion | _Refus:
    vie = signee.vie
    recu = _counted(genre, courrier)
    now = vie.at(recu)
    absent = _absent(genre, signee, recu)
    if now is None or absent:
        return absent or _outside(signee, recu)
    made = Occasion(
        signee, courrier, recu, now, vie.at(now.anniversaire), vie.resiliation_recue(recu)
    )
    if genre in RENEWING:
        return _renewed(made)
    refus = next(_refusals(genre, made), None)
    return refus or made


def _counted(genre: GenreLettre, courrier: Courrier) -> date:
    """Return the day that a letter counts from: that of its receipt, for a notice."""
    return courrier.recu if courrier.recu and genre in NOTICES else courrier.au


def _absent(genre: GenreLettre, signee: Signee, day: date) -> _Refus | None:
    """Return why there is nothing to write of an act on a day: it binds no one then, or ends."""
    vie = signee.vie
    now = vie.at(day)
    if now is None:
        return _outside(signee, day)
    if _ending(vie, now) and genre is not GenreLettre.RECEPISSE and vie.fin:
        message = f"elle prendra fin le {date_longue(vie.fin)} : cette lettre n’a plus d’objet"
        return _Refus(("vie", "fin"), message)
    return None


def _outside(signee: Signee, day: date) -> _Refus:
    """Return that the convention binds no one on a day."""
    if day < signee.vie.signature:
        message = f"elle n’est signée que le {date_longue(signee.vie.signature)}"
    else:
        end = signee.vie.fin or signee.vie.anniversaire(0)
        message = f"elle a pris fin le {date_longue(end)}"
    return _Refus(("signature", "date"), f"le {date_longue(day)}, {message}", "vérifiez le jour")


def _renewed(made: Occasion) -> Occasion | _Refus:
    """Return the occasion of telling a renewal: the next, once it is certain, or the last."""
    vie, now = made.signee.vie, made.periode
    if now.limite is None:
        return _missing("reconduction", "de reconduction tacite")
    if made.courrier.au > now.limite:
        return made
    if now.periode:
        before = vie.at(now.debut - UN_JOUR)
        return replace(made, periode=before or now, suite=now)
    message = (
        f"trop tôt : jusqu’au {date_longue(now.limite)}, une partie peut encore dénoncer la"
        " convention ; rien n’est reconduit"
    )
    hint = f"à partir du {date_longue(now.limite + UN_JOUR)} : « --au {now.limite + UN_JOUR} »"
    return _Refus(("vie", "preavis_denonciation"), message, hint)


def _refusals(genre: GenreLettre, made: Occasion) -> Iterator[_Refus]:
    """Yield why a letter cannot be written: the convention does not say it, or it is too late."""
    if genre in (GenreLettre.RAPPEL, GenreLettre.DENONCIATION) and made.periode.limite is None:
        yield _missing("preavis_denonciation", "de dénonciation avant la date anniversaire")
    alternative = genre is GenreLettre.DENONCIATION and made.courrier.subsidiaire
    if (genre is GenreLettre.RESILIATION or alternative) and made.fin is None:
        yield _missing("preavis_resiliation", "de préavis de résiliation")
    if genre is GenreLettre.DENONCIATION and made.tardive and not alternative:
        yield _late(made)
    if genre is GenreLettre.RAPPEL and made.tardive and made.periode.limite:
        message = f"trop tard : on pouvait dénoncer jusqu’au {date_longue(made.periode.limite)}"
        yield _Refus(("vie", "preavis_denonciation"), message)


def _late(made: Occasion) -> _Refus:
    now = made.periode
    last = date_longue(now.limite) if now.limite else ""
    message = (
        f"trop tard : reçue le {date_longue(made.recu)}, la dénonciation devait l’être le {last} au"
        f" plus tard ; la convention est reconduite le {date_longue(now.anniversaire)}"
    )
    instead = "« --subsidiaire » l’écrit en demandant, à défaut, la résiliation"
    if made.fin:
        instead += f" ; « --type resiliation » y met fin le {date_longue(made.fin)}"
    return _Refus(("vie", "preavis_denonciation"), message, instead)


def _missing(name: str, what: str) -> _Refus:
    return _Refus(("vie", name), f"la convention ne dit rien {what}", "cette lettre n’a pas lieu")


def _ending(vie: Vie, now: Echeances) -> bool:
    """Whether something ends the convention before it could be renewed."""
    return vie.fin is not None and vie.fin <= now.anniversaire
