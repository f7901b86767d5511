"""A frame: a section laid out and painted once, whose places take other words and pictures."""

from __future__ import annotations

import zlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from docgen.rendering.frames.layout.layout import Face, Ground
from docgen.rendering.frames.layout.lines import Folded, Place
from docgen.rendering.frames.layout.sections import Cut, Picture
from docgen.rendering.frames.output import painting
from docgen.rendering.frames.output.operators import LEVEL, Drawing, Painted, Raw, Writer
from docgen.rendering.frames.output.painting import Fonts, Glyphs, Scrap, merge
from docgen.rendering.frames.output.section import Leaflet, LeafletPage, Structure, shape
from docgen.rendering.frames.output.tag_slots import tag_lines
from docgen.rendering.frames.refusal import RefusedError, UnknownStyleError
from docgen.rendering.pdf.finished import PX, check_overflow
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tag_tree import TagElement

KEPT: Final = 64
"""How many fillings of a place are remembered."""
SHAPES: Final = 8
"""For how many shapes of fillings the tags of a frame are remembered."""
Words = tuple[tuple[str, ...], tuple[Picture, ...]]
Part = bytes | tuple[int, int]
"""A stretch of a page: what stays, or a part of a place, by the place's number and its own."""


@dataclass(slots=True)
class Segment:
    """A place, filled and painted: its operators by part, tags with their shape, and glyphs.

    Each part comes with how much marked content is numbered before its own.
    """

    parts: dict[int, tuple[int, Painted]]
    marks: int
    kids: list[Any]
    shape: bytes
    glyphs: Glyphs

    @property
    def operators(self) -> dict[int, bytes]:
        """What is painted, by part."""
        return {rank: painted.template for rank, (_, painted) in self.parts.items()}

    def same(self, other: Segment) -> bool:
        """Whether another is painted and tagged the same."""
        return self.operators == other.operators and self.shape == other.shape


@dataclass(frozen=True, slots=True)
class Ranks:
    """Which words and pictures of its section a place holds."""

    texts: tuple[int, ...]
    pictures: tuple[int, ...]

    def words(self, section: Cut) -> Words:
        """Return those of a section."""
        return (
            tuple([section.words[rank] for rank in self.texts]),
            tuple([section.pictures[rank] for rank in self.pictures]),
        )


@dataclass(slots=True)
class Hole:
    """A place of a frame; what stood in it first, and has since.

    It is `sound` if what stood first, laid out and painted again, is the same to the byte.  That is
    tried when it is first asked to hold something else.  A cold one, without its place, holds
    nothing else.
    """

    place: Place | Folded | None
    ranks: Ranks
    words: Words
    segment: Segment
    sound: bool | None = None
    filled: dict[Words, Segment | None] = field(default_factory=dict)

    def opened(self) -> Place | None:
        """Return the place, unfolded from now on."""
        if isinstance(self.place, Folded):
            self.place = self.place.read(self.place.data)
        return self.place


