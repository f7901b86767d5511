"""The typography of a filled page: marks, raised ordinals, last words of titles held together."""

import re
from functools import lru_cache
from typing import Final

from markupsafe import Markup, escape

from docgen.french.rule import INSECABLE
from docgen.french.titles import MAX_NAME, NAME, hold_title_parts
from docgen.markup import Run, cut_ordinals
from docgen.markup.marks import CACHED_TEXTS
from docgen.markup.runs import ORDINAL
from docgen.rendering.printed_runs import runs_by_link

SELF: Final = re.compile(
    r"\w+-mêmes?\b|\bpré-\w+|\bprocès-verba\w+"
    r"|(?<![\w.@:/-])(?=[\w/]{3,40}(?![\w/]|[.@:-]\w))\w+(?:/\w+)+"
)
"""What no line ends within: « lui-même », « pré-diagnostic », « procès-verbal », « et/ou »."""
HELD: Final = Markup('<span class="tenu">{}</span>')
MAY_BREAK = Markup("<wbr>")
BREAK = Markup(" <br>")
LINK = Markup('<a class="lien" href="{}">{}</a>')
TITLE: Final = re.compile(
    r"<(?:(h[1-6])|p class=\"(?:[^\"]* )?chapo\b[^\"]*\")[^>]*>(.*?)</(?:\1|p)>", re.S
)
"""A heading, or a paragraph of the class `chapo`."""
RUNNING: Final = '<p class="courant '
"""How the paragraph of a running text begins."""
TAG: Final = re.compile(r"(<[^>]*>)")


def breakable_address(text: str) -> Markup:
    """Return a text; an e-mail address is broken after its « @ » or before a dot that follows."""
    name, sign, domain = text.partition("@")
    return MAY_BREAK.join((name + sign, *re.split(r"(?=\.\w)", domain))) if sign else escape(text)


def hold_html_names(text: str, longest: int = MAX_NAME) -> Markup:
    """Return a text of which no line ends within a name, « Cagnac-les-Mines ».

    A longer name than `longest` ends a line at its hyphens, where the column is narrow.
    """

    def hold(name: re.Match[str]) -> str:
        return name[0] if len(name[0]) > longest else HELD.format(name[0])

    return Markup(NAME.sub(hold, str(escape(text))))


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


def raise_html_ordinals(html: str) -> str:
    """Return HTML with the letters of ordinals raised: ``1er mai`` → ``1<sup>er</sup> mai``.

    Head, tags, attributes, pictures and running texts, which margins copy without their tags, stay
    as they are.
    """
    return ORDINAL.sub(_raise, html)


def _raise(match: re.Match[str]) -> str:
    if not _is_in_text(match.string, match.start()):
        return match.group()
    return "".join(
        f"<sup>{text}</sup>" if raised else text for text, raised in cut_ordinals(match.group())
    )


def _is_in_text(html: str, place: int) -> bool:
    in_tag = html.rfind("<", 0, place) > html.rfind(">", 0, place)
    in_picture = html.rfind("<svg", 0, place) > html.rfind("</svg", 0, place)
    in_head = html.rfind("</head>", 0, place) < html.find("<head", 0, place)
    start = html.rfind("<p ", 0, place)
    is_running = html.startswith(RUNNING, start) and html.find("</p>", start, place) < 0
    return not (in_tag or in_picture or in_head or is_running)


def hold_html_titles(html: str) -> str:
    """Return HTML whose titles leave no word alone on their last line."""
    return TITLE.sub(_hold, html)


def _hold(match: re.Match[str]) -> str:
    pieces = TAG.split(match.group().replace("&nbsp;", INSECABLE))
    pieces[::2] = hold_title_parts(pieces[::2])
    return "".join(pieces)
