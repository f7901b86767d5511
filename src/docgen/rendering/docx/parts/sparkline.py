"""A line or a bar as small as a word in Word, drawn with editable shapes."""

from collections.abc import Iterator

from markupsafe import Markup

from docgen.charts.ink import BLANC, BRIQUE, FILET, PASTEL
from docgen.charts.sparkline import DOT, EDGE, OUTLINE, THICKNESS, bar_boxes, line_parts
from docgen.charts.specification import MiniBarre, MiniCourbe
from docgen.rendering.docx.parts.shapes import ShapeGroup, circle, closed_line, open_line


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


def mini_bar_run(bar: MiniBarre) -> Markup:
    """Return the run of a bar in a row; one bar always makes the same run."""
    group = ShapeGroup(bar.alternative, bar.largeur, bar.hauteur)
    return group.run("Barre", bar.alternative, _bar_shapes(bar, group))


def _bar_shapes(bar: MiniBarre, group: ShapeGroup) -> Iterator[Markup]:
    axis = group.path([open_line([(0.3, 0.0), (0.3, bar.hauteur)])], filled=False)
    yield group.path_shape("axe", axis, "", FILET, OUTLINE)
    for name, box, fill, outline in bar_boxes(bar):
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
        line = closed_line([*corners, (box.left, box.bottom)])
        yield group.path_shape(name, group.path([line]), fill, outline, OUTLINE)
