"""The height that a document leaves free at the foot of its page, measured by laying it out."""

from typing import Final

from weasyprint import HTML

from docgen.document import Document
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.renderer import (
    TemplateFetcher,
    collect_warnings,
    explain_layout_errors,
)

MM: Final = 25.4 / 96


def measure_free_space(document: Document, html: str, templates: Templates) -> float | None:
    """Return the free height in mm under a document of one page, None where it takes more.

    What its layout warns of is told when it is made.
    """
    fetcher = TemplateFetcher(templates)
    base = fetcher.base_url(document.template_folder)
    with collect_warnings(), explain_layout_errors(document, templates):
        pages = HTML(string=html, base_url=base, url_fetcher=fetcher).render().pages
    if len(pages) > 1:
        return None
    page = pages[0]._page_box
    inside = (box for root in page.children for box in root.children)
    body = next((box for box in inside if box.element_tag == "body"), None)
    if body is None:
        return None
    end = body.position_y + body.margin_height()
    return float(page.content_box_y() + page.height - end) * MM
