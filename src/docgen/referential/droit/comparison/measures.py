"""Values that a sentence of a code holds: sums, durations, lengths, multiples, classes.

A value is its number, its unit and its qualifiers: « huit jours francs », « 100 € par jour ».
What cannot be read is a value without a number: nothing counts as alone beside it.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from docgen.french.letters import folded
from docgen.french.numbers import IN_DIGITS, IN_LETTERS, read_number
from docgen.referential.droit.mesure import DUREES, RANK, UniteDeMesure, rank_of

_POSSIBLE_VALUE: Final = re.compile(rf"{IN_DIGITS}|(?<![\w-])(?!une?\b(?! milli)){IN_LETTERS}")
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
PRISON: Final = "emprisonnement"
"""The qualifier of a term of imprisonment."""

UNSURE: Final = "autre"
"""The qualifier of a class that may not be of a contravention."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A value in a text; `unite` is None for a class of contravention, and in `UNKNOWN`.

    `qualifiers` are words of their own: how days are counted, what a sum is due for.
    """

    nombre: Decimal | None
    unite: UniteDeMesure | None
    qualifiers: frozenset[str] = frozenset()


UNKNOWN: Final = Measure(None, None)
"""A value of which nothing tells the unit: « en récidive, 7500 », « le dixième jour »."""

_UNITS: Final = {
    UniteDeMesure.EUROS: r"euros?\b|€|eur\b",
    UniteDeMesure.MINUTES: r"minutes?\b|mi?n\b",
    UniteDeMesure.HEURES: r"heures?\b|h\b",
    UniteDeMesure.JOURS: r"jours?\b(?! (?:feries?|chomes?))",
    UniteDeMesure.MOIS: r"mois\b",
    UniteDeMesure.ANS: r"ans?\b|annees?\b",
    UniteDeMesure.CENTIMETRES: r"centimetres?\b|cm\b(?! ?[23])",
    UniteDeMesure.METRES_CARRES: r"metres? carres?\b|m2\b",
    UniteDeMesure.METRES: r"metres?\b(?! (?:carre|cube))|m\b(?!')",
    UniteDeMesure.DECIBELS: r"decibels?\b|db\b",
    UniteDeMesure.HABITANTS: r"habitants?\b",
    UniteDeMesure.PERSONNES: r"personnes?\b|salaries?\b",
    UniteDeMesure.EMPLOIS: r"emplois?\b",
    UniteDeMesure.POUR_CENT: r"%|pour ?cents?\b|p\. ?100\b",
    UniteDeMesure.FOIS: r"fois\b",
}
"""The names and signs of units, as `plain_text` writes them."""
_COUNTED: Final = {
    *(UniteDeMesure.HABITANTS, UniteDeMesure.PERSONNES),
    *(UniteDeMesure.EMPLOIS, UniteDeMesure.FOIS),
}
"""The units before which « un » is an article: « une personne », « une fois »."""
_COLLECTIVE: Final = {"huitaine": 8, "quinzaine": 15}
_MULTIPLES: Final = {"doubl": 2, "tripl": 3, "quadrupl": 4, "quintupl": 5, "decupl": 10}

# Atomic: a long row of numbers would take quadratic time, or worse, if its pieces were tried again.
_NUMBER: Final = (
    rf"(?>(?:{IN_DIGITS}|(?<![\w-]){IN_LETTERS})(?: (?:millions?|milliards?))?"
    rf"(?: ?\((?:{IN_DIGITS}|{IN_LETTERS})\))?)"
)
_NUMBERS: Final = rf"{_NUMBER}(?:(?:,| a| ou|, ou| et) (?:de )?{_NUMBER})*+"
_UNIT: Final = "|".join(f"(?P<{unit.name}>{names})" for unit, names in _UNITS.items())
_MEASURE: Final = re.compile(
    rf"(?<!\d)(?P<numbers>{_NUMBERS})\)? ?(?P<word>[a-z]+ )?(?:d')?(?:{_UNIT})"
)
_COLLECTIVES: Final = re.compile(rf"\b({'|'.join(_COLLECTIVE)})\b")
_MULTIPLE: Final = re.compile(rf"\b({'|'.join(_MULTIPLES)})(?:e[esr]*|ant)\b")
_NO_LIST: Final = re.compile(r"(?:\barticles?|\bart\.|\balineas?|n°|\bno|\bpages?|\bannexes?) ?$")
"""What comes before a number that begins no list of values: « de l’article 5 et 10 jours »."""

_BETWEEN: Final = re.compile(r"(?:premi|derni)er|nouveaux|autres|plein")
_FRACTION: Final = re.compile(r"\w et (?:demie?|quart)\b|h ?\d")
_COUNTS: Final = re.compile(
    r",? (franc|ouvre|ouvrable|calendaire)s?\b(?:,?(?: et)? (franc|ouvre)s?\b)?"
)
_CLEAR_DAYS: Final = re.compile(r"\bdelais? francs?\b[^;:.]{0,40}$")
_RATE: Final = re.compile(
    r"(?:,? \(?par |,?(?: pour)? chaque |/ ?)"
    rf"{NO_RATE}"
    r"(\w+(?: carres?| cubes?| lineaires?)?)(?: de retard)?(?:,?(?: et| ou)? par (\w+))?"
)
_PERIODICAL: Final = re.compile(
    r"\b(?P<period>journalier|quotidien|hebdomadaire|mensuel|trimestriel|annuel)\w*[^;:.]{0,60}$"
)
_PRISON_AFTER: Final = re.compile(
    r"(?: au plus| au moins)? (?:d'emprisonnement|de prison|de reclusion)"
)
_PRISON_BEFORE: Final = re.compile(
    r"\b(?:emprisonnement|prison|reclusion)(?: \w+){0,6} (?:de|d'|a|excede\w*|au plus) ?$"
)
_CLASSES: Final = re.compile(
    rf"(?<!\w)(?P<ranks>{RANK}(?:(?:,| a| ou| et)(?: de)?(?: la)? {RANK})*) classes?\b"
    rf"|(?<!\w)(?P<first>deux|trois|quatre|cinq|[2-5]) premieres classes\b"
)
_OF_CONTRAVENTIONS: Final = re.compile(r"\b(?:contraventions?|amendes?)\b")


def plain_text(text: str) -> str:
    """Return a text without markup, accents and capitals, its blanks and signs made one."""
    bare = re.sub(r"<[^<>]*>", " ", html.unescape(text)).replace("’", "'").replace("º", "°")
    letters = unicodedata.normalize("NFKC", bare).replace("œ", "oe").replace("\u00ad", "")
    letters = re.sub("[\u200b\u2060\ufeff]", "", letters)
    return re.sub(r"\s+", " ", re.sub("[‐‑‒–—−]", "-", folded(letters))).strip()


def measures_of(sentence: str) -> tuple[Measure, ...]:
    """Return the values of a sentence, in order, those of a range and of a list one by one."""
    text = plain_text(sentence)
    matches = list(_MEASURE.finditer(text))
    spans = [match.span() for match in (*matches, *_CLASSES.finditer(text))]
    unread = ((start, UNKNOWN) for start in unread_values(text, spans))
    placed = [*_units(text, matches), *_words(text), *_classes(text), *unread]
    return tuple(measure for _, measure in sorted(placed, key=lambda one: one[0]))


def _units(text: str, matches: list[re.Match[str]]) -> Iterator[tuple[int, Measure]]:
    for rank, match in enumerate(matches):
        unit = UniteDeMesure[match.lastgroup or ""]
        broken = (
            _parts_of_one(text, matches, rank)
            or _touches_signs(text, match)
            or (match["word"] is not None and not _BETWEEN.match(match["word"]))
        )
        before, after = text[: match.start()], text[match.end() :]
        whole = Measure(None, unit, frozenset(_qualifiers(unit, before, after)))
        listed = [None] if broken else _values(match["numbers"], before)
        if unit in _COUNTED and match["numbers"] in {"un", "une"}:
            continue
        for number in listed:
            yield match.start(), replace(whole, nombre=number)
        if is_doubtful(unit, before, after, bool(whole.qualifiers)):
            yield match.start(), UNKNOWN


def _values(numbers: str, before: str) -> list[Decimal | None]:
    """Return the values of numbers that share a unit: « de un à cinq », « deux ou trois »."""
    parts = re.split(r"(?:, ou|,| a| ou) (?:de )?", numbers)
    listed = [number for part in parts for number in _part_values(part)]
    return listed[-1:] if _NO_LIST.search(before) else listed


def _part_values(part: str) -> list[Decimal | None]:
    """Return one value, « vingt et un », or two: « deux et trois »."""
    whole = _repeated_value(part)
    pieces = part.split(" et ")
    if whole is not None or len(pieces) == 1:
        return [whole]
    return [_repeated_value(piece.removeprefix("de ")) for piece in pieces]


def _repeated_value(words: str) -> Decimal | None:
    """Return a value that may be written twice, « deux (2) »; None when the two differ."""
    once, _, again = words.rstrip(")").partition("(")
    value = read_number(once.strip())
    return value if not again or read_number(again) == value else None


def _touches_signs(text: str, match: re.Match[str]) -> bool:
    """Whether digits touch what comes before them, or the unit a sign after it: « l5 », « 3-5 »."""
    digits = match["numbers"][0].isdigit()
    halved = _FRACTION.match(text, match.end() - 1)
    return bool(halved) or (digits and bool(re.match(r"[\w.,-]", text[: match.start()][-1:])))


def _parts_of_one(text: str, matches: list[re.Match[str]], rank: int) -> bool:
    """Whether a duration is a part of a longer one: « un an et un jour »."""
    pairs = zip(matches[max(rank - 1, 0) : rank + 1], matches[rank or 1 : rank + 2], strict=False)
    return any(_one_duration(text, first, second) for first, second in pairs)


def _one_duration(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    units = [UniteDeMesure[match.lastgroup or ""] for match in (first, second)]
    if not all(unit in DUREES for unit in units):
        return False
    between = text[first.end() : second.start()]
    return between in {" et ", " ", ", "} and DUREES.index(units[0]) > DUREES.index(units[1])


def _qualifiers(unit: UniteDeMesure, before: str, after: str) -> Iterator[str]:
    if unit is UniteDeMesure.EUROS:
        rate = _RATE.match(after)
        yield from filter(None, rate.groups() if rate else ())
        period = None if rate else _PERIODICAL.search(before)
        if period:
            yield "jour" if period["period"] in {"journalier", "quotidien"} else period["period"]
    elif unit in DUREES:
        counts = _COUNTS.match(after) if unit is UniteDeMesure.JOURS else None
        yield from (
            one for one in (counts.groups() if counts else ()) if one and one != "calendaire"
        )
        if unit is UniteDeMesure.JOURS and _CLEAR_DAYS.search(before):
            yield "franc"
        if _PRISON_AFTER.match(after) or _PRISON_BEFORE.search(before):
            yield PRISON


def _words(text: str) -> Iterator[tuple[int, Measure]]:
    """Yield the values that one word gives: « huitaine », « le quintuple »."""
    for match in _COLLECTIVES.finditer(text):
        yield match.start(), Measure(Decimal(_COLLECTIVE[match[1]]), UniteDeMesure.JOURS)
    for match in _MULTIPLE.finditer(text):
        yield match.start(), Measure(Decimal(_MULTIPLES[match[1]]), UniteDeMesure.FOIS)


def _classes(text: str) -> Iterator[tuple[int, Measure]]:
    """Yield the classes; those of a sentence without contravention or fine may be of a hotel."""
    sure = frozenset[str]() if _OF_CONTRAVENTIONS.search(text) else frozenset({UNSURE})
    for match in _CLASSES.finditer(text):
        for rank in _ranks(match):
            yield match.start(), Measure(Decimal(rank), None, sure)


def _ranks(match: re.Match[str]) -> Iterable[int]:
    if match["first"]:
        count = read_number(match["first"])
        return range(1, int(count or 0) + 1)
    ranks = [rank_of(word) for word in re.findall(RANK, match["ranks"])]
    if " a " in match["ranks"]:
        return range(ranks[0], ranks[-1] + 1)
    return ranks


# Values that cannot be read, and words that may change a value


def unread_values(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield where a plain text holds what may be a value, outside the spans of those read."""
    read = [*spans, *(match.span() for match in _REFERENCE.finditer(text))]
    for match in _POSSIBLE_VALUE.finditer(text):
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
