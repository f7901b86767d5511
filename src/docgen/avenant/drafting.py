"""From the differences between two acts to the modifications of an amendment, in French."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from docgen.avenant import wording
from docgen.avenant.act_text import ClauseText, fold_blanks
from docgen.avenant.differences import ActDifferences, AlineaDifference, Change, ClauseDifference
from docgen.avenant.naming import ClauseNames, is_feminine, nested_name, noun_of, own_name
from docgen.avenant.operations import (
    EditWords,
    InsertAlineas,
    OwnOperation,
    ReplaceAlineas,
    RetitleClause,
    RewriteClause,
)
from docgen.avenant.word_changes import likeness, tokens_of
from docgen.avenant.word_edits import choose_edits
from docgen.french.wording import a, capital, de

REWRITTEN_BELOW: Final = 0.35
"""Under which likeness a clause is rewritten whole."""


@dataclass(frozen=True, slots=True)
class Modification:
    """An article of an amendment: what it changes, in words, and the clauses that it is about.

    Its paragraphs have marks of emphasis.
    """

    titre: str
    paragraphs: tuple[str, ...]
    clauses: tuple[str, ...]


def draft(differences: ActDifferences) -> tuple[Modification, ...]:
    """Return the modifications that make the new act of the old one, in the order of the act.

    Raise KeyError with the identifier of a clause that has no name of its own.
    """
    return tuple(_Draft(differences).modifications())


class _Draft:
    def __init__(self, differences: ActDifferences) -> None:
        self.differences = differences
        self.old, self.new = differences.old, differences.new
        self.names = ClauseNames(self.old)
        self.unsettled = {one.either.parent for one in differences.clauses if one.moved}
        """The clauses whose parts change places: these are told last, from first to last."""

    def modifications(self) -> Iterator[Modification]:
        """Yield the modifications; clauses that change places come last, then numbers."""
        late: list[ClauseDifference] = []
        for clause in self.differences.clauses:
            own = list(own_operations(clause, parts=self._holds_parts(clause.id)))
            if clause.old and own:
                yield self._draft_change(clause.old, own)
            arrives = clause.moved or self._comes_by_itself(clause)
            if clause.new and arrives and clause.new.parent in self.unsettled:
                late.append(clause)
            elif arrives or self._is_repealed(clause):
                yield self._draft_place(clause)
        yield from map(self._draft_place, late)
        for clause in self.differences.renumbered:
            assert clause.old
            assert clause.new
            yield self._draft_number(clause.old, clause.new)

    def _holds_parts(self, clause: str) -> bool:
        return bool(self.old.parts_of(clause) or self.new.parts_of(clause))

    def _is_repealed(self, change: ClauseDifference) -> bool:
        """Whether a clause goes by itself, not with the clause that holds it."""
        parent = change.either.parent
        return change.new is None and (not parent or parent in self.new.by_id)

    def _comes_by_itself(self, change: ClauseDifference) -> bool:
        """Whether a clause comes, and not with a clause that comes and holds it."""
        parent = change.either.parent
        return change.old is None and (not parent or parent in self.old.by_id)

    def _draft_change(self, old: ClauseText, operations: list[OwnOperation]) -> Modification:
        name, parts = self.names[old.id], self._holds_parts(old.id)
        if len(operations) == 1:
            lines = wording.sentence(operations[0], name, old.alineas, parts=parts)
        else:
            lines = wording.points(operations, name, old.alineas, parts=parts)
        return Modification(f"Modification {de(name)}", tuple(lines), (old.id,))

    def _draft_number(self, old: ClauseText, new: ClauseText) -> Modification:
        name = self.names[old.id]
        line = capital(f"{name} devient {own_name(new)}.")
        return Modification(f"Renumérotation {de(name)}", (line,), (old.id,))

    def _draft_place(self, change: ClauseDifference) -> Modification:
        if change.new is None:
            name = self.names[change.id]
            line = capital(f"{name} est {wording.agree(name, 'abrogé')}.")
            return Modification(f"Abrogation {de(name)}", (line,), (change.id,))
        if change.old is None:
            return self._draft_insertion(change.new)
        name, (where, near) = self.names[change.id], self._place(change.new)
        placed = wording.agree(name, "placé")
        line = capital(f"{name} est {placed} {where} {self._name_of(near)}.")
        return Modification(f"Déplacement {de(name)}", (line,), (change.id,))

    def _draft_insertion(self, new: ClauseText) -> Modification:
        noun = noun_of(new.numero, new.titre)
        feminine = is_feminine(noun)
        where, near = self._place(new)
        place = a(self._name_of(near)) if where == "dans" else f"{where} {self._name_of(near)}"
        article, written = ("une", "rédigée") if feminine else ("un", "rédigé")
        line = f"{place}, il est inséré {article} {noun} ainsi {written}{wording.COLON}"
        come = tuple(self._coming_with(new))
        quoted = [(one.heading if one.numero else one.titre, one.alineas) for one in come]
        lines = (capital(line), *wording.quoted_clauses(quoted))
        return Modification(f"Insertion d’{article} {noun}", lines, tuple(one.id for one in come))

    def _coming_with(self, new: ClauseText) -> Iterator[ClauseText]:
        """Yield a clause that comes, and those that come in it, in the order of reading."""
        yield new
        for part in self.new.parts_of(new.id):
            if part.id not in self.old.by_id:
                yield from self._coming_with(part)

    def _place(self, clause: ClauseText) -> tuple[str, ClauseText]:
        """Return where a clause of the new act stands: after, before or in another, and which."""
        row = self.new.parts_of(clause.parent)
        rank = row.index(clause)
        if rank:
            return "après", row[rank - 1]
        known = (*row[1:], *self.old.parts_of(clause.parent))
        staying = (one for one in known if one.id in self.old.by_id and not self._is_moved(one))
        if near := next(staying, None):
            return "avant", near
        return "dans", self.new.by_id[clause.parent]

    def _is_moved(self, clause: ClauseText) -> bool:
        return any(one.moved for one in self.differences.clauses if one.id == clause.id)

    def _name_of(self, clause: ClauseText) -> str:
        """Return the name of a clause, as the old act has it; of a new one, as it comes."""
        if clause.id in self.old.by_id:
            return self.names[clause.id]
        above = (self.old.by_id.get(one.id, one) for one in self.new.above(clause))
        holders = [one for one in above if one.niveau in (1, 2)]  # whose numbers change last
        return nested_name(own_name(clause), holders)


def own_operations(change: ClauseDifference, *, parts: bool) -> Iterator[OwnOperation]:
    """Yield what changes the title and alinéas of a clause that both acts have, in their order.

    `parts` says that it holds other clauses, in one act or the other.
    """
    old, new = change.old, change.new
    if old is None or new is None:
        return
    if retitled := old.heading_words[1] != new.heading_words[1]:
        yield RetitleClause(change.id, new.titre)
    if old.words == new.words:
        return
    if not parts and old.alineas and new.alineas and _is_rewritten(change, old, new):
        if retitled:
            yield ReplaceAlineas(change.id, 0, len(old.alineas) - 1, new.alineas)
        else:
            yield RewriteClause(change.id, new.alineas)
        return
    for paired, group in groupby(change.alineas, lambda alinea: bool(alinea.old and alinea.new)):
        if paired:
            for alinea in group:
                yield from _changed_alinea(change.id, alinea)
        else:
            yield from _gone_and_come(change, list(group))


def _changed_alinea(clause: str, alinea: AlineaDifference) -> Iterator[OwnOperation]:
    old, new, rank = alinea.old, alinea.new, alinea.old_rank
    if old is None or new is None or rank is None:
        return
    if fold_blanks(old.mots) == fold_blanks(new.mots):
        return
    if edits := choose_edits(old.mots, new.mots):
        yield EditWords(clause, rank, edits)
    else:
        yield ReplaceAlineas(clause, rank, rank, (new,))


def _gone_and_come(
    change: ClauseDifference, group: list[AlineaDifference]
) -> Iterator[OwnOperation]:
    gone = [alinea.old_rank for alinea in group if alinea.old_rank is not None]
    come = tuple(alinea.new for alinea in group if alinea.new)
    if gone:
        yield ReplaceAlineas(change.id, gone[0], gone[-1], come)
    else:
        rank = change.alineas.index(group[0])
        before = [
            alinea.old_rank for alinea in change.alineas[:rank] if alinea.old_rank is not None
        ]
        yield InsertAlineas(change.id, before[-1] + 1 if before else 0, come)


def _is_rewritten(change: ClauseDifference, old: ClauseText, new: ClauseText) -> bool:
    """Whether a clause is better rewritten whole; one that only gains or loses alinéas never is."""
    sorts = {alinea.change for alinea in change.alineas} - {Change.KEPT}
    if sorts in ({Change.INSERTED}, {Change.REMOVED}):
        return False
    before, after = ("\n".join(one.mots for one in clause.alineas) for clause in (old, new))
    return likeness(tokens_of(before), tokens_of(after)) < REWRITTEN_BELOW
