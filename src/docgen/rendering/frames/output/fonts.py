"""Fonts reduced to the glyphs of a document, each set of glyphs made once."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pydyf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.pdf.fonts import Font, build_fonts_dictionary

from docgen.rendering.frames.output.operators import ObjectTemplate, ObjectWriter, to_bytes
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.finished import OUR_FONTS
from docgen.rendering.pdf.form_fields import FONT_FILE, add_form_font

MAX_FONTS: Final = 256
"""How many fonts are remembered; packs share most of theirs."""
FONT_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class EmbeddedFont:
    """A font of a file: its objects, each with its stream if it has one; the last is the font.

    A reference is the rank of another object of the same font.
    """

    objects: tuple[tuple[ObjectTemplate, bytes | None], ...]


class FontEmbedder:
    """Embedded fonts, remembered by their glyphs."""

    def __init__(self, fonts: Fonts, templates: Templates) -> None:
        self._fonts, self._templates = fonts, templates
        self._subsets: dict[tuple[str, tuple[tuple[int, str], ...]], EmbeddedFont] = {}

    def fonts_of(self, glyphs: Mapping[str, Mapping[int, str]]) -> dict[str, EmbeddedFont]:
        """Return the fonts of a document, by their names in its pages."""
        return {name: self._font(name, glyphs[name]) for name in sorted(glyphs)}

    @cached_property
    def form_font(self) -> EmbeddedFont:
        """The font of what is typed into text fields."""
        pdf = pydyf.PDF()
        first = len(pdf.objects)
        add_form_font(pdf, self._templates.find(FONT_FILE).read_bytes())
        return _embed(pdf, first)

    def _font(self, name: str, glyphs: Mapping[int, str]) -> EmbeddedFont:
        key = (name, tuple(sorted(glyphs.items())))
        if key not in self._subsets:
            if len(self._subsets) >= MAX_FONTS:
                self._subsets.clear()
            self._subsets[key] = self._subset(name, dict(key[1]))
        return self._subsets[key]

    def _subset(self, name: str, glyphs: dict[int, str]) -> EmbeddedFont:
        font = Font.__new__(Font)
        vars(font).update(next(vars(known) for known in self._fonts.values() if known.hash == name))
        if not OUR_FONTS.match(font.name[1:].decode()) or max(glyphs) >= font.glyph_count:
            raise UnsupportedError("une police ou un caractère étrangers")
        font.missing = {}  # those of other documents
        font.to_unicode = glyphs
        font.widths = {glyph: font.widths[glyph] for glyph in glyphs}
        pdf = pydyf.PDF()
        first = len(pdf.objects)
        options = {**DEFAULT_OPTIONS, "pdf_version": "1.7"}
        build_fonts_dictionary(pdf, {name: font}, True, True, options)
        return _embed(pdf, first)


def _embed(pdf: pydyf.PDF, first: int) -> EmbeddedFont:
    """Return the objects of a file from `first` on as those of a font."""
    writer = ObjectWriter([], {number: number - first for number in range(first, len(pdf.objects))})
    return EmbeddedFont(tuple(_object_template(item, writer) for item in pdf.objects[first:]))


def _object_template(item: Any, writer: ObjectWriter) -> tuple[ObjectTemplate, bytes | None]:
    if not isinstance(item, pydyf.Stream):
        return writer.template_of(item), None
    data = zlib.compress(b"\n".join(map(to_bytes, item.stream)), FONT_LEVEL)
    extra = {**item.extra, "Filter": "/FlateDecode", "Length": len(data)}
    return writer.template_of(pydyf.Dictionary(extra)), data
