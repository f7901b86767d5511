"""Drawings of editable shapes in Word: one inline group, no picture and no other part.

Word 2010 and later and LibreOffice draw them; their words are not words of the body. Sources:
ECMA-376 part 1, chapter 20 (DrawingML); [MS-ODRAWXML], wordprocessingGroup and -Shape.
"""

import zlib
from collections.abc import Iterable
from functools import lru_cache
from itertools import count

from markupsafe import Markup

from docgen.charts.ink import ENCRE, Style
from docgen.charts.qr import modules
from docgen.charts.specification import CodeQr
from docgen.ooxml import DRAWING, POINT

CORNER = '<a:pt x="{}" y="{}"/>'
OFFICE = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
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
FONTS = {False: "Source Sans 3", True: "Source Sans 3 Semibold"}
"""The font of a text, and of a bold one."""
WORDS = Markup(
    '<wps:txbx><w:txbxContent><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="240"'
    ' w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="{side}"/>'
    '</w:pPr><w:r><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/>'
    '{slant}<w:noProof/><w:color w:val="{colour}"/><w:sz w:val="{size}"/></w:rPr>'
    "<w:t>{words}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
    '<wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"><a:noAutofit/>'
    "</wps:bodyPr>"
)
SLANT, UPRIGHT = Markup("<w:i/>"), Markup("")
RECTANGLE = Markup('<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>')
PATHS = Markup(
    "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
    '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}</a:pathLst></a:custGeom>'
)
EMPTY_BODY = Markup("<wps:bodyPr/>")
NO_FILL = Markup("<a:noFill/>")
NO_LINE = Markup("<a:ln><a:noFill/></a:ln>")
BOX, NO_BOX = Markup(' txBox="1"'), Markup("")

Line = Iterable[tuple[float, float]]


class ShapeGroup:
    """Shapes of one drawing, of a width and a height in points.

    The numbers of shapes must differ within a file: they follow from a key that no other has.
    """

    def __init__(self, key: str, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.number = zlib.crc32(key.encode()) % 10_000_000 * 100 + 1
        self._numbers = count(self.number + 1)

    def run(self, name: str, description: str, shapes: Iterable[Markup]) -> Markup:
        """Return the run of a drawing with its alternative text."""
        size = Markup('cx="{}" cy="{}"').format(_emu(self.width), _emu(self.height))
        values = {"size": size, "number": self.number, "name": name, "words": description}
        return FRAME.format(shapes=Markup("").join(shapes), **values)

    def path_shape(
        self, name: str, paths: Markup, fill: str, line: str, thickness: float
    ) -> Markup:
        """Return a shape of paths, as large as the group."""
        form = PATHS.format(paths=paths)
        dress = solid_fill(fill) + (_line_xml(line, thickness) if line else NO_LINE)
        place = (0, 0, self.width, self.height)
        return self.shape(name, place, form + dress)

    def shape(
        self,
        name: str,
        place: tuple[float, float, float, float],
        look: Markup,
        text: Markup = EMPTY_BODY,
        box: Markup = NO_BOX,
    ) -> Markup:
        """Return a shape at its place (left, top, width, height), in points."""
        x, y, wide, high = map(_emu, place)
        values = {"x": x, "y": y, "wide": wide, "high": high, "number": next(self._numbers)}
        return SHAPE.format(name=name, box=box, look=look, text=text, **values)

    def text_box(
        self,
        name: str,
        place: tuple[float, float, float, float],
        words: str,
        style: Style,
        side: str,
    ) -> Markup:
        """Return a text box at its place (left, top, width, height), in points."""
        slant, size = SLANT if style.italic else UPRIGHT, round(2 * style.size)
        values = {"slant": slant, "colour": style.colour[1:], "size": size, "side": side}
        values["font"] = FONTS[style.bold]
        text = WORDS.format(words=words, **values)
        return self.shape(name, place, RECTANGLE + NO_FILL + NO_LINE, text, BOX)

    def path(self, lines: Iterable[str], *, filled: bool = True) -> Markup:
        """Return lines as one path, in twentieths of a point."""
        size = f'w="{_twentieths(self.width)}" h="{_twentieths(self.height)}"'
        fill = "" if filled else ' fill="none"'
        return Markup(f"<a:path {size}{fill}>{''.join(lines)}</a:path>")  # numbers only


def open_line(line: Line) -> str:
    """Return the strokes of an open line."""
    (x, y), *rest = [(_twentieths(x), _twentieths(y)) for x, y in line]
    strokes = (f'<a:lnTo><a:pt x="{x}" y="{y}"/></a:lnTo>' for x, y in rest)
    return f'<a:moveTo><a:pt x="{x}" y="{y}"/></a:moveTo>{"".join(strokes)}'


def closed_line(line: Line) -> str:
    """Return the strokes of a closed line."""
    return f"{open_line(line)}<a:close/>"


def circle(x: float, y: float, radius: float) -> str:
    """Return the strokes of a circle round a point."""
    r = _twentieths(radius)
    start = f'<a:moveTo><a:pt x="{_twentieths(x) + r}" y="{_twentieths(y)}"/></a:moveTo>'
    return f'{start}<a:arcTo wR="{r}" hR="{r}" stAng="0" swAng="21600000"/><a:close/>'


def solid_fill(colour: str) -> Markup:
    """Return the fill of a shape, none without a colour."""
    solid = Markup('<a:solidFill><a:srgbClr val="{}"/></a:solidFill>')
    return solid.format(colour[1:]) if colour else NO_FILL


def _line_xml(colour: str, thickness: float) -> Markup:
    line = Markup('<a:ln w="{}">{}<a:round/></a:ln>')
    return line.format(_emu(thickness), solid_fill(colour))


def _twentieths(length: float) -> int:
    return round(length * 20)


def _emu(length: float) -> int:
    return round(length * POINT)


@lru_cache(maxsize=256)
def qr_run(code: CodeQr) -> Markup:
    """Return the run of a QR code; one address always makes the same run."""
    side, runs = modules(code.adresse)
    bars = "".join(_bar(x, y, length) for x, y, length in runs)
    path = Markup(f'<a:path w="{side}" h="{side}">{bars}</a:path>')  # numbers only
    group = ShapeGroup(code.adresse, code.cote, code.cote)
    look = PATHS.format(paths=path) + solid_fill(ENCRE) + NO_LINE
    shape = group.shape("Code QR", (0, 0, code.cote, code.cote), look)
    return group.run("Code QR", code.alternative, [shape])


def _bar(x: int, y: int, length: int) -> str:
    corners = ((x, y), (x + length, y), (x + length, y + 1), (x, y + 1))
    first, *others = (CORNER.format(*corner) for corner in corners)
    lines = "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in others)
    return f"<a:moveTo>{first}</a:moveTo>{lines}<a:close/>"
