"""A section of a few words, laid out alone with a style sheet of its own."""

from pathlib import Path
from typing import Any

from docgen.rendering.frames.building import build_frame
from docgen.rendering.frames.frame import SectionFrame
from docgen.rendering.frames.layout.engine import LayoutEngine, SectionLayout
from docgen.rendering.frames.layout.lines import line_slots
from docgen.rendering.frames.layout.sections import SplitHtml
from docgen.rendering.frames.output.painting import Fonts, Glyphs
from docgen.rendering.pdf.renderer import TemplateFetcher
from tests.support.documents import laid_over

OPENING = '<!DOCTYPE html><html lang="fr"><head></head><body><p class="avant">Avant</p>'
CLOSING = "</body></html>"
SHEET = """
@font-face { font-family: "Source Sans 3"; src: url(../_commun/fonts/SourceSans3-Regular.ttf) }
html { font: 10pt/14pt "Source Sans 3" }
@page { size: 100mm 100mm; margin: 10mm }
"""


class Small:
    """A style sheet and a section."""

    def __init__(self, folder: Path, section: str, css: str = "", opening: str = OPENING) -> None:
        templates = laid_over(folder, {"petit/document.css": SHEET + css})
        fetcher = TemplateFetcher(templates)
        self.engine = LayoutEngine(fetcher, fetcher.base_url("petit"), ("document.css",))
        self.opening, self.section = SplitHtml(opening), SplitHtml(section)

    def laid(self) -> SectionLayout:
        """Return the section laid out."""
        html = f"{self.opening.html}{self.section.html}{CLOSING}"
        return self.engine.lay_out(html, self.opening, self.section, {})

    def frame(self, fonts: Fonts) -> SectionFrame:
        """Return the frame of the section."""
        frame, _ = build_frame(self.laid(), self.opening, self.section, fonts)
        return frame

    def glyphs(self, fonts: Fonts) -> Glyphs:
        """Return the glyphs that the section is printed with."""
        frame = self.frame(fonts)
        filled = frame.fill(frame.contents_of(self.section))
        assert filled is not None
        return filled.glyphs

    def free(self) -> set[str]:
        """Return the words that stand in places, which others may take."""
        words = (*self.opening.words, *self.section.words)
        ranks = (rank for place in line_slots(self.laid()) for rank in place.line_block.words)
        return {words[rank] for rank in ranks if rank is not None}


def margin_boxes(laid: SectionLayout) -> list[Any]:
    """Return the margin boxes of all pages, in order."""
    pages = (page._page_box.children for page in laid.document.pages)
    return [box for boxes in pages for box in boxes if getattr(box, "at_keyword", "")]
