"""What a workbook changes of the territory, row by row: what is added, changed, erased.

No value is told: some are internal, and a summary is read by whoever sees the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.errors import Problem
from docgen.importing.spreadsheet.reading import InputSheet, SheetColumn
from docgen.importing.territoire.files import to_data

SHOWN = 30
"""How many changes are told one by one; the others are counted."""
ERASE_HINT = (
    "relancez avec --effacer si c’est voulu ; sinon, repartez d’un nouvel export, "
    "ou remplissez ces cases"
)
ADDED, CHANGED, ERASED = "ajout", "changement", "effacement"
E = TypeVar("E", bound=Content)


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row changes of a unit or a commune, by its name: titles of fields by kind of change.

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
        """The line that says what would be lost; empty when nothing would."""
        titles = self.done.get(ERASED)
        return f"{self.name}, {ERASED} : {', '.join(titles)}" if titles else ""


def compare_row(
    name: str, line: int, before: Content | None, after: Content, columns: Sequence[SheetColumn]
) -> RowChange | None:
    """Return what a row changes, by the titles of its columns; None when it changes nothing."""
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
    """Yield the title of each field of some paths, its parts in brackets when not all are meant.

    The columns that docgen fills are names, and no news.
    """
    parts: dict[str, list[str]] = {}
    for column in columns:
        if column.steps in paths and not column.locked:
            parts.setdefault(str(column.steps[0]), []).append(column.title)
    for key, titles in parts.items():
        head = titles[0].partition(" : ")[0]
        said = head[0].lower() + head[1:]
        if len(titles) < sum(path[0] == key for path in known):
            said += f" ({', '.join(title.partition(' : ')[2] for title in titles)})"
        yield said


@dataclass(frozen=True, slots=True)
class SheetComparison(Generic[E]):
    """A file of the territory beside its sheet: the entries of each; two are the same by `same`."""

    file: str
    sheet: InputSheet
    columns: Sequence[SheetColumn]
    old: Sequence[E]
    new: Sequence[E]
    same: Callable[[E], Hashable]
    named: Callable[[E], str]

    @property
    def rows(self) -> Mapping[int, E]:
        """The entries of the sheet by their lines; none when the sheet is wrong."""
        return dict(zip(self.sheet.rows, self.new, strict=bool(self.new)))

    def written(self, order: Callable[[E], str]) -> tuple[str, Sequence[E], Sequence[E]]:
        """Return the file, its entries before, and after: those of the sheet in their place.

        An entry is called as it was, by its name or by its identifier.
        """
        entries: dict[Hashable, E] = {}
        key = self.columns[0].key
        for entry in (*self.old, *self.new):
            before = entries.get(same := self.same(entry))
            called = {key: getattr(before, key)} if before else {}
            entries[same] = entry.model_copy(update=called)
        return self.file, self.old, sorted(entries.values(), key=order)

    def changes(self) -> list[RowChange]:
        """Return what each row changes, in the order of the sheet."""
        before = {self.same(entry): entry for entry in self.old}
        found = (
            compare_row(self.named(entry), line, before.get(self.same(entry)), entry, self.columns)
            for line, entry in self.rows.items()
        )
        return [change for change in found if change]

    def erasures(self) -> list[Problem]:
        """Return a problem for each row that would erase something; the last one says what to do.

        Beyond a screenful they are only counted.
        """
        lost = [(change.erasure, change.line) for change in self.changes() if change.erasure]
        more = len(lost) - SHOWN
        if more > 0:
            count = f"et {more} autre{'s' * (more > 1)} ligne{'s' * (more > 1)} de même"
            lost[SHOWN:] = [(count, lost[SHOWN][1])]
        return [
            Problem(
                self.sheet.name,
                message,
                line,
                code="effacement",
                hint=ERASE_HINT * (rank == len(lost)),
            )
            for rank, (message, line) in enumerate(lost, 1)
        ]


def summarise_changes(changes: Sequence[RowChange]) -> list[str]:
    """Return a line for each change; beyond a screenful they are only counted."""
    lines = [str(change) for change in changes[:SHOWN]]
    more = len(changes) - SHOWN
    plural = "s" * (more > 1)
    return [*lines, f"et {more} autre{plural} ligne{plural} du classeur"] if more > 0 else lines
