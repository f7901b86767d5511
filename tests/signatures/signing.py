"""PAdES signatures of the tests, in fields that docgen made; docgen itself signs nothing.

This is also the recipe that a signing service has to match to keep PDF/A and PDF/UA: no field is
added, and the stamp brings the only new font.
"""

import html
import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
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
from weasyprint import HTML

from docgen.rendering.pdf.renderer import TemplateFetcher
from docgen.signatures.wording import moment_in_french
from tests.support.documents import OUR_TEMPLATES

STAMP = Template(Path(__file__).with_name("stamp.html").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class LongTerm:
    """What a B-LTA signature needs: a time-stamping authority and a validation context."""

    time_stamper: TimeStamper
    context: ValidationContext


@dataclass(frozen=True, slots=True)
class Options:
    """How to sign: B-LTA with `long_term`, else B-B; `stamp` is a PDF that the field shows.

    `certify` allows only form filling and further signatures afterwards.
    """

    stamp: bytes = b""
    long_term: LongTerm | None = None
    certify: bool = False
    digest: str = "sha256"


def sign(data: bytes, field: str, signer: Signer, options: Options | None = None) -> bytes:
    """Return a PDF with one of its fields signed; the bytes that it had come first, unchanged."""
    options = options or Options()
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=options.digest,
        subfilter=SigSeedSubFilter.PADES,
        certify=options.certify,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        **_validation_info(options.long_term),
    )
    stamper = options.long_term.time_stamper if options.long_term else None
    signed = io.BytesIO()
    PdfSigner(metadata, signer, timestamper=stamper, stamp_style=_style(options.stamp)).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(data)), output=signed, existing_fields_only=True
    )
    return signed.getvalue()


def draw_stamp(person: str, role: str, when: datetime, size: tuple[float, float]) -> bytes:
    """Return the visible stamp of a signature: a PDF/A-2b page of `size` points.

    It embeds its fonts, so that a document signed with it stays PDF/A.
    """
    width, height = size
    page = STAMP.substitute(
        person=html.escape(person),
        role=html.escape(role),
        moment=moment_in_french(when),
        width=width,
        height=height,
    )
    fetcher = TemplateFetcher(OUR_TEMPLATES)
    layout = HTML(string=page, base_url=fetcher.base_url("_commun"), url_fetcher=fetcher).render(
        pdf_variant="pdf/a-2b"
    )
    assert len(layout.pages) == 1
    data: bytes = layout.write_pdf(pdf_variant="pdf/a-2b")
    return data


def _validation_info(long_term: LongTerm | None) -> dict[str, Any]:
    if long_term is None:
        return {}
    return {
        "embed_validation_info": True,
        "use_pades_lta": True,
        "validation_context": long_term.context,
    }


def _style(stamp: bytes) -> StaticStampStyle:
    """Return a new style: pyHanko keeps in it what it drew for the first signature.

    Its ready-made styles would bring a font of their own.
    """
    return StaticStampStyle(
        border_width=0,
        background=_ImportedPage(stamp) if stamp else None,
        background_opacity=1.0,
        background_layout=SimpleBoxLayoutRule(
            x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID
        ),
    )


class _ImportedPage(PdfContent):
    """A page of another PDF, in memory (pyHanko's own class reads a file)."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        """Import the page into the document, and return the operators that draw it."""
        form = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.page)))
        self.resources.xobject["/Cachet"] = form
        left, bottom, right, top = (float(side) for side in form.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Cachet Do"
