"""Says the texts of a model, for one place: law filled in, names put, blanks cut out.

A draft marks what is to be checked; a final leaves out what no one checked and may go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docgen.kinds.writing.blanks import Blanc, Largeur
from docgen.kinds.writing.editorial import Enonce, doubtful, may_go, words_of
from docgen.kinds.writing.phrases import Morceau, Phrase, pieces_of
from docgen.kinds.writing.place_references import BLANCS, say
from docgen.markup import Reference, escape_marks, plain, references, replace_references
from docgen.referential.droit.citation import cited_rules, resolve_citation
from docgen.referential.droit.droit import Droit
from docgen.referential.lieu import Lieu

BLANC, ACTE = "blanc", "acte"
"""The genres of reference that name no place and no law: a blank, the act itself."""


@dataclass(slots=True)
class Redaction:
    """Says texts; `appel` is the form of address that a letter takes up at its end."""

    droit: Droit
    lieu: Lieu
    blancs: Mapping[str, Blanc]
    appel: str = ""
    final: bool = False

    def phrase(self, text: str) -> Phrase:
        """Return a text that is always printed."""
        made = self.enonce(text)
        if made is None:
            raise LookupError(text)
        return made

    def phrases(self, texts: Iterable[Enonce]) -> tuple[Phrase, ...]:
        """Return several texts, without those that a final document leaves out."""
        return tuple(made for text in texts if (made := self.enonce(text)))

    def enonce(self, enonce: Enonce, before: str = "") -> Phrase | None:
        """Return a text with its mark; None for what a final document leaves out."""
        text = words_of(enonce)
        regles = cited_rules(text, self.droit)
        if self.final and may_go(enonce, regles):
            return None
        unsure = doubtful(enonce, regles)
        unsure = unsure or (names_mayor(text) and self.lieu.doute is not None)
        pieces = tuple(pieces_of(before + replace_references(text, self._answer), self._blank))
        return Phrase(morceaux=pieces, a_verifier=unsure and not self.final)

    def _answer(self, reference: Reference) -> str:
        match reference.genre:
            case "droit":
                return escape_marks(resolve_citation(reference, self.droit)[1])
            case "acte":
                return replace_references(self.appel, self._answer)
            case "blanc":
                return str(reference)
        return say(self.lieu, reference.genre, reference.cle)

    def _blank(self, name: str) -> Morceau:
        blanc = self.blancs.get(name)
        libelle = plain(blanc.libelle) if blanc else BLANCS[name]
        largeur = blanc.largeur if blanc else Largeur.MOYEN
        return Morceau(texte=libelle, blanc=True, largeur=largeur)


def names_mayor(text: str) -> bool:
    """Whether a text says the mayor's name."""
    return any((one.genre, one.cle) == ("maire", "nom") for one in references(text))
