"""A Word document read for a comparison: its parts, its body, and which block is which."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.avenant.pairing import Pair, pair_in_order
from docgen.avenant.word_changes import likeness
from docgen.ooxml import BODY, STYLES, W, read_package
from docgen.rendering.docx.filters import read_styles
from docgen.rendering.docx.redline.atoms import PPR, SECTION, P, text_of, words_of, xml_of
from docgen.rendering.docx.redline.blocks import Block, Side

SINGLE: Final = frozenset({"titre", "lacune"})
"""The sorts of blocks of which a clause has one at most."""
BULLET: Final = "puce"
ALIKE: Final = 0.35
"""How alike two paragraphs of one clause must be to be one that changed."""
ARTICLE: Final = "heading 1"
"""The name of the style of the headings of articles: the first is where the clauses begin."""


@dataclass(frozen=True, slots=True)
class ActDocx:
    """An act as a Word file, with the clause and the sort of each paragraph of its articles."""

    data: bytes
    blocks: Sequence[tuple[str, str]]


class OpenedAct:
    """An act being compared: its parts, its body, its blocks by clause."""

    def __init__(self, act: ActDocx) -> None:
        self.parts = read_package(act.data)
        self.root = etree.fromstring(self.parts[BODY])
        self.body = self.root.find(f"{W}body")
        self.keys: dict[Block, str] = {}
        self.clauses: dict[str, list[tuple[str, Block]]] = {}
        self._read_clauses(act.blocks)

    @property
    def side(self) -> Side:
        """Its blocks and their keys."""
        return Side([block for block in self.body if block.tag != SECTION], self.keys)

    def _read_clauses(self, blocks: Sequence[tuple[str, str]]) -> None:
        framed = f"{PPR}/{W}framePr"  # the notes in the margin, which are no words of the act
        unframed = (block for block in self.body if block.find(framed) is None)
        paragraphs = [block for block in unframed if block.tag != SECTION]
        style = read_styles(self.parts[STYLES])[ARTICLE]
        first = next(rank for rank, one in enumerate(paragraphs) if _style_of(one) == style)
        printed = paragraphs[first : first + len(blocks)]
        if len(printed) < len(blocks) or any(block.tag != P for block in printed):
            raise ValueError("le document Word n’a pas tous les alinéas de l’acte")
        for (clause, sort), block in zip(blocks, printed, strict=True):
            self.clauses.setdefault(clause, []).append((sort, block))


def _style_of(block: Block) -> str:
    style = block.find(f"{PPR}/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def pair_clauses(old: OpenedAct, new: OpenedAct) -> None:
    """Give one key to the blocks of the acts that are the same block of the same clause."""
    alone: tuple[list[Block], list[Block]] = [], []
    for clause in dict.fromkeys((*old.clauses, *new.clauses)):
        before, after = old.clauses.get(clause, []), new.clauses.get(clause, [])
        for rank, (i, j) in enumerate(_pair_blocks(before, after)):
            if i is not None:
                old.keys[before[i][1]] = f"{clause}/{rank}"
            if j is not None:
                new.keys[after[j][1]] = f"{clause}/{rank}"
            if j is None and i is not None:
                alone[0].append(before[i][1])
            elif i is None and j is not None:
                alone[1].append(after[j][1])
    _pair_moved(old, new, *alone)


def _pair_moved(
    old: OpenedAct, new: OpenedAct, going: Sequence[Block], coming: Sequence[Block]
) -> None:
    """Give one key to what goes from one place and comes to another in the same words.

    All of them: LibreOffice would find by itself, and spoil, a move that is not said to be one.
    """
    said: dict[str, list[Block]] = {}
    for block in going:
        if " " in text_of(block):  # a single word, such as that of a state, is no move
            said.setdefault(text_of(block), []).append(block)
    for block in coming:
        if twins := said.get(text_of(block)):
            new.keys[block] = old.keys[twins.pop(0)]


def _pair_blocks(old: Sequence[tuple[str, Block]], new: Sequence[tuple[str, Block]]) -> list[Pair]:
    """Return which blocks of a clause are the same block.

    A point whose style and words change is another one: LibreOffice, when it rejects a change of
    style in several parts of a paragraph, leaves it without its bullet.
    """
    words, others = ([words_of(block) for _, block in side] for side in (old, new))

    def alike(i: int, j: int) -> float:
        sorts = {old[i][0], new[j][0]}
        if sorts & SINGLE:
            return float(len(sorts) == 1)
        if BULLET in sorts and words[i] != others[j] and _look(old[i][1]) != _look(new[j][1]):
            return 0.0
        return likeness(words[i], others[j], ALIKE)

    return list(pair_in_order(len(old), len(new), alike))


def _look(block: Block) -> str:
    return xml_of(block.find(PPR))
