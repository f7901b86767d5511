"""The persons of an entry: what is known of one is never taken for another's."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from docgen.content.model import Content
from docgen.content.source import Steps
from docgen.referential.territoire.local_files import DiffusionReferent

NAME: Final = ("nom", "prenom")
"""The fields that tell one person from another."""
PERSONAL: Final = (("telephone",), ("courriel",), ("diffusion",), ("verifie_le", "verifie_par"))
"""The fields of one name alone; those that go together are inherited together."""
MAYOR: Final = "maire"
TITLE: Final = "appel"
"""The field that tells how people call the mayor; a new mayor may be called alike."""
E = TypeVar("E", bound=Content)


def without_former_people(before: E, after: E) -> E:
    """Return an entry without the persons of whom another entry has a new name."""
    return before.model_copy(update=dict.fromkeys(_renamed_fields(before, after)))


def inherited_fields(before: Content, after: Content) -> Iterator[Steps]:
    """Yield the first field of each sort that a new name has from the former."""
    for key in _renamed_fields(before, after):
        former, new = getattr(before, key), getattr(after, key)
        for fields in PERSONAL:
            values = _values(new, fields)
            if values == _values(former, fields) and {*values} - {None, DiffusionReferent.INTERNE}:
                yield (key, fields[0])


def keeps_title_of_former(before: Content, after: Content) -> bool:
    """Whether a mayor has a new name, and the words by which people call the former."""
    title = getattr(after, TITLE, None)
    renamed = MAYOR in _renamed_fields(before, after) if title else False
    return renamed and title == getattr(before, TITLE)


def _renamed_fields(before: Content, after: Content) -> Iterator[str]:
    """Yield the fields whose person has a new name."""
    for key in type(before).model_fields:
        names = [_values(getattr(entry, key), NAME) for entry in (before, after)]
        if all(map(any, names)) and names[0] != names[1]:
            yield key


def _values(person: Any, fields: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(person, field, None) for field in fields)
