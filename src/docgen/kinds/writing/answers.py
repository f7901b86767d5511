"""The answers to the references of a text: the same for all kinds, which may add their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.place_references import RENVOIS, place_words
from docgen.kinds.writing.references import answer
from docgen.markup import Reference, escape_marks, replace_references
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

BLANC: Final = "blanc"
"""The genre of a reference to a blank, which stays in the text."""


class Answers:
    """The answers to references: from the corpus, about a place, or by a genre of the kind.

    `annuaire` names who holds a role, `lieu` the commune; `own` returns marked text, by genre.
    """

    def __init__(
        self,
        corpus: Corpus,
        annuaire: Annuaire | None = None,
        lieu: Lieu | None = None,
        own: Mapping[str, Callable[[Reference], str]] | None = None,
    ) -> None:
        self._corpus, self._annuaire, self._lieu, self._own = corpus, annuaire, lieu, own or {}

    def fill(self, text: str) -> str:
        """Return a text with its references answered, except its blanks."""
        return replace_references(text, self._answer)

    def _answer(self, reference: Reference) -> str:
        genre = reference.genre
        if genre in self._own:
            return self._own[genre](reference)
        if genre == BLANC:
            return str(reference)
        if genre in RENVOIS:
            return place_words(self._lieu, genre, reference.cle) if self._lieu else ""
        return escape_marks(answer(reference, self._corpus, self._annuaire))
