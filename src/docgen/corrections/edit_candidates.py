"""The edits of texts that may make a change of a Word file, the likeliest first.

Which text prints a paragraph is not recorded: those with its words are tried.
"""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product, zip_longest
from operator import itemgetter
from typing import Final

from docgen.content.raw import as_group, as_list, texts, texts_of, value_at
from docgen.content.source import Source
from docgen.content.stamp import STAMPS
from docgen.corrections.changes import (
    LINE,
    Slot,
    TextChange,
    WordComparison,
    changed_spans,
    with_spans,
)
from docgen.corrections.edits import TITLE, Edits, Where
from docgen.corrections.printed import Paragraph
from docgen.corrections.text_patching import (
    as_typed,
    blank_between,
    carry_over,
    part_text,
    read_tokens,
    stress_again,
    written_tokens,
)

MAX_WAYS: Final = 8
"""How many ways to write one change are tried."""
NEARLY_ALL: Final = 0.9
"""Which part of the words of a text are printed as they are; of the others typography decides."""
PARAGRAPH: Final = " ¶ "
"""What parts two paragraphs of one text."""
BLANKS: Final = "blancs"
REMARKS: Final = "remarques"
"""The notes of the drafter on clauses, which no page prints."""
BLANK: Final = re.compile(r"\{blanc:([\w-]+)")
"""The place of a blank in a text, by the name that it is declared with."""
PARAGRAPHS_AROUND: Final = 12
"""How many paragraphs around a change may tell where it is."""
NO_TEXTS: Final = {"id", "etat", "etat_etapes", *STAMPS}
"""The fields that print no words of theirs."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text of a file: where it is, its words as they are compared."""

    where: Where
    text: str
    words: Counter[str]
    order: int


