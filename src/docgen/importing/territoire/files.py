"""Writing of the files of `content/territoire/`: what does not change keeps its bytes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from docgen.content.entries import EntriesText, Entry
from docgen.content.model import Content
from docgen.content.raw import texts
from docgen.content.source import Source, parse_source
from docgen.errors import ContentError, Problem, Problems
from docgen.referential.referential import Referential
from docgen.referential.territoire.local_files import TERRITOIRE

HEAD = """\
# Ce que les fichiers ouverts ne disent pas : écrit par « docgen reprendre ».
"""
EMPTY_VALUES: tuple[Any, ...] = (None, [], {})
"""Empty values, which are not written."""


@dataclass(frozen=True, slots=True)
class ChangedList:
    """A file of one list: its name, its model, its entries before and after a change."""

    name: str
    model: type[Content]
    old: Sequence[Content]
    new: Sequence[Content]


def changed_files(
    referential: Referential, lists: Sequence[ChangedList]
) -> dict[PurePosixPath, bytes]:
    """Return the files whose content changes, with all that does not change byte for byte.

    Raise ContentError for a file in which a change cannot be written.
    """
    files: dict[PurePosixPath, bytes] = {}
    problems = Problems()
    folder = referential.workspace.content / TERRITOIRE
    for entries in lists:
        before = [*map(to_data, entries.old)]
        after = [data for data in map(to_data, entries.new) if len(data) > 1 or data in before]
        if sorted(map(repr, before)) != sorted(map(repr, after)):
            path = folder / entries.name
            with problems.gather():
                text = _rewrite_list(
                    path, referential.workspace.name_of(path), entries, before, after
                )
                files[PurePosixPath(TERRITOIRE, entries.name)] = text.encode()
    problems.refuse()
    return files


KEYS: Final = ("unite", "code_insee", "id", "adherents")
"""The fields that say what an entry is about; the same digits elsewhere are another thing."""


def line_of_entry(texts_of_file: Iterable[Source], key: str) -> int | None:
    """Return the line of what is known by a key, in the first of the texts that has it."""
    for source in texts_of_file if key else ():
        for steps, text in texts(source.data):
            names = [step for step in steps if isinstance(step, str)]
            if text == key and names[-1:] and names[-1] in KEYS:
                return source.place(steps)[1].line
    return None


def _rewrite_list(
    path: Path, name: str, listed: ChangedList, before: Sequence[Entry], after: Sequence[Entry]
) -> str:
    items = path.stem
    text = path.read_bytes().decode("utf-8-sig") if path.exists() else HEAD
    edited = EntriesText(text, name, items)
    edited.update(before, after)
    read = listed.model.model_validate(parse_source(str(edited), name).data)
    if sorted(map(repr, map(to_data, getattr(read, items)))) != sorted(map(repr, after)):
        message, hint = "docgen ne sait pas changer ce fichier", "signalez-le aux développeurs"
        raise ContentError([Problem(name, message, code="liste", hint=hint)])
    return str(edited)


def to_data(entry: Content) -> dict[str, Any]:
    """Return an entry as plain values, without empty ones."""
    data: dict[str, Any] = _without_empty(entry.model_dump(mode="json"))
    return data


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        values = ((key, _without_empty(part)) for key, part in value.items())
        return {key: part for key, part in values if part not in EMPTY_VALUES}
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value
