"""Comparison of each item of law with the article in force on a day: a colour, and what to look at.

Green: the value stands there literally, and alone of its kind.  Orange: among others, or a person
must look at something, as for every item without a value.  Nothing is verified by it: only a person
does that.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from docgen.french.wording import date_longue, liste, ordinal
from docgen.referential.droit.articles import Articles, ArticleVersion
from docgen.referential.droit.comparison.evidence import (
    RATE_WORDS,
    Evidence,
    Place,
    best_place,
    measures_in,
    search,
    stems,
    wanted_measure,
)
from docgen.referential.droit.comparison.measures import PRISON, UNSURE, Measure
from docgen.referential.droit.comparison.reading import (
    UNREAD,
    ReferenceTexts,
    read_texts,
    read_validities,
)
from docgen.referential.droit.comparison.validity import Validity, changed_since
from docgen.referential.droit.law_files import QUINTUPLE
from docgen.referential.droit.mesure import PAR, UniteDeMesure, in_digits
from docgen.referential.droit.natinf import Infraction, Natinf
from docgen.referential.droit.regle import Nature, Regle

NUMBERS_SHOWN: Final = 3
"""How many numbers of offences a verdict names."""
VALUES_SHOWN: Final = 4
"""The other values that a remark names; more make it a list that nobody reads."""
_COUNTS: Final = {"franc": "francs", "ouvre": "ouvrés", "ouvrable": "ouvrables"}
OUTSIDE_CODES: Final = "hors des codes : à lire à sa source"
"""What is said of an item whose text no import holds."""
LITTLE_IN_COMMON: Final = "l’énoncé ne s’y retrouve guère"
MIN_WORDS_SHARED: Final = 0.5
"""The share of the words of a statement under which its article may be about something else."""


class Couleur(StrEnum):
    """What a comparison found."""

    VERT = "vert"
    ORANGE = "orange"
    ROUGE = "rouge"
    ABROGE = "abroge"
    BIENTOT = "bientot"
    CHANGE = "change"
    SANS_TEXTE = "sans-texte"


COLOUR_WORDS: Final = {one: str(one) for one in Couleur} | {
    Couleur.ABROGE: "abrogé",
    Couleur.BIENTOT: "change bientôt",
    Couleur.CHANGE: "changé",
    Couleur.SANS_TEXTE: "sans texte",
}
"""The colours as people read them."""


@dataclass(frozen=True, slots=True)
class RuleComparison:
    """An item of law beside the version of its article on a day.

    `passage` is the sentence in which its value stands, `a_voir` what a person must look at.
    """

    regle: Regle
    couleur: Couleur
    version: ArticleVersion | None = None
    passage: str = ""
    a_voir: str = ""

    @property
    def colour(self) -> str:
        """Its colour, as people read it."""
        return COLOUR_WORDS[self.couleur]

    @property
    def has_value(self) -> bool:
        """Whether it compares a value, and not an article as a whole."""
        return wanted_measure(self.regle) is not None

    @property
    def article(self) -> str:
        """Its reference, as printed; empty without one."""
        return self.regle.reference.dit if self.regle.reference else ""


def compare_rules(
    regles: Iterable[Regle], articles: Articles, day: date, natinf: Natinf | None = None
) -> tuple[RuleComparison, ...]:
    """Return the comparison of each item with its article on a day, in order.

    `natinf` is a second source: what it contradicts is not green.
    """
    listed = tuple(regles)
    by_key = {regle.cle: regle for regle in listed}
    compared = (_compare(regle, by_key, articles, day) for regle in listed)
    return tuple(_with_natinf(one, natinf) if natinf else one for one in compared)


def _with_natinf(comparison: RuleComparison, natinf: Natinf) -> RuleComparison:
    verdict = natinf_verdict(comparison.regle, natinf)
    if verdict.contradicts or not verdict.words:
        return _with_doubts(comparison, filter(None, [verdict.words]))
    return replace(comparison, a_voir=f"{comparison.a_voir} ; {verdict.words}")


def _compare(
    regle: Regle, by_key: dict[str, Regle], articles: Articles, day: date
) -> RuleComparison:
    reference = regle.reference
    if reference is None or not reference.ouvrage or not reference.articles:
        return RuleComparison(regle, Couleur.SANS_TEXTE, a_voir=OUTSIDE_CODES)
    validities = read_validities(reference, articles, day)
    broken = next((one for one in validities[:1] if one.unread), None) or next(
        (one for one in validities if one.gone), None
    )
    if broken:
        colour = Couleur.ABROGE if broken.gone else Couleur.SANS_TEXTE
        return RuleComparison(regle, colour, broken.version, a_voir=broken.gone or broken.unread)
    reading = read_texts(reference, validities)
    if regle.quintuple_de:
        source = by_key.get(regle.quintuple_de)
        single = source is not None and not source.quintuple_de
        compared = _compare(source, by_key, articles, day) if source and single else None
        comparison = _compare_multiple(regle, compared, reading)
    elif wanted := wanted_measure(regle):
        comparison = _compare_value(regle, wanted, reading, _beside(regle, by_key))
    else:
        comparison = _compare_article(regle, reading)
    return _with_changes(_with_doubts(comparison, reading.doubts), validities)


def _compare_value(
    regle: Regle, wanted: Measure, reading: ReferenceTexts, beside: Measure | None
) -> RuleComparison:
    evidence = search(wanted, reading.texts, regle.classe)
    if not evidence.equal:
        return _missing_value(regle, wanted, evidence, reading)
    place = best_place(evidence.equal, regle.enonce, beside)
    colour = Couleur.ORANGE if evidence.others else Couleur.VERT
    version, passage = _version_and_passage(place)
    comparison = RuleComparison(regle, colour, version, passage, evidence_words(evidence, place))
    doubts = [
        *_parts_without(wanted, reading, regle.classe),
        *_value_doubts(regle, reading, place, beside),
    ]
    return _with_doubts(comparison, doubts)


def _parts_without(
    wanted: Measure, reading: ReferenceTexts, classe: int | None = None
) -> Iterator[str]:
    """Yield that a value is not in one of the parts that a reference names."""
    for part, texts in reading.by_part:
        if not search(wanted, texts, classe).equal:
            yield f"la valeur n’est pas dans « {part.dit} »"


def _missing_value(
    regle: Regle, wanted: Measure, evidence: Evidence, reading: ReferenceTexts
) -> RuleComparison:
    """Return what is said of a value that is not where its reference says."""
    whole = search(wanted, reading.whole, regle.classe)
    unread = [one for one in reading.doubts if one.endswith(UNREAD)]
    if whole.equal:
        place = best_place(whole.equal, regle.enonce)
        message = f"la valeur n’est pas dans « {reading.dit} » : {place_words(place)}"
    else:
        beside = [one for one, _ in evidence.near or evidence.others]
        place = best_place(beside or reading.places, regle.enonce)
        message = missing_words(wanted, evidence)
    colour = Couleur.SANS_TEXTE if unread and not whole.equal else Couleur.ROUGE
    return RuleComparison(regle, colour, *_version_and_passage(place), message)


def _value_doubts(
    regle: Regle, reading: ReferenceTexts, place: Place | None, beside: Measure | None
) -> Iterator[str]:
    if not _is_about(regle, reading):
        yield LITTLE_IN_COMMON
    elsewhere = beside and place and beside not in measures_in(place.segment.texte)
    if elsewhere and beside and search(beside, reading.texts).equal:
        yield "prison et amende ne sont pas dans la même phrase"


def _compare_article(regle: Regle, reading: ReferenceTexts) -> RuleComparison:
    """Return the comparison of an item that is an article: no machine tells what it is about."""
    place = best_place(reading.places, regle.enonce)
    message = "l’article est en vigueur : lisez son objet"
    if not _is_about(regle, reading):
        message += f" ; {LITTLE_IN_COMMON}"
    return RuleComparison(regle, Couleur.ORANGE, *_version_and_passage(place), message)


def _is_about(regle: Regle, reading: ReferenceTexts) -> bool:
    """Whether an article holds enough of the words of a statement."""
    about = stems(regle.enonce)
    said = stems(" ".join(one.segment.texte for one in reading.places))
    return len(about & said) >= MIN_WORDS_SHARED * len(about)


def _compare_multiple(
    regle: Regle, source: RuleComparison | None, reading: ReferenceTexts
) -> RuleComparison:
    """Return the comparison of a computed sum: its source is right, and its article says five."""
    five = Measure(Decimal(QUINTUPLE), UniteDeMesure.FOIS)
    multiple = search(five, reading.texts)
    place = best_place(multiple.equal, regle.enonce)
    if place is None:
        return RuleComparison(regle, Couleur.ROUGE, a_voir="l’article ne dit pas « quintuple »")
    if source is None or not _is_multiple(regle, source.regle):
        message = f"ce n’est pas le quintuple de « {regle.quintuple_de} »"
        return RuleComparison(regle, Couleur.ROUGE, *_version_and_passage(place), message)
    message = f"cinq fois « {source.regle.cle} » ({source.regle.dit})"
    if source.couleur is not Couleur.VERT:
        message = f"{message}, à relire : {source.a_voir}"
    comparison = RuleComparison(regle, source.couleur, *_version_and_passage(place), message)
    also = [f"il dit aussi {values_words(multiple.others)}"] * bool(multiple.others)
    return _with_doubts(comparison, [*_parts_without(five, reading), *also])


def _is_multiple(regle: Regle, source: Regle) -> bool:
    """Whether an item is five times another, in its unit, and due for the same."""
    single = wanted_measure(source)
    times = replace(single, nombre=QUINTUPLE * source.nombre) if single else None
    return times is not None and times == wanted_measure(regle)


def _beside(regle: Regle, by_key: dict[str, Regle]) -> Measure | None:
    """Return the fine beside a term of prison, the prison beside a fine, of one offence."""
    turned = {"prison": "amende", "amende": "prison"}
    key = "-".join(turned.get(word, word) for word in regle.cle.split("-"))
    other = by_key.get(key)
    same = other and other is not regle and other.reference == regle.reference
    return wanted_measure(other) if other and same else None


def _version_and_passage(place: Place | None) -> tuple[ArticleVersion | None, str]:
    return (place.version, place.segment.texte) if place else (None, "")


def _with_doubts(comparison: RuleComparison, doubts: Iterable[str]) -> RuleComparison:
    """Return a comparison with what makes it doubtful; it is not green then."""
    words = " ; ".join(doubts)
    if not words:
        return comparison
    colour = Couleur.ORANGE if comparison.couleur is Couleur.VERT else comparison.couleur
    return replace(comparison, couleur=colour, a_voir=f"{comparison.a_voir} ; {words}")


def _with_changes(comparison: RuleComparison, validities: Sequence[Validity]) -> RuleComparison:
    """Return a comparison with what time does to it: a text that changed, or that will."""
    versions = [one.version for one in validities if one.version]
    version = comparison.version or versions[0]
    controle = comparison.regle.jugement
    if controle and not controle.refus and changed_since(controle, validities):
        message = (
            f"texte changé depuis le contrôle du {date_longue(controle.le)} ; {comparison.a_voir}"
        )
        return replace(comparison, couleur=Couleur.CHANGE, version=version, a_voir=message)
    ending = next((one.ending for one in validities if one.ending), "")
    if ending:
        kept = comparison.couleur in {Couleur.ROUGE, Couleur.SANS_TEXTE}
        colour = comparison.couleur if kept else Couleur.BIENTOT
        comparison = replace(
            comparison, couleur=colour, a_voir=f"{ending} ; aujourd’hui : {comparison.a_voir}"
        )
    return replace(comparison, version=version)


# What a person must look at in an article, in French: « il porte aussi 5 ans : lisez le VII »


def measure_words(measure: Measure) -> str:
    """Return a value as a sentence names it: ``8␣jours ouvrés``, ``4e classe``."""
    if measure.nombre is None:
        return "une valeur illisible"
    if measure.unite is None:
        unsure = " (contravention ?)" * (UNSURE in measure.qualifiers)
        return f"{ordinal(int(measure.nombre), True)} classe{unsure}"
    words = [in_digits(measure.nombre, measure.unite)]
    words += [_COUNTS[word] for word in sorted(measure.qualifiers) if word in _COUNTS]
    words += ["d’emprisonnement"] * (PRISON in measure.qualifiers)
    rates = measure.qualifiers - _COUNTS.keys() - {PRISON}
    known = next((PAR[par] for par, stems in RATE_WORDS.items() if stems == rates), "")
    return " ".join([*words, known or " et ".join(f"par {rate}" for rate in sorted(rates))]).strip()


def values_words(placed: Iterable[tuple[Place, Measure]]) -> str:
    """Return several values: ``3␣ans, 5␣ans et 7␣ans``; the first ones when they are many."""
    words = list(dict.fromkeys(measure_words(measure) for _, measure in placed))
    return liste(*words[:VALUES_SHOWN], *(["d’autres"] if len(words) > VALUES_SHOWN else []))


def place_words(place: Place | None) -> str:
    """Return where to read: ``lisez le II, 3°``, ``lisez la phrase``."""
    part = place.segment.part.dit if place else ""
    if not part:
        return "lisez la phrase"
    return f"lisez l’{part}" if part.startswith("article") else f"lisez le {part}"


def evidence_words(evidence: Evidence, place: Place | None) -> str:
    """Return what to look at where a value stands."""
    if not evidence.others:
        return f"seule valeur de ce genre : {place_words(place)}"
    return f"l’article porte aussi {values_words(evidence.others)} : {place_words(place)}"


def missing_words(wanted: Measure, evidence: Evidence) -> str:
    """Return what an article holds in place of a value."""
    if evidence.near:
        return f"l’article dit {values_words(evidence.near)}, et non {measure_words(wanted)}"
    if not evidence.others:
        return f"l’article ne porte ni {measure_words(wanted)}, ni d’autre valeur de ce genre"
    return f"l’article porte {values_words(evidence.others)}, et non {measure_words(wanted)}"


# The list NATINF is a second source of classes and offences: it confirms, or contradicts


@dataclass(frozen=True, slots=True)
class NatinfVerdict:
    """What the list says of an item, in French; nothing when it knows no such article."""

    words: str = ""
    contradicts: bool = False


def natinf_verdict(regle: Regle, natinf: Natinf) -> NatinfVerdict:
    """Return what the list says of a class, or of a term of prison, by its article."""
    known = _offences_of(regle, natinf)
    wanted = wanted_measure(regle)
    if not known or wanted is None:
        return NatinfVerdict()
    if regle.nature is Nature.CLASSE:
        alike = [one for one in known if one.classe == regle.nombre]
    elif PRISON in wanted.qualifiers:
        alike = [one for one in known if one.grave]
    else:
        return NatinfVerdict()
    if alike:
        return NatinfVerdict(f"confirmé par NATINF {_numbers(alike)}")
    natures = liste(*sorted({_nature(one) for one in known}))
    return NatinfVerdict(f"NATINF {_numbers(known)} dit autre chose : {natures}", True)


def _offences_of(regle: Regle, natinf: Natinf) -> list[Infraction]:
    reference = regle.reference
    if reference is None:
        return []
    listed = (natinf.punished_by(reference.ouvrage, one) for one in reference.articles)
    return list(dict.fromkeys(offence for offences in listed for offence in offences))


def _numbers(offences: list[Infraction]) -> str:
    numbers = [one.numero for one in offences]
    return liste(*numbers[:NUMBERS_SHOWN], *(["d’autres"] if len(numbers) > NUMBERS_SHOWN else []))


def _nature(offence: Infraction) -> str:
    return f"{ordinal(offence.classe, True)} classe" if offence.classe else offence.nature.lower()
