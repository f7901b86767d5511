"""What only layout decides: page numbers of contents, and the density of pages that fit themselves.

The density is the loosest that keeps a document on its page or sheet, chosen once for both formats,
before any file is made. Templates share what is left of the page: as lines to write on, or between
steps.
"""

import hashlib
import json
import re
from dataclasses import replace
from functools import cache
from typing import Final

from docgen.document import ActComparison, Document
from docgen.rendering.html.templates import Templates
from docgen.rendering.pdf.writer import Measure, load_measure, load_page_layout
from docgen.rendering.recipe import opened_toolchain

FITS_KEY: Final = "fits"
"""The key of the choices made in the state that renderers keep with the templates."""
NAMESPACE: Final = "densites"
"""The namespace of the choices in the cache, where processes and runs share them."""
RUNNING: Final = re.compile(r'<p class="courant .*?</p>', re.DOTALL)
"""The words of heads and feet, which change nothing on the page."""
LEFT_LIST: Final = "restes"
"""The list of what is left of a draft, on its own page: what it is bound into has its own."""
MORE_PAGES: Final = 3
"""How many pages more than those kept a long text is thought to take."""
MIN_FREE: Final = 4.0
"""The least that stays free, in mm: Word and LibreOffice break lines a little earlier."""


def number_contents(document: Document, templates: Templates) -> Document:
    """Return a document with the pages of its contents, and of a booklet, which Word shows."""
    if compared := document.comparison:
        return replace(document, comparison=_begin_pages(compared, templates))
    wanted = document.contents and not document.contents_pages
    if not wanted and (not document.booklet or document.page_layout):
        return document
    plan = load_page_layout()(document, templates.fill_html(document), templates)
    pages = tuple(plan.pages[anchor] for anchor in document.contents if anchor in plan.pages)
    heads = tuple(anchor for anchor in document.contents if anchor in plan.heads)
    layout = plan if document.booklet else None
    return replace(document, contents_pages=pages, contents_heads=heads, page_layout=layout)


def _begin_pages(compared: ActComparison, templates: Templates) -> ActComparison:
    """Return a comparison whose acts know the headings that begin a page of the one they follow."""
    if compared.paged is None:
        return compared
    laid_out = number_contents(compared.paged, templates)
    if laid_out.contents[:1] != laid_out.contents_heads[:1]:
        return compared  # its first page holds clauses
    heads = laid_out.contents_heads
    old, new = (
        replace(act, document=replace(act.document, contents_heads=heads))
        for act in (compared.old, compared.new)
    )
    return replace(compared, old=old, new=new)


def fit_pages(document: Document, templates: Templates) -> Document:
    """Return a document at its density, and so those bound into it, unless it has one already."""
    if not any(one.densities and not one.density for one in (document, *document.bound)):
        return document
    measure = load_measure()
    parts = {
        place: tuple(_fit(part, templates, measure) for part in held)
        for place, held in document.parts.items()
    }
    return replace(_fit(document, templates, measure), parts=parts)


def fits_bound(document: Document, templates: Templates) -> bool:
    """Whether a document, without the list of what is left of it, fits what it is bound into."""
    text = document.facts.model_copy(update={LEFT_LIST: ()})
    most = document.pages_bound
    bound = replace(document, facts=text, pages_max=most, density="", free_height=())
    fitted = fit_pages(bound, templates)
    if fitted.free_height:
        return True
    return load_measure()(fitted, templates.fill_html(fitted), templates) is not None


def _fit(document: Document, templates: Templates, measure: Measure) -> Document:
    """Return a document at its density; the densest where none keeps it on its sheet."""
    if not document.densities:
        return document
    known = templates.renderer_state.setdefault(FITS_KEY, {})
    assert isinstance(known, dict)
    loosest = replace(document, density=document.densities[0])
    words = RUNNING.sub("", templates.fill_html(loosest))
    key = hashlib.sha256(words.encode()).hexdigest()
    if key not in known:
        known[key] = _load_or_choose(loosest, templates, measure, key)
    density, free = known[key]
    return replace(document, density=density, free_height=tuple(range(1, free + 1)))


def _load_or_choose(
    document: Document, templates: Templates, measure: Measure, key: str
) -> tuple[str, int]:
    """Return the density of a document, given at its loosest, and its free height in mm.

    They come from the cache if it has them.
    """
    store = templates.store
    if store is None:
        return _choose(document, templates, measure)
    entry = f"{opened_toolchain(templates)} {key}"
    if (kept := store.get(NAMESPACE, entry)) is not None:
        density, free = json.loads(kept)
        return density, free
    density, free = _choose(document, templates, measure)
    store.put(NAMESPACE, entry, json.dumps([density, free]).encode())
    return density, free


def _choose(document: Document, templates: Templates, measure: Measure) -> tuple[str, int]:
    """Return the loosest density that fits, often the first tried, and its free height in mm.

    Where none keeps several pages, it is the loosest that has no more of them than the tightest.
    """

    @cache
    def free_at(density: str, most: int) -> float | None:
        filled = density == document.density  # its HTML is kept
        tried = document if filled else replace(document, density=density)
        return measure(replace(tried, pages_kept=most), templates.fill_html(tried), templates)

    def loosest(most: int) -> str | None:
        return next((one for one in densities if (free_at(one, most) or 0) >= MIN_FREE), None)

    densities, kept = document.densities, document.pages_kept
    if chosen := loosest(kept):
        return chosen, int(free_at(chosen, kept) or 0)
    if kept == 1:
        return densities[-1], 0
    counts = range(kept, kept + MORE_PAGES + 1)
    most = next((one for one in counts if free_at(densities[-1], one) is not None), 0)
    chosen = (most and loosest(most)) or densities[-1]
    return chosen, int(free_at(chosen, most) or 0)  # its last page has room all the same
