"""What a finished file was made from, and why it was made again: told from memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from docgen.cache import Made, Memory
from docgen.errors import ContentError, Problem, reason_of
from docgen.inputs import Inputs, Recipe
from docgen.kinds import KINDS

TEMPLATE: Final = re.compile(r"(?:docgen/)?templates/([^/]+)/")
COMMON: Final = "_commun"
UNKNOWN: Final = (
    "docgen ne sait rien de ce fichier : il a été fait ailleurs, ou le cache a été vidé"
)
CHANGED: Final = (
    "ce n’est plus le fichier que docgen a mis là : il a été modifié, ou refait sans cache"
)


class Change(StrEnum):
    """What became of something since another time."""

    AJOUTE = "ajouté"
    MODIFIE = "modifié"
    RETIRE = "retiré"


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two times: what the document says, and what it may be made from.

    Each by name; `versions` tells both, `code` whether docgen itself is another.
    """

    said: Mapping[str, Change]
    files: Mapping[str, Change]
    versions: Mapping[str, tuple[str, str]]
    code: bool

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        return not (self.said or self.files or self.versions or self.code)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a file was made from; `since` the one before it, None for the first at its place.

    `until_now` is what has changed in the project after it was made, None when no project is there.
    """

    path: Path
    sha256: str
    recipe: Recipe
    sources: Mapping[str, str]
    templates: Mapping[str, str]
    inputs: Inputs
    since: Difference | None
    until_now: Difference | None

    @property
    def editions(self) -> dict[str, str]:
        """The editions of the data that it may be made from, by the name of the snapshot."""
        return {
            name: edition
            for name, edition in self.inputs.editions.items()
            if f"content/referentiel/{name}/edition.yaml" in self.sources
        }


def explain(path: Path, memory: Memory, now: Inputs | None = None) -> Explanation:
    """Return what the file at a place was made from; raise ContentError when nobody remembers."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error
    made = memory.made(sha256)
    inputs = memory.inputs(made.inputs) if made else None
    if made is None or inputs is None:
        hint = "refaites-le : docgen s’en souviendra (« --no-cache » ne laisse aucun souvenir)"
        message = CHANGED if memory.places(path) else UNKNOWN
        raise ContentError([Problem(str(path), message, code="inconnu", hint=hint)])
    files = {name: digest for name, digest in inputs.files.items() if counts(name, made.recipe)}
    return Explanation(
        path,
        sha256,
        made.recipe,
        {name: digest for name, digest in files.items() if not TEMPLATE.match(name)},
        {name: digest for name, digest in files.items() if TEMPLATE.match(name)},
        inputs,
        _since(path, made, inputs, memory),
        None if now is None else _between(made.recipe, inputs, made.recipe, now),
    )


def counts(name: str, recipe: Recipe) -> bool:
    """Whether a document of this recipe may be made from an input of this name."""
    if name in recipe.sources:
        return True
    if template := TEMPLATE.match(name):
        return template[1] in (COMMON, *recipe.rooms)
    kinds = [KINDS[room] for room in recipe.rooms if room in KINDS]
    whole = (f"{kind.name}/" for kind in kinds if kind.collective)
    read = (*whole, *(place for kind in kinds for place in kind.reads))
    return name.startswith(tuple(f"content/{place}" for place in read))


def _since(path: Path, made: Made, inputs: Inputs, memory: Memory) -> Difference | None:
    """Return what has changed since the file that stood at this place before, if one did."""
    here = [one for one in memory.places(path) if (known := memory.made(one)) and known != made]
    before = memory.made(here[-1]) if here else None
    then = memory.inputs(before.inputs) if before else None
    return _between(before.recipe, then, made.recipe, inputs) if before and then else None


def _between(was: Recipe, then: Inputs, recipe: Recipe, now: Inputs) -> Difference:
    before, after = (
        {name: digest for name, digest in inputs.files.items() if counts(name, of)}
        for inputs, of in ((then, was), (now, recipe))
    )
    names = sorted(then.versions.keys() | now.versions.keys())
    versions = {name: (then.versions.get(name, ""), now.versions.get(name, "")) for name in names}
    return Difference(
        _changes(was.said, recipe.said),
        _changes(before, after),
        {name: pair for name, pair in versions.items() if pair[0] != pair[1]},
        then.code != now.code,
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, Change]:
    """Return what became of each name whose digest is not the same."""
    found = {}
    for name in sorted(before.keys() | after.keys()):
        if name not in before:
            found[name] = Change.AJOUTE
        elif name not in after:
            found[name] = Change.RETIRE
        elif before[name] != after[name]:
            found[name] = Change.MODIFIE
    return found
