"""E-mail addresses that look like a person's, which are not kept."""

import re
from collections.abc import Iterable
from typing import Final

from docgen.french.letters import folded

ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
PROVIDERS: Final = re.compile(
    r"(?:wanadoo|orange|free|sfr|neuf|laposte|gmail|googlemail|hotmail|outlook|live|msn|yahoo"
    r"|icloud|aol|bbox|numericable|nordnet|club-internet|cegetel|aliceadsl)\.\w+"
)
"""Where anybody may have an address."""
OFFICES: Final = frozenset(
    (
        *("mairie", "mairies", "commune", "communes", "cne", "secretariat"),
        *("accueil", "contact", "administration", "elus", "prefecture", "cabinet", "tribunal"),
        *("greffe", "chasse", "chasseurs", "federation", "communaute", "agglo", "agglomeration"),
        *("intercom", "gendarmerie", "brigade", "police", "commissariat", "service", "services"),
        *("direction", "courrier", "standard", "urbanisme", "france", "emploi", "mission"),
        *("locale", "departement", "conseil", "dreal", "sdis", "ddetspp", "victimes", "delegation"),
        *("antenne", "agence", "info", "infos", "pref", "ddt", "ddpp", "ars", "onf", "fdc", "tj"),
        *("tgi", "ta", "cc", "ca", "dgs"),
    )
)
"""Words of an office, which is no one's name."""
NAMES_TOO: Final = frozenset({"maire", "bureau", "ville", "village"})
"""Words of an office that are names of persons too, unless they stand alone."""
JOINED: Final = re.compile(r"^(?:mairie|commune|accueil)(?=[a-z0-9])|mairie$")
"""An office written in one word with its town: « mairiealos », « communedebertre »."""
NAMED: Final = re.compile(r"[a-z]+(?:-[a-z]+)*[._][a-z]+(?:-[a-z]+)*")
"""« prenom.nom », « p.nom »."""
SMALL: Final = frozenset(
    ("d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "mairie", "s", "sous", "sur")
)
"""Words of the name of a town, or of its town hall, that an address may leave out."""


def is_address(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return ADDRESS.fullmatch(text) is not None


def is_personal(address: str, names: Iterable[str]) -> bool:
    """Whether an address looks like a person's, and not that of a service with these names.

    It is a service's when a whole word of it is that of an office, or when it holds all words of
    the service or of its town. Otherwise it is a person's when it has the form « prenom.nom », or
    when anybody may have one there; there, that form comes before the name of the town.
    """
    local, _, domain = folded(address).partition("@")
    tokens = set(re.findall(r"[a-z]+", local))
    if tokens & (OFFICES) or local in NAMES_TOO or JOINED.search(local):
        return False
    anybody, named = PROVIDERS.fullmatch(domain), NAMED.fullmatch(local)
    if anybody and named:
        return True
    letters = re.sub(r"[^a-z]", "", local)
    if any(_holds(letters, name) for name in names):
        return False
    return bool(anybody or named)


def _holds(letters: str, name: str) -> bool:
    """Whether the letters of an address hold all words of a name, « saint » also as « st »."""
    words = [word for word in re.findall(r"[a-z]+", folded(name)) if word not in SMALL]
    short = {"saint": "st", "sainte": "ste"}
    return bool(words) and all(
        word in letters or short.get(word, word) in letters for word in words
    )
