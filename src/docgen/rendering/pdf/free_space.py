"""The height that is free at the foot of a document, measured by laying it out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urljoin

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Page
from weasyprint.text.fonts import FontConfiguration

from docgen.document import Document
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.renderer import (
    TemplateFetcher,
    collect_warnings,
    explain_layout_errors,
)

MM: Final = 25.4 / 96
SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SHEETS_KEY: Final = "sheets"
"""The key of the style sheets read, in the state that renderers keep with the templates."""


@dataclass
class _StyleSheets:
    """Style sheets with their fonts, counters and pictures: reading them takes half a layout."""

    sheets: list[Any] = field(default_factory=list)
    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    counters: CounterStyle = field(default_factory=CounterStyle)
    pictures: dict[str, Any] = field(default_factory=dict)


def measure_free_space(document: Document, html: str, templates: Templates) -> float | None:
    """Return the free height in mm under a document of one page, None where it takes more.

    What its layout warns of is told when it is made.
    """
    return free_height(_lay_out(document, html, templates))


def free_height(pages: Sequence[Page]) -> float | None:
    """Return the free height in mm under the body of one page, None for several."""
    if len(pages) > 1:
        return None
    page = pages[0]._page_box
    inside = (box for root in page.children for box in root.children)
    body = next((box for box in inside if box.element_tag == "body"), None)
    if body is None:
        return None
    end = body.position_y + body.margin_height()
    return float(page.content_box_y() + page.height - end) * MM


def _style_sheets(html: str, base: str, templates: Templates) -> _StyleSheets:
    """Return the style sheets that a document links, read once while its templates are open."""
    known = templates.renderer_state.setdefault(SHEETS_KEY, {})
    assert isinstance(known, dict)
    addresses = tuple(urljoin(base, sheet) for sheet in SHEET.findall(html))
    if addresses not in known:
        read = _StyleSheets()
        fetcher = TemplateFetcher(templates)
        read.sheets += [
            CSS(url=one, url_fetcher=fetcher, font_config=read.fonts, counter_style=read.counters)
            for one in addresses
        ]
        known[addresses] = read
    styles: _StyleSheets = known[addresses]
    return styles


def _lay_out(document: Document, html: str, templates: Templates) -> list[Page]:
    fetcher = TemplateFetcher(templates)
    base = fetcher.base_url(document.template_folder)
    with collect_warnings(), explain_layout_errors(document, templates):
        styles = _style_sheets(html, base, templates)
        source = HTML(string=SHEET.sub("", html), base_url=base, url_fetcher=fetcher)
        made = source.render(
            font_config=styles.fonts,
            counter_style=styles.counters,
            stylesheets=styles.sheets,
            cache=styles.pictures,
        )
    return list(made.pages)
