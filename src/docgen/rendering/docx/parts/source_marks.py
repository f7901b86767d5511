"""The marks by which an edited Word file is recognised: of what document, paragraph by paragraph.

A bookmark is around each paragraph, for LibreOffice keeps bookmarks and drops the identifiers of
paragraphs.  A custom XML part, and a custom property for programs that drop the part, name the
document; the part also lists the digests of all paragraphs, so that one that was deleted is missed.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lxml import etree

from docgen.document import Document
from docgen.french.typography import fold_typography
from docgen.ooxml import CONTENT_TYPES, Part, as_tree
from docgen.rendering.docx.filters import W

BODY: Final = "word/document.xml"
BODY_LINKS: Final = "word/_rels/document.xml.rels"
PACKAGE_LINKS: Final = "_rels/.rels"
CUSTOM: Final = "docProps/custom.xml"
MARKED: Final = "urn:docgen:document"
"""The namespace of the part, and the name of the property."""
FIELDS: Final = ("kind", "key", "layout", "place", "asked")
"""What names a document: its attributes of these names."""
OBJECTS: Final = (
    *("drawing", "pict", "object", "footnoteReference", "endnoteReference", "tbl", "oMath"),
)
"""What has no place in a text, by its element in Word."""
NAME: Final = re.compile(r"dgp_(\d+)_([0-9a-f]{8})")
"""The name of a bookmark: the rank of its paragraph, and the digest of its words."""
MARGIN: Final = re.compile(r"word/(header|footer|footnotes|endnotes)\d*\.xml")
SIMPLE_FIELD: Final = f"{W}fldSimple"
P, R, T, PPR = f"{W}p", f"{W}r", f"{W}t", f"{W}pPr"
START, END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
SIGNS: Final = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
HIDDEN: Final = f"{W}rPr/{W}vanish"
DRAWN: Final = (
    f"{W}txbxContent",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
"""The elements of drawings that hold paragraphs, of which there are two for one."""

LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
ITEMS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
USER_PROPERTIES: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The set of properties that people see in Word (ECMA-376, 22.3.2.1)."""
ITEM_ID: Final = "{0D0C6E11-0000-4000-8000-000000000001}"


@dataclass(frozen=True, slots=True)
class SourceMark:
    """What a Word file says of the document that it was: its names, the digests of its words."""

    names: Mapping[str, str]
    digests: tuple[str, ...] = ()
    """Those of its paragraphs, empty where only the property was kept."""
    margins: frozenset[str] = frozenset()
    """Those of what stood in its heads and feet."""
    objects: tuple[int, ...] = ()
    """How many it had of each of `OBJECTS`."""


def mark_source(parts: Mapping[str, Part], document: Document) -> dict[str, Part]:
    """Return the parts of a document with marks; its body is changed in place."""
    body = as_tree(parts[BODY])
    digests = " ".join(_mark_paragraphs(body))
    margins = " ".join(sorted({digest_of_words(text) for text in margin_texts(parts)}))
    names = {field: str(getattr(document, field)) for field in FIELDS}
    listed = {"margins": margins, "objects": " ".join(map(str, count_objects(body)))}
    return {**parts, BODY: body, **_named_parts(parts, names, listed, digests)}


def read_source_mark(parts: Mapping[str, bytes]) -> SourceMark | None:
    """Return the mark of a Word file, None for a file that has none."""
    for name in sorted(parts):
        if re.fullmatch(r"customXml/item\d+\.xml", name) and MARKED.encode() in parts[name]:
            root = etree.fromstring(parts[name])
            names = {field: root.get(field, "") for field in FIELDS}
            margins = frozenset(root.get("margins", "").split())
            objects = tuple(map(int, root.get("objects", "").split()))
            return SourceMark(names, tuple((root.text or "").split()), margins, objects)
    properties = parts.get(CUSTOM)
    for value in etree.fromstring(properties) if properties else ():
        if value.get("name") == MARKED:
            return SourceMark(dict(zip(FIELDS, "".join(value.itertext()).split("|"), strict=False)))
    return None


