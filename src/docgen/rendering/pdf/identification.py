"""The standards that a PDF declares: PDF/A (2a, or 3a with attachments) and PDF/UA-1.

WeasyPrint declares one or the other. A PDF/A file may declare a second one only if its metadata
describe the schema of that declaration (ISO 19005-2, 6.6.2.3), which is added here.
"""

from typing import Any

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


def declare_both_standards(metadata: Any) -> None:
    """Have a layout's metadata declare PDF/UA-1 beside PDF/A, through WeasyPrint's public hook."""
    original = metadata.generate_rdf_metadata

    def with_both(*arguments: Any) -> bytes:
        return bytes(original(*arguments).replace(b"</rdf:RDF>", UNIVERSAL_ACCESS + b"</rdf:RDF>"))

    metadata.generate_rdf_metadata = with_both
