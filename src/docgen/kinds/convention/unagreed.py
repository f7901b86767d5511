"""The clauses of a new act that stand for words of a signed one, and say others.

A clause without a state holds the words of a signed act: nobody agrees to them again.  Where it
says others, the parties have not agreed to it.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from docgen.content.raw import as_group, as_text, texts_of
from docgen.content.source import Steps
from docgen.content.stamp import stamp_digest
from docgen.content.validation import Finding, mappings, problem_at
from docgen.kinds.actes.content import EtatClause
from docgen.kinds.actes.project import project_acts
from docgen.kinds.actes.rules import PLACE, part_name
from docgen.left import CHANGED_CLAUSE, Duty, Item, What, Who, item_of
from docgen.referential.referential import Referential

WHAT: Final = "clause sans état, mais ses mots ne sont plus ceux de l’acte signé"
HINT: Final = (
    "remettez les mots signés ; ou écrivez « etat: propose » dans cette clause, que les parties"
    " adopteront"
)


def unagreed_clauses(name: str, data: object, referential: Referential) -> Iterator[Item]:
    """Yield the clauses of the text of that name that nobody signed as they are, nor agreed to.

    `data` are its raw values, which may be those to try in the place of its file.  Nothing is
    known of clauses that no act signed by two of its parties has, or of which it lacks the page.
    Where the parties amended an act, its words are those that its last amendment left.
    """
    acts = project_acts(referential).readable
    text = next((one for one in acts if one.source.name == name), None)
    if text is None or text.signe or text.modifie:
        return
    signed: defaultdict[str, set[str]] = defaultdict(set)
    unknown: set[str] = set()
    former = [one for one in acts if one.signe and _have_parties(one.source.data, data)]
    amended = {one.modifie for one in former}
    for act in former:
        for _, clause in _clauses(act.source.data):
            key = as_text(clause["id"])
            signed[key] |= {stamp_digest(clause, "adoption")} if act.cle not in amended else set()
            unknown |= {key} if clause.get("etat") == EtatClause.MANQUANT else set()
    duty = Duty(Who.PARTIES, What.CORRIGER, f"docgen check {name}")
    for steps, clause in _clauses(data):
        key = as_text(clause["id"])
        same = key not in signed or stamp_digest(clause, "adoption") in signed[key]
        if not (clause.get("etat") or same or key in unknown):
            said = part_name(steps, clause)
            finding = Finding(steps, CHANGED_CLAUSE, f"{said} : {WHAT}", HINT)
            yield item_of(problem_at(text.source, finding).as_warning(), duty, name=said)


def _have_parties(act: object, other: object) -> bool:
    """Whether two of the parties to an act are parties to another."""
    first, second = (
        {sigle.strip() for _, sigle in texts_of(as_group(one).get("parties"), "liste", "sigle")}
        for one in (act, other)
    )
    return len(first & second) >= 2


def _clauses(data: object) -> Iterator[tuple[Steps, dict[str, Any]]]:
    """Yield the preamble and the clauses of an act, as it is amended if it is."""
    for steps, group in mappings(data):
        if "id" in group and steps[0] != PLACE and "parties" not in steps:
            yield steps, group
