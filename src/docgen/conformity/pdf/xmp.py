"""The XMP properties of a PDF, however they are written (ISO 16684-1)."""

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

Path = tuple[str, ...]
"""The names that lead to a property: its own, and those of the property that holds it before."""
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MAX_METADATA: Final = 1_000_000
"""How many bytes of metadata are read."""


def read_properties(packet: bytes) -> list[tuple[Path, str]] | None:
    """Return the properties of a packet, in its order; None if it is unreadable."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return None  # XMP has none, and entities let a small file grow without end
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        text = packet[:MAX_METADATA].decode("utf-8-sig", "replace").strip(" \r\n\0")
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError:
        return None
    return [one for top in root.iter(f"{RDF}RDF") for one in _properties(top)]


def _properties(top: Any) -> Iterator[tuple[Path, str]]:
    waiting: list[tuple[Any, Path]] = [(top, ())]
    while waiting:
        element, path = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if not element.tag.startswith(RDF):
            path = (*path, element.tag)
        for name, value in element.attrib.items():
            if name == f"{RDF}resource":
                yield path, value
            elif not name.startswith(RDF):
                yield (*path, name), value
        if not len(element) and (element.text or "").strip():
            yield path, (element.text or "").strip()
        waiting.extend((child, path) for child in reversed(element))
