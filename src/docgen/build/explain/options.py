"""What was said of a document when it was asked for, by the names of the command's options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

GIVEN: Final = {
    "anchors": "--anchors",
    "annee": "--annee",
    "circle": "--diffusion",
    "visite": "--visite",
    "au": "--au",
    "types": "--type",
    "de": "--de",
    "recu": "--recu-le",
}
"""The options that take a value, by the field of a wish, or of a letter's."""
SAID: Final = {
    "final": "--final",
    "interne": "--interne",
    "complet": "--memento complet",
    "subsidiaire": "--subsidiaire",
}
"""The options that are there or not."""
IDLE: Final = ("--final",)
"""What says which documents are wanted, and changes nothing in any."""
NONE: Final = ""
HERE: Final = "oui"


def options(kind: str, wish: Mapping[str, Any]) -> dict[str, str]:
    """Return the options that a document of a kind was asked for with, as they are typed.

    `HERE` is the value of one that takes none.
    """
    return dict(_options(kind, {**wish, **(wish.get("courrier") or {})}))


def _options(kind: str, said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, option in GIVEN.items():
        if value := said.get(name):
            yield option, " ".join(value) if isinstance(value, list) else str(value)
    for name, option in SAID.items():
        if said.get(name):
            yield option, HERE
    if said.get("layout"):
        yield f"--{said['layout']}", HERE
    if kind == "commune-pack" and not (said.get("framed") or said.get("complet")):
        yield "--rendu", "direct"


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the options that were given otherwise, and may have changed what a document says."""
    names = (one for one in dict.fromkeys((*before, *after)) if one not in IDLE)
    pairs = {name: (before.get(name, NONE), after.get(name, NONE)) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
