"""The answers to references.

A text refers to the law (`{droit:…}`), a role (`{role:…}`) or another text: `{fiche:…}`,
`{memento:…}`, `{modele:…}`; the texts of some kinds also to a place, to a blank, or by a genre of
their own.
"""

from collections.abc import Callable, Mapping
from typing import Final

from docgen.errors import closest, closest_key
from docgen.french.wording import a, de
from docgen.kinds.writing.corpus import NAMES, ROLE, Corpus
from docgen.kinds.writing.law_citations import LawCitations
from docgen.kinds.writing.place_references import RENVOIS, place_words
from docgen.markup import MarkError, Reference, escape_marks, replace_references
from docgen.referential.droit import citation as droit_fill
from docgen.referential.lieu import Lieu
from docgen.referential.territoire.annuaire import Annuaire

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
        hint = closest_key(reference.cle, titles) or f"voir content/{reference.genre}/"
        raise MarkError(f"renvoi à ce qui n’existe pas : « {reference} »", hint)
    if reference.forme:
        message = f"forme inconnue : « {reference.forme} »"
        raise MarkError(message, f"« {{{reference.genre}:{reference.cle}}} »")
    return titles[reference.cle]
