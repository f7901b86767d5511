"""The differences between two acts: clause by clause, known by their identifiers.

differences = find_differences(old, new)
differences.clauses      # in the order of reading: kept, changed, inserted, removed; and moved
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from docgen.avenant.act_text import ActText, AlineaText, ClauseText, RowText
from docgen.avenant.pairing import Pair, pair_in_order, rising_ranks
from docgen.avenant.word_changes import likeness, tokens_of

MIN_LIKENESS: Final = 0.4
"""From which likeness on two alinéas are one that changed."""


class Change(StrEnum):
    """What became of a part of the old act."""

    KEPT = "kept"
    CHANGED = "changed"
    INSERTED = "inserted"
    REMOVED = "removed"


def _change_of(old: object, new: object) -> Change:
    if old is None:
        return Change.INSERTED
    if new is None:
        return Change.REMOVED
    return Change.KEPT if old == new else Change.CHANGED


@dataclass(frozen=True, slots=True)
class AlineaDifference:
    """An alinéa of the old act, of the new one, or of both; its rank from 0 in the old clause."""

    old: AlineaText | None
    new: AlineaText | None
    old_rank: int | None

    @property
    def change(self) -> Change:
        return _change_of(self.old, self.new)


@dataclass(frozen=True)
class ClauseDifference:
    """A clause of the old act, of the new one, or of both.

    `moved` says that it stands elsewhere among the clauses that both acts have, whether its own
    words changed or not.
    """

    old: ClauseText | None
    new: ClauseText | None
    moved: bool = False

    @property
    def id(self) -> str:
        return self.either.id

    @property
    def either(self) -> ClauseText:
        """The clause of the new act, or of the old one where the new has it no more."""
        either = self.new or self.old
        assert either is not None
        return either

    @property
    def change(self) -> Change:
        """What became of its own words: number, title and alinéas."""
        own = [
            one and (one.numero, one.titre, one.alineas, one.manquant)
            for one in (self.old, self.new)
        ]
        return _change_of(*own)

    @property
    def changes_words(self) -> bool:
        """Whether a clause comes, goes, or has other words in both acts; emphasis is no word."""
        both = [
            one and (one.heading_words, one.manquant, one.words) for one in (self.old, self.new)
        ]
        return both[0] != both[1]

    @property
    def changes_emphasis(self) -> bool:
        """Whether a clause has the same words in both acts, set otherwise: in bold, on one line."""
        return self.change is Change.CHANGED and not self.changes_words

    @cached_property
    def alineas(self) -> tuple[AlineaDifference, ...]:
        """The alinéas of both acts in the order of reading, those that are alike paired."""
        old = self.old.alineas if self.old else ()
        new = self.new.alineas if self.new else ()
        return tuple(
            AlineaDifference(None if i is None else old[i], None if j is None else new[j], i)
            for i, j in pair_alike(old, new)
        )


@dataclass(frozen=True, slots=True)
class RowDifference:
    """A party or a signatory of the old act, of the new one, or of both."""

    old: RowText | None
    new: RowText | None

    @property
    def change(self) -> Change:
        return _change_of(self.old, self.new)


@dataclass(frozen=True, slots=True)
class ActDifferences:
    """What became of an act: its title, its clauses in the order of reading, and its tables.

    A clause that the new act has no more stands after what preceded it in the old one.
    """

    old: ActText
    new: ActText
    clauses: tuple[ClauseDifference, ...]
    parties: tuple[RowDifference, ...]
    signataires: tuple[RowDifference, ...]

    @property
    def retitled(self) -> bool:
        """Whether the title or the subtitle of the act changed."""
        return self.old.titre != self.new.titre

    @property
    def renumbered(self) -> Iterator[ClauseDifference]:
        """The clauses of both acts whose number changed."""
        for clause in self.clauses:
            if (
                clause.old
                and clause.new
                and clause.old.heading_words[0] != clause.new.heading_words[0]
            ):
                yield clause


def find_differences(old: ActText, new: ActText) -> ActDifferences:
    """Return the differences between two acts."""
    moved = frozenset(_moved_clauses(old, new))
    differences = [
        ClauseDifference(old.by_id.get(clause.id), clause, clause.id in moved)
        for clause in new.clauses
    ]
    place = {one.id: rank for rank, one in enumerate(differences)}
    after: dict[int, list[ClauseDifference]] = {}
    last = -1
    for clause in old.clauses:
        last = place.get(clause.id, last)
        if clause.id not in place:
            after.setdefault(last, []).append(ClauseDifference(clause, None))
    ordered = list(after.get(-1, ()))
    for rank, difference in enumerate(differences):
        ordered += (difference, *after.get(rank, ()))
    return ActDifferences(
        old,
        new,
        tuple(ordered),
        tuple(_row_differences(old.parties, new.parties)),
        tuple(_row_differences(old.signataires, new.signataires)),
    )


def _moved_clauses(old: ActText, new: ActText) -> Iterator[str]:
    """Yield the identifiers of the clauses that both acts have, and that stand elsewhere."""
    for holder in dict.fromkeys(clause.parent for clause in new.clauses):
        before = [one.id for one in old.parts_of(holder)]
        now = [one.id for one in new.parts_of(holder) if one.id in old.by_id]
        stayed = in_same_order([one for one in before if one in now], now)
        yield from (one for one in now if one not in stayed)


def in_same_order(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """Return the most names that two rows, each name once, hold in the same order."""
    rank = {name: number for number, name in enumerate(new)}
    known = [name for name in old if name in rank]
    return frozenset(known[place] for place in rising_ranks([rank[name] for name in known]))


def _row_differences(old: Sequence[RowText], new: Sequence[RowText]) -> Iterator[RowDifference]:
    before = {row.id: row for row in old}
    now = {row.id: row for row in new}
    for name in dict.fromkeys((*before, *now)):
        yield RowDifference(before.get(name), now.get(name))


def pair_alike(old: Sequence[AlineaText], new: Sequence[AlineaText]) -> Iterator[Pair]:
    """Yield the ranks of alinéas that are alike, in pairs and in order, and of those left alone.

    Together they have most in common; a point is never paired with a paragraph.
    """
    yield from pair_in_order(len(old), len(new), lambda i, j: _in_common(old[i], new[j]))


def _in_common(old: AlineaText, new: AlineaText) -> float:
    """Return how many signs two alinéas have in common, 0 when they are not alike."""
    if old.puce != new.puce:
        return 0.0
    alike = likeness(tokens_of(old.mots), tokens_of(new.mots), MIN_LIKENESS)
    return alike * (len(old.mots) + len(new.mots))
