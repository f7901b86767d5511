"""Warnings to whoever sends a letter; they block nothing."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from docgen.content.raw import texts
from docgen.content.source import Source, Steps, read_source
from docgen.content.validation import Finding, problem_at
from docgen.deadlines.counting import UN_JOUR
from docgen.errors import Problem
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.kinds.actes.emetteurs import missing_address, names_elsewhere
from docgen.kinds.kind import Scope
from docgen.kinds.renewal.content import Alinea, GenreLettre, LettreConvention, PassageConditionnel
from docgen.kinds.renewal.facts import FaitsRenewal
from docgen.kinds.renewal.occasion import NOTICES, RENEWING, Occasion
from docgen.kinds.renewal.options import RenewalOptions
from docgen.kinds.renewal.wording import Entete, clause_of
from docgen.kinds.writing.phrases import Phrase
from docgen.kinds.writing.place_references import mayor_doubt
from docgen.left import Duty, Item, What, Who, each_once, item_of
from docgen.markup import references

BLANK: Final = re.compile(r"\{blanc:(adresse|ville)\}")
"""A line of an address that nobody has written."""
CALL: Final = "{maire:appel}"
"""What the window and the head of each letter to a mayor say."""
CALLED: Final = {
    GenreLettre.RECONDUCTION: "la confirmation de la reconduction",
    GenreLettre.CIRCULAIRE: "la circulaire",
}
"""What people call the letters that announce a renewal."""
MAX_RECEIPT_DELAY: Final = timedelta(days=15)
"""The longest time between a letter and its receipt without a warning."""
TIME_IN_THE_POST: Final = timedelta(days=2)
"""How long before its receipt a letter is proposed to be dated."""


@dataclass(frozen=True, slots=True)
class OutgoingLetter:
    """A letter before it is sent: its content, its file, its occasion, its correspondents."""

    lettre: LettreConvention
    source: str
    scope: Scope
    occasion: Occasion
    entete: Entete

    def addresses(self, window: tuple[str, ...]) -> Iterator[Item]:
        """Yield the addresses that are missing or of elsewhere: the letter then stays a draft.

        `window` are the lines of the recipient.
        """
        sender = self.entete.expediteur.partie.id
        whose = self.entete.partenaires[0].partie.id if self.lettre.politesse else sender
        lieu = self.entete.lieu
        printed = [(self.entete.expediteur.entete, sender)]
        if lieu is None:
            printed.append((window, whose))
        for partie in dict.fromkeys(one for _, one in printed):
            yield from names_elsewhere(self.scope.referential, partie)
        for partie in dict.fromkeys(one for lines, one in printed if any(map(BLANK.search, lines))):
            if notice := missing_address(self.scope.referential, partie):
                yield notice
        if lieu and any(map(BLANK.search, window)) and lieu.probleme_code_postal:
            yield lieu.probleme_code_postal

    def mayor(self) -> tuple[Item, ...]:
        """Return what is to be checked of the mayor to whom it is written: a draft until then."""
        if (lieu := self.entete.lieu) is None:
            return ()
        printed = (CALL, *(text for _, text in texts(self.lettre.model_dump())))
        return each_once(filter(None, (mayor_doubt(lieu, text) for text in printed)))

    def foreseen_silence(self) -> Iterator[Item]:
        """Yield that nobody may have denounced, said before the last day to do so: a draft."""
        today, limit = self.scope.today, self.occasion.periode.limite
        if self.lettre.id in RENEWING and today and limit and today <= limit:
            said = f"dénonciation possible jusqu’au {date_longue(limit)}"
            said += " : ce jour passé, vérifiez qu’il n’en est venu aucune"
            first = limit + UN_JOUR
            message = f"{CALLED[self.lettre.id]} ne peut être définitive qu’à partir du"
            message += f" {date_longue(first)}"
            courrier = self.occasion.courrier
            sender = ("--de", courrier.de) if courrier.de else ()
            words = ("--type", self.lettre.id, *sender, "--au", str(max(first, courrier.au)))
            command = shlex.join(("docgen", "renewal", *words))
            problem = Problem(self.source, message, code="attente", hint=command).as_warning()
            duty = Duty(Who.REDACTEUR, What.ATTENDRE, command)
            yield item_of(problem, duty, id=message, name=prose(said))  # once for all letters

    def notices(self, facts: FaitsRenewal) -> Iterator[Problem]:
        """Yield the warnings about days, about words that the act does not say, about blanks."""
        yield from self._last_days()
        yield from self._far_receipt()
        yield from self._unsaid_words()
        if self.entete.lieu and self.entete.lieu.voie_a_confirmer:
            yield self.entete.lieu.voie_a_confirmer
        if self.scope.options_of(RenewalOptions).courrier is not None:
            yield from self._blanks_in_text(facts.corps)

    def _last_days(self) -> Iterator[Problem]:
        occasion, now, au = self.occasion, self.occasion.periode, self.occasion.courrier.au
        if self.lettre.id is not GenreLettre.DENONCIATION or occasion.tardive:
            return
        late = now.is_late_to_post(au)
        last = now.prudente is not None and occasion.recu > now.prudente
        if now.limite and now.envoi and (late or last):
            message = f"l’envoi était conseillé le {date_longue(now.envoi)} au plus tard ; " * late
            message += f"elle doit être reçue le {date_longue(now.limite)} au plus tard, à 24 h"
            sender = self.entete.expediteur.partie.id
            words = ("--type", GenreLettre.RECEPISSE, "--de", sender, "--au", str(au))
            command = shlex.join(("docgen", "renewal", *words))
            hint = f"remettez-la contre récépissé : « {command} »"
            yield _warning(self.source, message, hint, "echeance")

    def _far_receipt(self) -> Iterator[Problem]:
        au, recu = self.occasion.courrier.au, self.occasion.courrier.recu
        if recu is None or self.lettre.id not in NOTICES or recu - au <= MAX_RECEIPT_DELAY:
            return
        message = (
            f"la lettre, datée du {date_longue(au)}, serait reçue le {date_longue(recu)},"
            f" {(recu - au).days} jours plus tard"
        )
        sender, day = self.entete.expediteur.partie.id, str(recu - TIME_IN_THE_POST)
        words = ("--type", self.lettre.id, "--de", sender, "--recu-le", str(recu), "--au", day)
        alternative = ("--subsidiaire",) * self.occasion.courrier.subsidiaire
        command = shlex.join(("docgen", "renewal", *words, *alternative))
        hint = f"datez-la du jour où elle part : « {command} »"
        yield _warning("--recu-le", message, hint, "date")

    def _unsaid_words(self) -> Iterator[Problem]:
        """Yield the words that only passages with `quand: dit` rely on, which are left out."""
        signee = self.occasion.signee
        for rank, appui in enumerate(self.lettre.appuis):
            if clause_of(signee, appui.texte) is None:
                message = f"{signee.source.name} ne dit pas ces mots : les passages qui s’y"
                message += " appuient sont omis"
                hint = "recopiez-les de la convention, tels quels, ou retirez cet appui"
                finding = Finding(("appuis", rank, "texte"), "citation", message, hint)
                yield problem_at(self._source(), finding).as_warning()

    def _blanks_in_text(self, corps: tuple[Phrase, ...]) -> Iterator[Problem]:
        """Yield the blanks in the text of a letter; a form is made of blanks."""
        if self.lettre.politesse is None:
            return
        printed = {one.texte for phrase in corps for one in phrase.morceaux if one.blanc}
        names = {one.id: one.libelle for one in self.lettre.blancs if one.libelle in printed}
        places = {name: place for place, name in _blanks_with_places(self.lettre) if name in names}
        for name, steps in places.items():
            message = f"la lettre laisse à écrire à la main : « {names[name]} »"
            hint = f"avant de signer ; ou écrivez-le ici, à la place de « {{blanc:{name}}} »"
            finding = Finding(steps, "blanc", message, hint)
            yield problem_at(self._source(), finding).as_warning()

    def _source(self) -> Source:
        return read_source(self.scope.referential.workspace.root / self.source, self.source)


def _warning(file: str, message: str, hint: str, code: str) -> Problem:
    return Problem(file, message, code=code, hint=hint).as_warning()


def _blanks_with_places(lettre: LettreConvention) -> Iterator[tuple[Steps, str]]:
    for rank, passage in enumerate(lettre.corps):
        text: Alinea = passage
        steps: Steps = ("corps", rank)
        if isinstance(text, PassageConditionnel):
            text, steps = text.texte, (*steps, "texte")
        yield from ((steps, one.cle) for one in references(text) if one.genre == "blanc")
