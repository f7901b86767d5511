"""Marked text as Word runs in the character styles of a template; links and bookmarks.

Styles are found by name, for their identifiers differ by the language of Word. A link is a field,
which needs no relationship.
"""

import re
import sys
import zlib
from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Final

from jinja2.exceptions import UndefinedError
from lxml import etree
from markupsafe import Markup, escape

from docgen.french.rule import INSECABLE
from docgen.french.titles import NAME
from docgen.markup import Run
from docgen.ooxml import W
from docgen.rendering.docx.parts.properties import RUN_PROPERTIES
from docgen.rendering.printed_runs import runs_by_link

BOLD, ITALIC, LINK = "strong", "emphasis", "hyperlink"
STATE = "dg état {}"
SIGNS: Final = {"à vérifier": "▲"}
"""States printed as a sign, which the head of each page explains."""
PADDING: Final = "\u2007"
"""A figure space, unbreakable: LibreOffice tints no `INSECABLE` that ends a line."""
UNPRINTABLE = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that Word cannot print, with tabs and breaks, which it would interpret."""

PROPERTY = re.compile(r"<w:(\w+)(?: [^>]*)?/>")
RUN = re.compile(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?")

HYPHEN: Final = re.compile(r"(?<=\d)-(?=\d)|-(?=mêmes?\b)|(?<=\bpré)-|(?<=\bprocès)-(?=verba)")
"""The hyphen of « L. 2212-2 », « lui-même », « pré-diagnostic » and « procès-verbal »."""
LETTER: Final = 150
"""The width of a letter in a table, in twentieths of a point: a cell holds a name by it."""
ADDRESS: Final = re.compile(r"@|\w/|\d{4}-\d\d-\d\d")
"""What shows that people copy a word: an address, a path, a day of a command."""
HELD_SPACE: Final = "\x00"

TOOLTIP: Final = 255
"""The longest tooltip of a link in Word."""
LONGEST_NAME: Final = 40
"""The longest name of a bookmark in Word."""
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
FIELD = Markup(
    MARK.format("begin")
    + '<w:r><w:instrText xml:space="preserve"> HYPERLINK {}"{}" \\o "{}" </w:instrText></w:r>'
    + MARK.format("separate")
    + "{}"
    + MARK.format("end")
)
"""A link with a tooltip; LibreOffice 25.2 drops a `w:hyperlink` with an anchor and a tooltip."""
TEXT, BREAK = Markup('<w:t xml:space="preserve">{}</w:t>'), Markup("<w:br/>")
COMMENT = Markup('<w:r><w:commentReference w:id="{}"/></w:r>')
FOLIO = Markup('<w:fldSimple w:instr=" PAGEREF {} \\h "><w:r><w:t>{}</w:t></w:r></w:fldSimple>')
BOOKMARK = Markup('<w:bookmarkStart w:id="{0}" w:name="{1}"/><w:bookmarkEnd w:id="{0}"/>')


def rich_runs(text: str, state: str, styles: Mapping[str, str], strong: str = BOLD) -> Markup:
    """Return a marked text as runs, in the style of a state if one is given."""
    style = STATE.format(state) if state else ""
    xml = Markup("")
    for address, runs in runs_by_link(text):
        printed = Markup("").join(_run_xml(run, style, styles, strong) for run in runs)
        xml += _link_field(address, runs, printed) if address else printed
    return xml


def state_run(state: str, styles: Mapping[str, str]) -> Markup:
    """Return the label of a state, padded on both sides; a doubt is a sign."""
    edge = INSECABLE if state in SIGNS else PADDING
    words = SIGNS.get(state, state).replace(" ", INSECABLE)
    return _run_xml(Run(f"{edge}{words}{edge}"), STATE.format(state), styles)


def comment_run(words: str) -> Markup:
    """Return the run that refers to a comment; `with_comments` moves its words to their part."""
    return COMMENT.format(UNPRINTABLE.sub(" ", words)) if words else Markup("")


def bookmark(anchor: str) -> Markup:
    """Return the bookmark that `(#anchor)` links to; empty without an anchor."""
    if not anchor:
        return Markup("")
    return BOOKMARK.format(zlib.crc32(anchor.encode()) >> 2, bookmark_name(anchor))


def folio_field(anchor: str, page: int) -> Markup:
    """Return the field of the page on which an anchor is; Word shows `page` until it counts."""
    return FOLIO.format(bookmark_name(anchor), page or "")


def bookmark_name(anchor: str) -> str:
    """Return the name of a bookmark, of letters, digits and `_`: ``a-4.1`` → ``dg_a_4__1``."""
    name = f"dg_{anchor.replace('.', '__').replace('-', '_')}"
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 9]}_{zlib.crc32(anchor.encode()):08x}"


def hold_numbers(body: etree._Element) -> None:
    """Let no line end at the hyphen of a number or of a name that its cell is wide enough for.

    Addresses keep theirs, for people copy them; drawings too, where LibreOffice shows no other.
    """
    for text in [text for text in body.iter(f"{W}t") if "-" in (text.text or "")]:
        if next(text.iterancestors(f"{W}txbxContent"), None) is not None:
            continue
        words = re.sub(r"\S+", _mark_hyphens, text.text or "")
        most = _letters_held(text)
        words = NAME.sub(partial(_hold_name, most=most), words)
        if HELD_SPACE not in words:
            continue
        text.text, *rest = words.split(HELD_SPACE)
        for piece in reversed(rest):
            following = etree.Element(f"{W}t", text.attrib)
            following.text = piece
            text.addnext(following)
            text.addnext(etree.Element(f"{W}noBreakHyphen"))


def _mark_hyphens(word: re.Match[str]) -> str:
    copied = ADDRESS.search(word.group())
    return word.group() if copied else HYPHEN.sub(HELD_SPACE, word.group())


def _letters_held(text: etree._Element) -> int:
    """Return how many letters a line of the cell of a text surely holds, if it is in one."""
    cells = (cell.find(f"{W}tcPr/{W}tcW") for cell in text.iterancestors(f"{W}tc"))
    width = next(cells, None)
    return sys.maxsize if width is None else int(width.get(f"{W}w", "0")) // LETTER


def _hold_name(name: re.Match[str], most: int) -> str:
    return name[0].replace("-", HELD_SPACE) if len(name[0]) <= most else name[0]


@lru_cache(maxsize=2048, typed=True)
def with_tag_formatting(runs: Markup, properties: str) -> Markup:
    """Return runs with the formatting of their tag, under their own.

    docxtpl loses the formatting of `{{r … }}`; `filling` passes it on to here.
    """
    return Markup(
        RUN.sub(lambda run: f"<w:r>{_merge_properties(run[1] or '', properties)}", escape(runs))
    )


def _merge_properties(own: str, tag_properties: str) -> str:
    merged = {
        match[1]: match[0] for part in (tag_properties, own) for match in PROPERTY.finditer(part)
    }
    return f"<w:rPr>{''.join(merged[name] for name in RUN_PROPERTIES if name in merged)}</w:rPr>"


def _link_field(address: str, runs: Iterable[Run], printed: Markup) -> Markup:
    tooltip = " ".join(UNPRINTABLE.sub(" ", "".join(run.text for run in runs)).split())[:TOOLTIP]
    switch, target = "", address
    if address.startswith("#"):
        switch, target = "\\l ", bookmark_name(address[1:])
    return FIELD.format(switch, target, re.sub(r'["\\]', "’", tooltip), printed)


def _run_xml(run: Run, given_style: str, styles: Mapping[str, str], strong: str = BOLD) -> Markup:
    candidates = ((LINK, bool(run.link)), (strong, run.bold), (ITALIC, run.italic))
    style = given_style or next((name for name, wanted in candidates if wanted), "")
    properties = [
        f'<w:rStyle w:val="{_style_id(style, styles)}"/>' if style else "",
        "<w:b/>" if run.bold and style != strong else "",
        "<w:i/>" if run.italic and style != ITALIC else "",
        '<w:vertAlign w:val="superscript"/>' if run.raised else "",
    ]
    xml = Markup("<w:rPr>{}</w:rPr>").format(Markup("".join(properties)))
    lines = (TEXT.format(UNPRINTABLE.sub(" ", line)) for line in run.text.split("\n"))
    return Markup("<w:r>{}{}</w:r>").format(xml if any(properties) else "", BREAK.join(lines))


def _style_id(name: str, styles: Mapping[str, str]) -> Markup:
    if name not in styles:
        raise UndefinedError(f"style absent du modèle : « {name} »")
    return escape(styles[name])