class EditCandidates:
    """The texts of a document, and the edits of them that may make the changes of a comparison."""

    def __init__(self, sources: Mapping[str, Source], comparison: WordComparison) -> None:
        self.comparison = comparison
        self._sources = sources
        self._scalars = list(self._read_scalars())
        self._orders = self._find_orders()

    def of_change(self, rank: int, edits: Edits) -> Iterator[Edits]:
        """Yield the edits that may make a change, the likeliest first, each once."""
        tried: list[Edits] = []
        ways = map(self._without_unset_blanks, self._ways(rank, edits))
        for way in map(self._without_lone_remarks, ways):
            if way not in tried:
                tried.append(way)
                yield way

    def _ways(self, rank: int, edits: Edits) -> Iterator[Edits]:
        change = self.comparison.changes[rank]
        if len(change.new) > len(change.old) > 0:
            yield from self._partings(change, edits)
        elif len(change.old) > len(change.new) > 0:
            yield from self._joinings(change, edits)
        elif change.old and change.new:
            if typed := typed_at_blank(change):
                yield from (edits.rewrite(one.where, typed) for one in self.empty_beside(rank))
            yield from self._rewrites(change, edits)
        elif change.old:
            yield from self._removals(change, edits)
        elif not change.new[0].level:
            yield from self._insertions(rank, change, edits)

    def _without_unset_blanks(self, edits: Edits) -> Edits:
        """Take away, too, the declared blanks whose last place in a text these edits remove."""
        for file in dict.fromkeys(file for file, _ in edits.places):
            blanks = as_list(as_group(self._sources[file].data).get(BLANKS))
            here = [one for one in self._scalars if one.where[0] == file] if blanks else []
            before = {name for one in here for name in BLANK.findall(one.text)}
            left = {name for one in self.texts_after(edits, file) for name in BLANK.findall(one)}
            for rank, blank in enumerate(blanks):
                if as_group(blank).get("id") in before - left:
                    edits = edits.remove((file, (BLANKS, rank)))
        return edits

    def _without_lone_remarks(self, edits: Edits) -> Edits:
        """Take away, too, the remarks on the clauses that these edits remove."""
        for file, steps in edits.removed:
            data = self._sources[file].data
            below = texts(value_at(data, steps))
            gone = {text for place, text in below if place[-1:] == ("id",)}
            for rank, about in texts_of(data, REMARKS, "sur"):
                if about in gone:
                    edits = edits.remove((file, (REMARKS, rank)))
        return edits

    def texts_after(self, edits: Edits, file: str = "") -> Iterator[str]:
        """Yield the texts as edits leave them, those of one file if asked."""
        yield from (text for name, *_, text in edits.inserted if file in ("", name))
        for scalar in self._scalars:
            name, steps = scalar.where
            gone = ((name, steps[:depth]) in edits.removed for depth in range(1, len(steps) + 1))
            if file in ("", name) and not any(gone):
                yield edits.texts.get(scalar.where, scalar.text)

    def _partings(self, change: TextChange, edits: Edits) -> Iterator[Edits]:
        """Yield edits that part a text where its paragraph was parted."""
        [old], [first, _] = change.old, change.new
        for scalar in self.printing(old):
            file, steps = scalar.where
            halves = part_text(edits.texts.get(scalar.where, scalar.text), old.text, first.text)
            if halves and isinstance(steps[-1], int):
                before = edits.rewrite(scalar.where, halves[0])
                yield before.insert(file, steps[:-1], steps[-1] + 1, halves[1])
            if halves:
                yield edits.rewrite(scalar.where, PARAGRAPH.join(halves))

    def _joinings(self, change: TextChange, edits: Edits) -> Iterator[Edits]:
        """Yield edits that join two texts, or two paragraphs of one."""
        [first, second], [new] = change.old, change.new
        blank = blank_between(first.text, new.text)
        for upper, lower in product(self.printing(first)[:2], self.printing(second)[:2]):
            written = edits.texts.get(upper.where, upper.text)
            if upper.where == lower.where:
                lines = written.split(PARAGRAPH)
                for rank in range(1, len(lines)):
                    joined = PARAGRAPH.join(lines[:rank]) + blank + PARAGRAPH.join(lines[rank:])
                    yield edits.rewrite(upper.where, joined)
                continue
            text = written + blank + edits.texts.get(lower.where, lower.text)
            for kept, gone in ((upper, lower), (lower, upper)):  # the sort may be the second's
                both = edits.rewrite(kept.where, text)
                yield from (both.remove(place) for place in _removable(gone.where))

    def _rewrites(self, change: TextChange, edits: Edits) -> Iterator[Edits]:
        [old], [new] = change.old, change.new
        likely = self.printing(old)
        for scalar in likely[:3] if old.plain == new.plain else ():  # the emphasis alone changes
            written = edits.texts.get(scalar.where, scalar.text)
            if text := stress_again(written, new.stressed):
                yield edits.rewrite(scalar.where, text)
        for scalar in likely:
            written = edits.texts.get(scalar.where, scalar.text)
            for text in carry_over(written, old.text, new.text):
                yield edits.rewrite(scalar.where, text)
            if [one.key for one in written_tokens(written)] == [
                one.key for one in read_tokens(old.text)
            ]:
                yield edits.rewrite(scalar.where, as_typed(new.marked, written))
        yield from self._rewrites_of_parts(old, new, edits)
        for scalar in likely[:2]:  # what its references print becomes words
            yield edits.rewrite(scalar.where, as_typed(new.marked, scalar.text))

    def _rewrites_of_parts(self, old: Paragraph, new: Paragraph, edits: Edits) -> Iterator[Edits]:
        """Yield edits of several texts of a group that one paragraph prints: a title and more."""
        spans = changed_spans(old, new)
        likely = self.printing(old)
        for file, above in dict.fromkeys((one.where[0], one.where[1][:-1]) for one in likely[:3]):
            parts = [one for one in likely if (one.where[0], one.where[1][:-1]) == (file, above)]
            rewritten: Edits | None = edits
            for rank in range(len(spans)):
                before, after = (with_spans(old, new, spans[:end]) for end in (rank, rank + 1))
                if rewritten:
                    rewritten = self._rewrite_one(parts, before.text, after.text, rewritten)
            if rewritten and len(parts) > 1:
                yield rewritten

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
        for scalar in self.printing(change.old[0]):
            yield from (edits.remove(gone) for gone in _removable(scalar.where))
            lines = edits.texts.get(scalar.where, scalar.text).split(PARAGRAPH)
            for rank in range(len(lines) if len(lines) > 1 else 0):
                rest = PARAGRAPH.join((*lines[:rank], *lines[rank + 1 :]))
                yield edits.rewrite(scalar.where, rest)

    def _insertions(self, rank: int, change: TextChange, edits: Edits) -> Iterator[Edits]:
        """Yield edits that write a paragraph: an item of a list of texts, else a line of one."""
        text = as_typed(change.new[0].marked)
        yield from self._first_items(rank, text, edits)
        near = [
            (scalar, after)
            for neighbour, after in self.neighbours(rank)
            for scalar in self.printing(neighbour)[:2]
        ]
        yield from self._new_items(near, text, edits, of_texts=True)
        for scalar, after in near:
            lines = edits.texts.get(scalar.where, scalar.text).split(PARAGRAPH)
            for place in reversed(range(1, len(lines) + 1)) if after else range(len(lines)):
                yield edits.rewrite(
                    scalar.where, PARAGRAPH.join((*lines[:place], text, *lines[place:]))
                )
        yield from self._new_items(near, text, edits, of_texts=False)

    def _new_items(
        self, near: Sequence[tuple[Scalar, bool]], text: str, edits: Edits, *, of_texts: bool
    ) -> Iterator[Edits]:
        """Yield edits of the lists around texts, of those that hold texts or of the others."""
        for scalar, after in near:
            file, steps = scalar.where
            for depth in range(len(steps), 0, -1):
                place = steps[depth - 1]
                if isinstance(place, int):
                    items = as_list(value_at(self._sources[file].data, steps[: depth - 1]))
                    if any(isinstance(item, str) for item in items) == of_texts:
                        yield edits.insert(file, steps[: depth - 1], place + after, text)

    def _first_items(self, rank: int, text: str, edits: Edits) -> Iterator[Edits]:
        """Yield the edits that write a paragraph below the heading just above it."""
        above = next((one.old for one in self.sides(rank)[0] if one.old is not None), None)
        if above is None or not self.comparison.old[above].level:
            return
        for scalar in self.printing(self.comparison.old[above])[:3]:
            file, steps = scalar.where
            group = value_at(self._sources[file].data, steps[:-1])
            begins = steps[-1] == TITLE and "texte" not in as_group(group)
            if begins or as_list(as_group(group).get("texte")):
                yield edits.insert(file, (*steps[:-1], "texte"), 0, text)

    def sides(self, rank: int) -> tuple[Sequence[Slot], Sequence[Slot]]:
        """Return the places before a change, the nearest first, and those from it on."""
        slots = self.comparison.slots
        here = next(place for place, slot in enumerate(slots) if slot.change == rank)
        return slots[:here][::-1], slots[here:]

    def neighbours(self, rank: int) -> Iterator[tuple[Paragraph, bool]]:
        """Yield the nearest paragraphs of today: that before a change, and that after it."""
        for side, is_before in zip(self.sides(rank), (True, False), strict=True):
            nearest = next((slot.old for slot in side if slot.old is not None), None)
            if nearest is not None and not self.comparison.old[nearest].level:
                yield self.comparison.old[nearest], is_before

    def nearest(self, rank: int) -> Scalar | None:
        """Return the number that ends the heading above a change, else the text printed nearest."""
        above = [one.old for one in self.sides(rank)[0] if one.old is not None]
        olds = (self.comparison.old[one] for one in above)
        heading = next((one.plain.lower() for one in olds if one.level), "")
        numbers = [one for one in self._scalars if one.where[1][-1] == "numero" and one.text]
        for number in sorted(numbers, key=lambda one: -len(one.text)):
            if re.search(rf"(?<![\w.]){re.escape(number.text.lower())}$", heading):
                return number
        both = chain.from_iterable(zip_longest(*self.sides(rank)))
        around = [one.old for one in both if one and one.old is not None and one.change < 0]
        for paragraph in (self.comparison.old[one] for one in around[:PARAGRAPHS_AROUND]):
            most = len(read_tokens(paragraph.text)) / 2
            for scalar in self.holding(paragraph, ())[:1]:
                if scalar.words.total() >= most:
                    return scalar
        return None

    def printing(self, paragraph: Paragraph) -> list[Scalar]:
        """Return the texts that may print a paragraph, the likeliest first.

        Of those that say the same, the nearest to what is known to print its neighbours.
        """
        words, near = _words(paragraph.text), self._orders.get(id(paragraph), 0)
        scored = []
        for scalar in self._scalars:
            shared, counts = (words & scalar.words).total(), (scalar.words.total(), words.total())
            if shared and shared * 2 >= min(counts):
                scored.append((-2 * shared / sum(counts), abs(scalar.order - near), scalar))
        return [scalar for *_, scalar in sorted(scored, key=itemgetter(0, 1))][:MAX_WAYS]

    def clause_before(self, rank: int) -> Where | None:
        """Return the item of the clause of its level after which a heading came, if any."""
        level = self.comparison.changes[rank].new[0].level
        for slot in self.sides(rank)[0]:
            old = self.comparison.old[slot.old] if slot.old is not None else None
            if old and slot.new is not None and 0 < old.level <= level:
                titles = [one.where for one in self.holding(old, ()) if one.where[1][-1] == TITLE]
                alike = [(file, steps[:-1]) for file, steps in titles if old.level == level]
                return alike[0] if alike and isinstance(alike[0][1][-1], int) else None
        return None

    def empty_beside(self, rank: int) -> Iterator[Scalar]:
        """Yield the values left empty beside the text that prints what is nearest to a change."""
        if near := self.nearest(rank):
            for scalar in self._scalars:
                file, steps = scalar.where
                if not scalar.text and (file, steps[:-1]) == (near.where[0], near.where[1][:-1]):
                    yield scalar

    def holding(self, old: Paragraph, new: Sequence[Paragraph]) -> list[Scalar]:
        """Return the texts that say a paragraph, and what others change of it, the likeliest first.

        The words around a text are printed by docgen: what changes there is not its own.
        """
        said = [one for one in self.printing(old) if _says(old, one.text)]
        if len(new) != 1 or old.plain == new[0].plain:
            return said
        gone = _words(old.text) - _words(new[0].text)
        return [
            one
            for one in said
            if any(re.match(r"\w", word) for word in gone & one.words)
            or any(carry_over(one.text, old.text, new[0].text))
        ]

    def _find_orders(self) -> dict[int, int]:
        """Return, by paragraph of today, about which text prints it, as far as words tell."""
        holders: dict[str, set[int]] = defaultdict(set)
        for scalar in self._scalars:
            for word in scalar.words:
                holders[word].add(scalar.order)
        alone = {word: min(held) for word, held in holders.items() if len(held) == 1}
        orders: dict[int, int] = {}
        last = 0
        for paragraph in self.comparison.old:
            votes = Counter(alone[word] for word in _words(paragraph.text) if word in alone)
            [(last, _)] = votes.most_common(1) or [(last, 0)]
            orders[id(paragraph)] = last
        return orders

    def _read_scalars(self) -> Iterator[Scalar]:
        order = 0
        for name, source in self._sources.items():
            for steps, text in texts(source.data, empty=True):
                if not NO_TEXTS.isdisjoint(steps):
                    continue
                order += 1
                words = Counter(one.key for one in written_tokens(text) if one.key)
                yield Scalar((name, steps), text, words, order)


