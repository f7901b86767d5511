"""What a Word template may say: what `sandbox` allows, and five filters that make runs.

`{{r texte|riche }}` prints a marked text, `{{r etat|etat }}` the mark of a state, both dressed in
the template's own styles.  `{{r ancre|signet }}` is a place that links lead to.
`{{r signataire|ligne_de_signature }}` makes a line to sign, `{{r courbe|figure }}` shows a chart
or a map.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2.exceptions import UndefinedError
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from docgen.rendering.docx.parts.figures import figure_run
from docgen.rendering.docx.parts.runs import (
    UNPRINTABLE,
    bookmark,
    rich_runs,
    state_run,
    with_tag_formatting,
)
from docgen.rendering.docx.parts.signature_line import SIGNATORY, signature_line
from docgen.rendering.html.sandbox import environment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STATES = ("absent", "adopté", "manquant", "proposé")
RUN_FILTERS = ("riche", "etat", "ligne_de_signature", "figure", "signet")
"""The filters that make runs, and want `{{r … }}`."""

Styles = Mapping[str, str]


def read_styles(part: bytes) -> dict[str, str]:
    """Return the identifier of every style by its name in lower case."""
    styles = etree.fromstring(part).iter(f"{W}style")
    return {
        name.get(f"{W}val", "").lower(): style.get(f"{W}styleId", "")
        for style in styles
        if (name := style.find(f"{W}name")) is not None
    }


def template_environment(styles: Styles) -> SandboxedEnvironment:
    """Return the environment in which a Word template that has these styles is filled."""
    made = environment()
    made.finalize = printable
    made.filters["riche"] = _remembering(styles)
    made.filters["etat"] = lambda state: state_run(state, styles)
    made.filters["ligne_de_signature"] = lambda signatory: signature_line(
        *(printable(made.getattr(signatory, name)) for name in SIGNATORY)
    )
    made.filters["figure"] = figure_run
    made.filters["signet"] = bookmark
    made.filters["habit"] = with_tag_formatting
    return made


def _remembering(styles: Styles) -> Callable[..., Markup]:
    """Return the filter `riche`, which makes the runs of a text once: communes share most."""

    @lru_cache(maxsize=2048, typed=True)
    def known(text: str, state: str) -> Markup:
        return rich_runs(text, state, styles)

    def rich(text: Any, state: Any = "") -> Markup:
        plain = isinstance(text, str) and isinstance(state, str)
        return known(text, state) if plain else rich_runs(text, state, styles)

    return rich


def printable(value: Any) -> Any:
    """Return a value as Word can print it; raise UndefinedError when it is no text."""
    if isinstance(value, Markup | Undefined):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UndefinedError("ce qui est imprimé n’est pas un texte")
    return UNPRINTABLE.sub(" ", str(value))
