"""The width of a text in Source Sans 3, from a table of letter widths.

No font is read when a chart is drawn.  A test compares the table with the fonts of
`templates/_commun/fonts/`.  WeasyPrint sets SVG text without kerning, so a sum of widths is exact;
a browser sets it a little narrower.
"""

import unicodedata
from typing import Final

from docgen.french.rule import FINE, INSECABLE

_REGULAR = """
200 289 426 497 497 824 609 249 303 303 418 497 249 311 249 350 497 497 497 497 497 497 497 497
497 497 249 249 497 497 497 425 847 544 588 571 615 527 494 617 652 263 480 579 486 727 647 664
566 664 569 534 536 645 515 786 513 476 539 303 350 303 497 500 542 504 553 456 555 496 292 504
544 246 247 495 255 829 547 542 555 555 347 419 338 544 467 719 446 467 425 303 241 303 497
"""
_SEMIBOLD = """
200 315 482 513 513 841 639 275 324 324 438 513 275 322 275 344 513 513 513 513 513 513 513 513
513 513 275 275 513 513 513 444 875 558 597 576 625 538 510 628 663 282 494 597 502 745 657 674
582 674 592 545 546 655 536 800 541 501 540 324 344 324 513 500 549 516 563 462 564 507 317 520
558 262 263 522 271 843 560 549 564 564 373 431 361 556 495 748 481 495 443 324 255 324 513
"""
_BEYOND_ASCII: Final = {
    INSECABLE: 200, FINE: 120, "’": 275, "‘": 275, "–": 480, "—": 800, "−": 513, "‑": 322,
    "«": 455, "»": 455, "…": 964, "‰": 1222, "€": 513, "°": 348, "·": 275, "×": 513, "±": 513,
    "œ": 839, "Œ": 859, "æ": 780, "Æ": 834, "²": 372, "³": 372, "≤": 513, "≥": 513, "•": 325,
    "ʻ": 280, "ʼ": 280,
}  # fmt: skip
"""Letters without an ASCII base, at the wider of both weights."""
_WIDEST: Final = 1222
"""The width of a letter that is not in the tables."""

ASCENT, DESCENT = 0.72, 0.21
"""The height of letters above and below the baseline, for a size of one."""
SLANTED: Final = 0.965
"""The greatest width of the italic, as a share of the roman."""
ELLIPSIS: Final = "…"


def _advances(table: str) -> dict[str, int]:
    return dict(zip(map(chr, range(0x20, 0x7F)), map(int, table.split()), strict=True))


_WEIGHTS: Final = {False: _advances(_REGULAR), True: _advances(_SEMIBOLD)}


def width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Return the width of a text of this size, both in points; `bold` for weight 600."""
    advances = _WEIGHTS[bold]
    slant = SLANTED if italic else 1
    return sum(_advance(letter, advances) for letter in text) * size * slant / 1000


def _advance(letter: str, advances: dict[str, int]) -> int:
    """Return the width of a letter; one with an accent is as wide as its base."""
    if letter in advances:
        return advances[letter]
    if letter in _BEYOND_ASCII:
        return _BEYOND_ASCII[letter]
    base = unicodedata.normalize("NFD", letter)[0]
    # Ď and ľ are drawn with an apostrophe: a tenth more holds for every accent.
    return advances.get(base, _WIDEST)


def wrapped(text: str, size: float, room: float) -> list[str]:
    """Return a text in at most two lines no wider than `room`; the rest is cut off.

    Lines break at spaces and after hyphens.
    """
    rows = [""]
    for piece in _pieces(text):
        longer = f"{rows[-1]}{piece}"
        if rows[-1] and width(longer.rstrip(), size) > room and len(rows) < 2:
            rows.append(piece)
        else:
            rows[-1] = longer
    return [cut(line.rstrip(), size, room) for line in rows]


def line_count(text: str, size: float, room: float, bold: bool = False) -> int:
    """Return in how many lines a paragraph breaks at its spaces, where it is `room` wide."""
    lines, row = 1, ""
    for word in text.split(" "):
        longer = f"{row} {word}".lstrip()
        if row and width(longer, size, bold) > room:
            lines, row = lines + 1, word
        else:
            row = longer
    return lines


def _pieces(text: str) -> list[str]:
    """``Les Cabannes-du-Tarn`` → ``Les␣``, ``Cabannes-``, ``du-``, ``Tarn``."""
    return text.replace(" ", " \n").replace("-", "-\n").split("\n")


def cut(line: str, size: float, room: float) -> str:
    """Return a line, shortened with an ellipsis if it is wider than `room`."""
    if width(line, size) <= room:
        return line
    kept = line
    while kept and width(f"{kept}{ELLIPSIS}", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip(' -,')}{ELLIPSIS}"
