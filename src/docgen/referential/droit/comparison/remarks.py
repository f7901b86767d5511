"""What a person must look at in an article, in French: « il porte aussi 5 ans : lisez le VII »."""

from collections.abc import Iterable
from typing import Final

from docgen.french.wording import liste, ordinal
from docgen.referential.droit.comparison.evidence import RATE_WORDS, Evidence, Place
from docgen.referential.droit.comparison.measures import PRISON, UNSURE, Measure
from docgen.referential.droit.mesure import PAR, in_digits

VALUES_SHOWN: Final = 4
"""The other values that a remark names; more make it a list that nobody reads."""
_COUNTS: Final = {"franc": "francs", "ouvre": "ouvrés", "ouvrable": "ouvrables"}


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


def found_words(evidence: Evidence, place: Place | None) -> str:
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
