"""Documents as Word files: filled templates, or two versions of an act with tracked changes."""

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

from lxml import etree

from docgen.avenant.pairing import Pair, pair_in_order
from docgen.avenant.word_changes import likeness
from docgen.document import ActVersion, Artifact, Document
from docgen.errors import Problem, RenderingError
from docgen.format import Format
from docgen.ooxml import BODY, CONTENT_TYPES, STYLES, Part, W, as_xml, read_package, write_package
from docgen.rendering.docx.filters import read_styles
from docgen.rendering.docx.parts.properties import value_of
from docgen.rendering.docx.redline.atoms import MARKS, PPR, SECTION, P, text_of, words_of
from docgen.rendering.docx.redline.blocks import Block, Side, change_blocks, look_of
from docgen.rendering.docx.redline.resolution import accept, describe, reject
from docgen.rendering.docx.redline.tracking import Tracker
from docgen.rendering.docx.renderer import core_properties, render_docx
from docgen.rendering.html.templates import Templates

SINGLE_BLOCKS: Final = frozenset({"titre", "lacune"})
"""The sorts of blocks of which a clause has one at most."""
BULLET: Final = "puce"
MIN_LIKENESS: Final = 0.35
"""How alike two paragraphs of one clause must be to be one that changed."""
ARTICLE: Final = "heading 1"
"""The name of the style of the headings of articles: the first is where the clauses begin."""
HINT = "signalez-le aux développeurs, avec les deux textes"
MARGIN: Final = re.compile(r"word/(header|footer)\d+\.xml")
FONT: Final = re.compile(r"word/(fonts/.+|(_rels/)?fontTable\.xml(\.rels)?)")
"""The parts of embedded fonts, and their table."""
PROPERTIES: Final = "docProps/core.xml"
"""The part whose values are those of the new act."""
MARK_START: Final = MARKS[0]
_ID: Final = f"{W}id"
OLD_PREFIX: Final = "old-"


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
        styles = (value_of(one, "pPr", "pStyle") for one in paragraphs)
        first = next(rank for rank, one in enumerate(styles) if one == style)
        printed = paragraphs[first : first + len(blocks)]
        if len(printed) < len(blocks) or any(block.tag != P for block in printed):
            raise ValueError("le document Word n’a pas tous les alinéas de l’acte")
        for (clause, sort), block in zip(blocks, printed, strict=True):
            self.clauses.setdefault(clause, []).append((sort, block))


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
        if sorts & SINGLE_BLOCKS:
            return float(len(sorts) == 1)
        if BULLET in sorts and words[i] != others[j] and look_of(old[i][1]) != look_of(new[j][1]):
            return 0.0
        return likeness(words[i], others[j], MIN_LIKENESS)

    return list(pair_in_order(len(old), len(new), alike))


def render_word(document: Document, templates: Templates) -> Artifact:
    """Return a document as a Word file, which tracks changes if the document compares two acts.

    Raise RenderingError, in French, when accepting or rejecting these does not give both again.
    """
    if document.comparison is None:
        return render_docx(document, templates)
    compared = document.comparison
    old, new = (_act_docx(version, templates) for version in (compared.old, compared.new))
    try:
        parts = track_changes(old, new, compared.author, compared.day)
    except ValueError as error:
        message = f"la version comparée n’est pas prouvée : {error}"
        problem = Problem(document.sources[-1], message, code="version-comparee", hint=HINT)
        raise RenderingError([problem]) from error
    parts[PROPERTIES] = core_properties(document)
    return Artifact(document, Format.DOCX, write_package(parts), None)


def _act_docx(version: ActVersion, templates: Templates) -> ActDocx:
    return ActDocx(render_docx(version.document, templates, marked=False).data, version.blocks)


