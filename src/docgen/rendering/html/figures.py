"""Figures as HTML: a picture of SVG inside the page, which keeps the fonts of its style sheet."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from docgen.charts.specification import Barres, Carte, CodeQr, Colonnes, Courbe
from docgen.charts.svg import draw

FIGURES = (Barres, Carte, CodeQr, Colonnes, Courbe)
"""What the filter `figure` draws."""
NO_FIGURE = "« figure » demande un graphique ou une carte, et ceci n’en est pas"


def html_figure(figure: Any) -> Markup:
    """Return a figure as a picture, whose words for the blind are those of its specification.

    Raise UndefinedError when it is no figure.
    """
    if not isinstance(figure, FIGURES):
        raise UndefinedError(NO_FIGURE)
    drawn = b64encode(draw(figure).encode()).decode()
    made = Markup('<img class="figure" src="data:image/svg+xml;base64,{}" alt="{}">')
    return made.format(drawn, figure.alternative)
