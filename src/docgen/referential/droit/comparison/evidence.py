"""What the sentences of an article say of the value of a rule: found, near it, beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from docgen.referential.droit.articles import ArticleVersion
from docgen.referential.droit.comparison.measures import (
    PRISON,
    UNKNOWN,
    Measure,
    measures_of,
    plain_text,
)
from docgen.referential.droit.comparison.segments import Segment
from docgen.referential.droit.mesure import DUREES, Compte, Par, UniteDeMesure
from docgen.referential.droit.regle import Nature, Regle

WRITTEN_AS: Final = {
    UniteDeMesure.ANNEES_D_AGE: UniteDeMesure.ANS,
    UniteDeMesure.HEURE_DU_JOUR: UniteDeMesure.HEURES,
}
"""The units whose name in a text is that of another."""
COUNT_WORDS: Final = {
    Compte.FRANCS: {"franc"},
    Compte.OUVRABLES: {"ouvrable"},
    Compte.OUVRES: {"ouvre"},
    Compte.OUVRES_FRANCS: {"ouvre", "franc"},
}
RATE_WORDS: Final = {
    Par.JOUR: {"jour"},
    Par.JOUR_ET_DISPOSITIF: {"jour", "dispositif"},
    Par.HEURE: {"heure"},
    Par.KILOMETRE: {"kilometre"},
    Par.METRE_CARRE: {"metre carre"},
}
_KINDS: Final = ({*DUREES}, {UniteDeMesure.METRES, UniteDeMesure.CENTIMETRES})
"""The units that measure one thing: « 2 jours » and « 48 heures » are of a kind."""
_OF_ANY_VALUE: Final = {UniteDeMesure.FOIS, UniteDeMesure.POUR_CENT}

_GENERAL: Final = {
    *("amend", "encou", "peine", "empri", "delai", "duree", "monta", "moins", "plus", "maxim"),
    *("avant", "apres", "depui", "dans", "lors", "deca", "cette", "celui", "autre", "meme", "sans"),
    *("dela", "duque", "laque", "celle", "ainsi", "propr", "petit", "hors", "plusi", "faut"),
    *("pour", "avec", "quand", "entre", "perso", "physi", "moral", "encor", "leque", "chaqu"),
}
"""The beginnings of words that tell nothing of what a rule is about."""


@dataclass(frozen=True, slots=True)
class Text:
    """A version of an article, and those of its sentences that a reference means.

    `lacks` tells that it has no such part.
    """

    version: ArticleVersion
    segments: tuple[Segment, ...]
    lacks: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence of a version of an article."""

    version: ArticleVersion
    segment: Segment


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the value of a rule stands, the same number otherwise qualified, others of its kind."""

    equal: tuple[Place, ...]
    near: tuple[tuple[Place, Measure], ...]
    others: tuple[tuple[Place, Measure], ...]


def wanted_measure(regle: Regle) -> Measure | None:
    """Return the value that a text must hold, None for a rule without one."""
    if regle.nature is Nature.CLASSE:
        return Measure(regle.nombre, None)
    if regle.unite is None or regle.nature in {Nature.ARTICLE, Nature.TEXTE, Nature.POINT}:
        return None
    words = {
        *(COUNT_WORDS[regle.compte] if regle.compte else ()),
        *(RATE_WORDS[regle.par] if regle.par else ()),
    }
    if regle.unite in DUREES and PRISON in plain_text(regle.enonce):
        words.add(PRISON)
    return Measure(regle.nombre, WRITTEN_AS.get(regle.unite, regle.unite), frozenset(words))


@lru_cache(maxsize=8192)
def measures_in(sentence: str) -> tuple[Measure, ...]:
    """Return the values of a sentence, which is read once."""
    return measures_of(sentence)


def search(wanted: Measure, texts: Iterable[Text], classe: int | None = None) -> Evidence:
    """Return what some texts say of a value; `classe` keeps the sentences of a class only."""
    equal, near, others = [], [], []
    for place, measure in _measures(texts, classe):
        if not same_kind(measure, wanted):
            continue
        if measure == wanted:
            equal.append(place)
            continue
        others.append((place, measure))
        if (measure.nombre, measure.unite) == (wanted.nombre, wanted.unite):
            near.append((place, measure))
    return Evidence(tuple(dict.fromkeys(equal)), tuple(near), tuple(others))


def _measures(texts: Iterable[Text], classe: int | None) -> Iterator[tuple[Place, Measure]]:
    for text in texts:
        for segment in text.segments:
            measures = measures_in(segment.texte)
            if classe is None or Measure(Decimal(classe), None) in measures:
                yield from ((Place(text.version, segment), measure) for measure in measures)


def same_kind(measure: Measure, other: Measure) -> bool:
    """Whether two values measure one thing: two terms of prison, two sums, two delays.

    What nothing tells the unit of may be of any kind; a multiple, or a share, is one of any value.
    """
    if measure == UNKNOWN or (measure.unite in _OF_ANY_VALUE and other.unite is not None):
        return True
    if (PRISON in measure.qualifiers) != (PRISON in other.qualifiers):
        return False
    return measure.unite == other.unite or any(
        {measure.unite, other.unite} <= kind for kind in _KINDS
    )


def stems(words: str) -> frozenset[str]:
    """Return the beginnings of the words that tell what a text is about."""
    return frozenset(word[:5] for word in re.findall(r"[a-z]{4,}", plain_text(words))) - _GENERAL


def best_place(places: Iterable[Place], enonce: str, beside: Measure | None = None) -> Place | None:
    """Return the place whose sentence is the nearest to a statement; the first of equals.

    A sentence that also holds the value `beside`, the fine beside a term of prison, is nearer.
    """
    about = stems(enonce)

    def nearness(place: Place) -> tuple[bool, int]:
        measures = measures_in(place.segment.texte)
        return beside in measures, len(about & stems(place.segment.texte))

    return max(places, key=nearness, default=None)
