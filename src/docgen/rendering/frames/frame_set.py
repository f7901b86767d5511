"""The frames of one edition (templates, code, libraries), and documents made in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import cssselect2
import pydyf
import weasyprint
from weasyprint import HTML
from weasyprint.html import get_html_metadata
from weasyprint.pdf.metadata import DocumentMetadata

from docgen.document import Artifact, Document, Format
from docgen.rendering.frames.building import build
from docgen.rendering.frames.frame import Frame
from docgen.rendering.frames.frame_cache import Cellar
from docgen.rendering.frames.layout.headers_footers import RunningHeads
from docgen.rendering.frames.layout.layout import Press
from docgen.rendering.frames.layout.sections import Cut, Sheaf, cut
from docgen.rendering.frames.lru import Recent
from docgen.rendering.frames.output.binding import Binder, Common, Named, Running
from docgen.rendering.frames.output.fonts import Embedding
from docgen.rendering.frames.output.operators import plain
from docgen.rendering.frames.output.painting import Fonts
from docgen.rendering.frames.output.section import Leaflet
from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.identification import declare_both_standards
from docgen.rendering.pdf.pdf import TemplateFetcher, collect_warnings

WEASYPRINT: Final = "70.0"
PYDYF: Final = "0.13.0"
CSSSELECT2: Final = "0.10.1"
"""The versions whose private shapes frames lean on; with any other, nothing is made in frames."""
KEPT: Final = 100
"""How many filled sections are remembered, by their HTML and by what their places hold."""
MOST: Final = 100
"""How many frames a process keeps, of some 1 MB each: the packs of the Tarn have 87."""
ENOUGH: Final = 8
"""After how many sections of a skeleton it is known which of its places change."""
ROUNDS: Final = 3
"""How often page numbers may change before they are given up."""
WARNED: Final = "un avertissement de WeasyPrint"


class _BusyError(Exception):
    """Another process is at the frame that a section needs: the other sections come first."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A section where it stands: its document, where its addresses start, pages of others."""

    sheaf: Sheaf
    base: str
    section: Cut
    pages: Mapping[str, int]

    @property
    def skeleton(self) -> tuple[str, ...]:
        """What sections of one frame have alike."""
        opening = self.sheaf.opening.skeleton
        return (self.base, *self.sheaf.sheets, opening, self.section.skeleton)


@dataclass(slots=True)
class _Known:
    """The frames of a skeleton; the places that changed so far, in how many sections."""

    frames: list[Frame] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    sections: int = 0

    def count(self) -> None:
        """Count a section; after some, what never changed is taken not to change."""
        self.sections += 1
        if self.sections == ENOUGH:
            for frame in self.frames:
                frame.cool(self.changed)
        elif self.sections > ENOUGH:
            self.frames[-1].cool(self.changed)


