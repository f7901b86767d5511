"""What a finished PDF must be besides its standards: no empty page, no signature alone.

A build looks at this with its layout in hand; here the file alone tells, whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from docgen.conformity.checks.annotations import Annotation, visible
from docgen.conformity.pdf.objects import as_list, number_of, resolved
from docgen.conformity.pdf.reading import Reading
from docgen.conformity.pdf.text import lines_above
from docgen.errors import Problem

LINES_ABOVE: Final = 2
"""How many lines of the last clause must stand above the signatures."""
DONE: Final = "Fait "
"""How the line begins that opens a block of signatures."""


def check_pages_filled(reading: Reading) -> Iterator[Problem]:
    """Yield a problem for each page on which nothing of the document stands."""
    filled = {owner for owner, _ in reading.listed}
    for number, page in enumerate(reading.pages):
        if number_of(page) not in filled:
            yield reading.problem("page-vide", "page vide", number)


def check_company(reading: Reading) -> Iterator[Problem]:
    """Yield a problem where signatures stand on a page without the end of the text."""
    boxes: dict[int, float] = {}
    for one in visible(reading):
        if one.kind == "/Widget" and resolved(one.entries.get("/FT")) == "/Sig":
            boxes[one.page] = max(boxes.get(one.page, 0.0), _top(one))
    if len(boxes) > 1:
        message = "les signatures ne sont pas toutes sur la même page"
        yield reading.problem("signature", message, min(boxes))
    for page, top in boxes.items():
        lines = lines_above(reading.data, page, top)
        begun = (rank for rank, line in enumerate(lines) if line.startswith(DONE))
        if next(begun, len(lines)) < LINES_ABOVE:
            yield reading.problem("signature", "les signatures sont seules sur leur page", page)


def _top(box: Annotation) -> float:
    corners = [float(resolved(one)) for one in as_list(box.entries.get("/Rect"))]
    return max(corners[1::2], default=0.0)
