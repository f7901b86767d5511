"""References of an act to its own clauses, « Action 3.2 », « article 10 », that lead nowhere.

A reference that may be to another text, « article 21 du code de procédure pénale », is passed over.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from docgen.content.raw import as_group, texts
from docgen.content.validation import mappings
from docgen.kinds.actes.content import EtatClause
from docgen.kinds.actes.rules import part_name
from docgen.kinds.kind import OpenPoint

LISTS: Final = ("articles", "sections", "axes", "objectifs", "actions")
N: Final = r"\d+(?:\.\d+)*(?:\s(?:bis|ter|quater)\b)?(?![\w°%€-]|\.\d|\s%)"
IN_ID: Final = re.compile(r"\d+(?:\.\d+)*(?:-(?:bis|ter|quater)\b)?")
"""The numbers in the identifier of a clause, its own last: « article-11-11.4 »."""
CITED: Final = re.compile(
    rf"\b(?P<one>article|axe|objectif|action)\s(?P<first>1er\b|{N})"
    rf"|\b(?P<many>article|axe|objectif|action)s\s"
    rf"(?P<list>(?:1er|{N})(?:,\s{N}(?=,|\s(?:et|ou|à)\s))*(?:\s(?:et|ou|à)\s{N})?)"
    r"|\b(?:au|aux|du|des)\s(?P<sections>[1-9]\d?\.[1-9]\d?(?:\s(?:et|ou|à)\s[1-9]\d?\.[1-9]\d?)?)"
    r"(?![\w°%€-]|\.\d|\s%)",
    re.IGNORECASE,
)
OWN: Final = r"présente|plan d[’']|article|convention\b(?! (?:d[ue’']|signée|conclue|précéd))"
OF_ANOTHER: Final = re.compile(
    r"[\s,]*(?:alinéas? \d+,? |§ ?\d+,? |\w+ alinéa,? )?"
    rf"(?!(?:du|de la|de l[’'])\s?(?:{OWN}))(?:du|des?|d[’'])\b"
)
"""What follows a clause of another text: « article 21 du code … », « article 6 de la loi … »."""
LAW: Final = re.compile(
    r"\b(?:codes?|loi|décret|ordonnance|arrêté|règlement|directive|circulaire|RGPD|C[A-Z]{2,4})\b"
)
"""What may name another text before a clause of it: « code pénal, article 226-1 »."""


def dead_references(data: object, repealed: Iterable[str] = ()) -> Iterator[OpenPoint]:
    """Yield each reference to a clause that the act does not have, in the order of the act.

    With the identifiers of `repealed` clauses, those to them and to their parts alone.
    There is none to find where a clause is missing without its number, nor among clauses of
    which one bears none.
    """
    clauses = [(s, g) for s, g in mappings(data) if s[:1] == ("articles",) and s[-2] in LISTS]
    if any(g.get("etat") == EtatClause.MANQUANT and not g.get("numero") for _, g in clauses):
        return
    known = {name: {_number(g) for s, g in clauses if s[-2] == name} for name in LISTS}
    gone = tuple(f"{one[-1].replace('-', ' ')}." for one in map(IN_ID.findall, repealed) if one)
    holders = [*clauses, (("preambule",), as_group(as_group(data).get("preambule")))]
    for steps, group in holders:
        for place, text in texts(group.get("texte"), (*steps, "texte")):
            for said, name, number in _references(text):
                dead = None not in known[name] and number not in known[name]
                if dead and (not repealed or f"{number}.".startswith(gone)):
                    what = f"« {said} » : l’acte n’a pas de telle clause"
                    yield OpenPoint(place, "renvoi", part_name(steps, group), what)


def _references(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each reference of a text to a clause: its words, the list of clauses, the number."""
    words = " ".join(text.split())
    for one in CITED.finditer(words):
        noun = one["one"] or one["many"] or ""
        name = f"{noun.lower()}s" if noun else "sections"
        before, after = words[: one.start()], words[one.end() :]
        if OF_ANOTHER.match(after) or (name in ("articles", "sections") and LAW.search(before)):
            continue
        for number in re.findall(rf"1er|{N}", one["first"] or one["list"] or one["sections"]):
            said = f"{noun} {number}".strip()
            yield said, name, number.removesuffix("er")


def _number(group: dict[str, Any]) -> str | None:
    """Return the number of a clause, None for one without: « ARTICLE 1er » is 1."""
    found = re.search(rf"1er\b|{N}", str(group.get("numero")))
    return found[0].removesuffix("er") if found else None
