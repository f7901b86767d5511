"""A line or a bar as small as a word: its shape, and its drawing in SVG."""

from decimal import Decimal
from typing import Final

from docgen.charts.ink import BLANC, BRIQUE, PASTEL, Box, disc, drawing, rectangle, stroke
from docgen.charts.specification import MiniBarre, MiniCourbe

THICKNESS: Final = 1.1
DOT: Final = 1.9
"""The radius of the last point, and the margin that it needs."""
EDGE: Final = 0.8
"""The white edge round a point, as `disc` draws it."""
TICK: Final = 1.8
"""The thickness of the tick of a bar, without its white edges."""
THINNEST: Final = 0.6
"""The least length of a bar that is not zero."""

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


def bar_box(bar: MiniBarre) -> Box | None:
    """Return the rectangle of a bar, None where there is nothing to draw."""
    if not bar.valeur:
        return None
    end = max(_length(bar, bar.valeur), THINNEST)
    return Box(0.0, 0.2 * bar.hauteur, end, 0.8 * bar.hauteur)


def bar_tick(bar: MiniBarre) -> list[Point]:
    """Return the ends of the tick of a bar, none without a value to compare with."""
    if bar.repere is None:
        return []
    x = max(_length(bar, bar.repere), TICK)
    return [(x, 0.0), (x, bar.hauteur)]


def _length(bar: MiniBarre, value: Decimal) -> float:
    return float(value / (bar.maximum or 1)) * (bar.largeur - 2 * TICK)


def draw_mini_bar(bar: MiniBarre) -> str:
    """Return a bar as SVG, from its axis, with its tick."""
    box, tick = bar_box(bar), bar_tick(bar)
    marks = [rectangle(box, PASTEL)] if box else []
    marks.append(stroke([(0.3, 0.0), (0.3, bar.hauteur)], PASTEL, 0.6))
    if tick:
        marks += [stroke(tick, BLANC, TICK + 1.6), stroke(tick, BRIQUE, TICK)]
    return drawing(bar.largeur, bar.hauteur, "Barre", bar.alternative, marks)
