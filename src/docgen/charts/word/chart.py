"""Charts of Word, native and editable, with the layout of the SVG.

Hidden values are hatched columns whose heights are in the chart and not in the workbook.
"""

from functools import lru_cache

from docgen.charts.ink import PLAIN
from docgen.charts.layout.columns import Columns
from docgen.charts.layout.lines import Lines
from docgen.charts.printed import Chart, as_printed
from docgen.charts.specification import Colonnes, Courbe
from docgen.charts.word.columns import draw_columns
from docgen.charts.word.lines import draw_lines
from docgen.charts.word.marks import (
    ChartDrawing,
    Piece,
    layout_at,
    pen,
    plot_layout,
    rich_text,
    shape_properties,
    tag,
    text_body,
    val,
)
from docgen.charts.word.workbook import DECLARATION, Sheet
from docgen.ooxml import DRAWING, OFFICE_RELATIONS

NO_DATA = "{56B9EC1D-385E-4148-901F-78D8002777C0}"
CHART_2017 = "http://schemas.microsoft.com/office/drawing/2017/03/chart"
GAPS = (
    f'<c:extLst><c:ext uri="{NO_DATA}" xmlns:c16r3="{CHART_2017}"><c16r3:dataDisplayOptions16>'
    '<c16r3:dispNaAsBlank val="1"/></c16r3:dataDisplayOptions16></c:ext></c:extLst>'
)
"""Makes Excel show a value that is no number as a gap, not as a line across."""


def chart_part(chart: Chart, link: str) -> bytes:
    """Return the part of a chart; `link` is the relationship to its workbook."""
    printed, drawn = _lay_out(chart)
    plot = tag("c:plotArea", plot_layout(drawn.plot, printed.largeur, drawn.high), *drawn.inside)
    body = tag(
        "c:chart",
        _unit(printed),
        val("c:autoTitleDeleted", int(not printed.unite)),
        plot,
        val("c:plotVisOnly", 1),
        val("c:dispBlanksAs", "gap"),
        GAPS,
    )
    root = (
        f'<c:chartSpace xmlns:c="{DRAWING}/chart" xmlns:a="{DRAWING}/main"'
        f' xmlns:r="{OFFICE_RELATIONS}">'
        f"{val('c:date1904', 0)}{val('c:lang', 'fr-FR')}{val('c:roundedCorners', 0)}{body}"
        f"{shape_properties(tag('a:noFill'), pen(''))}{text_body(PLAIN)}"
        f'<c:externalData r:id="{link}">{val("c:autoUpdate", 0)}</c:externalData></c:chartSpace>'
    )
    return f"{DECLARATION}{root}".encode()


def workbook(chart: Chart) -> bytes:
    """Return the workbook of a chart: its printed values."""
    return Sheet(_lay_out(chart)[0]).workbook()


def size(chart: Chart) -> tuple[float, float]:
    """Return the width and height of a chart in points, those of its drawing."""
    return chart.largeur, _lay_out(chart)[1].high


@lru_cache(maxsize=16)
def _lay_out(chart: Chart) -> tuple[Chart, ChartDrawing]:
    """Return a chart as printed and as drawn; cached, for it is asked for three times."""
    printed = as_printed(chart)
    return printed, _draw(printed)


def _draw(chart: Chart) -> ChartDrawing:
    match chart:
        case Courbe():
            return draw_lines(Lines(chart))
        case Colonnes():
            return draw_columns(Columns(chart))


def _unit(chart: Chart) -> str:
    if not chart.unite:
        return ""
    return tag(
        "c:title",
        rich_text(PLAIN, (Piece(chart.unite, PLAIN),)),
        layout_at(0, 0),
        val("c:overlay", 1),
    )
