"""The letters of « 1er », « 2e » raised in a filled page, wherever a template prints plain text."""

from __future__ import annotations

import re

from docgen.markup import cut_ordinals
from docgen.markup.ordinals import ORDINAL


def raise_html_ordinals(html: str) -> str:
    """Return HTML with the letters of ordinals raised: ``1er mai`` → ``1<sup>er</sup> mai``.

    What is no text of the page is left: its head, tags and their attributes, pictures.
    """
    return ORDINAL.sub(_raised, html)


def _raised(found: re.Match[str]) -> str:
    if not _printed(found.string, found.start()):
        return found.group()
    return "".join(f"<sup>{said}</sup>" if up else said for said, up in cut_ordinals(found.group()))


def _printed(html: str, place: int) -> bool:
    """Whether a place of a page is in its text."""
    in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
    in_picture = html.rfind("<svg", 0, place) > html.rfind("</svg", 0, place)
    return not (
        in_tag or in_picture or html.rfind("</head>", 0, place) < html.find("<head", 0, place)
    )
