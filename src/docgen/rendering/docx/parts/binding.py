"""Documents bound into another, in Word: the body of a template prepared to stand inside a host.

A part keeps its look: each of its styles that differs from the host's, and each list and picture,
is renamed after its kind. It is a section of its own with its own margins, and has the headers and
footers of the host.
"""

import copy
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename
from typing import Final

from lxml import etree

from docgen.ooxml import (
    BODY,
    BODY_LINKS,
    CONTENT_TYPES,
    OFFICE_RELATIONS,
    OFFICE_TYPES,
    PACKAGE_RELATIONS,
    STYLES,
    W,
    as_xml,
    declare_ending,
    declare_part,
)
from docgen.rendering.docx.parts.contents import fill_contents, has_contents
from docgen.rendering.docx.parts.headers_footers import (
    NO_HEADERS,
    ResizedHeaders,
    fit_headers,
    text_width,
)
from docgen.rendering.docx.parts.properties import (
    default_style,
    lineage,
    properties_of,
    set_property,
    styles_by_id,
    value_of,
)

R: Final = f"{{{OFFICE_RELATIONS}}}"
LINK: Final = f"{{{PACKAGE_RELATIONS}}}Relationship"
NUMBERING: Final = "word/numbering.xml"
STYLE_ELEMENTS: Final = tuple(f"{W}{name}" for name in ("pStyle", "rStyle", "tblStyle"))
"""The elements that set the style of a paragraph, run or table."""
STYLE_REFERENCES: Final = tuple(f"{W}{name}" for name in ("basedOn", "next", "link"))
"""The elements by which a style depends on another."""
FROM_HOST: Final = ("headerReference", "footerReference", "titlePg", "pgNumType")
"""The properties that a section takes from the host: headers, footers, page numbers."""
PART_MARK: Final = "relie"
"""The attribute that marks the section of a part until the host is filled."""
BODY_CONTENT: Final = re.compile(r"<w:body(?: [^>]*)?>(.*)</w:body>", re.DOTALL)
HUNDRED: Final = 100
"""How many lists a template may have: those of part n are numbered from n hundred."""


@dataclass(frozen=True, slots=True, eq=False)
class Binding:
    """A template prepared to be filled inside a host.

    `source` is its body as a Jinja template, `namespaces` its XML namespaces in it, `styles` the
    identifier of each style by name in lower case. `added` are its styles, `lists` its lists,
    `links` the relationships to its pictures and `media` their data; `headers` are those of the
    host, and its footers, at its width; `has_contents` says that it has a table of contents.
    """

    source: str
    namespaces: Mapping[str, str]
    styles: Mapping[str, str]
    added: tuple[etree._Element, ...]
    lists: tuple[etree._Element, ...]
    links: tuple[Mapping[str, str], ...]
    media: Mapping[str, bytes]
    headers: ResizedHeaders
    has_contents: bool


def bind(parts: Mapping[str, bytes], scope: str, host: Mapping[str, bytes], rank: int) -> Binding:
    """Return the template with these parts prepared to stand inside the host.

    `scope` prefixes the names it brings along; `rank` is its number among the bound templates.
    """
    ours, theirs = (styles_by_id(etree.fromstring(one[STYLES])) for one in (parts, host))
    names = {name: f"{scope}-{name}" for name in ours.keys() - _shared(ours, theirs)}
    added = tuple(_rename_style(ours[name], names, scope, rank) for name in sorted(names))
    body = etree.fromstring(parts[BODY])
    _rename_used_styles(body, names, names.get(default_style(ours), ""))
    _release_headings_in_cells(
        body, {names[name] for name in names if _name_of(ours[name]).startswith("heading ")}
    )
    _add_outline_levels(body, {names.get(name, name) for name in _title_styles(ours)})
    _renumber_lists(body, rank)
    links, media = _pictures(parts, scope)
    for node in body.iter():
        for key, value in node.attrib.items():
            if key.startswith(R) and f"{scope}-{value}" in {link["Id"] for link in links}:
                node.set(key, f"{scope}-{value}")
    headers = _close_section(body[0], host, scope)
    match = BODY_CONTENT.search(etree.tostring(body, encoding="unicode"))
    return Binding(
        source=match[1] if match else "",
        namespaces={prefix: space for prefix, space in body.nsmap.items() if prefix},
        styles={_name_of(style): names.get(name, name) for name, style in ours.items()},
        added=added,
        lists=tuple(_renumbered_lists(parts, rank)),
        links=tuple(links),
        media=media,
        headers=headers,
        has_contents=has_contents(body),
    )


