"""A line or a bar as small as a word: its shape, and its drawing in SVG."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from docgen.charts.ink import (
    BRIQUE,
    FILET,
    PASTEL,
    PASTEL_CLAIR,
    PASTEL_MOYEN,
    Box,
    disc,
    drawing,
    rectangle,
    stroke,
)
from docgen.charts.specification import MiniBarre, MiniCourbe

THICKNESS: Final = 1.1
DOT: Final = 1.9
"""The radius of the last point, and the margin that it needs."""
EDGE: Final = 0.8
"""The white edge round a point, as `disc` draws it."""
OUTLINE: Final = 0.6
"""The thickness of the outline of what a bar is compared with, and of its axis."""
MIN_BAR: Final = 2.6
"""The least length of a bar, so that a small value is seen."""
ZERO_WIDTH: Final = 1.7
"""The width of the tick that stands for zero, which is no hidden value."""

Point = tuple[float, float]


def line_parts(curve: MiniCourbe) -> list[list[Point]]:
    """Return the lines between gaps, each a list of points from the top left; one may be alone.

    Slopes are those of an axis from zero; the whole is halfway up its box, level with its row.
    """
    known = [float(value) for value in curve.valeurs if value is not None]
    highest = max(known, default=0.0) or 1.0
    step = (curve.largeur - 2 * DOT) / max(len(curve.valeurs) - 1, 1)
    high = curve.hauteur - 2 * DOT
    parts: list[list[Point]] = [[]]
    for rank, value in enumerate(curve.valeurs):
        if value is None:
            parts.append([])
        else:
            parts[-1].append((DOT + rank * step, high * (1 - float(value) / highest)))
    heights = [y for part in parts for _, y in part]
    down = (curve.hauteur - min(heights, default=0.0) - max(heights, default=0.0)) / 2
    return [[(x, y + down) for x, y in part] for part in parts if part]


def draw_sparkline(curve: MiniCourbe) -> str:
    """Return a small line as SVG, its last point marked."""
    parts = line_parts(curve)
    marks = [stroke(part, PASTEL, THICKNESS) for part in parts if len(part) > 1]
    marks += [disc(*part[0], THICKNESS, PASTEL) for part in parts if len(part) == 1]
    marks += [disc(*part[-1], DOT, BRIQUE) for part in parts[-1:]]
    return drawing(curve.largeur, curve.hauteur, "Courbe", curve.alternative, marks)


def bar_boxes(bar: MiniBarre) -> Iterator[tuple[str, Box, str, str]]:
    """Yield the rectangles of a bar, each with its name, its colour and that of its outline.

    What it is compared with is wide, pale and outlined; the bar itself lies dark and narrow on it,
    and is a tick at the origin for a zero, which is known as a hidden value is not.
    """
    if bar.repere:
        edge = OUTLINE / 2
        end = max(_length(bar, bar.repere) - edge, MIN_BAR)
        yield "repère", Box(edge, edge, end, bar.hauteur - edge), PASTEL_CLAIR, PASTEL_MOYEN
    if bar.valeur == 0:
        yield "zéro", Box(0.0, 0.0, ZERO_WIDTH, bar.hauteur), BRIQUE, ""
    elif bar.valeur:
        end = max(_length(bar, bar.valeur), MIN_BAR)
        yield "barre", Box(0.0, 0.26 * bar.hauteur, end, 0.74 * bar.hauteur), PASTEL, ""


def _length(bar: MiniBarre, value: Decimal) -> float:
    return float(value / (bar.maximum or 1)) * bar.largeur


def draw_mini_bar(bar: MiniBarre) -> str:
    """Return a bar as SVG, from its axis, on what it is compared with."""
    marks = [stroke([(0.3, 0.0), (0.3, bar.hauteur)], FILET, OUTLINE)]
    marks += [rectangle(box, fill, line, OUTLINE) for _, box, fill, line in bar_boxes(bar)]
    return drawing(bar.largeur, bar.hauteur, "Barre", bar.alternative, marks)
