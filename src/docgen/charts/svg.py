"""Every figure of a document in SVG, from its specification alone."""

from docgen.charts.layout.columns import Columns
from docgen.charts.layout.lines import Lines
from docgen.charts.map import draw_map
from docgen.charts.printed import as_printed
from docgen.charts.qr import draw_qr
from docgen.charts.sparkline import draw_mini_bar, draw_sparkline
from docgen.charts.specification import Carte, CodeQr, Colonnes, Courbe, MiniBarre, MiniCourbe


def draw(figure: Courbe | Colonnes | Carte | CodeQr | MiniBarre | MiniCourbe) -> str:
    """Return a figure as an SVG file."""
    match figure:
        case Courbe():
            return Lines(as_printed(figure)).drawing()
        case Colonnes():
            return Columns(as_printed(figure)).drawing()
        case Carte():
            return draw_map(figure)
        case CodeQr():
            return draw_qr(figure)
        case MiniBarre():
            return draw_mini_bar(figure)
        case MiniCourbe():
            return draw_sparkline(figure)
