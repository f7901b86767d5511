"""E-mail addresses that look like a person's, which are not kept."""

import re
from collections.abc import Iterable
from typing import Final

from docgen.errors import folded

ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
PROVIDERS: Final = re.compile(
    r"(?:wanadoo|orange|free|sfr|neuf|laposte|gmail|googlemail|hotmail|outlook|live|msn|yahoo"
    r"|icloud|aol|bbox|numericable|nordnet|club-internet|cegetel|aliceadsl)\.\w+"
)
"""Where anybody may have an address."""
OFFICES: Final = (
    *("mairie", "maire", "commune", "ville", "village", "secretariat", "accueil", "contact"),
    *("administration", "elus", "prefecture", "cabinet", "tribunal", "greffe", "chasse"),
    *("federation", "communaute", "agglo", "intercom", "gendarmerie", "brigade", "police"),
    *("commissariat", "service", "direction", "courrier", "standard", "bureau", "urbanisme"),
    *("france", "emploi", "mission", "locale", "departement", "conseil", "dreal", "sdis"),
    *("ddetspp", "victimes", "delegation", "antenne", "agence", "info"),
)
ACRONYMS: Final = {"pref", "ddt", "ddpp", "ars", "onf", "fdc", "tj", "tgi", "ta", "cc", "ca", "dgs"}
SHORTEST: Final = 4
"""How many letters of a name in an address are no chance."""
NAMED: Final = re.compile(r"[a-z]+(?:-[a-z]+)*[._][a-z]+(?:-[a-z]+)*")
"""« prenom.nom », « p.nom »."""


def is_address(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return ADDRESS.fullmatch(text) is not None


def is_personal(address: str, names: Iterable[str]) -> bool:
    """Whether an address looks like a person's, and not that of a service with these names.

    It is a service's when it holds a word of an office, of the service or of its town. Otherwise it
    is a person's when it has the form « prenom.nom », or when anybody may have one there.
    """
    local, _, domain = folded(address).partition("@")
    letters = re.sub(r"[^a-z]", "", local)
    if any(office in letters for office in OFFICES) or ACRONYMS & set(re.split(r"[^a-z]+", local)):
        return False
    words = re.findall(r"[a-z]+", folded(" ".join(names)))
    if any(word in letters for word in words if len(word) >= SHORTEST):
        return False
    return PROVIDERS.fullmatch(domain) is not None or NAMED.fullmatch(local) is not None
