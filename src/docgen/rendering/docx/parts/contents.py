"""The table of contents of a Word document: linked headings, and their pages where these are known.

Lines take the place of the TOC field of the template, in the looks of its result: those of a label,
of the tab before a page, and of a page.  Each page is a field of its own, which LibreOffice counts
in its own pages; inside a TOC field, it would show those of the PDF.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeAlias

from lxml import etree

from docgen.french.rule import INSECABLE
from docgen.french.wording import line_of_contents
from docgen.ooxml import W
from docgen.rendering.docx.filters import Styles
from docgen.rendering.docx.parts.properties import PLACES, properties_of
from docgen.rendering.docx.parts.runs import TOOLTIP

LEVELS = (1, 2, 3)
SHORT_CONTENTS = 24
"""Contents of fewer lines than this take the styles « toc 1 court », if a template has them."""
HEADINGS = tuple(f"heading {level}" for level in LEVELS)
ENTRIES = tuple(f"toc {level}" for level in LEVELS)
P, R = f"{W}p", f"{W}r"
Looks: TypeAlias = tuple[etree._Element | None, ...]


def fill_contents(
    body: etree._Element, styles: Styles, pages: Sequence[int] = (), titles: Sequence[str] = ()
) -> None:
    """Fill the contents field of a body, and bookmark the headings it links to.

    `pages` are those of the headings, `titles` what contents list of them, none where these are
    not known.
    """
    field = _contents_field(body)
    if not field:
        return
    _remove_hidden_bookmarks(body)
    number = 1 + max(
        (int(mark.get(f"{W}id", 0)) for mark in body.iter(f"{W}bookmarkStart")), default=0
    )
    headings = list(_headings(body, styles))
    looks = _looks_of(field[0])
    known: Sequence[int | None] = pages if len(pages) == len(headings) else [None] * len(headings)
    said: Sequence[str] = titles if len(titles) == len(headings) else [""] * len(headings)
    listed = {level: styles[f"toc {level}"] for level in LEVELS}
    if len(headings) < SHORT_CONTENTS:
        listed = {level: styles.get(f"toc {level} court", own) for level, own in listed.items()}
    entries = []
    rows = zip(headings, known, said, strict=True)
    for rank, ((level, heading), page, title) in enumerate(rows, 1):
        anchor = f"_Toc{rank:06}"
        _add_bookmark(heading, anchor, number + rank)
        entries.append(_entry(heading, listed[level], anchor, looks, title))
        if page:
            entries[-1].extend(_page_of(anchor, page, looks))
    _replace_field(field, entries)


def has_contents(body: etree._Element) -> bool:
    """Whether a template has a contents field."""
    return bool(_contents_field(body))


def _contents_field(body: etree._Element) -> list[etree._Element]:
    for code in body.iter(f"{W}instrText"):
        if (code.text or "").split()[:1] == ["TOC"]:
            first = next(code.iterancestors(P))
            return list(_field_paragraphs(first))
    return []


def _field_paragraphs(first: etree._Element) -> Iterator[etree._Element]:
    depth = 0
    paragraph: etree._Element | None = first
    while paragraph is not None:
        yield paragraph
        kinds = [mark.get(f"{W}fldCharType") for mark in paragraph.iter(f"{W}fldChar")]
        depth += kinds.count("begin") - kinds.count("end")
        paragraph = paragraph.getnext() if depth else None


def _looks_of(first: etree._Element) -> Looks:
    """Return the looks of a label, of the tab before a page, and of a page; none without a tab."""
    runs = [run for run in first.iterfind(R) if run.find(f"{W}t") is not None or _is_tab(run)]
    at = next((rank for rank, run in enumerate(runs) if _is_tab(run)), 0)
    shown = (runs[0], runs[at], runs[-1]) if 0 < at < len(runs) - 1 else ()
    return tuple(run.find(f"{W}rPr") for run in shown) or (None, None, None)


def _is_tab(run: etree._Element) -> bool:
    return run.find(f"{W}tab") is not None


def _give_look(run: etree._Element, look: etree._Element | None) -> None:
    """Add what a look says to a run, over its own."""
    if look is None:
        return
    own = properties_of(run)
    merged = {one.tag: one for one in (*own, *copy.deepcopy(look))}
    own[:] = [merged[name] for name in PLACES[own.tag] if name in merged]


def _headings(body: etree._Element, styles: Styles) -> Iterator[tuple[int, etree._Element]]:
    levels = {
        styles[name]: level for name, level in zip(HEADINGS, LEVELS, strict=True) if name in styles
    }
    for style in body.iterfind(f".//{P}/{W}pPr/{W}pStyle"):
        level = levels.get(style.get(f"{W}val"))
        if level and next(style.iterancestors(f"{W}tbl"), None) is None:
            yield level, style.getparent().getparent()


def _add_bookmark(heading: etree._Element, anchor: str, number: int) -> None:
    start = etree.Element(f"{W}bookmarkStart", {f"{W}id": str(number), f"{W}name": anchor})
    heading.insert(1, start)  # after w:pPr
    etree.SubElement(heading, f"{W}bookmarkEnd", {f"{W}id": str(number)})


def listed_titles(blocs: Iterable[object]) -> tuple[str, ...]:
    """Return what contents list of the headings among blocks, in their order."""
    return tuple(title for bloc in blocs if (title := getattr(bloc, "au_sommaire", "")))


def _entry(
    heading: etree._Element, style: str, anchor: str, looks: Looks, title: str
) -> etree._Element:
    """Return the entry of a heading, in the heading's own runs, without a colon at the end.

    The link is a field: LibreOffice 25.2 drops a `w:hyperlink` with an anchor and a tooltip, and
    the tooltip of a field whose code ends with a space.
    """
    line = etree.Element(P)
    etree.SubElement(etree.SubElement(line, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
    line.extend(copy.deepcopy(run) for run in _runs_of_title(heading))
    for run in takewhile(lambda one: not _is_tab(one), line.iterfind(R)):
        _give_look(run, looks[0])
    _word_as_contents(line, title)
    line[1:1] = _field_start(f' HYPERLINK \\l "{anchor}" \\o "{_tooltip(line)}"')
    line.append(_field_mark("end"))
    return line


def _runs_of_title(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a heading up to its second tab, after which a draft says its state."""
    tabs = 0
    for run in heading.iterfind(R):
        tabs += _is_tab(run)
        if tabs > 1:
            return
        yield run