def printed_paragraphs(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the paragraphs that say something, and what a reader sees of them.

    Those that are drawn are left out.
    """
    drawn = {one for drawing in body.iter(*DRAWN) for one in drawing.iter(P)}
    for paragraph in body.iter(P):
        text = "".join(_text_of_run(run) for run in runs_of(paragraph))
        if text.strip() and paragraph not in drawn:
            yield paragraph, text


def count_objects(body: etree._Element) -> tuple[int, ...]:
    """Return how many a body has of each of `OBJECTS`."""
    return tuple(sum(1 for _ in body.iter(f"{{*}}{name}")) for name in OBJECTS)


def margin_parts(parts: Mapping[str, object]) -> list[str]:
    """Return the names of the parts with heads, feet and notes."""
    return sorted(filter(MARGIN.fullmatch, parts))


def margin_texts(parts: Mapping[str, Part]) -> Iterator[str]:
    """Yield what stands in the heads, feet and notes of a document, without numbers of pages."""
    for name in margin_parts(parts):
        for paragraph, _ in printed_paragraphs(as_tree(parts[name])):
            said = "".join(map(_text_of_run, _runs_without_folios(paragraph)))
            yield " ".join(said.split())


def _runs_without_folios(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph but for the results of the fields that count pages."""
    fields: list[str] = []
    for run in runs_of(paragraph):
        for node in run:
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append("")
            elif kind == "end" and fields:
                fields.pop()
            elif node.tag == f"{W}instrText" and fields:
                fields[-1] += node.text or ""
        if not any("PAGE" in code for code in fields) and run.getparent().tag != SIMPLE_FIELD:
            yield run


def runs_of(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs of a paragraph, those of its links and insertions too."""
    for child in paragraph:
        if child.tag == R:
            yield child
        elif len(child) and child.tag != PPR:
            yield from runs_of(child)


def _text_of_run(run: etree._Element) -> str:
    if run.find(HIDDEN) is not None:
        return ""
    return "".join(node.text or "" if node.tag == T else SIGNS.get(node.tag, "") for node in run)


@lru_cache(maxsize=8192)  # every commune's documents repeat the same sentences
def digest_of_words(text: str) -> str:
    """Return the digest of a text, whatever its typography."""
    plain = " ".join(fold_typography(text.replace("\u2011", "-")).split())
    return f"{zlib.crc32(plain.encode()):08x}"


def _mark_paragraphs(body: etree._Element) -> Iterator[str]:
    """Put a bookmark around each paragraph that says something, and yield the digest of each."""
    number = 1 + max((int(mark.get(f"{W}id", 0)) for mark in body.iter(START)), default=0)
    for rank, (paragraph, text) in enumerate(printed_paragraphs(body)):
        digest = digest_of_words(text)
        name = {f"{W}id": str(number + rank), f"{W}name": f"dgp_{rank}_{digest}"}
        first = 0 if paragraph.find(PPR) is None else 1
        paragraph.insert(first, etree.Element(START, name))
        etree.SubElement(paragraph, END, {f"{W}id": str(number + rank)})
        yield digest


def _named_parts(
    parts: Mapping[str, Part], names: Mapping[str, str], listed: Mapping[str, str], digests: str
) -> dict[str, Part]:
    """Return the parts that name a document, and those that must know of them."""
    free = next(n for n in range(1, len(parts) + 2) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{free}.xml", f"customXml/itemProps{free}.xml"
    root = etree.Element(f"{{{MARKED}}}document", {**names, **listed}, nsmap={None: MARKED})
    root.text = digests
    about = etree.Element(f"{{{ITEMS}}}datastoreItem", nsmap={"ds": ITEMS})
    about.set(f"{{{ITEMS}}}itemID", ITEM_ID)
    schemas = etree.SubElement(about, f"{{{ITEMS}}}schemaRefs")
    etree.SubElement(schemas, f"{{{ITEMS}}}schemaRef", {f"{{{ITEMS}}}uri": MARKED})
    links = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    _add_link(links, "customXmlProps", properties.rpartition("/")[2])
    types = as_tree(parts[CONTENT_TYPES])
    _add_type(types, properties, f"{OFFICE}.customXmlProperties+xml")
    _add_type(types, CUSTOM, f"{OFFICE}.custom-properties+xml")
    body_links, package_links = as_tree(parts[BODY_LINKS]), as_tree(parts[PACKAGE_LINKS])
    _add_link(body_links, "customXml", f"../{item}")
    _add_link(package_links, "custom-properties", CUSTOM)
    return {
        item: root,
        properties: about,
        f"customXml/_rels/item{free}.xml.rels": links,
        CUSTOM: _property("|".join(names.values())),
        BODY_LINKS: body_links,
        PACKAGE_LINKS: package_links,
        CONTENT_TYPES: types,
    }


def _property(value: str) -> etree._Element:
    root = etree.Element(f"{{{PROPERTIES}}}Properties", nsmap={None: PROPERTIES, "vt": VALUES})
    facts = {"fmtid": USER_PROPERTIES, "pid": "2", "name": MARKED}
    one = etree.SubElement(root, f"{{{PROPERTIES}}}property", facts)
    etree.SubElement(one, f"{{{VALUES}}}lpwstr").text = value
    return root


def _add_link(links: etree._Element, kind: str, target: str) -> None:
    facts = {"Id": f"rIdDocgen{kind}", "Type": f"{LINKS}/{kind}", "Target": target}
    etree.SubElement(links, f"{{{RELATIONS}}}Relationship", facts)


def _add_type(types: etree._Element, part: str, content: str) -> None:
    facts = {"PartName": f"/{part}", "ContentType": content}
    etree.SubElement(types, f"{{{TYPES}}}Override", facts)
