"""The texts of an act for one place: law and names filled in, blanks cut out.

A draft marks what is to be verified; a final act leaves out what may go unverified.
"""

from collections.abc import Iterable
from typing import Final

from docgen.french.typography import prose
from docgen.kinds.modele.content import Modele
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.editorial import Enonce, is_doubtful, may_be_omitted, words_of
from docgen.kinds.writing.phrases import Morceau, Phrase, pieces_of
from docgen.kinds.writing.place_references import BLANCS
from docgen.kinds.writing.references import Answers
from docgen.markup import Reference, escape_marks, plain, references
from docgen.referential.droit.citation import cited_rules
from docgen.referential.lieu import Lieu

ACTE: Final = "acte"
"""The genre of a reference to the act itself."""
NATINF: Final = "natinf"
"""The genre of a reference to the national numbers of the offences that an article punishes."""


class ActeWording:
    """The texts of an act for one place.

    `appel` is the form of address that a letter takes up at its end.
    """

    def __init__(self, modele: Modele, corpus: Corpus, lieu: Lieu, *, final: bool) -> None:
        self._droit, self._lieu, self._final = corpus.droit, lieu, final
        self._appel = modele.lettre.appel if modele.lettre else ""
        own = {ACTE: self._address, NATINF: self._offences}
        self._answers = Answers(corpus, lieu=lieu, own=own)
        self.laws = self._answers.laws
        self._blanks = {
            name: Morceau(texte=label, blanc=True) for name, label in BLANCS.items()
        } | {
            one.id: Morceau(texte=plain(one.libelle), blanc=True, largeur=one.largeur)
            for one in modele.blancs
        }

    def phrase(self, text: str) -> Phrase:
        """Return a text that is always printed."""
        phrase = self.enonce(text)
        if phrase is None:
            raise LookupError(text)
        return phrase

    def phrases(self, texts: Iterable[Enonce]) -> tuple[Phrase, ...]:
        """Return several texts, without those that a final document leaves out."""
        return tuple(made for text in texts if (made := self.enonce(text)))

    def enonce(self, enonce: Enonce, before: str = "") -> Phrase | None:
        """Return a text with its mark; None when a final document leaves it out."""
        text = words_of(enonce)
        regles = cited_rules(text, self._droit)
        if self._final and may_be_omitted(enonce, regles):
            return None
        unsure = is_doubtful(enonce, regles)
        unsure = unsure or (
            refers_to(text, "maire", "nom") and self._lieu.maire_a_verifier is not None
        )
        pieces = tuple(pieces_of(before + self._answers.fill(text), self._blanks.__getitem__))
        return Phrase(morceaux=pieces, a_verifier=unsure and not self._final)

    def _address(self, reference: Reference) -> str:
        return self._answers.fill(self._appel)

    def _offences(self, reference: Reference) -> str:
        """Return « (R. 634-2 : 1086, 3011) », or nothing where the list is not imported."""
        cited = (rule := self._droit.get(reference.cle)) and rule.reference
        if not cited or not cited.article:
            return ""
        known = self._lieu.referential.natinf.punished_by(cited.ouvrage, cited.article)
        numbers = ", ".join(one.numero for one in known)
        words = prose(f"({cited.numeros} : {numbers})")
        return f" {escape_marks(words)}" if numbers else ""


def refers_to(text: str, genre: str, form: str) -> bool:
    """Whether a text holds a reference: « maire », « nom » for the name of the mayor."""
    return any((one.genre, one.cle) == (genre, form) for one in references(text))
