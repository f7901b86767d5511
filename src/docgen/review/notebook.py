"""One workbook for the people who are not at the keyboard, and what they return.

It holds the texts to adopt and to proofread, the law, the contacts and the data to fetch.  What
several people return is merged; nothing is written unless every answer is sound.
"""

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Final

from docgen.build.compose import Composed
from docgen.build.left import is_by_commune, left_in
from docgen.build.named_documents import reads_law
from docgen.build.project_edits import rule_changes
from docgen.build.stamping.places import StampAction, StampedText
from docgen.build.stamping.writing import NewStamp, stamp_text
from docgen.cache import Store
from docgen.content.source import Source, parse_source, read_source
from docgen.errors import ContentError, Problem, Problems
from docgen.french.territory import CodeInsee
from docgen.importing.activite.blank_form import SHEET as ACTIVITY_SHEET
from docgen.importing.checks import requested_departement
from docgen.importing.input_file import InputFile
from docgen.importing.spreadsheet.answer_sheet import SheetReader
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.spreadsheet.sheet_names import named_sheets
from docgen.importing.spreadsheet.writing import Tab, read_guide, write_workbook
from docgen.importing.territoire.changes import RowChange
from docgen.importing.territoire.workbook import TERRITORY_SHEETS, import_territory, territory_tabs
from docgen.left import Item, document_options, sheet_command
from docgen.output.text_edits import edit_files
from docgen.referential.communes.chosen import Selection
from docgen.referential.droit.controle import NewCheck
from docgen.referential.referential import Referential
from docgen.referential.selection import select_communes
from docgen.referential.snapshot import import_command
from docgen.referential.status import snapshot_states
from docgen.review.blanks_sheet import COLUMNS as BLANKS_COLUMNS
from docgen.review.blanks_sheet import SHEET as BLANKS_SHEET
from docgen.review.blanks_sheet import BlanksReader, blanks_tab
from docgen.review.changed_packs import command_of_left, fiches_of_packs, tell_changed_packs
from docgen.review.former_answers import SheetAnswers
from docgen.review.law_answers import LawAnswers, LawReader
from docgen.review.law_review import LawReviewer, tell_wrong
from docgen.review.law_sheet import COLUMNS as LAW_COLUMNS
from docgen.review.law_sheet import SHEET as LAW_SHEET
from docgen.review.law_sheet import law_tab
from docgen.review.text_sheets import SHEETS, AskedPart, TextReader, text_form, text_tab
from docgen.workspace import Workspace

GUIDE: Final = Path(__file__).with_name("guide-cahier.txt")
DATA_SHEET: Final = "Données"
LAW_DATA: Final = ("legi", "natinf")
DATA_COLUMNS: Final = (
    SheetColumn("Base", width=24, locked=True),
    SheetColumn("Ce qu’elle dit", width=40, locked=True),
    SheetColumn("Sert à", width=50, locked=True),
    SheetColumn("État", width=22, locked=True),
    SheetColumn("Fichier officiel", note="nom, adresse, taille", width=70, locked=True),
    SheetColumn("Commande", note="une fois le fichier là", width=50, locked=True),
)


@dataclass(frozen=True, slots=True)
class Notebook:
    """The workbook, how many rows each sheet asks about, and warnings."""

    data: bytes
    rows: dict[str, int]
    notices: tuple[Problem, ...]


def write_notebook(
    reviewer: LawReviewer, names: Sequence[str], communes: Sequence[str], today: date
) -> Notebook:
    """Return the workbook of what is left for named documents, or for the whole project."""
    referential = reviewer.referential
    asked: set[str] = set()

    def note(left: Sequence[Item], composed: Sequence[Composed]) -> Sequence[Item]:
        asked.update(name for one in composed if names for name in one.document.sources)
        return left

    items, notices = left_in(referential, names, communes, today, note)
    tabs = [text_tab(act, referential, items) for act in StampAction]
    tabs.append(blanks_tab(referential, items, asked))
    if any(item.of_law for item in items):
        articles, _ = reviewer.review(names, communes, today)
        tabs.append(law_tab(referential, articles))
    if referential.home:
        tabs += _contact_tabs(referential, names, communes)
    by_commune = not names or bool(communes) or any(map(is_by_commune, names))
    tabs.append(_data_tab(referential, today, law=reads_law(names), by_commune=by_commune))
    tabs = [tab for tab in tabs if tab.rows]
    command = sheet_command("cahier", document_options(names, communes))
    data = write_workbook("Cahier de ce qui reste", read_guide(GUIDE), tabs, command)
    return Notebook(data, {tab.name: len(tab.rows) for tab in tabs}, tuple(notices))


def _contact_tabs(
    referential: Referential, names: Sequence[str], communes: Sequence[str]
) -> Sequence[Tab]:
    """Return the sheets of contacts: of the communes given, else of all of them.

    Documents that are for no commune ask for none.
    """
    home = requested_departement(referential, None)
    if communes:
        codes, _ = select_communes(referential, Selection(communes=tuple(communes)))
        return territory_tabs(referential, home, codes)
    asked = not names or any(is_by_commune(name) for name in names)
    return territory_tabs(referential, home) if asked else ()


