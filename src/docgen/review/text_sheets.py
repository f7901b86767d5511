"""The sheets of texts to adopt and of texts to proofread: a row for each part to stamp.

An answer is « oui » or « non », with who and when; « non » is recorded too, with its reason; it
changes no word, and is reported at its place in the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from docgen.build.stamping.choosing import STAMPED_KINDS, command_of
from docgen.build.stamping.places import StampAction, StampedText, StampPlace
from docgen.build.stamping.writing import NewStamp, internal_names
from docgen.content.raw import as_group, as_text, groups_of
from docgen.content.source import Steps, read_source
from docgen.content.stamp import CLAUSES, NO_WORDS, stamp_digest
from docgen.content.validation import field_name
from docgen.errors import Problem
from docgen.french.days import read_day
from docgen.french.typography import prose
from docgen.french.wording import date_longue
from docgen.importing.spreadsheet.answer_sheet import (
    LEAVE_OUT,
    AnsweredRow,
    AskedRow,
    SheetForm,
    SheetReader,
)
from docgen.importing.spreadsheet.reading import CellKind, SheetColumn
from docgen.importing.spreadsheet.typed_cells import YES_NO
from docgen.importing.spreadsheet.writing import Tab
from docgen.kinds import KINDS
from docgen.kinds.actes.rules import PART_TITLES
from docgen.kinds.writing.corpus import partial_corpus_of
from docgen.kinds.writing.place_references import BLANCS, RENVOIS
from docgen.kinds.writing.references import answer
from docgen.left import Item
from docgen.markup import MarkError, Reference, escape_marks, plain, replace_references
from docgen.referential.droit.regle import Regle
from docgen.referential.referential import Referential
from docgen.review.former_answers import AGREE, NotedAnswer, PersonAnswer, SheetAnswers, Weight
from docgen.review.law_sheet import printable, project_digest
from docgen.workspace import Workspace

UNPRINTED: Final = NO_WORDS - {"a_verifier"} | {
    *("id", "diffusion", "empreinte", "par", "convention", "clause", "version", "pour"),
    *("blancs", "largeur", "lignes", "points", "icone", "hauteur", "signe", "zone", "fin"),
    *("hausse", "hausse_minimale", "participation_citoyenne", "police_municipale"),
    "videoprotection",
}
"""The fields that hold no words of a text; a doubt is what its reader is asked about."""
ROLES: Final = ("acteur", "contacts", "qui", "role", "roles", "source", "urgences", "visiteur")
"""The fields that name roles."""
LAW: Final = ("base", "base_legale", "droit")
"""The fields that name rules of law."""
NAMING_FIELDS: Final = {"actes": "modele", "fiche": "fiche"}
"""The fields that name documents, by their kind."""
MAX_CELL: Final = 32_000
"""How many letters a cell shows; a spreadsheet holds 32,767."""
BLANK: Final = re.compile(r"\{blanc:([\w-]+)\}")
YES, _ = YES_NO
ANSWER: Final = {StampAction.ADOPTER: "Adopté", StampAction.RELIRE: "Relu"}
SHEETS: Final = {StampAction.ADOPTER: "À adopter", StampAction.RELIRE: "À relire"}
OF_ACT: Final = {StampAction.ADOPTER: "de cet accord", StampAction.RELIRE: "de cette relecture"}
REMARQUE, LE, PAR = "Remarque", "Le", "Par"
READING_FIELDS: Final = (
    *(("id",), ("a_verifier",), ("controle",)),
    *(("situation",), ("aide_memoire", "titre")),  # of the two-page sheet
)
"""The fields at which a missing reading is reported."""
NO_REASON: Final = "non, sans raison donnée"
EXPORT: Final = "docgen cahier exporter cahier.xlsx"


class PrintedWords:
    """The words that people are asked to sign, as documents print them, for no place in particular.

    They come from the raw values of a text: its references are answered, its roles and its rules of
    law named, its marks taken out; what stands for a place is a blank with its label.
    """

    def __init__(self, referential: Referential) -> None:
        self._corpus = partial_corpus_of(referential)

    def of(self, value: object, blanks: Mapping[str, str] | None = None) -> str:
        """Return the words below a raw value, a line for each; `blanks` has labels by name."""
        labels = {**BLANCS, **(blanks or {})}
        lines = "\n".join(filter(None, self._lines(value, (), labels)))
        return lines if len(lines) <= MAX_CELL else f"{lines[:MAX_CELL].rstrip()} […]"

    def _lines(self, value: object, steps: Steps, labels: Mapping[str, str]) -> Iterator[str]:
        if isinstance(value, dict):
            held = ((key, child) for key, child in value.items() if key not in UNPRINTED)
            lines = [
                line for key, child in held for line in self._lines(child, (*steps, key), labels)
            ]
            yield from [" ".join(lines)] if steps[-1:] == ("delai",) else lines
        elif isinstance(value, list):
            for rank, child in enumerate(value):
                yield from self._lines(child, (*steps, rank), labels)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            field = next((step for step in reversed(steps) if isinstance(step, str)), "")
            yield self._words(field, str(value), labels)

    def _words(self, field: str, text: str, labels: Mapping[str, str]) -> str:
        if field in ROLES and (role := self._corpus.roles.get(text)):
            return role.libelle
        if field in LAW and (regle := self._corpus.droit.get(text)):
            return _statement(regle)
        if field in NAMING_FIELDS:
            return self._corpus.titres(NAMING_FIELDS[field]).get(text, text)
        try:
            marked = replace_references(text, self._answer)
            words = plain(BLANK.sub(lambda one: _blank(labels.get(one[1], one[1])), marked))
        except MarkError:  # reported by the check of that file
            words = text
        return prose(f"à vérifier : {words}" if field == "a_verifier" else words)

    def _answer(self, reference: Reference) -> str:
        if reference.genre in RENVOIS:
            known = RENVOIS[reference.genre].get(reference.cle)
            return (known and known.sinon) or _blank(reference.genre)
        match reference.genre:
            case "blanc":
                return str(reference)
            case "natinf":  # the numbers of a list, which may not be imported
                return ""
            case "acte":
                return _blank("formule d’appel")
            case _:
                return escape_marks(answer(reference, self._corpus))


def _blank(label: str) -> str:
    return escape_marks(f"[{label}]")


def _statement(regle: Regle) -> str:
    reference = regle.reference
    shown = reference.dit if reference else ""
    return prose(" : ".join(filter(None, (shown, regle.libelle))))


def blank_labels(data: object) -> dict[str, str]:
    """Return the labels of the blanks that a text declares, by name."""
    return {
        as_text(one.get("id")): as_text(one.get("libelle")) for _, one in groups_of(data, "blancs")
    }


def text_form(act: StampAction, referential: Referential) -> SheetForm:
    """Return the form of the sheet of an act for a project, which its parties identify."""
    columns = (
        SheetColumn("Document", width=26, locked=True),
        SheetColumn("Partie", width=26, locked=True),
        SheetColumn("Texte", width=90, locked=True),
        SheetColumn("Où", note="fichier et ligne", width=34, locked=True),
        SheetColumn(ANSWER[act], note="oui ou non", width=11, choices=YES_NO),
        SheetColumn(REMARQUE, note="si « non »", width=36),
        SheetColumn(LE, note="03/11/2026", width=12, kind=CellKind.DAY),
        SheetColumn(PAR, note="votre nom", width=20),
    )
    return SheetForm(f"{act}-1", project_digest(referential), columns)


@dataclass(frozen=True, eq=False)
class AskedPart:
    """A part of a text that a person may stamp."""

    text: StampedText
    place: StampPlace

    @property
    def key(self) -> str:
        """Its name in the mark of its row, without blanks."""
        return f"{self.text.source.name}#{field_name((*self.place.steps, self.place.field))}"

    @property
    def group(self) -> Any:
        """The raw values that its stamp stands in."""
        group: Any = self.text.source.data
        for step in self.place.steps:
            group = group[step]
        return group

    @property
    def digest(self) -> str:
        """The digest of what its stamp is of."""
        return stamp_digest(self.group, self.place.field)

    @property
    def former(self) -> PersonAnswer | None:
        """What a person said of it before, as it stands now."""
        return self.said_of(self.digest)

    def said_of(self, digest: str) -> PersonAnswer | None:
        """Return what a person said of its words when they had this digest."""
        stamp = as_group(self.group.get(self.place.field))
        day, said = read_day(stamp.get("le")), as_text(stamp.get("empreinte")).strip()
        if day is None or not digest.startswith(said):
            return None
        return PersonAnswer(as_text(stamp.get("par")), day, "refus" not in stamp)

    @property
    def stale(self) -> Problem:
        """The warning that words written beside its stamp make it one of other words."""
        act = self.text.act
        name = PART_TITLES.get(self.place.name, self.place.wording) or self.text.typed
        message = (
            f"« {name} » : ce cahier en remplit une case, ce qui change les mots {OF_ACT[act]}"
        )
        again = command_of(act, f"{self.text.typed} {self.place.name}".rstrip())
        hint = f"relisez, puis redites-le : {again}"
        file = self.text.source.name
        return Problem(file, message, self.line, code="change", hint=hint).as_warning()

    @property
    def line(self) -> int:
        """The line at which it begins."""
        return self.text.source.place(self.place.steps)[1].line

    @property
    def items(self) -> frozenset[str]:
        """The identifiers that it may have among what is left."""
        steps, file = self.place.steps, self.text.source.name
        own = self.place.field.replace("adoption", "etat")
        ends = ((own,),) if self.text.act is StampAction.ADOPTER else READING_FIELDS
        return frozenset(f"{file}#{field_name((*steps, *end))}" for end in ends)

    def row(self, name: str, printed: PrintedWords) -> AskedRow:
        """Return its row: its document, its name, its words, its place."""
        words = printed.of(self._signed, blank_labels(self.text.source.data))
        where = f"{self.text.source.name}:{self.line}"
        grey = [self.text.typed, name, words, where]
        return AskedRow({self.key: self.digest}, [*map(printable, grey), None, None, None, None])

    @property
    def _signed(self) -> object:
        """The raw values that its stamp is of: the parties agree on each clause by itself."""
        if self.place.field == "adoption_etapes":
            return self.group.get("etapes")
        left_out = CLAUSES if self.place.field == "adoption" else ()
        return {key: value for key, value in self.group.items() if key not in left_out}


def parts_of(workspace: Workspace, act: StampAction) -> Iterator[AskedPart]:
    """Yield all parts that an act may stamp, in the texts of a project that can be read."""
    for name in STAMPED_KINDS[act]:
        for path in workspace.texts(name):
            source = read_source(path, workspace.name_of(path))
            text = StampedText(KINDS[name], path, source, act)
            yield from (AskedPart(text, place) for place in text.places if not text.signed)


def text_tab(act: StampAction, referential: Referential, items: Iterable[Item]) -> Tab:
    """Return the sheet of what is left to stamp by an act."""
    left = {item.id: item.name for item in items}
    parts = [part for part in parts_of(referential.workspace, act) if part.place.due]
    printed = PrintedWords(referential)
    rows = [
        part.row(left[same], printed) for part in parts for same in sorted(part.items & left.keys())
    ]
    return text_form(act, referential).tab(SHEETS[act], rows, frozen=2)


@dataclass(slots=True)
class TextAnswers(SheetAnswers):
    """The answers about texts: stamps by part, refusals."""

    stamps: dict[str, tuple[AskedPart, NewStamp]] = field(default_factory=dict)
    refused: list[Problem] = field(default_factory=list)


class TextReader(SheetReader):
    """The answers on the sheets of an act, and what is wrong with them."""

    def __init__(self, act: StampAction, referential: Referential, today: date) -> None:
        super().__init__(text_form(act, referential))
        self._column, self._referential = ANSWER[act], referential
        self._known = {part.key: part for part in parts_of(referential.workspace, act)}
        self._today = today
        self.answers = TextAnswers()

    def _read_row(self, row: AnsweredRow) -> None:
        answer = row.cells[self._column]
        [(key, digest)] = row.digests.items()
        self.answers.asked.add(key)
        if not (answer or row.cells[REMARQUE]):
            return
        self.answers.answered.add(key)
        part = self._known.get(key)
        faults = [
            *row.faults(self._column, PAR, LE, self._today),
            *_remarked(row, self._column),
            *row.word_faults(REMARQUE),
            *self._disagreements(row, self._column),
        ]
        if not faults and part:
            verdict = PersonAnswer(row.cells[PAR], date.fromisoformat(row.cells[LE]), answer == YES)
            if part.digest != digest and verdict == part.said_of(digest):
                return
        faults += _stale(row, self._column, part, digest)
        if part and not faults:
            names = internal_names(part.text, part.place, row.cells[PAR], self._referential)
            faults += [row.problem(PAR, one.message, one.code, one.hint) for one in names]
        self.problems += faults
        if faults or part is None:
            return
        self._weigh(row, part, verdict)

    def _weigh(self, row: AnsweredRow, part: AskedPart, verdict: PersonAnswer) -> None:
        """Keep a sound answer if it counts beside those of the project and of other copies."""
        reason = None if verdict.yes else row.cells[REMARQUE] or NO_REASON
        stamp, former = NewStamp(verdict.par, verdict.le, reason), part.former
        weight = verdict.weight(former)
        if former and weight is Weight.CONTRARY:
            message = f"« oui » ici, et {former.wording}, déjà noté"
            self.problems.append(row.problem(self._column, message, "desaccord", AGREE))
            return
        if weight is Weight.COUNTS:
            self._keep_latest(row, part, stamp, verdict)
        if reason:
            later = former if weight is Weight.OLDER else None
            self.answers.refused.append(_refusal(row, part, stamp, later))
        else:
            self.answers.older += weight is Weight.OLDER

    def _keep_latest(
        self, row: AnsweredRow, part: AskedPart, stamp: NewStamp, verdict: PersonAnswer
    ) -> None:
        """Keep the latest answer of all copies, and count those of earlier days."""
        _, other = self.answers.stamps.get(part.key, (part, stamp))
        self.answers.older += other.le != stamp.le
        if other.le <= stamp.le:
            self.answers.stamps[part.key] = (part, stamp)
            about = f"{row.cells['Document']}, {row.cells['Partie']}"
            self.answers.noted[part.key] = NotedAnswer(row.place(self._column), about, verdict)


def _refusal(
    row: AnsweredRow, part: AskedPart, stamp: NewStamp, later: PersonAnswer | None
) -> Problem:
    counts = f" ; depuis, {later.wording}, qui compte encore" if later else ""
    message = f"refusé par {stamp.par} le {date_longue(stamp.le)} : {stamp.refus}{counts}"
    again = f"corrigez le texte, puis : {row.made_by or EXPORT}"
    hint = "" if later and later.yes else again
    return Problem(part.text.source.name, message, part.line, code="refus", hint=hint).as_warning()


def _remarked(row: AnsweredRow, column: str) -> Iterator[Problem]:
    """Yield that a « oui » carries a remark: nothing would record it."""
    if row.cells[column] == YES and row.cells[REMARQUE]:
        message = "« oui », et une remarque est écrite"
        hint = "« non » si le texte ne convient pas tel quel ; sinon videz la remarque"
        yield row.problem(REMARQUE, message, hint=hint)


def _stale(row: AnsweredRow, column: str, part: AskedPart | None, digest: str) -> Iterator[Problem]:
    new = f"{LEAVE_OUT} ; de ce texte, demandez un nouveau cahier : {row.made_by or EXPORT}"
    if part is None:
        yield row.problem(column, "ce texte n’existe plus", "perime", LEAVE_OUT)
    elif part.digest != digest:
        message = "ce texte a changé depuis que ce cahier a été écrit"
        yield row.problem(column, message, "perime", new)
