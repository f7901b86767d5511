"""Changes that a workbook makes to the territory, row by row: added, changed, erased.

Values are not shown, for some are internal, and anyone may see the screen.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.errors import Problem
from docgen.french.wording import counted
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.territoire.files import to_data

SHOWN = 30
"""How many changes are listed; the others are counted."""
ERASE_HINT = (
    "relancez avec --effacer si c’est voulu ; sinon, repartez d’un nouvel export, "
    "ou remplissez ces cases"
)
ADDED, CHANGED, ERASED = "ajout", "changement", "effacement"
E = TypeVar("E", bound=Content)


@dataclass(frozen=True, slots=True)
class RowChange:
    """The changes of a row: the name of its unit or commune, titles of fields by kind of change.

    `line` is its row in the sheet.
    """

    name: str
    line: int
    done: Mapping[str, Sequence[str]]

    def __str__(self) -> str:
        parts = (f"{kind} : {', '.join(titles)}" for kind, titles in self.done.items())
        return f"{self.name}, {' ; '.join(parts)}"

    @property
    def erasure(self) -> str:
        """The line about what would be lost; empty when nothing would."""
        titles = self.done.get(ERASED)
        return f"{self.name}, {ERASED} : {', '.join(titles)}" if titles else ""


def compare_row(
    name: str, line: int, before: Content | None, after: Content, columns: Sequence[SheetColumn]
) -> RowChange | None:
    """Return the changes of a row, by the titles of its columns; None when there is none."""
    old = dict(_leaves(to_data(before))) if before else {}
    new = dict(_leaves(to_data(after)))
    sorts: dict[str, set[Steps]] = {
        ADDED: new.keys() - old.keys(),
        CHANGED: {path for path in new.keys() & old.keys() if new[path] != old[path]},
        ERASED: old.keys() - new.keys(),
    }
    done = {
        kind: titles
        for kind, paths in sorts.items()
        if (titles := list(_titles(paths, old.keys() | new.keys(), columns)))
    }
    return RowChange(name, line, done) if done else None


def _leaves(data: Mapping[str, Any], above: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _titles(paths: set[Steps], known: set[Steps], columns: Sequence[SheetColumn]) -> Iterator[str]:
    """Yield the title of each changed field, with its parts in brackets if only some changed.

    Columns that docgen fills are skipped.
    """
    parts: dict[str, list[str]] = {}
    for column in columns:
        if column.steps in paths and not column.locked:
            parts.setdefault(str(column.steps[0]), []).append(column.title)
    for key, titles in parts.items():
        head = titles[0].partition(" : ")[0]
        title = head[0].lower() + head[1:]
        if len(titles) < sum(path[0] == key for path in known):
            title += f" ({', '.join(title.partition(' : ')[2] for title in titles)})"
        yield title


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

    def merge(self, order: Callable[[E], str]) -> tuple[str, Sequence[E], Sequence[E]]:
        """Return the file, its entries, and those entries updated from the sheet.

        An entry keeps its form of name: the unit's name, or its identifier.
        """
        entries: dict[Hashable, E] = {}
        key = self.columns[0].key
        for entry in (*self.old, *self.new):
            before = entries.get(same := self.same(entry))
            name = {key: getattr(before, key)} if before else {}
            entries[same] = entry.model_copy(update=name)
        return self.file, self.old, sorted(entries.values(), key=order)

    def changes(self) -> list[RowChange]:
        """Return the changes of each row, in the order of the sheet."""
        before = {self.same(entry): entry for entry in self.old}
        changes = (
            compare_row(self.label(entry), line, before.get(self.same(entry)), entry, self.columns)
            for line, entry in self.rows.items()
        )
        return [change for change in changes if change]

    def erasures(self) -> list[Problem]:
        """Return a problem for each row that would erase something."""
        lost = [(change.line, change.erasure) for change in self.changes() if change.erasure]
        return list_problems(self.sheet, lost, SHOWN, "effacement", ERASE_HINT)


def combine(pages: Sequence[SheetComparison[E]], problems: list[Problem]) -> SheetComparison[E]:
    """Return one comparison of what several people filled in of the same file.

    Where two change a field otherwise, a problem is added for the second.
    """
    first = pages[0]
    if len(pages) == 1:
        return first
    before = {first.same(entry): entry for entry in first.old}
    given: dict[Hashable, list[_Filled]] = {}
    for page in pages:
        for line, entry in page.rows.items():
            given.setdefault(page.same(entry), []).append(_Filled(entry, page.sheet, line))
    key = first.columns[0].key
    new: list[E] = []
    for same, filled in given.items():
        entry = filled[0].value
        old = before.get(same) or type(entry)(**{key: getattr(entry, key)})
        merged = _Merged(first.label(entry), first.columns, problems)
        new.append(merged.combine(old, filled))
    return replace(first, new=new)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A value that someone filled in: its sheet, and its line."""

    value: Any
    sheet: InputSheet
    line: int


def _empty(model: type[Content]) -> Content:
    """Return a group of which nobody filled in anything, whatever it must have."""
    return model.model_construct(**dict.fromkeys(model.model_fields))


@dataclass(frozen=True, slots=True)
class _Merged:
    """An entry of the name `name` that several people filled in; `problems` gets what differs."""

    name: str
    columns: Sequence[SheetColumn]
    problems: list[Problem]

    def combine(self, old: Any, filled: Sequence[_Filled], above: Steps = ()) -> Any:
        """Return an entry, or a part of one at the path `above`, with what anyone changed."""
        fields: dict[str, Any] = {}
        for field in type(old).model_fields:
            was, steps = getattr(old, field), (*above, field)
            parts = [replace(one, value=getattr(one.value, field)) for one in filled]
            given = [one for one in parts if one.value != was]
            other = next((one for one in given if one.value != given[0].value), None)
            if other is None:
                fields |= {field: given[0].value} if given else {}
            elif all(isinstance(one.value, Content) for one in given):
                fields[field] = self.combine(was or _empty(type(other.value)), given, steps)
            else:
                self.problems.append(self._disagreement(given[0], other, steps))
        return old.model_copy(update=fields)

    def _disagreement(self, first: _Filled, other: _Filled, steps: Steps) -> Problem:
        column = next(one for one in self.columns if one.steps[: len(steps)] == steps)
        places = {one.title: rank for rank, one in other.sheet.places(self.columns).items()}
        place = places[column.title] + 1
        message = f"{self.name}, « {column.title} » : autre chose que dans {first.sheet.name},"
        message += f" ligne {first.line}"
        hint = "accordez-vous, puis gardez une seule des deux réponses"
        return Problem(
            other.sheet.name, message, other.line, place, column.title, "desaccord", hint
        )


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


def summarise_changes(changes: Sequence[RowChange]) -> list[str]:
    """Return a line for each change; beyond a screenful they are only counted."""
    lines = [str(change) for change in changes[:SHOWN]]
    more = len(changes) - SHOWN
    return [*lines, f"et {counted(more, 'autre ligne')} du classeur"] if more > 0 else lines
