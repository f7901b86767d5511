"""What a PDF without a source of docgen's is: docgen's own, an image of a paper, or another."""

import shlex
from collections.abc import Iterator, Sequence
from math import isclose

from pypdf import PageObject, PdfReader

from docgen.signatures.report import SOURCE, AttachedFile, SortOfPdf

MAKER = "docgen "
"""How the name of the program begins in the metadata of a PDF that docgen made."""
SAME_SHAPE = 0.05
"""By how much the proportions of an image and of the page that it fills may differ."""
BY_EYE = (
    "comparez-le à l’œil, page à page, avec le PDF de output/, et gardez l’original : si c’est "
    "l’acte signé, notez-le dans son YAML, « acte: signe », et « date: » sous « signature: » ; "
    "puis : docgen sceller"
)
"""The hint about a PDF whose words docgen cannot compare."""
ONE_BY_ONE = "demandez chaque acte à part, tel qu’il a été signé"


def sort_of(shown: PdfReader, attachments: Sequence[AttachedFile]) -> SortOfPdf:
    """Return what a PDF without a source, or with several, is."""
    if sum(one.relationship == SOURCE for one in attachments) > 1:
        return SortOfPdf.REUNI
    if shown.metadata and str(shown.metadata.creator or "").startswith(MAKER):
        return SortOfPdf.DOCGEN
    scan = bool(shown.pages) and all(map(_is_image, shown.pages))
    return SortOfPdf.SCAN if scan else SortOfPdf.AUTRE


def _is_image(page: PageObject) -> bool:
    """Whether a page is an image, or has one that fills it: a copier may add the words it read."""
    resources = page.get("/Resources", {})
    shapes = [*_shapes(resources.get("/XObject", {}))]
    if not resources.get("/Font"):
        return bool(shapes)
    wanted = page.mediabox.width / page.mediabox.height
    return any(isclose(shape, wanted, rel_tol=SAME_SHAPE) for shape in shapes)


def _shapes(drawings: dict[str, dict[str, object]]) -> Iterator[float]:
    """Yield the width of each image for a height of one."""
    for drawing in (drawings[name] for name in [*drawings]):  # `values` would give references
        if drawing.get("/Subtype") == "/Image":
            yield float(str(drawing["/Width"])) / float(str(drawing["/Height"]))


def hint_of_unsourced(sort: SortOfPdf, name: str) -> str:
    """Return what to do with a PDF called `name` that has no source."""
    if sort is SortOfPdf.DOCGEN:
        hint = "un acte en porte une, que certains programmes ôtent : demandez l’original ; de tout"
        return f"{hint} autre document : docgen why {shlex.quote(name)}"
    return ONE_BY_ONE if sort is SortOfPdf.REUNI else BY_EYE
