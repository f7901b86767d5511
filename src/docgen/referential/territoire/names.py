"""How texts name a person: in another order, or by the surname alone behind a rank or a title."""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

WORD: Final = r"[^\W\d_]+"
RANKS: Final = (
    r"gendarme|adjudante?|cheff?e?|logis|majore?|aspirante?|lieutenante?|capitaine|commandante?"
    r"|escadrons?|colonel(?:le)?|générale?|brigadi(?:er|ère)|ad[jc]|md[lc]|gnd|maj|ltn|slt|cne|cdt"
    r"|lcl|col"
)
"""The last word of a rank: « maréchal des logis », « adjudante-cheffe », and short ones."""
CIVIL: Final = "mm?|mr|mmes?|mlles?|monsieur|madame|mademoiselle"
TITLED: Final = re.compile(
    rf"(?<![^\W_])(?:(?P<rank>{RANKS})|(?P<civil>{CIVIL}))\b\.?[\s-]+"
    rf"(?=(?P<name>{WORD}(?:[\s’'-]+{WORD}){{0,3}}))",
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


def other_orders(name: str) -> Iterator[str]:
    """Yield a name with its last words first: « de La Tour Hugues » → « Hugues de La Tour »…"""
    words = name.split()
    for cut in range(1, len(words)):
        yield " ".join((*words[cut:], *words[:cut]))


def surnames(plain: str) -> frozenset[str]:
    """Return what may be the surname in a name, in plain words: its first or its last words."""
    words = plain.split()
    first = (*accumulate(words, "{} {}".format),)
    last = tuple(" ".join(words[rank:]) for rank in range(len(words)))
    return frozenset(one for one in (*first, *last) if one.split()[-1] not in PARTICLES)


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
