"""A Word file as what it is: named parts in a zip.

Read into a plain mapping, rid of what must not travel, and written back so that the same parts
always make the same bytes: sorted names, one date, one way to compress.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from posixpath import dirname, join, normpath
from typing import TypeAlias

from lxml import etree

from docgen.errors import Problem

CONTENT_TYPES = "[Content_Types].xml"
TEMPLATE_LINK = "word/_rels/settings.xml.rels"
"""Where Word notes the path of someone's .dotx; it does not travel, so it does no harm."""
LINKS = ("https:", "mailto:", "tel:")
"""The links that a document may have, as in its PDF."""
NEEDED = (
    CONTENT_TYPES,
    *(f"word/{name}.xml" for name in ("document", "styles", "settings", "fontTable")),
)
"""The parts without which docgen can do nothing with a Word file; Word always writes them."""
DAY_ONE = 1 << 5 | 1
"""1 January 1980, the first day that a zip can tell."""
MAX_BYTES = 50_000_000
"""The largest template that is read, once unpacked; ours has 2 MB, nearly all of it fonts."""
MEMBER, LISTED, END = "<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"
"""The three records of a zip, as APPNOTE.TXT (4.3.7, 4.3.12, 4.3.16) lays them out."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A part already compressed: large parts that never change are compressed once."""

    data: bytes
    size: int
    crc: int


Part: TypeAlias = bytes | Packed | etree._Element
"""A part of a file in the making: its bytes, these compressed, or its XML while it changes."""


def pack(part: bytes) -> Packed:
    """Compress a part."""
    squeeze = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(squeeze.compress(part) + squeeze.flush(), len(part), zlib.crc32(part))


@lru_cache(maxsize=256)
def packed(part: bytes) -> Packed:
    """Return a part compressed, once for all the documents that have it."""
    return pack(part)


def read_package(data: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file; raise ValueError, in French, when it is not one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(member.file_size for member in package.infolist()) > MAX_BYTES:
                raise ValueError("fichier Word trop gros une fois ouvert")
            parts = {name: package.read(name) for name in package.namelist()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise ValueError("ce n’est pas un fichier Word (.docx)") from error
    missing = [name for name in NEEDED if name not in parts]
    if missing:
        raise ValueError(f"ce fichier Word est incomplet : il y manque « {missing[0]} »")
    return parts


def outward(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what a package points to outside of itself, but for the links that people follow.

    A picture or an object that Word fetches from elsewhere would change after the signature, and
    tell someone that the document is being read.
    """
    for name, part in sorted(parts.items()):
        if not name.endswith(".rels") or name == TEMPLATE_LINK:
            continue
        for told in etree.fromstring(part):
            target, kind = told.get("Target", ""), told.get("Type", "").rpartition("/")[2]
            if told.get("TargetMode") == "External" and not (
                kind == "hyperlink" and target.startswith(LINKS)
            ):
                yield target


def outside(targets: Iterable[str], name: str) -> list[Problem]:
    """Return a problem for each thing that a template would have Word fetch from elsewhere."""
    hint = "dans Word, insérez l’image dans le document au lieu de la lier"
    return [
        Problem(name, f"objet lié hors du document : « {target} »", code="modele-lien", hint=hint)
        for target in targets
    ]


def write_package(parts: Mapping[str, Part]) -> bytes:
    """Return the file that holds these parts; the same parts always make the same bytes."""
    body, index = bytearray(), bytearray()
    for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
        part = parts[name]
        part = part if isinstance(part, Packed) else pack(as_bytes(part))
        path = name.encode("ascii")
        told = (20, 0, zlib.DEFLATED, 0, DAY_ONE, part.crc, len(part.data), part.size, len(path), 0)
        # Made on Unix (3) by version 2.0, readable by its owner: what zipfile itself would say.
        more = (0, 0, 0, 0o600 << 16, len(body))
        index += struct.pack(LISTED, b"PK\1\2", 3 << 8 | 20, *told, *more) + path
        body += struct.pack(MEMBER, b"PK\3\4", *told) + path + part.data
    end = struct.pack(END, b"PK\5\6", 0, 0, len(parts), len(parts), len(index), len(body), 0)
    return bytes(body + index + end)


def without(parts: Mapping[str, bytes], unwanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Return the parts less the unwanted ones, with nothing left that points to them."""
    gone = {name for name in parts if unwanted(name)}
    gone |= {name for name in parts if name.endswith(".rels") and _owner(name) in gone}
    kept = {name: part for name, part in parts.items() if name not in gone}
    for name in [name for name in kept if name.endswith(".rels")]:
        kept[name] = _unlinked(kept[name], dirname(_owner(name)), gone)
    kept[CONTENT_TYPES] = _drop(kept[CONTENT_TYPES], "PartName", lambda t: t[1:] in gone)
    return kept


def as_xml(root: etree._Element) -> bytes:
    """Return an XML part as Word writes it."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made


def as_bytes(part: Part) -> bytes:
    """Return a part that is not compressed as its bytes."""
    assert not isinstance(part, Packed)
    return part if isinstance(part, bytes) else as_xml(part)


def as_tree(part: Part) -> etree._Element:
    """Return a part that is not compressed as its XML; what is XML already is not copied."""
    assert not isinstance(part, Packed)
    return etree.fromstring(part) if isinstance(part, bytes) else part


def stories(parts: Iterable[str]) -> list[str]:
    """Return the parts in which people write: the body, then headers, footers and notes."""
    pattern = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
    kinds = ("document", "header", "footer", "footnotes", "endnotes")
    found = [
        (kinds.index(m[1].rstrip("0123456789")), m[0]) for m in map(pattern.fullmatch, parts) if m
    ]
    return [name for _, name in sorted(found)]


def _owner(rels: str) -> str:
    """``word/_rels/document.xml.rels`` → ``word/document.xml``."""
    return rels.replace("_rels/", "", 1).removesuffix(".rels")


def _target(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else normpath(join(folder, target))


def _unlinked(rels: bytes, folder: str, gone: set[str]) -> bytes:
    """Return a part of links without those that lead to what is gone."""
    return _drop(rels, "Target", lambda target: _target(folder, target) in gone)


def _drop(part: bytes, key: str, unwanted: Callable[[str], bool]) -> bytes:
    """Return an XML part without the children whose `key` is unwanted."""
    root = etree.fromstring(part)
    for child in root:
        if unwanted(child.get(key, "")):
            root.remove(child)
    return as_xml(root)
