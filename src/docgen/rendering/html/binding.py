"""Documents bound into another, in HTML: the body of each, filled by its own template.

A part keeps its classes and its own style sheet; its anchors get its name, so that two parts of
one kind do not answer to the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from docgen.document import Document
from docgen.rendering.html.css_scoping import BOUND, scope_of

BODY: Final = re.compile(r"<body(?P<attributes>[^>]*)>(?P<inside>.*)</body>", re.DOTALL)
ANCHOR: Final = re.compile(r'(?<=\s)(id="|href="#)')
"""An anchor or a link to one; a quote inside a text is escaped."""


SECTION: Final = "<!-- section -->"
"""What begins a section in a template; in what is bound, whoever binds says where one begins."""


def bound_parts(
    document: Document, fill: Callable[[Document], str]
) -> dict[str, tuple[Markup, ...]]:
    """Return the parts of a document by the name of their place, each as an element.

    `fill` gives the whole HTML of a part.
    """
    return {
        place: tuple(_element(part, fill(part)) for part in parts)
        for place, parts in document.parts.items()
    }


def bound_sheets(document: Document) -> list[str]:
    """Return the addresses of the style sheets of what is bound into a document."""
    kinds = dict.fromkeys(part.kind for part in document.bound)
    return [f"../{kind}/document.css?{BOUND}" for kind in kinds]


def anchor_of(part: Document) -> str:
    """Return the anchor at which a part begins."""
    return part.stem


def _element(part: Document, html: str) -> Markup:
    body = BODY.search(html)
    attributes, inside = body.group("attributes", "inside") if body else ("", html)
    own = f"<div{attributes}>{inside.replace(SECTION, '')}</div>"
    named = ANCHOR.sub(rf"\g<1>{part.stem}--", own)
    place = f'<div class="{BOUND} {scope_of(part.kind)}" id="{anchor_of(part)}">'
    return Markup(f"{place}{named}</div>")  # filled by an escaping template
