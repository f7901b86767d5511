"""What is read back from a finished PDF before anyone sees it: pages, fonts, signatures.

A page is empty only where a style sheet has the next one begin on the front of a sheet.

A signature alone on a page can be moved under another text; so at least two lines of the last
clause stand above the signatures, all of them are on one page, and each has room for ink.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdf import PageObject, PdfReader

from docgen.errors import Problem
from docgen.rendering.pdf.signature_fields import DrawnBox
from docgen.rendering.pdf.tagging import page_margins

PX = 0.75
"""CSS pixels in points."""
MM = 72 / 25.4
LINES_ABOVE = 2
"""How many lines of the last clause must stand above the signatures."""
ROOM = 35 * MM
"""The least height left for a wet signature and a stamp."""
TEXT_DRAWN = re.compile(rb"1 0 0 -1 [-\d.]+ ([-\d.]+) Tm")
"""How WeasyPrint 70 writes where a line of text begins: CSS pixels from the page's top left.
Reading these is a hundred times quicker than extracting the text; should a later version write
them otherwise, every page would seem empty and the build would say so."""
FONTS = re.compile(r"^[A-Z]{6}\+Source-?(Sans-?3|Serif-?4)")
"""The families that docgen ships; any other came from the machine by accident."""

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class AnchorBox:
    """A named element of the layout: its page from 0, its top and bottom in points from above."""

    page: int
    top: float
    bottom: float


def check_finished(data: bytes, layout: Any) -> Iterator[Problem]:
    """Yield what is wrong with a finished PDF, given the layout that it was drawn from."""
    pdf = PdfReader(io.BytesIO(data))
    pages = list(pdf.pages)
    yield from _identity(pdf)
    yield from _fonts(pages)
    laid = zip(pages, map(page_margins, layout.pages), strict=True)
    lines = [sorted(_lines(page, head, foot)) for page, (head, foot) in laid]
    meant = [one._page_box.page_type.blank for one in layout.pages]
    for number, (found, blank) in enumerate(zip(lines, meant, strict=True), 1):
        if not (found or blank):
            yield Problem("", f"page {number} vide", code="page-vide")
    yield from check_signatures(lines, anchor_boxes(layout))


def anchor_boxes(layout: Any) -> dict[str, AnchorBox]:
    """Return where the named elements of a layout are."""
    found: dict[str, AnchorBox] = {}
    for number, page in enumerate(layout.pages):
        for name, (_, top, _, bottom) in page.anchors.items():
            found.setdefault(name, AnchorBox(number, top * PX, bottom * PX))
    return found


def check_signatures(lines: list[list[float]], named: dict[str, AnchorBox]) -> Iterator[Problem]:
    """Yield what is wrong with the signature block; `lines` are the heights of text, by page."""
    boxes = [mark for name, mark in named.items() if name.startswith("signature-")]
    blocks = boxes or [mark for name, mark in named.items() if name.startswith("signataire-")]
    if not blocks:
        return
    head = named.get("fait")
    hint = "raccourcissez ou allongez un peu la dernière clause, ou signalez-le aux développeurs"
    page = blocks[0].page
    if head is None or {mark.page for mark in (*blocks, head)} != {page}:
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
        if box.bottom - box.top < ROOM:
            yield Problem("", "moins de 35 mm pour une signature à l’encre", code="signature")


def check_overflow(
    drawn: Iterable[DrawnBox], sizes: Sequence[tuple[float, float]]
) -> Iterator[Problem]:
    """Yield a problem for each text that leaves its page; `sizes` are the pages', in points."""
    hint = "un mot trop long pour sa ligne : coupez-le, ou raccourcissez le texte"
    for one in drawn:
        width, height = sizes[one.page]
        left, bottom, right, top = one.rectangle
        if one.text.strip() and min(left, bottom, width - right, height - top) < -1:
            message = f"un texte sort de la page {one.page + 1} : « {one.text.strip()[:60]} »"
            yield Problem("", message, code="debord", hint=hint)


def _lines(page: PageObject, head: float, foot: float) -> set[float]:
    """Return the baseline of each line of the body, in points from the top of the page.

    The margins, `head` and `foot` points deep, hold running headers and footers.
    """
    contents = page.get_contents()
    drawn = b"" if contents is None else contents.get_data()
    heights = {round(float(height) * PX) for height in TEXT_DRAWN.findall(drawn)}
    return {height for height in heights if head < height < float(page.mediabox.height) - foot}


def _identity(pdf: PdfReader) -> Iterator[Problem]:
    """Yield a problem for a file that does not say its language or its title."""
    if not pdf.root_object.get("/Lang"):
        yield Problem("", "la page ne dit pas sa langue", code="page", hint='<html lang="fr">')
    if not (pdf.metadata and pdf.metadata.title):
        yield Problem("", "la page n’a pas de titre", code="page", hint="<title>…</title>")


def _fonts(pages: list[PageObject]) -> Iterator[Problem]:
    """Yield a problem for each font that is not one of ours."""
    names: set[str] = set()
    for page in pages:
        fonts = page.get("/Resources", {}).get("/Font", {})
        names |= {str(font.get_object().get("/BaseFont", "/"))[1:] for font in fonts.values()}
    for name in sorted(names):
        if not FONTS.match(name):
            hint = "un nom de police mal écrit dans une feuille de style, ou un fichier absent"
            yield Problem("", f"police étrangère aux modèles : {name}", code="police", hint=hint)
