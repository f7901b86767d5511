"""The pages of a finished PDF, whether it was laid out directly or in frames."""

import json
from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any

from docgen.conformity.checks.references import reference_faults
from docgen.conformity.pdf.references import PageReferences, blank_pages, read_references
from docgen.document import Document
from docgen.errors import Problem
from docgen.rendering.html.binding import BETWEEN, anchor_of

TOLERANCE = 0.01
"""By how much two coordinates may differ, in points: pdfium reads them as floats."""
HINT = "vérifiez le modèle s’il est à vous, ou signalez-le aux développeurs"
"""What to do about a page that says what is not so."""


def check_pages(data: bytes, document: Document, signatures: bytes = b"") -> Iterator[Problem]:
    """Yield a problem for what refers to a wrong page, and for what takes too many pages.

    `signatures` is the file that says where the signature fields stand, empty without fields.
    """
    references = read_references(data)
    for page, message in reference_faults(references):
        yield Problem("", message, field=f"page {page + 1}", code="renvoi", hint=HINT)
    for field in json.loads(signatures)["signatures"] if signatures else ():
        if not _is_on_page(field, references):
            message = f"signatures.json : la case de {field['name']} est ailleurs dans le PDF"
            yield Problem("", message, field=f"page {field['page']}", code="case", hint=HINT)
    yield from _too_long(document, document.pages_max, 0, len(references.pages))
    yield from _long_parts(data, document, references)


def _is_on_page(field: dict[str, Any], references: PageReferences) -> bool:
    """Whether a field that `signatures.json` names stands where it says."""
    page, place = references.fields.get(field["field"], (-1, (0.0, 0.0, 0.0, 0.0)))
    sides = zip(place, field["rect"], strict=True)
    return page + 1 == field["page"] and all(abs(one - two) < TOLERANCE for one, two in sides)


def part_pages(part: Document, references: PageReferences) -> tuple[int, int]:
    """Return the first page of a bound part, from 0, and that of the anchor that follows it."""
    anchor = anchor_of(part)
    first = references.anchors[anchor]
    others = (
        page
        for name, page in references.anchors.items()
        if page > first and not name.startswith(anchor + BETWEEN)
    )
    return first, min(others, default=len(references.pages))


def _long_parts(data: bytes, document: Document, references: PageReferences) -> Iterator[Problem]:
    """Yield the bound parts that take too many pages, else the page of no part that is one more.

    A part seems to take a blank page too where what precedes it takes more pages than expected.
    """
    there = [part for part in document.bound if anchor_of(part) in references.anchors]
    spans = [
        (part, part.pages_max or part.pages_bound, *part_pages(part, references)) for part in there
    ]
    long = [span for span in spans if [*_too_long(*span)]]
    if not long:
        return
    blank = blank_pages(data)
    problems = [
        problem
        for part, most, first, end in long
        for problem in _too_long(
            part, most, first, end - len(blank.intersection(range(first, end)))
        )
    ]
    yield from problems
    if not problems:
        inside = {page for _, _, first, end in spans for page in range(first, end)}
        yield from _further_page(document, references, inside, long[0][3])


def _further_page(
    document: Document, references: PageReferences, inside: Set[int], blank: int
) -> Iterator[Problem]:
    """Yield the first page that begins nothing and is of no part, else the blank one, from 1."""
    starts = {*references.anchors.values()}
    pages = range(min(starts, default=0), blank - 1)
    second = next((one for one in pages if one not in starts | inside), None)
    if second is None:
        page, message = blank, "cette page est blanche : ce qui est avant en prend plus que prévu"
    else:
        page, message = second + 1, "ce qui commence à la page d’avant déborde sur celle-ci"
    hint = "raccourcissez ce qui déborde, ôtez-en une ligne, ou signalez-le aux développeurs"
    file = next(iter(document.sources), "")
    yield Problem(file, message, field=f"page {page}", code="pages", hint=hint)


def _too_long(document: Document, most: int, first: int, end: int) -> Iterator[Problem]:
    if 0 < most < end - first:
        message = f"« {document.title} » prend {end - first} pages, et non {most} au plus"
        hint = "raccourcissez ce que la page imprime, ou signalez-le aux développeurs"
        known = document.shorten or Problem(next(iter(document.sources), ""), "", hint=hint)
        yield replace(known, message=message, field=f"page {first + 1}", code="pages")
