"""Pages painted by WeasyPrint in parts: fixed operators, line blocks, margin boxes, in order.

Only this module patches its painting. Around a line block or a margin box the graphics state is
reset, so that its operators do not depend on those before.
"""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import pydyf
import weasyprint.draw
import weasyprint.pdf
from weasyprint.formatting_structure import boxes
from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.stacking import StackingContext

from docgen.rendering.frames.layout.engine import VARIANT, PaintContext
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.pdf.painted_order import paint_in_tag_order
from docgen.rendering.pdf.text_operators import Characters, FontTable

Glyphs = dict[str, dict[int, str]]
"""The painted glyphs of each font, with their text."""


class Fonts(FontTable):
    """The fonts of all documents; WeasyPrint adds to them, `take` removes the glyphs painted since.

    Widths are read from the font file, whatever is painted first.
    """

    def __setitem__(self, key: Any, font: Font) -> None:
        font.widths = _Widths(font)
        super().__setitem__(key, font)

    @property
    def names(self) -> set[str]:
        """Return the names of the fonts in pages."""
        return {font.hash for font in self.values()}

    def take(self) -> Glyphs:
        """Return the glyphs that were painted since the last call."""
        glyphs: Glyphs = {}
        for font in self.values():
            if font.to_unicode:
                glyphs.setdefault(font.hash, {}).update(font.to_unicode)
                font.to_unicode = Characters()
        return glyphs


class _Widths(dict[int, int]):
    """The widths of a font's glyphs, in thousandths of an em, read from its file when needed."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        from fontTools.ttLib import TTFont  # noqa: PLC0415  # slow to load

        file = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        names, advances = file.getGlyphOrder(), file["hmtx"]
        for glyph, name in enumerate(names):
            self[glyph] = round(advances[name][0] * 1000 / font.upem)


@dataclass(slots=True)
class PaintedPart:
    """A stretch of a page's operators: fixed ones, those of a line block, or a margin box."""

    items: list[Any]
    glyphs: Glyphs
    line_block: int | None = None
    margin: Any = None


@dataclass(slots=True)
class PaintedPage:
    """A page in parts, with its WeasyPrint stream and its dictionary."""

    parts: list[PaintedPart]
    stream: Any
    dictionary: Any


@dataclass(slots=True)
class PaintedSection:
    """The painted pages of a section, and their pydyf file."""

    pdf: pydyf.PDF
    pages: list[PaintedPage] = field(default_factory=list)


