"""The answers of people on sheets of the law: what they signed, what they found wrong.

Nothing is recorded unless every answered row is sound: each fault is reported at its cell.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from docgen.content.signing import FIRST_DAY, names_a_text
from docgen.errors import Problem
from docgen.french.wording import date_longue
from docgen.importing.spreadsheet.answer_sheet import LEAVE_OUT, AnsweredRow, SheetReader
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.referential.droit.comparison.read_version import (
    WHICH_VERSION,
    ReadVersion,
    read_version,
)
from docgen.referential.droit.controle import NewCheck
from docgen.referential.droit.regle import Regle
from docgen.referential.referential import Referential
from docgen.review.former_answers import AGREE, NotedAnswer, PersonAnswer, SheetAnswers, Weight
from docgen.review.law_sheet import (
    ARTICLE,
    CONFORME,
    EXACTE,
    IN_FORCE,
    LU_LE,
    PAR,
    VERSION_LUE,
    law_form,
    text_to_name,
)

YES, NO = YES_NO
EXPORT: Final = "docgen droit exporter droit.xlsx"
LEGIFRANCE: Final = "Légifrance"


@dataclass(frozen=True, slots=True)
class WrongItem:
    """An item that a person found wrong, with the value said to be right, or nothing.

    It is not `recorded` where a later check counts; `again` is the command of another sheet.
    """

    regle: Regle
    check: NewCheck
    exact: str
    recorded: bool
    again: str


@dataclass(slots=True)
class LawAnswers(SheetAnswers):
    """The answers about the law: checks by item, items found wrong."""

    checks: dict[str, NewCheck] = field(default_factory=dict)
    wrong: list[WrongItem] = field(default_factory=list)

    @property
    def recorded(self) -> dict[str, NewCheck]:
        """The checks to write, those that found an item wrong among them."""
        wrong = {one.regle.cle: one.check for one in self.wrong if one.recorded}
        return {**self.checks, **wrong}


class LawReader(SheetReader):
    """The answers on sheets of the law, and what is wrong with them."""

    def __init__(self, referential: Referential, today: date) -> None:
        super().__init__(law_form(referential))
        self._referential, self._today = referential, today
        self.answers = LawAnswers()

    def _read_row(self, row: AnsweredRow) -> None:
        """Read the answer of a row, unless it is left blank."""
        answer, exact = row.cells[CONFORME], row.cells[EXACTE]
        items = frozenset(row.digests)
        self.answers.asked.add(items)
        if not (answer or exact or row.cells[VERSION_LUE]):
            return
        self.answers.answered.add(items)
        faults = [*self._faults(row), *self._stale(row), *self._disagreements(row, CONFORME)]
        faults = faults or [*self._wrong_version(row), *self._contrary(row)]
        self.problems += faults
        if faults:
            return
        recorded = counts = False
        for cle in row.digests:
            regle = self._referential.droit.get(cle)
            if regle is None:
                continue
            check = self._check(row, regle)
            newer = self._is_newer(regle, check)
            if answer == NO:
                again = row.made_by or EXPORT
                self.answers.wrong.append(WrongItem(regle, check, exact, newer, again))
            elif newer:
                self.answers.checks[cle] = check
                recorded = True
            counts = counts or newer
        if counts:
            said = _answer(check)
            place = row.place(CONFORME)
            self.answers.noted[items] = NotedAnswer(place, row.cells[ARTICLE], said)
        self.answers.older += answer == YES and not recorded

    def _faults(self, row: AnsweredRow) -> Iterator[Problem]:
        """Yield what is wrong with the white cells of a row."""
        yield from row.faults(CONFORME, PAR, LU_LE, self._today)
        answer, day = row.cells[CONFORME], row.day(LU_LE)
        if answer == YES and row.cells[EXACTE]:
            message = "« oui », et une autre valeur est donnée pour exacte"
            yield row.problem(EXACTE, message, hint="« non » si la valeur imprimée est fausse")
        yield from row.word_faults(VERSION_LUE, EXACTE)
        regles = filter(None, map(self._referential.droit.get, row.digests))
        since = max((one.depuis for one in regles if one.depuis), default=FIRST_DAY)
        if day and FIRST_DAY <= day < since:
            message = f"lu avant l’entrée en vigueur, le {date_longue(since)}"
            yield row.problem(LU_LE, message, hint="relisez la version en vigueur")
        if answer and answer != NO and not names_a_text(self._words_on_version(row)):
            message = "rien ne dit quelle version a été lue"
            hint = self._text_to_name(row) or WHICH_VERSION
            yield row.problem(VERSION_LUE, message, hint=hint)

    def _stale(self, row: AnsweredRow) -> Iterator[Problem]:
        """Yield the items of a row that are no longer what the sheet says."""
        for cle, digest in row.digests.items():
            regle = self._referential.droit.get(cle)
            if regle is None:
                yield row.problem(CONFORME, f"« {cle} » n’existe plus", "perime", LEAVE_OUT)
            elif regle.empreinte != digest:
                message = f"« {cle} » a changé depuis que cette feuille a été écrite"
                hint = f"{LEAVE_OUT} ; de cette règle, une feuille nouvelle : "
                hint += row.made_by or EXPORT
                yield row.problem(CONFORME, message, "perime", hint)

    def _contrary(self, row: AnsweredRow) -> Iterator[Problem]:
        """Yield that another person said the contrary on that day, once for all items."""
        for regle in filter(None, map(self._referential.droit.get, row.digests)):
            former = _former(regle)
            if former and _answer(self._check(row, regle)).weight(former) is Weight.CONTRARY:
                message = f"« oui » ici, et {former.wording}, déjà noté pour « {regle.cle} »"
                yield row.problem(CONFORME, message, "desaccord", AGREE)
                return

    def _wrong_version(self, row: AnsweredRow) -> Iterator[Problem]:
        """Yield why the version that was read is not the one in force, once for all items."""
        if row.cells[CONFORME] != YES:
            return
        regles = filter(None, map(self._referential.droit.get, row.digests))
        faults = {read.fault: read for read in (self._read(row, one) for one in regles)}
        for read in filter(None, faults):
            yield row.problem(VERSION_LUE, read, "perime", faults[read].hint)

    def _read(self, row: AnsweredRow, regle: Regle) -> ReadVersion:
        articles, day = self._referential.articles, date.fromisoformat(row.cells[LU_LE])
        return read_version(regle, self._words_on_version(row), articles, day, self._today)

    def _words_on_version(self, row: AnsweredRow) -> str:
        """Return what a row says of the version that was read: its white cell, else its grey one.

        Where both are blank, it is that of Légifrance on the day of the reading, if the text is
        there, as `docgen droit verifier --reference Légifrance` says.
        """
        if said := row.cells[VERSION_LUE] or row.cells[IN_FORCE]:
            return said
        return "" if self._text_to_name(row) else LEGIFRANCE

    def _text_to_name(self, row: AnsweredRow) -> str:
        regles = filter(None, map(self._referential.droit.get, row.digests))
        return text_to_name(row.cells[ARTICLE], tuple(regles))

    def _check(self, row: AnsweredRow, regle: Regle) -> NewCheck:
        own, shown = row.cells[VERSION_LUE], row.cells[IN_FORCE]
        read, day = self._read(row, regle), date.fromisoformat(row.cells[LU_LE])
        reference = own or ", ".join(filter(None, (LEGIFRANCE, shown)))
        said = (day, row.cells[PAR], reference, read.identifier, read.texte, regle.empreinte)
        exact = row.cells[EXACTE]
        reason = f"valeur exacte, {exact}" if exact else "sans autre valeur"
        return NewCheck(*said, None if row.cells[CONFORME] == YES else reason)

    def _is_newer(self, regle: Regle, check: NewCheck) -> bool:
        """Whether a check counts beside what was said before, here or in the files."""
        formers = [_former(regle)]
        formers += [_answer(one) for one in (self.answers.recorded.get(regle.cle),) if one]
        return all(_answer(check).weight(former) is not Weight.OLDER for former in formers)


def _answer(check: NewCheck) -> PersonAnswer:
    return PersonAnswer(check.par, check.le, check.refus is None)


def _former(regle: Regle) -> PersonAnswer | None:
    """Return what a person said before of an item as it stands."""
    said = regle.jugement
    return PersonAnswer(said.par, said.le, said.refus is None) if said else None
