"""Checks of a finished PDF: pages, fonts, signatures.

A page may be empty only where a style sheet has the next one begin on the front of a sheet.

A signature alone on a page could be moved under another text: at least two lines of the last clause
stand above the signatures, all of them on one page, each with room for ink.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader

from docgen.errors import Problem
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tagging import PX, page_margins

MM = 72 / 25.4
LINES_ABOVE = 2
"""How many lines of the last clause must stand above the signatures."""
INK_HEIGHT = 35 * MM
"""The minimum height for a wet signature and a stamp."""
TEXT_DRAWN = re.compile(rb"1 0 0 -1 [-\d.]+ ([-\d.]+) Tm")
"""How WeasyPrint 70 writes the start of a line of text, in CSS pixels from the top left.
Reading these is a hundred times faster than extracting the text; if a later version writes them
otherwise, every page will seem empty and the build will fail."""
OUR_FONTS = re.compile(r"^[A-Z]{6}\+Source-?(Sans-?3|Serif-?4)")
"""The families that docgen ships; any other comes from the machine by accident."""


@dataclass(frozen=True, slots=True)
class AnchorBox:
    """An anchor of the layout: its page from 0, its top and bottom in points from the top."""

    page: int
    top: float
    bottom: float


def check_finished(data: bytes, layout: Any) -> Iterator[Problem]:
    """Yield the problems of a finished PDF, given its layout."""
    pdf = PdfReader(io.BytesIO(data))
    pages = list(pdf.pages)
    yield from _check_title_and_language(pdf)
    yield from _check_fonts(pages)
    laid_out = zip(pages, map(page_margins, layout.pages), strict=True)
    lines = [sorted(_baselines(page, head, foot)) for page, (head, foot) in laid_out]
    blank_pages = [page._page_box.page_type.blank for page in layout.pages]
    for number, (has_lines, blank) in enumerate(zip(lines, blank_pages, strict=True), 1):
        if not (has_lines or blank):
            yield Problem("", f"page {number} vide", code="page-vide")
    yield from check_signatures(lines, anchor_boxes(layout))


def anchor_boxes(layout: Any) -> dict[str, AnchorBox]:
    """Return the anchors of a layout, by name."""
    boxes: dict[str, AnchorBox] = {}
    for number, page in enumerate(layout.pages):
        for name, (_, top, _, bottom) in page.anchors.items():
            boxes.setdefault(name, AnchorBox(number, top * PX, bottom * PX))
    return boxes


def check_signatures(lines: list[list[float]], anchors: dict[str, AnchorBox]) -> Iterator[Problem]:
    """Yield the problems of the signature block; `lines` are baselines by page."""
    boxes = [anchor for name, anchor in anchors.items() if name.startswith("signature-")]
    blocks = boxes or [anchor for name, anchor in anchors.items() if name.startswith("signataire-")]
    if not blocks:
        return
    head = anchors.get("fait")
    hint = "raccourcissez ou allongez un peu la dernière clause, ou signalez-le aux développeurs"
    page = blocks[0].page
    if head is None or {anchor.page for anchor in (*blocks, head)} != {page}:
        yield Problem(
            "", "les signatures ne sont pas toutes sur la même page", code="signature", hint=hint
        )
        return
    above = [height for height in lines[page] if height < head.top]
    if len(above) < LINES_ABOVE:
        message = (
            f"les signatures sont seules page {page + 1} : {len(above)} ligne de texte avec elles"
        )
        yield Problem("", message, code="signature", hint=hint)
    for box in boxes:
        if box.bottom - box.top < INK_HEIGHT:
            yield Problem("", "moins de 35 mm pour une signature à l’encre", code="signature")


def check_overflow(
    boxes: Iterable[DrawnBox], sizes: Sequence[tuple[float, float]]
) -> Iterator[Problem]:
    """Yield a problem for each text that leaves its page; page `sizes` are in points."""
    hint = "un mot trop long pour sa ligne : coupez-le, ou raccourcissez le texte"
    for box in boxes:
        width, height = sizes[box.page]
        left, bottom, right, top = box.rectangle
        if box.text.strip() and min(left, bottom, width - right, height - top) < -1:
            message = f"un texte sort de la page {box.page + 1} : « {box.text.strip()[:60]} »"
            yield Problem("", message, code="debord", hint=hint)


def _baselines(page: PageObject, head: float, foot: float) -> set[float]:
    """Return the baseline of each line of the body, in points from the top of the page.

    `head` and `foot` are the depths of the margins, which hold running headers and footers.
    """
    contents = page.get_contents()
    operators = b"" if contents is None else contents.get_data()
    heights = {round(float(height) * PX) for height in TEXT_DRAWN.findall(operators)}
    return {height for height in heights if head < height < float(page.mediabox.height) - foot}


def _check_title_and_language(pdf: PdfReader) -> Iterator[Problem]:
    if not pdf.root_object.get("/Lang"):
        yield Problem("", "la page ne dit pas sa langue", code="page", hint='<html lang="fr">')
    if not (pdf.metadata and pdf.metadata.title):
        yield Problem("", "la page n’a pas de titre", code="page", hint="<title>…</title>")


def _check_fonts(pages: list[PageObject]) -> Iterator[Problem]:
    names: set[str] = set()
    for page in pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        names |= {str(font.get_object().get("/BaseFont", "/"))[1:] for font in fonts.values()}
    for name in sorted(names):
        if not OUR_FONTS.match(name):
            hint = "un nom de police mal écrit dans une feuille de style, ou un fichier absent"
            yield Problem("", f"police étrangère aux modèles : {name}", code="police", hint=hint)