class _StreamSplitter:
    """Splits what is painted into parts, stream by stream."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.parts: dict[int, list[PaintedPart]] = {}
        self._state: tuple[Any, ...] = ()
        self._cutting = False

    def paint_part(
        self, stream: Any, draw: Callable[[], None], line_block: int | None, margin: Any = None
    ) -> None:
        """Paint into a part of its own; consecutive lines of a block share one."""
        if self._cutting:
            raise UnsupportedError("une ligne dans une ligne (::first-line)")
        parts = self.parts.setdefault(id(stream), [])
        before = stream.stream
        if before or not parts or line_block is None or parts[-1].line_block != line_block:
            parts.append(PaintedPart(before, self.fonts.take()))
            parts.append(PaintedPart([], {}, line_block, margin))
            reset_state(stream)
        else:
            _set_state(stream, self._state)
        stream.stream = []
        self._cutting = True
        draw()
        self._cutting = False
        self._state = tuple(getattr(stream, name) for name in STATE)
        parts[-1].items += stream.stream
        merge_glyphs(parts[-1].glyphs, self.fonts.take())
        stream.stream = []
        reset_state(stream)

    def page(self, stream: Any, dictionary: Any) -> PaintedPage:
        """Return a page with all its parts."""
        rest = PaintedPart(stream.stream, self.fonts.take())
        return PaintedPage([*self.parts.get(id(stream), []), rest], stream, dictionary)


STATE: Final = (
    *("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke"),
    *("_current_font", "_current_font_size", "_old_font"),
)
"""The graphics state that WeasyPrint remembers, so as not to write it again."""


def reset_state(stream: Any) -> None:
    """Have the next operators write all the state that they need."""
    _set_state(stream, (None,) * len(STATE))


def _set_state(stream: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(STATE, state, strict=True):
        setattr(stream, name, value)


def merge_glyphs(glyphs: Glyphs, added: Glyphs) -> None:
    """Add glyphs to others; a glyph that is there keeps its text."""
    for font, new in added.items():
        glyphs[font] = {**new, **glyphs.get(font, {})}


@paint_in_tag_order()
def paint(document: Any, fonts: Fonts) -> PaintedSection:
    """Return the pages of a document in parts, without embedding its fonts."""
    document.fonts = fonts
    fonts.take()
    splitter = _StreamSplitter(fonts)
    sections: list[PaintedSection] = []

    def add_tags(pdf: pydyf.PDF, _: Any, __: object, streams: list[Any]) -> None:
        section = PaintedSection(pdf)
        for stream, reference in zip(streams, pdf.page_references, strict=True):
            dictionary = pdf.objects[int(reference.split()[0])]
            section.pages.append(splitter.page(stream, dictionary))
        sections.append(section)

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        pdf.write = lambda *_, **__: None

    with _patched_painting(splitter, add_tags):
        document.write_pdf(io.BytesIO(), finisher=finish, pdf_variant=VARIANT)
    return sections[0]


@contextmanager
def _patched_painting(splitter: _StreamSplitter, add_tags: Callable[..., None]) -> Iterator[None]:
    draw_line, draw_context = (
        weasyprint.draw.draw_inline_level,
        weasyprint.draw.draw_stacking_context,
    )
    original_tags, original_fonts = weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary
    original_links = weasyprint.pdf.resolve_links
    pages: set[int] = set()

    def draw_inline_level(stream: Any, page: Any, box: Any, *rest: Any, **more: Any) -> None:
        line_block = getattr(box, "line_block", None) if isinstance(box, boxes.LineBox) else None
        if line_block is None or id(stream) not in pages:
            draw_line(stream, page, box, *rest, **more)
        else:
            splitter.paint_part(
                stream, lambda: draw_line(stream, page, box, *rest, **more), line_block
            )

    def draw_stacking_context(stream: Any, stack: StackingContext) -> None:
        if isinstance(stack.box, boxes.PageBox):
            pages.add(id(stream))
        if isinstance(stack.box, boxes.MarginBox):
            splitter.paint_part(stream, lambda: draw_context(stream, stack), None, stack.box)
        else:
            draw_context(stream, stack)

    weasyprint.draw.draw_inline_level = draw_inline_level
    weasyprint.draw.draw_stacking_context = draw_stacking_context
    weasyprint.pdf.add_tags = add_tags
    weasyprint.pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    weasyprint.pdf.resolve_links = lambda pages: [(page.links, []) for page in pages]
    try:
        yield
    finally:
        weasyprint.draw.draw_inline_level, weasyprint.draw.draw_stacking_context = (
            draw_line,
            draw_context,
        )
        weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary = (
            original_tags,
            original_fonts,
        )
        weasyprint.pdf.resolve_links = original_links


class ScratchStream:
    """A stream on which a line block or a margin box is painted again."""

    def __init__(self, paint: PaintContext, fonts: Fonts) -> None:
        self.fonts = fonts
        self.resources: Mapping[str, Any] = {
            **{name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading")},
            "ColorSpace": COLOURS,
        }
        rectangle = (0, 0, paint.width, paint.height)
        self.stream = Stream(
            fonts, rectangle, self.resources, {}, {}, paint.color_profiles,
            paint.output_intent, compress=True,
        )  # fmt: skip

    @paint_in_tag_order()
    def paint_block(self, block: Any) -> PaintedPart:
        """Return the lines of a box as painted on a page."""
        self.fonts.take()
        stack = StackingContext.from_box(block, None)
        if stack.negative_z_contexts or stack.positive_z_contexts:
            raise UnsupportedError("un texte par-dessus un autre")
        weasyprint.draw.draw_block_level(None, self.stream, {stack.box: stack.blocks_and_cells})
        return PaintedPart(self.stream.stream, self.fonts.take(), block.line_block)

    @paint_in_tag_order()
    def paint_margin(self, box: Any) -> PaintedPart:
        """Return a margin box as painted on a page."""
        self.fonts.take()
        weasyprint.draw.draw_stacking_context(self.stream, StackingContext.from_box(box, None))
        return PaintedPart(self.stream.stream, self.fonts.take())


COLOURS: Final = b"0 0 R"
"""The reference to the colour spaces of the file, in a scratch stream."""
