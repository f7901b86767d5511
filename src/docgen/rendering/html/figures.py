"""Figures in HTML: SVG images with the fonts of the style sheet."""

from base64 import b64encode
from typing import Any

from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from docgen.charts.specification import Carte, CodeQr, Colonnes, Courbe, MiniBarre, MiniCourbe
from docgen.charts.svg import draw

FIGURES = (Carte, CodeQr, Colonnes, Courbe, MiniBarre, MiniCourbe)
"""The figures that the filter `figure` draws."""
NO_FIGURE = "« figure » demande un graphique ou une carte, et ceci n’en est pas"


def html_figure(figure: Any) -> Markup:
    """Return a figure as an image with alternative text; raise UndefinedError for anything else."""
    if not isinstance(figure, FIGURES):
        raise UndefinedError(NO_FIGURE)
    drawing = b64encode(draw(figure).encode()).decode()
    image = Markup('<img class="figure" src="data:image/svg+xml;base64,{}" alt="{}">')
    return image.format(drawing, figure.alternative)
