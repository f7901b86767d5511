"""A locator map in Word, drawn with editable shapes.

`{{r carte|figure }}` prints one. Each role of the map is one shape with many paths, each town a
text box.
"""

from collections.abc import Iterator
from functools import lru_cache

from markupsafe import Markup

from docgen.charts.ink import BLANC, BRIQUE, ENCRE
from docgen.charts.map import DOT, EDGE, HIGHER, LINES, TINY, VOILE, ZONE_STYLES, in_order, label
from docgen.charts.specification import Carte, Repere
from docgen.rendering.docx.parts.shapes import ShapeGroup, circle, closed_line, open_line

LEADING = 1.3
"""The height of the box of a name, relative to the font size."""
BOX_WIDTH = 1.4
"""The width of a box relative to its name, where there is room, for another font may replace it."""

_outline, _border = lru_cache(LINES)(closed_line), lru_cache(LINES)(open_line)


def map_run(carte: Carte) -> Markup:
    """Return the run of a map; one map always makes the same run."""
    group = _MapShapes(carte)
    return group.run("Carte", carte.alternative, group.shapes())


class _MapShapes(ShapeGroup):
    def __init__(self, carte: Carte) -> None:
        super().__init__(carte.cle, carte.largeur, carte.hauteur)
        self.carte = carte

    def shapes(self) -> Iterator[Markup]:
        """Yield the shapes from the lowest to the highest."""
        for zone in in_order(self.carte.zones):
            dress = ZONE_STYLES[zone.role]
            if zone.contours:
                paths = self.path(map(_outline, zone.contours))
                yield self.path_shape(zone.role, paths, dress.fill, dress.outline, dress.thickness)
            if zone.limites:
                paths = self.path(map(_border, zone.limites), filled=False)
                yield self.path_shape("limites", paths, "", dress.border, dress.border_thickness)
        if self.carte.cercle:
            x, y, _ = self.carte.cercle
            dot = self.path([circle(x, y, TINY)])
            yield self.path_shape("cercle", dot, BRIQUE, BLANC, EDGE)
        if towns := [repere for repere in self.carte.reperes if not repere.propre]:
            dots = self.path(circle(town.x, town.y, DOT) for town in towns)
            yield self.path_shape("villes", dots, ENCRE, BLANC, EDGE)
        if self.carte.reperes:
            ground = self.path(map(_ground, self.carte.reperes))
            yield self.path_shape("fonds", ground, VOILE, "", 0)
        yield from map(self.name_box, self.carte.reperes)

    def name_box(self, repere: Repere) -> Markup:
        """Return the text box of the name of a town."""
        name = label(repere)
        left, right = name.x, min(name.x + BOX_WIDTH * name.width, self.carte.largeur)
        if repere.a_gauche:
            left, right = max(name.box.right - BOX_WIDTH * name.width, 0), name.box.right
        high = LEADING * name.style.size
        top = repere.y - HIGHER * repere.plus_haut - high / 2
        place = (left, top, right - left, high)
        side = "right" if repere.a_gauche else "left"
        return self.text_box(repere.nom, place, repere.nom, name.style, side)


def _ground(repere: Repere) -> str:
    """Return the rectangle behind the name of a town, so that no border strikes it through."""
    box = label(repere).box
    return closed_line(
        [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
    )
