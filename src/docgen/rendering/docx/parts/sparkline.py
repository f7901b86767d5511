"""A line as small as a word in Word, drawn with editable shapes."""

from collections.abc import Iterator

from markupsafe import Markup

from docgen.charts.ink import BLANC, BRIQUE, PASTEL
from docgen.charts.sparkline import DOT, EDGE, THICKNESS, line_parts
from docgen.charts.specification import MiniCourbe
from docgen.rendering.docx.parts.shapes import ShapeGroup, circle, open_line


def sparkline_run(curve: MiniCourbe) -> Markup:
    """Return the run of a small line; one line always makes the same run."""
    group = ShapeGroup(curve.alternative, curve.largeur, curve.hauteur)
    return group.run("Courbe", curve.alternative, _shapes(curve, group))


def _shapes(curve: MiniCourbe, group: ShapeGroup) -> Iterator[Markup]:
    parts = line_parts(curve)
    if lines := [open_line(part) for part in parts if len(part) > 1]:
        yield group.path_shape("ligne", group.path(lines, filled=False), "", PASTEL, THICKNESS)
    if alone := [circle(*part[0], THICKNESS) for part in parts if len(part) == 1]:
        yield group.path_shape("points", group.path(alone), PASTEL, BLANC, EDGE)
    for part in parts[-1:]:
        dot = group.path([circle(*part[-1], DOT)])
        yield group.path_shape("dernier", dot, BRIQUE, BLANC, EDGE)
