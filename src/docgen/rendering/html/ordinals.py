"""Superscript letters of « 1er », « 2e » in a filled page, wherever a template prints text."""

import re

from docgen.markup import cut_ordinals
from docgen.markup.ordinals import ORDINAL


def raise_html_ordinals(html: str) -> str:
    """Return HTML with the letters of ordinals raised: ``1er mai`` → ``1<sup>er</sup> mai``.

    Head, tags, attributes and pictures stay as they are.
    """
    return ORDINAL.sub(_raise, html)


def _raise(match: re.Match[str]) -> str:
    if not _is_in_text(match.string, match.start()):
        return match.group()
    return "".join(
        f"<sup>{text}</sup>" if raised else text for text, raised in cut_ordinals(match.group())
    )


def _is_in_text(html: str, place: int) -> bool:
    in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
    in_picture = html.rfind("<svg", 0, place) > html.rfind("</svg", 0, place)
    return not (
        in_tag or in_picture or html.rfind("</head>", 0, place) < html.find("<head", 0, place)
    )
