"""Pictures of the first pages of PDFs, for the list of a release."""

import io
from collections.abc import Iterable, Iterator
from typing import Final

import pypdfium2
from PIL import Image

from docgen.release.site.rows import ReleaseDocument

WIDTH: Final = 160
"""In pixels: twice the width on a screen, for those that are sharp."""
COLOURS: Final = 16


def pictures(documents: Iterable[ReleaseDocument]) -> Iterator[tuple[str, bytes]]:
    """Yield the place and the PNG of each first page that the list shows."""
    for document in documents:
        if document.picture and document.pdf:
            yield document.picture, first_page(document.pdf.read_bytes())


def first_page(pdf: bytes) -> bytes:
    """Return the first page of a PDF as a small PNG, the same bytes each time."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        scale = WIDTH / page.get_width()
        picture = page.render(scale=scale).to_pil().convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    saved = io.BytesIO()
    small.save(saved, "PNG", optimize=True)
    return saved.getvalue()
