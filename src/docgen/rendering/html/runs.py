"""Marked text as HTML: bold, italic, raised ordinals, links."""

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from docgen.markup import Run
from docgen.markup.marks import CACHED_TEXTS
from docgen.rendering.printed_runs import runs_by_link

SELF: Final = re.compile(r"\w+-mêmes?\b")
"""What no line ends within: « lui-même »."""
BREAK = Markup(" <br>")
LINK = Markup('<a class="lien" href="{}">{}</a>')


@lru_cache(maxsize=CACHED_TEXTS, typed=True)
def rich_html(text: str) -> Markup:
    """Return marked text as HTML: ``"le **plan**"`` → ``le <strong>plan</strong>``."""
    links = (
        (address, Markup("").join(map(_run_html, runs))) for address, runs in runs_by_link(text)
    )
    return Markup("").join(LINK.format(*link) if link[0] else link[1] for link in links)


def _run_html(run: Run) -> Markup:
    text = BREAK.join(map(escape, run.text.split("\n")))
    html = Markup(SELF.sub(r'<span class="tenu">\g<0></span>', str(text)))
    for tag, wanted in (("sup", run.raised), ("em", run.italic), ("strong", run.bold)):
        if wanted:
            html = Markup(f"<{tag}>") + html + Markup(f"</{tag}>")
    return html