def typed_at_blank(change: TextChange) -> str:
    """Return what was typed at the blank that ends a paragraph, "" where none was."""
    before, after = (as_typed(one).strip() for one in (change.before, change.after))
    if len(change.old) != 1 or not change.old[0].text.endswith(LINE):
        return ""
    return after.removeprefix(before).strip(" ,") if after.startswith(f"{before} ") else ""


def _removable(where: Where) -> Iterator[Where]:
    """Yield a text, and the items of lists that it is in; a title goes last, alone."""
    file, steps = where
    titled = steps[-1] == TITLE
    for depth in range(len(steps) - titled, 0, -1):
        if isinstance(steps[depth - 1], int) or depth == len(steps):
            yield file, steps[:depth]
    if titled:
        yield where


def _says(paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph has nearly all the words of a text, or of a line of it, in order."""
    printed = [one.key for one in read_tokens(paragraph.text) if re.match(r"\w", one.key)]
    for line in text.split(PARAGRAPH.strip()):
        words = [one.key for one in written_tokens(line) if re.match(r"\w", one.key)]
        matcher = difflib.SequenceMatcher(None, printed, words, autojunk=False)
        common = sum(block.size for block in matcher.get_matching_blocks())
        if words and common >= NEARLY_ALL * len(words):
            return True
    return False


def _words(printed: str) -> Counter[str]:
    return Counter(one.key for one in read_tokens(printed))
