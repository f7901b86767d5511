"""A document's HTML split into sections, and each section into what stays and what changes.

Sections begin at the comment `<!-- section -->` of a template, each on a page of its own. The
skeleton of a section is its HTML without its words and pictures: sections of one skeleton may share
a frame.
"""

import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Final

from docgen.rendering.frames.unsupported import UnsupportedError
from docgen.rendering.html.anchors import anchors_of, doubled_anchors
from docgen.rendering.html.binding import SECTION

PLACE_PLACEHOLDER: Final = "-~commune~"
"""The text that replaces the commune of a document in anchors."""
TAG: Final = re.compile(r"(<[^>]*>)")
BLANKS: Final = " \t\n\r\f"
"""The white space of HTML; no-break spaces are not in it."""
RUN: Final = re.compile(r"[ \t\n\r\f]+")
PICTURE: Final = re.compile(
    r'<img class="figure" src="data:image/svg\+xml;base64,(?P<drawing>[^"]*)"'
    r' alt="(?P<words>[^"]*)">'
)
SIZE: Final = re.compile(r"<svg [^>]*?(width=.*?viewBox=\"[^\"]*\")")
SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
HEAD: Final = re.compile(r"<head>.*?</head>", re.DOTALL)
TARGET: Final = re.compile(r'href="#([^"]*)"')
ELSE_TAG: Final = '<span class="sinon">'
"""The tag before words that stand where those before the tag do not: one of both is empty."""
NO_WORDS: Final = re.compile(rf"(?<=>)(?={ELSE_TAG})|(?<={ELSE_TAG})(?=</)")
"""Where no words stand before such a tag, or after it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG picture: its base64 drawing, as in the HTML, and its alternative text."""

    drawing: str
    words: str

    @property
    def svg(self) -> bytes:
        """Return the decoded drawing."""
        return b64decode(self.drawing)


@dataclass(frozen=True)
class SplitHtml:
    """HTML split into its skeleton, its words and its pictures."""

    html: str

    @cached_property
    def _parts(self) -> tuple[str, tuple[str, ...], tuple[Picture, ...]]:
        skeleton: list[str] = []
        words: list[str] = []
        pictures: list[Picture] = []
        parts = TAG.split(self.html)
        for rank, part in enumerate(parts):
            if rank % 2:
                picture = PICTURE.fullmatch(part) if part.startswith("<img") else None
                if picture:
                    pictures.append(Picture(picture["drawing"], unescape(picture["words"])))
                    skeleton.append(f"<img {_size(pictures[-1])}>")
                else:
                    skeleton.append(part)
            elif part.strip(BLANKS) or ELSE_TAG in parts[max(rank - 1, 0) : rank + 2]:
                words.append(RUN.sub(" ", unescape(part)))
                skeleton.append(f"{words[-1][:1] == ' '}{words[-1][-1:] == ' '}")
            else:
                skeleton.append(part)
        return "".join(skeleton), tuple(words), tuple(pictures)

    @property
    def skeleton(self) -> str:
        """Return the HTML without words and pictures, of which only the sizes stay."""
        return self._parts[0]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words in order, each run of blanks as one space."""
        return self._parts[1]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return self._parts[2]

    @property
    def filled(self) -> "SplitHtml":
        """Return it with both words wherever only one of two is printed, so that each has a box."""
        return SplitHtml(NO_WORDS.sub("0", self.html))

    @cached_property
    def targets(self) -> frozenset[str]:
        """Return the anchors that it links to and does not contain."""
        return frozenset(TARGET.findall(self.html)) - frozenset(self.anchors)

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        return tuple(anchors_of(self.html))


@dataclass(frozen=True, slots=True)
class SplitDocument:
    """A document split: its head, style sheets, opening, sections and closing."""

    head: str
    sheets: tuple[str, ...]
    opening: SplitHtml
    sections: tuple[str, ...]
    closing: str


def split_document(html: str, stems: Iterable[str], place: str) -> SplitDocument:
    """Return HTML split at its section marks; raise UnsupportedError when it cannot be.

    `stems` begin the anchors of the document and of its parts, which hold the code of the commune,
    `place`; it is replaced, so that they are the same in every document.
    """
    html = _without_place(html, stems, place)
    for problem in doubled_anchors(html):
        raise UnsupportedError(problem.message)
    opening, *sections = html.split(SECTION)
    head_match = HEAD.search(opening)
    if not sections or not head_match:
        raise UnsupportedError("aucune section marquée")
    head = head_match.group()
    sheets = SHEET.findall(head)
    if "<style" in head or head.count("stylesheet") != len(sheets):
        raise UnsupportedError("une feuille de style dans la page")
    last, end, rest = sections[-1].partition("</body>")
    opening = HEAD.sub("<head></head>", opening)
    return SplitDocument(
        head, tuple(sheets), SplitHtml(opening), (*sections[:-1], last), end + rest
    )


def _without_place(html: str, stems: Iterable[str], place: str) -> str:
    alternatives = "|".join(re.escape(stem) for stem in dict.fromkeys(stems))
    if not (alternatives and place):
        return html
    anchors = re.compile(rf'(\sid="|\shref="#)({alternatives})(?="|--)')
    code = re.compile(rf"-{re.escape(place.lower())}(?=-|$)")
    return anchors.sub(lambda found: found[1] + code.sub(PLACE_PLACEHOLDER, found[2]), html)


def _size(picture: Picture) -> str:
    size = SIZE.search(b64decode(picture.drawing[:400]).decode("utf-8", "ignore"))
    return size[1] if size else picture.drawing
