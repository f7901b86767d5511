"""What a PDF says it is: PDF/A and PDF/UA-1, in metadata that any tool can read."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree

from docgen.conformity.pdf.objects import as_dictionary, as_stream, as_text
from docgen.conformity.pdf.reading import Reading
from docgen.errors import Problem

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"

LEVELS = {("2", "A"), ("3", "A")}
"""The parts and levels of PDF/A that docgen makes: all of its documents are tagged."""


def check_identity(reading: Reading) -> Iterator[Problem]:
    """Yield what is wrong with the names that a file gives itself, and with its title."""
    stream = as_stream(reading.root.get("/Metadata"))
    if stream is None:
        yield reading.problem(
            "norme", "métadonnées XMP absentes : le fichier ne nomme aucune norme"
        )
        return
    if "/Filter" in stream:
        yield reading.problem(
            "xmp-comprime", "métadonnées XMP comprimées, donc illisibles sans PDF"
        )
    properties = _properties(stream.get_data())
    if properties is None:
        yield reading.problem("norme", "métadonnées XMP illisibles")
        return
    yield from _standards(reading, properties)
    yield from _title(reading, properties.get(f"{DC}title", ""))


def part_of(reading: Reading) -> str:
    """Return the part of PDF/A that a file names, or nothing."""
    stream = as_stream(reading.root.get("/Metadata"))
    properties = _properties(stream.get_data()) if stream is not None else None
    return (properties or {}).get(f"{PDFA}part", "")


def _standards(reading: Reading, properties: dict[str, str]) -> Iterator[Problem]:
    """Yield a problem for each of the two standards that is not named."""
    named = properties.get(f"{PDFA}part", ""), properties.get(f"{PDFA}conformance", "")
    if named not in LEVELS:
        said = f"PDF/A-{named[0]}{named[1].lower()}" if named[0] else "rien"
        message = f"PDF/A-2a ou PDF/A-3a attendu dans les métadonnées, qui disent : {said}"
        yield reading.problem("norme", message)
    elif named[0] == "2" and _carries_files(reading):
        message = "PDF/A-2 n’admet pas ces pièces jointes : PDF/A-3a attendu dans les métadonnées"
        yield reading.problem("norme", message)
    if properties.get(f"{PDFUA}part") != "1":
        yield reading.problem("norme", "PDF/UA-1 n’est pas nommé dans les métadonnées")


def _carries_files(reading: Reading) -> bool:
    names = as_dictionary(reading.root.get("/Names"))
    return "/EmbeddedFiles" in names or "/AF" in reading.root


def _title(reading: Reading, title: str) -> Iterator[Problem]:
    """Yield what is wrong with the title: it is what a screen reader says first."""
    information = reading.reader.metadata
    other = as_text(information.get("/Title")) if information else ""
    if not title:
        yield reading.problem("titre", "titre absent des métadonnées (dc:title)")
    elif not any(letter.isalpha() for letter in title) or title.casefold().endswith(".pdf"):
        yield reading.problem("titre", f"« {title} » n’est pas un titre")
    if title and other and title != other:
        yield reading.problem("titre", f"deux titres : « {title} » et « {other} »")
    preferences = as_dictionary(reading.root.get("/ViewerPreferences"))
    if not bool(preferences.get("/DisplayDocTitle", False)):
        message = "le lecteur montrera le nom du fichier, non le titre (DisplayDocTitle)"
        yield reading.problem("titre-affiche", message)


def _properties(packet: bytes) -> dict[str, str] | None:
    """Return the properties of an XMP packet by name, those of lists joined; None if unreadable."""
    if b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return None  # no packet has any, and they are how a small file grows without end
    try:
        top = ElementTree.fromstring(packet.decode("utf-8", "replace").strip("\ufeff\0 \n"))
    except ElementTree.ParseError:
        return None
    found: dict[str, str] = {}
    for description in top.iter(f"{RDF}Description"):
        found |= dict(description.attrib)
        for one in description:
            found[one.tag] = " ".join("".join(one.itertext()).split())
    return found
