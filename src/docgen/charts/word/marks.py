"""What charts of Word are made of: text, fills, labels, series and axes, in the schema's order.

Source: ECMA-376 part 1, chapter 21 (DrawingML charts); what Word 2013 adds to labels, so that they
follow the values that someone edits, is in [MS-ODRAWXML].
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from docgen.charts.ink import BLANC, FILET, GRIS, PASTEL, PLAIN, SLANTED, Box, Style
from docgen.charts.layout.frame import FOOT, Frame, hidden_runs
from docgen.charts.layout.scale import Scale
from docgen.charts.printed import HIDDEN, HIDDEN_SHORT, labels
from docgen.charts.specification import Trace
from docgen.charts.word.workbook import Sheet, number_format

FONT = "Source Sans 3"
POINT = 12700
"""A point in EMU, the unit of DrawingML."""
FIELDS = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
"""Under which name Word 2013 keeps what makes a label follow its value."""
CHART_2012 = "http://schemas.microsoft.com/office/drawing/2012/chart"
SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
HATCH = (("fg", GRIS), ("bg", BLANC))
"""The colours of a hatching: its strokes, and what is behind them."""
FRAME = '<a:bodyPr wrap="none"/>'
"""How every text of a chart stands: on one line."""
CLOSER = 2.0
"""How much closer to its span than a reader sets it a word stands, below the unit, in points."""
TOUCH = 14.0
"""The least distance between two words on what is hidden, in points."""
SPAN = 5
"""From how many hidden neighbours on the word is written whole."""
READER = 1.05
"""How much wider than our tables a reader may set a text, whose bold is bolder than ours."""
ABOVE = 17.0
"""How high above a point, or a column, a reader may set the top of its value, in points."""
AXES = (1, 2)
"""The numbers of the axes of a chart: that of the labels, that of the values."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a kind of chart has of its own: its ground, its height, series and axes, a legend."""

    plot: Box
    high: float
    inside: tuple[str, ...]
    legend: str = ""


def lowered(plot: Box, line: float, heights: Iterable[float]) -> Box:
    """Return a plot low enough for what is written above its points, at these heights.

    None of it stands over the words above the plot, which end at `line`.
    """
    short = max((line + ABOVE - height for height in heights), default=0.0)
    return replace(plot, top=plot.top + max(0.0, short))


def tag(name: str, *inside: str, **told: object) -> str:
    """Return an element of XML; the names of attributes are as written."""
    attributes = "".join(f" {key}={quoteattr(str(value))}" for key, value in told.items())
    body = "".join(inside)
    return f"<{name}{attributes}>{body}</{name}>" if body else f"<{name}{attributes}/>"


@lru_cache(maxsize=512)
def val(name: str, value: object) -> str:
    """Return an element that only bears a value."""
    return tag(name, val=value)


@lru_cache(maxsize=512)
def paint(colour: str) -> str:
    """Return a plain fill, none for no colour."""
    solid = tag("a:solidFill", val("a:srgbClr", colour.removeprefix("#")))
    return solid if colour else tag("a:noFill")


@lru_cache(maxsize=512)
def hatched() -> str:
    """Return the fill of what is hidden."""
    fore, back = (tag(f"a:{one}Clr", val("a:srgbClr", c[1:])) for one, c in HATCH)
    return tag("a:pattFill", fore, back, prst="wdUpDiag")


@lru_cache(maxsize=512)
def pen(colour: str, thickness: float = 0.0, dashes: str = "") -> str:
    """Return a line; no colour, no line."""
    if not colour:
        return tag("a:ln", tag("a:noFill"))
    dashed = val("a:prstDash", dashes) if dashes else ""
    return tag("a:ln", paint(colour), dashed, tag("a:round"), w=round(thickness * POINT))


@lru_cache(maxsize=512)
def look(fill: str, line: str) -> str:
    """Return the dress of a shape: its fill, then its line."""
    return tag("c:spPr", fill, line)


@lru_cache(maxsize=512)
def letters(name: str, style: Style) -> str:
    """Return the properties of letters under one of their names: `a:defRPr`, `a:rPr`."""
    size = round(style.size * 100)
    told = {"lang": "fr-FR"} if name == "a:rPr" else {}
    told |= {"sz": str(size), "b": str(int(style.bold)), "i": str(int(style.italic))}
    faces = (tag(f"a:{one}", typeface=FONT) for one in ("latin", "cs"))
    return tag(name, paint(style.colour), *faces, **told)


