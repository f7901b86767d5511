"""What a PDF declares and carries: its standards, and the files attached to it.

Its source and its editable Word version (ISO 19005-3) have no date, and a media type that does not
depend on the machine.

PDF/A is 2a, or 3a with attachments; PDF/UA-1 stands beside it.  WeasyPrint declares one or the
other. A PDF/A file may declare a second one only if its metadata describe the schema of that
declaration (ISO 19005-2, 6.6.2.3), which is added here.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pydyf
from weasyprint import Attachment

from docgen.document import Attached
from docgen.errors import Problem

WITHOUT_FILES, WITH_FILES = "pdf/a-2a", "pdf/a-3a"
"""The variants of WeasyPrint: PDF/A-2 allows no attachment, PDF/A-3 does."""

UNIVERSAL_ACCESS = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The declaration of PDF/UA (ISO 14289-1, 5), and the schema that PDF/A requires for it."""
MAX_BYTES = 50_000_000
"""The limit of attachments: signature services take no file above 50 MB."""
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The date that WeasyPrint requires; it is removed from the file afterwards."""


def attachments(attached: Sequence[Attached]) -> list[Attachment]:
    """Return files as WeasyPrint's attachments."""
    return [
        Attachment(
            string=file.data,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=NEVER,
            modified=NEVER,
        )
        for file in attached
    ]


def check_attachments_size(attached: Sequence[Attached]) -> Iterator[Problem]:
    """Yield a problem when attachments are larger than services take."""
    weight = sum(len(file.data) for file in attached)
    if weight > MAX_BYTES:
        heaviest = max(attached, key=lambda file: len(file.data))
        message = (
            f"les fichiers joints sont trop gros : {weight // 1_000_000} Mo, pour "
            f"{MAX_BYTES // 1_000_000} au plus"
        )
        hint = f"allégez « {heaviest.name} » : les images de son modèle, sans doute"
        yield Problem("", message, code="poids", hint=hint)


def normalize_attachments(pdf: pydyf.PDF, attached: Sequence[Attached]) -> None:
    """Set the types of embedded files, remove their dates, and list each of them once."""
    streams = [
        stream
        for stream in pdf.objects
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Type") == "/EmbeddedFile"
    ]
    for stream, file in zip(streams, attached, strict=True):
        stream.extra["Subtype"] = "/" + file.media_type.replace("/", "#2f")
        for date in ("CreationDate", "ModDate"):
            del stream.extra["Params"][date]
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def declare_both_standards(metadata: Any) -> None:
    """Have a layout's metadata declare PDF/UA-1 beside PDF/A, through WeasyPrint's public hook."""
    original = metadata.generate_rdf_metadata

    def with_both(*arguments: Any) -> bytes:
        return bytes(original(*arguments).replace(b"</rdf:RDF>", UNIVERSAL_ACCESS + b"</rdf:RDF>"))

    metadata.generate_rdf_metadata = with_both
