"""How texts name a person: in another order, or by the surname alone behind a rank or a title."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from docgen.french.letters import folded

WORD: Final = r"[^\W\d_]+"
RANKS: Final = (
    r"gendarme|adjudante?|cheff?e?|logis|majore?|aspirante?|lieutenante?|capitaine|commandante?"
    r"|escadrons?|colonel(?:le)?|g[ée]n[ée]rale?|brigadi(?:er|[èe]re)|ad[jc]|md[lc]|gnd|maj|ltn"
    r"|slt|cne|cdt|lcl|col"
)
"""The last word of a rank: « maréchal des logis », « adjudante-cheffe », and short ones."""
CIVIL: Final = "mm?|mr|mmes?|mlles?|monsieur|madame|mademoiselle"
TITLED: Final = re.compile(
    rf"(?<![^\W_])(?:(?P<rank>{RANKS})|(?P<civil>{CIVIL}))\b(?:\.[\s-]*|[\s-]+)"
    rf"(?=(?P<name>{WORD}(?:[\s’'-]+{WORD}){{0,5}}))",
    re.IGNORECASE,
)
"""A rank or a title, and what may be the name behind it."""
STREET: Final = re.compile(
    r"\b(?:all[ée]e|avenue|av|b[dl]|boulevard|caserne|chemin|collège|cours|école|espace|esplanade"
    r"|gymnase|impasse|lieu|lycée|mail|passage|place|pont|quai|quartier|résidence|route|rue|salle"
    r"|square|stade)\W+(?:(?:de|du|des|la|l|le|les|maréchal|chef|lieutenant|sous)\W+){0,4}$",
    re.IGNORECASE,
)
"""What makes of a name that of a place: « rue du Capitaine Martin »."""
STREET_REACH: Final = 60
"""Within how many characters before it a street is named."""
GOES_ON: Final = re.compile(r"[^\S\n\r\t]?[-’']?[A-ZÀ-Ý]|-")
"""What makes of a word a first name: « Mme Marie Martin », « Marie-Anne »."""
PARTICLES: Final = {"d", "de", "des", "du", "l", "la", "le", "les"}
"""Words that are no name alone, nor end one."""
BESIDE_ANY: Final = re.compile(
    rf"{CIVIL}|adjointe?s?|suppl[ée]ante?s?|titulaires?|r[ée]f[ée]rente?s?|correspondante?s?"
    r"|officier|charg[ée]e?s?|[ée]lus?|s[ûu]ret[ée]|r[ée]servistes?|r[ée]serve|brigades?|compagnie"
    r"|communaut[ée]|groupement|gendarmerie|police|peloton|cellule|poste|unit[ée]|bta|cob"
    r"|aux?|à|en|par|pour",
    re.IGNORECASE,
)
"""A word beside a name in its field, that is of no name."""
BESIDE: Final = re.compile(
    rf"{BESIDE_ANY.pattern}|{RANKS}|mar[ée]chale?|sous|[ée]l[èe]ve|lt|g[ée]n|dr|ma[îi]tre",
    re.IGNORECASE,
)
"""The same, or a word of a rank."""
TWO: Final = re.compile(r"[/;&]|\b(?:et|ou|n[ée]e?)\b", re.IGNORECASE)
"""What stands between two names in one field."""
ASIDE: Final = re.compile(r"[(),:–—]|\s-\s")
"""What stands between a name and what is said of the person, or between two."""
FUNCTION: Final = re.compile(
    rf"(?:(?:{CIVIL})\b\.?\s*)?(?:l[ea]\s+|l[’'])?"
    r"(?:maire|mairesse|pr[ée]sidente?|(?:sous-)?pr[ée]f[eè]te?|directeur|directrice"
    r"|secr[ée]taire(?:\s+(?:de\s+mairie|g[ée]n[ée]rale?))?"
    r"|(?:adjointe?|conseill(?:er|[èe]re))(?:\s+(?:au\s+maire|municipale?))?)"
    r"(?:\s+(?:de\s+|du\s+|des\s+|d[’'])[\w-]+)?"
    r"|(?:à|en|non)\s.*|(?:poste\s+)?vacante?|n[ée]ant|inconnue?|aucune?|personne",
    re.IGNORECASE,
)
"""What names a function, « Mme la maire », « M. le Maire de X », or nobody, « à désigner »."""
SHORT_RANK: Final = re.compile(r"\b(?:a|mdl)/c\b", re.IGNORECASE)
IN_BRACKETS: Final = re.compile(r"\([^)]*\)?")


def persons(field: str) -> frozenset[str]:
    """Return what may be the name in its field: « M. Jean Dupont (adjoint) » → « Jean Dupont ».

    There may be more: « Jean Dupont et Zoé Martin », « DUPONT, Jean », « Zoé Capitaine ».
    """
    parts = TWO.split(SHORT_RANK.sub(" ", field))
    return frozenset(filter(None, (one for part in parts for one in _names(part))))


def _names(part: str) -> Iterator[str]:
    """Yield what may be a name, empty for none; after a comma, only what has the form of another.

    « Jean Dupont, Vallée du Thoré » and « Dupont, Jean Marie » tell no second one; of « Brigade de
    Réalmont – Jean Dupont », « de Réalmont » is none.
    """
    asides = ASIDE.split(IN_BRACKETS.sub(" ", part))
    every = [run for aside in asides if (run := next(_runs(aside, sure=True), ""))]
    sure = [run for run in every if not run[0].islower()] or every
    yield from sure[:1]
    yield next(_runs(ASIDE.sub(" ", part), sure=True), "")
    first = next(_runs(asides[0], sure=False), "")
    if first[:1].isupper() or not sure:
        yield first
    for other in sure[1:] if sure and " " in sure[0] else ():
        if " " in other and _no_particles(other) == re.findall(WORD, other):
            yield other


def _runs(text: str, *, sure: bool) -> Iterator[str]:
    """Yield words in a row that may be a name; if `sure`, with a capital, and no rank.

    Otherwise a rank that is not the first word may be one of the name: « Zoé Capitaine ».
    """
    own: list[str] = []
    for part in (*text.replace(".", " ").split(), ","):
        words = _no_particles(part)
        beside = BESIDE if sure or not _no_particles(" ".join(own)) else BESIDE_ANY
        may_be = not words or has_capital(part) or not sure
        if re.search(WORD, part) and may_be and not any(map(beside.fullmatch, words)):
            own.append(part)
            continue
        while own and not _no_particles(own[-1]):
            own.pop()
        if own:
            yield " ".join(own)
        own = []


def has_capital(name: str) -> bool:
    """Whether a word of a name, that is no particle, has a capital: « d’Ornano »."""
    return any(one[0].isupper() for one in _no_particles(name))


def is_single(name: str) -> bool:
    """Whether a name has one word beside its particles: « de La Tour », « Saint-Martin »."""
    return sum(map(bool, map(_no_particles, name.split()))) <= 1


def _no_particles(name: str) -> list[str]:
    return [one for one in re.findall(WORD, name) if folded(one) not in PARTICLES]


def other_orders(name: str) -> Iterator[str]:
    """Yield a name with its last words first: « de La Tour Hugues » → « Hugues de La Tour »…"""
    words = name.split()
    for cut in range(1, len(words)):
        yield " ".join((*words[cut:], *words[:cut]))


def surnames(plain: str) -> frozenset[str]:
    """Return what may be the surname in a name, in plain words: its first or its last words.

    No initial is one.
    """
    words = plain.split()
    first = (*accumulate(words, "{} {}".format),)
    last = tuple(" ".join(words[rank:]) for rank in range(len(words)))
    return frozenset(
        one for one in (*first, *last) if one.split()[-1] not in PARTICLES and len(one) > 1
    )


def titled_names(text: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    """Yield each rank or title in a text with what may be its name, and whether it is civil.

    The name is given in one word, in two… as written.
    """
    for title in TITLED.finditer(text):
        if not STREET.search(text[max(0, title.start() - STREET_REACH) : title.start()]):
            at = title.start("name")
            ends = (at + one.end() for one in re.finditer(WORD, title["name"]))
            names = tuple(text[at:end] for end in ends if not GOES_ON.match(text, end))
            yield title[0], names, title["civil"] is not None
