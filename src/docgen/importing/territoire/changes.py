"""Changes that a workbook makes to the territory, row by row: added, changed, erased.

Only values that anyone may read are shown, for anyone may see the screen.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import Any, Generic, TypeVar

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.document import Diffusion
from docgen.errors import Problem
from docgen.french.territory import CodeInsee
from docgen.french.wording import counted, small_initial
from docgen.importing.spreadsheet.answer_sheet import AGREE
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.territoire.files import to_data
from docgen.importing.territoire.people import (
    TITLE,
    inherited_fields,
    keeps_title_of_former,
    without_former_people,
)
from docgen.referential.territoire.validation import MAYOR_CHECK

MAX_CHANGES_LISTED = 30
"""How many changes are listed; the others are counted."""
ERASE_HINT = (
    "relancez avec --effacer si c’est voulu ; sinon, repartez d’un nouvel export, "
    "ou remplissez ces cases"
)
INHERITED = "le nom a changé, et cette case est restée celle de l’ancien"
CHECK_HINT = (
    "écrivez le jour où le nouveau nom a été vérifié, et par qui ; une faute de frappe se corrige "
    "dans content/{}"
)
NEW_HINT = (
    "écrivez ce qui est au nouveau nom, ou videz la case ; ce qu’il garde de l’ancien s’écrit "
    "ensuite, dans un nouvel export ; une faute de frappe se corrige dans content/{}"
)
SAME_TITLE = "le nom du maire a changé, et son appel reste « {} »"
TITLE_HINT = "si ce n’est pas le bon, corrigez-le dans content/{}, ou dans le classeur"
OUTDATED = "ce que le projet en sait a changé depuis l’export"
AGAIN_HINT = "repartez d’un nouvel export, et récrivez-y votre réponse"
ADDED, CHANGED, ERASED = "ajout", "changement", "effacement"
E = TypeVar("E", bound=Content)


@dataclass(frozen=True, slots=True)
class RowChange:
    """The changes of a row: the name of its unit or commune, titles of fields by kind of change.

    `words` are the values of public fields before and after, by title; `line` is that of the sheet,
    None where several were merged.  `written` is the line of its entry in `file`, or the line that
    a new entry gets.
    """

    name: str
    done: Mapping[str, Sequence[str]]
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sheet: str = ""
    line: int | None = None
    file: str = ""
    key: str = ""
    written: int | None = None

    @property
    def place(self) -> str:
        """The file that changes, and the line of the entry."""
        return f"content/{self.file}" + (f":{self.written}" if self.written else "")

    def __str__(self) -> str:
        parts = (f"{kind} : {', '.join(titles)}" for kind, titles in self.done.items())
        return f"{self.name}, {' ; '.join(parts)}"

    @property
    def erasure(self) -> str:
        """The line about what would be lost; empty when nothing would."""
        titles = self.done.get(ERASED)
        return f"{self.name}, {ERASED} : {', '.join(titles)}" if titles else ""


def compare_row(
    name: str, before: Content | None, after: Content, columns: Sequence[SheetColumn]
) -> RowChange | None:
    """Return the changes of a row, by the titles of its columns; None when there is none."""
    old = dict(_leaves(to_data(before))) if before else {}
    new = dict(_leaves(to_data(after)))
    sorts: dict[str, set[Steps]] = {
        ADDED: new.keys() - old.keys(),
        CHANGED: {path for path in new.keys() & old.keys() if new[path] != old[path]},
        ERASED: old.keys() - new.keys(),
    }
    titled = {
        kind: titles
        for kind, paths in sorts.items()
        if (titles := dict(_titles(paths, old.keys() | new.keys(), columns)))
    }
    done = {kind: list(titles) for kind, titles in titled.items()}
    words = {
        title: (_words_at(old, public), _words_at(new, public))
        for titles in titled.values()
        for title, changed in titles.items()
        if (public := [one.steps for one in changed if one.note is Diffusion.PUBLIQUE])
    }
    return RowChange(name, done, words) if done else None


def _words_at(values: Mapping[Steps, Any], places: Iterable[Steps]) -> str:
    contents = (values.get(steps, "") for steps in places)
    said = (", ".join(one) if isinstance(one, list) else str(one) for one in contents)
    return " ".join(filter(None, said))


def _leaves(data: Mapping[str, Any], above: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _titles(
    paths: set[Steps], known: set[Steps], columns: Sequence[SheetColumn]
) -> Iterator[tuple[str, list[SheetColumn]]]:
    """Yield the title of each changed field, with its parts in brackets if only some changed.

    Its changed columns go with it; those that docgen fills are skipped.
    """
    parts: dict[str, list[SheetColumn]] = {}
    for column in columns:
        if column.steps in paths and not column.locked:
            parts.setdefault(str(column.steps[0]), []).append(column)
    for key, changed in parts.items():
        title = small_initial(changed[0].title.partition(" : ")[0])
        if len(changed) < sum(path[0] == key for path in known):
            title += f" ({', '.join(one.title.partition(' : ')[2] for one in changed)})"
        yield title, changed


@dataclass(frozen=True, slots=True)
class TerritoryUpdate:
    """What workbooks change: files of `content/`, warnings, rows.

    `communes` are the codes of those of which something changes.
    """

    files: Mapping[PurePosixPath, bytes]
    notices: tuple[Problem, ...]
    changes: tuple[RowChange, ...]
    communes: tuple[CodeInsee, ...]


@dataclass(frozen=True, slots=True)
class SheetComparison(Generic[E]):
    """A file of the territory and its sheet: the entries of both, identified by `same`."""

    file: str
    sheet: InputSheet
    columns: Sequence[SheetColumn]
    old: Sequence[E]
    new: Sequence[E]
    same: Callable[[E], Hashable]
    label: Callable[[E], str]

    @property
    def rows(self) -> Mapping[int, E]:
        """The entries of the sheet by line; none when the sheet has problems."""
        return dict(zip(self.sheet.rows, self.new, strict=bool(self.new)))

    def merge(self, order: Callable[[E], str]) -> Sequence[E]:
        """Return the entries of the file, updated from the sheet.

        An entry keeps its form of name: the unit's name, or its identifier.
        """
        entries: dict[Hashable, E] = {}
        key = self.columns[0].key
        for entry in (*self.old, *self.new):
            before = entries.get(same := self.same(entry))
            name = {key: getattr(before, key)} if before else {}
            entries[same] = entry.model_copy(update=name)
        return sorted(entries.values(), key=order)

    @property
    def _before(self) -> Mapping[Hashable, E]:
        return {self.same(entry): entry for entry in self.old}

    def changes(self) -> list[RowChange]:
        """Return the changes of each entry, in the order of the sheet."""
        before = self._before
        lines = [*self.sheet.rows] if len(self.sheet.rows) == len(self.new) else []
        name, key = self.sheet.name.rpartition(":")[2], self.columns[0].key
        changes: list[RowChange] = []
        for entry, line in zip_longest(self.new, lines):
            old = before.get(self.same(entry))
            change = self._change(old, entry)
            if change:
                known = str(getattr(old or entry, key, ""))
                changes.append(replace(change, line=line, sheet=name, file=self.file, key=known))
        return changes

    def _change(self, before: E | None, entry: E) -> RowChange | None:
        return compare_row(self.label(entry), before, entry, self.columns)

    def erasures(self) -> list[Problem]:
        """Return a problem for each row that would erase something.

        What was known of a person whom another replaces may go.
        """
        before = self._before
        lost: list[tuple[int, str]] = []
        for line, entry in self.rows.items():
            old = before.get(self.same(entry))
            change = self._change(without_former_people(old, entry) if old else None, entry)
            lost += [(line, change.erasure)] if change and change.erasure else []
        return list_problems(self.sheet, lost, MAX_CHANGES_LISTED, "effacement", ERASE_HINT)

    def outdated(self, changed: Collection[tuple[int, str]]) -> Iterator[Problem]:
        """Yield a problem for each field that a row changes, and the project since its export.

        `changed` has the lines and the fields of what the project changed; a person is one field.
        """
        before = self._before
        titles = {str(one.steps[0]): one.title for one in self.columns if one.steps}
        for line, entry in self.rows.items():
            old = before.get(self.same(entry)) or _blank_entry(entry, self.columns)
            for key, title in titles.items():
                if (line, key) in changed and getattr(entry, key) != getattr(old, key):
                    named = small_initial(title.partition(" : ")[0])
                    message = f"{self.label(entry)}, {named} : {OUTDATED}"
                    yield Problem(self.sheet.name, message, line, code="ancien", hint=AGAIN_HINT)

    def inherited(self) -> Iterator[Problem]:
        """Yield a problem for each cell that a new name would have from the former."""
        before, columns = self._before, {column.steps: column for column in self.columns}
        for line, entry in self.rows.items():
            old = before.get(self.same(entry))
            for steps in inherited_fields(old, entry) if old else ():
                message = f"{self.label(entry)} : {INHERITED}"
                hint = CHECK_HINT if steps[-1] in MAYOR_CHECK else NEW_HINT
                cell = line, columns[steps]
                yield _problem_at(self.sheet, cell, message, "ancien", hint.format(self.file))

    def kept_titles(self) -> list[Problem]:
        """Return a warning for each new mayor whom people are to call as the former."""
        before = self._before
        kept = [
            (line, f"{self.label(entry)} : {SAME_TITLE.format(getattr(entry, TITLE))}")
            for line, entry in self.rows.items()
            if (old := before.get(self.same(entry))) and keeps_title_of_former(old, entry)
        ]
        problems = list_problems(
            self.sheet, kept, MAX_CHANGES_LISTED, "appel", TITLE_HINT.format(self.file)
        )
        return [problem.as_warning() for problem in problems]


def combine(pages: Sequence[SheetComparison[E]], problems: list[Problem]) -> SheetComparison[E]:
    """Return one comparison of what several people filled in of the same file.

    Where two change a field or a person otherwise, a problem is added for each cell of the second
    that differs.
    """
    first = pages[0]
    if len(pages) == 1:
        return first
    before = {first.same(entry): entry for entry in first.old}
    given: dict[Hashable, list[_Value]] = {}
    for page in pages:
        for line, entry in page.rows.items():
            given.setdefault(page.same(entry), []).append(_Value(entry, page.sheet, line))
    new: list[E] = []
    for same, filled in given.items():
        entry = filled[0].value
        old = before.get(same) or _blank_entry(entry, first.columns)
        merged = _MergedEntry(first.label(entry), first.columns, problems)
        new.append(merged.combine(old, filled))
    return replace(first, new=new, sheet=replace(first.sheet, rows={}))


def _blank_entry(entry: E, columns: Sequence[SheetColumn]) -> E:
    """Return an entry of the same name of which nothing else is known."""
    name = next(column.key for column in columns if column.key)
    return type(entry)(**{name: getattr(entry, name)})


@dataclass(frozen=True, slots=True)
class _Value:
    """A value that someone filled in: its sheet, and its line."""

    value: Any
    sheet: InputSheet
    line: int


@dataclass(frozen=True, slots=True)
class _MergedEntry:
    """An entry of the name `name` that several people filled in; `problems` gets what differs."""

    name: str
    columns: Sequence[SheetColumn]
    problems: list[Problem]

    def combine(self, old: E, filled: Sequence[_Value]) -> E:
        """Return an entry with what anyone changed; a person is taken whole."""
        fields: dict[str, Any] = {}
        for key in type(old).model_fields:
            was = getattr(old, key)
            parts = [replace(one, value=getattr(one.value, key)) for one in filled]
            given = [one for one in parts if one.value != was]
            other = next((one for one in given if one.value != given[0].value), None)
            if other:
                self.problems.extend(self._disagreements(given[0], other, key))
            elif given:
                fields[key] = given[0].value
        return old.model_copy(update=fields)

    def _disagreements(self, first: _Value, other: _Value, field: str) -> Iterator[Problem]:
        for column in self.columns:
            key, *steps = column.steps or ("",)
            if key == field and _value_at(first.value, steps) != _value_at(other.value, steps):
                message = f"{self.name}, « {column.title} » : autre chose que dans "
                message += f"{first.sheet.name}, ligne {first.line}"
                cell = other.line, column
                yield _problem_at(other.sheet, cell, message, "desaccord", AGREE)


def _value_at(value: Any, steps: Sequence[Any]) -> Any:
    return reduce(lambda part, step: getattr(part, step, None), steps, value)


def _problem_at(
    sheet: InputSheet, cell: tuple[int, SheetColumn], message: str, code: str, hint: str
) -> Problem:
    """Return a problem of a cell; its column may be absent from the sheet."""
    line, column = cell
    place = sheet.place(column)
    number = None if place is None else place + 1
    return Problem(sheet.name, message, line, number, column.title, code, hint)


def list_problems(
    sheet: InputSheet, rows: Sequence[tuple[int, str]], most: int, code: str, hint: str
) -> list[Problem]:
    """Return a problem for each line and message; the last has the hint.

    Beyond `most` they are only counted.
    """
    shown, more = list(rows[:most]), len(rows) - most
    if more > 0:
        shown.append((rows[most][0], f"et {counted(more, 'autre ligne')} de même"))
    problems = [Problem(sheet.name, text, line, code=code) for line, text in shown]
    return [*problems[:-1], *(replace(last, hint=hint) for last in problems[-1:])]


def summarise_changes(changes: Sequence[object], lines: Iterable[str] = ()) -> list[str]:
    """Return the lines of the first changes, given or not; beyond a screenful they are counted."""
    more = len(changes) - MAX_CHANGES_LISTED
    counts = [f"et {counted(more, 'autre ligne')} du classeur"] if more > 0 else []
    return [*(lines or map(str, changes[:MAX_CHANGES_LISTED])), *counts]
