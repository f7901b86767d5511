"""What a sentence of a code may hold beside the values that are read: it leaves a doubt.

A number without a known unit, a word of time, a fraction, a rate, days that are not counted as
written: each may change the value of a rule, so that none of them is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from docgen.french.numbers import IN_DIGITS, IN_LETTERS
from docgen.referential.droit.mesure import DUREES, UniteDeMesure

_NUMBER: Final = re.compile(rf"{IN_DIGITS}|(?<![\w-])(?!une?\b(?! milli)){IN_LETTERS}")
_ARTICLE: Final = r"(?:(?:lo|[lrda])\.? ?)?\*? ?\d+(?:-\d+)*(?:er\b)?"
_MONTHS: Final = (
    "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
)
_REFERENCE: Final = re.compile(
    rf"\b(?:articles?|art\.|alineas?|chapitres?|titres?|livres?|sections?|annexes?|points?) ?"
    rf"{_ARTICLE}(?:(?:,| et| ou| a) {_ARTICLE})*"
    r"|\b(?:lo|[lrda])\. ?\*?\d+(?:-\d+)*|\b[lrda]\*?\d+(?:-\d+)+"
    r"|\d+(?:[-/]\d+)+|(?:n°|\bno\b) ?[\d/-]+|\d+ ?°|^\d+ ?[.)](?!\d)"
    r"|\d+ ?(?:er|ere|re|nde?|eme|e)\b"
    rf"|\b\d{{1,2}} (?:{_MONTHS})\b(?: \d{{4}})?|\b(?:{_MONTHS}|en|annees?) \d{{4}}\b"
    rf"|{IN_LETTERS} (?:(?:premier|dernier)e?s?|alineas?)\b|\bles deux parties\b"
)
"""Numbers that are no values: of articles, of items, of years, ranks and dates."""
_WORDS: Final = re.compile(
    r"(?<!\bpar )\b(?:semaines?|trimestres?|semestres?|decades?|journees?)\b"
    r"|\b(?:lendemain|surlendemain|veille|perpetuite|moitie|demie?s?|quarts?)\b"
    r"|\bmultipli(?:e[esr]*|ant)\b"
    r"|\b(?:dans|sous|avant) (?:le |la |l')(?:mois|an|annee|heure)\b"
    r"|\b(?:\w{3,}ieme|second) (?:jour|mois|an|heure|minute)"
    r"|\b(?:premier|derniere?) (?:jour|mois|an|heure)\w* d[eu']"
    r"|\bclasse (?:immediatement )?(?:superieur|inferieur)e"
    r"|\b(?:un|deux|du) tiers\b|\btiers (?:d[eu]|des)\b|\btiers d'"
    r"|\w{3,}iemes?(?= (?:du|des?|en|pour|au)\b| d'| ?[.;)]|$)"
)
"""Words that are a value, or change one, by themselves."""
_MEASURING: Final = (
    r"(?:jour|nuit|heure|minute|seconde|semaine|mois|an|annee|trimestre|semestre|kilometre|metre"
    r"|hectare|are|tonne|kilogramme|gramme|litre|unite|tete|piece)s?\b"
)
NO_RATE: Final = (
    r"(?!arrete|decret|decision|ordonnance|voie|application|derogation|exception"
    r"|l[ae]s?\b|l'|une?\b|tout|ce\w*\b|des\b)"
)
"""What follows « par » where nothing is due: « fixé par arrêté, par le maire »."""
_RATE_BEFORE: Final = re.compile(rf"\b(?:par|chaque) {NO_RATE}\w+[^;:.]{{0,60}}$")
_RATE_AFTER: Final = re.compile(
    r",? ?\(?(?:(?:l[ae]s?|aux?|(?:a|de) la|du|tou[ts]e?s?|(?:pour|par) (?:une?|toute?))\b"
    r"|(?:(?:a|de) )?l')(?! ?(?:plus|moins|maximum|minimum|total|titre|sens|cas|profit|moment)\b)"
)
_TIME_RATE: Final = re.compile(rf" ?(?:\(?par|/|chaque) ?{_MEASURING}")
_DIFFERENCE: Final = re.compile(
    r"\b(?:redui|augment|major|minor|diminu|abaiss|retranch|dedui)\w* (?:de |d')$"
)
_NEGATED: Final = re.compile(
    r"\bn(?:e |')(?:est|sont|encour\w+|s'applique\w*) (?:pas|plus)\b[^;:.,]{0,60}$"
)
_COUNTED_DAYS: Final = re.compile(
    r"\b(?:francs?|franches?|ouvres?|ouvrables?|feries?|chomes?|exclu[es]*|non compris\w*"
    r"|(?:same|diman)(?:di|che)s?)\b"
)

REACH: Final = 400
"""How far from a value a word may change it; further is another sentence, or a table."""


def unread_values(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield where a plain text holds what may be a value, outside the spans of those read."""
    read = [*spans, *(match.span() for match in _REFERENCE.finditer(text))]
    for match in _NUMBER.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in read):
            yield match.start()
    yield from (match.start() for match in _WORDS.finditer(text))


def is_doubtful(unit: UniteDeMesure, before: str, after: str, counted: bool) -> bool:
    """Whether the words around a value may change it; `counted` if they say how days count."""
    before, after = before[-REACH:], after[:REACH]
    if _DIFFERENCE.search(before) or _NEGATED.search(before):
        return True
    if unit is UniteDeMesure.EUROS:
        return bool(_RATE_BEFORE.search(before) or _RATE_AFTER.match(after))
    if _TIME_RATE.match(after):
        return True
    clause = f"{re.split('[;.]', before)[-1]} {re.split('[;.]', after)[0]}"
    return unit in DUREES and not counted and bool(_COUNTED_DAYS.search(clause))