@dataclass(slots=True)
class FramePage:
    """A page of a frame: its parts, how much marked content stays, margin boxes, links, its size.

    The size is in points.
    """

    width: float
    height: float
    parts: list[Part] = field(default_factory=list)
    marks: int = 0
    margins: list[Any] = field(default_factory=list)
    links: list[Raw] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """A section of one skeleton.

    `own` are the words and pictures that belong to it, None standing for what a place or nothing
    holds; `asked` the pages of other sections that it prints; `strings` the words of the running
    texts; `changed` the places that were asked to hold something else; `faces` what its words are
    printed in; `front` says that it begins on the front of a sheet.
    """

    ground: Ground
    fonts: Fonts
    holes: dict[int, Hole]
    asked: dict[str, int]
    strings: dict[str, int]
    own: tuple[tuple[str | None, ...], tuple[Picture | None, ...]] = ((), ())
    pages: list[FramePage] = field(default_factory=list)
    root: TagElement = field(default_factory=lambda: TagElement("Document"))
    renumbered: dict[tuple[int, int], int] = field(default_factory=dict)
    glyphs: Glyphs = field(default_factory=dict)
    alphas: dict[str, bytes] = field(default_factory=dict)
    drawings: dict[str, Drawing] = field(default_factory=dict)
    anchors: list[tuple[str, int, float, float]] = field(default_factory=list)
    bookmarks: list[tuple[int, str, int, float, float]] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    faces: frozenset[Face] = frozenset()
    front: bool = False
    structures: dict[Any, Structure] = field(default_factory=dict)

    def suits(self, section: Cut, pages: Mapping[str, int]) -> bool:
        """Whether a section of the same skeleton says the same wherever there is no place."""
        words, pictures = self.own
        return (
            all(one in (None, two) for one, two in zip(words, section.words, strict=True))
            and all(one in (None, two) for one, two in zip(pictures, section.pictures, strict=True))
            and all(pages.get(name) == page for name, page in self.asked.items())
        )

    def said(self, section: Cut) -> dict[int, Words]:
        """Return what a section puts into each place."""
        return {number: hole.ranks.words(section) for number, hole in self.holes.items()}

    def fill(self, said: Mapping[int, Words]) -> Leaflet | None:
        """Return the pages whose places say this, or None when a text takes another room."""
        segments: dict[int, Segment] = {}
        self.changed |= {
            number for number, hole in self.holes.items() if said[number] != hole.words
        }
        for number, hole in self.holes.items():
            segment = self._segment(hole, said[number])
            if segment is None:
                return None
            segments[number] = segment
        return self._leaflet(segments)

    def cool(self, kept: Container[int]) -> None:
        """Forget how places are laid out, but for some: a page takes megabytes."""
        for number, hole in self.holes.items():
            if number not in kept:
                hole.place = None
                hole.filled.clear()

    def _segment(self, hole: Hole, words: Words) -> Segment | None:
        if words == hole.words:
            return hole.segment
        if hole.place is None:
            return None
        if hole.sound is None:
            again = self._painted(hole, hole.words)
            hole.sound = again is not None and again.same(hole.segment)
        if not hole.sound:
            return None
        if words not in hole.filled:
            if len(hole.filled) >= KEPT:
                hole.filled.clear()
            hole.filled[words] = self._painted(hole, words)
        return hole.filled[words]

    def _painted(self, hole: Hole, words: Words) -> Segment | None:
        """Return a place filled, or None when its words take another room."""
        place = hole.opened()
        if place is None:
            return None
        try:
            block = place.filled(*words, self.ground.context)
            return None if block is None else self._drawn(place, block)
        except UnknownStyleError:
            return None

    def _drawn(self, place: Place, block: Any) -> Segment:
        """Return a place painted and tagged, its lines being laid out."""
        scrap = Scrap(self.ground, self.fonts)
        parts = scrap.leaf(block)
        page = self.pages[place.page]
        kids, drawn = tag_lines(block.children, parts, scrap, place.key, page.height / PX)
        check_drawn(drawn, [(page.width, page.height)])
        return segment(parts, kids, Writer([], self.ground.known), scrap.resources)

    def _leaflet(self, segments: Mapping[int, Segment]) -> Leaflet:
        made = Leaflet(
            [], {font: dict(known) for font, known in self.glyphs.items()}, dict(self.alphas),
            dict(self.drawings), self.anchors, self.bookmarks,
        )  # fmt: skip
        first: dict[int, int] = {}
        for page in self.pages:
            made.pages.append(_page(page, segments, first, made))
        made.structure = self._structure(segments, first, [page.marks for page in made.pages])
        return made

    def _structure(
        self, segments: Mapping[int, Segment], first: Mapping[int, int], marks: Sequence[int]
    ) -> Structure:
        """Return the tags of a filling; those of fillings of one shape are written once."""
        key = tuple([(segment.shape, segment.marks) for segment in segments.values()])
        if key not in self.structures:
            if len(self.structures) >= SHAPES:
                self.structures.clear()
            links = sum(len(page.links) for page in self.pages)
            written = Structure(self.root, marks, self.renumbered, links)
            written.write({number: one.kids for number, one in segments.items()}, first)
            self.structures[key] = written
        return self.structures[key]


def segment(
    parts: Iterable[painting.Part], kids: list[Any], writer: Writer, resources: Any
) -> Segment:
    """Return a leaf that is painted and tagged as it stands in a place."""
    made = Segment({}, 0, kids, shape(kids), {})
    for part in parts:
        painted = writer.painted(part.items, resources)
        made.parts[part.leaf[1] if part.leaf else 0] = (made.marks, painted)
        made.marks += painted.marks
        merge(made.glyphs, part.glyphs)
    return made


def _page(
    page: FramePage, segments: Mapping[int, Segment], first: dict[int, int], made: Leaflet
) -> LeafletPage:
    """Return a page filled; `first` is told where the marked content of each place begins."""
    marks = page.marks
    bodies: list[bytes] = []
    for part in page.parts:
        if isinstance(part, bytes):
            bodies.append(part)
            continue
        number, rank = part
        segment = segments[number]
        if number not in first:
            first[number] = marks
            marks += segment.marks
            merge(made.glyphs, segment.glyphs)
        before, painted = segment.parts[rank]
        bodies.append(painted.numbered(first[number] + before))
        made.alphas |= painted.alphas
        made.drawings |= painted.drawings
    body = zlib.compress(b"\n".join(bodies), LEVEL)
    return LeafletPage(body, marks, page.margins, page.links, page.width, page.height)


def check_drawn(drawn: Sequence[DrawnBox], sizes: Sequence[tuple[float, float]]) -> None:
    """Raise RefusedError for a text that leaves its page; `sizes` are the pages', in points."""
    if any(True for _ in check_overflow(drawn, sizes)):
        raise RefusedError("un texte sort de sa page")
