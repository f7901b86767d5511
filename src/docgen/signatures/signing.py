"""One PAdES signature in one of docgen's fields, such that the document stays what it is.

Services sign with keys of their own; docgen holds none.  This is the recipe that they have to
match, and what the tests sign with: fields are never added, no font but the stamp's own comes in.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext


@dataclass(frozen=True, slots=True)
class Lasting:
    """What makes a signature hold for years (B-LTA): who stamps the time, who vouches for whom."""

    time_stamper: TimeStamper
    context: ValidationContext


@dataclass(frozen=True, slots=True)
class Manner:
    """How to sign: B-B, or B-LTA when `lasting`; what the field shows, nothing without a `stamp`.

    `certify` allows nothing but filled fields and further signatures from then on.
    """

    stamp: bytes = b""
    lasting: Lasting | None = None
    certify: bool = False


PLAIN = Manner()
"""A B-B signature that shows nothing."""


def sign(data: bytes, field: str, signer: Signer, manner: Manner = PLAIN) -> bytes:
    """Return a PDF with one of its fields signed; what was there before stays byte for byte."""
    stamper = manner.lasting.time_stamper if manner.lasting else None
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=manner.certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        **_proofs(manner.lasting),
    )
    made = io.BytesIO()
    PdfSigner(metadata, signer, timestamper=stamper, stamp_style=_style(manner.stamp)).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)), output=made, existing_fields_only=True
    )
    return made.getvalue()


def _proofs(lasting: Lasting | None) -> dict[str, Any]:
    """Return what has pyHanko put into the file the proofs that a signature needs later."""
    if lasting is None:
        return {}
    return {
        "embed_validation_info": True,
        "use_pades_lta": True,
        "validation_context": lasting.context,
    }


def _style(stamp: bytes) -> StaticStampStyle:
    """Return what a field shows once signed; pyHanko's own styles bring a font of their own.

    A style is for one signature: pyHanko leaves in it what it drew the first time.
    """
    return StaticStampStyle(
        border_width=0,
        background=_Card(stamp) if stamp else None,
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID
        ),
    )


class _Card(PdfContent):
    """A page of another PDF, taken in from memory (pyHanko's own reads it from a file)."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        """Take the page into the document, and return the operators that draw it."""
        card = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
        self.resources.xobject["/Cachet"] = card
        left, bottom, right, top = (float(side) for side in card.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Cachet Do"
