"""The posters: each procedure alone, on a sheet of A3."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from docgen.errors import ContentError, Problem, closest
from docgen.french.letters import folded
from docgen.kinds.memento.content import Famille, Procedure
from docgen.kinds.memento.facts import FaitsAffiche
from docgen.kinds.memento.familles import procedure_facts
from docgen.kinds.memento.ouvrage import Ouvrage, PrintContext, dated_line, draft_mark
from docgen.kinds.memento.wording import MementoWording
from docgen.kinds.writing.checked_texts import checked_texts
from docgen.markup import plain

POSTER: Final = "affiche"
REFERENCE: Final = re.compile(r"\{(?:droit:[a-z]+-([\w-]+)\.numero)?[^}]*\}")
"""A reference in a title, of which a key keeps the number of an article: « l541-3 »."""
NUMBER: Final = r"\1"
DENSITIES: Final = ("corps-30", "corps-20-haut", "corps-20", "corps-16", "corps-13")
"""How a poster is set: the first that fits is taken.

Its text is of 30 points, or of 20 where that does not fit, then with large titles where they do.
The smaller ones are for charts that people make longer than ours.
"""


def procedures_of(famille: Famille) -> Iterator[tuple[str, Procedure]]:
    """Yield the key of each poster of a family, which says its title, and its procedure."""
    seen = Counter[str]()
    for procedure in famille.procedures:
        key = f"{POSTER}-{famille.id}-{_in_key(REFERENCE.sub(NUMBER, procedure.titre))}"
        seen[key] += 1
        yield key + f"-{seen[key]}" * (seen[key] > 1), procedure


def _in_key(words: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", folded(words)))


def chosen_keys(familles: Sequence[Famille], name: str) -> frozenset[str]:
    """Return the keys of the posters that a name is part of, all for an empty one.

    Raise ContentError for one that names none.
    """
    keys = [key for famille in familles for key, _ in procedures_of(famille)]
    chosen = frozenset(key for key in keys if _in_key(name) in key)
    if not chosen:
        known = [famille.id for famille in familles]
        hint = closest(_in_key(name), known) or f"une famille, comme {', '.join(known)}"
        message = f"aucune affiche de ce nom : « {name} »"
        raise ContentError([Problem("memento", message, code="affiche", hint=hint)])
    return chosen


def poster_facts(
    famille: Famille,
    procedure: Procedure,
    ouvrage: Ouvrage,
    context: PrintContext,
    wording: MementoWording,
) -> FaitsAffiche:
    """Return the facts of the poster of a procedure."""
    whole = ouvrage.ensemble
    titles = wording.fresh_copy()
    wording.posters = {
        one.id: tuple(titles.words(chart.titre) for chart in one.procedures)
        for one in ouvrage.familles
    }
    urgences = tuple(map(wording.contact, whole.urgences))
    suite = wording.say(whole.suite_urgence)
    facts = procedure_facts(procedure, wording)
    checked = checked_texts(wording.cited.values(), final=wording.final)
    return FaitsAffiche(
        projet=context.projet,
        repere=draft_mark(context),
        mention=dated_line(f"{plain(whole.titre)}. {whole.mention}", whole),
        famille=f"{famille.numero}. {plain(famille.titre)}",
        icone=famille.icone,
        procedure=facts,
        urgences=urgences,
        suite_urgence=suite,
        fraicheur=checked if context.projet else "",
        verifie=f"{plain(checked)}." if checked and not context.projet else "",
    )
