"""The formats of the files that docgen makes; imports nothing heavy, for the command line."""

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_COMPANION_ENDINGS: Final = ("message.txt", "vcf")
"""The endings of the small files that go with a document, whatever its format."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of the files of a format, whoever writes them.

    `companions` are the endings of the small files that may stand beside one; `archival`
    files claim PDF/A and PDF/UA; people may edit an `editable` one.
    """

    media_type: str
    companions: tuple[str, ...]
    archival: bool = False
    editable: bool = False


class Format(StrEnum):
    """A format of finished files; the value is their extension."""

    PDF = "pdf", Traits("application/pdf", (*_COMPANION_ENDINGS, "signatures.json"), archival=True)
    DOCX = "docx", Traits(f"{_OFFICE}.wordprocessingml.document", _COMPANION_ENDINGS, editable=True)

    traits: Traits

    def __new__(cls, extension: str, traits: Traits) -> Self:
        """Return a member of the enumeration with its traits."""
        member = str.__new__(cls, extension)
        member._value_, member.traits = extension, traits
        return member


PDF_HEAD: Final = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
"""The first bytes of docgen's PDFs; no editor writes WeasyPrint's second line."""
PDF_TABLE, PDF_END = b"startxref", b"\n%%EOF\n"
"""The pointer to the table of a PDF, once more for each time something was appended; its end."""

_SEAL: Final = "Empreinte de ce fichier, écrite par docgen : "
"""The words before the digest on the last line of a text file, by which edits are seen."""
_CARD_SEAL: Final = b"X-DOCGEN-EMPREINTE:"
"""The property of the last vCard of a file that holds its digest."""


def dump_signature_fields(fields: object) -> bytes:
    """Return a list of signature fields as the bytes of its file."""
    return (json.dumps(fields, ensure_ascii=False, indent=1) + "\n").encode()


def dump_sealed_text(text: str) -> bytes:
    """Return a text as the bytes of its file, whose last line is its digest."""
    digest = _short_digest(text.encode())
    return f"{text}{_SEAL}{digest}\n".encode()


def is_sealed(data: bytes) -> bool:
    """Whether these bytes are a text as `dump_sealed_text` wrote it."""
    text = data.rpartition(_SEAL.encode())[0]
    return dump_sealed_text(text.decode("utf-8", "replace")) == data


def dump_sealed_cards(cards: bytes) -> bytes:
    """Return vCards as the bytes of their file, the last of which has the digest of all."""
    digest = _short_digest(cards).encode()
    start, last, end = cards.rpartition(b"END:VCARD")
    return b"%b%b%b\r\n%b%b" % (start, _CARD_SEAL, digest, last, end)


def are_sealed_cards(data: bytes) -> bool:
    """Whether these bytes are vCards as `dump_sealed_cards` wrote them."""
    return dump_sealed_cards(re.sub(_CARD_SEAL + rb".*\r\n", b"", data)) == data


def _short_digest(data: bytes) -> str:
    import hashlib  # loads OpenSSL, which `docgen --help` needs not

    return hashlib.sha256(data).hexdigest()[:16]
