"""The amendment that makes one text of another: read, drafted, proved; or why it is refused."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Final

from pydantic import ValidationError

from docgen.avenant.application import why_unproved
from docgen.avenant.differences import ActDifferences, find_differences
from docgen.avenant.drafting import Modification, draft
from docgen.avenant.obstacles import Obstacle, find_obstacles
from docgen.content.source import Source, Steps
from docgen.content.validation import Finding, mappings, problem_at
from docgen.errors import ContentError, Problem, Severity
from docgen.french.wording import date_longue
from docgen.kinds.actes.acte import Acte
from docgen.kinds.actes.content import Avenant, Convention, EtatActe, EtatClause
from docgen.kinds.actes.rules import left
from docgen.kinds.actes.signed import end_of
from docgen.kinds.actes.text import as_signed, text_of_act
from docgen.kinds.kind import OpenPoint
from docgen.workspace import text_key

PARTS: Final = {"titre": "le titre", "parties": "l’exposé des parties", "signature": "la signature"}
"""The parts of an act without an identifier that an obstacle may be at, in words."""


@dataclass(frozen=True)
class Amendment:
    """What makes the new text of the old one, and what is to be told of it.

    `act` is the key of the act that both are texts of; `old` and `new` have the typography of
    signed acts; `modifications` are proved.
    """

    act: str
    sources: tuple[Source, Source]
    old: Convention
    new: Convention
    avenant: Avenant
    differences: ActDifferences
    modifications: tuple[Modification, ...]
    warnings: tuple[Problem, ...]

    @property
    def cle(self) -> str:
        """The key of its documents: « 2026-2 », also where it amends « 2026-avenant-1 ».

        A text by another name than « 2026-avenant-2 » has its own: rivals share no file.
        """
        own, number = text_key("convention", self.sources[1].name), self.avenant.numero
        return f"{self.act}-{number}" + f"-{own}" * (own != f"{self.act}-avenant-{number}")

    @property
    def signed(self) -> bool:
        """Whether the parties signed it."""
        return self.new.acte is EtatActe.SIGNE and self.avenant.signature.date is not None

    def is_adopted(self, modification: Modification) -> bool:
        """Whether the parties agreed to all that a modification changes."""
        return all(self._state(name) == EtatClause.ADOPTE for name in modification.clauses)

    def _state(self, clause: str) -> str:
        for _, group in mappings(self.sources[1].data):
            if clause in (group.get("id"), group.get("clause")) and "etat" in group:
                return str(group["etat"])
        return ""

    @property
    def left(self) -> Iterator[OpenPoint]:
        """What the parties have to do before it may be signed, in the order of the file."""
        changed = {name for one in self.modifications for name in one.clauses}
        places = {steps: str(group.get("id")) for steps, group in mappings(self.sources[1].data)}
        for point in left(self.sources[1].data):
            if point.steps[0] == "avenant" or places.get(point.steps[:-1]) in changed:
                yield point


def amend(texts: Sequence[Acte], new: Source, avenant: Avenant) -> Amendment:
    """Return the amendment that makes a text of the last of those of an act, all checked before.

    Raise ContentError with all that keeps it from being drafted or proved.
    """
    old = texts[-1].source
    before, after = (Convention.model_validate(as_signed(one.data)) for one in (old, new))
    if after.avenant is None and not after.signature.date:  # with proposed clauses, it has no day
        own = after.signature.model_copy(update={"date": before.signature.date})
        after = after.model_copy(update={"signature": own})
    differences = find_differences(text_of_act(before), text_of_act(after))
    obstacles = list(find_obstacles(differences, [one.clause for one in avenant.abroge]))
    other = [f"ni {words}" for part, words in PARTS.items() if part in {o.at for o in obstacles}]
    if len(other) > 1 and after.avenant is None:
        message = f"ce texte n’est pas une copie de {old.name} : il n’en a {', '.join(other)}"
        hint = f"écrivez-la : docgen avenant {text_key('convention', old.name)} --nouveau"
        raise ContentError([problem_at(new, Finding((), "copie", message, hint))])
    faults = [_problem(one, old, new) for one in obstacles]
    faults += _day_problems(new, avenant, before, end_of(texts))
    faults += _unstated_clauses(differences, new) if after.acte is EtatActe.PROJET else ()
    if any(one.severity is Severity.ERREUR for one in faults):
        raise ContentError(sorted(faults, key=lambda problem: problem.order))
    modifications = draft(differences)
    printed = [one.paragraphs for one in modifications]
    if why := why_unproved(differences.old, differences.new, printed):
        message = f"l’avenant rédigé n’est pas prouvé : {why}"
        hint = "faites ce changement autrement : des alinéas entiers, sans déplacer de clause ; "
        hint += "une clause nouvelle dans une autre se numérote « Action 2.1 »"
        place = _steps_of(modifications[0].clauses[0], new) or ()
        raise ContentError([*faults, problem_at(new, Finding(place, "preuve", message, hint))])
    return Amendment(
        *(texts[0].cle, (old, new), before, after, avenant),
        *(differences, modifications, tuple(faults)),
    )


def unstated_changes(old: Source, new: Source) -> Iterator[Problem]:
    """Yield the changes of a text that nobody agreed to, also where a rule refuses the text."""
    with suppress(ValidationError):  # reported by the check of the text
        texts = (Convention.model_validate(as_signed(one.data)) for one in (old, new))
        yield from _unstated_clauses(find_differences(*map(text_of_act, texts)), new)


def _problem(obstacle: Obstacle, old: Source, new: Source) -> Problem:
    """Return an obstacle at its place: a part of the new text, or of the old one."""
    source = old if obstacle.in_old else new
    steps = _steps_of(obstacle.at, source) or ()
    finding = Finding(steps, obstacle.code, obstacle.message, obstacle.hint)
    problem = problem_at(source, finding)
    return problem.as_warning() if obstacle.warning else problem


def _steps_of(clause: str, source: Source) -> Steps | None:
    """Return where a clause or a part of an act stands in its file."""
    if clause in PARTS:
        return (clause,)
    named = (steps for steps, group in mappings(source.data) if group.get("id") == clause)
    return next((one for one in named if one[:1] not in (("avenant",), ("parties",))), None)


def _unstated_clauses(differences: ActDifferences, new: Source) -> Iterator[Problem]:
    """Yield the clauses that change, and do not say whether the parties agreed."""
    changed = {
        one.id for one in differences.clauses if one.new and (one.changes_words or one.moved)
    }
    for steps, group in mappings(new.data):
        if steps[:1] != ("avenant",) and group.get("id") in changed and "etat" not in group:
            message = "cette clause change, et ne dit pas si les parties en sont d’accord"
            hint = f"tapez, sous « id: {group['id']} » : etat: propose"
            yield problem_at(new, Finding(steps, "sans-etat", message, hint))


def _day_problems(
    new: Source, avenant: Avenant, before: Convention, end: date | None
) -> Iterator[Problem]:
    """Yield the days of an amendment before what it changes was signed, or after its end."""
    last = before.avenant.signature.date if before.avenant else before.signature.date
    days: dict[Steps, date | None] = {
        ("avenant", "signature", "date"): avenant.signature.date,
        ("avenant", "effet"): avenant.effet,
    }
    for steps, day in days.items():
        if last and day and day < last:
            message = f"{date_longue(day)} : avant la signature de ce qu’il modifie"
            hint = f"une date à partir du {date_longue(last)}"
            yield problem_at(new, Finding(steps, "date", message, hint))
    former = before.avenant.effet if before.avenant else None
    if former and avenant.effet and avenant.effet < former:
        message = f"l’avenant qu’il suit ne prend effet que le {date_longue(former)}"
        hint = f"une date à partir du {date_longue(former)}"
        yield problem_at(new, Finding(("avenant", "effet"), "effet", message, hint))
    if avenant.effet and end and avenant.effet > end:
        message = f"le {date_longue(avenant.effet)}, l’acte modifié aura pris fin"
        hint = "avancez cette date, ou proposez une nouvelle convention"
        yield problem_at(new, Finding(("avenant", "effet"), "effet", message, hint))
