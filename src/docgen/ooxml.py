"""Office Open XML packages: named parts in a zip.

A package is read into a mapping, and written so that the same parts always make the same bytes:
sorted names, one date, one compression.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import TypeAlias

from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
"""The namespace of references to other parts, and the beginning of the types of relationships."""
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPE_NAMES = "http://schemas.openxmlformats.org/package/2006/content-types"
"""The namespaces of lists of relationships, and of the list of types."""
OFFICE_TYPES = "application/vnd.openxmlformats-officedocument"
"""The beginning of the content types of parts."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of the elements of Word, as lxml has it before their names."""
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
"""The beginning of the namespaces of drawings."""
POINT = 12700
"""A point in EMU, the unit of drawings."""
BODY, STYLES, COMMENTS = "word/document.xml", "word/styles.xml", "word/comments.xml"
BODY_LINKS = "word/_rels/document.xml.rels"
LINKS = ("https:", "mailto:", "tel:")
"""The schemes of links that a document may have, as in its PDF."""
NEEDED_PARTS = (
    CONTENT_TYPES,
    *(f"word/{name}.xml" for name in ("document", "styles", "settings", "fontTable")),
)
"""The parts that docgen needs; Word always writes them."""
DAY_ONE = 1 << 5 | 1
"""1 January 1980, the first date of a zip."""
MAX_BYTES = 50_000_000
"""The largest unpacked size of a template that is read; ours has 2 MB, mostly fonts."""
MEMBER, LISTED, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
"""The three records of a zip, as APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16) lays them out."""


@dataclass(frozen=True, slots=True)
class CompressedPart:
    """A part that is already compressed; large parts that never change are compressed once."""

    data: bytes
    size: int
    crc: int


Part: TypeAlias = bytes | CompressedPart | etree._Element
"""A part: its bytes, these compressed, or its XML tree."""


def compress(part: bytes) -> CompressedPart:
    """Return a part, compressed."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return CompressedPart(squeeze.compress(part) + squeeze.flush(), len(part), zlib.crc32(part))


@lru_cache(maxsize=256)
def compress_cached(part: bytes) -> CompressedPart:
    """Return a part, compressed once for all documents."""
    return compress(part)


def read_package(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file; raise ValueError, in French, if it is not one."""
    if len(data) > MAX_BYTES:
        raise ValueError("fichier Word trop gros")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _read_members(package)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ValueError("ce n’est pas un fichier Word (.docx)") from error
    missing = [name for name in NEEDED_PARTS if name not in parts]
    if missing:
        raise ValueError(f"ce fichier Word est incomplet : il y manque « {missing[0]} »")
    return parts


def _read_members(package: zipfile.ZipFile) -> dict[str, bytes]:
    """Return the files of a zip; no more is unpacked of each than it says that it has."""
    parts, left = dict[str, bytes](), MAX_BYTES
    for member in package.infolist():
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile(member.filename)  # Python unpacks the others without bound
        if member.file_size > left:
            raise ValueError("fichier Word trop gros une fois ouvert")
        left -= member.file_size
        if not member.is_dir():
            with package.open(member) as file:  # one byte more, so that the checksum is checked
                parts[member.filename] = file.read(member.file_size + 1)
    return parts


def write_package(parts: Mapping[str, Part]) -> bytes:
    """Return the bytes of the package; the same parts always make the same bytes."""
    body, index = bytearray(), bytearray()
    for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
        part = parts[name]
        part = part if isinstance(part, CompressedPart) else compress(as_bytes(part))
        path = name.encode("ascii")
        header = (
            20,
            0,
            zlib.DEFLATED,
            0,
            DAY_ONE,
            part.crc,
            len(part.data),
            part.size,
            len(path),
            0,
        )
        # Made on Unix (3) by version 2.0, readable by its owner, as zipfile writes it.
        attributes = (0, 0, 0, 0o600 << 16, len(body))
        index += struct.pack(LISTED, b"PK\1\2", 3 << 8 | 20, *header, *attributes) + path
        body += struct.pack(MEMBER, b"PK\3\4", *header) + path + part.data
    end = struct.pack(END, b"PK\5\6", 0, 0, len(parts), len(parts), len(index), len(body), 0)
    return bytes(body + index + end)


