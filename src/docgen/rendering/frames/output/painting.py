"""Pages painted by WeasyPrint in parts: what stays, each leaf, each margin box, in their order.

It is the only module that steers its painting.  Around a leaf or a margin box the state of the
page is forgotten, so that what is painted there leans on nothing before it.
"""

from __future__ import annotations

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

from docgen.rendering.frames.layout.layout import VARIANT, Ground
from docgen.rendering.frames.refusal import RefusedError

Glyphs = dict[str, dict[int, str]]
"""By font, the glyphs that are painted and what each of them says."""


class Fonts(dict[Any, Any]):
    """The fonts of all documents: WeasyPrint adds to them; what was painted since is taken out.

    Widths are those of the font's file, whatever is painted first.
    """

    def __setitem__(self, key: Any, font: Font) -> None:
        font.widths = _Widths(font)
        super().__setitem__(key, font)

    @property
    def names(self) -> set[str]:
        """What pages call the fonts."""
        return {font.hash for font in self.values()}

    def take(self) -> Glyphs:
        """Return the glyphs that were painted since this was last asked."""
        found: Glyphs = {}
        for font in self.values():
            if font.to_unicode:
                found.setdefault(font.hash, {}).update(font.to_unicode)
                font.to_unicode = {}
        return found


class _Widths(dict[int, int]):
    """The widths of a font's glyphs, in thousandths, read from its file when first asked for."""

    def __init__(self, font: Font) -> None:
        super().__init__()
        from fontTools.ttLib import TTFont  # noqa: PLC0415  # slow to load

        file = TTFont(io.BytesIO(font.file_content), fontNumber=font.index, lazy=True)
        names, advances = file.getGlyphOrder(), file["hmtx"]
        for glyph, name in enumerate(names):
            self[glyph] = round(advances[name][0] * 1000 / font.upem)


@dataclass(slots=True)
class Part:
    """A stretch of a page's operators: what stays, or a part of a leaf, or a margin box.

    The parts of a leaf are its lines (0), then what is painted apart from these, later (from 1).
    """

    items: list[Any]
    glyphs: Glyphs
    leaf: tuple[int, int] | None = None
    margin: Any = None


@dataclass(slots=True)
class PaintedPage:
    """A page in parts, with WeasyPrint's stream and dictionary of it."""

    parts: list[Part]
    stream: Any
    dictionary: Any


@dataclass(slots=True)
class Sheets:
    """The pages of a section, painted, and the pydyf file that they are part of."""

    pdf: pydyf.PDF
    pages: list[PaintedPage] = field(default_factory=list)


