"""Marked text as runs of Word, in the character styles of a template; links, and what they lead to.

A style is found by its name: Word gives the same one another identifier in every language.
A link is a field, which needs no other part of the file than the text that it stands in.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from jinja2.exceptions import UndefinedError
from markupsafe import Markup, escape

from docgen.french.rule import INSECABLE
from docgen.markup import Run
from docgen.rendering.printed_runs import runs_by_link

BOLD, ITALIC, LINK = "strong", "emphasis", "hyperlink"
STATE = "dg état {}"
UNPRINTABLE = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What Word has no letter for; among it tabs and breaks, which it would obey."""

RUN_PROPERTIES = re.findall(
    r"\w+",
    """rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint
    vanish color spacing w kern position sz szCs highlight u effect bdr shd vertAlign""",
)
"""What may dress a run, in the schema's order; the language of a tag is not that of its text."""
PROPERTY = re.compile(r"<w:(\w+)(?: [^>]*)?/>")
RUN = re.compile(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?")

TOOLTIP: Final = 255
"""The longest tip that Word shows on a link."""
LONGEST_NAME: Final = 40
"""The longest name that Word gives to a bookmark."""
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FIELD = Markup(
    MARK.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> HYPERLINK {}"{}" \\o "{}" </w:instrText></w:r>'
    + MARK.format("separate")
    + "{}"
    + MARK.format("end")
)
"""A link and its tip.  LibreOffice 25.2 drops a `w:hyperlink` that has an anchor and a tip."""
BOOKMARK = Markup('<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>')


def rich_runs(text: str, state: str, styles: Mapping[str, str]) -> Markup:
    """Return a marked text as runs of Word, in the dress of a state if one is given."""
    dress = STATE.format(state) if state else ""
    made = Markup("")
    for address, runs in runs_by_link(text):
        printed = Markup("").join(_run(run, dress, styles) for run in runs)
        made += _link(address, runs, printed) if address else printed
    return made


def state_run(state: str, styles: Mapping[str, str]) -> Markup:
    """Return the mark of a state, with air on both sides, which no line breaks."""
    words = f" {state} ".replace(" ", INSECABLE)
    return _run(Run(words), STATE.format(state), styles)


def bookmark(anchor: str) -> Markup:
    """Return the place that `(#anchor)` leads to; nothing when there is no anchor."""
    if not anchor:
        return Markup("")
    return BOOKMARK.format(zlib.crc32(anchor.encode()) >> 2, bookmark_name(anchor))


def bookmark_name(anchor: str) -> str:
    """Return the name of a bookmark, of letters, digits and `_`: ``a-4.1`` → ``dg_a_4__1``."""
    name = f"dg_{anchor.replace('.', '__').replace('-', '_')}"
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{zlib.crc32(anchor.encode()):08x}"


@lru_cache(maxsize=2048, typed=True)
def with_tag_formatting(runs: Markup, properties: str) -> Markup:
    """Return runs dressed as the tag that made them was, under their own dress.

    docxtpl forgets how a person formatted `{{r … }}`; `docx` hands it over here.
    """
    return Markup(RUN.sub(lambda run: f"<w:r>{_over(run[1] or '', properties)}", escape(runs)))


def _over(own: str, under: str) -> str:
    found = {one[1]: one[0] for part in (under, own) for one in PROPERTY.finditer(part)}
    return f"<w:rPr>{''.join(found[name] for name in RUN_PROPERTIES if name in found)}</w:rPr>"


def _link(address: str, runs: Iterable[Run], printed: Markup) -> Markup:
    """Return runs that lead to an address, or to a bookmark of the document."""
    said = " ".join(UNPRINTABLE.sub(" ", "".join(run.text for run in runs)).split())[:TOOLTIP]
    place, target = "", address
    if address.startswith("#"):
        place, target = "\\l ", bookmark_name(address[1:])
    return FIELD.format(place, target, re.sub(r'["\\]', "’", said), printed)


def _run(run: Run, dress: str, styles: Mapping[str, str]) -> Markup:
    named = ((LINK, bool(run.link)), (BOLD, run.bold), (ITALIC, run.italic))
    style = dress or next((name for name, wanted in named if wanted), "")
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


def _identifier(name: str, styles: Mapping[str, str]) -> Markup:
    if name not in styles:
        raise UndefinedError(f"style absent du modèle : « {name} »")
    return escape(styles[name])
