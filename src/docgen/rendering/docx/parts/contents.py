"""The table of contents of a Word document: linked headings, and their pages where these are known.

The template has a TOC field; its result is written as Word writes it, so that a person who updates
the field gets the same lines.  LibreOffice shows the pages as they are written.
"""

import copy
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from docgen.french.wording import line_of_contents
from docgen.rendering.docx.filters import Styles, W
from docgen.rendering.docx.parts.runs import TOOLTIP

LEVELS = (1, 2, 3)
HEADINGS = tuple(f"heading {level}" for level in LEVELS)
ENTRIES = tuple(f"toc {level}" for level in LEVELS)
P, R = f"{W}p", f"{W}r"


def fill_contents(body: etree._Element, styles: Styles, pages: Sequence[int] = ()) -> None:
    """Fill the contents field of a body, and bookmark the headings it links to.

    `pages` are those of the headings, none where they are not known.
    """
    field = _contents_field(body)
    if not field:
        return
    _remove_hidden_bookmarks(body)
    number = 1 + max(
        (int(mark.get(f"{W}id", 0)) for mark in body.iter(f"{W}bookmarkStart")), default=0
    )
    headings = list(_headings(body, styles))
    known: Sequence[int | None] = pages if len(pages) == len(headings) else [None] * len(headings)
    entries = []
    for rank, ((level, heading), page) in enumerate(zip(headings, known, strict=True), 1):
        anchor = f"_Toc{rank:06}"
        _add_bookmark(heading, anchor, number + rank)
        entries.append(_entry(heading, styles[f"toc {level}"], anchor))
        if page:
            entries[-1].extend(_page_of(anchor, page))
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


def _entry(heading: etree._Element, style: str, anchor: str) -> etree._Element:
    """Return the entry of a heading, in the heading's own runs, without a colon at the end.

    The link is a field: LibreOffice 25.2 drops a `w:hyperlink` with an anchor and a tooltip, and
    the tooltip of a field whose code ends with a space.
    """
    line = etree.Element(P)
    etree.SubElement(etree.SubElement(line, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
    line.extend(copy.deepcopy(run) for run in _runs_of_title(heading))
    _word_as_contents(line)
    line[1:1] = _field_start(f' HYPERLINK \\l "{anchor}" \\o "{_tooltip(line)}"')
    line.append(_field_mark("end"))
    return line


def _runs_of_title(heading: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a heading up to its second tab, after which a draft says its state."""
    tabs = 0
    for run in heading.iterfind(R):
        tabs += run.find(f"{W}tab") is not None
        if tabs > 1:
            return
        yield run


def _word_as_contents(line: etree._Element) -> None:
    """Word the title of an entry, after its label, as contents list it."""
    texts = line.xpath("w:r/w:tab/following::w:t", namespaces={"w": W[1:-1]})
    whole = "".join(text.text or "" for text in texts)
    listed = line_of_contents(whole)
    for text in texts:
        length = len(text.text or "")
        text.text, listed = listed[:length], listed[length:]


def _page_of(anchor: str, page: int) -> Iterator[etree._Element]:
    """Yield a tab and the field of the page of an anchor, which shows `page` until Word counts."""
    etree.SubElement(run := etree.Element(R), f"{W}tab")
    yield run
    field = etree.Element(f"{W}fldSimple", {f"{W}instr": f" PAGEREF {anchor} \\h "})
    etree.SubElement(etree.SubElement(field, R), f"{W}t").text = str(page)
    yield field


def _tooltip(line: etree._Element) -> str:
    """Return the tooltip of a link, which PDF/UA requires of PDFs exported from LibreOffice."""
    text = "".join(node.text or " " for node in line.iter(f"{W}t", f"{W}tab", f"{W}br"))
    return re.sub(r'["\\]', "’", " ".join(text.split())[:TOOLTIP])


def _replace_field(field: list[etree._Element], lines: list[etree._Element]) -> None:
    """Put lines in place of a field; it begins in the first and ends in the last."""
    first, parent = field[0], field[0].getparent()
    lines = lines or [etree.Element(P)]
    if lines[0].find(f"{W}pPr") is None:
        lines[0].append(copy.deepcopy(first.find(f"{W}pPr")))
    lines[0][1:1] = list(_copy_field_start(first))
    lines[-1].append(_field_mark("end"))
    place = parent.index(first)
    for paragraph in field:
        parent.remove(paragraph)
    parent[place:place] = lines


def _copy_field_start(first: etree._Element) -> Iterator[etree._Element]:
    return _field_start("".join(part.text or "" for part in first.iter(f"{W}instrText")))


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
