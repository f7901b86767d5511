"""Elements of Word charts: text, fills, labels, series and axes, in the order of the schema.

Sources: ECMA-376 part 1, chapter 21 (DrawingML charts); [MS-ODRAWXML] for what Word 2013 adds to
labels, so that they follow edited values.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from docgen.charts.ink import BLANC, FILET, GRIS, PASTEL, PLAIN, SLANTED, Box, Style
from docgen.charts.layout.frame import FOOT, Frame, Scale, hidden_runs
from docgen.charts.printed import HIDDEN_SHORT, HIDDEN_WORDS, axis_labels
from docgen.charts.specification import Colonnes, Trace
from docgen.charts.word.workbook import Sheet, number_format
from docgen.ooxml import POINT

FONT, SEMIBOLD = "Source Sans 3", "Source Sans 3 Semibold"
LABEL_EXTENSION = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
"""The extension of Word 2013 that makes a label follow its value."""
CHART_2012 = "http://schemas.microsoft.com/office/drawing/2012/chart"
SHOW_FLAGS = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
HATCH = (("fg", GRIS), ("bg", BLANC))
"""The colours of a hatching: lines and background."""
FRAME = '<a:bodyPr wrap="none"/>'
"""Every text of a chart is on one line."""
TOWARDS_SPAN = 2.0
"""How much a word is moved towards its span, below the unit, in points."""
MIN_LABEL_GAP = 14.0
"""The least distance between two labels of hidden values, in points."""
SPAN = 5
"""The number of adjacent hidden values from which on the word is written in full."""
READER = 1.05
"""How much wider than our tables a reader may set a text."""
MAX_VALUE_RISE = 15.0
"""How high above its point a reader may set a value, in points."""
DOT = "●"
"""A mark as text: LibreOffice draws the marks of a line with eight corners."""
AXES = (1, 2)
"""The identifiers of the axes: labels, values."""


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """The parts of a chart that depend on its kind: plot, height, series and axes."""

    plot: Box
    high: float
    inside: tuple[str, ...]


def lower_plot(plot: Box, line: float) -> Box:
    """Return a plot low enough for a value above its highest point, whether it has one or not.

    So no value covers the text above the plot, which ends at `line`, and charts side by side have
    their plots at one height.
    """
    return replace(plot, top=max(plot.top, line + MAX_VALUE_RISE))


def tag(name: str, *inside: str, **attributes: object) -> str:
    """Return an XML element."""
    text = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    body = "".join(inside)
    return f"<{name}{text}>{body}</{name}>" if body else f"<{name}{text}/>"


def val(name: str, value: object) -> str:
    """Return an XML element with a value and nothing else."""
    return tag(name, val=value)


def solid_fill(colour: str) -> str:
    """Return a plain fill; none for an empty colour."""
    solid = tag("a:solidFill", val("a:srgbClr", colour.removeprefix("#")))
    return solid if colour else tag("a:noFill")


def hatch_fill() -> str:
    """Return the hatched fill of a hidden value."""
    fore, back = (tag(f"a:{part}Clr", val("a:srgbClr", c[1:])) for part, c in HATCH)
    return tag("a:pattFill", fore, back, prst="wdUpDiag")


def pen(colour: str, thickness: float = 0.0, dashes: str = "") -> str:
    """Return a line; none for an empty colour."""
    if not colour:
        return tag("a:ln", tag("a:noFill"))
    dashed = val("a:prstDash", dashes) if dashes else ""
    return tag("a:ln", solid_fill(colour), dashed, tag("a:round"), w=round(thickness * POINT))


def shape_properties(fill: str, line: str) -> str:
    """Return the properties of a shape: its fill, then its line."""
    return tag("c:spPr", fill, line)


def text_properties(name: str, style: Style) -> str:
    """Return character properties as an element of this name: `a:defRPr`, `a:rPr`."""
    size = round(style.size * 100)
    attributes = {"lang": "fr-FR"} if name == "a:rPr" else {}
    attributes |= {"sz": str(size), "b": "0", "i": str(int(style.italic))}
    font = SEMIBOLD if style.bold else FONT
    faces = (tag(f"a:{script}", typeface=font) for script in ("latin", "ea", "cs"))
    return tag(name, solid_fill(style.colour), *faces, **attributes)


def text_body(style: Style) -> str:
    """Return the style of a text that Word writes itself."""
    paragraph = tag(
        "a:p", tag("a:pPr", text_properties("a:defRPr", style)), tag("a:endParaRPr", lang="fr-FR")
    )
    return tag("c:txPr", FRAME, tag("a:lstStyle"), paragraph)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; Word updates one that has a `kind`, `VALUE` or `SERIESNAME`."""

    text: str
    style: Style
    kind: str = ""

    def xml(self, key: str) -> str:
        """Return the piece; `key` and kind make the identifier of a field."""
        inside = text_properties("a:rPr", self.style), tag("a:t", escape(self.text))
        if not self.kind:
            return tag("a:r", *inside)
        number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"docgen:{key}:{self.kind}")).upper()
        return tag("a:fld", *inside, id=f"{{{number}}}", type=self.kind)