def _data_tab(referential: Referential, today: date, *, law: bool, by_commune: bool) -> Tab:
    """Return the sheet of data to fetch: of the law, of communes, as the documents use them."""
    rows = []
    for status in snapshot_states(referential, today):
        if not (law if status.nom in LAW_DATA else by_commune):
            continue
        state = "abîmée" if status.abime else status.etat if status.vieux or status.ailleurs else ""
        state = state or ("" if status.edition else "absente")
        if state:
            command = import_command(status.nom)
            edition = f"{state} (édition {status.edition})" if status.edition else state
            rows.append([status.nom, status.sujet, status.usage, edition, status.source, command])
    return Tab(DATA_SHEET, DATA_COLUMNS, rows)


@dataclass(slots=True)
class ImportedNotebook:
    """What an import came to: files changed, what was found wrong, how many stamps and blanks."""

    files: list[str] = field(default_factory=list)
    wrong: list[Problem] = field(default_factory=list)
    stamps: dict[str, int] = field(default_factory=dict)
    refusals: dict[str, int] = field(default_factory=dict)
    """How many of the stamps of a sheet say no."""
    checks: dict[str, NewCheck] = field(default_factory=dict)
    """The checks of rules of law, by their keys."""
    blank: int = 0
    older: int = 0
    territory: tuple[RowChange, ...] = ()
    packs: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    """A line for each answer that counts: its cell, what it is about, what it says."""

    def add(self, answers: SheetAnswers) -> None:
        """Count the rows of some sheets."""
        self.noted += map(str, answers.noted.values())
        self.blank += answers.blank
        self.older += answers.older


def read_notebooks(
    workspace: Workspace, paths: Iterable[Path], today: date, store: Store | None, *, effacer: bool
) -> "NotebookAnswers":
    """Return what people answered in notebooks and in lists of contacts; nothing is written yet.

    Contacts of emptied cells are refused, unless `effacer`.  Raise ContentError with every fault.
    """
    infiles = [InputFile(path, workspace.name_of(path)) for path in paths]
    answers = NotebookAnswers(Referential(workspace, today), today)
    held = answers.sheets(infiles)
    for act in StampAction:
        answers.read_texts(act, held.get(SHEETS[act], ()))
    answers.read_blanks(held.get(BLANKS_SHEET, ()))
    law = answers.read_law(held.get(LAW_SHEET, ()))
    answers.read_territory(infiles, effacer=effacer)
    with answers.problems.gather():
        answers.drop_idle_changes()
    answers.problems.refuse()
    answers.done.wrong += tell_wrong(law.wrong, LawReviewer(Referential(workspace, today), store))
    answers.done.files = [workspace.name_of(path) for path in answers.changes]
    return answers


