"""Which fields of a text have another value than at another time, and where they stand."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from docgen.cache import Text
from docgen.content.source import Source, Steps, parse_source
from docgen.errors import ContentError

NAMES: Final = ("id", "code_insee", "unite", "fiche", "cle", "ref", "numero", "titre", "nom")
"""What tells an item of a list from the others, the surest first."""
SHOWN: Final = NAMES[:5]
"""What people may be told an item by, in the place of its rank."""
UNVEILED: Final = NAMES[1:3]
"""Those that a masked text still tells: its others are digests."""
DRAFTERS: Final = {"adoption", "commentaire", "controle", "par", "remarques", "verifie_par"}
"""What no document says, though its text does: names of those who checked, notes to drafters."""


class Change(StrEnum):
    """What became of something since another time."""

    AJOUTE = "ajouté"
    MODIFIE = "modifié"
    RETIRE = "retiré"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a text that has changed: its name, its line today, what it said and says.

    `line` is None where it stands no more; `before` and `after` are None where there is no one
    value, or none that may be told.
    """

    name: str
    change: Change
    line: int | None
    before: str | None
    after: str | None


_Found = tuple[Steps, Change, object, object]


def fields(name: str, before: Text, after: Text, today: Text | None) -> list[Field] | None:
    """Return the fields of a text that have changed; None where it cannot be read as one.

    `today` is what it says now, for the lines: none where it has gone since.
    """
    told = not (before.masked or after.masked)
    if not told:
        before, after, today = before.veiled, after.veiled, today and today.veiled
    was, then = _parsed(before, name), _parsed(after, name)
    if was is None or then is None:
        return None
    now = then if today == after else _parsed(today, name) if today else None
    return [_field(found, then, now, told=told) for found in _walk(was.data, then.data, ())]


def _parsed(text: Text, name: str) -> Source | None:
    try:
        return parse_source(text.text, name)
    except ContentError:
        return None


def _field(found: _Found, then: Source, now: Source | None, *, told: bool) -> Field:
    steps, change, before, after = found
    readable, told = told, told and DRAFTERS.isdisjoint(steps)
    line = None
    if now and change is not Change.RETIRE and _at(now.data, steps) == after:
        line = (now.keys.get(steps) or now.values[steps]).line
    item = before if change is Change.RETIRE else after
    return Field(
        _called(then.data, steps, item, SHOWN if readable else UNVEILED),
        change,
        line,
        _value(before) if told and change is not Change.AJOUTE else None,
        _value(after) if told and change is not Change.RETIRE else None,
    )


def _value(value: object) -> str | None:
    if value is None:
        return ""
    return " ".join(value.split()) if isinstance(value, str) else None


_NOTHING: Final = object()


def _at(data: object, steps: Steps) -> object:
    """Return what stands at the end of steps; `_NOTHING` where nothing does."""
    found: Any = data
    for step in steps:
        try:
            found = found[step]
        except (LookupError, TypeError):
            return _NOTHING
    return found


def _called(data: object, steps: Steps, item: object, known_by: Sequence[str]) -> str:
    """Return the name of a field as people write it: ``situations[depot].titre``.

    `item` is what stands, or stood, at the end of the steps.
    """
    name, here = "", data
    for depth, step in enumerate(steps, 1):
        here = item if depth == len(steps) else _at(here, (step,))
        if isinstance(step, int):
            name += f"[{_shown(here, known_by) or step + 1}]"
        else:
            name += f".{step}" if name else step
    return name


def _shown(item: object, known_by: Sequence[str]) -> str:
    """Return what an item of a list is known by; '' when that is its rank alone."""
    known = item if isinstance(item, dict) else {}
    return next((str(known[name]) for name in known_by if isinstance(known.get(name), str)), "")


def _walk(before: object, after: object, steps: Steps) -> Iterator[_Found]:
    """Yield each field that is not the same, as deep as it can be told."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*after, *before)):
            if key not in before:
                yield (*steps, key), Change.AJOUTE, None, after[key]
            elif key not in after:
                yield (*steps, key), Change.RETIRE, before[key], None
            else:
                yield from _walk(before[key], after[key], (*steps, key))
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(before, after, steps)
    elif before != after:
        yield steps, Change.MODIFIE, before, after


def _lists(before: Sequence[object], after: Sequence[object], steps: Steps) -> Iterator[_Found]:
    """Yield what differs between two lists: their items are paired by what they are known by.

    One that is gone has the rank that it had.
    """
    matcher = SequenceMatcher(None, [*map(_key, before)], [*map(_key, after)], autojunk=False)
    for _, start, end, first, last in matcher.get_opcodes():
        paired = min(end - start, last - first)
        for rank in range(paired):
            at = (*steps, first + rank)
            yield from _walk(before[start + rank], after[first + rank], at)
        for rank in range(start + paired, end):
            yield (*steps, rank), Change.RETIRE, before[rank], None
        for rank in range(first + paired, last):
            yield (*steps, rank), Change.AJOUTE, None, after[rank]


def _key(item: object) -> str:
    """Return what pairs an item with the one of another time."""
    known = item if isinstance(item, dict) else {}
    named = ((name, known[name]) for name in NAMES if isinstance(known.get(name), str))
    return json.dumps(next(named, item), sort_keys=True)
