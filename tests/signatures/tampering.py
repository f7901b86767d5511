"""What someone of ill will does to a PDF, byte by byte or by adding to its end."""

import io
from collections.abc import Callable

from asn1crypto.crl import CertificateList
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore


def with_a_byte_changed(data: bytes) -> bytes:
    """Change one letter of what was signed, in place: the title of the document."""
    where = data.index(b"Convention fictive AFMV")
    return data[:where] + b"X" + data[where + 1 :]


def added(change: Callable[[IncrementalPdfFileWriter], None]) -> Callable[[bytes], bytes]:
    """Return what adds a change to the end of a PDF, as editors do."""

    def tamper(data: bytes) -> bytes:
        writer, made = IncrementalPdfFileWriter(io.BytesIO(data)), io.BytesIO()
        change(writer)
        writer.write(made)
        return made.getvalue()

    return tamper


@added
def with_words_on_a_page(writer: IncrementalPdfFileWriter) -> None:
    """Draw a line over the first page."""
    line = generic.StreamObject(stream_data=b"q 0 0 0 rg 60 400 300 20 re f Q")
    writer.add_stream_to_page(0, writer.add_object(line))


@added
def with_another_source(writer: IncrementalPdfFileWriter) -> None:
    """Put another text in place of the source that the PDF carries."""
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    files = [names[rank].get_object() for rank in range(1, len(names), 2)]
    [source] = [file for file in files if str(file["/UF"]).endswith(".yaml")]
    other = generic.StreamObject(stream_data=b"acte: projet\nintitule: Autre chose\n")
    other["/Type"] = generic.NameObject("/EmbeddedFile")
    source["/EF"][generic.NameObject("/F")] = writer.add_object(other)
    writer.update_container(source["/EF"])


@added
def without_its_last_page(writer: IncrementalPdfFileWriter) -> None:
    """Take the last page out of the list of pages."""
    pages = writer.root["/Pages"]
    del pages["/Kids"][len(pages["/Kids"]) - 1]
    pages[generic.NameObject("/Count")] = generic.NumberObject(len(pages["/Kids"]))
    writer.update_container(pages)


@added
def with_another_name_on_a_field(writer: IncrementalPdfFileWriter) -> None:
    """Have a field say that someone else signed in it."""
    field = writer.root["/AcroForm"]["/Fields"][0]
    field[generic.NameObject("/TU")] = generic.TextStringObject("Signature de Quelqu’un d’autre, x")
    writer.update_container(field)


def with_list(data: bytes, revoked: bytes) -> bytes:
    """Add a list of revoked certificates to a signed PDF, as proofs are added."""
    made = io.BytesIO(data)
    [signature] = PdfFileReader(made).embedded_regular_signatures
    contents = signature.pkcs7_content.hex().upper().encode()
    DocumentSecurityStore.add_dss(made, contents, crls=[CertificateList.load(revoked)])
    return made.getvalue()
