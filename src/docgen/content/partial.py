"""What is known of files that list named things while they are wrong: the sound ones, and names.

So that what is wrong in files that only name them is told in the same pass; of a name that may
stand in what could not be read, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from docgen.content.model import Content
from docgen.content.source import Source, read_source
from docgen.content.validation import Rules, check_source
from docgen.errors import ContentError, Problem

F = TypeVar("F", bound=Content)
C = TypeVar("C", bound=Content)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unread:
    """Names that may stand in what could not be read: `names`, or any name at all."""

    names: frozenset[str] = frozenset()
    any: bool = False

    def __contains__(self, name: object) -> bool:
        return self.any or name in self.names

    def __or__(self, other: Unread) -> Unread:
        return Unread(self.names | other.names, self.any or other.any)


ALL_READ = Unread()
"""Everything could be read."""


@dataclass(frozen=True, slots=True)
class PartialRead(Generic[T]):
    """What could be read of some files, and all that is wrong in them."""

    sound: T
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> T:
        """What was read; raise ContentError when anything is wrong."""
        if self.problems:
            raise ContentError(self.problems)
        return self.sound


@dataclass(frozen=True, slots=True)
class PartialListing(Generic[F, C]):
    """What a file lists: the sound ones by their rank, and the names that the others may have."""

    source: Source
    content: F | None
    """The whole file; None when it is wrong."""
    sound: dict[int, C]
    unread: Unread = ALL_READ
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing(Generic[F, C]):
    """A form of file: its model and rules, the field that lists, what it lists.

    `name` is the field of what is listed that names it, and `named` the type of that field.
    """

    file: type[F]
    rules: Rules
    field: str
    listed: type[C]
    name: str
    named: Any

    def read(self, path: Path, called: str) -> PartialListing[F, C]:
        """Return what a file lists; `called` is its name in messages."""
        try:
            source = read_source(path, called)
        except ContentError as error:
            return PartialListing(Source(called), None, {}, Unread(any=True), error.problems)
        try:
            content = check_source(source, self.file, self.rules)
        except ContentError as error:
            return self._partly(source, error.problems)
        return PartialListing(source, content, dict(enumerate(getattr(content, self.field))))

    def _partly(self, source: Source, problems: tuple[Problem, ...]) -> PartialListing[F, C]:
        """Return what a wrong file lists: sound is what neither its model nor a rule refuses."""
        refused = {finding.steps[:2] for finding in self.rules(source.data)}
        groups = source.data.get(self.field) if isinstance(source.data, dict) else None
        sound: dict[int, C] = {}
        others: list[object] = []
        for rank, group in enumerate(groups if isinstance(groups, list) else ()):
            one = _valid(self.listed, group)
            if one is None or (self.field, rank) in refused:
                others.append(group)
            else:
                sound[rank] = one
        names = [name for group in others if (name := self._name(group))]
        nameless = len(names) < len(others) or not isinstance(groups, list)
        return PartialListing(source, None, sound, Unread(frozenset(names), nameless), problems)

    def _name(self, group: object) -> str:
        """Return the name of a raw group; nothing when it has none that another could give it."""
        name = group.get(self.name) if isinstance(group, dict) else None
        try:
            return str(TypeAdapter(self.named).validate_python(name))
        except ValidationError:
            return ""


def _valid(model: type[C], group: object) -> C | None:
    try:
        return model.model_validate(group)
    except ValidationError:  # told by the check of its file
        return None
