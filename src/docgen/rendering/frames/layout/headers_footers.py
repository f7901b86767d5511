"""Running headers and footers: margin boxes laid out and painted with the words of one document.

A painted margin box is remembered by its place, its style and its words.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.page import margin_box_content_layout

from docgen.rendering.frames.frame import check_drawn
from docgen.rendering.frames.layout.engine import PaintContext
from docgen.rendering.frames.output.operators import ObjectWriter, Operators
from docgen.rendering.frames.output.painting import Fonts, Glyphs, ScratchStream
from docgen.rendering.frames.output.tag_slots import tag_margin
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.tagging import PX

PROPERTIES: Final = tuple(sorted(INITIAL_VALUES))
"""The style properties that tell margin boxes apart: all that CSS has."""
MAX_PAINTED: Final = 2000
"""How many painted boxes are remembered; a département needs some hundreds."""


class MarginBoxes:
    """Painted margin boxes, remembered."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._painted: dict[Any, tuple[Operators, Glyphs]] = {}

    def painted(
        self, box: Any, paint: PaintContext, strings: Mapping[str, str], page: int, pages: int
    ) -> tuple[Operators, Glyphs]:
        """Return a margin box painted with the words of one page of a document."""
        words = _words(box, strings, page, pages)
        key = (*box.dress, words)
        if key not in self._painted:
            if len(self._painted) >= MAX_PAINTED:
                self._painted.clear()
            self._painted[key] = self._paint(box, paint, words)
        return self._painted[key]

    def _paint(self, box: Any, paint: PaintContext, words: str) -> tuple[Operators, Glyphs]:
        laid_out = _lay_out(box, paint.context, words)
        scratch = ScratchStream(paint, self._fonts)
        part = scratch.paint_margin(laid_out)
        drawn = tag_margin(laid_out, part, scratch, paint.height)
        check_drawn(drawn, [(paint.width * PX, paint.height * PX)])
        painted = ObjectWriter([], paint.known).operators_of(part.items, scratch.resources)
        if painted.marks:
            raise UnsupportedError("un en-tête qui n’en est pas un")
        return painted, part.glyphs


def without_lines(box: Any) -> Any:
    """Return a copy of a margin box without lines, with a key that tells it from others."""
    copy, style = box.copy_with_children([]), box.style
    place = tuple(
        sorted((name, value) for name, value in vars(box).items() if isinstance(value, int | float))
    )
    style_read = style.copy()  # reading a style computes it
    values = repr([style_read[name] for name in PROPERTIES])
    if " at 0x" in values:  # the repr of an object, which tells nothing
        raise UnsupportedError("un en-tête d’un style inconnu")
    copy.dress = (box.at_keyword, place, values)
    return copy


def _lay_out(box: Any, context: Any, words: str) -> Any:
    copy = box.deepcopy()
    copy.children = [boxes.TextBox.anonymous_from(copy, words)] if words else []
    copy.process_whitespace()
    copy.process_text_transform()
    copy = build.create_anonymous_boxes(copy)
    context._excluded_shapes_root_boxes = []
    context._excluded_shapes = {}
    copy = margin_box_content_layout(context, None, copy)
    layout_box_backgrounds(None, copy, context.get_image_from_uri)
    return copy


def _words(box: Any, strings: Mapping[str, str], page: int, pages: int) -> str:
    return "".join(_content_words(box.style["content"], strings, page, pages))


def _content_words(
    content: Any, strings: Mapping[str, str], page: int, pages: int
) -> Iterator[str]:
    counters = {"page": page, "pages": pages}
    for kind, value in content:
        if kind == "string":
            yield value
        elif kind == "string()" and value[1] == "first":
            yield strings.get(value[0], "")
        elif kind == "counter()" and value[0] in counters and value[1] == "decimal":
            yield str(counters[value[0]])
        else:
            raise UnsupportedError(f"un en-tête qui dit « {kind} »")
