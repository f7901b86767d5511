"""The marks by which an edited Word file is recognised: of what document, paragraph by paragraph.

A bookmark is around each paragraph, for LibreOffice keeps bookmarks and drops the identifiers of
paragraphs.  A custom XML part, and a custom property for programs that drop the part, name the
document; the part also lists the digests of all paragraphs, so that one that was deleted is missed.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from docgen.document import Document
from docgen.ooxml import (
    BODY,
    BODY_LINKS,
    CONTENT_TYPES,
    OFFICE_TYPES,
    PACKAGE_RELATIONS,
    Part,
    W,
    add_link,
    as_tree,
    declare_part,
)
from docgen.rendering.docx.marks.paragraphs import (
    OBJECTS,
    PPR,
    count_objects,
    digest_of_words,
    lines_of,
    margin_texts,
    printed_paragraphs,
)

PACKAGE_LINKS: Final = "_rels/.rels"
CUSTOM: Final = "docProps/custom.xml"
MARK_NAMESPACE: Final = "urn:docgen:document"
"""The namespace of the part, and the name of the property."""
NAMING_FIELDS: Final = ("kind", "key", "layout", "place", "asked")
"""What names a document: its attributes of these names."""
NAME: Final = re.compile(r"dgp_(\d{1,6})_([0-9a-f]{8})", re.ASCII)
"""The name of a bookmark: the rank of its paragraph, and the digest of its words."""
QUOTED_NAME: Final = re.compile(rb'"(dgp_\w+)"', re.ASCII)
MOST_MARKS: Final = 50_000
"""How many paragraphs a file may have had: the booklet, our longest, has 2,000."""
OBJECT_COUNTS: Final = re.compile(rf"\d{{1,6}}(?: \d{{1,6}}){{{len(OBJECTS) - 1}}}", re.ASCII)
START, END = f"{W}bookmarkStart", f"{W}bookmarkEnd"

ITEMS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
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
    """Those of its paragraphs; "" for one of which neither the part nor a bookmark was kept."""
    margins: frozenset[str] = frozenset()
    """Those of what stood in its heads and feet."""
    objects: tuple[int, ...] = ()
    """How many it had of each of `OBJECTS`."""


def mark_source(parts: Mapping[str, Part], document: Document) -> dict[str, Part]:
    """Return the parts of a document with marks; its body is changed in place."""
    body = as_tree(parts[BODY])
    digests = " ".join(_mark_paragraphs(body))
    margins = " ".join(sorted({digest_of_words(text) for text in margin_texts(parts)}))
    names = {field: str(getattr(document, field)) for field in NAMING_FIELDS}
    listed = {"margins": margins, "objects": " ".join(map(str, count_objects(body)))}
    return {**parts, BODY: body, **_named_parts(parts, names, listed, digests)}


def read_source_mark(parts: Mapping[str, bytes]) -> SourceMark | None:
    """Return the mark of a Word file, None for a file that has none or one that was damaged."""
    mark = _written_mark(parts)
    return mark if mark and mark.names.get("kind") and mark.names.get("key") else None


def _written_mark(parts: Mapping[str, bytes]) -> SourceMark | None:
    for name in sorted(parts):
        if re.fullmatch(r"customXml/item\d+\.xml", name) and MARK_NAMESPACE.encode() in parts[name]:
            root = etree.fromstring(parts[name])
            names = {field: root.get(field, "") for field in NAMING_FIELDS}
            margins = frozenset(root.get("margins", "").split())
            counts = root.get("objects", "")
            if not OBJECT_COUNTS.fullmatch(counts):
                return None
            objects = tuple(map(int, counts.split()))
            return SourceMark(names, tuple((root.text or "").split()), margins, objects)
    properties = parts.get(CUSTOM)
    for value in etree.fromstring(properties) if properties else ():
        if value.get("name") == MARK_NAMESPACE:
            names = dict(zip(NAMING_FIELDS, "".join(value.itertext()).split("|"), strict=False))
            return SourceMark(names, tuple(_digests_of_bookmarks(parts.get(BODY, b""))))
    return None


def _digests_of_bookmarks(body: bytes) -> Iterator[str]:
    """Yield the digests that bookmarks name, "" for a paragraph that has none any more."""
    marks = (NAME.fullmatch(name.decode()) for name in QUOTED_NAME.findall(body))
    digests = {int(mark[1]): mark[2] for mark in marks if mark and int(mark[1]) < MOST_MARKS}
    yield from (digests.get(rank, "") for rank in range(max(digests, default=-1) + 1))


def _mark_paragraphs(body: etree._Element) -> Iterator[str]:
    """Put a bookmark around each paragraph that says something, and yield the digest of each."""
    number = 1 + max((int(mark.get(f"{W}id", 0)) for mark in body.iter(START)), default=0)
    rank = 0
    for paragraph, text in printed_paragraphs(body):
        digests = [digest_of_words(line) for line in lines_of(text)]
        name = {f"{W}id": str(number + rank), f"{W}name": f"dgp_{rank}_{digests[0]}"}
        first = 0 if paragraph.find(PPR) is None else 1
        paragraph.insert(first, etree.Element(START, name))
        etree.SubElement(paragraph, END, {f"{W}id": str(number + rank)})
        yield from digests
        rank += len(digests)


def _named_parts(
    parts: Mapping[str, Part], names: Mapping[str, str], listed: Mapping[str, str], digests: str
) -> dict[str, Part]:
    """Return the parts that name a document, and those that must know of them."""
    free = next(n for n in range(1, len(parts) + 2) if f"customXml/item{n}.xml" not in parts)
    item, properties = f"customXml/item{free}.xml", f"customXml/itemProps{free}.xml"
    root = etree.Element(
        f"{{{MARK_NAMESPACE}}}document", {**names, **listed}, nsmap={None: MARK_NAMESPACE}
    )
    root.text = digests
    about = etree.Element(f"{{{ITEMS}}}datastoreItem", nsmap={"ds": ITEMS})
    about.set(f"{{{ITEMS}}}itemID", ITEM_ID)
    schemas = etree.SubElement(about, f"{{{ITEMS}}}schemaRefs")
    etree.SubElement(schemas, f"{{{ITEMS}}}schemaRef", {f"{{{ITEMS}}}uri": MARK_NAMESPACE})
    links = etree.Element(f"{{{PACKAGE_RELATIONS}}}Relationships", nsmap={None: PACKAGE_RELATIONS})
    add_link(links, "rIdDocgencustomXmlProps", "customXmlProps", properties.rpartition("/")[2])
    types = as_tree(parts[CONTENT_TYPES])
    declare_part(types, properties, f"{OFFICE_TYPES}.customXmlProperties+xml")
    declare_part(types, CUSTOM, f"{OFFICE_TYPES}.custom-properties+xml")
    body_links, package_links = as_tree(parts[BODY_LINKS]), as_tree(parts[PACKAGE_LINKS])
    add_link(body_links, "rIdDocgencustomXml", "customXml", f"../{item}")
    add_link(package_links, "rIdDocgencustom-properties", "custom-properties", CUSTOM)
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
    facts = {"fmtid": USER_PROPERTIES, "pid": "2", "name": MARK_NAMESPACE}
    element = etree.SubElement(root, f"{{{PROPERTIES}}}property", facts)
    etree.SubElement(element, f"{{{VALUES}}}lpwstr").text = value
    return root
