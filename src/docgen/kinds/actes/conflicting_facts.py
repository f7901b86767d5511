"""Facts of an act that two of its places say: who represents a party, as what, its names."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from docgen.content.raw import groups_of, texts
from docgen.content.source import Steps
from docgen.french.letters import folded
from docgen.french.typography import prose
from docgen.french.wording import de
from docgen.kinds.kind import OpenPoint

GRADES: Final = (
    *("Général", "Générale", "Colonel", "Colonelle", "Lieutenant-colonel", "Commandant"),
    *("Chef d’escadron", "Capitaine", "Lieutenant", "Sous-lieutenant", "Major"),
    *("Adjudant-chef", "Adjudant", "Maréchal des logis-chef", "Gendarme"),
)
"""Ranks of the gendarmerie, used before a name and as a form of address."""
ARTICLE: Final = re.compile(r"(l['’]|le |la |les )")
"""The article with which an act introduces a party, which its short name takes too."""
WORD: Final = re.compile(r"\w+")
RANK_WORDS: Final = {word for grade in GRADES for word in WORD.findall(folded(grade))}
TITLES: Final = {
    *("m", "mr", "mme", "monsieur", "madame", "cheffe", "aspirant", "aspirante", "brigadier"),
    *RANK_WORDS.union(f"{word}e" for word in RANK_WORDS),
}
PERSON: Final = re.compile(r"\S+ par (?P<who>[^,]+)(?:, *(?P<office>.+))?", re.DOTALL)
"""Who represents a party: « représentée par Madame X, sa présidente »."""
OFFICE: Final = re.compile(r"(?:son|sa|le|la) [^\W\d_]")
"""How a text refers to someone without a name: « son président »."""
POWER: Final = re.compile(r"habilit|agissant|dûment|pouvoir|délég")
"""Words about the power by which someone signs, not about an office."""
OTHER_PLACE: Final = {"representation": "la signature", "designation": "le nom d’usage"}
"""The other place that says what a field says."""
PERSON_NAMED: Final = "Représentant"
"""Who represents a party: no reason lets an act name two people."""
MIN_TELLING_LETTERS: Final = 4
"""How many letters a word has at least to be compared: articles and titles are shorter."""


def title_before(name: str, titles: Iterable[str]) -> tuple[str, str]:
    """Return the longest of some titles that a name begins with, and what follows it.

    The title is as listed, however its capitals, accents and apostrophes are written; '' for none.
    """
    written = name.replace("'", "’").split()
    for title in sorted(titles, key=len, reverse=True):
        words = title.split()
        if [*map(folded, written[: len(words)])] == [*map(folded, words)]:
            return title, "".join(name.split(maxsplit=len(words))[len(words) :])
    return "", name


def contradictions(act: Mapping[str, Any], whole: object) -> Iterator[OpenPoint]:
    """Yield each fact of what is to be signed of a `whole` text that two places say otherwise."""
    signers = {one.get("partie"): one for _, one in groups_of(act.get("signature"), "signataires")}
    for rank, partie in groups_of(act.get("parties"), "liste"):
        for field, name, said, other in _pairs(partie, signers.get(partie.get("id"), {})):
            steps: Steps = ("parties", "liste", rank, field)
            what = prose(f"l’exposé dit « {said} », {OTHER_PLACE[field]} « {other} »")
            whose = f"{name} {de(party_name(partie, whole))}"
            yield OpenPoint(steps, "desaccord", whose, what, firm=name == PERSON_NAMED)


def party_name(partie: Mapping[str, Any], whole: object) -> str:
    """Return the short name of a party with its article, as its text says it: « l’AMR81 »."""
    sigle = str(partie.get("sigle"))
    said = ARTICLE.match(str(partie.get("designation") or ""))
    if said is None:
        named = re.compile(rf"\b(l['’]|le |la |les |du |des ){re.escape(sigle)}\b")
        said = next(filter(None, (named.search(text) for _, text in texts(whole))), None)
    article = said[1] if said else ""
    for written, plain in (("'", "’"), ("du ", "le "), ("des ", "les ")):
        article = article.replace(written, plain)
    return f"{article}{sigle}"


def _pairs(
    partie: Mapping[str, Any], signer: Mapping[str, Any]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield the field, the name and both sayings of what differs."""
    representation = str(partie.get("representation") or "")
    person = PERSON.match(representation)
    if person and signer:
        who, office = person["who"].strip(), person["office"] or ""
        if OFFICE.match(who) and not _names(who):
            who, office = "", who
        named, signing = str(signer.get("nom") or ""), str(signer.get("qualite") or "")
        by_delegation = _names(named) <= _capitalised(representation)
        if _differ(_names(who), _names(named)) and not by_delegation:
            yield "representation", PERSON_NAMED, who, named
        known = _words(office) if signing and not POWER.search(office) else set[str]()
        if known and not known & _words(signing):
            yield "representation", "Qualité du représentant", office, signing
    designation = str(partie.get("designation") or "")
    title, bracket, short = designation.rstrip(") ").partition(" (")
    name, sigle = str(partie.get("nom") or ""), str(partie.get("sigle") or "")
    title = ARTICLE.sub("", title, count=1)
    said, usual = folded(title).split(), folded(name).split()
    if said[:1] == usual[:1] and said != usual:
        yield "designation", "Nom", title, name
    if bracket and short.isupper() and short != sigle:
        yield "designation", "Sigle", short, sigle


def _names(words: str) -> set[str]:
    """Return the names of a person, without titles; none for an office, « le Préfet »."""
    office = re.match(r"(?:le|la|son|sa) (\w+)", words)
    if office and folded(office[1]) not in TITLES:
        return set()
    return _capitalised(words)


def _capitalised(words: str) -> set[str]:
    named = (word for word in WORD.findall(words) if word[0].isupper() and len(word) > 1)
    return {folded(word) for word in named} - TITLES


def _differ(first: set[str], second: set[str]) -> bool:
    return bool(first and second) and not (first <= second or second <= first)


def _words(text: str) -> set[str]:
    return {word for word in WORD.findall(folded(text)) if len(word) >= MIN_TELLING_LETTERS}
