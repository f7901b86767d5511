"""The texts of the memento: law filled in, roles named, references answered.

A draft marks what is to be verified; a final document leaves out what may go unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_end
from docgen.french.typography import prose
from docgen.french.wording import capital, liste
from docgen.kinds.memento.content import Contact, DelaiProcedure
from docgen.kinds.memento.facts import FaitsContact, TexteCite
from docgen.kinds.writing.contacts import THROUGH, Coordonnees, coordonnees
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.references import ReferenceResolver, answer
from docgen.markup import Reference, escape_marks, mark_link, plain, references
from docgen.referential.droit.citation import GENRE, resolve_citation
from docgen.referential.droit.reference import ReferenceLegale
from docgen.referential.droit.regle import Forme, Nature, Regle
from docgen.referential.territoire.annuaire import Annuaire
from docgen.referential.territoire.roles import ARTICLE, Role, Titulaire

TO_CHECK: Final = "à vérifier"
DOUBT: Final = "▲"
"""The sign that stands for it, as the head of each page says: no one checked what it marks."""
LAST_PLACE: Final = re.compile(r"(?<=,) (?=\w+$)")
"""The blank before a last word that says where: « biodiversité, Tarn »."""
LONG: Final = 60
"""A text of more signs has several lines in the booklet, where no word may be the last alone."""
ITEM_END: Final = re.compile(r"\s*[;.]$")
"""How an item of a list ends: what is added to it goes before."""
SAID_BY_REFERENCE: Final = (Nature.ARTICLE, Nature.TEXTE)
"""The items that are said by their reference, which leads to Légifrance."""


@dataclass(slots=True)
class MementoWording:
    """The texts of one document, and the items of law that they cite, in their order.

    References to families are links when `liens`, and name their `posters` where there are any.
    """

    corpus: Corpus
    annuaire: Annuaire
    final: bool = False
    liens: bool = True
    posters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cited: dict[str, Regle] = field(default_factory=dict)
    resolver: ReferenceResolver = field(init=False)

    def __post_init__(self) -> None:
        own = {GENRE: self._law, "memento": self._family}
        self.resolver = ReferenceResolver(self.corpus, self.annuaire, own=own)

    def fresh_copy(self, *, final: bool | None = None) -> MementoWording:
        """Return a copy that has cited nothing, for a final document or for a draft."""
        judged = self.final if final is None else final
        return MementoWording(self.corpus, self.annuaire, judged, self.liens)

    def say(self, text: str, base: Iterable[str] = ()) -> TexteCite:
        """Return a text with its law filled in, and the articles of `base` at its end."""
        keys = tuple(base)
        regles = self._cite([*_keys(text), *keys])
        words = prose(self.resolver.fill(text))
        if keys:
            end = ITEM_END.search(words)
            cut = end.start() if end else len(words)
            words = f"{words[:cut]} ({self.base(keys)}){words[cut:]}"
            self.resolver.laws.add(keys, plain(words))
        if self.liens and len(plain(words)) > LONG:
            words = hold_end(words)
        return TexteCite(texte=words, etat=mark(regles))

    def words(self, text: str | None) -> str:
        """Return a text without its marks, empty for an absent text."""
        return plain(self.say(text).texte) if text else ""

    def say_if(self, text: str | None) -> TexteCite | None:
        """Return a text that may be absent or left out."""
        return self.say(text) if text and self.is_printed(text) else None

    def base(self, keys: Iterable[str]) -> str:
        """Return articles, each with its link: « art. L. 2212-1 et L. 2212-2 du CGCT »."""
        return ", ".join(
            f"art.{INSECABLE}{liste(*numbers)}{_hold_code(one.du_code)}" if numbers else text
            for one, numbers, text in self._by_code(keys)
        )

    def base_in_table(self, keys: Iterable[str]) -> str:
        """Return articles, each with its link, as a table says: « R. 1336-5, R. 1337-7 CSP »."""
        return ", ".join(
            f"{', '.join(numbers)} {one.code_abrege}" if numbers else text
            for one, numbers, text in self._by_code(keys)
        )

    def _by_code(self, keys: Iterable[str]) -> Iterator[tuple[ReferenceLegale, list[str], str]]:
        """Yield references that follow each other in a code, by the first: their linked numbers.

        Of a text outside codes, which has none, its linked words.
        """
        named = [(one, one.reference) for one in self._cite(keys) if one.reference]
        for _, group in groupby(named, key=lambda pair: pair[1].code or pair[1].dit):
            regles = list(group)
            first = regles[0][1]
            numbers = [_link(reference.numeros, one) for one, reference in regles]
            yield first, numbers if first.code else [], _link(first.dit, regles[0][0])

    def doubt(self, *texts: str, base: Iterable[str]) -> str:
        """Return the mark for all that texts and keys cite, or nothing."""
        return mark(self._cite([*(key for text in texts for key in _keys(text)), *base]))

    def cite_row(self, row: str, *texts: str, base: Iterable[str]) -> None:
        """Record a row of marked text as the sentence of all that its cells cite."""
        self.resolver.laws.add([*(key for text in texts for key in _keys(text)), *base], plain(row))

    def is_printed(self, *texts: str, base: Iterable[str] = ()) -> bool:
        """Whether a text that cites this is printed: a final document may leave it out."""
        keys = [*(key for text in texts for key in _keys(text)), *base]
        regles = (self.corpus.droit.get(key) for key in keys)
        return not (self.final and any(regle.a_retirer for regle in regles if regle))

    def points(self, keys: Iterable[str]) -> Iterator[TexteCite]:
        """Yield the open points: what each is, and what must be checked."""
        for regle in self._cite(key for key in keys if self.is_printed(base=[key])):
            if regle.a_verifier:
                point, check = map(_sentence, (regle.enonce, regle.a_controler or "à relire"))
                words = f"**{escape_marks(point)}** {escape_marks(check)}"
                self.resolver.laws.add([regle.cle], plain(words))
                yield TexteCite(texte=words)

    def delay(self, delai: DelaiProcedure | None) -> TexteCite | None:
        """Return the delay of a step of a chart, in digits if it is of the law."""
        if delai is None:
            return None
        if delai.droit:
            return self.say(f"{{droit:{delai.droit}.{Forme.CHIFFRES}}}")
        return TexteCite(texte=delai.compte or delai.moment or "")

    def who(self, role: str) -> Titulaire:
        """Return who holds a role; raise KeyError for an unknown role."""
        return self.annuaire.resolve(self._role(role))

    def contact(self, contact: Contact) -> FaitsContact:
        """Return the facts of a contact."""
        joint = self.who(contact.role)
        return _contact_facts(joint, self.words(contact.quand))

    def numbers(self, roles: Iterable[str]) -> Iterator[Coordonnees]:
        """Yield the numbers of the commune, each once, to fill in where not known."""
        for joint in self.annuaire.services(map(self._role, roles)):
            sense = LAST_PLACE.sub(INSECABLE, prose(joint.precision))
            yield coordonnees(joint).model_copy(update={"sens": sense})

    def _role(self, name: str) -> Role:
        if (role := self.corpus.roles.get(name)) is None:
            raise KeyError(name)
        return role

    def _cite(self, keys: Iterable[str]) -> list[Regle]:
        """Return items of law by their keys, and record them."""
        regles = [regle for key in keys if (regle := self.corpus.droit.get(key))]
        self.cited |= {regle.cle: regle for regle in regles}
        return regles

    def _law(self, reference: Reference) -> str:
        regle, words = resolve_citation(reference, self.corpus.droit)
        return _link(words, regle) if regle.nature in SAID_BY_REFERENCE else escape_marks(words)

    def _family(self, reference: Reference) -> str:
        if titles := self.posters.get(reference.cle):
            named = liste(*(f"« {title} »" for title in titles))
            return escape_marks(
                f"l’affiche {named}" if len(titles) == 1 else f"les affiches {named}"
            )
        words = answer(reference, self.corpus)
        return mark_link(words, f"#{reference.cle}") if self.liens else escape_marks(words)


def _hold_code(code: str) -> str:
    """Return what follows articles, whose last words end no line alone: « du CGCT », « du code … ».

    An abbreviation stays with its article.
    """
    held = INSECABLE.join(words := code.rsplit(" ", 1))
    return f"{INSECABLE if words[-1].isupper() else ' '}{held}"


def _sentence(words: str) -> str:
    return prose(f"{capital(words.rstrip('.'))}.")


def _contact_facts(joint: Titulaire, when: str) -> FaitsContact:
    """Return the facts of a contact, whose number is not repeated when it is the name."""
    short, how = ARTICLE.sub("", joint.le), coordonnees(joint).voie
    joined = f"{short}, {how}" if how.startswith(THROUGH) else f"{short}{INSECABLE}({how})"
    words = joined if how and how != short else short
    return FaitsContact(quand=when, court=short, joindre=how, dit=words)


def mark(regles: Iterable[Regle]) -> str:
    """Return « à vérifier » if any of these items of law must be verified, or nothing."""
    return TO_CHECK if any(regle.a_signaler for regle in regles) else ""


def _keys(text: str) -> list[str]:
    return [one.cle for one in references(text) if one.genre == GENRE]


def _link(words: str, regle: Regle) -> str:
    link = regle.reference.lien if regle.reference else ""
    return mark_link(words, link) if link else escape_marks(words)


def hold_short(words: str, most: int) -> str:
    """Return words that no end of line cuts, if they have `most` characters or fewer."""
    return words if len(words) > most else words.replace(" ", INSECABLE)
