"""The headers and footers of a host document, fitted to the sections of bound parts.

On pages of the same size they stand at the same height, between the same margins.  They are as wide
as the text: as their right tab is at the width of the host's pages, a section of another width has
a copy with its own tab.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.ooxml import BODY, BODY_LINKS, OFFICE_RELATIONS, W, as_xml
from docgen.rendering.docx.parts.properties import properties_of, set_property

ID: Final = f"{{{OFFICE_RELATIONS}}}id"
KINDS: Final = ("header", "footer")


@dataclass(frozen=True, slots=True)
class ResizedHeaders:
    """Copies of headers and footers for one width: parts and relationships."""

    parts: Mapping[str, bytes]
    links: tuple[Mapping[str, str], ...]


NO_HEADERS: Final = ResizedHeaders({}, ())


def fit_headers(section: etree._Element, host: Mapping[str, bytes], scope: str) -> ResizedHeaders:
    """Give a part's section the headers and footers of the host; return the copies made."""
    host_section = etree.fromstring(host[BODY]).find(f"{W}body/{W}sectPr")
    if host_section is None or not (
        _has_page_settings(section) and _has_page_settings(host_section)
    ):
        return NO_HEADERS
    if _size(section) == _size(host_section):
        _align_margins(section, host_section)
    if text_width(section) == text_width(host_section):
        return NO_HEADERS
    parts: dict[str, bytes] = {}
    links: list[dict[str, str]] = []
    targets = {
        link.get("Id"): link.get("Target", "") for link in etree.fromstring(host[BODY_LINKS])
    }
    for rank, kind in enumerate(KINDS):
        for reference in host_section.findall(f"{W}{kind}Reference[@{W}type='default']"):
            name, key = f"{kind}-{scope}.xml", f"{scope}-{kind}"
            parts[f"word/{name}"] = _move_right_tab(
                host[f"word/{targets[reference.get(ID)]}"],
                text_width(host_section),
                text_width(section),
            )
            links.append({"Id": key, "Type": f"{OFFICE_RELATIONS}/{kind}", "Target": name})
            section.insert(rank, etree.Element(reference.tag, {f"{W}type": "default", ID: key}))
    return ResizedHeaders(parts, tuple(links))


def text_width(section: etree._Element) -> int:
    """Return the width of the text, in twentieths of a point; 0 without page settings."""
    if not _has_page_settings(section):
        return 0
    margins = _margins(section)
    return int(_size(section)[0]) - sum(
        int(margins.get(f"{W}{side}")) for side in ("left", "right")
    )


def _align_margins(section: etree._Element, host_section: etree._Element) -> None:
    """Give a section the side margins of its host, wider alone or not, and the same heights."""
    ours, host_margins = _margins(section), _margins(host_section)
    for name in ("header", "footer", "left", "right"):
        ours.set(f"{W}{name}", host_margins.get(f"{W}{name}"))
    top = f"{W}top"
    ours.set(top, str(max(int(ours.get(top)), int(host_margins.get(top)))))


def _move_right_tab(part: bytes, before: int, after: int) -> bytes:
    root = etree.fromstring(part)
    for paragraph in _paragraphs_with_tabs(root):
        tabs = set_property(properties_of(paragraph), "tabs")
        for kind, position in sorted(
            (("clear", before), ("right", after)), key=lambda stop: stop[1]
        ):
            etree.SubElement(tabs, f"{W}tab", {f"{W}val": kind, f"{W}pos": str(position)})
    return as_xml(root)


def _paragraphs_with_tabs(root: etree._Element) -> Iterator[etree._Element]:
    for paragraph in root.iter(f"{W}p"):
        if paragraph.find(f"{W}r/{W}tab") is not None and paragraph.find(f"{W}pPr") is not None:
            yield paragraph


def _has_page_settings(section: etree._Element) -> bool:
    return all(section.find(f"{W}{name}") is not None for name in ("pgSz", "pgMar"))


def _margins(section: etree._Element) -> etree._Element:
    [margins] = section.iterfind(f"{W}pgMar")
    return margins


def _size(section: etree._Element) -> tuple[str, ...]:
    [size] = section.iterfind(f"{W}pgSz")
    return tuple(size.get(f"{W}{name}", "") for name in ("w", "h"))
