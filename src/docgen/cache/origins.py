"""What finished files were made from, by the place where docgen put them.

Elsewhere a file is known by its bytes alone: it is a copy, of which less can be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from docgen.cache.entries import Entries
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.cache.former_texts import Texts

MADE, COPIES, PLACES, INPUTS = "fabrications", "copies", "places", "origines"


@dataclass(frozen=True, slots=True)
class Making:
    """What a file is made from at one time: its recipe, and the digest of the inputs of then.

    `root` is the project, '' where an older docgen noted it; `wish` what was said of the document
    when it was asked for (`Request.to_json`), None where that is not known.
    """

    recipe: Recipe
    inputs: str
    root: str = ""
    wish: Mapping[str, Any] | None = None

    @classmethod
    def of_data(cls, told: Mapping[str, Any]) -> Making:
        """Return the making that `asdict` told."""
        recipe, inputs = Recipe.of_data(told["recipe"]), str(told["inputs"])
        return cls(recipe, inputs, str(told.get("root", "")), told.get("wish"))


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file: the place where docgen put it, and what it is made from.

    `first` is what it was made from when it was put there, `last` what would have made the same
    when that was last looked at.  `about` tells which document it is (`memory.document_data`), in
    how many pages; nothing where an older docgen noted it.
    """

    place: str
    first: Making
    last: Making
    about: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of_data(cls, told: Mapping[str, Any]) -> Made:
        """Return the file that `asdict` told."""
        first, last = (Making.of_data(told[name]) for name in ("first", "last"))
        return cls(str(told["place"]), first, last, dict(told.get("about", {})))


@dataclass(frozen=True, slots=True)
class Asking:
    """Of which project documents are asked, and what is said of them (`Request.to_json`)."""

    root: Path
    wish: Mapping[str, Any]


class Origins:
    """What is remembered of files, under the inputs of now, where these are known.

    `asking` is what is asked now, where that is known too.
    """

    def __init__(
        self, entries: Entries, inputs: Inputs | None, asking: Asking | None = None
    ) -> None:
        self._entries, self._inputs, self._asking = entries, inputs, asking
        self.texts = Texts(entries)
        self._counted: set[str] = set()

    def made(self, place: Path, sha256: str) -> Made | None:
        """Return what is remembered of a file that docgen put at a place."""
        return self._entries.read(MADE, _key(place, sha256), Made.of_data)

    def copied(self, sha256: str) -> Made | None:
        """Return what is remembered of a file by its bytes: where docgen put it last."""
        place = self._entries.read(COPIES, sha256, lambda told: str(told["place"]))
        return self.made(Path(place), sha256) if place else None

    def inputs(self, digest: str) -> Inputs | None:
        """Return the inputs of a build by their digest."""
        return self._entries.read(INPUTS, digest, lambda told: Inputs(**told))

    def places(self, place: Path) -> list[str]:
        """Return the digests of the last two files that docgen put at a place, the last first."""
        found = self._entries.read(PLACES, str(place), lambda told: list(told["sha256"]))
        return found or []

    def learnt(self, place: Path, sha256: str) -> bool:
        """Whether a file is the last that docgen put at a place, and known; it then counts."""
        known = self._standing(place, sha256)
        if known:
            self._count(sha256, known)
        return known is not None

    def learn(
        self, place: Path, sha256: str, recipe: Recipe, about: Mapping[str, Any] | None = None
    ) -> None:
        """Note a file that was put at a place, or still stands there as it would be made now."""
        if self._inputs is None:
            return
        now, known = self._making(recipe, self._inputs), self._standing(place, sha256)
        made = Made(str(place), known.first if known else now, now, about or {})
        if made != known:
            self._entries.write(MADE, _key(place, sha256), asdict(made))
            self._entries.write(COPIES, sha256, {"place": str(place)})
        if self._inputs.digest not in self._counted:
            self._counted.add(self._inputs.digest)
            self._entries.write(INPUTS, self._inputs.digest, asdict(self._inputs))
            if self._asking:
                self.texts.keep(self._asking.root, self._inputs)
        before = self.places(place)
        if before[:1] != [sha256]:
            self._entries.write(PLACES, str(place), {"sha256": [sha256, *before[:1]]})
        self._count(sha256, made)

    def learn_again(self, place: Path, sha256: str) -> None:
        """Note a file that was put back, or put elsewhere too, for it is what would be made now."""
        known = self.made(place, sha256) or self.copied(sha256)
        if known:
            self.learn(place, sha256, known.last.recipe, known.about)

    def _making(self, recipe: Recipe, inputs: Inputs) -> Making:
        if self._asking is None:
            return Making(recipe, inputs.digest)
        return Making(recipe, inputs.digest, str(self._asking.root), self._asking.wish)

    def _standing(self, place: Path, sha256: str) -> Made | None:
        """Return what is remembered of a file, if no other was put at its place since."""
        return self.made(place, sha256) if self.places(place)[:1] == [sha256] else None

    def _count(self, sha256: str, made: Made) -> None:
        """Keep what explains a file from being taken for unused while the file is not."""
        self._entries.use(COPIES, sha256)
        for digest in {made.first.inputs, made.last.inputs} - self._counted:
            self._counted.add(digest)
            self._entries.use(INPUTS, digest)


def _key(place: Path, sha256: str) -> str:
    return f"{sha256} {place}"