def _word_as_contents(line: etree._Element, title: str) -> None:
    """Word the title of an entry, after its label, as contents list it: `title`, if it is known.

    The heading keeps its own blanks.
    """
    texts = line.xpath("w:r/w:tab/following::w:t", namespaces={"w": W[1:-1]})
    whole = "".join(text.text or "" for text in texts)
    listed = line_of_contents(whole)
    if len(title) == len(listed):
        pairs = zip(title, listed, strict=True)
        listed = "".join(known if known.isalpha() else sign for known, sign in pairs)
    for text in texts:
        length = len(text.text or "")
        text.text, listed = listed[:length], listed[length:]


def _page_of(anchor: str, page: int, looks: Looks) -> Iterator[etree._Element]:
    """Yield a tab between no-break spaces, then the field of the page of an anchor.

    It shows `page` until Word counts.
    """
    etree.SubElement(run := etree.Element(R), f"{W}t").text = INSECABLE
    etree.SubElement(run, f"{W}tab")
    etree.SubElement(run, f"{W}t").text = INSECABLE
    _give_look(run, looks[1])
    yield run
    field = etree.Element(f"{W}fldSimple", {f"{W}instr": f" PAGEREF {anchor} \\h "})
    etree.SubElement(number := etree.SubElement(field, R), f"{W}t").text = str(page)
    _give_look(number, looks[2])
    yield field


def _tooltip(line: etree._Element) -> str:
    """Return the tooltip of a link, which PDF/UA requires of PDFs exported from LibreOffice."""
    text = "".join(node.text or " " for node in line.iter(f"{W}t", f"{W}tab", f"{W}br"))
    return re.sub(r'["\\]', "’", " ".join(text.split())[:TOOLTIP])


def _replace_field(field: list[etree._Element], lines: list[etree._Element]) -> None:
    """Put lines in place of a field."""
    parent = field[0].getparent()
    place = parent.index(field[0])
    for paragraph in field:
        parent.remove(paragraph)
    parent[place:place] = lines


def _field_start(code: str) -> Iterator[etree._Element]:
    yield _field_mark("begin")
    run = etree.Element(R)
    text = etree.SubElement(run, f"{W}instrText")
    text.text = code
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    yield run
    yield _field_mark("separate")


def _field_mark(kind: str) -> etree._Element:
    run = etree.Element(R)
    etree.SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
    return run


def _remove_hidden_bookmarks(body: etree._Element) -> None:
    """Remove the bookmarks of Word and LibreOffice, which a loop would repeat."""
    hidden = [b for b in body.iter(f"{W}bookmarkStart") if b.get(f"{W}name", "").startswith("_")]
    numbers = {mark.get(f"{W}id") for mark in hidden}
    ends = [end for end in body.iter(f"{W}bookmarkEnd") if end.get(f"{W}id") in numbers]
    for mark in (*hidden, *ends):
        mark.getparent().remove(mark)
