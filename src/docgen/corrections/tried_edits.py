"""Edits of texts tried for the changes of a Word file, each kept only when it is proved.

Which text prints a paragraph is not recorded: those with its words are tried, and the document is
made again.  What is proved makes the document say what the Word file says, and nothing else.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from docgen.avenant.word_changes import WordChange
from docgen.corrections.changes import TextChange, changed_spans, with_spans
from docgen.corrections.edit_candidates import MAX_WAYS, EditCandidates
from docgen.corrections.edits import Edits, Where, proposed_again
from docgen.corrections.printed import Paragraph
from docgen.corrections.proof import RemadeDocument, Spread, find_spread, same_print
from docgen.errors import DocgenError, Problem

MOST_PROOFS: Final = 150
"""How many times a document is made again: 15 s for a convention, two minutes for the booklet."""


class TriedEdits:
    """What is proved of the edits that are tried, and why the rest is not."""

    def __init__(self, remade: RemadeDocument, candidates: EditCandidates) -> None:
        self._remade, self._sources = remade, remade.sources
        self.candidates = candidates
        self.proofs = MOST_PROOFS
        """How many times the document may still be made again."""
        self._refusal: Problem | None = None
        self.refusals: dict[int, Problem] = {}
        self.refused_places: dict[int, Where] = {}
        """Where the text is that docgen refuses."""
        self.repeated_changes: dict[int, Spread] = {}
        self.rejected_parts: list[tuple[int, TextChange, Paragraph]] = []
        """The changes that are taken in part, by rank, each with what cannot be taken of it."""

    def accept(
        self, ranks: Sequence[int], edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add those of some changes that can be proved to others, all at once if they can."""
        ranks = [rank for rank in ranks if rank not in accepted]
        if not ranks:
            return edits, accepted
        together = edits
        for rank in ranks:
            first = next(self.candidates.of_change(rank, together), None)
            if first is None:
                break
            together = first
        else:
            printed, every = self._print(together), accepted | set(ranks)
            if printed and same_print(printed, self.candidates.comparison.wanted(every)):
                return together, every
        if len(ranks) == 1:
            return self._accept_one(ranks[0], edits, accepted)
        middle = len(ranks) // 2
        for half in (ranks[:middle], ranks[middle:]):
            edits, accepted = self.accept(half, edits, accepted)
        return edits, accepted

    def _accept_one(
        self, rank: int, edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add a change in the first of the ways to write it that is proved."""
        change = self.candidates.comparison.changes[rank]
        holders = [self.candidates.holding(old, change.new) for old in change.old]
        likely = [one.where for held in holders for one in held if one.text == held[0].text]
        for way in islice(self.candidates.of_change(rank, edits), MAX_WAYS):
            self._refusal = None
            if (proved := self._accept_printed(rank, way, accepted)) is not None:
                return way, proved
            touched = [
                (file, steps)
                for changed, above in (*way.texts, *way.removed)
                for file, steps in reversed(likely)
                if file == changed and steps[: len(above)] == above
            ]
            if self._refusal and touched and rank not in self.refusals:  # others do not say why
                self.refusals[rank], self.refused_places[rank] = self._refusal, touched[-1]
        return edits, accepted

    def accept_in_part(
        self, rank: int, edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add what can be proved of a paragraph that is refused for one of its changes."""
        whole, change = self.candidates.comparison, self.candidates.comparison.changes[rank]
        if len(change.old) != 1 or len(change.new) != 1:
            return edits, accepted
        [old], [new] = change.old, change.new
        refusal, spans = self.refusals[rank], changed_spans(old, new)
        proved: list[WordChange] = []
        best = edits, accepted
        if 1 < len(spans) <= MAX_WAYS:
            for span in spans:
                part = with_spans(old, new, [*proved, span])
                before = self.candidates.comparison
                self.candidates.comparison = whole.with_part(rank, part)
                trial = self.accept([rank], edits, accepted)
                if rank in trial[1]:
                    best = trial
                    proved.append(span)
                else:
                    self.candidates.comparison = before
        if proved:
            rest = with_spans(old, new, [span for span in spans if span not in proved])
            self.rejected_parts.append((rank, change, rest))
        self.refusals[rank] = refusal
        self.repeated_changes.pop(rank, None)  # of a part of it
        return best

    def _accept_printed(
        self, rank: int, way: Edits, accepted: frozenset[int]
    ) -> frozenset[int] | None:
        """Return the accepted changes with those that edits make, None when they make no more.

        Other places may say the same: where all were changed alike, they are accepted too.
        """
        comparison = self.candidates.comparison
        printed = self._print(way)
        if printed is None:
            return None
        for ranks in (frozenset({rank}), *self._removed_together(rank, accepted, printed)):
            if same_print(printed, comparison.wanted(accepted | ranks)):
                return accepted | ranks
        spread = find_spread(comparison, accepted, rank, way, printed)
        if spread and not spread.others:
            return accepted | {rank} | spread.changed
        if spread:
            self.repeated_changes.setdefault(rank, spread)
        return None

    def _removed_together(
        self, rank: int, accepted: frozenset[int], printed: Sequence[Paragraph]
    ) -> Iterator[frozenset[int]]:
        """Yield the rows of removals with this one that take away as much as is not printed.

        An item of a list goes with all of its paragraphs.
        """
        comparison = self.candidates.comparison
        asked = sum(1 for _ in comparison.wanted(accepted | {rank}))
        more = asked - sum(not one.generated for one in printed)
        for first in range(max(0, rank - more), rank + 1) if more > 0 else ():
            row = range(first, first + more + 1)
            changes = comparison.changes[row.start : row.stop]
            if len(changes) == len(row) and not any(one.new for one in changes):
                yield frozenset(row)

    def _print(self, edits: Edits) -> tuple[Paragraph, ...] | None:
        """Return what the document of the edited texts says, None when it cannot be made.

        A text that amends an act refuses words that change without a state: it gets them.
        """
        stated = proposed_again(edits, self._sources)
        for way in (edits, stated) if stated != edits else (edits,):
            self.proofs -= 1
            if self.proofs < 0:
                return None
            self._refusal = None
            with suppress(LookupError, ValueError):
                try:
                    texts = way.write(self._sources, self._remade.texts)
                    return self._remade.printed(texts).paragraphs
                except DocgenError as error:  # for whoever asks why a change is not taken
                    self._refusal = error.problems[0]
        return None
