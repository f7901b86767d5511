"""Files that were made: each by the digest of its bytes, and by the recipe that makes it.

A recipe (`rendering/recipe.py`) holds the circle of readers, so an internal file is never found by
a request for a public one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docgen.cache.store import Store
from docgen.document import Artifact, Document, Filed
from docgen.format import Format

FILES, RECIPES = "fichiers", "recettes"


@dataclass(frozen=True, slots=True)
class _Result:
    """The file that a recipe makes, and the small files beside it, by their digests."""

    sha256: str
    pages: int | None
    beside: Mapping[str, str]
    whole: str
    """Why it was laid out as a whole, and not with frames."""


class MadeFiles:
    """The files in a store; without a store, none."""

    def __init__(self, store: Store | None) -> None:
        self._store = store

    def find(self, document: Document, formats: Sequence[Format], recipe: str) -> list[Filed]:
        """Return the files that a recipe makes, though their bytes may be gone; none unless all."""
        bare, results = document.bare, [(one, self._result(one, recipe)) for one in formats]
        files = [
            Filed(bare, format, result.pages, result.sha256, result.whole, recipe, result.beside)
            for format, result in results
            if result
        ]
        return files if len(files) == len(results) else []

    def get(self, document: Document, formats: Sequence[Format], recipe: str) -> list[Artifact]:
        """Return the files that a recipe makes, with their bytes; none unless all are there."""
        artifacts = [self._artifact(document, format, recipe) for format in formats]
        return [] if None in artifacts else [artifact for artifact in artifacts if artifact]

    def keep(self, artifacts: Iterable[Artifact]) -> None:
        """Keep files that were made; one that is not transient is then found by its recipe."""
        if self._store is None:
            return
        for made in artifacts:
            beside = made.beside
            for end, sha256 in beside.items():
                self._store.put(FILES, sha256, made.companions[end])
            self._store.put(FILES, made.sha256, made.data)
            if made.recipe and not made.transient:
                result = _Result(made.sha256, made.pages, beside, made.fallback_reason)
                self._store.put_json(RECIPES, f"{made.recipe}.{made.format}", result)

    def _artifact(self, document: Document, format: Format, recipe: str) -> Artifact | None:
        result = self._result(format, recipe)
        data = self._bytes(result.sha256) if result else None
        if not result or data is None:
            return None
        beside = {end: self._bytes(sha256) for end, sha256 in result.beside.items()}
        there = {end: found for end, found in beside.items() if found is not None}
        if there.keys() != beside.keys():
            return None
        return Artifact(document, format, data, result.pages, there, result.whole, recipe=recipe)

    def _result(self, format: Format, recipe: str) -> _Result | None:
        name = f"{recipe}.{format}"
        return self._store.get_json(RECIPES, name, _Result) if self._store else None

    def _bytes(self, sha256: str) -> bytes | None:
        return self._store.get(FILES, sha256) if self._store else None
