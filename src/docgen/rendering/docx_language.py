"""What a Word template may say: what `sandbox` allows, and three filters that make runs.

`{{r texte|riche }}` prints a marked text, `{{r etat|etat }}` the mark of a state.  Both dress
their runs in the character styles of the template, found by name: Word gives the same style
another identifier in every language.  `{{r signataire|ligne_de_signature }}` makes a line to sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2.exceptions import UndefinedError
from jinja2.runtime import Undefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from docgen.markup import Run, read_runs
from docgen.rendering.docx_signature_line import SIGNATORY, signature_line
from docgen.rendering.sandbox import environment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOLD, ITALIC = "strong", "emphasis"
STATE = "dg état {}"
STATES = ("absent", "adopté", "manquant", "proposé")
UNPRINTABLE = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What Word has no letter for; among it tabs and breaks, which it would obey."""
RUN_FILTERS = ("riche", "etat", "ligne_de_signature")
"""The filters that make runs, and want `{{r … }}`."""

DRESS = re.findall(
    r"\w+",
    """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
    vanish color spacing w kern position sz szCs highlight u effect bdr shd vertAlign""",
)
"""What may dress a run, in the schema's order; the language of a tag is not that of its text."""
PROPERTY = re.compile(r"<w:(\w+)(?: [^>]*)?/>")
RUN = re.compile(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?")

Styles = Mapping[str, str]


def read_styles(part: bytes) -> dict[str, str]:
    """Return the identifier of every style by its name in lower case."""
    styles = etree.fromstring(part).iter(f"{W}style")
    return {
        name.get(f"{W}val", "").lower(): style.get(f"{W}styleId", "")
        for style in styles
        if (name := style.find(f"{W}name")) is not None
    }


def language(styles: Styles) -> SandboxedEnvironment:
    """Return the environment in which a Word template that has these styles is filled."""
    made = environment()
    made.finalize = printable
    made.filters["riche"] = lambda text, state="": rich_runs(text, state, styles)
    made.filters["etat"] = lambda state: state_run(state, styles)
    made.filters["ligne_de_signature"] = lambda signatory: signature_line(
        *(printable(made.getattr(signatory, name)) for name in SIGNATORY)
    )
    made.filters["habit"] = in_dress
    return made


def printable(value: Any) -> Any:
    """Return a value as Word can print it; raise UndefinedError when it is no text."""
    if isinstance(value, Markup | Undefined):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UndefinedError("ce qui est imprimé n’est pas un texte")
    return UNPRINTABLE.sub(" ", str(value))


def rich_runs(text: str, state: str, styles: Styles) -> Markup:
    """Return a marked text as runs of Word, in the dress of a state if one is given."""
    dress = STATE.format(state) if state else ""
    return Markup("").join(_run(run, dress, styles) for run in read_runs(text))


def state_run(state: str, styles: Styles) -> Markup:
    """Return the mark of a state, with air on both sides of the word."""
    return _run(Run(f"\u00a0{state}\u00a0"), STATE.format(state), styles)


def in_dress(runs: Markup, properties: str) -> Markup:
    """Return runs dressed as the tag that made them was, under their own dress.

    docxtpl forgets how a person formatted `{{r … }}`; `docx` hands it over here.
    """
    return Markup(RUN.sub(lambda run: f"<w:r>{_over(run[1] or '', properties)}", escape(runs)))


def _over(own: str, under: str) -> str:
    found = {one[1]: one[0] for part in (under, own) for one in PROPERTY.finditer(part)}
    return f"<w:rPr>{''.join(found[name] for name in DRESS if name in found)}</w:rPr>"


def _run(run: Run, dress: str, styles: Styles) -> Markup:
    style = dress or (BOLD if run.bold else ITALIC if run.italic else "")
    dressed = [
        f'<w:rStyle w:val="{_identifier(style, styles)}"/>' if style else "",
        "<w:b/>" if run.bold and style != BOLD else "",
        "<w:i/>" if run.italic and style != ITALIC else "",
        '<w:vertAlign w:val="superscript"/>' if run.raised else "",
    ]
    properties = Markup("<w:rPr>{}</w:rPr>").format(Markup("".join(dressed)))
    text = escape(UNPRINTABLE.sub(" ", run.text))
    return Markup('<w:r>{}<w:t xml:space="preserve">{}</w:t></w:r>').format(
        properties if any(dressed) else "", text
    )


def _identifier(name: str, styles: Styles) -> Markup:
    if name not in styles:
        raise UndefinedError(f"style absent du modèle : « {name} »")
    return escape(styles[name])
