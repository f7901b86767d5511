"""The words of an article, from the light HTML in which Légifrance keeps them."""

import html
import re
from html.parser import HTMLParser
from typing import Final
from unicodedata import category, normalize
from xml.etree import ElementTree as ET

BREAKS: Final = {
    *("p", "div", "br", "hr", "blockquote", "pre", "center", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "thead", "tbody", "tr", *(f"h{level}" for level in range(1, 7))),
}
"""The elements that begin and end a line."""
CELLS: Final = {"td", "th"}
"""The elements that only part words."""
UNSEEN_CATEGORIES: Final = {"Cc", "Cf"}
"""The categories of Unicode of what is not seen: controls and formats."""
TAG: Final = re.compile(r"</?[a-zA-Z][^<>]*>")


def paragraphs(markup: str) -> str:
    """Return the words of an HTML text, its paragraphs on lines of their own, single spaces.

    Signs that no program shows, such as soft hyphens, are left out.
    """
    parser = _LineParser()
    parser.feed(markup)
    parser.close()
    lines = ("".join(line).split() for line in parser.lines)
    text = normalize("NFC", "\n".join(" ".join(words) for words in lines if words))
    return "".join(sign for sign in text if sign == "\n" or category(sign) not in UNSEEN_CATEGORIES)


def content_words(content: ET.Element | None) -> str:
    """Return the words of a `CONTENU`, whose HTML is elements or escaped.

    Raise ValueError for elements in one another without end.
    """
    if content is None:
        return ""
    text = content.text or ""
    if len(content) == 0:
        return paragraphs(text if TAG.search(text) else html.escape(text))
    try:
        return paragraphs(ET.tostring(content, encoding="unicode"))
    except RecursionError as error:
        message = "paragraphes imbriqués sans mesure"
        raise ValueError(message) from error


class _LineParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[list[str]] = [[]]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)

    def handle_data(self, data: str) -> None:
        self.lines[-1].append(data)

    def _part(self, tag: str) -> None:
        if tag in BREAKS:
            self.lines.append([])
        elif tag in CELLS:
            self.lines[-1].append(" ")
