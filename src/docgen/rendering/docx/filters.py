"""What a Word template may do: what `sandbox` allows, and seven filters that make runs.

`{{r texte|riche }}` prints a marked text, `{{r etat|etat }}` the label of a state, both in the
styles of the template; `riche(fort="dg appel")` sets what is bold in that style.
`{{r ancre|signet }}` is the target of links, `{{r ancre|folio(page) }}` its page.
`{{r signataire|ligne_de_signature }}` is a signature line, `{{r courbe|figure }}` a chart or a map,
`{{r note|commentaire }}` a comment.
"""

from collections.abc import Mapping
from typing import Any

from jinja2.exceptions import UndefinedError
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from docgen.ooxml import W
from docgen.rendering.docx.parts.figures import figure_run
from docgen.rendering.docx.parts.runs import (
    BOLD,
    UNPRINTABLE,
    bookmark,
    comment_run,
    folio_field,
    rich_runs,
    state_run,
    with_tag_formatting,
)
from docgen.rendering.docx.parts.signature_line import SIGNATORY, signature_line
from docgen.rendering.html.sandbox import environment

STATES = ("absent", "adopté", "manquant", "proposé")
RUN_FILTERS = ("riche", "etat", "ligne_de_signature", "figure", "signet", "folio", "commentaire")
"""The filters that make runs, for `{{r … }}` only."""

Styles = Mapping[str, str]


def read_styles(part: bytes) -> dict[str, str]:
    """Return the identifier of each style, by its name in lower case."""
    styles = etree.fromstring(part).iter(f"{W}style")
    return {
        name.get(f"{W}val", "").lower(): style.get(f"{W}styleId", "")
        for style in styles
        if (name := style.find(f"{W}name")) is not None
    }


def template_environment(styles: Styles) -> SandboxedEnvironment:
    """Return the environment in which a Word template with these styles is filled."""
    sandbox = environment()
    sandbox.finalize = printable
    sandbox.filters["riche"] = lambda text, state="", fort=BOLD: rich_runs(
        text, state, styles, fort
    )
    sandbox.filters["etat"] = lambda state: state_run(state, styles)
    sandbox.filters["ligne_de_signature"] = lambda signatory: signature_line(
        *(printable(sandbox.getattr(signatory, name)) for name in SIGNATORY)
    )
    sandbox.filters["figure"] = figure_run
    sandbox.filters["signet"] = bookmark
    sandbox.filters["folio"] = folio_field
    sandbox.filters["commentaire"] = comment_run
    sandbox.filters["habit"] = with_tag_formatting
    return sandbox


def printable(value: Any) -> Any:
    """Return a value as Word can print it; raise UndefinedError when it is not text."""
    if isinstance(value, Markup | Undefined):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UndefinedError("ce qui est imprimé n’est pas un texte")
    return UNPRINTABLE.sub(" ", str(value))
