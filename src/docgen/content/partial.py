"""Partial reading of a file that lists named items and has problems.

The valid items are kept, so that files which refer to them are checked in the same pass.  A name
that an invalid item may have is not reported as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from docgen.content.model import Content
from docgen.content.raw import as_group, as_list
from docgen.content.source import Source, read_source
from docgen.content.validation import Rules, check_source
from docgen.errors import ContentError, Problem

F = TypeVar("F", bound=Content)
C = TypeVar("C", bound=Content)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """Names that items which could not be read may have: `names`, or any name at all."""

    names: frozenset[str] = frozenset()
    any: bool = False

    def __contains__(self, name: object) -> bool:
        return self.any or name in self.names

    def __or__(self, other: Unread) -> Unread:
        return Unread(self.names | other.names, self.any or other.any)


ALL_READ = Unread()
"""No item is unread."""


@dataclass(frozen=True, slots=True)
class PartialRead(Generic[T]):
    """The valid part of some files, and their problems."""

    sound: T
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> T:
        """The value; raise ContentError if there is any problem."""
        if self.problems:
            raise ContentError(self.problems)
        return self.sound


@dataclass(frozen=True, slots=True)
class PartialListing(Generic[F, C]):
    """A file's valid items by rank, and the names that its other items may have."""

    source: Source
    content: F | None
    """The whole file; None when it has problems."""
    sound: dict[int, C]
    unread: Unread = ALL_READ
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Generic[F, C]):
    """A format of file: its model and rules, the field of its list, the model of an item.

    `name` is the field that names an item, and `name_type` its type.
    """

    file: type[F]
    rules: Rules
    field: str
    item: type[C]
    name: str
    name_type: Any

    def read(self, path: Path, label: str) -> PartialListing[F, C]:
        """Return the items of a file, which messages call `label`."""
        try:
            source = read_source(path, label)
        except ContentError as error:
            return PartialListing(Source(label), None, {}, Unread(any=True), error.problems)
        try:
            content = check_source(source, self.file, self.rules)
        except ContentError as error:
            return self._read_valid_items(source, error.problems)
        return PartialListing(source, content, dict(enumerate(getattr(content, self.field))))

    def _read_valid_items(
        self, source: Source, problems: tuple[Problem, ...]
    ) -> PartialListing[F, C]:
        refused = {finding.steps[:2] for finding in self.rules(source.data)}
        groups = as_group(source.data).get(self.field)
        sound: dict[int, C] = {}
        others: list[object] = []
        for rank, group in enumerate(as_list(groups)):
            item = _valid(self.item, group)
            if item is None or (self.field, rank) in refused:
                others.append(group)
            else:
                sound[rank] = item
        names = [name for group in others if (name := self._name(group))]
        nameless = len(names) < len(others) or not isinstance(groups, list)
        return PartialListing(source, None, sound, Unread(frozenset(names), nameless), problems)

    def _name(self, group: object) -> str:
        """Return the name of a raw item; empty when it is missing or invalid."""
        name = as_group(group).get(self.name)
        try:
            return str(TypeAdapter(self.name_type).validate_python(name))
        except ValidationError:
            return ""


def _valid(model: type[C], group: object) -> C | None:
    try:
        return model.model_validate(group)
    except ValidationError:  # `check_source` reports it
        return None
