"""Running heads and feet: margin boxes laid out and painted for the words of one document.

They are furniture on every page: what is painted for one is kept by its place, its dress and its
words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.page import margin_box_content_layout

from docgen.rendering.frames.frame import check_drawn
from docgen.rendering.frames.layout.layout import Ground
from docgen.rendering.frames.output.operators import Painted, Writer
from docgen.rendering.frames.output.painting import Fonts, Glyphs, Scrap
from docgen.rendering.frames.output.tag_slots import tag_margin
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.pdf.finished import PX

DRESS: Final = tuple(sorted(INITIAL_VALUES))
"""What tells two margin boxes apart, beside where they stand: all that CSS says of them."""
FEW: Final = 2000
"""How many are kept: a département needs some hundreds."""


class RunningHeads:
    """The margin boxes that were painted."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._painted: dict[Any, tuple[Painted, Glyphs]] = {}

    def painted(
        self, box: Any, ground: Ground, strings: Mapping[str, str], page: int, pages: int
    ) -> tuple[Painted, Glyphs]:
        """Return a margin box with the words of a document on one of its pages."""
        words = _words(box, strings, page, pages)
        key = (*box.dress, words)
        if key not in self._painted:
            if len(self._painted) >= FEW:
                self._painted.clear()
            self._painted[key] = self._paint(box, ground, words)
        return self._painted[key]

    def _paint(self, box: Any, ground: Ground, words: str) -> tuple[Painted, Glyphs]:
        made = _laid_out(box, ground.context, words)
        scrap = Scrap(ground, self._fonts)
        part = scrap.margin(made)
        drawn = tag_margin(made, part, scrap, ground.height)
        check_drawn(drawn, [(ground.width * PX, ground.height * PX)])
        painted = Writer([], ground.known).painted(part.items, scrap.resources)
        if painted.marks:
            raise RefusedError("un en-tête qui n’en est pas un")
        return painted, part.glyphs


def kept(box: Any) -> Any:
    """Return a margin box without its lines, which knows what tells it from others."""
    made, style = box.copy_with_children([]), box.style
    place = tuple(
        sorted((name, one) for name, one in vars(box).items() if isinstance(one, int | float))
    )
    asked = style.copy()  # a style keeps what it is asked
    said = repr([asked[name] for name in DRESS])
    if " at 0x" in said:  # a value that does not say what it is
        raise RefusedError("un en-tête d’un style inconnu")
    made.dress = (box.at_keyword, place, said)
    return made


def _laid_out(box: Any, context: Any, words: str) -> Any:
    """Return a margin box that says these words; it keeps its place and its size."""
    made = box.deepcopy()
    made.children = [boxes.TextBox.anonymous_from(made, words)] if words else []
    made.process_whitespace()
    made.process_text_transform()
    made = build.create_anonymous_boxes(made)
    context._excluded_shapes_root_boxes = []
    context._excluded_shapes = {}
    made = margin_box_content_layout(context, None, made)
    layout_box_backgrounds(None, made, context.get_image_from_uri)
    return made


def _words(box: Any, strings: Mapping[str, str], page: int, pages: int) -> str:
    """Return what a margin box says on a page of a document."""
    return "".join(_said(box.style["content"], strings, page, pages))


def _said(content: Any, strings: Mapping[str, str], page: int, pages: int) -> Iterator[str]:
    counters = {"page": page, "pages": pages}
    for kind, value in content:
        if kind == "string":
            yield value
        elif kind == "string()" and value[1] == "first":
            yield strings.get(value[0], "")
        elif kind == "counter()" and value[0] in counters and value[1] == "decimal":
            yield str(counters[value[0]])
        else:
            raise RefusedError(f"un en-tête qui dit « {kind} »")