def with_bound(parts: Mapping[str, bytes], bindings: Iterable[Binding]) -> dict[str, bytes]:
    """Return the parts of a host with what its bound templates bring along."""
    result = dict(parts)
    for binding in bindings:
        result[STYLES] = _with_children(result[STYLES], binding.added)
        if binding.lists:
            result[NUMBERING] = _with_lists(result[NUMBERING], binding.lists)
        attributes = (*binding.links, *binding.headers.links)
        links = (etree.Element(LINK, dict(link)) for link in attributes)
        result[BODY_LINKS] = _with_children(result[BODY_LINKS], links)
        result |= {f"word/media/{name}": data for name, data in binding.media.items()}
        result |= binding.headers.parts
        result[CONTENT_TYPES] = _with_types(result[CONTENT_TYPES], binding)
    return result


def with_contents(body: str, binding: Binding, titles: Sequence[str] = ()) -> str:
    """Return the filled body of a part, with its table of contents, which lists `titles`."""
    if not binding.has_contents:
        return body
    namespaces = "".join(
        f' xmlns:{prefix}="{space}"' for prefix, space in binding.namespaces.items()
    )
    root = etree.fromstring(f"<w:body{namespaces}>{body}</w:body>")
    fill_contents(root, binding.styles, titles=titles)
    match = BODY_CONTENT.search(etree.tostring(root, encoding="unicode"))
    return match[1] if match else body


def copy_headers_to_first_section(body: etree._Element) -> None:
    """Give the first section of a document headers and footers, if a bound part stands first.

    A section that names none inherits those of the previous section, which the first has not; a
    cover of the host names none on purpose.
    """
    first, *others = body.iter(f"{W}sectPr")
    is_bound = [section.attrib.pop(PART_MARK, None) is not None for section in (first, *others)]
    names = (f"{W}headerReference", f"{W}footerReference")
    if is_bound[0] and others:
        copies = [copy.deepcopy(child) for child in others[-1] if child.tag in names]
        first[:0] = [copied for copied in copies if copied.get(f"{W}type") == "default"]


def declare_namespaces(xml: str, namespaces: Mapping[str, str]) -> str:
    """Return a part whose first element declares these namespaces too."""
    root = re.search(r"<w:\w+ [^>]*>", xml)
    if root is None:
        return xml
    missing = (
        f' xmlns:{prefix}="{space}"'
        for prefix, space in sorted(namespaces.items())
        if f"xmlns:{prefix}=" not in root[0]
    )
    return xml.replace(root[0], f"{root[0][:-1]}{''.join(missing)}>", 1)


def _name_of(style: etree._Element) -> str:
    return value_of(style, "name").lower()


def _shared(ours: Mapping[str, etree._Element], theirs: Mapping[str, etree._Element]) -> set[str]:
    """Return the styles that are equal in both, and depend on equal styles only."""
    same = {
        name
        for name in ours.keys() & theirs.keys()
        if etree.tostring(ours[name], method="c14n") == etree.tostring(theirs[name], method="c14n")
    }
    while depending := {name for name in same if not set(_dependencies(ours[name])) <= same}:
        same -= depending
    return same


def _dependencies(style: etree._Element) -> Iterator[str]:
    yield from (child.get(f"{W}val", "") for child in style if child.tag in STYLE_REFERENCES)


def _rename_style(
    style: etree._Element, names: Mapping[str, str], scope: str, rank: int
) -> etree._Element:
    renamed = copy.deepcopy(style)
    renamed.set(f"{W}styleId", names[style.get(f"{W}styleId", "")])
    renamed.attrib.pop(f"{W}default", None)
    for child in renamed:
        if child.tag == f"{W}name":
            child.set(f"{W}val", f"{child.get(f'{W}val')} ({scope})")
        elif child.tag in STYLE_REFERENCES:
            child.set(f"{W}val", names.get(child.get(f"{W}val", ""), child.get(f"{W}val", "")))
    _renumber_lists(renamed, rank)
    return renamed


def _rename_used_styles(body: etree._Element, names: Mapping[str, str], default: str) -> None:
    for element in body.iter(*STYLE_ELEMENTS):
        value = element.get(f"{W}val", "")
        element.set(f"{W}val", names.get(value, value))
    for paragraph in body.iter(f"{W}p") if default else ():
        if paragraph.find(f"{W}pPr/{W}pStyle") is None:
            set_property(properties_of(paragraph), "pStyle", default)


def _release_headings_in_cells(body: etree._Element, headings: Collection[str]) -> None:
    """Let headings in table cells be separated from the next paragraph.

    LibreOffice 25.2 keeps a whole table with what follows it when it contains a heading kept with
    the next paragraph, unless the heading has a built-in style.
    """
    for style in body.iterfind(f".//{W}tc/{W}p/{W}pPr/{W}pStyle"):
        if style.get(f"{W}val") in headings:
            style.addnext(etree.Element(f"{W}keepNext", {f"{W}val": "0"}))


def _title_styles(styles: Mapping[str, etree._Element]) -> set[str]:
    """Return the style of titles, and those based on it."""
    return {name for name in styles if "title" in map(_name_of, lineage(styles, name))}