def rich_text(style: Style, *paragraphs: tuple[Piece, ...], key: str = "") -> str:
    """Return a text of several paragraphs; LibreOffice shows it in one style."""
    dress = tag("a:pPr", text_properties("a:defRPr", style))
    rows = filter(None, paragraphs)
    body = (tag("a:p", dress, *(piece.xml(key) for piece in pieces)) for pieces in rows)
    return tag("c:tx", tag("c:rich", FRAME, tag("a:lstStyle"), *body))


def layout_at(x: float, y: float) -> str:
    """Return a position, as shares of the width and height of the chart."""
    return tag("c:layout", tag("c:manualLayout", _edges(x, y)))


def plot_layout(plot: Box, wide: float, high: float) -> str:
    """Return the position and size of the plot in a chart of this size."""
    size = val("c:w", _share(plot.right - plot.left, wide))
    size += val("c:h", _share(plot.bottom - plot.top, high))
    corner = _edges(plot.left / wide, plot.top / high)
    return tag("c:layout", tag("c:manualLayout", val("c:layoutTarget", "inner"), corner, size))


def _edges(x: float, y: float) -> str:
    corner = val("c:x", _share(x)) + val("c:y", _share(y))
    return val("c:xMode", "edge") + val("c:yMode", "edge") + corner


def _share(part: float, whole: float = 1.0) -> str:
    return f"{part / whole:.4f}"


