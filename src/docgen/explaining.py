"""What a finished file was made from, and why it was made again: told from memory."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from docgen.cache import Made, Origins
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
    """What a file is made from; `since` what has changed from the one before it at its place.

    That is None for the first there, for a `copy` (the place where docgen put the same bytes; else
    '') and for one that stands there again though docgen has put another since, `put_back`.
    `until_now` is what differs in the project from what it is made from, None when no project is
    there.
    """

    path: Path
    sha256: str
    recipe: Recipe
    sources: Mapping[str, str]
    templates: Mapping[str, str]
    inputs: Inputs
    since: Difference | None
    until_now: Difference | None
    copy: str = ""
    put_back: bool = False

    @property
    def editions(self) -> dict[str, str]:
        """The editions of the data that it may be made from, by the name of the snapshot."""
        return {
            name: edition
            for name, edition in self.inputs.editions.items()
            if f"content/referentiel/{name}/edition.yaml" in self.sources
        }


def explain(path: Path, origins: Origins, now: Inputs | None = None) -> Explanation:
    """Return what the file at a place was made from; raise ContentError when nobody remembers."""
    try:
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        message = f"fichier illisible ({reason_of(error)})"
        raise ContentError([Problem(str(path), message, code="lecture")]) from error
    here = origins.made(path, sha256)
    made = here or origins.copied(sha256)
    inputs = origins.inputs(made.last.inputs) if made else None
    if made is None or inputs is None:
        hint = "refaites-le : docgen s’en souviendra (« --no-cache » ne laisse aucun souvenir)"
        message = CHANGED if origins.places(path) else UNKNOWN
        raise ContentError([Problem(str(path), message, code="inconnu", hint=hint)])
    recipe = made.last.recipe
    files = {name: digest for name, digest in inputs.files.items() if counts(name, recipe)}
    put_back = bool(here) and origins.places(path)[:1] != [sha256]
    return Explanation(
        path,
        sha256,
        recipe,
        {name: digest for name, digest in files.items() if not TEMPLATE.match(name)},
        {name: digest for name, digest in files.items() if TEMPLATE.match(name)},
        inputs,
        _since(path, here, origins) if here and not put_back else None,
        None if now is None else _between(recipe, inputs, recipe, now),
        "" if here else made.place,
        put_back,
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


def _since(path: Path, made: Made, origins: Origins) -> Difference | None:
    """Return what has changed since the file that docgen had put at this place before, if any.

    What has changed after the file was put there is not why it was: it merely stands since.
    """
    _, *others = origins.places(path)
    before = origins.made(path, others[0]) if others else None
    then = origins.inputs(before.last.inputs) if before else None
    first = origins.inputs(made.first.inputs)
    if before is None or then is None or first is None:
        return None
    return _between(before.last.recipe, then, made.first.recipe, first)


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
