"""The titles and lead paragraphs of a filled page, whose last words are held together."""

import re
from typing import Final

from docgen.french.rule import INSECABLE
from docgen.french.titles import hold_title_parts

TITLE: Final = re.compile(
    r"<(?:(h[1-6])|p class=\"(?:[^\"]* )?chapo\b[^\"]*\")[^>]*>(.*?)</(?:\1|p)>", re.S
)
"""A heading, or a paragraph of the class `chapo`."""
TAG: Final = re.compile(r"(<[^>]*>)")


def hold_html_titles(html: str) -> str:
    """Return HTML whose titles leave no word alone on their last line."""
    return TITLE.sub(_hold, html)


def _hold(match: re.Match[str]) -> str:
    pieces = TAG.split(match.group().replace("&nbsp;", INSECABLE))
    pieces[::2] = hold_title_parts(pieces[::2])
    return "".join(pieces)
