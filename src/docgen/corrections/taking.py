"""Changes of a Word file taken over into the texts, each only when it is proved.

Which text prints a paragraph is not recorded: those with its words are tried, and the document is
made again.  What is taken makes the document say what the Word file says, and nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from docgen.content.raw import as_group, as_list, texts
from docgen.content.source import Steps
from docgen.content.stamp import STAMPS
from docgen.corrections.changes import (
    CONFLICT,
    DOUBTFUL,
    OTHER_SORT,
    Status,
    TextChange,
    WordComparison,
    WrittenPlace,
)
from docgen.corrections.edits import Edits, Where, proposed_again, value_at
from docgen.corrections.partial import Span, changed_spans, with_spans
from docgen.corrections.places import place_in_words
from docgen.corrections.porting import as_typed, carry_over, read_tokens, written_tokens
from docgen.corrections.printed import Paragraph
from docgen.corrections.proof import Origin, same_print
from docgen.errors import DocgenError, Problem
from docgen.markup import references

TRIED: Final = 8
"""How many ways to write one change are tried."""
MOST_PROOFS: Final = 150
"""How many times a document is made again: 15 s for a convention, two minutes for the booklet."""
NO_TEXTS: Final = {"id", "etat", "etat_etapes", *STAMPS}
"""The fields that print no words of theirs."""
CLAUSE_GONE: Final = "clause supprimée : à confirmer"
NEW_CLAUSE: Final = "titre nouveau : la clause est à écrire, avec son identifiant et son état"
NEW_NUMBER: Final = "numéro changé : les renvois à l’ancien numéro ne suivent pas"
NOWHERE: Final = "docgen l’écrit lui-même, ou d’après plusieurs textes : à reporter à la main"
SENDER: Final = " ; qui écrit et son adresse : content/emetteurs.yaml"
REFUSED: Final = "docgen le refuserait : {}"
AGREE: Final = " ; changez aussi « vie: {} », {}:{}, puis recommencez"
NO_REFERENCE: Final = "un renvoi devient des mots, qui ne suivront plus ce qu’il nomme"
TOO_MANY: Final = "trop de changements à prouver d’un coup : reprenez ceux-là, puis recommencez"
MOVED: Final = "déplacé : à reporter à la main"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of a file: where it is, its words as they are compared."""

    where: Where
    text: str
    words: Counter[str]
    order: int


