"""Rules on the durations and notices of an act: its clauses say them, and they agree.

The rules read the raw values of the file, so that all problems come in one pass.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from docgen.content.raw import as_group, groups_of
from docgen.content.source import Steps
from docgen.content.validation import Finding, mappings
from docgen.deadlines import Duree, Unite
from docgen.deadlines.counting import YEARS
from docgen.errors import closest
from docgen.french.days import read_day
from docgen.french.wording import date_longue, en_lettres

PERIODS: Final = ("duree", "reconduction")
"""What is counted in months or years."""
NOTICES: Final = ("preavis_denonciation", "preavis_resiliation")
TACIT: Final = "tacite"
"""The word without which nothing renews by itself."""
NUMBERS: Final = "|".join(en_lettres(number).replace("-", " ") for number in range(99, 0, -1))
VALUES: Final = {en_lettres(one).replace("-", " "): one for one in range(1, 100)} | {"une": 1}
UNITS: Final = {"a": Unite.ANS, "m": Unite.MOIS, "j": Unite.JOURS}
DURATION: Final = re.compile(rf"\b({NUMBERS}|une|\d{{1,3}})(?: \d+)? (ans?|années?|mois|jours?)\b")
"""A duration as a clause says it, its number and its unit."""
FIRST_DURATION: Final = re.compile(
    r"\b(conclue?s?|durera|dure|durée|vaut|valable) ((?:\w+ ){0,6}?)"
    rf"({NUMBERS}|une|\d+)( \d+)? (ans?|années?|mois|jours?)\b"
)
"""A first duration as a clause says it: « conclue pour une période de cinq ans »."""
BEFORE_END: Final = re.compile(
    rf"{DURATION.pattern} (?:\w+ ){{0,3}}?avant (?:\w+ ){{0,3}}?(?:anniversaire|échéance)\b"
)
"""The notice to denounce as a clause says it: « deux mois au moins avant la date anniversaire »."""
NOTICE: Final = re.compile(r"\b(?:préavis|dénonc|résili)\w* (?:\w+ ){0,6}?$")
"""The words before a duration that is a notice."""
NOT_FIRST: Final = re.compile(
    r"\b(?:préavis|reconduct|reconduit|renouvel|prorog)\w* (?:\w+ ){0,6}?$"
)
"""The words before a duration that is no first one."""
RENEWAL_PERIODS: Final = {1: ("mensuellement", "chaque mois"), 12: ("annuellement", "chaque année")}
"""Wordings of a renewal in a clause, by its number of months; they say no first duration."""


def life_rules(data: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong in `vie`, against the clauses, the signature and itself."""
    vie = data.get("vie")
    if not isinstance(vie, dict):
        return
    groups = (group for _, group in mappings(data))
    clauses = {group["id"]: group for group in groups if isinstance(group.get("id"), str)}
    for name in (*PERIODS, *NOTICES):
        if isinstance(vie.get(name), dict):
            yield from _clause_rules(data, clauses, name, vie[name])
    yield from _own_rules(vie)
    yield from _day_rules(data, vie)


