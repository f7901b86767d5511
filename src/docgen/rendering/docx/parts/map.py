"""A locator map in Word, drawn with editable shapes.

`{{r carte|figure }}` prints one. Each role of the map is one shape with many paths, each town a
text box, all in one inline group; no picture and no other part. Word 2010 and later and LibreOffice
draw it; town names are not words of the body. Sources: ECMA-376 part 1, chapter 20 (DrawingML);
[MS-ODRAWXML], wordprocessingGroup and -Shape.
"""

import zlib
from collections.abc import Iterable, Iterator
from itertools import count

from markupsafe import Markup

from docgen.charts.ink import BLANC, BRIQUE, ENCRE
from docgen.charts.map import DOT, EDGE, LABEL, RING, ZONE_STYLES, in_order, label
from docgen.charts.specification import Carte, Repere

POINT = 12700
"""A point in EMU, the unit of DrawingML."""
FONT = "Source Sans 3"
LEADING = 1.3
"""The height of the box of a name, relative to the font size."""
SPARE = 1.4
"""The width of a box relative to its name, where there is room, for another font may replace it."""

OFFICE = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
FRAME = Markup(
    "<w:r><mc:AlternateContent"
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main"'
    f' xmlns:wpg="{OFFICE}Group" xmlns:wps="{OFFICE}Shape"><mc:Choice Requires="wpg">'
    '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
    '<wp:docPr id="{number}" name="{name}" descr="{words}"/><wp:cNvGraphicFramePr/><a:graphic>'
    f'<a:graphicData uri="{OFFICE}Group"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm>'
    "</wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing>"
    "</mc:Choice></mc:AlternateContent></w:r>"
)
SHAPE = Markup(
    '<wps:wsp><wps:cNvPr id="{number}" name="{name}"/><wps:cNvSpPr{box}/><wps:spPr><a:xfrm>'
    '<a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>{look}</wps:spPr>'
    "{text}</wps:wsp>"
)
RECTANGLE = Markup('<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>')
PATHS = Markup(
    "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
    '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}</a:pathLst></a:custGeom>'
)
NAME = Markup(
    '<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240"'
    ' w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
    f'</w:pPr><w:r><w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/><w:noProof/>'
    f'<w:color w:val="{ENCRE[1:]}"/><w:sz w:val="{round(2 * LABEL.size)}"/></w:rPr>'
    "<w:t>{name}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/>'
    "</wps:bodyPr>"
)
NOTHING = Markup("<wps:bodyPr/>")
NO_FILL = Markup("<a:noFill/>")
NO_LINE = Markup("<a:ln><a:noFill/></a:ln>")
BOX, NO_BOX = Markup(' txBox="1"'), Markup("")

Line = Iterable[tuple[float, float]]


def map_run(carte: Carte) -> Markup:
    """Return the run of a map; one map always makes the same run."""
    # Numbers must differ within a file; those of the shapes follow the number of the map.
    number = zlib.crc32(carte.cle.encode()) % 10_000_000 * 100 + 1
    shapes = Markup("").join(_Group(carte, number + 1).shapes())
    size = Markup('cx="{}" cy="{}"').format(_emu(carte.largeur), _emu(carte.hauteur))
    words = carte.alternative
    return FRAME.format(size=size, number=number, name="Carte", words=words, shapes=shapes)


class _Group:
    def __init__(self, carte: Carte, first: int) -> None:
        self.carte = carte
        self.numbers = count(first)

    def shapes(self) -> Iterator[Markup]:
        """Yield the shapes from the lowest to the highest."""
        for zone in in_order(self.carte.zones):
            dress = ZONE_STYLES[zone.role]
            if zone.contours:
                paths = self.path(map(_closed_line, zone.contours))
                yield self.path_shape(zone.role, paths, dress.fill, dress.outline, dress.thickness)
            if zone.limites:
                paths = self.path(map(_open_line, zone.limites), filled=False)
                yield self.path_shape("limites", paths, "", dress.border, dress.border_thickness)
        if self.carte.cercle:
            paths = self.path([_circle(*self.carte.cercle)])
            yield self.path_shape("cercle", paths, "", BLANC, RING + 1.6)
            yield self.path_shape("cercle", paths, "", BRIQUE, RING)
        if self.carte.reperes:
            dots = self.path(_circle(repere.x, repere.y, DOT) for repere in self.carte.reperes)
            yield self.path_shape("villes", dots, ENCRE, BLANC, EDGE)
        yield from map(self.name_box, self.carte.reperes)

    def path_shape(
        self, name: str, paths: Markup, fill: str, line: str, thickness: float
    ) -> Markup:
        """Return a shape of paths, as large as the map."""
        form = PATHS.format(paths=paths)
        dress = _fill_xml(fill) + (_line_xml(line, thickness) if line else NO_LINE)
        place = (0, 0, self.carte.largeur, self.carte.hauteur)
        return self.shape(name, place, form + dress, NOTHING)

    def name_box(self, repere: Repere) -> Markup:
        """Return the text box of the name of a town."""
        name = label(repere)
        left, right = name.x, min(name.x + SPARE * name.width, self.carte.largeur)
        if repere.a_gauche:
            left, right = max(name.box.right - SPARE * name.width, 0), name.box.right
        high = LEADING * LABEL.size
        place = (left, repere.y - high / 2, right - left, high)
        text = NAME.format(side="right" if repere.a_gauche else "left", name=repere.nom)
        return self.shape(repere.nom, place, RECTANGLE + NO_FILL + NO_LINE, text, BOX)

    def shape(
        self,
        name: str,
        place: tuple[float, float, float, float],
        look: Markup,
        text: Markup,
        box: Markup = NO_BOX,
    ) -> Markup:
        """Return a shape at its place (left, top, width, height), in points."""
        x, y, wide, high = map(_emu, place)
        values = {"x": x, "y": y, "wide": wide, "high": high, "number": next(self.numbers)}
        return SHAPE.format(name=name, box=box, look=look, text=text, **values)

    def path(self, lines: Iterable[str], *, filled: bool = True) -> Markup:
        """Return lines as one path, in twentieths of a point."""
        size = f'w="{_twentieths(self.carte.largeur)}" h="{_twentieths(self.carte.hauteur)}"'
        fill = "" if filled else ' fill="none"'
        return Markup(f"<a:path {size}{fill}>{''.join(lines)}</a:path>")  # numbers only


def _open_line(line: Line) -> str:
    (x, y), *rest = [(_twentieths(x), _twentieths(y)) for x, y in line]
    strokes = (f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in rest)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{"".join(strokes)}'


def _closed_line(line: Line) -> str:
    return f"{_open_line(line)}<a:close/>"


def _circle(x: float, y: float, radius: float) -> str:
    r = _twentieths(radius)
    start = f'<a:moveTo><a:pt x="{_twentieths(x) + r}" y="{_twentieths(y)}"/></a:moveTo>'
    return f'{start}<a:arcTo wR="{r}" hR="{r}" stAng="0" swAng="21600000"/><a:close/>'


def _fill_xml(colour: str) -> Markup:
    solid = Markup('<a:solidFill><a:srgbClr val="{}"/></a:solidFill>')
    return solid.format(colour[1:]) if colour else NO_FILL


def _line_xml(colour: str, thickness: float) -> Markup:
    line = Markup('<a:ln w="{}">{}<a:round/></a:ln>')
    return line.format(_emu(thickness), _fill_xml(colour))


def _twentieths(length: float) -> int:
    return round(length * 20)


def _emu(length: float) -> int:
    return round(length * POINT)
