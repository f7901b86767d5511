"""Frames and measured pages as bytes, for another process or day: listed classes, no code.

The format is pickle, read by an unpickler that accepts the names in `ALLOWED_NAMES` and no other:
all of them are data.  What belongs to a process (fonts, layout context) is stored by name and
replaced by that of the reading process; a style keeps the properties that were read from it.
"""

from __future__ import annotations

import io
import pickle
import zlib
from collections.abc import Iterable, Mapping
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

from docgen.rendering.frames.frame import FramePage, FrameSlot, SectionFrame, SlotContent
from docgen.rendering.frames.layout.contents import FixedContent, SlotRanks, SlotWords
from docgen.rendering.frames.layout.engine import PaintContext
from docgen.rendering.frames.layout.lines import LineSlot, PackedSlot
from docgen.rendering.frames.layout.sections import Picture
from docgen.rendering.frames.layout.slots import LineBlock
from docgen.rendering.frames.output.binding import SharedObjects
from docgen.rendering.frames.output.operators import Drawing, ObjectTemplate, Operators
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.output.section import LinkKid
from docgen.rendering.frames.output.tag_slots import TagGap
from docgen.rendering.frames.unsupported import UnknownStyleError, UnsupportedError
from docgen.rendering.pdf.tag_tree import MarkedContent, TagElement

PROTOCOL: Final = 5
FAST: Final = 1
FRAME_CLASSES: Final = (
    *(SharedObjects, MarkedContent, Drawing, TagElement, SectionFrame, FramePage, TagGap),
    *(PaintContext, FrameSlot, LineBlock, LinkKid, Operators, Picture, SlotRanks, ObjectTemplate),
    *(SlotContent, FixedContent, *(box for box in vars(boxes).values() if isinstance(box, type))),
)
"""The classes that a frame is made of."""
ALLOWED_NAMES: Final = {
    *((made_of.__module__, made_of.__name__) for made_of in FRAME_CLASSES),
    *((__name__, name) for name in ("RecordedStyle", "_packed_slot", "_html_element")),
    *((__name__, name) for name in ("_process_object", "_colour_profile")),
    *(("builtins", name) for name in ("set", "frozenset")),
    *(("pydyf", name) for name in ("Array", "Dictionary", "String")),
    *(("tinycss2.ast", name) for name in ("HashToken", "IdentToken")),
    *(("tinycss2.color4", "Color"), ("tinycss2.color5", "Color")),
    ("weasyprint.css.properties", "Dimension"),
}
"""The modules and names that may be unpickled."""
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
"""Properties that other words may need though the first did not: breaks, blanks, decoration."""
UNREADABLE: Final = (
    *(pickle.UnpicklingError, zlib.error, ArithmeticError, AttributeError, EOFError),
    *(ImportError, LookupError, TypeError, ValueError),
)
StoredFrame = tuple[SectionFrame, SharedObjects]
StoredPage = tuple[
    FixedContent, list[tuple[LineSlot, SlotRanks]], list[tuple[list[SlotWords], float | None]]
]
"""Fixed content, slots, and what the page was laid out with: the free height under each."""


class RecordedStyle(Style):  # type: ignore[misc]  # WeasyPrint is not typed
    """A style with the properties that were read while its box was laid out and painted."""

    def __init__(self, properties: Mapping[str, Any], font_config: FontConfiguration) -> None:
        super().__init__(properties)
        self.font_config = font_config
        self.root_style = self.specified = self
        self.cache: dict[str, Any] = {}

    def __missing__(self, name: str) -> Any:
        """Raise UnknownStyleError for a property that was not recorded."""
        raise UnknownStyleError(f"« {name} », inconnu d’un cadre gardé")

    def copy(self) -> RecordedStyle:
        """Return a copy that may be changed."""
        return RecordedStyle(self, self.font_config)


def pack_frame(frame: SectionFrame, common: SharedObjects) -> bytes | None:
    """Return a frame as bytes, or None when it holds what only its process has."""
    return _pack((frame, common), (slot.line_slot for slot in frame.slots.values()))


def unpack_frame(data: bytes, context: LayoutContext, fonts: Fonts) -> StoredFrame | None:
    """Return a stored frame, bound to the objects of this process; None for a damaged one."""
    try:
        frame, common = _unpack(data, context, fonts)
    except UNREADABLE:
        return None
    sound = isinstance(frame, SectionFrame) and isinstance(common, SharedObjects)
    return (frame, common) if sound else None


