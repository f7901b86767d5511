"""Documents bound into another, in Word: the body of a template as it stands inside a larger one.

A part keeps its look: each of its styles that is not the whole document's own, to the letter, gets
the name of its kind; so do its lists and its pictures.  It is a section of its own, with its own
margins, under the running heads and feet of the whole.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import basename
from typing import Final

from lxml import etree

from docgen.ooxml import CONTENT_TYPES, as_xml, read_package
from docgen.rendering.docx.filters import W
from docgen.rendering.docx.parts.contents import fill_contents, has_contents
from docgen.rendering.docx.parts.headers_footers import NO_HEADERS, ResizedHeaders, fit_headers

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R: Final = f"{{{OFFICE}}}"
TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LINK: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LINKS: Final = "word/_rels/document.xml.rels"
STYLES, NUMBERING = "word/styles.xml", "word/numbering.xml"
STYLED: Final = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
"""What gives a style to a paragraph, a run, a table."""
REFERRING: Final = tuple(f"{W}{name}" for name in ("basedOn", "next", "link"))
"""What makes a style lean on another."""
OF_THE_WHOLE: Final = ("headerReference", "footerReference", "titlePg", "pgNumType")
"""What a section does not say for itself: running heads and feet, and how pages are counted."""
LATE: Final = tuple(f"{W}{name}" for name in ("divId", "cnfStyle", "rPr", "sectPr", "pPrChange"))
"""What stands after the level of a paragraph's outline (ECMA-376, CT_PPr)."""
OF_A_PART: Final = "relie"
"""What marks the section of a part until the whole is filled."""
BODY: Final = re.compile(r"<w:body(?: [^>]*)?>(.*)</w:body>", re.DOTALL)
HUNDRED: Final = 100
"""How many lists a template may have: those of the parts are numbered by hundreds."""


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """A template ready to be filled inside another.

    `source` is its body, as a template of Jinja; `spaces` are the XML namespaces that it uses;
    `styles` the identifier of every style by its name, in lower case; `added` are its styles and
    `lists` its lists, `links` leads to its pictures, `media` holds them; `heads` are running heads
    of the whole, at its width; `has_contents` says that it lists its own headings.
    """

    source: str
    spaces: Mapping[str, str]
    styles: Mapping[str, str]
    added: tuple[etree._Element, ...]
    lists: tuple[etree._Element, ...]
    links: tuple[Mapping[str, str], ...]
    media: Mapping[str, bytes]
    heads: ResizedHeaders
    has_contents: bool


def bind(data: bytes, scope: str, whole: Mapping[str, bytes], rank: int) -> Binding:
    """Return a template made ready to stand inside the document whose parts are `whole`.

    `scope` names what it brings along; `rank` is its own among the templates that are bound.
    """
    parts = read_package(data)
    ours, theirs = (_styles(one[STYLES]) for one in (parts, whole))
    names = {name: f"{scope}-{name}" for name in ours.keys() - _shared(ours, theirs)}
    added = tuple(_renamed(ours[name], names, scope, rank) for name in sorted(names))
    body = etree.fromstring(parts["word/document.xml"])
    default = next((name for name, style in ours.items() if _is_default(style)), "")
    _dress(body, names, names.get(default, ""))
    _loosen(body, {names[one] for one in names if _name_of(ours[one]).startswith("heading ")})
    _outline(body, {names.get(one, one) for one in _titles(ours)})
    _number(body, rank)
    links, media = _pictures(parts, scope)
    for one in body.iter():
        for key, value in one.attrib.items():
            if key.startswith(R) and f"{scope}-{value}" in {link["Id"] for link in links}:
                one.set(key, f"{scope}-{value}")
    heads = _close(body[0], whole, scope)
    found = BODY.search(etree.tostring(body, encoding="unicode"))
    return Binding(
        source=found[1] if found else "",
        spaces={prefix: space for prefix, space in body.nsmap.items() if prefix},
        styles={_name_of(style): names.get(name, name) for name, style in ours.items()},
        added=added,
        lists=tuple(_lists(parts, rank)),
        links=tuple(links),
        media=media,
        heads=heads,
        has_contents=has_contents(body),
    )


def with_bound(parts: Mapping[str, bytes], bindings: Iterable[Binding]) -> dict[str, bytes]:
    """Return the parts of a filled document with what its bound templates bring along."""
    made = dict(parts)
    for binding in bindings:
        made[STYLES] = _with_children(made[STYLES], binding.added)
        if binding.lists:
            made[NUMBERING] = _with_lists(made[NUMBERING], binding.lists)
        told = (*binding.links, *binding.heads.links)
        links = (etree.Element(LINK, dict(link)) for link in told)
        made[LINKS] = _with_children(made[LINKS], links)
        made |= {f"word/media/{name}": data for name, data in binding.media.items()}
        made |= binding.heads.parts
        made[CONTENT_TYPES] = _with_types(made[CONTENT_TYPES], binding.media)
        made[CONTENT_TYPES] = _with_heads(made[CONTENT_TYPES], binding.heads)
    return made