def drop_parts(parts: Mapping[str, bytes], unwanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the parts less the unwanted ones and the relationships that point to them."""
    gone = {name for name in parts if unwanted(name)}
    gone |= {name for name in parts if name.endswith(".rels") and _owner(name) in gone}
    kept = {name: part for name, part in parts.items() if name not in gone}
    for name in [name for name in kept if name.endswith(".rels")]:
        kept[name] = _drop_relationships(kept[name], dirname(_owner(name)), gone)
    kept[CONTENT_TYPES] = _drop_children(kept[CONTENT_TYPES], "PartName", lambda t: t[1:] in gone)
    return kept


def as_xml(root: etree._Element) -> bytes:
    """Return an XML part in the form that Word writes."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def as_bytes(part: Part) -> bytes:
    """Return a part as bytes."""
    if isinstance(part, CompressedPart):
        return zlib.decompress(part.data, -zlib.MAX_WBITS)
    return part if isinstance(part, bytes) else as_xml(part)


def as_tree(part: Part) -> etree._Element:
    """Return an uncompressed part as an XML tree, not copied if it is one."""
    assert not isinstance(part, CompressedPart)
    return etree.fromstring(part) if isinstance(part, bytes) else part


def text_parts(parts: Iterable[str]) -> list[str]:
    """Return the names of the parts with text: body, headers, footers, notes."""
    pattern = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
    kinds = ("document", "header", "footer", "footnotes", "endnotes")
    ranked = [
        (kinds.index(m[1].rstrip("0123456789")), m[0]) for m in map(pattern.fullmatch, parts) if m
    ]
    return [name for _, name in sorted(ranked)]


def links_of(name: str) -> str:
    """``word/document.xml`` → ``word/_rels/document.xml.rels``."""
    return re.sub(r"([^/]+)$", r"_rels/\1.rels", name)


def read_links(parts: Mapping[str, Part], name: str) -> etree._Element:
    """Return the list of the relationships of a part as a tree, empty where there is none."""
    none = f'<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
    return as_tree(parts.get(links_of(name), none))


def add_link(links: etree._Element, identifier: str, kind: str, target: str) -> None:
    """Add a relationship of one of Office's kinds to a list."""
    link = {"Id": identifier, "Type": f"{OFFICE_RELATIONS}/{kind}", "Target": target}
    etree.SubElement(links, f"{{{PACKAGE_RELATIONS}}}Relationship", link)


def declare_part(types: etree._Element, name: str, content_type: str) -> None:
    """Add the type of a part to the list of types."""
    declared = {"PartName": f"/{name}", "ContentType": content_type}
    etree.SubElement(types, f"{{{TYPE_NAMES}}}Override", declared)


def declare_ending(types: etree._Element, ending: str, content_type: str) -> None:
    """Add the type of the parts of an ending to the list of types, unless it has one."""
    if not any(declared.get("Extension", "").lower() == ending for declared in types):
        declared = {"Extension": ending, "ContentType": content_type}
        types.insert(0, etree.Element(f"{{{TYPE_NAMES}}}Default", declared))


def _owner(rels: str) -> str:
    """``word/_rels/document.xml.rels`` → ``word/document.xml``."""
    return rels.replace("_rels/", "", 1).removesuffix(".rels")


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else normpath(join(folder, target))


def _drop_relationships(rels: bytes, folder: str, gone: set[str]) -> bytes:
    return _drop_children(rels, "Target", lambda target: _target(folder, target) in gone)


def _drop_children(part: bytes, key: str, unwanted: Callable[[str], bool]) -> bytes:
    root = etree.fromstring(part)
    for child in root:
        if unwanted(child.get(key, "")):
            root.remove(child)
    return as_xml(root)
