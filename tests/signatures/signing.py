"""PAdES signatures of the tests, in fields that docgen made; docgen itself signs nothing.

This is also the recipe that a signing service has to match to keep PDF/A and PDF/UA: no field is
added, and the stamp brings the only new font.
"""

import asyncio
import hashlib
import html
import io
import re
from collections.abc import Mapping
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
from pypdf import PdfReader
from pypdf.generic import DictionaryObject
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

    `certify` allows afterwards what `permits` says: form filling and further signatures.
    """

    stamp: bytes = b""
    long_term: LongTerm | None = None
    certify: bool = False
    permits: MDPPerm = MDPPerm.FILL_FORMS
    digest: str = "sha256"


def sign(data: bytes, field: str, signer: Signer, options: Options | None = None) -> bytes:
    """Return a PDF with one of its fields signed; the bytes that it had come first, unchanged."""
    options = options or Options()
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=options.digest,
        subfilter=SigSeedSubFilter.PADES,
        certify=options.certify,
        docmdp_permissions=options.permits,
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


# Updates written by hand: signatures as other programs write them, and odd tables.

ROOM = 20_000
"""How many hexadecimal digits the value of a signature may take."""
Objects = Mapping[tuple[int, int], bytes]
"""Objects as they are written, by their number and generation."""


def updated(data: bytes, objects: Objects, freed: Mapping[int, int] | None = None) -> bytes:
    """Return a PDF with objects at its end, and others freed for a later generation."""
    reader = PdfReader(io.BytesIO(data))
    entries = {(number, 0): (0, after, b"f") for number, after in (freed or {}).items()}
    for (number, generation), written in objects.items():
        entries[number, generation] = len(data), generation, b"n"
        data += b"%d %d obj\n%s\nendobj\n" % (number, generation, written)
    root, before = reader.trailer.raw_get("/Root").idnum, re.findall(rb"startxref\s+(\d+)", data)
    size = max(int(reader.trailer["/Size"]), *(number + 1 for number, _ in entries))
    listed = b"".join(
        b"%d 1\n%010d %05d %s \n" % (number, place, generation, kind)
        for (number, _), (place, generation, kind) in entries.items()
    )
    trailer = b"<</Size %d/Root %d 0 R/Prev %d>>" % (size, root, int(before[-1]))
    return data + b"xref\n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (listed, trailer, len(data))


def written(value: Any) -> bytes:
    """Return an object of a PDF as it is written."""
    value.write_to_stream(made := io.BytesIO())
    return made.getvalue()


def drawing(operators: bytes, entries: bytes = b"") -> bytes:
    """Return a stream that draws."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(operators), operators)


def sign_by_hand(
    data: bytes,
    rank: int,
    signer: Signer,
    said: bytes,
    *,
    generation: int = 0,
    drawn: bytes = drawing(b"", b"/Subtype/Form/BBox[0 0 0 0]"),
) -> bytes:
    """Return a PDF whose field of a rank is signed at a time `said`, with a drawing.

    Poppler gives the drawing a `generation` that nothing announced.
    """
    reader = PdfReader(io.BytesIO(data))
    reference = reader.root_object["/AcroForm"]["/Fields"][rank].indirect_reference
    size = int(reader.trailer["/Size"])
    field = DictionaryObject(reference.get_object())
    del field["/AP"]
    added = b"/V %d 0 R/AP<</N %d %d R>>/AS/N/Border[0 0 0]/M(%s)>>"
    widget = written(field)[:-2] + added % (size + 1, size, generation, said)
    signature = b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached/M(%s)" % said
    signature += b"/ByteRange[0 %10d %10d %10d]/Contents <%s>>>" % (0, 0, 0, b"0" * ROOM)
    objects = {(reference.idnum, 0): widget, (size, generation): drawn, (size + 1, 0): signature}
    made = updated(data, objects)
    before = made.index(b"<" + b"0" * ROOM)
    after = before + ROOM + 2
    covered = b"[0 %10d %10d %10d]" % (before, after, len(made) - after)
    made = made.replace(b"[0 %10d %10d %10d]" % (0, 0, 0), covered)
    digest = hashlib.sha256(made[:before] + made[after:]).digest()
    value = asyncio.run(signer.async_sign(digest, "sha256", use_pades=True)).dump()
    return made[: before + 1] + value.hex().encode().ljust(ROOM, b"0") + made[after - 1 :]
