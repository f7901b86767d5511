"""The blocks of a body or of a cell, and how they changed: what stays, comes, goes or moves."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from lxml import etree

from docgen.avenant.differences import in_same_order
from docgen.avenant.pairing import Pair, pair_in_order
from docgen.avenant.word_changes import likeness
from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import value_of
from docgen.rendering.docx.redline.atoms import MARKS, PPR, TABLE, P, text_of, words_of, xml_of
from docgen.rendering.docx.redline.tracking import Mark, Tracker

MIN_LIKENESS: Final = 0.45
"""How alike blocks without a key must be to be one block that changed; rows of tables too."""
Keys = Mapping[etree._Element, str]
"""The keys of blocks; those of one key are the same block of two documents."""
Block: TypeAlias = etree._Element


@dataclass(frozen=True, slots=True)
class Side:
    """The blocks of one document, with the keys of some of them."""

    blocks: Sequence[Block]
    keys: Keys

    def key(self, rank: int) -> str:
        """Return the key of a block, '' for none."""
        return self.keys.get(self.blocks[rank], "")

    def clause(self, rank: int) -> str:
        """Return the clause of a block, of the next one that has a key."""
        keys = (self.key(one) for one in range(rank, len(self.blocks)))
        return next(filter(None, keys), "").partition("/")[0]

    @property
    def ranks(self) -> dict[str, int]:
        """The rank of each key, in order."""
        return {key: rank for rank in range(len(self.blocks)) if (key := self.key(rank))}


@dataclass(frozen=True, slots=True)
class Moves:
    """The blocks that move: the name of each, and those that are the first or last of a name."""

    names: Mapping[Block, str]
    first: frozenset[Block]
    last: frozenset[Block]


def change_blocks(tracker: Tracker, old: Side, new: Side) -> Iterator[Block]:
    """Yield the blocks of both documents, with their changes."""
    pairs = _pair_before_tables(_pair(old, new), old, new)
    going = [old.blocks[i] for i, j in pairs if i is not None and j is None]
    coming = [new.blocks[j] for i, j in pairs if j is not None and i is None]
    tracker.whole |= {text for block in (*going, *coming) if (text := text_of(block))}
    moves = _find_moves(old, new, {*going, *coming})
    ends = dict(_lend_ends(pairs, old, new, moves))
    for rank, (i, j) in enumerate(pairs):
        if i is not None and j is not None:
            below = pairs[rank + 1] if rank + 1 < len(pairs) else None
            before, after = old.blocks[i], new.blocks[j]
            if xml_of(before) == xml_of(after):
                block = copy.deepcopy(after)
            elif before.tag == TABLE:
                block = _change_table(tracker, before, after)
            else:
                following = _mark_of(tracker, below, old, new) if below else None
                block = tracker.change_paragraph(before, after, following)
            if mark := ends.get(rank):
                tracker.mark_end(block, mark)
            yield block
            continue
        block, mark = _block_of((i, j), old, new), _mark_alone((i, j))
        if rank in ends:
            yield tracker.write_paragraph(block, mark, marked=False)
        else:
            remains = _remains(pairs[rank + 1 :], old, new, mark)
            yield from _write_block(tracker, block, moves, remains, mark)


def _lend_ends(
    pairs: Sequence[Pair], old: Side, new: Side, moves: Moves
) -> Iterator[tuple[int, Mark | None]]:
    """Yield the paragraphs whose end comes or goes for that of the last that does below them.

    Programs draw a bar beside the line where a change ends: it would stand beside what stays below.
    Both ends are the same where both paragraphs look the same.
    """
    stay = [rank for rank, pair in enumerate(pairs) if None not in pair]
    for first, last in pairwise(stay):
        run = pairs[first + 1 : last]
        marks = {_mark_alone(pair) for pair in run}
        kept = _block_of((pairs[first][0], None), old, new)
        blocks = [_block_of(pair, old, new) for pair in pairs[first : last + 1]]
        plain = all(block.tag == P and block not in moves.names for block in blocks)
        looks = {look_of(block) for block in (kept, blocks[0], blocks[-2])}
        if len(marks) == 1 and plain and len(looks) == 1:
            yield first, marks.pop()
            yield last - 1, None


def _mark_alone(pair: Pair) -> Mark:
    return "ins" if pair[0] is None else "del"


def _block_of(pair: Pair, old: Side, new: Side) -> Block:
    """Return the block of a pair, the new one of two."""
    i, j = pair
    return new.blocks[j] if j is not None else old.blocks[i or 0]


def look_of(block: Block) -> str:
    """Return the properties of a paragraph."""
    return xml_of(block.find(PPR))


def _pair(old: Side, new: Side) -> list[Pair]:
    """Return the pairs of blocks: those of a key that keep their order, and between them others."""
    before, after = old.ranks, new.ranks
    stayed = in_same_order(tuple(before), tuple(after))
    fixed = [(before[key], after[key]) for key in before if key in stayed]
    pairs: list[Pair] = []
    i = j = 0
    above = ""
    for rank, other in (*fixed, (len(old.blocks), len(new.blocks))):
        gap, gap_after = range(i, rank), range(j, other)
        between: list[Pair] = [
            (None if x is None else gap[x], None if y is None else gap_after[y])
            for x, y in _pair_unnamed(old, new, gap, gap_after)
        ]
        pairs += _own_clause_first(between, old, new, above)
        if rank < len(old.blocks):
            pairs.append((rank, other))
            above = old.clause(rank)
        i, j = rank + 1, other + 1
    return pairs


def _own_clause_first(pairs: list[Pair], old: Side, new: Side, clause: str) -> list[Pair]:
    """Return what comes and goes below a clause: its own alinéas, before another that goes."""
    if any(None not in pair for pair in pairs):
        return pairs

    def is_other(pair: Pair) -> bool:
        i, j = pair
        return (new.clause(j) if j is not None else old.clause(i or 0)) != clause

    return sorted(pairs, key=is_other)


def _pair_unnamed(old: Side, new: Side, before: range, after: range) -> list[Pair]:
    def alike(x: int, y: int) -> float:
        i, j = before[x], after[y]
        this, that = old.blocks[i], new.blocks[j]
        if old.key(i) or new.key(j) or this.tag != that.tag:
            return 0.0
        return likeness(_style_and_words(this), _style_and_words(that), MIN_LIKENESS)

    return list(pair_in_order(len(before), len(after), alike))


def _style_and_words(block: Block) -> list[str]:
    kind = [block.tag, value_of(block, "pPr", "pStyle")]
    return (kind * 2 if block.tag == P else kind * 4) + words_of(block)


def _pair_before_tables(pairs: list[Pair], old: Side, new: Side) -> list[Pair]:
    """Return pairs in which no paragraph comes or goes just before a table or at the end.

    Its mark cannot: a cell must end with a paragraph, and LibreOffice leaves an empty one there.
    So the last that goes and the last that comes are one paragraph that changed; where all come, or
    all go, that which stays above them does with them.
    """
    settled: list[Pair] = []
    run: list[Pair] = []
    for pair in (*pairs, None):
        if pair is not None and None in pair:
            run.append(pair)
            continue
        if pair is None or _is_table(old, pair[0]):
            alone = len({i is None for i, _ in run}) == 1
            if alone and settled and None not in settled[-1] and not _is_table(old, settled[-1][0]):
                i, j = settled.pop()
                run[:0] = [(i, None), (None, j)]
            run = _pair_last(run, old, new)
        settled += run
        run = []
        if pair is not None:
            settled.append(pair)
    return settled


def _is_table(side: Side, rank: int | None) -> bool:
    return rank is not None and side.blocks[rank].tag == TABLE


def _pair_last(run: list[Pair], old: Side, new: Side) -> list[Pair]:
    going = [i for i, j in run if i is not None]
    coming = [j for i, j in run if j is not None]
    if not going or not coming:
        return run
    if not old.blocks[going[-1]].tag == P == new.blocks[coming[-1]].tag:
        return run
    before: list[Pair] = [(i, None) for i in going[:-1]]
    return [*before, *((None, j) for j in coming[:-1]), (going[-1], coming[-1])]


def _find_moves(old: Side, new: Side, alone: set[Block]) -> Moves:
    """Return the paragraphs that go from one place and come, in the same words, to another.

    Neighbours have one name, but where a bookmark starts.
    """
    names: dict[Block, str] = {}
    first, last = set[Block](), set[Block]()
    after = new.ranks
    previous: tuple[int, int] = (-2, -2)
    for key, i in old.ranks.items():
        j = after.get(key, -1)
        this, that = old.blocks[i], new.blocks[j]
        both = j >= 0 and {this, that} <= alone and this.tag == that.tag == P
        if not both or not text_of(this) or text_of(this) != text_of(that):
            continue
        if (i - 1, j - 1) == previous and this.find(MARKS[0]) is None is that.find(MARKS[0]):
            name = names[old.blocks[i - 1]]
            last -= {old.blocks[i - 1], new.blocks[j - 1]}
        else:
            name = f"docgen{len(names)}"
            first |= {this, that}
        names[this] = names[that] = name
        last |= {this, that}
        previous = (i, j)
    return Moves(names, frozenset(first), frozenset(last))


def _remains(following: Sequence[Pair], old: Side, new: Side, mark: Mark) -> Block | None:
    """Return the properties that a paragraph takes where it is left just before a table.

    LibreOffice 25.2 leaves it, empty, when both go: it then looks like what stays below.
    """
    blocks = (
        (None if i is None else old.blocks[i], None if j is None else new.blocks[j])
        for i, j in following
    )
    table = next(blocks, (None, None))
    if None not in table or all(block is None or block.tag != TABLE for block in table):
        return None
    for before, after in blocks:
        kept = after if mark == "del" else before
        if before is not None and after is not None and kept is not None:
            return kept.find(PPR)
    return None


def _write_block(
    tracker: Tracker, block: Block, moves: Moves, remains: Block | None, mark: Mark
) -> Iterator[Block]:
    name = moves.names.get(block, "")
    if block.tag == TABLE:
        yield tracker.write_table(block, mark)
    elif block.tag != P:
        raise ValueError(f"bloc de Word inconnu : {block.tag}")
    elif not name:
        yield tracker.write_paragraph(block, mark, remains)
    else:
        yield from _write_moved(tracker, block, moves, "moveFrom" if mark == "del" else "moveTo")


def _write_moved(
    tracker: Tracker, block: Block, moves: Moves, mark: Literal["moveFrom", "moveTo"]
) -> Iterator[Block]:
    paragraph = tracker.write_paragraph(block, mark)
    if block in moves.first:
        # After bookmarks: what follows one is out of the move for LibreOffice 25.2.
        start = tracker.stamp(f"{mark}RangeStart", name=moves.names[block])
        words = paragraph.find(f"{W}{mark}")
        paragraph.insert(len(paragraph) if words is None else paragraph.index(words), start)
    yield paragraph
    if block in moves.last:
        yield tracker.number(f"{mark}RangeEnd")


def _mark_of(tracker: Tracker, pair: Pair, old: Side, new: Side) -> Mark | None:
    """Return how the first words of a block come or go, None where they stay."""
    i, j = pair
    if i is None or j is None:
        return "ins" if i is None else "del"
    before, after = old.blocks[i], new.blocks[j]
    return tracker.first_mark(before, after) if before.tag == P == after.tag else None


def _change_table(tracker: Tracker, old: Block, new: Block) -> Block:
    rows, others = old.findall(f"{W}tr"), new.findall(f"{W}tr")
    words, other_words = list(map(words_of, rows)), list(map(words_of, others))
    table = copy.deepcopy(new)
    for row in table.findall(f"{W}tr"):
        table.remove(row)

    def alike(i: int, j: int) -> float:
        return likeness(words[i], other_words[j], MIN_LIKENESS)

    for i, j in pair_in_order(len(rows), len(others), alike):
        if i is None and j is not None:
            table.append(tracker.write_row(others[j], "ins"))
        elif j is None and i is not None:
            table.append(tracker.write_row(rows[i], "del"))
        elif i is not None and j is not None:
            table.append(_change_row(tracker, rows[i], others[j]))
    return table


def _change_row(tracker: Tracker, old: Block, new: Block) -> Block:
    cells, others = old.findall(f"{W}tc"), new.findall(f"{W}tc")
    if len(cells) != len(others):
        raise ValueError("une ligne de tableau a changé de colonnes")
    row = copy.deepcopy(new)
    for cell, before, after in zip(row.findall(f"{W}tc"), cells, others, strict=True):
        sides = [Side([k for k in c if k.tag != f"{W}tcPr"], {}) for c in (before, after)]
        for block in cell.findall("*"):
            if block.tag != f"{W}tcPr":
                cell.remove(block)
        cell.extend(change_blocks(tracker, *sides))
    return row