class Edition:
    """Frames by skeleton, filled sections by their HTML, running heads, fonts."""

    def __init__(self, templates: Templates, cellar: Cellar, most: int = MOST) -> None:
        found = (weasyprint.VERSION, pydyf.VERSION, cssselect2.VERSION)
        if found != (WEASYPRINT, PYDYF, CSSSELECT2):
            raise RefusedError("une autre version de WeasyPrint, de pydyf ou de cssselect2")
        self._cellar, self._most = cellar, most
        self._fetcher = TemplateFetcher(templates)
        self._presses: dict[tuple[str, ...], Press] = {}
        self._fonts = Fonts()
        self._embedding = Embedding(self._fonts)
        self._running = RunningHeads(self._fonts)
        self._known: dict[tuple[str, ...], _Known] = {}
        self._filled: Recent[Any, tuple[Leaflet, Frame]] = Recent(KEPT)
        self._leaflets: Recent[Any, Leaflet | None] = Recent(KEPT)
        self._common: Common | None = None
        self.built = 0

    @property
    def full(self) -> bool:
        """Whether it holds as many frames as it may keep."""
        return sum(len(one.frames) for one in self._known.values()) >= self._most

    def made(self, document: Document, html: str) -> Artifact:
        """Return a document as PDF; raise RefusedError if frames cannot."""
        sheaf, base = self._opened(document, html)
        with collect_warnings() as said:
            filled = self._sections(sheaf, base)
            running = list(self._heads(sheaf, filled))
            if self._common is None:
                raise RefusedError("aucune section marquée")
            binder = Binder(self._common, self._embedding, _named(sheaf, base, document.key))
            data = binder.bound([leaflet for leaflet, _ in filled], running)
        if said or self._fetcher.refused:
            raise RefusedError(WARNED)
        return Artifact(document, Format.PDF, data, len(running))

    def build(self, document: Document, html: str) -> None:
        """Build frames of a document's sections, from the last to the first; raise RefusedError.

        It leaves to the process that makes it what that is at, and what prints pages of others.
        """
        sheaf, base = self._opened(document, html)
        for section in reversed([Cut(section) for section in sheaf.sections]):
            if not section.led:
                with suppress(_BusyError):
                    self._section(_Site(sheaf, base, section, {}), wait=False)

    def _opened(self, document: Document, html: str) -> tuple[Sheaf, str]:
        """Return a document cut, and where its addresses start."""
        if document.attached or document.recto:
            raise RefusedError("un fichier joint, ou une seule face")
        stems = [part.stem for part in document.bound]
        return cut(html, stems, document.key), self._fetcher.base(document.kind)

    def _sections(self, sheaf: Sheaf, base: str) -> list[tuple[Leaflet, Frame]]:
        """Return the sections, filled; those that print pages of others come last."""
        cuts = [Cut(section) for section in sheaf.sections]
        counts = [1] * len(cuts)
        own = [rank for rank, one in enumerate(cuts) if not one.led]
        leading = [rank for rank, one in enumerate(cuts) if one.led]
        for _ in range(ROUNDS):
            filled: dict[int, tuple[Leaflet, Frame]] = {}
            for ranks in (own, leading):
                pages = _pages(cuts, counts, filled) if ranks is leading else {}
                sites = {rank: _Site(sheaf, base, cuts[rank], pages) for rank in ranks}
                for rank, made in self._each(sites):
                    filled[rank] = made
                    counts[rank] = len(made[0].pages)
            known = _pages(cuts, counts, filled)
            if all(
                known.get(name) == page
                for _, frame in filled.values()
                for name, page in frame.asked.items()
            ):
                whole = [filled[rank] for rank in range(len(cuts))]
                _check_fronts(whole)
                return whole
        raise RefusedError("des numéros de page qui changent sans fin")

    def _each(self, sites: Mapping[int, _Site]) -> Iterator[tuple[int, tuple[Leaflet, Frame]]]:
        """Yield sections, filled; those whose frame another process is building come last."""
        later: list[int] = []
        for rank, site in sites.items():
            try:
                yield rank, self._section(site, wait=False)
            except _BusyError:
                later.append(rank)
        for rank in later:
            yield rank, self._section(sites[rank], wait=True)

    def _section(self, site: _Site, *, wait: bool) -> tuple[Leaflet, Frame]:
        pages = site.pages
        asked = tuple(sorted((name, pages[name]) for name in site.section.led if name in pages))
        key = (site.base, site.sheaf.sheets, site.sheaf.opening.skeleton, site.section.html, asked)
        if key not in self._filled:
            self._filled[key] = self._fresh(site, wait=wait)
        return self._filled[key]

    def _fresh(self, site: _Site, *, wait: bool) -> tuple[Leaflet, Frame]:
        known = self._known.setdefault(site.skeleton, _Known())
        tried = 0
        while True:
            for frame in known.frames[tried:]:
                leaflet = self._leaflet(frame, site)
                known.changed |= frame.changed
                if leaflet:
                    known.count()
                    return leaflet, frame
            tried = len(known.frames)
            if self._found(site, known):
                continue
            with self._cellar.claimed(site.skeleton, tried, wait=wait) as ours:
                if not ours:
                    raise _BusyError
                if not self._found(site, known):
                    leaflet, frame = self._built(site, known)
                    return leaflet, frame

    def _leaflet(self, frame: Frame, site: _Site) -> Leaflet | None:
        """Return a section in a frame, or None when it does not go in.

        What the frame's places hold is all that may tell it from another: sections say more, which
        is never printed, as the commune in the running head of a fiche that is bound.
        """
        if not frame.suits(site.section, site.pages):
            return None
        said = frame.said(site.section)
        key = (id(frame), *said.values())
        if key not in self._leaflets:
            self._leaflets[key] = frame.fill(said)
        return self._leaflets[key]

    def _found(self, site: _Site, known: _Known) -> bool:
        """Whether one more frame of a skeleton is in the cellar; it is then known."""
        press, rank = self._press(site.sheaf, site.base), len(known.frames)
        kept = self._cellar.take(site.skeleton, rank, press, self._fonts)
        if kept:
            known.frames.append(kept[0])
            self._common = self._common or kept[1]
        return kept is not None

    def _built(self, site: _Site, known: _Known) -> tuple[Leaflet, Frame]:
        """Return a section filled, and its frame, built of it and kept for others."""
        sheaf, section = site.sheaf, site.section
        html = f"{sheaf.opening.html}{section.html}{sheaf.closing}"
        press = self._press(sheaf, site.base)
        with collect_warnings() as said:
            laid = press.lay_out(html, sheaf.opening, section, site.pages)
            frame, common = build(laid, sheaf.opening, section, self._fonts)
        if said:  # it would not be said again of what is made in this frame
            raise RefusedError(WARNED)
        self._common = self._common or common
        self.built += 1
        # Before it is filled: its places are still those of its own text.
        self._cellar.put(site.skeleton, len(known.frames), frame, common)
        leaflet = frame.fill(frame.said(section))
        if leaflet is None:
            raise RefusedError("un cadre que son propre texte ne remplit pas")
        known.frames.append(frame)
        known.count()
        return leaflet, frame

    def _press(self, sheaf: Sheaf, base: str) -> Press:
        key = (base, *sheaf.sheets)
        if key not in self._presses:
            self._presses[key] = Press(self._fetcher, base, sheaf.sheets)
        return self._presses[key]

    def _heads(self, sheaf: Sheaf, filled: Sequence[tuple[Leaflet, Frame]]) -> Iterator[Running]:
        """Yield the margin boxes of every page."""
        total = sum(len(leaflet.pages) for leaflet, _ in filled)
        number = 0
        for leaflet, frame in filled:
            strings = {name: sheaf.opening.words[rank] for name, rank in frame.strings.items()}
            for page in leaflet.pages:
                number += 1
                yield [
                    self._running.painted(box, frame.ground, strings, number, total)
                    for box in page.margins
                ]