@lru_cache(maxsize=512)
def text_dress(style: Style) -> str:
    """Return how a text that Word writes of its own accord is dressed."""
    paragraph = tag(
        "a:p", tag("a:pPr", letters("a:defRPr", style)), tag("a:endParaRPr", lang="fr-FR")
    )
    return tag("c:txPr", FRAME, tag("a:lstStyle"), paragraph)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text of our own; one that has a `kind` is kept up to date by Word.

    The kinds are `VALUE` and `SERIESNAME`.
    """

    text: str
    style: Style
    kind: str = ""

    def told(self, key: str) -> str:
        """Return the piece; a key, and its kind, make the number that a live one must have."""
        inside = letters("a:rPr", self.style), tag("a:t", escape(self.text))
        if not self.kind:
            return tag("a:r", *inside)
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"docgen:{key}:{self.kind}")).upper()
        return tag("a:fld", *inside, id=f"{{{number}}}", type=self.kind)


def rich(style: Style, *paragraphs: tuple[Piece, ...], key: str = "") -> str:
    """Return a text of our own, by its paragraphs; LibreOffice writes it all in one style."""
    dress = tag("a:pPr", letters("a:defRPr", style))
    body = (tag("a:p", dress, *(one.told(key) for one in told)) for told in paragraphs if told)
    return tag("c:tx", tag("c:rich", FRAME, tag("a:lstStyle"), *body))


def spot(x: float, y: float) -> str:
    """Return where something begins in a chart, as shares of its width and of its height."""
    return tag("c:layout", tag("c:manualLayout", _edges(x, y)))


def ground(plot: Box, wide: float, high: float) -> str:
    """Return where the ground of the values is in a chart of this size."""
    size = val("c:w", _share(plot.right - plot.left, wide))
    size += val("c:h", _share(plot.bottom - plot.top, high))
    corner = _edges(plot.left / wide, plot.top / high)
    return tag("c:layout", tag("c:manualLayout", val("c:layoutTarget", "inner"), corner, size))


def _edges(x: float, y: float) -> str:
    corner = val("c:x", _share(x)) + val("c:y", _share(y))
    return val("c:xMode", "edge") + val("c:yMode", "edge") + corner


def _share(part: float, whole: float = 1.0) -> str:
    return f"{part / whole:.4f}"


def shows(*what: str) -> str:
    """Return what a label shows, and says of everything else that it does not."""
    return "".join(val(f"c:show{one}", int(one in what)) for one in SHOWN)


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one point: where it stands; its own text, or how its value is dressed.

    `down` moves it, as a share of the height; `live` says that its text has fields.
    """

    side: str
    style: Style
    text: str = ""
    down: float = 0.0
    live: bool = False
    fill: str = ""

    def told(self, rank: int) -> str:
        """Return the label of the point of that rank."""
        moved = tag("c:manualLayout", val("c:x", 0), val("c:y", f"{self.down:.4f}"))
        layout = tag("c:layout", moved) if self.down else ""
        dress = look(paint(self.fill), pen("")) + ("" if self.text else text_dress(self.style))
        return tag(
            "c:dLbl",
            val("c:idx", rank),
            layout,
            self.text,
            dress,
            val("c:dLblPos", self.side),
            shows("Val", *(("SerName",) if self.live else ())),
            _extension(tag("c15:dlblFieldTable")) if self.live else "",
        )


def _extension(said: str) -> str:
    """Return what Word 2013 says more of a label, or of those of a series."""
    return tag("c:extLst", f'<c:ext uri="{FIELDS}" xmlns:c15="{CHART_2012}">{said}</c:ext>')


def labelled(found: Mapping[int, Label]) -> str:
    """Return the labels of a series: those of these points, and no other."""
    told = "".join(found[rank].told(rank) for rank in sorted(found))
    return tag("c:dLbls", told, shows(), _extension(val("c15:showLeaderLines", 0)))


def series(
    sheet: Sheet, trace: Trace, rank: int, *dress: str, name: str | None = None, end: str = ""
) -> str:
    """Return a series, drawn in that rank: its name, its dress and labels, its values.

    `name` is what is shown of its name, until someone edits the data; all of it, if not given.
    """
    chart = sheet.chart
    said = _names([trace.nom if name is None else name], [0])
    head = _series_head(rank, tag("c:strRef", tag("c:f", sheet.name(trace)), said))
    found = {n: p.valeur for n, p in enumerate(trace.points) if p.valeur is not None}
    numbers = tag("c:formatCode", number_format(chart.decimales)) + _numbers(
        found, len(trace.points)
    )
    cached = tag("c:numCache", numbers)
    values = tag("c:val", tag("c:numRef", tag("c:f", sheet.drawn(trace)), cached))
    return tag("c:ser", head, *dress, _categories(sheet), values, end)


def hidden_series(
    sheet: Sheet,
    rank: int,
    points: Mapping[int, Decimal],
    told: Mapping[int, Label],
    outline: str = "",
) -> str:
    """Return the bars for what is hidden, hatched; their length tells nothing.

    Their values are written in the chart alone: the workbook holds no number for them.  Without an
    outline, neighbours make one span.
    """
    literal = tag("c:numLit", tag("c:formatCode", "General"), _numbers(points, sheet.rows))
    return tag(
        "c:ser",
        _series_head(rank, tag("c:v", HIDDEN)),
        look(hatched(), pen(outline, 0.5)),
        val("c:invertIfNegative", 0),
        labelled(told),
        _categories(sheet),
        tag("c:val", literal),
    )