def track_changes(old: ActDocx, new: ActDocx, author: str, day: date | None) -> dict[str, Part]:
    """Return the parts of a Word file that tracks the changes from one act to another.

    Raise ValueError, in French, when it cannot, or does not give both acts again.
    """
    before, after = OpenedAct(old), OpenedAct(new)
    names = separate_bookmarks(before.root, after.root)
    pair_clauses(before, after)
    tracker = Tracker(author, f"{day:%Y-%m-%d}T00:00:00Z" if day else "", names)
    body = _track_body(tracker, before, after)
    parts = _merge_parts(before.parts, after.parts)
    for name in filter(MARGIN.fullmatch, after.parts):
        roots = [etree.fromstring(act.parts[name]) for act in (before, after)]
        margin = _like(roots[1])
        margin.extend(change_blocks(tracker, *(Side(list(root), {}) for root in roots)))
        _prove(margin, *roots)
        parts[name] = as_xml(margin)
    number_bookmarks(body, tracker.count + 1)
    _prove(body, before.root, after.root)
    return {**parts, BODY: as_xml(body)}


def _track_body(tracker: Tracker, before: OpenedAct, after: OpenedAct) -> etree._Element:
    root = _like(after.root)
    body = etree.SubElement(root, after.body.tag)
    body.extend(change_blocks(tracker, before.side, after.side))
    section = after.body.find(SECTION)
    if section is not None:
        body.append(copy.deepcopy(section))
    return root


def _like(root: etree._Element) -> etree._Element:
    return etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)


def _prove(redline: etree._Element, old: etree._Element, new: etree._Element) -> None:
    """Raise ValueError unless accepting a part gives the new one and rejecting it the old one."""
    for resolve, wanted, what in ((accept, new, "accepter"), (reject, old, "refuser")):
        if describe(resolve(redline)) != describe(wanted):
            raise ValueError(f"{what} toutes les modifications ne redonne pas le texte voulu")


def _merge_parts(old: dict[str, bytes], new: dict[str, bytes]) -> dict[str, Part]:
    """Return the parts of both packages, the body and margins of the new one among them.

    Fonts are those of the act that embeds more faces: one may have no italic word.
    """
    fonts = max(_fonts_of(new), _fonts_of(old), key=len)
    others = {name: part for name, part in {**old, **new}.items() if not FONT.fullmatch(name)}
    parts: dict[str, Part] = {**others, **fonts}
    for name in old.keys() & new.keys() - fonts.keys():
        if old[name] == new[name] or name in (BODY, PROPERTIES) or MARGIN.fullmatch(name):
            continue
        if name != CONTENT_TYPES and not name.endswith(".rels"):
            raise ValueError(f"les deux documents Word diffèrent par « {name} »")
        parts[name] = _merge_lists(old[name], new[name])
    return parts


def _fonts_of(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: part for name, part in parts.items() if FONT.fullmatch(name)}


def _merge_lists(old: bytes, new: bytes) -> bytes:
    """Return two lists of relationships or of types of parts as one."""
    root = etree.fromstring(new)
    known = {tuple(sorted(child.items())) for child in root}
    root.extend(
        child for child in etree.fromstring(old) if tuple(sorted(child.items())) not in known
    )
    return as_xml(root)


def separate_bookmarks(old: etree._Element, new: etree._Element) -> dict[str, str]:
    """Give the bookmarks of the old document other numbers; return the names of all by number."""
    for mark in old.iter(*MARKS):
        mark.set(_ID, f"{OLD_PREFIX}{mark.get(_ID)}")
    marks = (*old.iter(MARK_START), *new.iter(MARK_START))
    return {mark.get(_ID): mark.get(f"{W}name") for mark in marks}


def number_bookmarks(root: etree._Element, first: int) -> None:
    """Leave each name to one bookmark, that of the new document if it has it; number them all."""
    kept: dict[str, str] = {}
    starts = sorted(root.iter(MARK_START), key=lambda mark: mark.get(_ID).startswith(OLD_PREFIX))
    for mark in starts:
        kept.setdefault(mark.get(f"{W}name"), mark.get(_ID))
    numbers = dict(zip(kept.values(), count(first)))
    seen = set[tuple[str, str]]()
    for mark in list(root.iter(*MARKS)):
        number = mark.get(_ID)
        if number not in numbers or (mark.tag, number) in seen:
            mark.getparent().remove(mark)
            continue
        seen.add((mark.tag, number))
        mark.set(_ID, str(numbers[number]))
