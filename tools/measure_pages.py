"""Measure pages of PDFs: the smallest text, the least contrast, the margins, how full pages are.

    tools/measure_pages.py output/release

Raised letters (« 1er », ▲) are measured apart, and so are feet of A5 pages.  A page is as full as
its lowest text or line, between its head and its foot.  What is under a limit ends with code 1.
"""

import argparse
import ctypes
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import pypdfium2
from PIL import Image
from pypdfium2 import raw

MM: Final = 72 / 25.4
SCALE: Final = 2
FOOT: Final = 22 * MM
"""The depth of the foot of a page at most: what is below its end is not of the body."""
HEAD: Final = 24 * MM
A5: Final = 150
"""What is narrower, in millimetres, is a page of a booklet."""
TRIANGLE: Final = "▲"
LEADER: Final = re.compile(r"[.…·]+")
"""Dots that lead to a folio: they say nothing, and may be pale."""


class Limits(NamedTuple):
    """The least of sizes in points, contrasts, margins in millimetres; `mark` is of « PROJET »."""

    text: float = 7.5
    raised: float = 5.0
    foot_a5: float = 6.8
    contrast: float = 4.5
    margin: float = 10.0
    head: float = 11.5
    mark: float = 8.5


LIMITS: Final = Limits()


@dataclass(frozen=True)
class Word:
    """Letters of one size and one colour; its box is in points from the bottom left."""

    page: int
    text: str
    size: float
    raised: bool
    box: tuple[float, float, float, float]
    contrast: float


@dataclass(frozen=True)
class Page:
    """The size of a page, its words, and the lowest thing on it."""

    width: float
    height: float
    words: tuple[Word, ...]

    @property
    def margins(self) -> tuple[float, ...]:
        """Return the left, top, right and bottom margins of its words, in millimetres."""
        boxes = [word.box for word in self.words]
        left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
        right, top = (max(box[side] for box in boxes) for side in (2, 3))
        points = left, self.height - top, self.width - right, bottom
        return tuple(round(one / MM, 1) for one in points)

    @property
    def full(self) -> float:
        """Return how far down its words go, as a share of its height between head and foot."""
        body = [word.box[1] for word in self.words if word.box[1] > FOOT]
        return (self.height - min(body, default=self.height)) / (self.height - FOOT)


def read_pages(data: bytes) -> list[Page]:
    """Return the pages of a PDF."""
    pdf = pypdfium2.PdfDocument(data)
    return [_read_page(pdf[rank], rank + 1) for rank in range(len(pdf))]


def _read_page(page: pypdfium2.PdfPage, number: int) -> Page:
    picture = page.render(scale=SCALE).to_pil().convert("RGB")
    text = page.get_textpage()
    words: list[Word] = []
    for token in _tokens(text):
        before = 0.0
        for letters in _runs(token):
            size = letters[0].size
            said = "".join(letter.text for letter in letters)
            box = _union([letter.box for letter in letters])
            raised = said == TRIANGLE or 0 < size < before
            contrast = _contrast(letters[0].colour, _background(picture, box))
            words.append(Word(number, said, size, raised, box, contrast))
            before = max(before, size)
    width, height = page.get_size()
    return Page(width, height, tuple(words))


class _Letter(NamedTuple):
    text: str
    size: float
    colour: tuple[int, int, int]
    box: tuple[float, float, float, float]


def _tokens(text: pypdfium2.PdfTextPage) -> Iterator[list[_Letter]]:
    token: list[_Letter] = []
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        if chr(code).isspace() or raw.FPDFText_IsGenerated(text, index) == 1:
            if token:
                yield token
            token = []
        else:
            token.append(_letter(text, index, chr(code)))
    if token:
        yield token


def _letter(text: pypdfium2.PdfTextPage, index: int, said: str) -> _Letter:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
    colour = [ctypes.c_uint() for _ in range(4)]
    raw.FPDFText_GetFillColor(text, index, *colour)
    size = raw.FPDFText_GetFontSize(text, index) * scale
    red, green, blue = (one.value for one in colour[:3])
    return _Letter(said, round(size, 1), (red, green, blue), text.get_charbox(index))


def _runs(token: list[_Letter]) -> Iterator[list[_Letter]]:
    run: list[_Letter] = []
    for letter in token:
        if run and (letter.size, letter.colour) != (run[-1].size, run[-1].colour):
            yield run
            run = []
        run.append(letter)
    yield run


def _union(boxes: list[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


def _background(picture: Image.Image, box: tuple[float, float, float, float]) -> tuple[int, ...]:
    """Return the most frequent colour behind and around a word."""
    left, bottom, right, top = (edge * SCALE for edge in box)
    height = picture.height
    area = picture.crop(
        (int(left) - 2, int(height - top) - 2, int(right) + 2, int(height - bottom) + 2)
    )
    values = iter(area.tobytes())
    colours = Counter(zip(values, values, values, strict=True))
    return max(colours, key=lambda colour: (colours[colour], colour))


def _contrast(text: tuple[int, ...], behind: tuple[int, ...]) -> float:
    low, high = sorted((_luminance(text), _luminance(behind)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [one / 255 for one in colour]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def faults(pages: list[Page]) -> Iterator[str]:
    """Yield what is under a limit; how full pages are is told, and judged by people."""
    for number, page in enumerate(pages, 1):
        for word in page.words:
            if word.size < _least(word, page):
                yield f"p. {number}: « {word.text} » is of {word.size:.1f} pt"
            if word.contrast < LIMITS.contrast and not LEADER.fullmatch(word.text):
                yield f"p. {number}: « {word.text} » has a contrast of {word.contrast:.1f}"
        if page.words and (min(page.margins) < LIMITS.margin or page.margins[1] < LIMITS.head):
            yield f"p. {number}: margins of {page.margins} mm"


def _least(word: Word, page: Page) -> float:
    """Return the least size of a word where it stands."""
    small = page.width < A5 * MM
    if word.raised:
        return LIMITS.raised
    if word.text == "PROJET" and word.box[1] > page.height - HEAD and not small:
        return LIMITS.mark
    return LIMITS.foot_a5 if small and word.box[1] < FOOT else LIMITS.text


def main() -> int:
    """Measure the files that are given, or all PDFs of folders."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="tell every fault of a document")
    asked = parser.parse_args()
    print("text  raised  contrast  margin  least full page  pages  file")
    wrong = False
    for path in asked.paths:
        for file in sorted(path.rglob("*.pdf")) if path.is_dir() else [path]:
            pages = read_pages(file.read_bytes())
            print(summary(pages), file)
            lines = [*faults(pages)]
            wrong = wrong or bool(lines)
            for fault in lines if asked.all else lines[:3]:
                print(f"      {fault}")
    return int(wrong)


def summary(pages: list[Page]) -> str:
    """Return the extremes of a document in one line."""
    words = [word for page in pages for word in page.words]
    plain = min(word.size for word in words if not word.raised)
    raised = min((word.size for word in words if word.raised), default=0)
    contrast = min(word.contrast for word in words if not LEADER.fullmatch(word.text))
    margin = min(min(page.margins) for page in pages if page.words)
    full, emptiest = min((page.full, number) for number, page in enumerate(pages, 1))
    share = f"{full:4.0%} (p. {emptiest})"
    return (
        f"{plain:4.1f}  {raised:6.1f}  {contrast:8.1f}  {margin:6.1f}  {share:>15}  {len(pages):5}"
    )


if __name__ == "__main__":
    sys.exit(main())
