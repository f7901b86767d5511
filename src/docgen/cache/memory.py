"""What the cache remembers: finished files, what recipes make, what wishes came to, and why.

Files are kept by the digest of their bytes; a recipe (`rendering/recipe.py`) leads to the files
that it makes.  A recipe and a wish hold the circle of readers: what is internal is never found by
who asked for less.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from docgen.cache.entries import Entries
from docgen.cache.fingerprint import Inputs, Recipe
from docgen.cache.origins import Asking, Origins
from docgen.cache.store import Store
from docgen.document import Artifact, Diffusion, Document, Facts, Filed, Format
from docgen.errors import Problem

FILES, RECIPES, STANDING = "fichiers", "recettes", "en-place"

KEPT = ("kind", "key", "title", "author", "subject", "diffusion", "final", "layout")
"""What is kept of a document."""


@dataclass(frozen=True, slots=True)
class _Result:
    """The file that a recipe makes, and the small ones beside it, by their digests."""

    sha256: str
    pages: int | None
    beside: Mapping[str, str]
    whole: str

    @classmethod
    def of_data(cls, told: Mapping[str, Any]) -> _Result:
        """Return the result that `asdict` told."""
        return cls(told["sha256"], told["pages"], dict(told["beside"]), told["whole"])


class Memory:
    """What one store remembers, under the inputs of now; without a store, nothing.

    `asking` is what files that are put in place now will have been asked for by.
    """

    def __init__(
        self, store: Store | None, inputs: Inputs | None = None, asking: Asking | None = None
    ) -> None:
        self._store = store
        self.entries = Entries(store)
        self.origins = Origins(self.entries, inputs if store else None, asking)
        self._marks: dict[Path, dict[str, Any]] = {}

    @property
    def alive(self) -> bool:
        """Whether anything is remembered at all."""
        return self._store is not None

    def opened(self) -> Path | None:
        """Return the folder of the cache, which is made; None where there is none to be had."""
        return self._store.opened() if self._store else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What people should know of the cache."""
        return tuple(self._store.problems) if self._store else ()

    def settle(self) -> None:
        """End a run: write what waits, bring the cache under its limit."""
        for output, marks in self._marks.items():
            self.entries.write(STANDING, str(output), marks)
        if self._store:
            self._store.settle()

    # Files, by their bytes and by their recipe

    def file(self, sha256: str) -> bytes | None:
        """Return a finished file by the digest of its bytes."""
        return self._store.get(FILES, sha256) if self._store else None

    def filed(self, document: Document, format: Format, recipe: str) -> Filed | None:
        """Return what a recipe makes of a document in a format, as far as that is known."""
        told = self._result(format, recipe)
        if told is None:
            return None
        return Filed(document.bare, format, told.pages, told.sha256, told.whole, recipe)

    def artifact(self, document: Document, format: Format, recipe: str) -> Artifact | None:
        """Return what a recipe makes of a document in a format, when that is kept whole."""
        told = self._result(format, recipe)
        data = self.file(told.sha256) if told else None
        if not told or data is None:
            return None
        beside = {end: self.file(sha256) for end, sha256 in told.beside.items()}
        there = {end: found for end, found in beside.items() if found is not None}
        if there.keys() != beside.keys():
            return None
        return Artifact(document, format, data, told.pages, there, told.whole, recipe=recipe)

    def keep(self, made: Iterable[Artifact]) -> None:
        """Keep files that were made, and the small ones beside them, for what has their recipe."""
        for one in made if self._store else ():
            beside = {end: hashlib.sha256(data).hexdigest() for end, data in one.beside.items()}
            for end, sha256 in beside.items():
                self.entries.put(FILES, sha256, one.beside[end])
            self.entries.put(FILES, one.sha256, one.data)
            if one.recipe:
                told = asdict(_Result(one.sha256, one.pages, beside, one.whole))
                self.entries.write(RECIPES, f"{one.recipe}.{one.format}", told)

    def _result(self, format: Format, recipe: str) -> _Result | None:
        return self.entries.read(RECIPES, f"{recipe}.{format}", _Result.of_data)

    # Files that stand in an output folder

    def stands(self, output: Path, filed: Filed) -> bool:
        """Whether a file stands in an output folder."""
        return self.has(output, filed.path, filed.sha256)

    def has(self, output: Path, place: PurePosixPath, sha256: str) -> bool:
        """Whether the file at a place is the one of this digest.

        It is read unless it still has the size, the times and the number that it had then.
        """
        marks, now = self._marks_of(output), _mark(output / place)
        if now is None:
            return False
        if marks.get(str(place)) == [*now, sha256]:
            return True
        try:
            read = hashlib.sha256((output / place).read_bytes()).hexdigest()
        except OSError:
            return False
        if read == sha256:
            marks[str(place)] = [*now, sha256]
        return read == sha256

    def stand(self, output: Path, places: Mapping[PurePosixPath, str]) -> None:
        """Note files that were put in place just now, by their digests.

        They are read: another docgen may have put others there meanwhile.
        """
        for place, sha256 in places.items() if self._store else ():
            self.has(output, place, sha256)

    def _marks_of(self, output: Path) -> dict[str, Any]:
        if output not in self._marks:
            self._marks[output] = self.entries.read(STANDING, str(output), dict) or {}
        return self._marks[output]

    # What a file was made from

    def learn(self, output: Path, made: Artifact | Filed, recipe: Recipe) -> None:
        """Note a file that was put in place, or stands there, and what it is made from."""
        self.stand(output, {made.path: made.sha256})
        about = document_data(made.document) | {"pages": made.pages}
        self.origins.learn(output / made.path, made.sha256, recipe, about)


def _mark(path: Path) -> list[int] | None:
    """Return what changes when a file does; None when there is none."""
    try:
        known = path.stat()
    except OSError:
        return None
    return [known.st_size, known.st_mtime_ns, known.st_ctime_ns, known.st_ino]


def document_data(document: Document) -> dict[str, Any]:
    """Return what is kept of a document: all but what it says."""
    return {name: getattr(document, name) for name in KEPT}


def as_document(told: Mapping[str, Any]) -> Document:
    """Return a document, bare, as `document_data` told it."""
    known = {name: told[name] for name in KEPT} | {"diffusion": Diffusion(told["diffusion"])}
    return Document(facts=Facts(), sources=(), **known)