def with_contents(body: str, binding: Binding) -> str:
    """Return the body of a part, filled, whose contents are those of the part alone."""
    if not binding.has_contents:
        return body
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in binding.spaces.items())
    root = etree.fromstring(f"<w:body{spaces}>{body}</w:body>")
    fill_contents(root, binding.styles)
    found = BODY.search(etree.tostring(root, encoding="unicode"))
    return found[1] if found else body


def copy_headers_to_first_section(body: etree._Element) -> None:
    """Give the first section of a document its running heads and feet, if a part stands first.

    A section that names none takes those of the section before it, which the first has not; a
    cover of the document's own names none because it shall have none.
    """
    first, *others = body.iter(f"{W}sectPr")
    bound = [one.attrib.pop(OF_A_PART, None) is not None for one in (first, *others)]
    names = (f"{W}headerReference", f"{W}footerReference")
    if bound[0] and others:
        heads = [copy.deepcopy(one) for one in others[-1] if one.tag in names]
        first[:0] = [one for one in heads if one.get(f"{W}type") == "default"]


def declare_namespaces(xml: str, spaces: Mapping[str, str]) -> str:
    """Return a part whose first element declares these namespaces too."""
    root = re.search(r"<w:\w+ [^>]*>", xml)
    if root is None:
        return xml
    missing = (
        f' xmlns:{prefix}="{space}"'
        for prefix, space in sorted(spaces.items())
        if f"xmlns:{prefix}=" not in root[0]
    )
    return xml.replace(root[0], f"{root[0][:-1]}{''.join(missing)}>", 1)


def _styles(part: bytes) -> dict[str, etree._Element]:
    """Return the styles of a template by their identifiers."""
    return {one.get(f"{W}styleId", ""): one for one in etree.fromstring(part).iter(f"{W}style")}


def _name_of(style: etree._Element) -> str:
    name = style.find(f"{W}name")
    return "" if name is None else name.get(f"{W}val", "").lower()


