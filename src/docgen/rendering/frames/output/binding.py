"""Sections bound into one PDF: pages, tags, outline, links across sections, fonts, metadata."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import pydyf
from weasyprint.anchors import make_page_bookmark_tree
from weasyprint.matrix import Matrix

from docgen.rendering.frames.layout.sections import PLACE_PLACEHOLDER
from docgen.rendering.frames.output.fonts import EmbeddedFont, FontEmbedder
from docgen.rendering.frames.output.operators import (
    LEVEL,
    Drawing,
    ObjectTemplate,
    Operators,
    to_bytes,
)
from docgen.rendering.frames.output.painting import Glyphs, merge_glyphs
from docgen.rendering.frames.output.pdf_file import PdfFile
from docgen.rendering.frames.output.section import FilledPage, FilledSection
from docgen.rendering.pdf.form_fields import form_entries
from docgen.rendering.pdf.tag_tree import STANDARD

NAMES: Final = ("profile", "colours", "fonts", "resources", "pages", "tags", "document")
"""The first objects of every file."""
MARGINS: Final = b"q\n0.75 0 0 0.75 0 0 cm\n%b\nQ"
"""The operators around the margin boxes of a page, whose units are CSS pixels."""
PaintedMargins = Sequence[tuple[Operators, Glyphs]]


@dataclass(frozen=True, slots=True)
class SharedObjects:
    """The objects that all files of one set of templates share: colour profile and spaces."""

    profile: ObjectTemplate
    profile_data: bytes
    colours: ObjectTemplate
    intents: ObjectTemplate


@dataclass(frozen=True, slots=True)
class FileMetadata:
    """The metadata (XMP), information and language of a file, and the commune in its anchors."""

    metadata: bytes
    information: bytes
    language: bytes
    place: str


class PdfBinder:
    """Binds the filled sections of one document."""

    def __init__(self, common: SharedObjects, embedder: FontEmbedder, named: FileMetadata) -> None:
        self._common, self._embedder, self._metadata = common, embedder, named
        self._file = PdfFile()
        first = self._file.take(len(NAMES))
        self._number = {name: first + rank for rank, name in enumerate(NAMES)}
        self._pages: list[int] = []
        self._rows: list[bytes] = []
        self._link_rows: list[bytes] = []
        self._linked = 0
        self._tops: list[int] = []
        self._glyphs: Glyphs = {}
        self._alphas: dict[str, bytes] = {}
        self._drawings: dict[str, Drawing] = {}
        self._anchors: dict[bytes, bytes] = {}
        self._bookmarks: list[list[Any]] = []
        self._fields: list[bytes] = []

    def bind(
        self, filled_sections: Sequence[FilledSection], running: Iterable[PaintedMargins]
    ) -> bytes:
        """Return the file; `running` are the painted margin boxes of each page."""
        margins = iter(running)
        total = sum(len(filled.pages) for filled in filled_sections)
        for filled in filled_sections:
            self._add_section(filled, margins, total)
        self._write_resources()
        self._write_tags()
        root = self._write_catalog()
        return self._file.to_bytes(root, self._file.add(self._metadata.information))

    def _add_section(
        self, filled: FilledSection, running: Iterator[PaintedMargins], total: int
    ) -> None:
        tags, take = filled.tags, self._file.take
        pages = take(len(filled.pages))
        links = take(len(tags.link_parents))
        elements = take(len(tags.elements))
        numbers = [
            *range(pages, pages + len(filled.pages)),
            *range(links, links + len(tags.link_parents)),
            *range(elements, elements + len(tags.elements)),
            self._number["document"],
        ]
        before = len(self._pages)
        for rank, page in enumerate(filled.pages):
            self._write_page(pages + rank, page, next(running), links, total)
            links += len(page.links)
        for number, element in enumerate(tags.elements, elements):
            references = tuple([numbers[reference] for reference in element.references])
            self._file.put(number, element.template % references)
        for row in tags.parents:
            self._rows.append(
                b" ".join(
                    [b"null" if parent is None else b"%d 0 R" % numbers[parent] for parent in row]
                )
            )
        self._link_rows += [b"%d 0 R" % numbers[parent] for parent in tags.link_parents]
        self._tops += [numbers[top] for top in tags.tops]
        self._add_resources(filled, before)

    def _add_resources(self, filled: FilledSection, before: int) -> None:
        merge_glyphs(self._glyphs, filled.glyphs)
        self._alphas |= filled.alphas
        self._drawings |= filled.drawings
        for name, page, x, y in filled.anchors:
            place = b"[%d 0 R/XYZ %b %b 0]" % (self._pages[before + page], to_bytes(x), to_bytes(y))
            self._anchors[self._with_place(to_bytes(pydyf.String(name)))] = place
        marked: list[list[Any]] = [[] for _ in filled.pages]
        for level, label, page, x, y in filled.bookmarks:
            marked[page].append((level, label, (x, y), "open"))
        self._bookmarks += marked

    def _with_place(self, text: bytes) -> bytes:
        return text.replace(
            PLACE_PLACEHOLDER.encode(), b"-" + self._metadata.place.lower().encode()
        )

    def _write_page(
        self, number: int, page: FilledPage, running: PaintedMargins, first: int, total: int
    ) -> None:
        """Write a page and its links, numbered from `first`, of a file of `total` pages."""
        numbers = self._number
        body = self._stream(page.body)
        head = self._stream(zlib.compress(self._margin_operators(running), LEVEL))
        row = total + self._linked
        self._linked += len(page.links)
        for rank, link in enumerate(page.links):
            # What refers to an object of its own is a field, which refers to its appearance.
            own = tuple([self._file.add(appearance, b"") for appearance in link.references])
            self._fields += [b"%d 0 R" % (first + rank)] if own else []
            entries = self._with_place(link.template % own)[:-2]
            self._file.put(first + rank, b"%b/StructParent %d>>" % (entries, row + rank))
        refs = b" ".join([b"%d 0 R" % (first + rank) for rank in range(len(page.links))])
        size = b"[0 0 %b %b]" % (to_bytes(page.width), to_bytes(page.height))
        entries = b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b" % (
            numbers["pages"], size, size, size,
        )  # fmt: skip
        entries += b"/Contents[%d 0 R %d 0 R]/Resources %d 0 R" % (body, head, numbers["resources"])
        entries += b"/Tabs/S/StructParents %d" % len(self._pages)
        entries += b"/Annots[%b]>>" % refs if refs else b">>"
        self._file.put(number, entries)
        self._pages.append(number)

    def _stream(self, data: bytes) -> int:
        return self._file.add(b"<</Filter/FlateDecode/Length %d>>" % len(data), data)

    def _margin_operators(self, running: PaintedMargins) -> bytes:
        for painted, glyphs in running:
            merge_glyphs(self._glyphs, glyphs)
            self._alphas |= painted.alphas
            self._drawings |= painted.drawings
        return MARGINS % b"\n".join([painted.numbered(0) for painted, _ in running])

    def _write_resources(self) -> None:
        numbers = self._number
        drawing_numbers = dict(numbers)
        for name in sorted(self._drawings):
            drawing_numbers[name] = self._file.take()
        for name, drawing in sorted(self._drawings.items()):
            entries = drawing.entries.template % tuple(
                drawing_numbers[reference] for reference in drawing.entries.references
            )
            self._file.put(drawing_numbers[name], entries, drawing.data)
        self._write_fonts()
        common = self._common
        self._file.put(numbers["profile"], common.profile.template % (), common.profile_data)
        self._file.put(
            numbers["colours"], common.colours.template % self._numbers_of(common.colours)
        )
        states = b"".join(
            b"/%b %b" % (name.encode(), self._alphas[name]) for name in sorted(self._alphas)
        )
        kinds: dict[bool, bytes] = {False: b"", True: b""}
        for name in sorted(self._drawings):
            pattern = b"/PatternType" in self._drawings[name].entries.template
            kinds[pattern] += b"/%b %d 0 R" % (name.encode(), drawing_numbers[name])
        self._file.put(
            numbers["resources"],
            b"<</ExtGState<<%b>>/XObject<<%b>>/Pattern<<%b>>/ColorSpace %d 0 R/Font %d 0 R>>"
            % (states, kinds[False], kinds[True], numbers["colours"], numbers["fonts"]),
        )

    def _numbers_of(self, template: ObjectTemplate) -> tuple[int, ...]:
        return tuple(self._number[name] for name in template.references)

    def _write_fonts(self) -> None:
        names = []
        for name, font in self._embedder.fonts_of(self._glyphs).items():
            names.append(b"/%b %d 0 R" % (name.encode(), self._write_font(font)))
        self._file.put(self._number["fonts"], b"<<%b>>" % b"".join(names))

    def _write_font(self, font: EmbeddedFont) -> int:
        """Write the objects of a font; return the number of the last."""
        first = self._file.take(len(font.objects))
        for rank, (template, data) in enumerate(font.objects):
            entries = template.template % tuple(
                first + reference for reference in template.references
            )
            self._file.put(first + rank, entries, data)
        return first + len(font.objects) - 1

    def _write_form(self) -> bytes:
        """Write the form with its font; return its entry in the catalog, nothing without fields."""
        if not self._fields:
            return b""
        font = b"%d 0 R" % self._write_font(self._embedder.form_font)
        form = {"Fields": pydyf.Array(self._fields), **form_entries(font)}
        return b"/AcroForm " + to_bytes(pydyf.Dictionary(form))

    def _write_tags(self) -> None:
        numbers = self._number
        rows = [b"%d[%b]" % (page, row) for page, row in enumerate(self._rows)]
        rows += [b"%d %b" % row for row in enumerate(self._link_rows, len(rows))]
        parents = self._file.add(b"<</Nums[%b]>>" % b" ".join(rows))
        tops = b" ".join([b"%d 0 R" % top for top in self._tops])
        self._file.put(
            numbers["document"],
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (numbers["tags"], tops),
        )
        roles = b"".join(b"/%b/%b" % (own.encode(), to.encode()) for own, to in STANDARD.items())
        self._file.put(
            numbers["tags"],
            b"<</Type/StructTreeRoot/K[%d 0 R]/RoleMap<<%b>>/ParentTree %d 0 R"
            b"/ParentTreeNextKey %d>>" % (numbers["document"], roles, parents, len(rows)),
        )

    def _write_catalog(self) -> int:
        numbers, metadata = self._number, self._metadata
        kids = b" ".join([b"%d 0 R" % page for page in self._pages])
        count = len(self._pages)
        self._file.put(numbers["pages"], b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count))
        anchors = b" ".join([b"%b %b" % anchor for anchor in sorted(self._anchors.items())])
        entries = b"<</Type/Metadata/Subtype/XML/Length %d>>" % len(metadata.metadata)
        stream = self._file.add(entries, metadata.metadata)
        intents = self._common.intents
        return self._file.add(
            b"<</Type/Catalog/Pages %d 0 R/Lang %b/Names<</Dests<</Names[%b]>>>>"
            % (numbers["pages"], metadata.language, anchors)
            + b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>" % numbers["tags"]
            + b"/ViewerPreferences<</DisplayDocTitle true>>/PageLabels<</Nums[0<</S/D>>]>>"
            + b"/OutputIntents %b" % (intents.template % self._numbers_of(intents))
            + b"/Metadata %d 0 R%b%b>>" % (stream, self._write_form(), self._write_outline())
        )

    def _write_outline(self) -> bytes:
        root: list[Any] = []
        levels: list[int] = []
        depths = [root]
        level = 0
        for rank, marked in enumerate(self._bookmarks):
            page = SimpleNamespace(bookmarks=marked)
            level = make_page_bookmark_tree(page, levels, depths, level, rank, Matrix())
        if not root:
            return b""
        top = self._file.take()
        first, last, count = self._write_entries(root, top)
        self._file.put(top, b"<</Count %d/First %d 0 R/Last %d 0 R>>" % (count, first, last))
        return b"/Outlines %d 0 R" % top

    def _write_entries(self, entries: list[Any], parent: int) -> tuple[int, int, int]:
        """Write outline entries; return the first, the last and the number of open ones."""
        first, total = self._file.take(len(entries)), len(entries)
        for rank, (title, (page, x, y), children, _) in enumerate(entries):
            number = first + rank
            place = (self._pages[page], to_bytes(x), to_bytes(y))
            entry = b"<</Title %b/Dest[%d 0 R/XYZ %b %b 0]" % (
                to_bytes(pydyf.String(title)),
                *place,
            )
            if children:
                low, high, count = self._write_entries(children, number)
                entry += b"/First %d 0 R/Last %d 0 R/Count %d" % (low, high, count)
                total += count
            entry += b"/Prev %d 0 R" % (number - 1) if rank else b""
            entry += b"/Next %d 0 R" % (number + 1) if rank < len(entries) - 1 else b""
            self._file.put(number, b"%b/Parent %d 0 R>>" % (entry, parent))
        return first, first + len(entries) - 1, total