class _Knife:
    """Cuts what is painted into parts, stream by stream."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self.parts: dict[int, list[Part]] = {}
        self._state: tuple[Any, ...] = ()
        self._cutting = False

    def cut(
        self,
        stream: Any,
        draw: Callable[[], None],
        leaf: tuple[int, int] | None,
        margin: Any = None,
    ) -> None:
        """Paint apart; consecutive lines of a leaf are one part; refuse a line inside a line."""
        if self._cutting:
            raise RefusedError("une ligne dans une ligne (::first-line)")
        parts = self.parts.setdefault(id(stream), [])
        before = stream.stream
        if before or not parts or leaf is None or parts[-1].leaf != leaf:
            parts.append(Part(before, self.fonts.take()))
            parts.append(Part([], {}, leaf, margin))
            forget(stream)
        else:
            _restore(stream, self._state)
        stream.stream = []
        self._cutting = True
        draw()
        self._cutting = False
        self._state = tuple(getattr(stream, name) for name in STATE)
        parts[-1].items += stream.stream
        merge(parts[-1].glyphs, self.fonts.take())
        stream.stream = []
        forget(stream)

    def page(self, stream: Any, dictionary: Any) -> PaintedPage:
        """Return a page, whole."""
        rest = Part(stream.stream, self.fonts.take())
        return PaintedPage([*self.parts.get(id(stream), []), rest], stream, dictionary)


STATE: Final = (
    *("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke"),
    *("_current_font", "_current_font_size", "_old_font"),
)
"""What WeasyPrint remembers of the operators before, so as not to say it again."""


def forget(stream: Any) -> None:
    """Have the next operators say all that they need."""
    _restore(stream, (None,) * len(STATE))


def _restore(stream: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(STATE, state, strict=True):
        setattr(stream, name, value)


def merge(to: Glyphs, found: Glyphs) -> None:
    """Add glyphs to others; what one of them says is what it said first."""
    for font, glyphs in found.items():
        to[font] = {**glyphs, **to.get(font, {})}


def paint(document: Any, fonts: Fonts) -> Sheets:
    """Return the pages of a document, in parts; its fonts are not embedded."""
    document.fonts = fonts
    fonts.take()
    knife = _Knife(fonts)
    sheets: list[Sheets] = []

    def add_tags(pdf: pydyf.PDF, _: Any, __: object, streams: list[Any]) -> None:
        made = Sheets(pdf)
        for stream, reference in zip(streams, pdf.page_references, strict=True):
            dictionary = pdf.objects[int(reference.split()[0])]
            made.pages.append(knife.page(stream, dictionary))
        sheets.append(made)

    def finish(_: Any, pdf: pydyf.PDF) -> None:
        pdf.write = lambda *_, **__: None

    with _steered(knife, add_tags):
        document.write_pdf(io.BytesIO(), finisher=finish, pdf_variant=VARIANT)
    return sheets[0]


@contextmanager
def _steered(knife: _Knife, add_tags: Callable[..., None]) -> Iterator[None]:
    line, context = weasyprint.draw.draw_inline_level, weasyprint.draw.draw_stacking_context
    tags, fonts = weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary
    links = weasyprint.pdf.resolve_links
    pages: set[int] = set()

    def draw_inline_level(stream: Any, page: Any, box: Any, *rest: Any, **more: Any) -> None:
        leaf = getattr(box, "leaf", None) if isinstance(box, boxes.LineBox) else None
        if leaf is None or id(stream) not in pages:
            line(stream, page, box, *rest, **more)
        else:
            knife.cut(stream, lambda: line(stream, page, box, *rest, **more), (leaf, 0))

    def draw_stacking_context(stream: Any, what: StackingContext) -> None:
        if isinstance(what.box, boxes.PageBox):
            pages.add(id(stream))
        if isinstance(what.box, boxes.MarginBox):
            knife.cut(stream, lambda: context(stream, what), None, what.box)
        elif getattr(what.box, "piece", 0) and id(stream) in pages:
            leaf = (what.box.leaf, what.box.piece)
            knife.cut(stream, lambda: context(stream, what), leaf)
        else:
            context(stream, what)

    weasyprint.draw.draw_inline_level = draw_inline_level
    weasyprint.draw.draw_stacking_context = draw_stacking_context
    weasyprint.pdf.add_tags = add_tags
    weasyprint.pdf.build_fonts_dictionary = lambda *_: pydyf.Dictionary()
    weasyprint.pdf.resolve_links = lambda pages: [(page.links, []) for page in pages]
    try:
        yield
    finally:
        weasyprint.draw.draw_inline_level, weasyprint.draw.draw_stacking_context = line, context
        weasyprint.pdf.add_tags, weasyprint.pdf.build_fonts_dictionary = tags, fonts
        weasyprint.pdf.resolve_links = links


class Scrap:
    """A stream of its own on which a leaf or a margin box is painted again."""

    def __init__(self, ground: Ground, fonts: Fonts) -> None:
        self.fonts = fonts
        self.resources: Mapping[str, Any] = {
            **{name: {} for name in ("ExtGState", "XObject", "Pattern", "Shading")},
            "ColorSpace": COLOURS,
        }
        whole = (0, 0, ground.width, ground.height)
        self.stream = Stream(
            fonts, whole, self.resources, {}, {}, ground.color_profiles,
            ground.output_intent, compress=True,
        )  # fmt: skip

    def leaf(self, block: Any) -> list[Part]:
        """Return the lines of a box as they are painted on a page, then what stands apart."""
        self.fonts.take()
        stack = StackingContext.from_box(block, None)
        weasyprint.draw.draw_block_level(None, self.stream, {stack.box: stack.blocks_and_cells})
        number = block.leaf
        parts = [self._part((number, 0))]
        if stack.negative_z_contexts or stack.positive_z_contexts or stack.float_contexts:
            raise RefusedError("un texte par-dessus un autre")
        for one in stack.zero_z_contexts:
            if not getattr(one.box, "piece", 0):
                raise RefusedError("un texte par-dessus un autre")
            weasyprint.draw.draw_stacking_context(self.stream, one)
            parts.append(self._part((number, one.box.piece)))
        return parts

    def _part(self, leaf: tuple[int, int]) -> Part:
        part = Part(self.stream.stream, self.fonts.take(), leaf)
        self.stream.stream = []
        forget(self.stream)
        return part

    def margin(self, box: Any) -> Part:
        """Return a margin box as it is painted on a page."""
        self.fonts.take()
        weasyprint.draw.draw_stacking_context(self.stream, StackingContext.from_box(box, None))
        return Part(self.stream.stream, self.fonts.take())


COLOURS: Final = b"0 0 R"
"""What a scrap's drawings take for the colour spaces of the file."""