def shown_parts(*what: str) -> str:
    """Return which parts of a label are shown, and that all others are not."""
    return "".join(val(f"c:show{part}", int(part in what)) for part in SHOW_FLAGS)


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a point: its side; its own text, or the style of its value.

    `down` and `right` move it, as shares of the height and width; `live` says that its text has
    fields; `number` is the format of its value.
    """

    side: str
    style: Style
    text: str = ""
    down: float = 0.0
    right: float = 0.0
    live: bool = False
    fill: str = ""
    number: str = ""

    def xml(self, rank: int) -> str:
        """Return the label of the point of a rank."""
        place = val("c:x", _share(self.right)) + val("c:y", _share(self.down))
        moved = self.down or self.right
        layout = tag("c:layout", tag("c:manualLayout", place)) if moved else ""
        dress = shape_properties(solid_fill(self.fill), pen("")) + (
            "" if self.text else text_body(self.style)
        )
        return tag(
            "c:dLbl",
            val("c:idx", rank),
            layout,
            self.text,
            tag("c:numFmt", formatCode=self.number, sourceLinked=0) if self.number else "",
            dress,
            val("c:dLblPos", self.side),
            shown_parts("Val", *(("SerName",) if self.live else ())),
            _extension(tag("c15:dlblFieldTable")) if self.live else "",
        )


def _extension(extra: str) -> str:
    return tag(
        "c:extLst", f'<c:ext uri="{LABEL_EXTENSION}" xmlns:c15="{CHART_2012}">{extra}</c:ext>'
    )


def data_labels(labels: Mapping[int, Label]) -> str:
    """Return the labels of a series: those of these points and no others."""
    labels_xml = "".join(labels[rank].xml(rank) for rank in sorted(labels))
    return tag("c:dLbls", labels_xml, shown_parts(), _extension(val("c15:showLeaderLines", 0)))


def series(sheet: Sheet, trace: Trace, rank: int, *dress: str, end: str = "") -> str:
    """Return a series: name, style, labels, values."""
    chart = sheet.chart
    names = _names([trace.nom], [0])
    head = _series_head(rank, tag("c:strRef", tag("c:f", sheet.name(trace)), names))
    known = {n: p.valeur for n, p in enumerate(trace.points) if p.valeur is not None}
    if isinstance(chart, Colonnes):  # readers draw a column of no height: a dash on the axis
        known = {n: value for n, value in known.items() if value}
    numbers = tag("c:formatCode", number_format(chart.decimales)) + _numbers(
        known, len(trace.points)
    )
    cached = tag("c:numCache", numbers)
    values = tag("c:val", tag("c:numRef", tag("c:f", sheet.drawn(trace)), cached))
    return tag("c:ser", head, *dress, _categories(sheet), values, end)


def hidden_series(
    sheet: Sheet, rank: int, points: Mapping[int, Decimal], labels_of: Mapping[int, Label]
) -> str:
    """Return hatched bars for hidden values, of a length that says nothing.

    Their lengths are in the chart only: the workbook has no number for them.  They have no outline,
    so that adjacent bars look like one.
    """
    literal = tag("c:numLit", tag("c:formatCode", "General"), _numbers(points, sheet.rows))
    return tag(
        "c:ser",
        _series_head(rank, tag("c:v", HIDDEN_WORDS)),
        shape_properties(hatch_fill(), pen("")),
        val("c:invertIfNegative", 0),
        data_labels(labels_of),
        _categories(sheet),
        tag("c:val", literal),
    )


def hidden_label(side: str, text: str, down: float = 0.0) -> Label:
    """Return the label of a hidden bar, on white if it is inside."""
    fill = BLANC if side == "ctr" else ""
    return Label(side, SLANTED, rich_text(SLANTED, (Piece(text, SLANTED),)), down, fill=fill)


def _series_head(rank: int, name: str) -> str:
    return val("c:idx", rank) + val("c:order", rank) + tag("c:tx", name)


def _categories(sheet: Sheet) -> str:
    names = _names(axis_labels(sheet.chart), sheet.written)
    return tag("c:cat", tag("c:strRef", tag("c:f", sheet.categories), names))


def _names(texts: Sequence[str], ranks: Iterable[int]) -> str:
    points = (tag("c:pt", tag("c:v", escape(texts[rank])), idx=rank) for rank in ranks)
    return tag("c:strCache", val("c:ptCount", len(texts)), *points)


def _numbers(values: Mapping[int, Decimal], count: int) -> str:
    points = (tag("c:pt", tag("c:v", f"{value:f}"), idx=rank) for rank, value in values.items())
    return val("c:ptCount", count) + "".join(points)


def hidden_labels(frame: Frame, trace: Trace, name: str) -> Mapping[int, Label]:
    """Return the labels of hidden values along time, far enough apart; short over a short span."""
    labels: dict[int, Label] = {}
    before, lower = float("-inf"), TOWARDS_SPAN / (frame.plot.bottom + FOOT)
    for span in hidden_runs(trace):
        middle = span[len(span) // 2]
        if frame.x(middle) - before > MIN_LABEL_GAP:
            long = len(span) >= SPAN
            text = HIDDEN_WORDS if long else HIDDEN_SHORT
            words = f"{text} ({name})" if name else text
            labels[middle] = (
                hidden_label("ctr", words) if long else hidden_label("outEnd", words, lower)
            )
            before = frame.x(middle)
    return labels


def bar_chart(series_xml: str, axes: Axes, gap: int, overlap: int) -> str:
    """Return a bar or column chart on these axes; nothing without series."""
    if not series_xml:
        return ""
    return tag(
        "c:barChart",
        val("c:barDir", "col"),
        val("c:grouping", "clustered"),
        val("c:varyColors", 0),
        series_xml,
        val("c:gapWidth", gap),
        val("c:overlap", overlap),
        axes.ids,
    )


@dataclass(frozen=True, slots=True)
class Axes:
    """The pair of axes, for labels and for values."""

    scale: Scale
    skip: int

    @property
    def ids(self) -> str:
        """The references of a group of series to its axes."""
        return "".join(val("c:axId", number) for number in AXES)

    @property
    def xml(self) -> str:
        labels, values = AXES
        bounds = val("c:max", f"{self.scale.top:f}") + val("c:min", 0)
        grid = tag("c:majorGridlines", shape_properties("", pen(FILET, 0.4)))
        whole = f"{number_format(self.scale.decimals)};;0"
        return tag(
            "c:catAx",
            *_axis(labels, "", val("c:axPos", "b"), "General", pen(PASTEL, 0.8)),
            val("c:auto", 0),
            val("c:lblAlgn", "ctr"),
            val("c:lblOffset", 40),
            val("c:tickLblSkip", self.skip),
            val("c:tickMarkSkip", self.skip),
            val("c:noMultiLvlLbl", 1),
        ) + tag(
            "c:valAx",
            *_axis(values, bounds, val("c:axPos", "l") + grid, whole, pen("")),
            val("c:crossBetween", "between"),
            val("c:majorUnit", f"{self.scale.step:f}"),
        )


def _axis(number: int, bounds: str, place: str, numbers: str, line: str) -> tuple[str, ...]:
    """Return what both axes have; `place` is the side, and the grid if there is one."""
    (crossed,) = {*AXES} - {number}
    return (
        val("c:axId", number),
        tag("c:scaling", val("c:orientation", "minMax"), bounds),
        val("c:delete", 0),
        place,
        tag("c:numFmt", formatCode=numbers, sourceLinked=0),
        val("c:majorTickMark", "none"),
        val("c:minorTickMark", "none"),
        val("c:tickLblPos", "nextTo"),
        shape_properties("", line),
        text_body(PLAIN),
        val("c:crossAx", crossed),
        val("c:crosses", "autoZero"),
    )
