"""Every figure of a document in SVG, from its specification alone."""

from __future__ import annotations

from docgen.charts.layout.bars import draw_bars
from docgen.charts.layout.columns import draw_columns
from docgen.charts.layout.lines import draw_lines
from docgen.charts.map import draw_map
from docgen.charts.qr import draw_qr
from docgen.charts.specification import Barres, Carte, CodeQr, Colonnes, Courbe


def draw(figure: Courbe | Barres | Colonnes | Carte | CodeQr) -> str:
    """Return a figure as an SVG file."""
    match figure:
        case Courbe():
            return draw_lines(figure)
        case Barres():
            return draw_bars(figure)
        case Colonnes():
            return draw_columns(figure)
        case Carte():
            return draw_map(figure)
        case CodeQr():
            return draw_qr(figure)
