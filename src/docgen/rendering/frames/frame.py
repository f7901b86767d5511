"""A frame: a section laid out and painted once, whose places take other words and pictures.

A place is filled by laying out its lines alone.  Before a frame is used each place is filled with
the words that the page was laid out with: only one that is painted to the byte as the page painted
it is kept, and every other text belongs to the frame.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf

from docgen.rendering.finished import PX, TEXT_DRAWN, check_inside
from docgen.rendering.frames.binding import Common
from docgen.rendering.frames.cutting import Cut, Picture
from docgen.rendering.frames.layout import Laid
from docgen.rendering.frames.leaves import Place, places
from docgen.rendering.frames.operators import LEVEL, Painted, Raw, Writer, plain
from docgen.rendering.frames.painting import Fonts, Glyphs, Part, Scrap, Sheets, merge, paint
from docgen.rendering.frames.reading import Filling, Gap, tag, tag_lines
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.frames.structure import Leaflet, LeafletPage, Structure
from docgen.rendering.tag_tree import Element
from docgen.rendering.tagging import Key, margins

KEPT: Final = 64
"""How many fillings of a place are remembered."""
Words = tuple[tuple[str, ...], tuple[Picture, ...]]


@dataclass(slots=True)
class Segment:
    """A place, filled and painted: its operators by part, tags and glyphs.

    The marked content of a part is numbered after that of the parts before it.
    """

    parts: dict[int, tuple[int, Painted]]
    marks: int
    kids: list[Any]
    glyphs: Glyphs


@dataclass(slots=True)
class _Hole:
    """A place of a frame, and what it was filled with."""

    place: Place
    key: Key
    filled: dict[Words, Segment | None] = field(default_factory=dict)

    def words(self, section: Cut, opening: Cut) -> Words:
        """Return the words and pictures of a section that stand in this place."""
        before, shown = len(opening.words), len(opening.pictures)
        leaf = self.place.leaf
        return (
            tuple(section.words[rank - before] for rank in leaf.words if rank is not None),
            tuple(section.pictures[rank - shown] for rank in leaf.pictures if rank is not None),
        )


@dataclass(slots=True)
class FramePage:
    """A page of a frame: operators that stay, and places by number; its margin boxes; its size."""

    parts: list[bytes | tuple[int, int]]
    marks: int
    margins: list[Any]
    links: list[Raw]
    width: float
    height: float


class Frame:
    """A section of one skeleton laid out and painted; raise RefusedError if it cannot be one."""

    def __init__(self, laid: Laid, opening: Cut, section: Cut, fonts: Fonts) -> None:
        self.laid, self.opening, self.fonts = laid, opening, fonts
        self.asked = laid.asked
        self.sizes = [(page.width * PX, page.height * PX) for page in laid.document.pages]
        sheets = paint(laid.document, fonts)
        self._known = _shared(sheets, laid.document)
        self._writer = Writer(sheets.pdf.objects, self._known)
        profile = int(laid.document.color_profiles["srgb"].pdf_reference.split()[0])
        self._scraps = Writer([], {0: "colours", profile: "profile"})
        self.holes = self._kept_holes(sheets, section)
        tagger = tag(sheets, laid.document, self.holes)
        for number in self.holes.keys() - tagger.keys.keys():
            del self.holes[number]
        for number, key in tagger.keys.items():
            self.holes[number].key = key
        if tagger.fields:
            raise RefusedError("a signature field")
        _check_drawn(tagger.drawn, self.sizes)
        self.alphas: dict[str, bytes] = {}
        self.glyphs: Glyphs = {}
        self.renumbered: dict[tuple[int, int], int] = {}
        self.link_ranks: dict[int, int] = {}
        self.pages = [self._page(number, sheets) for number in range(len(sheets.pages))]
        self.root: Element = tagger.root
        self.anchors = _anchors(laid.document)
        self.bookmarks = _bookmarks(laid.document)
        self.own = self._own(section)
        self.common = _common(sheets, laid.document, self._writer)

    def _kept_holes(self, sheets: Sheets, section: Cut) -> dict[int, _Hole]:
        """Return the places that are filled to the byte as the page was painted."""
        painted: dict[int, dict[int, Part]] = {}
        for page in sheets.pages:
            for part in page.parts:
                if part.leaf is not None:
                    number, rank = part.leaf
                    known = painted.setdefault(number, {})
                    known[rank] = _merged(known.get(rank), part)
        kept = {}
        for place in places(self.laid):
            number = place.leaf.number
            if number not in painted or min(_ranks(place), default=-1) < 0:
                continue
            hole = _Hole(place, (None, ""))
            if self._first_rank(place) and self._same(hole, painted[number], section, sheets):
                kept[number] = hole
        return kept

    def _first_rank(self, place: Place) -> bool:
        """Whether all that a place holds is the section's, and nothing the opening's."""
        leaf = place.leaf
        words = [rank for rank in leaf.words if rank is not None]
        pictures = [rank for rank in leaf.pictures if rank is not None]
        return min(words, default=len(self.opening.words)) >= len(self.opening.words) and (
            min(pictures, default=len(self.opening.pictures)) >= len(self.opening.pictures)
        )

    def _same(
        self, hole: _Hole, parts: Mapping[int, Part], section: Cut, sheets: Sheets
    ) -> bool:
        block = self._laid_out(hole, section)
        if block is None:
            return False
        scrap = Scrap(self.laid.document, self.fonts)
        resources = sheets.pages[0].stream._resources
        try:
            now = {
                part.leaf: self._scraps.painted(part.items, scrap.resources).template
                for part in scrap.leaf(block)
            }
            before = {
                (hole.place.leaf.number, rank): self._writer.painted(part.items, resources).template
                for rank, part in parts.items()
            }
        except RefusedError:
            return False
        return before == now

    def _laid_out(self, hole: _Hole, section: Cut) -> Any:
        words = (*self.opening.words, *section.words)
        pictures = (*self.opening.pictures, *section.pictures)
        return hole.place.filled(words, pictures, self.laid)

    def _page(self, number: int, sheets: Sheets) -> FramePage:
        painted = sheets.pages[number]
        page = self.laid.document.pages[number]
        made = FramePage([], 0, [], [], page.width * PX, page.height * PX)
        for part in painted.parts:
            if part.margin is not None:
                made.margins.append(part.margin)
            elif part.leaf is not None and part.leaf[0] in self.holes:
                if part.leaf not in made.parts:
                    made.parts.append(part.leaf)
            else:
                self._still(number, part, made, painted.stream._resources)
        for reference in painted.dictionary["Annots"]:
            made.links.append(self._link(sheets.pdf.objects[int(reference.split()[0])]))
        painted.stream._tags.clear()
        return made

    def _still(self, number: int, part: Part, made: FramePage, resources: Any) -> None:
        """Add to a page what stays on it."""
        for item in part.items:
            if isinstance(item, pydyf.Dictionary) and "MCID" in item:
                self.renumbered[number, item["MCID"]] = made.marks
                item["MCID"] = made.marks
                made.marks += 1
        painted = self._writer.painted(part.items, resources)
        first = made.marks - painted.marks
        self.alphas |= painted.alphas
        merge(self.glyphs, part.glyphs)
        if painted.template:
            made.parts.append(painted.numbered(first))

    def _link(self, dictionary: Any) -> Raw:
        self.link_ranks[id(dictionary)] = len(self.link_ranks)
        said = {name: value for name, value in dictionary.items() if name != "StructParent"}
        return self._writer.raw(pydyf.Dictionary(said))

    def _own(self, section: Cut) -> tuple[tuple[str | None, ...], tuple[Picture | None, ...]]:
        """Return the words and pictures that belong to the frame, None for those of a place."""
        leaves = [hole.place.leaf for hole in self.holes.values()]
        before, shown = len(self.opening.words), len(self.opening.pictures)
        words = {rank - before for leaf in leaves for rank in leaf.words if rank is not None}
        drawn = {rank - shown for leaf in leaves for rank in leaf.pictures if rank is not None}
        words |= {rank - before for rank in self.laid.unseen}
        return (
            tuple(None if rank in words else one for rank, one in enumerate(section.words)),
            tuple(None if rank in drawn else one for rank, one in enumerate(section.pictures)),
        )

    def suits(self, section: Cut, pages: Mapping[str, int]) -> bool:
        """Whether a section of the same skeleton says the same wherever there is no place."""
        words, pictures = self.own
        return (
            all(one is None or one == two for one, two in zip(words, section.words, strict=True))
            and all(
                one is None or one == two
                for one, two in zip(pictures, section.pictures, strict=True)
            )
            and all(pages.get(name) == page for name, page in self.asked.items())
        )

    def fill(self, section: Cut) -> Leaflet | None:
        """Return the pages of a section, or None when one of its texts takes another room."""
        segments: dict[int, Segment] = {}
        for number, hole in self.holes.items():
            segment = self._segment(hole, section)
            if segment is None:
                return None
            segments[number] = segment
        return self._leaflet(segments)

    def _segment(self, hole: _Hole, section: Cut) -> Segment | None:
        words = hole.words(section, self.opening)
        if words not in hole.filled:
            if len(hole.filled) >= KEPT:
                hole.filled.clear()
            block = self._laid_out(hole, section)
            hole.filled[words] = None if block is None else self._painted(hole, block)
        return hole.filled[words]

    def _painted(self, hole: _Hole, block: Any) -> Segment:
        scrap = Scrap(self.laid.document, self.fonts)
        parts = scrap.leaf(block)
        height = self.laid_height(hole.place.page)
        told: Filling = tag_lines(block.children, parts, scrap, hole.key, height)
        _check_drawn(told.drawn, [self.sizes[hole.place.page]])
        made = Segment({}, 0, told.kids, {})
        for part in parts:
            painted = self._scraps.painted(part.items, scrap.resources)
            made.parts[part.leaf[1] if part.leaf else 0] = (made.marks, painted)
            made.marks += painted.marks
            merge(made.glyphs, part.glyphs)
        return made

    def laid_height(self, page: int) -> float:
        """Return the height of a page, in CSS pixels."""
        return self.sizes[page][1] / PX

    def _leaflet(self, segments: dict[int, Segment]) -> Leaflet:
        glyphs: Glyphs = {font: dict(known) for font, known in self.glyphs.items()}
        alphas, drawings = dict(self.alphas), dict(self._writer.needed)
        first: dict[int, int] = {}
        pages: list[LeafletPage] = []
        for page in self.pages:
            marks, bodies = page.marks, []
            for part in page.parts:
                if isinstance(part, bytes):
                    bodies.append(part)
                    continue
                segment = segments[part[0]]
                if part[0] not in first:
                    first[part[0]] = marks
                    marks += segment.marks
                    merge(glyphs, segment.glyphs)
                before, painted = segment.parts[part[1]]
                bodies.append(painted.numbered(first[part[0]] + before))
                alphas |= painted.alphas
                drawings |= painted.drawings
            body = zlib.compress(b"\n".join(bodies), LEVEL)
            pages.append(LeafletPage(body, marks, page.margins, page.links, page.width, page.height))
        kids = {number: segment.kids for number, segment in segments.items()}
        marks_of = [page.marks for page in pages]
        structure = Structure(self.root, marks_of, self.renumbered, self.link_ranks)
        structure.write(kids, first)
        return Leaflet(pages, structure, glyphs, alphas, drawings, self.anchors, self.bookmarks)


def _ranks(place: Place) -> Iterator[int]:
    yield from (
        rank for rank in (*place.leaf.words, *place.leaf.pictures) if rank is not None
    )


def _merged(before: Part | None, part: Part) -> Part:
    """Return the lines of a leaf that were painted apart, as one."""
    return part if before is None else Part([*before.items, *part.items], {}, part.leaf)


def _shared(sheets: Sheets, document: Any) -> dict[int, str]:
    """Return the objects of a section's file that every file has, by their numbers."""
    resources = sheets.pages[0].stream._resources
    profile = document.color_profiles["srgb"].pdf_reference
    named = {"colours": resources["ColorSpace"], "fonts": resources["Font"], "profile": profile}
    return {int(reference.split()[0]): name for name, reference in named.items()}