def pack_page(page: StoredPage) -> bytes | None:
    """Return a measured page as bytes, or None when it holds what only its process has."""
    return _pack(page, (slot for slot, _ in page[1]))


def unpack_page(data: bytes, context: LayoutContext) -> StoredPage | None:
    """Return a stored page, bound to the objects of this process; None for a damaged one."""
    try:
        own, packed, laid = _unpack(data, context, None)
        slots = [(slot.read(slot.data), ranks) for slot, ranks in packed]
    except UNREADABLE:
        return None
    sound = isinstance(own, FixedContent) and all(isinstance(slot, LineSlot) for slot, _ in slots)
    return (own, slots, laid) if sound else None


def _pack(value: object, slots: Iterable[LineSlot | PackedSlot | None]) -> bytes | None:
    if any(isinstance(slot, LineSlot) and None in slot.line_block.pictures for slot in slots):
        return None
    stream = io.BytesIO()
    try:
        _FramePickler(stream, PROTOCOL).dump(value)
    except (pickle.PicklingError, UnsupportedError, TypeError):
        return None
    return zlib.compress(stream.getvalue(), FAST)


def _unpack(data: bytes, context: LayoutContext, fonts: Fonts | None) -> Any:
    own = {"context": context, "fonts": fonts, "font-config": context.font_config, "nothing": None}
    return _FrameUnpickler(zlib.decompress(data), own).load()


class _FramePickler(pickle.Pickler):
    """A pickler that packs each slot on its own, for few of them are needed again."""

    def reducer_override(self, value: Any) -> Any:
        """Return how to rebuild objects that refer to their process."""
        if isinstance(value, Style):
            for name in TEXT:
                value[name]
            properties = {
                name: read_value for name, read_value in value.items() if name[:2] != "__"
            }
            return RecordedStyle, (properties, value.font_config)
        if isinstance(value, LineSlot):
            return _packed_slot, (_slot_bytes(value),)
        if isinstance(value, Html):
            return _html_element, (value.tag, value.attrib)
        if own := _PROCESS_OBJECTS.get(type(value)):
            return _process_object, (own,)
        if type(value).__name__ == "ColorProfile":
            return _colour_profile, (value.pdf_reference,)
        maker = value if isinstance(value, type | FunctionType) else type(value)
        if (maker.__module__, maker.__name__) not in ALLOWED_NAMES:
            raise UnsupportedError(f"un cadre qui tient à {maker.__module__}.{maker.__name__}")
        return NotImplemented


def _slot_bytes(slot: LineSlot) -> bytes:
    stream = io.BytesIO()
    _FramePickler(stream, PROTOCOL).dump(tuple(getattr(slot, name) for name in SLOT_FIELDS))
    return stream.getvalue()


class _FrameUnpickler(pickle.Unpickler):
    def __init__(self, data: bytes, own: Mapping[str, Any]) -> None:
        super().__init__(io.BytesIO(data))
        self._process_object = own

    def find_class(self, module: str, name: str) -> Any:
        """Return a class or function that ALLOWED names; raise UnpicklingError for any other."""
        if (module, name) not in ALLOWED_NAMES:
            raise pickle.UnpicklingError(f"{module}.{name}")
        if module == __name__ and name == _process_object.__name__:
            return self._process_object.__getitem__
        if module == __name__ and name == _packed_slot.__name__:
            return lambda data: PackedSlot(data, partial(_unpack_slot, own=self._process_object))
        return super().find_class(module, name)


def _unpack_slot(data: bytes, own: Mapping[str, Any]) -> LineSlot | None:
    try:
        return LineSlot(*_FrameUnpickler(data, own).load())
    except UNREADABLE:
        return None


def _packed_slot(_: bytes) -> None:
    """Stand, in the pickle, for the bytes of a slot; `find_class` replaces it."""


def _process_object(_: str) -> None:
    """Stand, in the pickle, for an object of the process; `find_class` replaces it."""


def _html_element(tag: str, attributes: dict[str, str]) -> Html:
    return Html(tag, attributes)


def _colour_profile(reference: bytes) -> SimpleNamespace:
    return SimpleNamespace(pdf_reference=reference)


_PROCESS_OBJECTS: Final = {
    LayoutContext: "context",
    Fonts: "fonts",
    FontConfiguration: "font-config",
    **dict.fromkeys((Background, SVGImage, RasterImage), "nothing"),
}
"""The classes of objects that belong to a process."""
SLOT_FIELDS: Final = tuple(field.name for field in fields(LineSlot))
