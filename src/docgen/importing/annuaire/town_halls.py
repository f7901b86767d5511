"""The town hall of each commune, among the cards of a commune: its own, delegated ones, annexes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from docgen.errors import folded
from docgen.french.territory import CodeInsee
from docgen.french.wording import shorten_list
from docgen.importing.annuaire.entry import Entry
from docgen.importing.annuaire.scope import DepartementScope
from docgen.importing.input_file import InputFile

SECONDARY: Final = re.compile(r"delegue|annexe|associee|mobile|quartier")
"""What the name of a town hall says, without accents, that is not a commune's own."""


def own_town_halls(
    infile: InputFile, entries: Sequence[Entry], scope: DepartementScope
) -> dict[CodeInsee, Entry]:
    """Return the own town hall of each commune; warn of the others, and of what nothing tells."""
    cards: dict[CodeInsee, list[Entry]] = defaultdict(list)
    for entry in entries:
        if commune := scope.commune_of(entry):
            cards[commune].append(entry)
    chosen: dict[CodeInsee, Entry] = {}
    left_out: list[Entry] = []
    for code, given in sorted(cards.items()):
        own = _own(code, given)
        if len(own) == 1:
            chosen[code] = own[0]
        elif own:
            names = shorten_list(sorted(f"{one.nom} ({one.id})" for one in own))
            message = f"plusieurs mairies pour la commune {code} : {names}"
            hint = "aucune n’est gardée : docgen ne choisit pas"
            infile.warn("mairie", message, own[0].line, hint)
        left_out += [one for one in given if one not in own]
    if left_out:
        names = shorten_list(sorted(f"{one.nom} ({one.code})" for one in left_out))
        message = f"mairies déléguées, annexes, ou de communes qui ont fusionné : {names}"
        infile.warn("deleguee", message, left_out[0].line, "elles ne sont pas gardées")
    return chosen


def _own(code: CodeInsee, given: Iterable[Entry]) -> list[Entry]:
    """Return the cards that may be the commune's own; the best told one alone, if there is one."""
    own = [one for one in given if one.code == code and not SECONDARY.search(folded(one.nom))]
    first = [one for one in own if one.ancien_code_pivot == f"mairie-{code}-01"]
    return first if len(first) == 1 else own
