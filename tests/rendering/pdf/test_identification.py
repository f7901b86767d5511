"""A PDF names both of its standards, in metadata that a tool can read without knowing PDF."""

import io

import pytest
from pypdf import PdfReader

from docgen.rendering.pdf.attachments import declare_both_standards
from tests.conformity.printing import CARRIED, printed

BODY = "<body><h1>Essai fictif</h1></body>"


class Metadata:
    """Metadata as WeasyPrint has them: a method that writes a packet."""

    def generate_rdf_metadata(self, *asked: str) -> bytes:
        return f"<rdf:RDF>{asked}</rdf:RDF>".encode()


def test_pdf_ua_is_declared_beside_any_pdf_a():
    metadata = Metadata()
    declare_both_standards(metadata)
    packet = metadata.generate_rdf_metadata("a", "3", "A")
    assert packet.startswith(b"<rdf:RDF>('a', '3', 'A')<rdf:Description")
    assert packet.endswith(b"</rdf:Description>\n</rdf:RDF>")
    assert packet.count(b"<pdfuaid:part>1</pdfuaid:part>") == 1


@pytest.mark.parametrize(("attached", "part"), [((), b"2"), (CARRIED, b"3")])
def test_pdf_with_attachments_is_pdf_a_3(attached, part):
    data = printed(BODY, attached=attached)
    assert b'pdfaid:part="' + part in data or b"<pdfaid:part>" + part in data
    assert b"<pdfuaid:part>1<" in data
    assert PdfReader(io.BytesIO(data)).xmp_metadata.pdfaid_conformance == "A"


def test_the_schema_of_the_second_standard_is_described():
    packet = PdfReader(io.BytesIO(printed(BODY))).root_object["/Metadata"]
    assert "/Filter" not in packet
    for said in (b"pdfaSchema:namespaceURI", b"pdfaProperty:category", b"internal"):
        assert said in packet.get_data()
