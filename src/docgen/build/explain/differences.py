"""What differs between two times in all that a document may be made from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from docgen.cache.fingerprint import Inputs, Recipe
from docgen.kinds import KINDS
from docgen.output.record import BuildStamp
from docgen.request import from_json, typed

TEMPLATE: Final = re.compile(r"(?:docgen/)?templates/([^/]+)/")
COMMON: Final = "_commun"
ACTS: Final = "content/convention/"
SIGNED: Final = re.compile(r"^acte: *[\"']?signe\b", re.MULTILINE)
IDLE: Final = ("--final",)
"""The options that choose documents, and change nothing in any."""


class FileChange(StrEnum):
    """What became of something from one time to another."""

    AJOUTE = "ajouté"
    RETIRE = "retiré"
    MODIFIE = "modifié"


@dataclass(frozen=True, slots=True)
class Difference:
    """What a document says, and is made from, that differs between two times.

    `said` and `files` are by name; `touched` are the parts of the document that changed, but for
    those that only moved.  `others` are templates of other documents: all are made again for them.
    `versions`, `editions` and `options` hold pairs, '' for none.  `final` is whether the document
    became final, None where it did not change.
    """

    said: Mapping[str, FileChange]
    touched: tuple[str, ...]
    files: Mapping[str, FileChange]
    others: Mapping[str, FileChange]
    versions: Mapping[str, tuple[str, str]]
    code: bool
    editions: Mapping[str, tuple[str, str]]
    options: Mapping[str, tuple[str, str]]
    final: bool | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        return not (self.said or self.files or self.options or self.means)

    @property
    def means(self) -> bool:
        """Whether templates, libraries or docgen differ: the document is made again anyway."""
        return bool(self.templates or self.versions or self.code)

    @property
    def templates(self) -> dict[str, FileChange]:
        """The templates that differ, its own and others."""
        own = {name: change for name, change in self.files.items() if TEMPLATE.match(name)}
        return own | dict(self.others)

    @property
    def texts(self) -> dict[str, FileChange]:
        """The texts and data that differ."""
        return {name: change for name, change in self.files.items() if not TEMPLATE.match(name)}


def sources_of(inputs: Inputs, recipe: Recipe) -> dict[str, str]:
    """Return the digests of all files that a document of this recipe may be made from."""
    kinds = [KINDS[name] for name in recipe.kinds if name in KINDS]
    whole = (f"{kind.name}/" for kind in kinds if kind.collective)
    read = (*whole, *(place for kind in kinds for place in kind.reads))
    places, rooms = tuple(f"content/{place}" for place in read), {COMMON, *recipe.kinds}

    def counts(name: str) -> bool:
        if template := TEMPLATE.match(name):
            return template[1] in rooms
        return name in recipe.sources or name.startswith(places)

    return {name: sha256 for name, sha256 in inputs.files.items() if counts(name)}


def difference(
    before: tuple[Recipe, Inputs], after: tuple[Recipe, Inputs], root: Path | None
) -> Difference:
    """Return what differs from one time to another; `root` is the project, where it is there."""
    (was, then), (now, today) = before, after
    acts = _signed_since(then, today, root) if any(map(_is_act, now.sources)) else {}
    files = changes(sources_of(then, was), sources_of(today, now) | acts)
    templates = changes(_templates(then), _templates(today))
    editions = _pairs(then.editions, today.editions)
    return Difference(
        said=changes(was.content_digests, now.content_digests),
        touched=touched(was, now),
        files=files,
        others={name: change for name, change in templates.items() if name not in files},
        versions=_pairs(then.versions, today.versions),
        code=then.code != today.code,
        editions={name: pair for name, pair in editions.items() if manifest_of(name) in files},
        options={},
    )


def manifest_of(snapshot: str) -> str:
    """Return the name of the manifest of a snapshot."""
    return f"content/referentiel/{snapshot}/edition.yaml"


def touched(was: Recipe, now: Recipe) -> tuple[str, ...]:
    """Return the parts of a document that changed, each once, without those that only moved."""
    before, after = (
        {(_part(name), one) for name, one in of.content_digests.items()} for of in (was, now)
    )
    changed = {name for name, _ in before ^ after}
    names = map(_part, changes(was.content_digests, now.content_digests))
    return tuple(name for name in dict.fromkeys(names) if name in changed)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, FileChange]:
    """Return the change of each name whose digest is not the same."""
    added = dict.fromkeys(after.keys() - before.keys(), FileChange.AJOUTE)
    removed = dict.fromkeys(before.keys() - after.keys(), FileChange.RETIRE)
    both = before.keys() & after.keys()
    modified = {name: FileChange.MODIFIE for name in both if before[name] != after[name]}
    return dict(sorted((added | removed | modified).items()))


def options_of(making: BuildStamp) -> dict[str, str] | None:
    """Return the options that a document was asked for with, as they are typed.

    None where another docgen wrote the request, in a way that this one cannot read.
    """
    try:
        return typed(from_json(making.request, KINDS[making.recipe.kinds[0]].options))
    except (LookupError, TypeError, ValueError):
        return None


def changed_options(was: BuildStamp, now: BuildStamp) -> dict[str, tuple[str, str]]:
    """Return both values of each option that differs and may change what a document says."""
    before, after = options_of(was), options_of(now)
    if before is None or after is None:
        return {}
    return {name: pair for name, pair in _pairs(before, after).items() if name not in IDLE}


def _signed_since(then: Inputs, today: Inputs, root: Path | None) -> dict[str, str]:
    """Return the acts that are new or changed, and signed today: any paper may speak of them."""
    found = dict(today.files.items() - then.files.items())
    return {name: one for name, one in found.items() if _is_act(name) and _is_signed(name, root)}


def _is_act(name: str) -> bool:
    return name.startswith(ACTS)


def _is_signed(name: str, root: Path | None) -> bool:
    try:
        return bool(root and SIGNED.search((root / name).read_text("utf-8-sig")))
    except (OSError, ValueError):
        return True  # nobody knows


def _templates(inputs: Inputs) -> dict[str, str]:
    return {name: one for name, one in inputs.files.items() if TEMPLATE.match(name)}


def _pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    names = sorted(before.keys() | after.keys())
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _part(name: str) -> str:
    """Return a part without its rank: `fiche-action-4-1` for `fiches/0/fiche-action-4-1`."""
    return name.rpartition("/")[2]
