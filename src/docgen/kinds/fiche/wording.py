"""The texts of a fiche as they are printed: references answered, doubts marked."""

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import Any, Final

from docgen.french.titles import hold_end
from docgen.kinds.fiche.content import Alerte, DelaiEtape, Etape, Fiche
from docgen.kinds.fiche.facts import Mot
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.editorial import Enonce, is_doubtful, may_be_omitted, words_of
from docgen.kinds.writing.references import ReferenceResolver
from docgen.markup import references
from docgen.referential.droit.citation import cited_rules
from docgen.referential.droit.regle import Regle
from docgen.referential.territoire.annuaire import Annuaire

LAST_WORD: Final = 5
"""The fewest signs of a last line in a narrow column, where holding more leaves gaps above it."""


class FicheWording:
    """The texts of one fiche for one place; a final one leaves out what is not verified."""

    def __init__(self, corpus: Corpus, annuaire: Annuaire, final: bool) -> None:
        self.corpus, self.annuaire, self.final = corpus, annuaire, final
        resolver = ReferenceResolver(corpus, annuaire)
        self.text, self.laws = resolver.fill, resolver.laws

    def mot(self, enonce: Enonce | None, *beside: Regle) -> Mot | None:
        """Return a text with its mark; None when a final document leaves it out.

        `beside` are items of law printed next to the text.
        """
        if enonce is None:
            return None
        words = words_of(enonce)
        regles = [*cited_rules(words, self.corpus.droit), *beside]
        if self.final and may_be_omitted(enonce, regles):
            return None
        return Mot(
            texte=hold_end(self.text(words), LAST_WORD),
            a_verifier=not self.final and is_doubtful(enonce, regles),
        )

    def mots(self, *enonces: Enonce) -> tuple[Mot, ...]:
        """Return several texts, without those that a final document leaves out."""
        return tuple(mot for enonce in enonces if (mot := self.mot(enonce)))

    def alerte(self, alerte: Alerte | None, beside: Container[str]) -> Mot | None:
        """Return the text of the box, with how to get a fiche that it cites and is not `beside`."""
        mot = self.mot(alerte)
        if mot is None or alerte is None or alerte.si_absente is None:
            return mot
        cited = [one.cle for one in references(alerte.texte) if one.genre == "fiche"]
        if all(name in beside for name in cited):
            return mot
        words = f"{mot.texte} {self.text(alerte.si_absente)}"
        return mot.model_copy(update={"texte": hold_end(words, LAST_WORD)})

    def etape(self, step: Etape) -> Mot | None:
        """Return the text of a step, marked for the law of its delay as well."""
        legal = self.corpus.droit.get(step.delai.droit) if step.delai and step.delai.droit else None
        when = cited_rules(step.quand or "", self.corpus.droit)
        return self.mot(step, *when, *([legal] if legal else ()))

    def acteur(self, name: str) -> str:
        """Return a role within a sentence: « la brigade »."""
        role = self.corpus.roles.get(name)
        return self.annuaire.resolve(role).le if role else name

    def nom(self, name: str) -> str:
        """Return a role at the head of a line: « Brigade »."""
        role = self.corpus.roles.get(name)
        return self.annuaire.resolve(role).nom if role else name

    def delai(self, delai: DelaiEtape | None) -> str:
        """Return the delay of a step: « sous dix jours », « 2 mois avant la date »."""
        if delai is None:
            return ""
        regle = self.corpus.droit.get(delai.droit) if delai.droit else None
        time = regle.dit if regle else delai.compte
        return f"{time} avant {self.text(delai.avant)}" if delai.avant else f"sous {time}"


def laws(fiche: Fiche, corpus: Corpus) -> tuple[Regle, ...]:
    """Return the items of law that a fiche cites or rests on, each once, in its order."""
    regles = (corpus.droit.get(cle) for cle in _law_keys(fiche))
    return tuple(regle for regle in regles if regle)


@lru_cache(maxsize=128)
def _law_keys(fiche: Fiche) -> tuple[str, ...]:
    """Return the keys of these items, which do not depend on the commune."""
    return tuple(dict.fromkeys([*_keys(fiche.model_dump()), *fiche.base_legale]))


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from (one.cle for one in references(value) if one.genre == "droit")
    elif isinstance(value, dict):
        if isinstance(cle := value.get("droit"), str):
            yield cle
        for child in value.values():
            yield from _keys(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _keys(child)
