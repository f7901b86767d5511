"""The pages of a finished PDF, whether it was laid out directly or in frames."""

from collections.abc import Iterator

from docgen.conformity.checks.references import reference_faults
from docgen.conformity.pdf.references import PageReferences, read_references
from docgen.document import Document
from docgen.errors import Problem
from docgen.rendering.html.binding import BETWEEN, anchor_of


def check_pages(data: bytes, document: Document) -> Iterator[Problem]:
    """Yield a problem for what refers to a wrong page, and for what takes too many pages."""
    references = read_references(data)
    for page, message in reference_faults(references):
        yield Problem("", message, field=f"page {page + 1}", code="renvoi")
    yield from _too_long(document, 0, len(references.pages))
    for part in document.bound:
        if anchor_of(part) in references.anchors:
            yield from _too_long(part, *_pages_of(part, references))


def _pages_of(part: Document, references: PageReferences) -> tuple[int, int]:
    """Return the first page of a bound part, and the page of the anchor that follows it."""
    anchor = anchor_of(part)
    first = references.anchors[anchor]
    others = (
        page
        for name, page in references.anchors.items()
        if page > first and not name.startswith(anchor + BETWEEN)
    )
    return first, min(others, default=len(references.pages))


def _too_long(document: Document, first: int, end: int) -> Iterator[Problem]:
    if 0 < document.pages_max < end - first:
        most = document.pages_max
        message = f"« {document.title} » prend {end - first} pages, et non {most} au plus"
        hint = "raccourcissez ce que la page imprime, ou signalez-le aux développeurs"
        yield Problem("", message, field=f"page {first + 1}", code="pages", hint=hint)
