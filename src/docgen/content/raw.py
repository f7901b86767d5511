"""Raw values of a YAML file, which may be anything: each as what is expected, or empty.

Rules across fields read them before the types are checked; a value of another type is left to its
own type.
"""

import re
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Any, Final, TypeVar

Place = TypeVar("Place")
Name = TypeVar("Name")


_LATER: Final = r"[àa]\s(?:compl[ée]ter|confirmer|d[ée]finir|pr[ée]ciser|remplir|renseigner)\b"
TO_WRITE: Final = re.compile(
    rf"(?<!\\)\[(?=\s*(?:à\s|x{{3,}}\s*\])|[^\]]*\b{_LATER})[^\]]+\](?!\()", re.IGNORECASE
)
"""What a drafter leaves in a text for later, « [date à confirmer] »; no link, no quoted bracket."""
_SIGNS: Final = r"(?:[^\w\\]|_)*"
INSTEAD: Final = re.compile(
    rf"{_SIGNS}(?:{_LATER}|xxx+){_SIGNS}|[?_]{_SIGNS}|…+|\.{{3,}}", re.IGNORECASE
)
"""What a drafter writes in the place of a text; capitals may have no accents."""


def as_group(value: object) -> dict[str, Any]:
    """Return a group of keys, an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a list, an empty one for any other value."""
    return value if isinstance(value, list) else []


def as_text(value: object) -> str:
    """Return a text as written, an empty one for any other value."""
    return value if isinstance(value, str) else ""


def word_of(group: dict[str, Any], key: str) -> str | None:
    """Return the text under a key without blanks around it; None when it is empty, or no text."""
    return as_text(group.get(key)).strip() or None


def groups_of(data: object, items: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the groups in the list that `data` has under the key `items`, each with its rank."""
    for rank, group in enumerate(as_list(as_group(data).get(items))):
        if isinstance(group, dict):
            yield rank, group


def value_at(data: Any, steps: Iterable[str | int]) -> Any:
    """Return the raw value at a path."""
    return reduce(lambda value, step: value[step], steps, data)


def texts_of(data: object, items: str, key: str) -> Iterator[tuple[int, str]]:
    """Yield the text under `key` of each of these groups that has one, with the group's rank."""
    for rank, group in groups_of(data, items):
        if isinstance(text := group.get(key), str):
            yield rank, text


def repeats_of(named: Iterable[tuple[Place, Name]]) -> Iterator[tuple[Place, Name, Place]]:
    """Yield each name that occurs again: its place, the name, the place where it stood first."""
    first: dict[Name, Place] = {}
    for place, name in named:
        if first.setdefault(name, place) != place:
            yield place, name, first[name]


def texts(
    value: object, steps: tuple[str | int, ...] = (), *, empty: bool = False
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every text below a value, with its path; values that are left empty too if asked."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [(steps, value)]
    while waiting:
        place, part = waiting.pop()
        if isinstance(part, str) or (part is None and empty):
            yield place, part or ""
        elif isinstance(part, dict):
            waiting += [((*place, key), child) for key, child in reversed(part.items())]
        elif isinstance(part, list | tuple):
            waiting += [((*place, rank), part[rank]) for rank in reversed(range(len(part)))]


def gaps_in(text: str) -> list[str]:
    """Return what a drafter left for later in a text: marks in it, or the whole."""
    whole = text.strip()
    return [whole] if INSTEAD.fullmatch(whole) else TO_WRITE.findall(text)
