"""A document's HTML cut into sections, and each section into what stays and what changes.

Sections begin at the comment `<!-- section -->` of a template, each on a page of its own.  The
skeleton of a section is its HTML without its words and pictures: sections of one skeleton may
share a frame.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Final

from docgen.rendering.frames.refusal import RefusedError
from docgen.rendering.html.binding import SECTION

NOBODY: Final = "-~cle~"
"""What stands in anchors for the key of the document."""
TAG: Final = re.compile(r"(<[^>]*>)")
BLANKS: Final = " \t\n\r\f"
"""What HTML takes for a blank: neither of the no-break spaces is one."""
RUN: Final = re.compile(r"[ \t\n\r\f]+")
PICTURE: Final = re.compile(
    r'<img class="figure" src="data:image/svg\+xml;base64,(?P<drawing>[^"]*)"'
    r' alt="(?P<words>[^"]*)">'
)
SIZE: Final = re.compile(r"<svg [^>]*?(width=.*?viewBox=\"[^\"]*\")")
SHEET: Final = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
HEAD: Final = re.compile(r"<head>.*?</head>", re.DOTALL)
LED: Final = re.compile(r'href="#([^"]*)"')
ANCHOR: Final = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of SVG: its drawing, as it is in the HTML, and its words for the blind."""

    drawing: str
    words: str

    @property
    def svg(self) -> bytes:
        """The drawing itself."""
        return b64decode(self.drawing)


@dataclass(frozen=True)
class Cut:
    """HTML cut into its skeleton, and the words and pictures that were taken out of it."""

    html: str

    @cached_property
    def _parts(self) -> tuple[str, tuple[str, ...], tuple[Picture, ...]]:
        kept: list[str] = []
        words: list[str] = []
        pictures: list[Picture] = []
        for rank, part in enumerate(TAG.split(self.html)):
            if rank % 2:
                found = PICTURE.fullmatch(part) if part.startswith("<img") else None
                if found:
                    pictures.append(Picture(found["drawing"], unescape(found["words"])))
                    kept.append(f"<img {_size(pictures[-1])}>")
                else:
                    kept.append(part)
            elif part.strip(BLANKS):
                words.append(RUN.sub(" ", unescape(part)))
                kept.append(f"{words[-1][0] == ' '}{words[-1][-1] == ' '}")
            else:
                kept.append(part)
        return "".join(kept), tuple(words), tuple(pictures)

    @property
    def skeleton(self) -> str:
        """The HTML without its words and pictures, which are told from one another by size."""
        return self._parts[0]

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in order: each run of blanks is one blank."""
        return self._parts[1]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, in order."""
        return self._parts[2]

    @cached_property
    def led(self) -> frozenset[str]:
        """The anchors that it leads to and does not hold."""
        return frozenset(LED.findall(self.html)) - frozenset(self.anchors)

    @cached_property
    def anchors(self) -> tuple[str, ...]:
        """The anchors that it holds."""
        return tuple(ANCHOR.findall(self.html))


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A document cut: its style sheets, what opens every section, the sections, what closes."""

    head: str
    sheets: tuple[str, ...]
    opening: Cut
    sections: tuple[str, ...]
    closing: str


def cut(html: str, stems: Iterable[str], key: str) -> Sheaf:
    """Return HTML cut at its marks; raise RefusedError when it cannot be.

    `stems` are the anchors of what is bound into the document, which end with its `key`: they are
    the same for every document here.
    """
    opening, *sections = _nameless(html, stems, key).split(SECTION)
    found = HEAD.search(opening)
    if not sections or not found:
        raise RefusedError("aucune section marquée")
    head = found.group()
    sheets = SHEET.findall(head)
    if "<style" in head or head.count("stylesheet") != len(sheets):
        raise RefusedError("une feuille de style dans la page")
    last, end, rest = sections[-1].partition("</body>")
    opening = HEAD.sub("<head></head>", opening)
    return Sheaf(head, tuple(sheets), Cut(opening), (*sections[:-1], last), end + rest)


def _nameless(html: str, stems: Iterable[str], key: str) -> str:
    """Return HTML whose anchors do not say which document it is of."""
    told = "|".join(re.escape(stem) for stem in dict.fromkeys(stems))
    if not told:
        return html
    named = re.compile(rf'(\sid="|\shref="#)({told})(?="|--)')
    end = len(key) + 1
    return named.sub(lambda found: f"{found[1]}{found[2][:-end]}{NOBODY}", html)


def _size(picture: Picture) -> str:
    """Return what a drawing says of its size, which its place depends on."""
    found = SIZE.search(b64decode(picture.drawing[:400]).decode("utf-8", "ignore"))
    return found[1] if found else picture.drawing
