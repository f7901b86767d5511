"""The words of an act as an amendment names them: clauses, alinéas, parties and signatories.

Every line that begins is an alinéa, and so is each point of a list (circulaire du 20 octobre 2000,
NOR PRMX0004462C).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from docgen.french.rule import FINE, INSECABLE
from docgen.markup import plain

_PLAIN_BLANKS: Final = str.maketrans({INSECABLE: " ", FINE: " "})


def fold_blanks(text: str) -> str:
    """Return a text with plain blanks: whether a line may end at one changes no word."""
    return text.translate(_PLAIN_BLANKS)


@dataclass(frozen=True)
class AlineaText:
    """A paragraph or a point of a list; `texte` has marks of emphasis."""

    texte: str
    puce: bool = False

    @cached_property
    def mots(self) -> str:
        """Its words without marks."""
        return plain(self.texte)


@dataclass(frozen=True)
class ClauseText:
    """A clause: its place in the act, its number and title, its own alinéas.

    `niveau` is 1 for an article, then 2 (section), 3 (axe), 4 (objectif), 5 (action); `parent` is
    the identifier of the clause that holds it, '' for an article and the preamble.
    """

    id: str
    niveau: int
    parent: str
    numero: str
    titre: str
    alineas: tuple[AlineaText, ...] = ()
    manquant: bool = False
    """Whether its words are not known."""
    preambule: bool = False

    @property
    def words(self) -> tuple[tuple[str, bool], ...]:
        """The words of its alinéas, and whether each is a point of a list."""
        return tuple((fold_blanks(one.mots), one.puce) for one in self.alineas)

    @property
    def heading_words(self) -> tuple[str, str]:
        """The words of its number and title."""
        return fold_blanks(self.numero), fold_blanks(self.titre)

    @property
    def heading(self) -> str:
        """Its number and title in one line: « ARTICLE 5 bis – Comité de suivi »."""
        return " – ".join(part for part in (self.numero, self.titre) if part)


@dataclass(frozen=True)
class RowText:
    """A party or a signatory: its name in the file, and what the act prints of it, in order."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ActText:
    """The words of an act: its title and subtitle, clauses in the order of reading, and tables.

    `signature` holds the fields of the signature but its signatories, each with its value or ''.
    """

    titre: tuple[str, str]
    clauses: tuple[ClauseText, ...]
    parties: tuple[RowText, ...] = ()
    signataires: tuple[RowText, ...] = ()
    signature: tuple[tuple[str, str], ...] = ()

    @cached_property
    def by_id(self) -> dict[str, ClauseText]:
        return {clause.id: clause for clause in self.clauses}

    def parts_of(self, clause_id: str) -> tuple[ClauseText, ...]:
        """Return the clauses right below one, in order; the articles and preamble for ''."""
        return tuple(clause for clause in self.clauses if clause.parent == clause_id)

    def above(self, clause: ClauseText) -> Iterator[ClauseText]:
        """Yield the clauses that hold one, the nearest first."""
        while clause.parent:
            clause = self.by_id[clause.parent]
            yield clause