def _clause_rules(
    data: dict[str, Any], clauses: dict[str, dict[str, Any]], name: str, term: dict[str, Any]
) -> Iterator[Finding]:
    steps: Steps = ("vie", name, "clause")
    clause_name = term.get("clause")
    if not isinstance(clause_name, str):
        return
    clause, duree = clauses.get(clause_name), _duree(term)
    if clause is None:
        hint = closest(clause_name, clauses) or "nommez la clause par son « id: »"
        if clause_name in _repealed(data):
            hint = f"elle est abrogée : retirez « {name}: », ou nommez la clause qui le dit encore"
        yield Finding(steps, "clause", f"aucune clause « {clause_name} »", hint)
    elif not (text := _words(clause.get("texte"))):
        message = f"le texte de « {clause_name} » n’est pas là : rien n’y dit cette durée"
        yield Finding(steps, "vie", message, "nommez la clause qui la dit")
    elif duree and not _says(text, name, duree):
        message = f"« {clause_name} » ne dit pas « {duree.dite} »"
        line = _line_said(data, name, clause_name, text)
        line = line or f"{name}: {{valeur: …, unite: …, clause: {clause_name}}}"
        hint = f"tapez sous « vie: » : {line} ; ou changez la clause"
        yield Finding(steps, "contradiction", message, hint)
    elif name == "reconduction" and f" {TACIT}" not in text:
        message = f"« {clause_name} » ne parle d’aucune reconduction tacite"
        yield Finding(steps, "contradiction", message, "retirez « reconduction: »")
    for rank, other in enumerate(_repeated_by(term)):
        steps = ("vie", name, "aussi", rank)
        if other not in clauses:
            hint = closest(other, clauses) or "nommez la clause par son « id: »"
            yield Finding(steps, "clause", f"aucune clause « {other} »", hint)
        elif duree and not _says(_words(clauses[other].get("texte")), name, duree):
            message = f"« {other} » ne dit pas « {duree.dite} », comme « {clause_name} »"
            hint = f"mettez les deux clauses d’accord, ou retirez « {other} » de « aussi: »"
            yield Finding(steps, "contradiction", message, hint)


def _repealed(data: dict[str, Any]) -> set[Any]:
    """Return the names of the clauses that an amendment says are repealed."""
    return {one.get("clause") for _, one in groups_of(data.get("avenant"), "abroge")}


def _repeated_by(term: dict[str, Any]) -> list[str]:
    """Return the names of the other clauses that say a duration."""
    others = term.get("aussi")
    named = others if isinstance(others, list) else []
    return [other for other in named if isinstance(other, str)]


def _line_said(data: dict[str, Any], name: str, clause: str, text: str) -> str:
    """Return the line of the duration that a clause says; '' unless it says one that is left."""
    beside = [
        (other, duree)
        for other, term in as_group(data["vie"]).items()
        if other != name and (duree := _duree(as_group(term))) and term.get("clause") == clause
    ]
    said = {*_durations_said(text, name)}
    own = {one for one in said if not any(_says(f" {' '.join(one)} ", *term) for term in beside)}
    if len(own or said) != 1:
        return ""
    [(number, unit)] = own or said
    value = VALUES.get(number) or int(number)
    others = _repeated_by(data["vie"][name])
    also = f", aussi: [{', '.join(others)}]" if others else ""
    return f"{name}: {{valeur: {value}, unite: {UNITS[unit[0]]}, clause: {clause}{also}}}"