def _add_outline_levels(body: etree._Element, titles: Collection[str]) -> None:
    for style in body.iterfind(f".//{W}p/{W}pPr/{W}pStyle"):
        properties = style.getparent()
        if style.get(f"{W}val") in titles and properties.find(f"{W}outlineLvl") is None:
            set_property(properties, "outlineLvl", "0")


def _renumber_lists(root: etree._Element, rank: int) -> None:
    for reference in root.iter(f"{W}numId"):
        number = int(reference.get(f"{W}val", "0"))
        reference.set(f"{W}val", str(number + rank * HUNDRED if number else 0))


def _renumbered_lists(parts: Mapping[str, bytes], rank: int) -> Iterator[etree._Element]:
    for definition in etree.fromstring(parts[NUMBERING]) if NUMBERING in parts else ():
        renumbered = copy.deepcopy(definition)
        for key in (f"{W}abstractNumId", f"{W}numId"):
            if renumbered.get(key) is not None:
                renumbered.set(key, str(int(renumbered.get(key)) + rank * HUNDRED))
        for inner in renumbered.iter(f"{W}abstractNumId"):
            inner.set(f"{W}val", str(int(inner.get(f"{W}val")) + rank * HUNDRED))
        for style in list(renumbered.iter(f"{W}pStyle")):  # the style names its list
            style.getparent().remove(style)
        yield renumbered


def _pictures(
    parts: Mapping[str, bytes], scope: str
) -> tuple[list[dict[str, str]], dict[str, bytes]]:
    links, media = [], {}
    for link in etree.fromstring(parts[BODY_LINKS]):
        if link.get("Type", "").endswith("/image") and link.get("TargetMode") != "External":
            name = f"{scope}-{basename(link.get('Target', ''))}"
            media[name] = parts[f"word/media/{basename(link.get('Target', ''))}"]
            attributes = {"Id": f"{scope}-{link.get('Id')}", "Type": f"{OFFICE_RELATIONS}/image"}
            links.append(attributes | {"Target": f"media/{name}"})
    return links, media


def _close_section(body: etree._Element, host: Mapping[str, bytes], scope: str) -> ResizedHeaders:
    """Make a body sections of its own; return the headers made for them.

    The properties of the last go to its last paragraph, or to a new one of almost no height.
    """
    section = body.find(f"{W}sectPr")
    if section is None:
        return NO_HEADERS
    sections = [*body.iter(f"{W}sectPr")]
    widths = [text_width(one) for one in sections]
    scopes = [scope if width == widths[-1] else f"{scope}-{width}" for width in widths]
    pairs = zip(sections, scopes, strict=True)
    headers = [_take_headers(one, host, name) for one, name in pairs]
    body.remove(section)
    last = body[-1]
    if last.tag != f"{W}p" or "{%p" in "".join(last.itertext()):
        last = etree.SubElement(body, f"{W}p")
        flat = {f"{W}before": "0", f"{W}after": "0", f"{W}line": "20", f"{W}lineRule": "exact"}
        set_property(properties_of(last), "spacing").attrib.update(flat)
    properties_of(last).append(section)
    parts = {name: part for one in headers for name, part in one.parts.items()}
    links = {link["Id"]: link for one in headers for link in one.links}
    return ResizedHeaders(parts, tuple(links.values()))


def _take_headers(section: etree._Element, host: Mapping[str, bytes], scope: str) -> ResizedHeaders:
    """Give a section of a bound part the headers and footers of the host, in place of its own."""
    section.set(PART_MARK, "")
    for name in FROM_HOST:
        for own in section.findall(f"{W}{name}"):
            section.remove(own)
    return fit_headers(section, host, scope)


def _with_children(part: bytes, children: Iterable[etree._Element]) -> bytes:
    root = etree.fromstring(part)
    root.extend(copy.deepcopy(child) for child in children)
    return as_xml(root)


def _with_lists(part: bytes, lists: Iterable[etree._Element]) -> bytes:
    root = etree.fromstring(part)
    first = next(
        (rank for rank, definition in enumerate(root) if definition.tag == f"{W}num"), len(root)
    )
    for definition in map(copy.deepcopy, lists):
        if definition.tag == f"{W}num":
            root.append(definition)
        else:
            root.insert(first, definition)
            first += 1
    return as_xml(root)


def _with_types(part: bytes, binding: Binding) -> bytes:
    root = etree.fromstring(part)
    for ending in sorted({name.rpartition(".")[2].lower() for name in binding.media}):
        declare_ending(root, ending, f"image/{ending.replace('jpg', 'jpeg')}")
    for name, link in zip(binding.headers.parts, binding.headers.links, strict=True):
        kind = link["Type"].rpartition("/")[2]
        declare_part(root, name, f"{OFFICE_TYPES}.wordprocessingml.{kind}+xml")
    return as_xml(root)
