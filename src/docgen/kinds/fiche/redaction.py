"""Says the texts of a fiche: references answered, doubts told, what must not be said left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from docgen.errors import closest
from docgen.french.wording import a, de
from docgen.kinds.fiche.connu import Connu
from docgen.kinds.fiche.content import Delai, Enonce, Etape, Fiche, Reserve, Unite
from docgen.kinds.fiche.facts import Mot
from docgen.markup import MarkError, Reference, escaped, references, resolve
from docgen.referential.droit_fill import said
from docgen.referential.droit_regle import Forme, Regle, SiNonVerifie
from docgen.referential.roles import Annuaire

GENRES: Final = ("droit", "role", "fiche")
"""What a text may refer to."""


class Redaction:
    """Says the texts of one fiche, for one place; `final` leaves out what is not verified."""

    def __init__(self, connu: Connu, annuaire: Annuaire, final: bool) -> None:
        self.connu, self.annuaire, self.final = connu, annuaire, final

    def text(self, text: str) -> str:
        """Return a marked text with its references answered."""
        return resolve(text, self._answer)

    def mot(self, enonce: Enonce | Reserve | None, *beside: Regle) -> Mot | None:
        """Return a text with its mark; None for what a final document leaves out.

        `beside` are the items of law that are said with it, outside of it.
        """
        if enonce is None:
            return None
        text = enonce if isinstance(enonce, str) else enonce.texte
        doubt = "" if isinstance(enonce, str) else enonce.a_verifier or ""
        regles = [*self.cited(text), *beside]
        optional = not isinstance(enonce, str) and enonce.si_non_verifie is SiNonVerifie.RETIRER
        if self.final and ((doubt and optional) or any(regle.a_retirer for regle in regles)):
            return None
        marked = not self.final and bool(doubt or any(regle.a_signaler for regle in regles))
        return Mot(texte=self.text(text), a_verifier=marked)

    def mots(self, *enonces: Enonce) -> tuple[Mot, ...]:
        """Return several texts, without those that a final document leaves out."""
        return tuple(mot for enonce in enonces if (mot := self.mot(enonce)))

    def cited(self, text: str) -> Iterator[Regle]:
        """Yield the items of law that a text names."""
        for reference in references(text):
            regle = self.connu.droit.get(reference.cle) if reference.genre == "droit" else None
            if regle:
                yield regle

    def etape(self, step: Etape) -> Mot | None:
        """Return the text of a step, which answers for what its time is said by."""
        legal = self.connu.droit.get(step.delai.droit) if step.delai and step.delai.droit else None
        return self.mot(step, *self.cited(step.quand or ""), *([legal] if legal else ()))

    def acteur(self, name: str) -> str:
        """Return a role within a sentence: « la brigade »."""
        role = self.connu.roles.get(name)
        return self.annuaire.resolve(role).le if role else name

    def nom(self, name: str) -> str:
        """Return a role at the head of a line: « Brigade »."""
        role = self.connu.roles.get(name)
        return self.annuaire.resolve(role).nom if role else name

    def delai(self, delai: Delai | None) -> str:
        """Return a delay as a step says it: « sous dix jours », « 2 mois avant la date »."""
        if delai is None:
            return ""
        regle = self.connu.droit.get(delai.droit) if delai.droit else None
        time = regle.dit if regle else _counted(delai.valeur or 0, delai.unite or Unite.JOURS)
        return f"{time} avant {self.text(delai.avant)}" if delai.avant else f"sous {time}"

    def _answer(self, reference: Reference) -> str:
        return escaped(answer(reference, self.connu, self.annuaire))


def _counted(number: int, unite: Unite) -> str:
    """Return so many of a unit: « 1 jour », « 2 mois »."""
    return f"{number}\u00a0{unite if number > 1 or unite is Unite.MOIS else unite[:-1]}"


def answer(reference: Reference, connu: Connu, annuaire: Annuaire | None = None) -> str:
    """Return what a reference says; raise MarkError, in French, when it names nothing."""
    match reference.genre:
        case "droit":
            return _law(reference, connu)
        case "role":
            return _role(reference, connu, annuaire)
        case "fiche":
            titre = connu.titre(reference.cle)
            if titre is None:
                hint = closest(reference.cle, connu.fiches) or "fiches : content/fiche/"
                raise MarkError(f"fiche inconnue : « {reference} »", hint)
            return titre.dit
    hint = closest(reference.genre, GENRES) or "renvois admis : " + ", ".join(GENRES)
    raise MarkError(f"genre de renvoi inconnu : « {reference.genre} »", hint)


ROLE_FORMS: Final[dict[str, Callable[[str], str]]] = {"": str, "a": a, "de": de}
"""How a text asks for a role: « la brigade », `.a` « à la brigade », `.de` « de la brigade »."""


def _role(reference: Reference, connu: Connu, annuaire: Annuaire | None) -> str:
    role = connu.roles.get(reference.cle)
    if role is None:
        message = f"rôle inconnu : « {reference.cle} »"
        raise MarkError(message, connu.roles.nearest(reference.cle))
    if reference.forme not in ROLE_FORMS:
        message = f"forme inconnue : « {reference.forme} »"
        raise MarkError(message, "« {role:brigade} », « {role:brigade.a} », « {role:brigade.de} »")
    found = annuaire.resolve(role).le if annuaire else role.libelle
    return ROLE_FORMS[reference.forme](found)


def _law(reference: Reference, connu: Connu) -> str:
    regle = connu.droit.get(reference.cle)
    if regle is None:
        hint = connu.droit.nearest(reference.cle) or "les clés : docgen droit"
        raise MarkError(f"aucune règle de droit « {reference.cle} »", hint)
    if reference.forme and reference.forme not in list(Forme):
        hint = closest(reference.forme, Forme) or "formes admises : " + ", ".join(Forme)
        raise MarkError(f"forme inconnue : « {reference.forme} »", hint)
    try:
        return said(regle, Forme(reference.forme) if reference.forme else None, connu.droit)
    except ValueError as error:
        raise MarkError(str(error)) from None


def laws(fiche: Fiche, connu: Connu) -> tuple[Regle, ...]:
    """Return the items of law that a fiche says or rests on, each once, in its order."""
    named = [*_keys(fiche.model_dump()), *fiche.base_legale]
    found = (connu.droit.get(cle) for cle in dict.fromkeys(named))
    return tuple(regle for regle in found if regle)


def _keys(value: Any) -> Iterator[str]:
    """Yield the keys of law in the values of a fiche: in its texts, and in its delays."""
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
