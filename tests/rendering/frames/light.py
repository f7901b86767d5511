"""Packs of few pages in a project of its own, and pages of figures, whole and in frames."""

from dataclasses import replace
from functools import cache

from docgen.document import Artifact, Diffusion, Document
from docgen.rendering.frames.renderer import render_pdf
from docgen.workspace import Workspace
from tests.kinds.commune_pack.packs import Table, project, shortened
from tests.kinds.infographie.specimens import PAGES, page
from tests.support.documents import OUR_TEMPLATES
from tests.support.shared import folder_of_the_run, shared
from tests.support.territory import with_communes

PARTENAIRES = Diffusion.PARTENAIRES
COUNTED = {"81075": 350, "81235": 400, "81004": 51_290}
"""Communes whose figures are known (exemple fictif)."""
ODD = {
    "81075": "the shortest name, few inhabitants, figures that are hidden",
    "81235": "the longest name, on two lines of the cover and of the running head",
    "81004": "police, figures",
    "81132": "an article inside, an elision: « L’Albarède »",
    "81271": "a long name that its brigade bears too",
}
"""Communes of the Tarn, and why each is odd; `make prove` compares the packs of all the others."""
LAID_OUT = (("81235", PARTENAIRES), ("81004", Diffusion.INTERNE))
"""A commune that is odd in its own way for each of two circles: the third reads less."""
ORDINARY = ("81060", "81065", "81101", "81144", "81218", "81317", "81032")
"""Other communes of the Tarn."""


@cache
def table(circle: Diffusion) -> Table:
    """Return a project whose packs are short, for a circle of readers."""
    folder = folder_of_the_run()
    here: Workspace = shortened(project(folder))
    facts = {("81075", "cambriolages", year): None for year in range(2016, 2026)}
    facts |= {("81004", "cambriolages", year): 10 * year - 20_000 for year in range(2016, 2026)}
    with_communes(here, COUNTED, facts)
    return Table(here, circle=circle)


@cache
def pack(code: str, circle: Diffusion = PARTENAIRES) -> Document:
    """Return the pack of a commune, asked in frames."""
    return replace(table(circle).pack(code), framed=True)


@shared
def whole(code: str, circle: Diffusion = PARTENAIRES) -> bytes:
    """Return the pack of a commune laid out whole."""
    return render_pdf(replace(pack(code, circle), framed=False), OUR_TEMPLATES).data


@shared
def framed(code: str, circle: Diffusion = PARTENAIRES) -> Artifact:
    """Return the pack of a commune in frames: it is the same whatever packs were made before."""
    return render_pdf(pack(code, circle), OUR_TEMPLATES)


@cache
def figures(name: str) -> Document:
    """Return a page of figures, asked in frames."""
    return replace(page(PAGES[name]), framed=True)


@shared
def framed_figures(name: str) -> Artifact:
    """Return a page of figures in frames: it is the same whatever was made before."""
    return render_pdf(figures(name), OUR_TEMPLATES)


@shared
def whole_figures(name: str) -> bytes:
    """Return a page of figures laid out whole."""
    return render_pdf(replace(figures(name), framed=False), OUR_TEMPLATES).data