def hidden_label(side: str, text: str, down: float = 0.0) -> Label:
    """Return the word on a hidden bar, on white where it stands inside."""
    fill = BLANC if side == "ctr" else ""
    return Label(side, SLANTED, rich(SLANTED, (Piece(text, SLANTED),)), down, fill=fill)


def _series_head(rank: int, name: str) -> str:
    return val("c:idx", rank) + val("c:order", rank) + tag("c:tx", name)


def _categories(sheet: Sheet) -> str:
    names = _names(labels(sheet.chart), sheet.written)
    return tag("c:cat", tag("c:strRef", tag("c:f", sheet.categories), names))


def _names(texts: Sequence[str], ranks: Iterable[int]) -> str:
    points = (tag("c:pt", tag("c:v", escape(texts[rank])), idx=rank) for rank in ranks)
    return tag("c:strCache", val("c:ptCount", len(texts)), *points)


def _numbers(found: Mapping[int, Decimal], count: int) -> str:
    points = (tag("c:pt", tag("c:v", f"{value:f}"), idx=rank) for rank, value in found.items())
    return val("c:ptCount", count) + "".join(points)


def words_along(frame: Frame, trace: Trace, name: str) -> Mapping[int, Label]:
    """Return the words on what is hidden along time, far enough apart; short above a short span."""
    found: dict[int, Label] = {}
    before, lower = float("-inf"), CLOSER / (frame.plot.bottom + FOOT)
    for span in hidden_runs(trace):
        middle = span[len(span) // 2]
        if frame.x(middle) - before > TOUCH:
            long = len(span) >= SPAN
            text = HIDDEN if long else HIDDEN_SHORT
            said = f"{text} ({name})" if name else text
            found[middle] = (
                hidden_label("ctr", said) if long else hidden_label("outEnd", said, lower)
            )
            before = frame.x(middle)
    return found


def bars_along(told: str, axes: Axes, gap: int, overlap: int = 0) -> str:
    """Return bars or columns drawn along the same axes; nothing when there is none."""
    if not told:
        return ""
    return tag(
        "c:barChart",
        val("c:barDir", "bar" if axes.flat else "col"),
        val("c:grouping", "clustered"),
        val("c:varyColors", 0),
        told,
        val("c:gapWidth", gap),
        val("c:overlap", overlap),
        axes.used,
    )


@dataclass(frozen=True, slots=True)
class Axes:
    """A pair of axes: that of the labels and that of the values; `flat` for horizontal bars."""

    scale: Scale
    flat: bool = False
    valued: bool = True
    skip: int = 1
    text: Style = PLAIN

    @property
    def used(self) -> str:
        """What a group of series says of the axes it is drawn along."""
        return "".join(val("c:axId", number) for number in AXES)

    @property
    def told(self) -> str:
        """The axes themselves."""
        return self._labels() + self._values()

    def _labels(self) -> str:
        first, second = AXES
        skips = val("c:tickLblSkip", self.skip) + val("c:tickMarkSkip", self.skip)
        return tag(
            "c:catAx",
            val("c:axId", first),
            tag("c:scaling", val("c:orientation", "maxMin" if self.flat else "minMax")),
            val("c:delete", 0),
            val("c:axPos", "l" if self.flat else "b"),
            tag("c:numFmt", formatCode="General", sourceLinked=0),
            val("c:majorTickMark", "none"),
            val("c:minorTickMark", "none"),
            val("c:tickLblPos", "nextTo"),
            look("", pen(PASTEL, 0.8)),
            text_dress(self.text),
            val("c:crossAx", second),
            val("c:crosses", "autoZero"),
            val("c:auto", 0),
            val("c:lblAlgn", "ctr"),
            val("c:lblOffset", 40),
            "" if self.flat else skips,
            val("c:noMultiLvlLbl", 1),
        )

    def _values(self) -> str:
        first, second = AXES
        grid = tag("c:majorGridlines", look("", pen(FILET, 0.4))) if self.valued else ""
        bounds = val("c:max", f"{self.scale.top:f}") + val("c:min", 0)
        return tag(
            "c:valAx",
            val("c:axId", second),
            tag("c:scaling", val("c:orientation", "minMax"), bounds),
            val("c:delete", int(not self.valued)),
            val("c:axPos", "t" if self.flat else "l"),
            grid,
            tag("c:numFmt", formatCode=f"{number_format(self.scale.decimals)};;0", sourceLinked=0),
            val("c:majorTickMark", "none"),
            val("c:minorTickMark", "none"),
            val("c:tickLblPos", "nextTo"),
            look("", pen("")),
            text_dress(PLAIN),
            val("c:crossAx", first),
            val("c:crosses", "autoZero"),
            val("c:crossBetween", "between"),
            val("c:majorUnit", f"{self.scale.step:f}"),
        )
