"""Fonts cut down to the glyphs of a document: those of one set of glyphs are made once."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pydyf
from weasyprint import DEFAULT_OPTIONS
from weasyprint.pdf.fonts import Font, build_fonts_dictionary

from docgen.rendering.frames.output.operators import Raw, Writer, plain
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.pdf.finished import FONTS

KEPT: Final = 256
"""How many fonts are remembered: packs share most of theirs."""
HARDEST: Final = 9


@dataclass(frozen=True, slots=True)
class Embedded:
    """A font of a file: its objects, each with its stream if it is one; the last is the font.

    A lead of an object is the rank of another of the same font.
    """

    objects: tuple[tuple[Raw, bytes | None], ...]


class Embedding:
    """The fonts that were embedded, by their glyphs."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._made: dict[tuple[str, tuple[tuple[int, str], ...]], Embedded] = {}

    def of(self, glyphs: Mapping[str, Mapping[int, str]]) -> dict[str, Embedded]:
        """Return the fonts of a document, by the names that its pages call them."""
        return {name: self._of(name, glyphs[name]) for name in sorted(glyphs)}

    def _of(self, name: str, glyphs: Mapping[int, str]) -> Embedded:
        key = (name, tuple(sorted(glyphs.items())))
        if key not in self._made:
            if len(self._made) >= KEPT:
                self._made.clear()
            self._made[key] = self._cut_down(name, dict(key[1]))
        return self._made[key]

    def _cut_down(self, name: str, glyphs: dict[int, str]) -> Embedded:
        font = Font.__new__(Font)
        vars(font).update(next(vars(one) for one in self._fonts.values() if one.hash == name))
        if not FONTS.match(font.name[1:].decode()) or max(glyphs) >= font.glyph_count:
            raise RefusedError("une police ou un caractère étrangers")
        font.missing = {}  # those of other documents
        font.to_unicode = glyphs
        font.widths = {glyph: font.widths[glyph] for glyph in glyphs}
        pdf = pydyf.PDF()
        first = len(pdf.objects)
        options = {**DEFAULT_OPTIONS, "pdf_version": "1.7"}
        build_fonts_dictionary(pdf, {name: font}, True, True, options)
        writer = Writer([], {number: number - first for number in range(first, len(pdf.objects))})
        return Embedded(tuple(_object(one, writer) for one in pdf.objects[first:]))


def _object(made: Any, writer: Writer) -> tuple[Raw, bytes | None]:
    if not isinstance(made, pydyf.Stream):
        return writer.raw(made), None
    data = zlib.compress(b"\n".join(map(plain, made.stream)), HARDEST)
    extra = {**made.extra, "Filter": "/FlateDecode", "Length": len(data)}
    return writer.raw(pydyf.Dictionary(extra)), data
