"""The titles and lead paragraphs of a filled Word body, whose last words are held together."""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from docgen.french.titles import hold_title_parts

NAME: Final = re.compile(r"title$|heading \d|.*(?:titre|chapeau)")
"""The names of the styles of titles and lead paragraphs."""
TEXT: Final = re.compile(r"(?<=>)([^<]+)(?=</w:t>)")


def hold_word_titles(xml: str, styles: Mapping[str, str]) -> str:
    """Return Word's XML whose titles leave no word alone on their last line.

    `styles` are the identifiers of styles by name.
    """
    return _paragraphs(tuple(styles.items())).sub(_hold, xml)


@lru_cache(maxsize=64)
def _paragraphs(styles: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    """Return what finds a paragraph of a title, from the name of its style on."""
    ids = "|".join(re.escape(identifier) for name, identifier in styles if NAME.match(name))
    return re.compile(rf'<w:pStyle w:val="(?:{ids or "(?!)"})"/>.*?</w:p>', re.S)


def _hold(match: re.Match[str]) -> str:
    pieces = TEXT.split(match.group())
    texts = [html.unescape(piece) for piece in pieces[1::2]]  # lengths are those of what is read
    pieces[1::2] = [html.escape(text, quote=False) for text in hold_title_parts(texts)]
    return "".join(pieces)
