"""How many lines for notes fill the sheet for the town hall, below what it says."""

from collections.abc import Sequence
from typing import Final

from docgen.charts.lettering import line_count
from docgen.kinds.writing.phrases import Phrase
from docgen.markup import plain

FULL: Final = 12
"""From how many points on a sheet is set small."""
LARGE, SMALL = (12.0, 17.0, 7.1), (9.5, 13.0, 4.0)
"""The size of the points, the height of a line of them, and the blank after each, in points."""
FOOT: Final = 784.0
"""Where the last line may be, 20 mm above the end of the page, in points."""
HEAD, TITLE = 119.5, 45.5
"""The height above the first point, and that of the title over the lines, in points."""
SOURCES: Final = (8.5, 11.5)
"""The size of the sources and the height of a line of them, in points."""
WIDE, POINT_WIDE = 453.0, 440.0
"""The width of the sources and of a point, in points."""
CAUTION: Final = 1.02
"""How much wider than by its letters a text may be set."""
BLANK, BLANK_HIGH = "0" * 17, 3.0
"""Letters as wide as a blank to fill in, and by how much lines of a point with one are higher."""
PITCH: Final = 24.0
"""The distance between two lines, in points."""
LEAST, ALONE = 4, 8
"""The fewest lines under points, and how many a page of its own has."""


def note_lines(points: Sequence[Phrase], sources: str) -> tuple[int, ...]:
    """Return the lines for notes of a sheet, numbered."""
    size, line, after = LARGE if len(points) < FULL else SMALL
    high = HEAD + TITLE + SOURCES[1] * _lines(f"Sources : {sources}.", SOURCES[0], WIDE)
    for point in points:
        pitch = line + BLANK_HIGH * any(piece.blanc for piece in point.morceaux)
        high += after + pitch * _lines(_words(point), size, POINT_WIDE)
    lines = int((FOOT - high) // PITCH)
    return tuple(range(1, 1 + (lines if lines >= LEAST else ALONE)))


def _lines(text: str, size: float, room: float) -> int:
    return line_count(plain(text), size * CAUTION, room)


def _words(phrase: Phrase) -> str:
    return "".join(BLANK if piece.blanc else piece.texte for piece in phrase.morceaux)
