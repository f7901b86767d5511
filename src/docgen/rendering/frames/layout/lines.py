"""Leaves laid out again, alone: the same box, other words, and whether they take the same room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from weasyprint.formatting_structure import boxes
from weasyprint.images import SVGImage
from weasyprint.layout.absolute import AbsolutePlaceholder, absolute_layout
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.inline import iter_line_boxes

from docgen.rendering.frames.layout.layout import Laid
from docgen.rendering.frames.layout.sections import Picture
from docgen.rendering.frames.layout.slots import Leaf
from docgen.rendering.pdf.tagging import Key

ROUNDING: Final = 0.001
"""How many pixels two boxes that touch may seem to overlap, summed each in its own order."""


@dataclass(slots=True)
class Place:
    """A leaf on its page: its box without lines, where these begin and how high each of them is.

    `room` is how high they may be in all, however many, where the box is as high as that anyway.
    `key` is how its tags are read: what the HTML is that its box stands in.
    """

    leaf: Leaf
    page: int
    block: Any
    first: float
    heights: tuple[float, ...]
    room: float = 0
    key: Key = (None, "")

    def filled(self, words: Sequence[str], pictures: Sequence[Picture], context: Any) -> Any | None:
        """Return the box with these words and pictures, or None if they take another room."""
        line = _written(self.leaf, words, pictures, context)
        context._excluded_shapes_root_boxes = [self.block]
        context._excluded_shapes = {self.block: []}
        apart: list[Any] = []
        found = iter_line_boxes(
            context, line, self.first, 0, None, self.block, apart, apart, None, None
        )
        lines = [one for one, _ in found]
        heights = tuple(one.height for one in lines)
        if heights != self.heights and sum(heights) > self.room:
            return None
        block = self.block.copy_with_children(lines)
        for one in apart:
            absolute_layout(context, one, block, [], 0, None)
        layout_box_backgrounds(None, block, context.get_image_from_uri)
        return block


@dataclass(slots=True)
class Folded:
    """A place as it is kept: bytes, and how they are read; None when they cannot be."""

    data: bytes
    read: Callable[[bytes], Place | None]


def _written(leaf: Leaf, words: Sequence[str], pictures: Sequence[Picture], context: Any) -> Any:
    """Return the line of a leaf, before layout, with other words and pictures."""
    line = leaf.line.deepcopy()
    texts, shown = iter(leaf.words), iter(leaf.pictures)
    said, drawn = iter(words), iter(pictures)
    for box in line.descendants():
        if isinstance(box, boxes.TextBox):
            if next(texts) is not None:
                box.text = _kept_blanks(box.text, next(said))
        elif isinstance(box, boxes.ReplacedBox) and next(shown) is not None:
            _draw(box, next(drawn), context)
    return line


def _kept_blanks(before: str, text: str) -> str:
    """Return a text with a blank at its ends only where the box had one."""
    start = " " if before.startswith(" ") else ""
    end = " " if before.endswith(" ") else ""
    return f"{start}{text.strip(' ')}{end}"


def _draw(box: Any, picture: Picture, context: Any) -> None:
    """Have a box show another picture, and say its words."""
    box.replacement = SVGImage(ElementTree.fromstring(picture.svg), None, None, context)
    box.element = deepcopy(box.element)
    box.element.set("alt", picture.words)


def places(laid: Laid) -> Iterator[Place]:
    """Yield the leaves of a section that may be laid out alone.

    Those may not that are cut by a page, lead somewhere, are led to, stand beside a float, or whose
    width depends on what they hold.
    """
    known = {leaf.number: leaf for leaf in laid.leaves if _plain(leaf)}
    found: dict[int, list[Place]] = {}
    for number, page in enumerate(laid.document.pages):
        reading = _Reading(number, known, page._page_box)
        reading.read(page._page_box, sure=True)
        for place in reading.places:
            free = not any(_beside(place.block, one) for one in reading.floats)
            found.setdefault(place.leaf.number, []).extend([place] if free else [place, place])
    yield from (same[0] for same in found.values() if len(same) == 1)


def _plain(leaf: Leaf) -> bool:
    """Whether a leaf holds only words and pictures of the HTML, which nothing else refers to."""
    if all(rank is None for rank in (*leaf.words, *leaf.pictures)):
        return False
    for box in leaf.line.descendants():
        if box.is_floated() or box.style["position"] in ("fixed", "running()"):
            return False
        if isinstance(box, boxes.LineBox):
            continue
        style = box.style
        led = box.link or (style["anchor"] and box.element_tag == "a")
        if led or box.string_set or style["white_space"] not in ("normal", "nowrap"):
            return False
        if style["text_transform"] != "none":  # boxes hold words already transformed
            return False
    return True


class _Reading:
    """The leaves and the floats of a page."""

    def __init__(self, page: int, known: dict[int, Leaf], box: Any) -> None:
        self.page = page
        self.bottom = box.content_box_y() + box.height
        self.known = known
        self.places: list[Place] = []
        self.floats: list[Any] = []

    def read(self, box: Any, *, sure: bool) -> None:
        """Read a box and all below it; `sure`, its width does not depend on what it holds."""
        if isinstance(box, AbsolutePlaceholder):
            box = box._box
        sure = sure and _sure(box)
        if box.is_floated():
            self.floats.append(box)
        leaf = self.known.get(getattr(box, "leaf", -1))
        lines = list(getattr(box, "children", ()))
        if leaf and lines and not isinstance(box, boxes.LineBox):
            if sure and _lined(box, lines):
                heights, top = tuple(line.height for line in lines), lines[0].position_y
                place = Place(leaf, self.page, box.copy_with_children([]), top, heights)
                place.room = self._room(box, sum(heights))
                self.places.append(place)
            return
        for child in lines:
            self.read(child, sure=sure)

    def _room(self, box: Any, taken: float) -> float:
        """Return how high a box is at the least, if its lines fit in that; 0 if it is not told."""
        room = box.min_height
        if isinstance(box, boxes.TableCellBox):
            room = box.computed_height if box.vertical_align == "top" else 0  # else lines move
        if room == "auto":
            return 0
        low = box.content_box_y() + room
        return float(room) if taken <= room and low <= self.bottom else 0


def _lined(box: Any, lines: Iterable[Any]) -> bool:
    if box.string_set or (box.bookmark_label and box.style["bookmark_level"] != "none"):
        return False
    if any(not isinstance(line, boxes.LineBox) for line in lines):
        return False
    apart = any(isinstance(one, AbsolutePlaceholder) for line in lines for one in _inside(line))
    return not apart or box.style["position"] == "relative"


def _inside(box: Any) -> Iterator[Any]:
    yield box
    if not isinstance(box, AbsolutePlaceholder):
        for child in getattr(box, "children", ()):
            yield from _inside(child)


def _sure(box: Any) -> bool:
    """Whether the width of a box, its container's given, does not depend on what it holds."""
    style = box.style
    if isinstance(box, boxes.FlexContainerBox | boxes.GridContainerBox):
        return False
    if isinstance(box, boxes.TableBox):
        return bool(style["table_layout"] == "fixed" and style["width"] != "auto")
    if style["column_count"] != "auto" or style["column_width"] != "auto":
        return False
    alone = box.is_floated() or box.is_absolutely_positioned()
    alone = alone or isinstance(box, boxes.InlineBlockBox)
    if alone and box.is_table_wrapper:
        width = box.get_wrapped_table().style["width"]
        return bool(width != "auto" and width.unit != "%")
    return not (alone and style["width"] == "auto")


def _beside(block: Any, other: Any) -> bool:
    """Whether a float that does not hold a leaf is where its lines could meet it."""
    left, top = block.content_box_x() + ROUNDING, block.content_box_y()
    right, bottom = left + block.width - 2 * ROUNDING, top + block.height
    holds = (
        other.position_x <= left
        and other.position_y <= top
        and other.position_x + other.margin_width() >= right
        and other.position_y + other.margin_height() >= bottom
    )
    apart = (
        other.position_x >= right
        or other.position_x + other.margin_width() <= left
        or other.position_y >= bottom
        or other.position_y + other.margin_height() <= top
    )
    return not holds and not apart
