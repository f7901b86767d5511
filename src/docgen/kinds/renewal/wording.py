"""The texts of a letter: dates, clauses and names filled in, blanks cut out.

A reference that is not in `KEYS_AND_FORMS` is a mistake of the text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Final

from docgen.content.validation import Finding, problem_at
from docgen.deadlines import Duree
from docgen.deadlines.periods import Terme
from docgen.errors import ContentError, Problem
from docgen.french.titles import hold_years
from docgen.french.wording import date_longue, date_semaine, de, liste, small_noun
from docgen.kinds.actes.acte import contains, words
from docgen.kinds.actes.signed import Signee
from docgen.kinds.renewal.civilite import appel_within_sentence
from docgen.kinds.renewal.content import Alinea, Appui, LettreConvention, PassageConditionnel, Quand
from docgen.kinds.renewal.correspondants import BLANC_WIDTHS, BLANCS, FORMS, Correspondant
from docgen.kinds.renewal.occasion import Occasion
from docgen.kinds.writing.corpus import Corpus
from docgen.kinds.writing.phrases import Largeur, Morceau, Phrase, pieces_of
from docgen.kinds.writing.place_references import RENVOIS
from docgen.kinds.writing.references import BLANC, ReferenceResolver
from docgen.markup import Reference, escape_marks, references
from docgen.referential.communes.zones import Force
from docgen.referential.lieu import Lieu

TERMES: Final = ("duree", "reconduction", "denonciation", "resiliation")
DATES: Final = (
    *("au", "recu", "signature", "debut", "dernier", "anniversaire", "limite", "prudente"),
    *("envoi", "decision", "fin", "suite-debut", "suite-dernier"),
)
APPEL: Final = "appel"
QUOTED: Final = 60
"""How many signs of the words that a letter relies on a message quotes."""
SATURDAY: Final = 5
"""The first day off of a week, as `date.weekday` counts them."""
KEYS_AND_FORMS: Final[Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "date": (DATES, ("", "jour")),
    "duree": (TERMES, ("",)),
    "clause": (TERMES, ("", "le", "de")),
    "convention": (("la", "de", "titre", "modifiee", "avenants", "avenant", "parties"), ("",)),
    "expediteur": (FORMS, ("",)),
    "partenaire": (FORMS, ("",)),
    "lettre": ((APPEL, "modification"), ("",)),
    **{genre: (tuple(forms), ("",)) for genre, forms in RENVOIS.items()},
}
"""The keys and forms of each genre; the name of an `appui` is a key of `clause` too."""


@dataclass(frozen=True, slots=True)
class Entete:
    """What the texts of a letter may refer to, beside its occasion.

    `autres` are the parties that neither send nor receive it.
    """

    expediteur: Correspondant
    partenaires: tuple[Correspondant, ...]
    autres: tuple[Correspondant, ...]
    lieu: Lieu | None
    appel: str
    modification: str

    @property
    def parties(self) -> str:
        """All parties of the convention, in a sentence: its sender first, then who receives it."""
        return liste(*(one.le for one in (self.expediteur, *self.partenaires, *self.autres)))


class LetterWording:
    """The texts of one letter."""

    def __init__(
        self, lettre: LettreConvention, occasion: Occasion, entete: Entete, corpus: Corpus
    ) -> None:
        self.occasion, self.entete = occasion, entete
        self.cases = frozenset(_cases(occasion, entete))
        self._clauses = dict(_clauses(occasion, lettre.appuis))
        self._lettre = lettre
        own = dict.fromkeys(KEYS_AND_FORMS.keys() - RENVOIS.keys(), self._answer)
        self._resolver = ReferenceResolver(corpus, lieu=entete.lieu, own=own)
        self._blanks = {
            name: Morceau(texte=label, blanc=True, largeur=BLANC_WIDTHS.get(name, Largeur.LONG))
            for name, label in BLANCS.items()
        } | {
            one.id: Morceau(texte=one.libelle, blanc=True, largeur=one.largeur)
            for one in lettre.blancs
        }

    def phrase(self, text: str) -> Phrase:
        """Return a text in its pieces."""
        pieces = pieces_of(hold_years(self._resolver.fill(text)), self._blanks.__getitem__)
        return Phrase(morceaux=tuple(pieces))

    def line(self, text: str) -> str:
        """Return a text that holds no blank, as marked text."""
        return self._resolver.fill(text)

    def phrases(self, texts: Iterable[Alinea]) -> tuple[Phrase, ...]:
        """Return the paragraphs whose cases hold."""
        kept = (
            text
            for text in texts
            if not isinstance(text, PassageConditionnel) or self._applies(text)
        )
        return tuple(
            self.phrase(one.texte if isinstance(one, PassageConditionnel) else one) for one in kept
        )

    def _applies(self, passage: PassageConditionnel) -> bool:
        if Quand.DIT in passage.quand and not all(map(self._has_answer, references(passage.texte))):
            return False
        return self.cases.issuperset({*passage.quand} - {Quand.DIT})

    def _has_answer(self, reference: Reference) -> bool:
        """Whether the convention answers a reference, if it is about the convention."""
        apart = reference.genre in RENVOIS or reference.genre in (BLANC, "lettre")
        return apart or self._answer_of(reference) is not None

    def _answer(self, reference: Reference) -> str:
        if reference.genre == "lettre" and reference.cle == "modification":
            return self.entete.modification or "{blanc:modification}"
        answer = self._answer_of(reference)
        if answer is None:
            raise ContentError([self._no_answer(reference)])
        return escape_marks(answer)

    def _answer_of(self, reference: Reference) -> str | None:
        ways: Mapping[str, Callable[[], str | None]] = {
            "date": lambda: _day_in_words(_day(self.occasion, reference.cle), reference.forme),
            "duree": lambda: _duration(_terme(self.occasion, reference.cle)),
            "clause": lambda: _form_clause(self._clauses.get(reference.cle), reference.forme),
            "convention": lambda: (
                self.entete.parties
                if reference.cle == "parties"
                else _act_name(self.occasion, reference.cle)
            ),
            "expediteur": lambda: self.entete.expediteur.form(reference.cle),
            "partenaire": lambda: liste(
                *(one.form(reference.cle) for one in self.entete.partenaires)
            ),
            "lettre": lambda: appel_within_sentence(self.entete.appel),
        }
        return ways[reference.genre]()

    def _no_answer(self, reference: Reference) -> Problem:
        message = f"la convention ne dit pas ce qu’une lettre lui demande : « {reference} »"
        hint = "complétez « vie: », ou retirez ce renvoi de la lettre"
        source, steps = self.occasion.signee.source, ["vie"]
        said = {one.nom: one.texte for one in self._lettre.appuis}
        if reference.genre == "clause" and reference.cle in said:
            quoted = shorten(said[reference.cle], QUOTED, placeholder="…")
            message = f"la convention ne dit pas les mots qu’une lettre y cherche : « {quoted} »"
            hint = f"dans la lettre « {self._lettre.id} », sous « appuis: », recopiez ceux"
            hint += " d’aujourd’hui, tels quels ; puis relisez la lettre"
            steps = []
        return problem_at(source, Finding(tuple(steps), "renvoi", message, hint))


def clause_of(signee: Signee, text: str) -> str | None:
    """Return the name of the clause that contains some words, None when there is none."""
    wanted = words(text)
    for clause in signee.acte.clauses.values():
        if contains(clause.mots, wanted):
            return small_noun(clause.numero) or (clause.titre or clause.id).lower()
    return None


def _clauses(occasion: Occasion, appuis: Iterable[Appui]) -> Iterator[tuple[str, str | None]]:
    for name in TERMES:
        term = _terme(occasion, name)
        yield name, term.clause if term else None
    for appui in appuis:
        yield appui.nom, clause_of(occasion.signee, appui.texte)


def _terme(occasion: Occasion, name: str) -> Terme | None:
    if name == "reconduction":  # that of an amendment, where it rules by then
        return occasion.periode.reconduction
    if name == "denonciation" and occasion.periode.denonciation:  # that which gives the last day
        return occasion.periode.denonciation
    if name == "resiliation":
        return occasion.signee.vie.preavis_resiliation(occasion.recu)
    terme: Terme | None = getattr(occasion.signee.vie, name)
    return terme


def _day(occasion: Occasion, name: str) -> date | None:
    now, after = occasion.periode, occasion.suite
    last = now.envoi, now.prudente, now.limite
    return {
        "au": occasion.courrier.au,
        "recu": occasion.recu,
        "signature": occasion.signee.vie.signature,
        "debut": now.debut,
        "dernier": now.dernier_jour,
        "anniversaire": now.anniversaire,
        "limite": now.limite,
        "prudente": now.prudente,
        "envoi": now.envoi,
        "decision": next((one for one in last if one and one >= occasion.courrier.au), now.limite),
        "fin": occasion.fin,
        "suite-debut": after.debut if after else None,
        "suite-dernier": after.dernier_jour if after else None,
    }[name]


def _day_in_words(day: date | None, form: str) -> str | None:
    if day is None:
        return None
    return date_semaine(day) if form else date_longue(day)


def _duration(term: Terme | None) -> str | None:
    duree: Duree | None = term.duree if term else None
    return duree.dite if duree else None


def _form_clause(clause: str | None, form: str) -> str | None:
    """Return « article 6 », « l’article 6 », « de l’article 6 »."""
    if clause is None:
        return None
    the = f"l’{clause}" if clause[:1] in "aeiou" else f"la clause « {clause} »"
    return {"": clause, "le": the, "de": de(the)}[form]


def _act_name(occasion: Occasion, form: str) -> str | None:
    """Return the act within a sentence: « la convention AMR81 – GGD81 ».

    `modifiee` is what follows its name and its day, by its amendments on the day of the letter,
    and `avenants` what follows its copy.  `avenant` is the one that ends the delay to denounce,
    None for none.
    """
    signee, day = occasion.signee, occasion.courrier.au
    if form == "avenant":
        return occasion.periode.avenant or None
    if form == "modifiee":
        return signee.amended_on(day)
    if form == "avenants":
        return signee.copied_on(day)
    name = signee.intitule
    first, _, rest = name.partition(" ")
    bare = f"{first.lower()} {rest}" if first.lower() == "convention" else f"convention « {name} »"
    return {"titre": name, "la": f"la {bare}", "de": f"de la {bare}"}[form]


def _cases(occasion: Occasion, entete: Entete) -> Iterator[Quand]:
    now = occasion.periode
    if occasion.courrier.recu is None:
        yield Quand.RECU_INCONNU
    else:
        yield Quand.RECU_A_VENIR if occasion.a_venir else Quand.RECU_CONNU
    if occasion.courrier.subsidiaire:
        yield Quand.SUBSIDIAIRE
    if now.is_late_to_post(occasion.courrier.au):
        yield Quand.ENVOI_PASSE
    if now.limite and now.limite.weekday() >= SATURDAY:
        yield Quand.FIN_DE_SEMAINE
    unit = entete.lieu.competence if entete.lieu else None
    if unit and unit.force is Force.GENDARMERIE:
        yield Quand.ZONE_GENDARMERIE