def _is_default(style: etree._Element) -> bool:
    return bool(style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph")


def _shared(ours: Mapping[str, etree._Element], theirs: Mapping[str, etree._Element]) -> set[str]:
    """Return the styles that are the same in both, and lean on such styles only."""
    same = {
        name
        for name in ours.keys() & theirs.keys()
        if etree.tostring(ours[name], method="c14n") == etree.tostring(theirs[name], method="c14n")
    }
    while leaning := {name for name in same if not set(_leans_on(ours[name])) <= same}:
        same -= leaning
    return same


def _leans_on(style: etree._Element) -> Iterator[str]:
    yield from (one.get(f"{W}val", "") for one in style if one.tag in REFERRING)


def _renamed(
    style: etree._Element, names: Mapping[str, str], scope: str, rank: int
) -> etree._Element:
    """Return a style under its new name; it is the default of nothing any more."""
    made = copy.deepcopy(style)
    made.set(f"{W}styleId", names[style.get(f"{W}styleId", "")])
    made.attrib.pop(f"{W}default", None)
    for one in made:
        if one.tag == f"{W}name":
            one.set(f"{W}val", f"{one.get(f'{W}val')} ({scope})")
        elif one.tag in REFERRING:
            one.set(f"{W}val", names.get(one.get(f"{W}val", ""), one.get(f"{W}val", "")))
    _number(made, rank)
    return made


def _dress(body: etree._Element, names: Mapping[str, str], default: str) -> None:
    """Give what stands in a body its styles' new names; `default` to what has no style."""
    for one in body.iter(*STYLED):
        value = one.get(f"{W}val", "")
        one.set(f"{W}val", names.get(value, value))
    for paragraph in body.iter(f"{W}p") if default else ():
        if paragraph.find(f"{W}pPr/{W}pStyle") is None:
            properties = paragraph.find(f"{W}pPr")
            if properties is None:
                properties = etree.Element(f"{W}pPr")
                paragraph.insert(0, properties)
            properties.insert(0, etree.Element(f"{W}pStyle", {f"{W}val": default}))


def _loosen(body: etree._Element, headings: Collection[str]) -> None:
    """Let a heading in a cell stand by itself.

    LibreOffice 25.2 holds a whole table to what follows it for a heading kept with the next
    paragraph, unless the heading's style is Word's own.
    """
    for style in body.iterfind(f".//{W}tc/{W}p/{W}pPr/{W}pStyle"):
        if style.get(f"{W}val") in headings:
            style.addnext(etree.Element(f"{W}keepNext", {f"{W}val": "0"}))


def _titles(styles: Mapping[str, etree._Element]) -> set[str]:
    """Return the style of titles, and those that lean on it."""
    found = {name for name, style in styles.items() if _name_of(style) == "title"}
    based = {name: style.find(f"{W}basedOn") for name, style in styles.items()}
    parents = {name: one.get(f"{W}val") for name, one in based.items() if one is not None}
    while more := {name for name, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _outline(body: etree._Element, titles: Collection[str]) -> None:
    """Give the titles of a part a place in Word's navigation pane, where a title has none."""
    level = {f"{W}val": "0"}
    for style in body.iterfind(f".//{W}p/{W}pPr/{W}pStyle"):
        properties = style.getparent()
        if style.get(f"{W}val") in titles and properties.find(f"{W}outlineLvl") is None:
            late = next((one for one in properties if one.tag in LATE), None)
            made = etree.Element(f"{W}outlineLvl", level)
            if late is None:
                properties.append(made)
            else:
                late.addprevious(made)


def _number(root: etree._Element, rank: int) -> None:
    """Give lists the numbers of a template's rank; 0 is no list."""
    for one in root.iter(f"{W}numId"):
        number = int(one.get(f"{W}val", "0"))
        one.set(f"{W}val", str(number + rank * HUNDRED if number else 0))


def _lists(parts: Mapping[str, bytes], rank: int) -> Iterator[etree._Element]:
    """Yield the lists of a template, under the numbers of its rank."""
    for one in etree.fromstring(parts[NUMBERING]) if NUMBERING in parts else ():
        made = copy.deepcopy(one)
        for key in (f"{W}abstractNumId", f"{W}numId"):
            if made.get(key) is not None:
                made.set(key, str(int(made.get(key)) + rank * HUNDRED))
        for inner in made.iter(f"{W}abstractNumId"):
            inner.set(f"{W}val", str(int(inner.get(f"{W}val")) + rank * HUNDRED))
        for style in list(made.iter(f"{W}pStyle")):  # the style says which list is its own
            style.getparent().remove(style)
        yield made


def _pictures(
    parts: Mapping[str, bytes], scope: str
) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    """Return the links of a template's body to its pictures, and the pictures, by new names."""
    links, media = [], {}
    for link in etree.fromstring(parts[LINKS]):
        if link.get("Type", "").endswith("/image") and link.get("TargetMode") != "External":
            name = f"{scope}-{basename(link.get('Target', ''))}"
            media[name] = parts[f"word/media/{basename(link.get('Target', ''))}"]
            told = {"Id": f"{scope}-{link.get('Id')}", "Type": f"{OFFICE}/image"}
            links.append(told | {"Target": f"media/{name}"})
    return links, media


def _close(body: etree._Element, whole: Mapping[str, bytes], scope: str) -> ResizedHeaders:
    """Make a body a section: its last paragraph says its pages, or one that is hardly seen.

    Return the running heads that were made for it.
    """
    section = body.find(f"{W}sectPr")
    if section is None:
        return NO_HEADERS
    body.remove(section)
    section.set(OF_A_PART, "")
    for name in OF_THE_WHOLE:
        for one in section.findall(f"{W}{name}"):
            section.remove(one)
    heads = fit_headers(section, whole, scope)
    last = body[-1]
    if last.tag != f"{W}p" or "{%p" in "".join(last.itertext()):
        last = etree.SubElement(body, f"{W}p")
        flat = {f"{W}before": "0", f"{W}after": "0", f"{W}line": "20", f"{W}lineRule": "exact"}
        etree.SubElement(etree.SubElement(last, f"{W}pPr"), f"{W}spacing", flat)
    properties = last.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        last.insert(0, properties)
    properties.append(section)
    return heads


def _with_children(part: bytes, children: Iterable[etree._Element]) -> bytes:
    root = etree.fromstring(part)
    root.extend(copy.deepcopy(child) for child in children)
    return as_xml(root)


def _with_lists(part: bytes, lists: Iterable[etree._Element]) -> bytes:
    """Return the lists of a document with more of them: what they look like stands first."""
    root = etree.fromstring(part)
    first = next((rank for rank, one in enumerate(root) if one.tag == f"{W}num"), len(root))
    for one in map(copy.deepcopy, lists):
        if one.tag == f"{W}num":
            root.append(one)
        else:
            root.insert(first, one)
            first += 1
    return as_xml(root)


def _with_heads(part: bytes, heads: ResizedHeaders) -> bytes:
    """Return the list of the types of parts, with running heads and feet."""
    root = etree.fromstring(part)
    for name, kind in zip(heads.parts, (link["Type"] for link in heads.links), strict=True):
        told = {"PartName": f"/{name}", "ContentType": f"{WORD}.{kind.rpartition('/')[2]}+xml"}
        etree.SubElement(root, f"{TYPES}Override", told)
    return as_xml(root)


def _with_types(part: bytes, media: Iterable[str]) -> bytes:
    """Return the list of the types of parts, with those of pictures."""
    root = etree.fromstring(part)
    known = {one.get("Extension", "").lower() for one in root}
    for ending in sorted({name.rpartition(".")[2].lower() for name in media} - known):
        told = {"Extension": ending, "ContentType": f"image/{ending.replace('jpg', 'jpeg')}"}
        root.insert(0, etree.Element(f"{TYPES}Default", told))
    return as_xml(root)