def _common(sheets: Sheets, document: Any, writer: Writer) -> Common:
    """Return what every file has, read from the file of a section."""
    objects = sheets.pdf.objects
    profile = objects[int(document.color_profiles["srgb"].pdf_reference.split()[0])]
    data = zlib.compress(b"".join(map(plain, profile.stream)), LEVEL)
    extra = {**profile.extra, "Filter": "/FlateDecode", "Length": len(data)}
    colours = sheets.pages[0].stream._resources["ColorSpace"]
    return Common(
        writer.raw(pydyf.Dictionary(extra)),
        data,
        writer.raw(objects[int(colours.split()[0])]),
        writer.raw(sheets.pdf.catalog["OutputIntents"]),
    )


def _check_drawn(drawn: Sequence[Any], sizes: Sequence[tuple[float, float]]) -> None:
    if any(True for _ in check_inside(drawn, sizes)):
        raise RefusedError("a text leaves its page")


def _anchors(document: Any) -> list[tuple[str, int, float, float]]:
    found: dict[str, tuple[str, int, float, float]] = {}
    for number, page in enumerate(document.pages):
        for name, (x, y, _, _) in page.anchors.items():
            found.setdefault(name, (name, number, x * PX, (page.height - y) * PX))
    return list(found.values())


def _bookmarks(document: Any) -> list[tuple[int, str, int, float, float]]:
    return [
        (level, label, number, x * PX, (page.height - y) * PX)
        for number, page in enumerate(document.pages)
        for level, label, (x, y), _ in page.bookmarks
    ]
