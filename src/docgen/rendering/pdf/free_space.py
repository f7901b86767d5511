"""The height that is free at the foot of a document, measured by laying it out."""

from collections.abc import Sequence
from typing import Final

from weasyprint import HTML
from weasyprint.document import Page

from docgen.document import Document
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.renderer import (
    TemplateFetcher,
    collect_warnings,
    explain_layout_errors,
    read_style_sheets,
)

MM: Final = 25.4 / 96


def measure_free_space(document: Document, html: str, templates: Templates) -> float | None:
    """Return the free height in mm under a document, None where it takes more pages than it may.

    What its layout warns of is told when it is made.
    """
    return free_height(_lay_out(document, html, templates), document.pages_kept)


def free_height(pages: Sequence[Page], most: int) -> float | None:
    """Return the free height in mm under the body, on its last page; None for more than `most`.

    0 stands for any number of pages.
    """
    if 0 < most < len(pages):
        return None
    page = pages[-1]._page_box
    inside = (box for root in page.children for box in root.children)
    body = next((box for box in inside if box.element_tag == "body"), None)
    if body is None:
        return None
    end = body.position_y + body.margin_height()
    return float(page.content_box_y() + page.height - end) * MM


def _lay_out(document: Document, html: str, templates: Templates) -> list[Page]:
    fetcher = TemplateFetcher(templates)
    base = fetcher.base_url(document.template_folder)
    with collect_warnings(), explain_layout_errors(document, templates):
        styles = read_style_sheets(html, base, templates)
        source = HTML(string=styles.without_links(html), base_url=base, url_fetcher=fetcher)
        return list(source.render(cache=styles.pictures, **styles.options).pages)
