"""The frames of one set of templates, and the documents rendered with them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import cssselect2
import pydyf
import weasyprint
from weasyprint import HTML
from weasyprint.html import get_html_metadata
from weasyprint.pdf.metadata import DocumentMetadata

from docgen.conformity.checks.references import FOLIO
from docgen.conformity.pdf.references import read_references
from docgen.document import Artifact, Document
from docgen.format import Format
from docgen.rendering.frames.building import build_frame
from docgen.rendering.frames.frame import SectionFrame
from docgen.rendering.frames.frame_cache import FrameCache
from docgen.rendering.frames.layout.engine import LayoutEngine
from docgen.rendering.frames.layout.headers_footers import MarginBoxes
from docgen.rendering.frames.layout.sections import SplitDocument, SplitHtml, split_document
from docgen.rendering.frames.output.binding import (
    FileMetadata,
    PaintedMargins,
    PdfBinder,
    SharedObjects,
)
from docgen.rendering.frames.output.fonts import FontEmbedder
from docgen.rendering.frames.output.operators import to_bytes
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.output.section import FilledPage, FilledSection
from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.attachments import declare_both_standards
from docgen.rendering.pdf.renderer import TemplateFetcher, collect_warnings
from docgen.rendering.pdf.tagging import WEASYPRINT

PYDYF: Final = "0.13.0"
CSSSELECT2: Final = "0.10.1"
"""The versions whose private attributes frames use; with others, frames refuse everything."""
MAX_REMEMBERED: Final = 100
"""How many filled sections are remembered by their HTML: those of four packs."""
MAX_FILLED: Final = 4
"""How many filled sections of one skeleton are remembered by the content of their slots."""
MAX_FRAMES: Final = 100
"""How many frames a process keeps, those least used the first to go; it reads them again."""
FORGET_AFTER: Final = 500
"""After how many documents it is forgotten what slots were filled with: those of a département
share words, and each slot of a hundred frames would come to keep the words of many."""
MAX_ROUNDS: Final = 3
"""How often page numbers may change before the document is refused."""
WARNED: Final = "un avertissement de WeasyPrint"


@dataclass(frozen=True, slots=True)
class _SectionRequest:
    split: SplitDocument
    base: str
    section: SplitHtml
    pages: Mapping[str, int]

    @property
    def skeleton(self) -> tuple[str, ...]:
        """Return what all sections of one frame have in common."""
        opening = self.split.opening.skeleton
        return (self.base, *self.split.sheets, opening, self.section.skeleton)


@dataclass(slots=True)
class _FrameFamily:
    """The frames of one skeleton, and what they were filled with, by the content of the slots."""

    frames: list[SectionFrame] = field(default_factory=list)
    filled: dict[Any, FilledSection | None] = field(default_factory=dict)


class FrameSet:
    """Frames by skeleton, with a memory of filled sections, margin boxes and fonts."""

    def __init__(self, templates: Templates, cache: FrameCache, most: int = MAX_FRAMES) -> None:
        versions = (weasyprint.VERSION, pydyf.VERSION, cssselect2.VERSION)
        if versions != (WEASYPRINT, PYDYF, CSSSELECT2):
            raise UnsupportedError("une autre version de WeasyPrint, de pydyf ou de cssselect2")
        self._cache, self._most = cache, most
        self._fetcher = TemplateFetcher(templates)
        self._engines: dict[tuple[str, ...], LayoutEngine] = {}
        self._fonts = Fonts()
        self._embedder = FontEmbedder(self._fonts, templates)
        self._margin_boxes = MarginBoxes(self._fonts)
        self._families: dict[tuple[str, ...], _FrameFamily] = {}
        self._filled: dict[Any, tuple[FilledSection, SectionFrame]] = {}
        self._common: SharedObjects | None = None
        self._rendered = 0
        self.built = 0

    @property
    def frame_count(self) -> int:
        """Return how many frames it keeps."""
        return sum(len(family.frames) for family in self._families.values())

    def render(self, document: Document, html: str) -> Artifact:
        """Return a document as PDF; raise UnsupportedError if frames cannot render it."""
        split, base = self._split(document, html)
        with collect_warnings() as warnings:
            sections = self._sections(split, base)
            running = list(self._page_margins(split, sections))
            if self._common is None:
                raise UnsupportedError("aucune section marquée")
            binder = PdfBinder(
                self._common, self._embedder, _file_metadata(split, base, document.place)
            )
            data = binder.bind([filled for filled, _ in sections], running)
        if warnings or self._fetcher.refused:
            raise UnsupportedError(WARNED)
        _read_new_pages(data, [page for filled, _ in sections for page in filled.pages])
        while self.frame_count > self._most:
            del self._families[next(iter(self._families))]
        self._rendered += 1
        if self._rendered % FORGET_AFTER == 0:
            for family in self._families.values():
                for frame in family.frames:
                    frame.forget_fillings()
        return Artifact(document, Format.PDF, data, len(running))

    def _split(self, document: Document, html: str) -> tuple[SplitDocument, str]:
        if document.attached or document.recto:
            raise UnsupportedError("un fichier joint, ou une seule face")
        stems = [one.short_stem for one in (document, *document.bound)]
        return split_document(html, stems, document.place), self._fetcher.base_url(
            document.template_folder
        )

    def _sections(
        self, split: SplitDocument, base: str
    ) -> list[tuple[FilledSection, SectionFrame]]:
        """Return the sections, filled; those that print pages of others are rendered last."""
        sections = [SplitHtml(section) for section in split.sections]
        counts = [1] * len(sections)
        independent = [rank for rank, section in enumerate(sections) if not section.targets]
        dependent = [rank for rank, section in enumerate(sections) if section.targets]
        for _ in range(MAX_ROUNDS):
            filled: dict[int, tuple[FilledSection, SectionFrame]] = {}
            for ranks in (independent, dependent):
                pages = _anchor_pages(sections, counts, filled) if ranks is dependent else {}
                for rank in ranks:
                    filled[rank] = self._section(
                        _SectionRequest(split, base, sections[rank], pages)
                    )
                    counts[rank] = len(filled[rank][0].pages)
            pages_found = _anchor_pages(sections, counts, filled)
            if all(
                pages_found.get(name) == page
                for _, frame in filled.values()
                for name, page in frame.target_pages.items()
            ):
                whole = [filled[rank] for rank in range(len(sections))]
                _check_fronts(whole)
                return whole
        raise UnsupportedError("des numéros de page qui changent sans fin")

    def _section(self, request: _SectionRequest) -> tuple[FilledSection, SectionFrame]:
        pages = request.pages
        pages_shown = tuple(
            sorted((name, pages[name]) for name in request.section.targets if name in pages)
        )
        key = (
            request.base,
            request.split.sheets,
            request.split.opening.skeleton,
            request.section.html,
            pages_shown,
        )
        known = key in self._filled
        filled = self._filled.pop(key) if known else self._render_section(request)
        _make_room(self._filled, MAX_REMEMBERED)
        self._filled[key] = filled  # the last used
        return filled

    def _render_section(self, request: _SectionRequest) -> tuple[FilledSection, SectionFrame]:
        family = self._families.pop(request.skeleton, None) or _FrameFamily()
        self._families[request.skeleton] = family  # the last used
        tried = 0
        while True:
            for rank, frame in enumerate(family.frames[tried:], tried):
                filled = self._fill(family, rank, request)
                if filled:
                    return filled, frame
            tried = len(family.frames)
            if not self._load_frame(request, family):
                return self._build_frame(request, family)

    def _fill(
        self, family: _FrameFamily, rank: int, request: _SectionRequest
    ) -> FilledSection | None:
        """Return a section in a frame, or None when it does not fit.

        The content of the slots is the whole key: a section may say more that is never printed,
        such as the commune in the running head of a bound fiche.
        """
        frame = family.frames[rank]
        if not frame.suits(request.section, request.pages):
            return None
        contents = frame.contents_of(request.section)
        key = (rank, *contents.values())
        if key not in family.filled:
            _make_room(family.filled, MAX_FILLED)
            family.filled[key] = frame.fill(contents)
        return family.filled[key]

    def _load_frame(self, request: _SectionRequest, family: _FrameFamily) -> bool:
        engine, rank = self._engine(request.split, request.base), len(family.frames)
        stored = self._cache.get(request.skeleton, rank, engine, self._fonts)
        if stored:
            family.frames.append(stored[0])
            self._common = self._common or stored[1]
        return stored is not None

    def _build_frame(
        self, request: _SectionRequest, family: _FrameFamily
    ) -> tuple[FilledSection, SectionFrame]:
        split, section = request.split, request.section.filled
        html = f"{split.opening.html}{section.html}{split.closing}"
        engine = self._engine(split, request.base)
        with collect_warnings() as warnings:
            laid = engine.lay_out(html, split.opening, section, request.pages)
            frame, common = build_frame(laid, split.opening, section, self._fonts)
        if warnings:  # WeasyPrint would not repeat them for what is made in this frame
            raise UnsupportedError(WARNED)
        self._common = self._common or common
        self.built += 1
        frame = self._cache.keep(request.skeleton, len(family.frames), (frame, common), engine)
        filled = frame.fill(frame.contents_of(request.section))
        if filled is None:
            raise UnsupportedError("un cadre que son propre texte ne remplit pas")
        family.frames.append(frame)
        return filled, frame

    def _engine(self, split: SplitDocument, base: str) -> LayoutEngine:
        key = (base, *split.sheets)
        if key not in self._engines:
            self._engines[key] = LayoutEngine(self._fetcher, base, split.sheets)
        return self._engines[key]

    def _page_margins(
        self, split: SplitDocument, sections: Sequence[tuple[FilledSection, SectionFrame]]
    ) -> Iterator[PaintedMargins]:
        total = sum(len(filled.pages) for filled, _ in sections)
        number = 0
        for filled, frame in sections:
            strings = {name: split.opening.words[rank] for name, rank in frame.strings.items()}
            for page in filled.pages:
                number += 1
                yield [
                    self._margin_boxes.painted(box, frame.paint, strings, number, total)
                    for box in page.margins
                ]


def _read_new_pages(data: bytes, pages: Sequence[FilledPage]) -> None:
    """Read a finished file for its checks: pages that lead to pages, and content not read yet."""
    known = [None if page.leads_to_pages else page.text for page in pages]
    read = read_references(data, known=known)
    for page, text in zip(pages, read.pages, strict=True):
        page.text = FOLIO.sub("", text)


def _make_room(remembered: dict[Any, Any], most: int) -> None:
    while len(remembered) >= most:
        del remembered[next(iter(remembered))]


def _check_fronts(sections: Sequence[tuple[FilledSection, SectionFrame]]) -> None:
    """Raise UnsupportedError when a section that begins on a front would stand on a back."""
    before = 0
    for filled, frame in sections:
        if frame.front and before % 2:
            raise UnsupportedError("une feuille qui commencerait au dos d’une autre")
        before += len(filled.pages)


def _anchor_pages(
    sections: Sequence[SplitHtml],
    counts: Sequence[int],
    filled: Mapping[int, tuple[FilledSection, SectionFrame]],
) -> dict[str, int]:
    """Return the page of each anchor; those of an unfilled section are on its first page."""
    pages: dict[str, int] = {}
    first = 1
    for rank, count in enumerate(counts):
        anchors = [(name, 0) for name in sections[rank].anchors]
        if rank in filled:
            anchors = [(name, page) for name, page, _, _ in filled[rank][0].anchors]
        pages |= {name: first + page for name, page in anchors}
        first += count
    return pages


def _file_metadata(split: SplitDocument, base: str, place: str) -> FileMetadata:
    opening = split.opening.html.replace("<head></head>", split.head)
    source = HTML(string=f"{opening}{split.closing}", base_url=base)
    metadata = DocumentMetadata(**get_html_metadata(source))
    declare_both_standards(metadata)
    pdf = pydyf.PDF()
    metadata.include_in_pdf(pdf, "a", 2, "A", False)
    information = {
        "Producer": f"WeasyPrint {weasyprint.VERSION}",
        "Title": metadata.title,
        "Author": ", ".join(metadata.authors),
        "Subject": metadata.description,
        "Creator": metadata.generator,
    }
    dictionary = pydyf.Dictionary(
        {name: pydyf.String(value) for name, value in information.items() if value}
    )
    language = to_bytes(pydyf.String(metadata.lang or ""))
    data = b"\n".join(map(to_bytes, pdf.objects[-1].stream))
    return FileMetadata(data, dictionary.data, language, place)
