"""The answers to references.

A text refers to the law (`{droit:…}`), a role (`{role:…}`) or another text: `{fiche:…}`,
`{memento:…}`, `{modele:…}`; the texts of some kinds also to a place, to a blank, or by a genre of
their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final

from docgen.document import LawCitation
from docgen.errors import closest
from docgen.french.wording import a, de
from docgen.kinds.writing.corpus import NAMES, ROLE, Corpus
from docgen.kinds.writing.place_references import RENVOIS, place_words
from docgen.markup import MarkError, Reference, escape_marks, plain, references, replace_references
from docgen.referential.droit import citation as droit_fill
from docgen.referential.droit.citation import GENRE
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

SENTENCE: Final = re.compile(r"(?<=[.!?…])[ \n]+(?=\W*[A-ZÀ-Þ])")
"""The space between two sentences; that of « art. L. 541-3 » is a no-break space."""
BLANK: Final = re.compile(r"\{blanc:[^{}]*\}")
PRIVATE: Final = 0xE000
PRIVATE_END: Final = 0xF900
"""The bounds of the private characters, which no text holds: the n-th marks the n-th reference."""
BLANC: Final = "blanc"
"""The genre of a reference to a blank, which stays in the text."""
GENRES: Final = (droit_fill.GENRE, ROLE, *NAMES)
"""What a text may refer to."""
ROLE_FORMS: Final[Mapping[str, Callable[[str], str]]] = {"": str, "a": a, "de": de}
"""The forms of a role: « la brigade », `.a` « à la brigade », `.de` « de la brigade »."""


class ReferenceResolver:
    """The answers to references: from the corpus, about a place, or by a genre of the kind.

    `annuaire` names who holds a role, `lieu` the commune; `own` returns marked text, by genre.
    `laws` records what the filled texts cite.
    """

    def __init__(
        self,
        corpus: Corpus,
        annuaire: Annuaire | None = None,
        lieu: Lieu | None = None,
        own: Mapping[str, Callable[[Reference], str]] | None = None,
    ) -> None:
        self._corpus, self._annuaire, self._lieu, self._own = corpus, annuaire, lieu, own or {}
        self.laws = LawCitations()

    def fill(self, text: str) -> str:
        """Return a text with its references answered, except its blanks."""
        self.laws.read(text, self._answer)
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


def answer(reference: Reference, corpus: Corpus, annuaire: Annuaire | None = None) -> str:
    """Return the words of a reference, with the names of a place if `annuaire` is given.

    Raise MarkError, in French, when what it refers to does not exist.
    """
    match reference.genre:
        case droit_fill.GENRE:
            return droit_fill.resolve_citation(reference, corpus.droit)[1]
        case "role":
            return _role(reference, corpus, annuaire)
        case genre if genre in NAMES:
            return _title_of(reference, corpus)
    hint = closest(reference.genre, GENRES) or "renvois admis : " + ", ".join(GENRES)
    raise MarkError(f"genre de renvoi inconnu : « {reference} »", hint)


def unknown_role(name: str, corpus: Corpus) -> MarkError:
    """Return the error for a role that does not exist, with the nearest."""
    return MarkError(f"rôle inconnu : « {name} »", corpus.roles.nearest(name))


def _role(reference: Reference, corpus: Corpus, annuaire: Annuaire | None) -> str:
    role = corpus.roles.get(reference.cle)
    if role is None:
        raise unknown_role(reference.cle, corpus)
    if reference.forme not in ROLE_FORMS:
        message = f"forme inconnue : « {reference.forme} »"
        raise MarkError(message, "« {role:brigade} », « {role:brigade.a} », « {role:brigade.de} »")
    words = annuaire.resolve(role).le if annuaire else role.libelle
    return ROLE_FORMS[reference.forme](words)


def _title_of(reference: Reference, corpus: Corpus) -> str:
    titles = corpus.titres(reference.genre)
    if reference.cle not in titles:
        hint = corpus.nearest(reference.genre, reference.cle) or f"voir content/{reference.genre}/"
        raise MarkError(f"renvoi à ce qui n’existe pas : « {reference} »", hint)
    if reference.forme:
        message = f"forme inconnue : « {reference.forme} »"
        raise MarkError(message, f"« {{{reference.genre}:{reference.cle}}} »")
    return titles[reference.cle]


class LawCitations:
    """The citations of a document, in the order in which its texts are composed."""

    def __init__(self) -> None:
        self._cited: dict[LawCitation, None] = {}

    def read(self, text: str, answer: Callable[[Reference], str]) -> None:
        """Record the items that a marked text cites, each with its sentence as printed."""
        cited = [one for one in references(text) if one.genre == GENRE]
        if not cited:
            return

        def marked(reference: Reference) -> str:
            words = answer(reference)
            return chr(PRIVATE + cited.index(reference)) + words if reference in cited else words

        for ranks, sentence in _marked_sentences(replace_references(text, marked)):
            self.add((cited[rank].cle for rank in ranks), sentence)

    def add(self, keys: Iterable[str], sentence: str, chapter: str = "") -> None:
        """Record items that a row or a list prints together."""
        for key in keys:
            self._cited.setdefault(LawCitation(key, sentence.strip(), chapter))

    def add_chapter(self, other: LawCitations, chapter: str) -> None:
        """Record the citations of a chapter that was composed by itself."""
        for citation in other.whole():
            self.add([citation.key], citation.sentence, chapter)

    def whole(self) -> tuple[LawCitation, ...]:
        """Return the citations, without the words that a longer one of the same item holds."""
        by_item: dict[tuple[str, str], list[LawCitation]] = {}
        for citation in self._cited:
            by_item.setdefault((citation.key, citation.chapter), []).append(citation)
        return tuple(
            one
            for one in self._cited
            if not any(
                one.sentence != other.sentence and one.sentence in other.sentence
                for other in by_item[one.key, one.chapter]
            )
        )


@lru_cache(maxsize=4096)  # communes share nearly all of their texts
def _marked_sentences(text: str) -> tuple[tuple[tuple[int, ...], str], ...]:
    """Return the plain sentences of a marked text, each with the ranks of the marks in it."""
    sentences = []
    for sentence in SENTENCE.split(plain(BLANK.sub("……", text))):
        ranks = tuple(
            ord(sign) - PRIVATE for sign in sentence if PRIVATE <= ord(sign) < PRIVATE_END
        )
        if ranks:
            signs = dict.fromkeys(PRIVATE + rank for rank in ranks)
            sentences.append((ranks, sentence.translate(signs)))
    return tuple(sentences)
