"""Running heads and feet of a whole document over the sections of its parts.

They stand at one height on pages of one size, and end where the text does: a right tab stands at
the width of the whole's own pages, so a section of another width has a copy with a tab of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.ooxml import as_xml
from docgen.rendering.docx.filters import W

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ID: Final = f"{{{OFFICE}}}id"
BODY, LINKS = "word/document.xml", "word/_rels/document.xml.rels"
KINDS: Final = ("header", "footer")
AFTER_TABS: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct", "topLinePunct"),
        *("autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind"),
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
        *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr"),
        *("sectPr", "pPrChange"),
    )
)
"""What stands after the tabs of a paragraph (ECMA-376, CT_PPr)."""


@dataclass(frozen=True, slots=True)
class ResizedHeaders:
    """Copies of running heads and feet for one width: their texts by part, what leads to them."""

    parts: Mapping[str, bytes]
    links: tuple[Mapping[str, str], ...]


NO_HEADERS: Final = ResizedHeaders({}, ())


def fit_headers(section: etree._Element, whole: Mapping[str, bytes], scope: str) -> ResizedHeaders:
    """Have a part's section bear the heads and feet of the whole; return those made for it."""
    theirs = etree.fromstring(whole[BODY]).find(f"{W}body/{W}sectPr")
    if theirs is None or not (_says_its_pages(section) and _says_its_pages(theirs)):
        return NO_HEADERS
    if _size(section) == _size(theirs):
        _lift(section, theirs)
    if _width(section) == _width(theirs):
        return NO_HEADERS
    parts: dict[str, bytes] = {}
    links: list[dict[str, str]] = []
    targets = {one.get("Id"): one.get("Target", "") for one in etree.fromstring(whole[LINKS])}
    for rank, kind in enumerate(KINDS):
        for one in theirs.findall(f"{W}{kind}Reference[@{W}type='default']"):
            name, key = f"{kind}-{scope}.xml", f"{scope}-{kind}"
            parts[f"word/{name}"] = _widened(
                whole[f"word/{targets[one.get(ID)]}"], _width(theirs), _width(section)
            )
            links.append({"Id": key, "Type": f"{OFFICE}/{kind}", "Target": name})
            section.insert(rank, etree.Element(one.tag, {f"{W}type": "default", ID: key}))
    return ResizedHeaders(parts, tuple(links))


def _lift(section: etree._Element, theirs: etree._Element) -> None:
    """Have heads and feet stand as high as the whole's, and the text below the heads."""
    ours, whole = _margins(section), _margins(theirs)
    for name in ("header", "footer"):
        ours.set(f"{W}{name}", whole.get(f"{W}{name}"))
    top = f"{W}top"
    ours.set(top, str(max(int(ours.get(top)), int(whole.get(top)))))


def _widened(part: bytes, before: int, after: int) -> bytes:
    """Return a running head whose right tab, at the end of the line, stands at another width."""
    root = etree.fromstring(part)
    for paragraph in _tabbed(root):
        properties = paragraph.find(f"{W}pPr")
        known = properties.find(f"{W}tabs")
        if known is not None:
            properties.remove(known)
        tabs = etree.Element(f"{W}tabs")
        for kind, place in sorted((("clear", before), ("right", after)), key=lambda one: one[1]):
            etree.SubElement(tabs, f"{W}tab", {f"{W}val": kind, f"{W}pos": str(place)})
        late = next((one for one in properties if one.tag in AFTER_TABS), None)
        if late is None:
            properties.append(tabs)
        else:
            late.addprevious(tabs)
    return as_xml(root)


def _tabbed(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs that have a tab among their words, and properties."""
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}r/{W}tab") is not None and paragraph.find(f"{W}pPr") is not None:
            yield paragraph


def _says_its_pages(section: etree._Element) -> bool:
    return all(section.find(f"{W}{name}") is not None for name in ("pgSz", "pgMar"))


def _margins(section: etree._Element) -> etree._Element:
    [margins] = section.iterfind(f"{W}pgMar")
    return margins


def _size(section: etree._Element) -> tuple[str, ...]:
    [size] = section.iterfind(f"{W}pgSz")
    return tuple(size.get(f"{W}{name}", "") for name in ("w", "h"))


def _width(section: etree._Element) -> int:
    """Return the width of the text, in twentieths of a point."""
    margins = _margins(section)
    return int(_size(section)[0]) - sum(
        int(margins.get(f"{W}{side}")) for side in ("left", "right")
    )
