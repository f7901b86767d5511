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
from dataclasses import fields
from functools import partial
from types import FunctionType, SimpleNamespace
from typing import Any, Final
from xml.etree.ElementTree import Element as Html

from weasyprint.css import Style
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage, SVGImage
from weasyprint.layout import LayoutContext
from weasyprint.layout.background import Background
from weasyprint.text.fonts import FontConfiguration

from docgen.rendering.frames.frame import Frame, FramePage, Hole, Ranks, Segment
from docgen.rendering.frames.layout.layout import Ground
from docgen.rendering.frames.layout.lines import Folded, Place
from docgen.rendering.frames.layout.sections import Picture
from docgen.rendering.frames.layout.slots import Leaf
from docgen.rendering.frames.output.binding import Common
from docgen.rendering.frames.output.operators import Drawing, Painted, Raw
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.output.section import Linked
from docgen.rendering.frames.output.tag_slots import Gap
from docgen.rendering.frames.refusal import RefusedError, UnknownStyleError
from docgen.rendering.pdf.tag_tree import MarkedContent, TagElement

PROTOCOL: Final = 5
FAST: Final = 1
OURS: Final = (
    *(
        Common,
        MarkedContent,
        Drawing,
        TagElement,
        Frame,
        FramePage,
        Gap,
        Ground,
        Hole,
        Leaf,
        Linked,
    ),
    *(Painted, Picture, Ranks, Raw, Segment),
)
"""The classes of docgen that a frame is made of."""
MADE: Final = {
    **{
        one.__module__: {other.__name__ for other in OURS if other.__module__ == one.__module__}
        for one in OURS
    },
    __name__: {"Worn", "_folded", "_html", "_own", "_profile"},
    "builtins": {"set", "frozenset"},
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
    *("text_align_all", "text_align_last", "text_decoration_line", "text_decoration_color"),
    *("text_decoration_style", "text_decoration_thickness", "text_underline_offset"),
    *("box_decoration_break", "vertical_align", "visibility", "z_index"),
    *("font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
    *("font_feature_settings", "font_variation_settings", "font_language_override"),
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "line_height"),
)
"""What other words may ask of a style that the first did not: breaks, blanks, lines beside."""
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
    places = (hole.place for hole in frame.holes.values())
    if any(isinstance(one, Place) and None in one.leaf.pictures for one in places):
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
        own = {"context": context, "fonts": fonts, "font-config": context.font_config}
        frame, common = _Reader(zlib.decompress(data), {**own, "nothing": None}).load()
    except UNREADABLE:
        return None
    sound = isinstance(frame, Frame) and isinstance(common, Common)
    return (frame, common) if sound else None


class _Writer(pickle.Pickler):
    """Writes a frame; each of its places is folded, for few of them are asked for again."""

    def reducer_override(self, value: Any) -> Any:
        """Return how values are made that know too much of where they come from."""
        if isinstance(value, Style):
            for name in TEXT:
                value[name]
            told = {name: one for name, one in value.items() if name[:2] != "__"}
            return Worn, (told, value.font_config)
        if isinstance(value, Place):
            return _folded, (_folding(value),)
        if isinstance(value, Html):
            return _html, (value.tag, value.attrib)
        if own := _OWN.get(type(value)):
            return _own, (own,)
        if type(value).__name__ == "ColorProfile":
            return _profile, (value.pdf_reference,)
        named = value if isinstance(value, type | FunctionType) else type(value)
        if named.__name__ not in MADE.get(named.__module__, ()):
            raise RefusedError(f"un cadre qui tient à {named.__module__}.{named.__name__}")
        return NotImplemented


def _folding(place: Place) -> bytes:
    """Return a place as bytes."""
    said = io.BytesIO()
    _Writer(said, PROTOCOL).dump(tuple(getattr(place, name) for name in PLACE))
    return said.getvalue()


class _Reader(pickle.Unpickler):
    def __init__(self, data: bytes, own: Mapping[str, Any]) -> None:
        super().__init__(io.BytesIO(data))
        self._own = own

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of what frames are made of; refuse any other name."""
        if name not in MADE.get(module, ()):
            raise pickle.UnpicklingError(f"{module}.{name}")
        if module == __name__ and name == _own.__name__:
            return self._own.__getitem__
        if module == __name__ and name == _folded.__name__:
            return lambda data: Folded(data, partial(_unfolded, own=self._own))
        return super().find_class(module, name)


def _unfolded(data: bytes, own: Mapping[str, Any]) -> Place | None:
    try:
        return Place(*_Reader(data, own).load())
    except UNREADABLE:
        return None


def _folded(_: bytes) -> None:
    """Name, in what is kept, the bytes of a place: its reader has another function for it."""


def _own(_: str) -> None:
    """Name what a process has of its own, or makes anew: its reader has another function for it."""


def _html(tag: str, attributes: dict[str, str]) -> Html:
    return Html(tag, attributes)


def _profile(reference: bytes) -> SimpleNamespace:
    return SimpleNamespace(pdf_reference=reference)


_OWN: Final = {
    LayoutContext: "context",
    Fonts: "fonts",
    FontConfiguration: "font-config",
    **dict.fromkeys((Background, SVGImage, RasterImage), "nothing"),
}
"""The classes of what a process has of its own."""
PLACE: Final = tuple(one.name for one in fields(Place))
