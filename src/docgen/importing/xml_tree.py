"""The XML of imported files, as a tree.

The parser is expat itself: lxml stays with the renderers, and a document type, by which a file may
name others or grow without end, is refused before anything of it is read.
"""

from xml.etree import ElementTree as ET
from xml.parsers import expat


def parse_xml(data: bytes) -> ET.Element:
    """Return the root of a document; raise ValueError for no XML, or for a document type.

    A name in a namespace is `namespace}name`.
    """
    builder, parser = ET.TreeBuilder(), expat.ParserCreate("UTF-8", "}")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(f"XML abîmé, ligne {error.lineno}") from error
    return builder.close()


def _refuse_doctype(*_: object) -> None:
    raise ValueError("XML avec un type de document")
