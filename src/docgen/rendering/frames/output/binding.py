"""Sections bound into a PDF: pages, tags, outline, links across sections, fonts, names."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

import pydyf
from weasyprint.anchors import make_page_bookmark_tree
from weasyprint.matrix import Matrix

from docgen.rendering.frames.layout.sections import NOBODY
from docgen.rendering.frames.output.fonts import Embedding
from docgen.rendering.frames.output.operators import LEVEL, Drawing, Painted, Raw, plain
from docgen.rendering.frames.output.painting import Glyphs, merge
from docgen.rendering.frames.output.pdf_file import PdfFile
from docgen.rendering.frames.output.section import Leaflet, LeafletPage
from docgen.rendering.pdf.tag_tree import STANDARD

NAMES: Final = ("profile", "colours", "fonts", "resources", "pages", "tags", "document")
"""The objects that every file has, first."""
FURNITURE: Final = b"q\n0.75 0 0 0.75 0 0 cm\n%b\nQ"
"""How margin boxes are painted over a page, in CSS pixels."""
Running = Sequence[tuple[Painted, Glyphs]]


@dataclass(frozen=True, slots=True)
class Common:
    """What every file of an edition has alike: its colour profile, its colour spaces."""

    profile: Raw
    profile_data: bytes
    colours: Raw
    intents: Raw


@dataclass(frozen=True, slots=True)
class Named:
    """What a file says of itself: metadata (XMP), information, language; the key in its anchors."""

    metadata: bytes
    information: bytes
    language: bytes
    key: str


class Binder:
    """Binds the sections of one document."""

    def __init__(self, common: Common, embedding: Embedding, named: Named) -> None:
        self._common, self._embedding, self._named = common, embedding, named
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

    def bound(self, leaflets: Sequence[Leaflet], running: Iterable[Running]) -> bytes:
        """Return the file of sections in order; `running` are the margin boxes of every page."""
        rest = iter(running)
        total = sum(len(leaflet.pages) for leaflet in leaflets)
        for leaflet in leaflets:
            self._leaflet(leaflet, rest, total)
        self._resources()
        self._tags()
        root = self._catalog()
        return self._file.written(root, self._file.add(self._named.information))

    def _leaflet(self, leaflet: Leaflet, running: Iterator[Running], total: int) -> None:
        structure, take = leaflet.structure, self._file.take
        pages = take(len(leaflet.pages))
        links = take(len(structure.link_parents))
        elements = take(len(structure.elements))
        numbers = [
            *range(pages, pages + len(leaflet.pages)),
            *range(links, links + len(structure.link_parents)),
            *range(elements, elements + len(structure.elements)),
            self._number["document"],
        ]
        before = len(self._pages)
        for rank, page in enumerate(leaflet.pages):
            self._page(pages + rank, page, next(running), links, total)
            links += len(page.links)
        for number, element in enumerate(structure.elements, elements):
            leads = tuple([numbers[lead] for lead in element.leads])
            self._file.put(number, element.template % leads)
        for row in structure.parents:
            self._rows.append(
                b" ".join([b"null" if one is None else b"%d 0 R" % numbers[one] for one in row])
            )
        self._link_rows += [b"%d 0 R" % numbers[one] for one in structure.link_parents]
        self._tops += [numbers[one] for one in structure.tops]
        self._gather(leaflet, before)

    def _gather(self, leaflet: Leaflet, before: int) -> None:
        """Take what a section brings to the whole file; `before` it were so many pages."""
        merge(self._glyphs, leaflet.glyphs)
        self._alphas |= leaflet.alphas
        self._drawings |= leaflet.drawings
        for name, page, x, y in leaflet.anchors:
            place = b"[%d 0 R/XYZ %b %b 0]" % (self._pages[before + page], plain(x), plain(y))
            self._anchors.setdefault(self._keyed(plain(pydyf.String(name))), place)
        marked: list[list[Any]] = [[] for _ in leaflet.pages]
        for level, label, page, x, y in leaflet.bookmarks:
            marked[page].append((level, label, (x, y), "open"))
        self._bookmarks += marked

    def _keyed(self, said: bytes) -> bytes:
        """Return anchors as they are in this document."""
        return said.replace(NOBODY.encode(), b"-" + self._named.key.encode())

    def _page(
        self, number: int, page: LeafletPage, running: Running, first: int, total: int
    ) -> None:
        """Write a page of a file of `total`, and its links, numbered from `first`."""
        known = self._number
        body = self._stream(page.body)
        head = self._stream(zlib.compress(self._furniture(running), LEVEL))
        row = total + self._linked
        self._linked += len(page.links)
        for rank, link in enumerate(page.links):
            said = self._keyed(link.template % link.leads)[:-2]
            self._file.put(first + rank, b"%b/StructParent %d>>" % (said, row + rank))
        refs = b" ".join([b"%d 0 R" % (first + rank) for rank in range(len(page.links))])
        size = b"[0 0 %b %b]" % (plain(page.width), plain(page.height))
        said = b"<</Type/Page/Parent %d 0 R/MediaBox%b/TrimBox%b/BleedBox%b" % (
            known["pages"], size, size, size,
        )  # fmt: skip
        said += b"/Contents[%d 0 R %d 0 R]/Resources %d 0 R" % (body, head, known["resources"])
        said += b"/Tabs/S/StructParents %d" % len(self._pages)
        said += b"/Annots[%b]>>" % refs if refs else b">>"
        self._file.put(number, said)
        self._pages.append(number)

    def _stream(self, data: bytes) -> int:
        return self._file.add(b"<</Filter/FlateDecode/Length %d>>" % len(data), data)

    def _furniture(self, running: Running) -> bytes:
        for painted, glyphs in running:
            merge(self._glyphs, glyphs)
            self._alphas |= painted.alphas
            self._drawings |= painted.drawings
        return FURNITURE % b"\n".join([painted.numbered(0) for painted, _ in running])

    def _resources(self) -> None:
        """Write what pages draw with: fonts, states, drawings, colours."""
        known = self._number
        numbers = dict(known)
        for name in sorted(self._drawings):
            numbers[name] = self._file.take()
        for name, drawing in sorted(self._drawings.items()):
            said = drawing.entries.template % tuple(numbers[one] for one in drawing.entries.leads)
            self._file.put(numbers[name], said, drawing.data)
        self._fonts()
        common = self._common
        self._file.put(known["profile"], common.profile.template % (), common.profile_data)
        self._file.put(known["colours"], common.colours.template % self._leads(common.colours))
        states = b"".join(
            b"/%b %b" % (name.encode(), self._alphas[name]) for name in sorted(self._alphas)
        )
        kinds: dict[bool, bytes] = {False: b"", True: b""}
        for name in sorted(self._drawings):
            pattern = b"/PatternType" in self._drawings[name].entries.template
            kinds[pattern] += b"/%b %d 0 R" % (name.encode(), numbers[name])
        self._file.put(
            known["resources"],
            b"<</ExtGState<<%b>>/XObject<<%b>>/Pattern<<%b>>/ColorSpace %d 0 R/Font %d 0 R>>"
            % (states, kinds[False], kinds[True], known["colours"], known["fonts"]),
        )

    def _leads(self, raw: Raw) -> tuple[int, ...]:
        return tuple(self._number[one] for one in raw.leads)

    def _fonts(self) -> None:
        named = []
        for name, font in self._embedding.of(self._glyphs).items():
            first = self._file.take(len(font.objects))
            for rank, (raw, data) in enumerate(font.objects):
                said = raw.template % tuple(first + lead for lead in raw.leads)
                self._file.put(first + rank, said, data)
            named.append(b"/%b %d 0 R" % (name.encode(), first + len(font.objects) - 1))
        self._file.put(self._number["fonts"], b"<<%b>>" % b"".join(named))

    def _tags(self) -> None:
        """Write the root of the tags, and the way back from contents and links to them."""
        known = self._number
        rows = [b"%d[%b]" % (page, row) for page, row in enumerate(self._rows)]
        rows += [b"%d %b" % one for one in enumerate(self._link_rows, len(rows))]
        parents = self._file.add(b"<</Nums[%b]>>" % b" ".join(rows))
        tops = b" ".join([b"%d 0 R" % top for top in self._tops])
        self._file.put(
            known["document"],
            b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (known["tags"], tops),
        )
        roles = b"".join(b"/%b/%b" % (own.encode(), to.encode()) for own, to in STANDARD.items())
        self._file.put(
            known["tags"],
            b"<</Type/StructTreeRoot/K[%d 0 R]/RoleMap<<%b>>/ParentTree %d 0 R"
            b"/ParentTreeNextKey %d>>" % (known["document"], roles, parents, len(rows)),
        )

    def _catalog(self) -> int:
        known, named = self._number, self._named
        kids = b" ".join([b"%d 0 R" % page for page in self._pages])
        count = len(self._pages)
        self._file.put(known["pages"], b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count))
        anchors = b" ".join([b"%b %b" % one for one in sorted(self._anchors.items())])
        said = b"<</Type/Metadata/Subtype/XML/Length %d>>" % len(named.metadata)
        metadata = self._file.add(said, named.metadata)
        intents = self._common.intents
        return self._file.add(
            b"<</Type/Catalog/Pages %d 0 R/Lang %b/Names<</Dests<</Names[%b]>>>>"
            % (known["pages"], named.language, anchors)
            + b"/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>" % known["tags"]
            + b"/ViewerPreferences<</DisplayDocTitle true>>/PageLabels<</Nums[0<</S/D>>]>>"
            + b"/OutputIntents %b" % (intents.template % self._leads(intents))
            + b"/Metadata %d 0 R%b>>" % (metadata, self._outline())
        )

    def _outline(self) -> bytes:
        """Write the outline, which every section takes part in; return where it is."""
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
        first, last, count = self._entries(root, top)
        self._file.put(top, b"<</Count %d/First %d 0 R/Last %d 0 R>>" % (count, first, last))
        return b"/Outlines %d 0 R" % top

    def _entries(self, entries: list[Any], parent: int) -> tuple[int, int, int]:
        """Write entries of the outline; return the first, the last, how many are open."""
        first, total = self._file.take(len(entries)), len(entries)
        for rank, (title, (page, x, y), below, _) in enumerate(entries):
            number = first + rank
            place = (self._pages[page], plain(x), plain(y))
            said = b"<</Title %b/Dest[%d 0 R/XYZ %b %b 0]" % (plain(pydyf.String(title)), *place)
            if below:
                low, high, count = self._entries(below, number)
                said += b"/First %d 0 R/Last %d 0 R/Count %d" % (low, high, count)
                total += count
            said += b"/Prev %d 0 R" % (number - 1) if rank else b""
            said += b"/Next %d 0 R" % (number + 1) if rank < len(entries) - 1 else b""
            self._file.put(number, b"%b/Parent %d 0 R>>" % (said, parent))
        return first, first + len(entries) - 1, total
