"""Adoption of proposed clauses, recorded in a YAML file.

Only the lines of « etat: propose » change, at the places that the parser gives: comments and
layout stay as they were written.
"""

import json
import re
from collections.abc import Iterable
from datetime import date

from docgen.content.source import Source, Steps
from docgen.content.validation import mappings
from docgen.errors import ContentError, Problem, closest

PROPOSE, ADOPTE = "propose", "adopte"


def mark_adopted(
    source: Source, text: str, clauses: Iterable[str] | None, who: str, when: date
) -> str:
    """Return `text` with `clauses` (None: all proposed ones) marked as adopted.

    Raise ContentError for a clause that is absent from the file or not proposed.
    """
    proposed = dict(_proposed_clauses(source))
    wanted = list(proposed) if clauses is None else list(dict.fromkeys(clauses))
    problems = [_refusal(source, name, proposed) for name in wanted if name not in proposed]
    if not wanted:
        message, hint = "aucune clause proposée dans ce fichier", "il n’y a rien à adopter"
        problems = [Problem(source.name, message, code="adoption", hint=hint)]
    if problems:
        raise ContentError(problems)
    lines = text.split("\n")
    backwards = sorted(
        wanted, key=lambda name: _place_of_state(source, proposed[name]), reverse=True
    )
    for name in backwards:  # so that an inserted line does not move those still to change
        _mark_clause(lines, source, proposed[name], who, when)
    return "\n".join(lines)


def _proposed_clauses(source: Source) -> Iterable[tuple[str, Steps]]:
    for steps, group in mappings(source.data):
        if group.get("etat") == PROPOSE:
            yield str(group.get("id") or steps[-1]), steps


def _refusal(source: Source, name: str, proposed: dict[str, Steps]) -> Problem:
    clauses = {str(group.get("id")): steps for steps, group in mappings(source.data)}
    if name in clauses:
        mark = source.place(clauses[name])[1]
        message = f"la clause « {name} » n’est pas proposée"
        hint = "clauses proposées : " + (", ".join(proposed) or "aucune")
        return Problem(source.name, message, mark.line, mark.column, code="adoption", hint=hint)
    hint = closest(name, [*proposed, *clauses]) or "clauses proposées : " + ", ".join(proposed)
    return Problem(source.name, f"aucune clause « {name} »", code="adoption", hint=hint)


def _place_of_state(source: Source, steps: Steps) -> tuple[int, int]:
    mark = source.values[(*steps, "etat")]
    return mark.line, mark.column


def _mark_clause(lines: list[str], source: Source, steps: Steps, who: str, when: date) -> None:
    """Replace one « etat: propose », and insert the agreement below it (or beside, in braces)."""
    value, key = source.values[(*steps, "etat")], source.keys[(*steps, "etat")]
    row, start = value.line - 1, value.column - 1
    line, ending = lines[row].removesuffix("\r"), "\r" * lines[row].endswith("\r")
    word = re.match(rf"""(["']?){PROPOSE}\1""", line[start:])
    if not word:
        message = "« etat: propose » à écrire sur une seule ligne"
        hint = "mettez « propose » sur la ligne de « etat: », et recommencez"
        place = (value.line, value.column)
        raise ContentError([Problem(source.name, message, *place, code="adoption", hint=hint)])
    before, rest = line[:start], line[start + word.end() :]
    adopted = f"{before}{word[1]}{ADOPTE}{word[1]}"
    agreement = f"adoption: {{par: {json.dumps(who, ensure_ascii=False)}, le: {when.isoformat()}}}"
    group = source.values[steps]
    if lines[group.line - 1][group.column - 1] == "{":
        lines[row] = f"{adopted}, {agreement}{rest}{ending}"
    else:
        lines[row] = adopted + rest + ending
        lines.insert(row + 1, " " * (key.column - 1) + agreement + ending)