def _durations_said(text: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the durations of a clause that it says of a name: no notice for a term, or the like."""
    firsts = {one.end() for one in _first_durations(text)}
    for duration in DURATION.finditer(text):
        before = text[: duration.start()]
        if duration.end() in firsts:
            is_own = name == "duree"
        elif NOTICE.search(before) or text.startswith(" avant", duration.end()):
            is_own = name in NOTICES
        else:
            is_own = name == "reconduction" and bool(NOT_FIRST.search(before))
        if is_own:
            yield duration[1], duration[2]


def _first_durations(text: str) -> list[re.Match[str]]:
    """Return the first durations that a clause says: those on which it is concluded, or others."""
    firsts = [*FIRST_DURATION.finditer(text)]
    concluded = [one for one in firsts if one[1].startswith("conclu")]
    return concluded or [
        one
        for one in firsts
        if not NOT_FIRST.search(text[: one.start()]) and "préavis" not in one[2]
    ]


def _says(text: str, name: str, duree: Duree) -> bool:
    """Whether a clause says a duration, where it says it of that name if it says of what it is."""
    notices = [f" {one[0]} " for one in BEFORE_END.finditer(text)]
    others = BEFORE_END.sub("", text)
    firsts = {one.end() for one in _first_durations(others)}
    left = any(one.end() not in firsts for one in DURATION.finditer(others))
    if notices and left and "résili" in others:  # two notices: each is looked for apart
        text = {"preavis_denonciation": "".join(notices), "preavis_resiliation": others}.get(
            name, text
        )
    own = _first_durations(text) if name == "duree" else []
    said = "".join(f" {number} {one[5]} " for one in own for number in (one[3], one[4]) if number)
    within = " ".join(said.split()) if own else text
    return any(f" {way} " in f" {within} " for way in _ways(name, duree))


def _words(value: object) -> str:
    """Return the words of a clause in lower case, with one space around each."""
    if isinstance(value, str):
        words = re.findall(r"\w+", value.lower())
        return f" {' '.join(words)} "
    parts = value.values() if isinstance(value, dict) else value
    return "".join(_words(part) for part in parts) if isinstance(parts, Iterable) else ""


def _ways(name: str, duree: Duree) -> Iterator[str]:
    same = [duree]
    if duree.mois and duree.unite is Unite.ANS:
        same.append(Duree(duree.mois, Unite.MOIS))
    elif duree.mois and not duree.mois % 12:
        same.append(Duree(duree.mois // 12, Unite.ANS))
    for wording in same:
        yield " ".join(wording.dite.split())
        yield " ".join((str(wording.valeur), wording.dite.split()[-1]))
    if name == "reconduction":
        yield from RENEWAL_PERIODS.get(duree.mois, ())
    if duree.mois == 12:
        yield "une année"


def _duree(term: dict[str, Any]) -> Duree | None:
    value, unit = str(term.get("valeur")).strip(), str(term.get("unite")).strip()
    if not re.fullmatch(r"[1-9]\d{0,2}", value, re.ASCII) or unit not in list(Unite):
        return None
    return Duree(int(value), Unite(unit))


def _own_rules(vie: dict[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong between the durations: units, missing notice, too long a notice."""
    read = {name: _duree(vie[name]) for name in vie if isinstance(vie[name], dict)}
    for name in PERIODS:
        if (duree := read.get(name)) and duree.jours:
            message = "une période se compte en mois ou en ans"
            yield Finding(("vie", name, "unite"), "vie", message, "« mois » ou « ans »")
    first, second = "reconduction", "preavis_denonciation"
    if bool(vie.get(first)) != bool(vie.get(second)):
        message = f"« {first}: » et « {second}: » vont ensemble"
        hint = "ce qui se reconduit tacitement se dénonce avant une date ; sinon, retirez les deux"
        yield Finding(("vie", first if vie.get(first) else second), "vie", message, hint)
    notice = read.get(second)
    periods = [31 * span.mois for name in PERIODS if (span := read.get(name)) and span.mois]
    if notice and periods and 31 * notice.mois + notice.jours >= min(periods):
        message = f"un préavis de {notice.dite} est plus long que la période qu’il doit finir"
        hint = "relisez la clause : corrigez le préavis ou la durée"
        yield Finding(("vie", second, "valeur"), "contradiction", message, hint)


def _day_rules(data: dict[str, Any], vie: dict[str, Any]) -> Iterator[Finding]:
    signed = read_day(as_group(data.get("signature")).get("date"))
    ended = read_day(vie.get("fin"))
    days: dict[Steps, date | None] = {("signature", "date"): signed, ("vie", "fin"): ended}
    for steps, day in days.items():
        if day and day.year not in YEARS:
            message = f"aucune échéance ne se compte en {day.year}"
            yield Finding(steps, "date", message, "vérifiez l’année")
    if signed and ended and ended <= signed:
        message = f"l’acte, signé le {date_longue(signed)}, ne peut pas avoir pris fin alors"
        yield Finding(("vie", "fin"), "date", message, "vérifiez les deux dates")
    if ended and not signed:
        message = "un acte qui n’est pas signé n’a pas pris fin"
        yield Finding(("vie", "fin"), "date", message, "retirez « fin: »")