def _check_fronts(filled: Sequence[tuple[Leaflet, Frame]]) -> None:
    """Raise RefusedError for a section that begins on a front, and would stand on a back."""
    before = 0
    for leaflet, frame in filled:
        if frame.front and before % 2:
            raise RefusedError("une feuille qui commencerait au dos d’une autre")
        before += len(leaflet.pages)


def _pages(
    cuts: Sequence[Cut], counts: Sequence[int], filled: Mapping[int, tuple[Leaflet, Frame]]
) -> dict[str, int]:
    """Return the page of every anchor; those of a section that is not filled are on its first."""
    found: dict[str, int] = {}
    first = 1
    for rank, count in enumerate(counts):
        anchors = [(name, 0) for name in cuts[rank].anchors]
        if rank in filled:
            anchors = [(name, page) for name, page, _, _ in filled[rank][0].anchors]
        for name, page in anchors:
            found.setdefault(name, first + page)
        first += count
    return found


def _named(sheaf: Sheaf, base: str, key: str) -> Named:
    """Return what a file says of itself, as its HTML does."""
    opening = sheaf.opening.html.replace("<head></head>", sheaf.head)
    source = HTML(string=f"{opening}{sheaf.closing}", base_url=base)
    metadata = DocumentMetadata(**get_html_metadata(source))
    declare_both_standards(metadata)
    pdf = pydyf.PDF()
    metadata.include_in_pdf(pdf, "a", 2, "A", False)
    told = {
        "Producer": f"WeasyPrint {weasyprint.VERSION}",
        "Title": metadata.title,
        "Author": ", ".join(metadata.authors),
        "Subject": metadata.description,
        "Creator": metadata.generator,
    }
    information = pydyf.Dictionary(
        {name: pydyf.String(value) for name, value in told.items() if value}
    )
    language = plain(pydyf.String(metadata.lang or ""))
    data = b"\n".join(map(plain, pdf.objects[-1].stream))
    return Named(data, information.data, language, key)
