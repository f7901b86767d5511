"""Documents bound into another, in HTML: the body of each, filled by its own template.

A part keeps its classes and its style sheet; its anchors are prefixed with its name, so that those
of two parts of one kind differ.
"""

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from docgen.document import Document
from docgen.rendering.html.css_scoping import SCOPED_QUERY, scope_of

BODY: Final = re.compile(r"<body(?P<attributes>[^>]*)>(?P<inside>.*)</body>", re.DOTALL)
ANCHOR: Final = re.compile(r'(?<=\s)(id="|href="#)')
"""An anchor or a link to one; quotes inside texts are escaped."""

BETWEEN: Final = "--"
"""What stands between the anchor of a bound part and each of its own."""
SECTION: Final = "<!-- section -->"
"""The mark of a section in a template; removed from bound parts, for the host marks its own."""


def bound_parts(
    document: Document, fill: Callable[[Document], str]
) -> dict[str, tuple[Markup, ...]]:
    """Return the bound parts of a document as elements, by the name of their place.

    `fill` returns the whole HTML of a part.
    """
    return {
        place: tuple(_element(part, fill(part)) for part in parts)
        for place, parts in document.parts.items()
    }


def bound_sheets(document: Document) -> list[str]:
    """Return the URLs of the style sheets of the bound parts."""
    kinds = dict.fromkeys(part.kind for part in document.bound)
    return [f"../{kind}/document.css?{SCOPED_QUERY}" for kind in kinds]


def anchor_of(part: Document) -> str:
    """Return the anchor at which a part begins."""
    return part.short_stem


def _element(part: Document, html: str) -> Markup:
    body = BODY.search(html)
    attributes, inside = body.group("attributes", "inside") if body else ("", html)
    element = f"<div{attributes}>{inside.replace(SECTION, '')}</div>"
    prefixed = ANCHOR.sub(rf"\g<1>{part.short_stem}{BETWEEN}", element)
    wrapper = f'<div class="{SCOPED_QUERY} {scope_of(part.kind)}" id="{anchor_of(part)}">'
    return Markup(f"{wrapper}{prefixed}</div>")  # filled by an escaping template
