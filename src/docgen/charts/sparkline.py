"""A line as small as a word: its points, and its drawing in SVG."""

from typing import Final

from docgen.charts.ink import BRIQUE, PASTEL, disc, drawing, stroke
from docgen.charts.specification import MiniCourbe

THICKNESS: Final = 1.1
DOT: Final = 1.9
"""The radius of the last point, and the margin that it needs."""
EDGE: Final = 0.8
"""The white edge round a point, as `disc` draws it."""

Point = tuple[float, float]


def line_parts(curve: MiniCourbe) -> list[list[Point]]:
    """Return the lines between gaps, each a list of points from the top left; one may be alone."""
    known = [float(value) for value in curve.valeurs if value is not None]
    highest = max(known, default=0.0) or 1.0
    step = (curve.largeur - 2 * DOT) / max(len(curve.valeurs) - 1, 1)
    high = curve.hauteur - 2 * DOT
    parts: list[list[Point]] = [[]]
    for rank, value in enumerate(curve.valeurs):
        if value is None:
            parts.append([])
        else:
            parts[-1].append((DOT + rank * step, DOT + high * (1 - float(value) / highest)))
    return [part for part in parts if part]


def draw_sparkline(curve: MiniCourbe) -> str:
    """Return a small line as SVG, its last point marked."""
    parts = line_parts(curve)
    marks = [stroke(part, PASTEL, THICKNESS) for part in parts if len(part) > 1]
    marks += [disc(*part[0], THICKNESS, PASTEL) for part in parts if len(part) == 1]
    marks += [disc(*part[-1], DOT, BRIQUE) for part in parts[-1:]]
    return drawing(curve.largeur, curve.hauteur, "Courbe", curve.alternative, marks)
