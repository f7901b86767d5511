"""Frames as bytes, for another process or another day: values of a few named classes, no code.

It is pickle, read by a reader that makes nothing but what `MADE` names: what frames are made of,
all of it data.  What a process has of its own (fonts, what lays out) is named, not kept, and given
anew; a style keeps what was asked of it.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Mapping
from types import FunctionType, SimpleNamespace
from typing import Any, Final
from xml.etree.ElementTree import Element as Html

from weasyprint.css import Style
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage, SVGImage
from weasyprint.layout import LayoutContext
from weasyprint.layout.background import Background
from weasyprint.text.fonts import FontConfiguration

from docgen.rendering.frames.binding import Common
from docgen.rendering.frames.frame import Frame
from docgen.rendering.frames.painting import Fonts
from docgen.rendering.frames.refusal import RefusedError, UnknownStyleError

PROTOCOL: Final = 5
FAST: Final = 1
OURS: Final = "docgen.rendering."
MADE: Final = {
    "builtins": {"set", "frozenset"},
    f"{OURS}frames.binding": {"Common"},
    f"{OURS}frames.cutting": {"Picture"},
    f"{OURS}frames.frame": {"Frame", "FramePage", "Hole", "Ranks", "Segment"},
    f"{OURS}frames.keeping": {"Worn", "_html", "_profile"},
    f"{OURS}frames.knowing": {"Leaf"},
    f"{OURS}frames.layout": {"Ground"},
    f"{OURS}frames.leaves": {"Place"},
    f"{OURS}frames.operators": {"Drawing", "Painted", "Raw"},
    f"{OURS}frames.reading": {"Gap"},
    f"{OURS}frames.structure": {"Linked"},
    f"{OURS}tag_tree": {"Content", "Element"},
    "pydyf": {"Array", "Dictionary", "String"},
    "tinycss2.ast": {"HashToken", "IdentToken"},
    "tinycss2.color4": {"Color"},
    "tinycss2.color5": {"Color"},
    "weasyprint.css.properties": {"Dimension"},
    "weasyprint.formatting_structure.boxes": {
        name for name, one in vars(boxes).items() if isinstance(one, type)
    },
}
"""By module, the classes of what a frame is made of."""
TEXT: Final = (
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone", "lang"),
    *("word_spacing", "letter_spacing", "white_space", "word_break", "overflow_wrap", "tab_size"),
    *("text_indent", "text_align_all", "text_align_last", "text_overflow", "block_ellipsis"),
    *("text_decoration_line", "text_decoration_color", "text_decoration_style", "direction"),
    *("text_decoration_thickness", "text_underline_offset", "vertical_align", "font_size"),
    *("box_decoration_break", "color", "visibility", "display", "float", "position", "overflow"),
    *("line_height", "font_family", "font_style", "font_weight", "opacity", "transform", "clip"),
    *("z_index", "page", "continue", "max_lines", "column_count", "column_width"),
    *("break_before", "break_after", "break_inside", "orphans", "widows", "text_transform"),
    *("font_variant_caps", "font_stretch", "outline_width", "outline_style"),
    *("outline_color", "anchor", "appearance", "image_orientation", "object_fit"),
    *("border_collapse", "width", "height", "min_width", "min_height", "max_width", "max_height"),
    *("box_sizing", "background_image", "background_color", "content", "string_set"),
    *("bookmark_level", "bookmark_label", "bookmark_state", "counter_set", "quotes", "top"),
    *("left", "right", "bottom", "margin_top", "margin_bottom", "margin_left", "margin_right"),
    *("padding_top", "padding_bottom", "padding_left", "padding_right", "unicode_bidi"),
)
"""What other words may ask of a style that the first did not."""
UNREADABLE: Final = (
    *(pickle.UnpicklingError, zlib.error, ArithmeticError, AttributeError, EOFError),
    *(ImportError, LookupError, TypeError, ValueError),
)
Kept = tuple[Frame, Common]


class Worn(Style):  # type: ignore[misc]  # WeasyPrint is not typed
    """A style as it was asked while its box was laid out and painted."""

    def __init__(self, told: Mapping[str, Any], font_config: FontConfiguration) -> None:
        super().__init__(told)
        self.font_config = font_config
        self.root_style = self.specified = self
        self.cache: dict[str, Any] = {}

    def __missing__(self, name: str) -> Any:
        """Refuse what was never asked: it would have to be computed."""
        raise UnknownStyleError(f"« {name} », inconnu d’un cadre gardé")

    def copy(self) -> Worn:
        """Return a style that may be told otherwise."""
        return Worn(self, self.font_config)


def kept(frame: Frame, common: Common) -> bytes | None:
    """Return a frame as bytes; None for one that holds what only its process has."""
    places = (hole.place for hole in frame.holes.values() if hole.place)
    if any(None in place.leaf.pictures for place in places):
        return None
    said = io.BytesIO()
    try:
        _Writer(said, PROTOCOL).dump((frame, common))
    except (pickle.PicklingError, RefusedError, TypeError):
        return None
    return zlib.compress(said.getvalue(), FAST)


def found(data: bytes, context: LayoutContext, fonts: Fonts) -> Kept | None:
    """Return the frame that was kept, on what this process lays out with; None for none."""
    try:
        frame, common = _Reader(data, context, fonts).load()
    except UNREADABLE:
        return None
    sound = isinstance(frame, Frame) and isinstance(common, Common)
    return (frame, common) if sound else None


class _Writer(pickle.Pickler):
    def persistent_id(self, value: object) -> str | None:
        """Name what a process has of its own, and what is made anew each time."""
        if isinstance(value, LayoutContext):
            return "context"
        if isinstance(value, Fonts):
            return "fonts"
        if isinstance(value, FontConfiguration):
            return "font-config"
        return "nothing" if isinstance(value, Background | SVGImage | RasterImage) else None

    def reducer_override(self, value: Any) -> Any:
        """Return how values are made that know too much of where they come from."""
        if isinstance(value, Style):
            for name in TEXT:
                value[name]
            told = {name: one for name, one in value.items() if name[:2] != "__"}
            return Worn, (told, value.font_config)
        if isinstance(value, Html):
            return _html, (value.tag, value.attrib)
        if type(value).__name__ == "ColorProfile":
            return _profile, (value.pdf_reference,)
        named = value if isinstance(value, type | FunctionType) else type(value)
        if named.__name__ not in MADE.get(named.__module__, ()):
            raise RefusedError(f"un cadre qui tient à {named.__module__}.{named.__name__}")
        return NotImplemented


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, context: LayoutContext, fonts: Fonts) -> None:
        super().__init__(io.BytesIO(zlib.decompress(data)))
        self._own = {"context": context, "fonts": fonts, "nothing": None}
        self._own["font-config"] = context.font_config

    def persistent_load(self, name: str) -> Any:
        """Return what a process has of its own."""
        return self._own[name]

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of what frames are made of; refuse any other name."""
        if name not in MADE.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def _html(tag: str, attributes: dict[str, str]) -> Html:
    return Html(tag, attributes)


def _profile(reference: bytes) -> SimpleNamespace:
    return SimpleNamespace(pdf_reference=reference)