class NotebookAnswers:
    """The answers under way: the changes that they make, what they come to, what is wrong."""

    def __init__(self, referential: Referential, today: date) -> None:
        self.referential, self.today = referential, today
        self.problems, self.done = Problems(), ImportedNotebook()
        self.changes: dict[Path, Callable[[str], str]] = {}
        self.communes: tuple[CodeInsee, ...] = ()
        self.agreed: list[AskedPart] = []

    def write(self) -> ImportedNotebook:
        """Record the answers, all or none, and return what they came to, at its new lines."""
        here = self.referential.workspace
        paths = {here.name_of(path): path for path in self.changes if path.exists()}
        before = {name: read_source(path, name) for name, path in paths.items()}
        done = self._write_answers(here)
        wrong = [
            follow_line(one, before[one.file], read_source(paths[one.file], one.file))
            if one.file in paths
            else one
            for one in done.wrong
        ]
        return replace(done, wrong=wrong)

    def drop_idle_changes(self) -> None:
        """Forget the changes of files that say already what people answered."""
        for path, change in [*self.changes.items()]:
            text = _text_of(path)
            if change(text) == text:
                del self.changes[path]

    def foresee(self) -> ImportedNotebook:
        """Return what the answers would come to, written into a copy of the texts."""
        if not self.communes:
            return self.done
        with TemporaryDirectory() as folder:
            copy = Workspace(Path(folder), Path(folder, "output"))
            copytree(
                self.referential.workspace.content, copy.content, ignore_dangling_symlinks=True
            )
            return self._write_answers(copy)

    def _write_answers(self, workspace: Workspace) -> ImportedNotebook:
        """Record the answers in a project or a copy of it, and return what they came to."""
        done, content = self.done, self.referential.workspace.content
        before = fiches_of_packs(self.referential, self.communes)
        placed = {workspace.content / path.relative_to(content): path for path in self.changes}
        if placed:
            edits = {there: self.changes[path] for there, path in placed.items()}
            edit_files(edits, workspace.content)
        now = Referential(workspace)
        packs = [*tell_changed_packs(now, before, fiches_of_packs(now, self.communes))]
        if self.communes:
            packs.append(command_of_left(self.communes))
        return replace(done, packs=packs)

    def sheets(self, infiles: Iterable[InputFile]) -> dict[str, list[InputSheet]]:
        """Return the sheets of all files, by name."""
        held: dict[str, list[InputSheet]] = {}
        for infile in infiles:
            with self.problems.gather():
                for name, sheet in self._sheets(infile).items():
                    held.setdefault(name, []).append(sheet)
            self.done.wrong += infile.all_problems  # warnings of what its sheets hide
        return held

    def _sheets(self, infile: InputFile) -> dict[str, InputSheet]:
        forms = {SHEETS[act]: text_form(act, self.referential).columns for act in StampAction}
        forms |= {BLANKS_SHEET: BLANKS_COLUMNS, LAW_SHEET: LAW_COLUMNS, **TERRITORY_SHEETS}
        sheets = named_sheets(infile, forms, self.problems)
        if not {*forms, DATA_SHEET} & sheets.keys():
            hint = f"feuilles trouvées : {', '.join(sheets)} ; gardez les noms de l’export"
            if ACTIVITY_SHEET in sheets:
                name = shlex.quote(infile.name)
                hint = f"c’est un relevé d’activité : docgen data import activite {name}"
            message = "ce classeur ne vient pas de docgen : aucune feuille connue"
            raise infile.refusal("feuille", message, hint=hint)
        return sheets

    def read_texts(self, act: StampAction, sheets: Iterable[InputSheet]) -> None:
        """Add the stamps of texts to the changes of their files, wholes before their parts."""
        reader = TextReader(act, self.referential, self.today)
        self._read(reader, sheets)
        answers, done = reader.answers, self.done
        for part, stamp in sorted(answers.stamps.values(), key=lambda one: len(one[0].place.steps)):
            path = part.text.path
            before = self.changes.get(path)
            self.changes[path] = partial(_stamp, part=part, stamp=stamp, before=before)
        self.agreed += [part for part, stamp in answers.stamps.values() if not stamp.refus]
        done.stamps[SHEETS[act]] = len(answers.stamps)
        done.refusals[SHEETS[act]] = sum(bool(one.refus) for _, one in answers.stamps.values())
        done.wrong += answers.refused
        done.add(answers)

    def read_blanks(self, sheets: Iterable[InputSheet]) -> None:
        """Add the values that people wrote to the changes of their files."""
        reader = BlanksReader(self.referential)
        self._read(reader, sheets)
        if not reader.problems:
            self.changes |= reader.edits(self.changes)
        self.done.noted += reader.noted.values()
        if reader.answers:
            self.done.stamps[BLANKS_SHEET] = len(reader.answers)
        self.done.blank += reader.blank
        for part in self.agreed:
            if reader.fills(part.text.path, part.place.steps):
                self.done.wrong.append(part.stale)

    def read_law(self, sheets: Iterable[InputSheet]) -> LawAnswers:
        """Add the checks of rules to the changes, and return the answers."""
        reader = LawReader(self.referential, self.today)
        self._read(reader, sheets)
        law = reader.answers
        with self.problems.gather():
            if law.recorded and not reader.problems:
                self.changes |= rule_changes(self.referential.workspace, law.recorded)
        self.done.checks = law.checks
        self.done.stamps[LAW_SHEET] = len(law.recorded)
        self.done.refusals[LAW_SHEET] = sum(bool(one.refus) for one in law.recorded.values())
        self.done.add(law)
        return law

    def _read(self, reader: SheetReader, sheets: Iterable[InputSheet]) -> None:
        with self.problems.gather():
            for sheet in sheets:
                reader.read(sheet)
        self.problems += reader.problems

    def read_territory(self, infiles: Iterable[InputFile], *, effacer: bool) -> None:
        """Add the contacts that workbooks change."""
        folder = self.referential.workspace.content
        with self.problems.gather():
            held = [
                one
                for one in infiles
                if TERRITORY_SHEETS.keys() & named_sheets(one, TERRITORY_SHEETS, []).keys()
            ]
            if held:
                update = import_territory(held, self.referential, effacer=effacer, today=self.today)
                self.done.wrong += update.notices
                self.done.territory = update.changes
                self.communes = update.communes
                for name, data in update.files.items():
                    self.changes[folder / name] = _replacing(folder / name, data)


def _stamp(
    written: str, part: AskedPart, stamp: NewStamp, before: Callable[[str], str] | None
) -> str:
    text = before(written) if before else written
    now = parse_source(text, part.text.source.name)
    return stamp_text(
        text, StampedText(part.text.kind, part.text.path, now, part.text.act), [part.place], stamp
    )


def _replacing(path: Path, data: bytes) -> Callable[[str], str]:
    """Return the change of a file to other data, unless it has changed meanwhile."""
    former = _text_of(path)

    def change(now: str) -> str:
        if now != former:
            message, hint = "ce fichier vient de changer", "recommencez"
            raise ContentError([Problem(str(path), message, code="change", hint=hint)])
        return data.decode()

    return change


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig") if path.exists() else ""


def follow_line(problem: Problem, before: Source, now: Source) -> Problem:
    """Return a problem of a text at the line where the same part of it begins now, if any did."""
    begun = (steps for steps, mark in before.values.items() if mark.line == problem.line)
    steps = next(begun, None)
    return problem if steps is None else replace(problem, line=now.place(steps)[1].line)