class Taker:
    """The texts of a document, and the changes that are to be written into them."""

    def __init__(self, origin: Origin, comparison: WordComparison) -> None:
        self._origin, self._comparison = origin, comparison
        self._sources = origin.sources
        self._scalars = list(self._read_scalars())
        self._orders = self._find_orders()
        self._proofs = MOST_PROOFS
        self._refusal: Problem | None = None
        self._refusals: dict[int, Problem] = {}
        self._rests: list[TextChange] = []
        """What cannot be taken of the changes that are taken in part."""

    def take(self) -> tuple[tuple[TextChange, ...], Edits, frozenset[int]]:
        """Return the changes with what becomes of them, and the edits of those that are proved."""
        changes = self._comparison.changes
        ranks = [rank for rank, one in enumerate(changes) if one.why != CONFLICT]
        edits, accepted = self._accept(ranks, Edits({}), frozenset())
        for rank in [one for one in ranks if one in self._refusals and one not in accepted]:
            edits, accepted = self._accept_in_part(rank, edits, accepted)
        judged = [
            self._judged(rank, change, edits if rank in accepted else None)
            for rank, change in enumerate(self._comparison.changes)
        ]
        return (*judged, *self._rests), edits, accepted

    def locate(self) -> tuple[TextChange, ...]:
        """Return the changes with the place of each, and none of them tried."""
        changes = enumerate(self._comparison.changes)
        return tuple(replace(one, place=self._place(rank, one)) for rank, one in changes)

    def edits_of(self, ranks: Iterable[int]) -> Edits | None:
        """Return the edits of some changes that are proved together, None when they are not."""
        wanted, self._proofs = list(ranks), MOST_PROOFS
        edits, accepted = self._accept(wanted, Edits({}), frozenset())
        return edits if accepted == frozenset(wanted) else None

    def _accept(
        self, ranks: Sequence[int], edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add those of some changes that can be proved to others, all at once if they can."""
        if not ranks:
            return edits, accepted
        together = edits
        for rank in ranks:
            first = next(self._ways(rank, together), None)
            if first is None:
                break
            together = first
        else:
            if self._is_proved(together, accepted | set(ranks)):
                return together, accepted | set(ranks)
        if len(ranks) == 1:
            return self._accept_one(ranks[0], edits, accepted)
        middle = len(ranks) // 2
        for half in (ranks[:middle], ranks[middle:]):
            edits, accepted = self._accept(half, edits, accepted)
        return edits, accepted

    def _accept_one(
        self, rank: int, edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add a change in the first of the ways to write it that is proved."""
        self._refusal = None
        printing = (
            one for old in self._comparison.changes[rank].old for one in self._printing(old)[:2]
        )
        likely = {one.where for one in printing}
        for way in islice(self._ways(rank, edits), TRIED):
            if self._is_proved(way, accepted | {rank}):
                return way, accepted | {rank}
            if self._refusal and likely.isdisjoint(way.places):
                self._refusal = None  # it does not say why the change cannot be written
        if self._refusal:
            self._refusals[rank] = self._refusal
        return edits, accepted

    def _accept_in_part(
        self, rank: int, edits: Edits, accepted: frozenset[int]
    ) -> tuple[Edits, frozenset[int]]:
        """Add what can be proved of a paragraph that is refused for one of its changes."""
        whole, change = self._comparison, self._comparison.changes[rank]
        if not change.old or not change.new:
            return edits, accepted
        [old], [new] = change.old, change.new
        refusal, spans = self._refusals[rank], changed_spans(old, new)
        kept: list[Span] = []
        found = edits, accepted
        if 1 < len(spans) <= TRIED:
            for span in spans:
                part = with_spans(old, new, [*kept, span])
                before, self._comparison = self._comparison, whole.with_part(rank, part)
                trial = self._accept([rank], edits, accepted)
                if rank in trial[1]:
                    found = trial
                    kept.append(span)
                else:
                    self._comparison = before
        if kept:
            rest = with_spans(old, new, [span for span in spans if span not in kept])
            why = self._reason_of(refusal)
            place = self._place(rank, change)
            self._rests.append(replace(change, new=(rest,), place=place, why=why))
        self._refusals[rank] = refusal
        return found

    def _reason_of(self, refusal: Problem) -> str:
        """Return why docgen would refuse a change, and what else is then to be changed."""
        said = REFUSED.format(refusal.message)
        life = as_group(as_group(self._sources[refusal.file].data).get("vie"))
        for name in life if refusal.code == "contradiction" else ():
            if name in refusal.field:
                line = self._sources[refusal.file].place(("vie", name))[1].line
                return said + AGREE.format(name, refusal.file, line)
        return said

    def _is_proved(self, edits: Edits, accepted: frozenset[int]) -> bool:
        """Whether the document of the edited texts looks as with the accepted changes.

        A text that amends an act refuses words that change without a state: it gets them.
        """
        for way in (edits, proposed_again(edits, self._sources)):
            self._proofs -= 1
            if self._proofs < 0:
                return False
            with suppress(LookupError, ValueError), self._noting_refusal():
                printed = self._origin.printed(way.write(self._sources, self._origin.texts))
                return same_print(printed.paragraphs, self._comparison.looks(accepted))
        return False

    @contextmanager
    def _noting_refusal(self) -> Iterator[None]:
        """Keep why texts cannot be made, for whoever asks why a change is not taken."""
        try:
            yield
        except DocgenError as error:
            self._refusal = self._refusal or error.problems[0]

    def _ways(self, rank: int, edits: Edits) -> Iterator[Edits]:
        """Yield the edits that may make a change, the likeliest first."""
        change = self._comparison.changes[rank]
        if change.old and change.new:
            yield from self._rewrites(change, edits)
        elif change.old:
            yield from self._removals(change, edits)
        elif not change.new[0].level:
            yield from self._insertions(rank, change, edits)

    def _rewrites(self, change: TextChange, edits: Edits) -> Iterator[Edits]:
        [old], [new] = change.old, change.new
        for scalar in self._printing(old):
            written = edits.texts.get(scalar.where, scalar.text)
            for text in carry_over(written, old.text, new.text):
                yield edits.rewrite(scalar.where, text)
            if [one.key for one in written_tokens(written)] == [
                one.key for one in read_tokens(old.text)
            ]:
                yield edits.rewrite(scalar.where, as_typed(new.marked, written))
        yield from self._rewrites_of_parts(old, new, edits)
        for scalar in self._printing(old)[:2]:  # what its references print becomes words
            yield edits.rewrite(scalar.where, as_typed(new.marked, scalar.text))

    def _rewrites_of_parts(self, old: Paragraph, new: Paragraph, edits: Edits) -> Iterator[Edits]:
        """Yield edits of several texts of a group that one paragraph prints: a title and more."""
        spans = changed_spans(old, new)
        likely = self._printing(old)
        for file, above in dict.fromkeys((one.where[0], one.where[1][:-1]) for one in likely[:3]):
            parts = [one for one in likely if (one.where[0], one.where[1][:-1]) == (file, above)]
            found: Edits | None = edits
            for rank in range(len(spans)):
                before, after = (with_spans(old, new, spans[:end]) for end in (rank, rank + 1))
                found = found and self._rewrite_one(parts, before.text, after.text, found)
            if found and len(parts) > 1:
                yield found

    def _rewrite_one(
        self, parts: Sequence[Scalar], before: str, after: str, edits: Edits
    ) -> Edits | None:
        """Return the edit of the text with the words that go, else of the first with a place."""
        gone = _words(before) - _words(after)
        for scalar in sorted(parts, key=lambda one: -(gone & one.words).total()):
            written = edits.texts.get(scalar.where, scalar.text)
            for text in carry_over(written, before, after):
                return edits.rewrite(scalar.where, text)
        return None

    def _removals(self, change: TextChange, edits: Edits) -> Iterator[Edits]:
        for scalar in self._printing(change.old[0]):
            file, steps = scalar.where
            for depth in range(len(steps), 0, -1):
                if isinstance(steps[depth - 1], int) or depth == len(steps):
                    yield edits.remove((file, steps[:depth]))

    def _insertions(self, rank: int, change: TextChange, edits: Edits) -> Iterator[Edits]:
        text = as_typed(change.new[0].marked)
        yield from self._first_items(rank, text, edits)
        for neighbour, after in self._neighbours(rank):
            for scalar in islice(self._printing(neighbour), 3):
                file, steps = scalar.where
                for depth in range(len(steps), 0, -1):
                    place = steps[depth - 1]
                    if isinstance(place, int):
                        yield edits.insert(file, steps[: depth - 1], place + after, text)

    def _first_items(self, rank: int, text: str, edits: Edits) -> Iterator[Edits]:
        """Yield the edits that write a paragraph below the heading just above it."""
        slots = self._comparison.slots
        here = next(place for place, slot in enumerate(slots) if slot.change == rank)
        above = next((one.old for one in reversed(slots[:here]) if one.old is not None), None)
        if above is None or not self._comparison.old[above].level:
            return
        for scalar in self._printing(self._comparison.old[above])[:3]:
            file, steps = scalar.where
            group = value_at(self._sources[file].data, steps[:-1])
            if isinstance(group, dict) and as_list(group.get("texte")):
                yield edits.insert(file, (*steps[:-1], "texte"), 0, text)

    def _neighbours(self, rank: int) -> Iterator[tuple[Paragraph, bool]]:
        """Yield the nearest paragraphs of today: that before a change, and that after it."""
        slots = self._comparison.slots
        here = next(place for place, slot in enumerate(slots) if slot.change == rank)
        before = (slot.old for slot in reversed(slots[:here]) if slot.old is not None)
        after = (slot.old for slot in slots[here:] if slot.old is not None)
        for found, is_before in ((next(before, None), True), (next(after, None), False)):
            if found is not None and not self._comparison.old[found].level:
                yield self._comparison.old[found], is_before

    def _printing(self, paragraph: Paragraph) -> list[Scalar]:
        """Return the texts that may print a paragraph, the likeliest first.

        Of those that say the same, the nearest to what is known to print its neighbours.
        """
        words = _words(paragraph.text)
        near = self._orders.get(id(paragraph), 0)
        scored = []
        for scalar in self._scalars:
            shared = (words & scalar.words).total()
            whole = scalar.words.total()
            if shared and shared * 2 >= min(whole, words.total()):
                alike = 2 * shared / (whole + words.total())
                scored.append((-alike, abs(scalar.order - near), scalar.order, scalar))
        return [scalar for *_, scalar in sorted(scored, key=lambda one: one[:3])][:TRIED]

    def _find_orders(self) -> dict[int, int]:
        """Return, by paragraph of today, about which text prints it, as far as words tell."""
        whole: dict[tuple[tuple[str, int], ...], list[int]] = defaultdict(list)
        for scalar in self._scalars:
            whole[tuple(sorted(scalar.words.items()))].append(scalar.order)
        orders: dict[int, int] = {}
        last = 0
        for paragraph in self._comparison.old:
            words = _words(paragraph.text)
            alone = whole.get(tuple(sorted(words.items())), ())
            last = alone[0] if len(alone) == 1 else last
            orders[id(paragraph)] = last
        return orders

    def _read_scalars(self) -> Iterator[Scalar]:
        order = 0
        for name, source in self._sources.items():
            for steps, text in texts(source.data):
                if not NO_TEXTS.isdisjoint(steps):
                    continue
                order += 1
                words = Counter(one.key for one in written_tokens(text) if one.key)
                yield Scalar((name, steps), text, words, order)

    def _judged(self, rank: int, change: TextChange, edits: Edits | None) -> TextChange:
        """Return a change with its status, its place and why a person must see it."""
        place = self._place(rank, change, edits if change.new else None)
        heading = any(one.level for one in (*change.old, *change.new))
        if edits is None:
            new = heading and not change.old
            refusal = self._refusals.get(rank) if change.old and change.new else None
            refused = self._reason_of(refusal) if refusal else ""
            nowhere = NOWHERE + SENDER * (self._origin.kind.name == "renewal")
            tried = TOO_MANY if self._proofs < 0 else nowhere
            why = change.why or (NEW_CLAUSE if new else refused or tried)
            return replace(change, place=place, why=why)
        if change.why in (DOUBTFUL, OTHER_SORT):
            return replace(change, place=place, status=Status.PROPOSE)
        if place and self._loses_reference((place.file, place.steps), edits):
            return replace(change, place=place, status=Status.PROPOSE, why=NO_REFERENCE)
        if heading and not change.new:
            moved = any(
                change.old[0].plain == one.plain
                for other in self._comparison.changes
                for one in other.new
            )
            status = Status.A_VOIR if moved else Status.PROPOSE
            return replace(change, place=place, status=status, why=MOVED if moved else CLAUSE_GONE)
        if (
            heading
            and change.old[0].text.partition("\t")[0] != change.new[0].text.partition("\t")[0]
        ):
            return replace(change, place=place, status=Status.PROPOSE, why=NEW_NUMBER)
        return replace(change, place=place, status=Status.EXACT)

    def _loses_reference(self, where: Where, edits: Edits) -> bool:
        """Whether words take the place of a reference in a text."""
        text = edits.texts.get(where)
        if text is None:
            return False
        before = references(value_at(self._sources[where[0]].data, where[1]))
        return len(list(references(text))) < len(list(before))

    def _place(
        self, rank: int, change: TextChange, edits: Edits | None = None
    ) -> WrittenPlace | None:
        """Return where a change is written, or would be as far as the words of today tell."""
        printed = change.old or tuple(one for one, _ in islice(self._neighbours(rank), 1))
        for paragraph in printed[:1]:
            likely = self._printing(paragraph)
            written = [one for one in likely if edits and one.where in edits.texts]
            for scalar in (written or likely)[:1]:
                file, steps = scalar.where
                line = self._sources[file].place(steps)[1].line
                acts = self._origin.kind.name == "convention"
                said = "" if acts else place_in_words(self._sources[file], steps)
                return WrittenPlace(self._clause(file, steps), file, line, steps, said)
        return None

    def _clause(self, file: str, steps: Steps) -> str:
        """Return what people call the part of a text: its identifier, or its field."""
        for depth in range(len(steps) - 1, 0, -1):
            group = value_at(self._sources[file].data, steps[:depth])
            if isinstance(group, dict) and isinstance(group.get("id"), str):
                return str(group["id"])
        return str(steps[0])


def _words(printed: str) -> Counter[str]:
    return Counter(one.key for one in read_tokens(printed))
