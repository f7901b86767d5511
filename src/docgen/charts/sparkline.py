"""A line or a bar as small as a word: its shape, and its drawing in SVG."""

from decimal import Decimal
from typing import Final

from docgen.charts.ink import (
    BLANC,
    BRIQUE,
    FILET,
    PASTEL,
    SLANTED,
    Box,
    Words,
    disc,
    drawing,
    rectangle,
    stroke,
    words,
)
from docgen.charts.specification import MiniBarre, MiniCourbe

THICKNESS: Final = 1.1
DOT: Final = 1.9
"""The radius of the last point, and the margin that it needs."""
EDGE: Final = 0.8
"""The white edge round a point, as `disc` draws it."""
TICK: Final = 1.8
"""The thickness of the tick of a bar, without its white edges."""
THINNEST: Final = 1.6
"""The least length of a bar: a zero is seen, a hidden value has no bar."""
BESIDE: Final = 4.0
"""The distance of the mention of a hidden value from the axis, or from the tick."""

REFERENCE: Final = "#8FA3B8"
"""The colour of the bars of a reference alone."""
WHOLE: Final = "#CBD6E2"
"""The colour of the whole behind a bar that is a part of it."""

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
    """Return the rectangle of a bar, None where its value is not known."""
    if bar.valeur is None:
        return None
    return _box_until(max(_length(bar, bar.valeur), THINNEST), bar)


def whole_box(bar: MiniBarre) -> Box | None:
    """Return the rectangle of the whole that a bar is a part of, None where it is no part."""
    return _box_until(_length(bar, bar.maximum), bar) if bar.part else None


def _box_until(end: float, bar: MiniBarre) -> Box:
    return Box(0.0, 0.2 * bar.hauteur, end, 0.8 * bar.hauteur)


def bar_colour(bar: MiniBarre) -> str:
    """Return the colour of a bar, paler if it is that of what the others are compared with."""
    return REFERENCE if bar.reference else PASTEL


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
    marks: list[str | Words] = [stroke([(0.3, 0.0), (0.3, bar.hauteur)], FILET, 0.6)]
    marks += [rectangle(whole, WHOLE)] if (whole := whole_box(bar)) else []
    marks += [rectangle(box, bar_colour(bar))] if box else []
    if tick:
        marks += [stroke(tick, BLANC, TICK + 1.6), stroke(tick, BRIQUE, TICK)]
    marks += [said] if (said := bar_mention(bar)) else []
    return drawing(bar.largeur, bar.hauteur, "Barre", bar.alternative, marks)


def bar_mention(bar: MiniBarre) -> Words | None:
    """Return why a bar is not drawn, written beside its axis, or beside a tick too near."""
    if not bar.mention:
        return None
    tick = bar_tick(bar)
    text = words(bar.mention, BESIDE, 0.5 * bar.hauteur + 0.36 * SLANTED.size, "start", SLANTED)
    if tick and tick[0][0] < BESIDE + text.width + BESIDE:
        return words(bar.mention, tick[0][0] + BESIDE, text.y, "start", SLANTED)
    return text
