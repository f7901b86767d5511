"""Colours and SVG marks of the drawings.  The unit is the point.

Texts have no anchor: WeasyPrint makes a PDF object for each anchored text.  Hatching is drawn line
by line, to be the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape
from typing import Final, Literal

from docgen.charts.lettering import ASCENT, DESCENT, width
from docgen.charts.specification import Graphique

PASTEL, PASTEL_MOYEN, PASTEL_CLAIR = "#1E3F66", "#4A76A3", "#D5E1ED"
BRIQUE, ENCRE, GRIS, FILET, BLANC = "#9C3B1F", "#1B2430", "#535D6B", "#B9C1CC", "#FFFFFF"
FONTS: Final = "'Source Sans 3', 'Open Sans', Arial, sans-serif"
SMALLEST: Final = 7.5
"""The smallest text, in points."""
HATCH: Final = 3.6
"""The distance between hatching lines along an edge."""

Side = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Style:
    """The style of a text: its size in points, colour, weight and slant."""

    size: float = SMALLEST
    colour: str = GRIS
    bold: bool = False
    italic: bool = False


PLAIN: Final = Style()
SLANTED: Final = Style(italic=True)


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text in a drawing: its start and its baseline."""

    text: str
    x: float
    y: float
    style: Style = PLAIN

    @property
    def width(self) -> float:
        return width(self.text, self.style.size, self.style.bold, self.style.italic)

    @property
    def box(self) -> Box:
        top, bottom = self.y - ASCENT * self.style.size, self.y + DESCENT * self.style.size
        return Box(self.x, top, self.x + self.width, bottom)

    def within(self, wide: float) -> Words:
        """Return the text moved sideways into a drawing of this width."""
        return replace(self, x=max(0.0, min(self.x, wide - self.width)))

    @property
    def svg(self) -> str:
        style = self.style
        dress = ' font-weight="600"' if style.bold else ""
        dress += ' font-style="italic"' if style.italic else ""
        place = f'x="{fmt(self.x)}" y="{fmt(self.y)}" font-size="{fmt(style.size)}"'
        return f'<text {place} fill="{style.colour}"{dress}>{escape(self.text, quote=False)}</text>'


def words(text: str, x: float, y: float, side: Side = "start", style: Style = PLAIN) -> Words:
    """Return a line of text of which `x` is the start, the middle or the end."""
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}[side]
    return Words(text, x - share * Words(text, 0, 0, style).width, y, style)


def fmt(number: float) -> str:
    """Return a length with at most two decimals: ``12.5``, ``-0.25``, ``0``."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def stroke(
    points: Iterable[tuple[float, float]], colour: str, thickness: float, dashes: str = ""
) -> str:
    """Return a line through points."""
    path = "L".join(f"{fmt(x)} {fmt(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    dress = f'stroke="{colour}" stroke-width="{fmt(thickness)}" stroke-linejoin="round"'
    return f'<path d="M{path}" fill="none" {dress}{dashed}/>'


def rectangle(box: Box, fill: str, outline: str = "", thickness: float = 0.6) -> str:
    """Return a filled rectangle, outlined if an outline colour is given."""
    size = f'width="{fmt(box.right - box.left)}" height="{fmt(box.bottom - box.top)}"'
    line = f' stroke="{outline}" stroke-width="{fmt(thickness)}"' if outline else ""
    return f'<rect x="{fmt(box.left)}" y="{fmt(box.top)}" {size} fill="{fill}"{line}/>'


def disc(x: float, y: float, radius: float, fill: str) -> str:
    """Return a disc with a white edge."""
    place = f'cx="{fmt(x)}" cy="{fmt(y)}" r="{fmt(radius)}"'
    return f'<circle {place} fill="{fill}" stroke="{BLANC}" stroke-width="0.8"/>'


def hatching(box: Box) -> str:
    """Return a hatched rectangle, for a hidden value."""
    wide, high = box.right - box.left, box.bottom - box.top
    strokes, reach = [], HATCH
    while reach < wide + high:
        start = (box.left + min(reach, wide), box.top + max(0.0, reach - wide))
        end = (box.left + max(0.0, reach - high), box.top + min(reach, high))
        points = (f"{fmt(x)} {fmt(y)}" for x, y in (start, end))
        strokes.append("M" + "L".join(points))
        reach += HATCH
    lines = f'<path d="{"".join(strokes)}" stroke="{FILET}" stroke-width="0.9"/>' if strokes else ""
    return f"{rectangle(box, BLANC)}{lines}{rectangle(box, 'none', GRIS, 0.4)}"


def chart_drawing(chart: Graphique, high: float, marks: Iterable[str | Words]) -> str:
    """Return the SVG file of a chart."""
    return drawing(chart.largeur, high, chart.titre, chart.alternative, marks)


def drawing(
    wide: float, high: float, title: str, description: str, marks: Iterable[str | Words]
) -> str:
    """Return an SVG file: title, description, marks."""
    title, description = escape(title, quote=False), escape(description, quote=False)
    size = f'width="{fmt(wide)}pt" height="{fmt(high)}pt"'
    view = f'viewBox="0 0 {fmt(wide)} {fmt(high)}"'
    body = "".join(mark.svg if isinstance(mark, Words) else mark for mark in marks)
    heading = f"<title>{title}</title><desc>{description}</desc>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" font-family="{FONTS}">'
        f"{heading}{body}</svg>\n"
    )
