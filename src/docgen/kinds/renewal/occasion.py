"""The letters that are due on a day, and why another cannot be written then.

A reminder is due from sixty days before the prudent day.  After the last day to denounce, the
renewal is certain: it may be confirmed and announced until it begins.  A denunciation, a
termination, an amendment and a receipt are a choice, and never due.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from docgen.content.source import Steps
from docgen.content.validation import Finding, problem_at
from docgen.deadlines import Echeances, Vie
from docgen.deadlines.calendar_file import ALARMS
from docgen.deadlines.counting import UN_JOUR, date_after
from docgen.deadlines.wording import cut_short
from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.kinds.actes.signed import Signee
from docgen.kinds.renewal.content import GenreLettre
from docgen.kinds.renewal.options import Courrier

REMINDER_DELAY: Final = timedelta(days=ALARMS[0])
"""The time between a reminder and the prudent day."""
RENEWING: Final = (GenreLettre.RECONDUCTION, GenreLettre.CIRCULAIRE)
"""The letters that announce a renewal."""
END: Final[Steps] = ("vie", "fin")
"""Where the text of an act that notes its end does so."""
NOTICES: Final = (GenreLettre.DENONCIATION, GenreLettre.RESILIATION)
"""The letters that count from their receipt."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """The day of a letter in the life of a convention.

    `recu` is the day of receipt, or of the letter where it is not known; `periode` is the period
    that the letter is about, `suite` the next; `fin` is the day on which a termination received
    then takes effect, the last in force.
    """

    signee: Signee
    courrier: Courrier
    recu: date
    periode: Echeances
    suite: Echeances | None
    fin: date | None

    @property
    def tardive(self) -> bool:
        """Whether the letter is received after the last day to denounce."""
        return self.periode.limite is not None and self.recu > self.periode.limite

    @property
    def a_venir(self) -> bool:
        return self.recu > self.courrier.au


def _refusal(steps: Steps, message: str, hint: str = "") -> Finding:
    return Finding(steps, "echeance", message, hint)


def due(vie: Vie, day: date) -> tuple[GenreLettre, ...]:
    """Return the letters that are due on a day."""
    now = vie.at(day)
    if now is None or now.limite is None or now.prudente is None:
        return ()
    if now.prudente - REMINDER_DELAY <= day <= now.limite:
        return (GenreLettre.RAPPEL,)
    return RENEWING if day > now.limite else ()


def next_due(vie: Vie, day: date) -> tuple[date, tuple[GenreLettre, ...]] | None:
    """Return the first later day on which other letters are due, and which."""
    for now in vie.following(day):
        if now.limite is None or now.prudente is None:
            return None
        for first in (now.prudente - REMINDER_DELAY, now.limite + UN_JOUR):
            if first > day:
                return first, due(vie, first)
    return None


def trial_day(genre: GenreLettre, vie: Vie) -> date:
    """Return a day of the first period on which to try a letter."""
    now = vie.at(vie.signature)
    if now is None or now.limite is None or now.envoi is None:
        return vie.signature
    return now.limite + UN_JOUR if genre in RENEWING else max(now.envoi, vie.signature)


def relevant_acts(
    genre: GenreLettre, acts: Iterable[Signee], courrier: Courrier
) -> tuple[Signee, ...]:
    """Return the acts that a letter may be about: those in force on the day that counts.

    Where none is in force, all are returned, and each gives its reason.
    """
    listed = tuple(acts)
    day = day_that_counts(genre, courrier)
    living = tuple(one for one in listed if _why_pointless(genre, one, day) is None)
    return living or listed


def find_occasion(genre: GenreLettre, signee: Signee, courrier: Courrier) -> Occasion | Problem:
    """Return the occasion of a letter, or a problem when it cannot be written."""
    occasion = _occasion_or_refusal(genre, signee, courrier)
    if isinstance(occasion, Occasion):
        return occasion
    source = signee.source_of_end if occasion.steps == END else None
    return problem_at(source or signee.source, occasion)


def _occasion_or_refusal(
    genre: GenreLettre, signee: Signee, courrier: Courrier
) -> Occasion | Finding:
    vie = signee.vie
    recu = day_that_counts(genre, courrier)
    now = vie.at(recu)
    absent = _why_pointless(genre, signee, recu)
    if now is None or absent:
        return absent or _not_in_force(signee, recu)
    occasion = Occasion(
        *(signee, courrier, recu, now),
        *(vie.at(now.dernier_jour + UN_JOUR), vie.resiliation_recue(recu)),
    )
    if genre in RENEWING:
        return _renewal_occasion(occasion)
    refus = next(_refusals(genre, occasion), None)
    return refus or occasion


def day_that_counts(genre: GenreLettre, courrier: Courrier) -> date:
    """Return the day that counts: that of the receipt, for a notice."""
    return courrier.recu if courrier.recu and genre in NOTICES else courrier.au


def _why_pointless(genre: GenreLettre, signee: Signee, day: date) -> Finding | None:
    """Return why a letter about an act has no purpose on a day, None when it has one."""
    vie = signee.vie
    now = vie.at(day)
    if now is None:
        return _not_in_force(signee, day)
    if vie.fin and not now.reconduction and genre is not GenreLettre.RECEPISSE:
        end = date_longue(now.dernier_jour)
        message = f"la convention prendra fin le {end} : cette lettre n’a plus d’objet"
        return _refusal(END, message)
    return _no_termination(vie, day) if genre is GenreLettre.RESILIATION else None


def _no_termination(vie: Vie, day: date) -> Finding | None:
    """Return why a termination received on a day ends nothing, None when it does."""
    terme, end = vie.preavis_resiliation(day), vie.dernier_jour
    if terme is None:
        return _missing("preavis_resiliation", "de préavis de résiliation")
    if end is None or vie.resiliation_recue(day):
        return None
    message = (
        f"reçue le {date_longue(day)}, la résiliation n’aurait d’effet que le"
        f" {date_longue(date_after(day, terme.duree))} : la convention finit dès le"
        f" {date_longue(end)}"
    )
    return _refusal(("vie", "preavis_resiliation"), message, "cette lettre n’a pas lieu")


def _not_in_force(signee: Signee, day: date) -> Finding:
    place: Steps = ("signature", "date")
    if day < signee.vie.signature:
        message = f"n’est signée que le {date_longue(signee.vie.signature)}"
    else:
        end = signee.vie.dernier_jour or day
        place = END if end == signee.vie.fin else place
        message = f"a pris fin le {date_longue(end)}"
    message = f"la convention {message} : elle ne vaut pas le {date_longue(day)}"
    return _refusal(place, message, "vérifiez le jour")


def _renewal_occasion(occasion: Occasion) -> Occasion | Finding:
    """Return the occasion to announce a renewal: the next once it is certain, or the last."""
    vie, now = occasion.signee.vie, occasion.periode
    if now.limite is None:
        return _missing("reconduction", "de reconduction tacite")
    if occasion.courrier.au > now.limite:
        return occasion
    if now.periode:
        before = vie.at(now.debut - UN_JOUR)
        return replace(occasion, periode=before or now, suite=now)
    message = (
        f"trop tôt : jusqu’au {date_longue(now.limite)}, une partie peut encore dénoncer la"
        " convention ; rien n’est reconduit"
    )
    hint = f"à partir du {date_longue(now.limite + UN_JOUR)} : « --au {now.limite + UN_JOUR} »"
    return _refusal(("vie", "preavis_denonciation"), message, hint)


def _refusals(genre: GenreLettre, occasion: Occasion) -> Iterator[Finding]:
    if genre in (GenreLettre.RAPPEL, GenreLettre.DENONCIATION) and occasion.periode.limite is None:
        yield _missing("preavis_denonciation", "de dénonciation avant la date anniversaire")
    alternative = genre is GenreLettre.DENONCIATION and occasion.courrier.subsidiaire
    if alternative and (absent := _no_termination(occasion.signee.vie, occasion.recu)):
        yield absent
    if genre is GenreLettre.DENONCIATION and occasion.tardive and not alternative:
        yield _late(occasion)
    if genre is GenreLettre.RAPPEL and occasion.tardive and occasion.periode.limite:
        message = f"trop tard : on pouvait dénoncer jusqu’au {date_longue(occasion.periode.limite)}"
        yield _refusal(("vie", "preavis_denonciation"), message)


def _late(occasion: Occasion) -> Finding:
    now = occasion.periode
    last = date_longue(now.limite) if now.limite else ""
    message = (
        f"trop tard : reçue le {date_longue(occasion.recu)}, la dénonciation devait l’être"
        f" le {last} au plus tard{cut_short(now)} ; la convention est reconduite le"
        f" {date_longue(now.anniversaire)}"
    )
    instead = "« --subsidiaire » l’écrit en demandant, à défaut, la résiliation"
    if occasion.fin:
        end = date_longue(occasion.fin)
        instead += f" ; « --type resiliation » y met fin le {end}"
    return _refusal(("vie", "preavis_denonciation"), message, instead)


def _missing(name: str, what: str) -> Finding:
    return _refusal(("vie", name), f"la convention ne dit rien {what}", "cette lettre n’a pas lieu")
