"""Checks of a finished PDF beyond the standards: order, words apart, no page empty or only signed.

A build checks empty pages and signatures on its layout; here the file is enough, whoever made it.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from docgen.conformity.checks.annotations import visible_annotations
from docgen.conformity.checks.contents import page_contents
from docgen.conformity.pdf.objects import number_of, rectangle_of, resolved
from docgen.conformity.pdf.reading import OpenPdf
from docgen.conformity.pdf.text import lines_above, overlapping_texts
from docgen.conformity.wording import quoted
from docgen.errors import Problem

LINES_ABOVE: Final = 2
"""The least number of lines of the last clause above the signatures."""
SIGNATURE_BLOCK: Final = "Fait "
"""How the first line of a signature block begins."""


def check_empty_pages(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for each page without tagged content or a field to fill in.

    The back of a sheet may be empty, before one that a style sheet has begin on its front: a build
    knows where, and lets no other page be empty.
    """
    filled = {owner for owner, _ in pdf.element_by_mark}
    for number, page in enumerate(pdf.pages):
        is_back = bool(number % 2) and number + 1 < len(pdf.pages)
        if number_of(page) not in filled and not is_back and not _has_fields(page):
            yield pdf.problem("page-vide", "page vide", number)


def _has_fields(page: Any) -> bool:
    annotations = resolved(page.get("/Annots")) or ()
    return any(resolved(one).get("/Subtype") == "/Widget" for one in annotations)


def check_painted_order(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for each page that is not painted in the order of its tags, notes aside."""
    if pdf.tree is None:
        return
    rank = {mark: number for number, mark in enumerate(pdf.tree.marks_in_order())}
    for number, page in enumerate(page_contents(pdf)):
        painted = [rank[mark] for mark in page.marks if mark in rank]
        if any(after < before for before, after in pairwise(painted)):
            message = "copié, le texte de la page ne se lirait pas dans l’ordre des balises"
            hint = "retirez « z-index » de la feuille de style du modèle"
            yield pdf.problem("ordre", message, number, hint)


def check_words_apart(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem for each page with words printed over other words."""
    faults = {page: max(pair, key=len) for page, *pair in overlapping_texts(pdf)}
    for page, words in faults.items():
        message = f"mots imprimés sur d’autres : {quoted(' '.join(words.split()))}"
        hint = "écartez-les dans la feuille de style du modèle"
        yield pdf.problem("mots-superposes", message, page, hint)


def check_signature_page(pdf: OpenPdf) -> Iterator[Problem]:
    """Yield a problem if the signatures are on several pages or on a page without text."""
    boxes: dict[int, float] = {}
    for annotation in visible_annotations(pdf):
        if annotation.kind == "/Widget" and resolved(annotation.entries.get("/FT")) == "/Sig":
            top = rectangle_of(annotation.entries)[3]
            boxes[annotation.page] = max(boxes.get(annotation.page, 0.0), top)
    if len(boxes) > 1:
        message = "les signatures ne sont pas toutes sur la même page"
        yield pdf.problem("signature", message, min(boxes))
    for page, top in boxes.items():
        lines = lines_above(pdf.data, page, top)
        begun = (rank for rank, line in enumerate(lines) if line.startswith(SIGNATURE_BLOCK))
        if next(begun, len(lines)) < LINES_ABOVE:
            yield pdf.problem("signature", "les signatures sont seules sur leur page", page)
