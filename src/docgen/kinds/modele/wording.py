"""The texts of an act for one place: law and names filled in, blanks cut out.

A draft marks what is to be verified; a final act leaves out what may go unverified.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.typography import prose
from docgen.french.wording import capital
from docgen.kinds.modele.content import Modele
from docgen.kinds.modele.facts import FaitsPoint
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.editorial import Enonce, Reserve, may_be_omitted, words_of
from docgen.kinds.writing.phrases import Morceau, Phrase, pieces_of
from docgen.kinds.writing.place_references import ABREGES, BLANCS, mayor_doubt
from docgen.kinds.writing.references import ReferenceResolver
from docgen.left import Item
from docgen.markup import Reference, escape_marks, plain, references
from docgen.referential.droit.citation import cited_rules
from docgen.referential.droit.controle import law_id, law_name
from docgen.referential.droit.regle import Regle
from docgen.referential.lieu import Lieu

ACTE: Final = "acte"
"""The genre of a reference to the act itself."""
NATINF: Final = "natinf"
"""The genre of a reference to the national numbers of the offences that an article punishes."""
LAST_ARTICLE_SPACE: Final = re.compile(r"(?<= et) (?=[LRD]\.)")
"""The space before the last article of a list: « et L. 2212-2 » goes to the next line whole."""
BESIDE_A_BLANK: Final = re.compile(
    r"(?<=\ble) (?=\{)|(?<=\} a) |(?<=\bqui) (?=a \w+ \{)|(?<=\ba) (?=\w+ \{)"
)
"""The space after a short word beside a blank, or before its verb: it ends no line alone."""
SEPARATOR: Final = f"{INSECABLE}: "
"""What parts the article from what it says, in the name of a point of law."""


class ActeWording:
    """The texts of an act for one place.

    `appel` is the form of address that a letter takes up at its end.
    """

    def __init__(self, modele: Modele, corpus: Corpus, lieu: Lieu, left: tuple[Item, ...]) -> None:
        self._droit, self._lieu, self._final = corpus.droit, lieu, not left
        self._left = left
        self._sheet: dict[str, list[str]] = {}
        for item in left:
            self._number(point_name(item))
        self._appel = modele.lettre.appel if modele.lettre else ""
        own = {ACTE: self._address, NATINF: self._offences}
        self._resolver = ReferenceResolver(corpus, lieu=lieu, own=own)
        self.laws = self._resolver.laws
        self._blanks = {
            name: Morceau(texte=ABREGES.get(name, label), blanc=True, champ=label)
            for name, label in BLANCS.items()
        } | {
            one.id: Morceau(
                texte=plain(one.abrege or one.libelle),
                blanc=True,
                champ=plain(one.libelle),
                largeur=one.largeur,
            )
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
        words = LAST_ARTICLE_SPACE.sub(INSECABLE, before + self._resolver.fill(text))
        words = BESIDE_A_BLANK.sub(INSECABLE, words)
        pieces = tuple(pieces_of(words, self._blanks.__getitem__))
        points = [] if self._final else list(self._points(enonce, regles))
        said = [f"{number}. {words}" for number, words in points]
        numbers = f",{INSECABLE}".join(map(str, dict.fromkeys(number for number, _ in points)))
        return Phrase(morceaux=pieces, note=" ; ".join(said), numeros=numbers)

    def _points(self, enonce: Enonce, regles: Sequence[Regle]) -> Iterator[tuple[int, str]]:
        """Yield what is to be checked in a text, with its number on the sheet."""
        doubts = {
            law_id(regle.cle): capital(law_name(regle))
            for regle in regles
            if regle.a_signaler or regle.bloquante
        }
        if mayor := mayor_doubt(self._lieu, words_of(enonce)):
            doubts[mayor.id] = point_name(mayor)
        own = enonce.a_verifier if isinstance(enonce, Reserve) and enonce.doubtful else None
        for item in self._left:
            mine = own is not None and item.name.startswith(own)
            if doubts.pop(item.id, None) or mine:
                own = None if mine else own
                yield self._number(point_name(item)), point_name(item)
        for words in (*doubts.values(), *filter(None, (own,))):
            yield self._number(words), words

    def sheet(self) -> tuple[FaitsPoint, ...]:
        """Return what is to be checked, numbered: what is left, then what texts add to it."""
        return tuple(
            FaitsPoint(numero=str(number), quoi=escape_marks(_join_parts(head, rests)))
            for number, (head, rests) in enumerate(self._sheet.items(), 1)
        )

    def _number(self, words: str) -> int:
        """Return the number of a point on the sheet; the points of one article share theirs."""
        head, _, rest = words.partition(SEPARATOR) if words.startswith("Art.") else (words, "", "")
        rests = self._sheet.setdefault(head, [])
        if rest and rest not in rests:
            rests.append(rest)
        return list(self._sheet).index(head) + 1

    def _address(self, reference: Reference) -> str:
        return self._resolver.fill(self._appel)

    def _offences(self, reference: Reference) -> str:
        """Return « (R. 634-2 : 1086, 3011) », or nothing where the list is not imported."""
        cited = (rule := self._droit.get(reference.cle)) and rule.reference
        if not cited or not cited.article:
            return ""
        known = self._lieu.referential.natinf.punished_by(cited.ouvrage, cited.article)
        numbers = ", ".join(one.numero for one in known)
        words = prose(f"({cited.numeros} : {numbers})")
        return f" {escape_marks(words)}" if numbers else ""


def _join_parts(head: str, rests: Sequence[str]) -> str:
    return SEPARATOR.join(filter(None, (head, " ; ".join(rests))))


def point_name(item: Item) -> str:
    """Return what a draft calls a point that is left to check."""
    return capital(item.name or prose(item.message))


def refers_to(text: str, genre: str, form: str) -> bool:
    """Whether a text holds a reference: « maire », « nom » for the name of the mayor."""
    return any((one.genre, one.cle) == (genre, form) for one in references(text))
