"""Line blocks laid out again alone with other words, if they take the same room."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from math import inf
from typing import Any, Final
from xml.etree import ElementTree

from weasyprint.formatting_structure import boxes
from weasyprint.images import SVGImage
from weasyprint.layout.absolute import AbsolutePlaceholder, absolute_layout
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.inline import iter_line_boxes

from docgen.rendering.frames.layout.engine import SectionLayout
from docgen.rendering.frames.layout.sections import Picture
from docgen.rendering.frames.layout.slots import LineBlock
from docgen.rendering.pdf.tagging import Key

ROUNDING: Final = 0.001
"""How many pixels two touching boxes may overlap by rounding."""
Heights = tuple[float, ...]
"""How high each line of a slot is."""


@dataclass(slots=True)
class LineSlot:
    """A line block on its page: its box without lines, where they begin, how high each of them is.

    `room` is how high all of them may be together, where the box is as high as that anyway: it, or
    its row of a table, where one of the slots of the row, `row`, has to be as high as its room.
    `key` is the HTML element of the box, with which its tags are read.
    """

    line_block: LineBlock
    page: int
    block: Any
    first: float
    heights: Heights
    room: float = 0
    row: int = 0
    key: Key = (None, "")

    def fill(self, words: Sequence[str], pictures: Sequence[Picture], context: Any) -> Any | None:
        """Return the box with these words and pictures, or None if they need other room."""
        absolute: list[Any] = []
        lines = self._lay_out(words, pictures, context, absolute)
        heights = tuple(line.height for line in lines)
        if heights != self.heights and not self.has_room(heights):
            return None
        block = self.block.copy_with_children(lines)
        for box in absolute:
            absolute_layout(context, box, block, [], 0, None)
        layout_box_backgrounds(None, block, context.get_image_from_uri)
        return block

    def line_heights(
        self, words: Sequence[str], pictures: Sequence[Picture], context: Any
    ) -> tuple[float, ...]:
        """Return how high each line is with these words and pictures."""
        return tuple(line.height for line in self._lay_out(words, pictures, context, []))

    def has_room(self, heights: Heights) -> bool:
        """Whether lines of these heights leave the box, or its row, as high as it is."""
        return self.room > 0 and sum(heights) <= self.room + ROUNDING

    def _lay_out(
        self, words: Sequence[str], pictures: Sequence[Picture], context: Any, absolute: list[Any]
    ) -> list[Any]:
        """Return the lines of these words and pictures; add to `absolute` what is placed apart."""
        source = _line_with(self.line_block, words, pictures, context)
        context._excluded_shapes_root_boxes = [self.block]
        context._excluded_shapes = {self.block: []}
        laid_out = iter_line_boxes(
            context, source, self.first, 0, None, self.block, absolute, absolute, None, None
        )
        return [line for line, _ in laid_out]


@dataclass(slots=True)
class PackedSlot:
    """A stored line slot: its bytes, and how to read them (None for damaged ones)."""

    data: bytes
    read: Callable[[bytes], LineSlot | None]


def _line_with(
    line_block: LineBlock, words: Sequence[str], pictures: Sequence[Picture], context: Any
) -> Any:
    line = line_block.line.deepcopy()
    texts, old_pictures = iter(line_block.words), iter(line_block.pictures)
    new_words, new_pictures = iter(words), iter(pictures)
    for box in line.descendants():
        if isinstance(box, boxes.TextBox):
            if next(texts) is not None:
                box.text = _with_spaces_of(box.text, next(new_words))
        elif isinstance(box, boxes.ReplacedBox) and next(old_pictures) is not None:
            _set_picture(box, next(new_pictures), context)
    if "" in words:
        _drop_empty_texts(line)
    return line


def _drop_empty_texts(box: Any) -> None:
    """Drop the boxes of words that are not printed, as where HTML has none."""
    kids = [kid for kid in box.children if not (isinstance(kid, boxes.TextBox) and not kid.text)]
    for kid in kids:
        if isinstance(kid, boxes.InlineBox):
            _drop_empty_texts(kid)
    box.children = kids


def _with_spaces_of(before: str, text: str) -> str:
    """Return a text with a space at an end only where the box had one."""
    start = " " if before.startswith(" ") else ""
    end = " " if before.endswith(" ") else ""
    return f"{start}{text.strip(' ')}{end}"


def _set_picture(box: Any, picture: Picture, context: Any) -> None:
    box.replacement = SVGImage(ElementTree.fromstring(picture.svg), None, None, context)
    box.element = deepcopy(box.element)
    box.element.set("alt", picture.words)


def line_slots(laid: SectionLayout) -> Iterator[LineSlot]:
    """Yield the line blocks of a section that may be laid out alone.

    Excluded are those on several pages, as a heading that a table repeats, with links, linked to,
    beside a float, or whose width depends on their content.
    """
    blocks = {
        line_block.number: line_block for line_block in laid.line_blocks if _is_plain(line_block)
    }
    slots: dict[int, list[LineSlot]] = {}
    for number, page in enumerate(laid.document.pages):
        page_blocks = _PageBlocks(number, blocks, page._page_box)
        page_blocks.read(page._page_box, fixed_width=True)
        for slot in page_blocks.slots:
            free = not page_blocks.is_beside_float(slot)
            slots.setdefault(slot.line_block.number, []).extend([slot] if free else [slot, slot])
        for fixed in page_blocks.fixed:
            blocks.pop(fixed, None)
            slots.pop(fixed, None)
    yield from (same[0] for same in slots.values() if len(same) == 1)


def _is_plain(line_block: LineBlock) -> bool:
    """Whether a line block holds only words and pictures of the HTML that nothing refers to."""
    if all(rank is None for rank in (*line_block.words, *line_block.pictures)):
        return False
    for box in line_block.line.descendants():
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
        if style["outline_width"] or style["visibility"] != "visible":  # painted apart, or not
            return False
    return True


class _PageBlocks:
    def __init__(self, page: int, blocks: dict[int, LineBlock], box: Any) -> None:
        self.page = page
        self.bottom = box.content_box_y() + box.height
        self.blocks = blocks
        self.slots: list[LineSlot] = []
        self.floats: list[tuple[Any, Any]] = []
        self.apart: dict[int, Any] = {}
        self.fixed: set[int] = set()
        self.rows = 0

    def is_beside_float(self, slot: LineSlot) -> bool:
        """Whether a float may meet its lines: none outside of the absolute box that holds it."""
        apart = self.apart[slot.line_block.number]
        return any(_is_beside(slot.block, box) for around, box in self.floats if around is apart)

    def read(self, box: Any, *, fixed_width: bool, apart: Any = None) -> None:
        """Read a box and those below; `fixed_width` says that its width ignores its content.

        `apart` is the absolute box around it, if there is one.
        """
        if isinstance(box, AbsolutePlaceholder):
            apart = box = box._box
        fixed_width = fixed_width and _has_fixed_width(box)
        if box.is_floated():
            self.floats.append((apart, box))
        line_block = self.blocks.get(getattr(box, "line_block", -1))
        lines = list(getattr(box, "children", ()))
        if line_block and lines and not isinstance(box, boxes.LineBox):
            if fixed_width and _only_lines(box, lines):
                heights, top = tuple(line.height for line in lines), lines[0].position_y
                slot = LineSlot(line_block, self.page, box.copy_with_children([]), top, heights)
                slot.room = self._room(box, sum(heights))
                self.slots.append(slot)
                self.apart[line_block.number] = apart
            else:
                self.fixed.add(line_block.number)
            return
        before = len(self.slots)
        for child in lines:
            self.read(child, fixed_width=fixed_width, apart=apart)
        if isinstance(box, boxes.TableRowBox):
            self._share_height(box, self.slots[before:])

    def _share_height(self, row: Any, slots: list[LineSlot]) -> None:
        """Let the lines of cells take the height of their row, which one of them or others make."""
        cells = list(row.children)
        stretched = [cell.padding_bottom - _own_padding(cell) for cell in cells]
        own = [cell.border_height() - more for cell, more in zip(cells, stretched, strict=True)]
        whole = all(cell.vertical_align == "top" and cell.rowspan == 1 for cell in cells)
        if not whole or min(stretched) < 0 or abs(max(own) - row.height) > ROUNDING:
            return
        self.rows += 1
        of_block = {slot.line_block.number: slot for slot in slots}
        sets_height = False
        for cell, more, height in zip(cells, stretched, own, strict=True):
            slot = of_block.get(getattr(cell, "line_block", -1))
            least = 0 if cell.computed_height == "auto" else cell.computed_height
            if slot:
                slot.room, slot.row = cell.height + more, self.rows
            fixed = height - cell.height + least if slot else height
            sets_height |= abs(fixed - row.height) <= ROUNDING
        for slot in slots:
            slot.row = 0 if sets_height else slot.row

    def _room(self, box: Any, lines_height: float) -> float:
        """Return the minimum height of a box if its lines fit in it, else 0."""
        room = box.min_height
        if isinstance(box, boxes.TableCellBox):
            room = box.computed_height if box.vertical_align == "top" else 0  # else lines move
        if room == "auto":
            return 0
        low = box.content_box_y() + room
        return float(room) if lines_height <= room and low <= self.bottom else 0


def _own_padding(cell: Any) -> float:
    """Return the padding under a cell, before its row made it higher."""
    padding = cell.style["padding_bottom"]
    return float(padding.value) if padding.unit == "px" else inf


def _only_lines(box: Any, lines: Iterable[Any]) -> bool:
    if box.string_set or (box.bookmark_label and box.style["bookmark_level"] != "none"):
        return False
    if any(not isinstance(line, boxes.LineBox) for line in lines):
        return False
    has_absolute = any(
        isinstance(inner, AbsolutePlaceholder) for line in lines for inner in _boxes_in(line)
    )
    return not has_absolute or box.style["position"] == "relative"


def _boxes_in(box: Any) -> Iterator[Any]:
    yield box
    if not isinstance(box, AbsolutePlaceholder):
        for child in getattr(box, "children", ()):
            yield from _boxes_in(child)


def _has_fixed_width(box: Any) -> bool:
    """Whether the width of a box, in a given container, does not depend on its content."""
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


def _is_beside(block: Any, other: Any) -> bool:
    """Whether a float that does not contain a block may meet its lines."""
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
