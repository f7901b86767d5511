"""What differs between two times in all that a document may be made from."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from docgen.cache.fingerprint import Inputs, Recipe
from docgen.kinds import KINDS

TEMPLATE: Final = re.compile(r"(?:docgen/)?templates/([^/]+)/")
COMMON_FOLDER: Final = "_commun"
CONVENTION: Final = "convention"
ACTS_FOLDER: Final = "content/convention/"


class FileChange(StrEnum):
    """What became of something from one time to another."""

    AJOUTE = "ajouté"
    RETIRE = "retiré"
    MODIFIE = "modifié"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document is made from, and the parts of it, that differ between two times.

    `files` are texts, data, and templates of any document: each document is made again for them.
    `versions` and `editions` hold pairs, '' for none; `code` is whether docgen differs,
    `toolchain` whether docgen or a template does, where a release cannot tell which; `unknown` are
    files of which it gives no digest.
    """

    files: Mapping[str, FileChange]
    versions: Mapping[str, tuple[str, str]]
    editions: Mapping[str, tuple[str, str]]
    code: bool
    changed_parts: Mapping[str, FileChange] = field(default_factory=dict)
    toolchain: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.changed_parts or self.files or self.toolchain_changed)

    @property
    def toolchain_changed(self) -> bool:
        """Whether templates, libraries or docgen differ: the document is made again anyway."""
        return bool(self.templates or self.versions or self.code or self.toolchain)

    @property
    def templates(self) -> dict[str, FileChange]:
        """The templates that differ."""
        return {name: change for name, change in self.files.items() if TEMPLATE.match(name)}

    @property
    def texts(self) -> dict[str, FileChange]:
        """The texts and data that differ."""
        return {name: change for name, change in self.files.items() if not TEMPLATE.match(name)}


def sources_of(inputs: Inputs, recipe: Recipe) -> dict[str, str]:
    """Return the digests of the texts and data that a document of this recipe may be made from."""
    kinds = [KINDS[name] for name in recipe.kinds if name in KINDS]
    whole = (f"{kind.name}/" for kind in kinds if kind.collective)
    read = (*whole, *(place for kind in kinds for place in kind.reads))
    places = tuple(f"content/{place}" for place in read)
    if recipe.kinds[0] != CONVENTION and any(
        name.startswith(ACTS_FOLDER) for name in recipe.sources
    ):
        places += (ACTS_FOLDER,)  # what speaks of an act speaks of those that are signed since
    return {
        name: sha256
        for name, sha256 in inputs.files.items()
        if name in recipe.sources or name.startswith(places)
    }


def templates_of(inputs: Inputs, recipe: Recipe) -> dict[str, str]:
    """Return the digests of the templates of a document of this recipe."""
    rooms = {COMMON_FOLDER, *recipe.kinds}
    matched = ((TEMPLATE.match(name), name) for name in inputs.files)
    return {name: inputs.files[name] for match, name in matched if match and match[1] in rooms}


def difference(before: tuple[Recipe, Inputs], after: tuple[Recipe, Inputs]) -> Difference:
    """Return what differs from one time to another."""
    (was, then), (now, today) = before, after
    files = changes(_files_of(then, was), _files_of(today, now))
    return Difference(
        files=files,
        versions=pairs(then.versions, today.versions),
        editions=changed_editions(then.editions, today.editions, files),
        code=then.code != today.code,
        changed_parts=changes(_parts(was), _parts(now)),
    )


def _files_of(inputs: Inputs, recipe: Recipe) -> dict[str, str]:
    templates = {name: one for name, one in inputs.files.items() if TEMPLATE.match(name)}
    return sources_of(inputs, recipe) | templates


def _parts(recipe: Recipe) -> dict[str, str]:
    """Return the digests of its parts without their ranks: one that only moved is the same."""
    return {name.rpartition("/")[2]: sha256 for name, sha256 in recipe.content_digests.items()}


def changed_editions(
    then: Mapping[str, str], today: Mapping[str, str], files: Mapping[str, FileChange]
) -> dict[str, tuple[str, str]]:
    """Return both editions of each snapshot whose manifest is among the changed files."""
    editions = pairs(then, today)
    return {name: pair for name, pair in editions.items() if manifest_of(name) in files}


def manifest_of(snapshot: str) -> str:
    """Return the name of the manifest of a snapshot."""
    return f"content/referentiel/{snapshot}/edition.yaml"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, FileChange]:
    """Return the change of each name whose digest is not the same."""
    return {
        name: FileChange.AJOUTE
        if name not in before
        else FileChange.MODIFIE
        if name in after
        else FileChange.RETIRE
        for name in pairs(before, after)
    }


def pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return both values of each name whose values differ, '' for none, sorted by name."""
    names = sorted(before.keys() | after.keys())
    values = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in values.items() if pair[0] != pair[1]}
