"""Packs of the complete projects are what a person last looked at.

What the public reads is kept whole; of the other circles of one département, what differs from it.
"""

import difflib
import re
from collections.abc import Iterator

import pytest

from docgen.build.batch import Batch, BatchTarget, make
from docgen.document import Diffusion
from docgen.format import Format
from docgen.french.territory import CodeInsee
from docgen.kinds.commune_pack.options import PackOptions
from docgen.referential.referential import Referential
from docgen.release.verification.leaks import internal_values
from docgen.request import Request
from docgen.workspace import Workspace
from tests.conftest import plain_blanks
from tests.kinds.commune_pack.packs import shortened
from tests.support.libreoffice import to_pdf
from tests.support.projects.complete import COMMUNES, DEPARTEMENTS, copy_complete_project
from tests.support.reading import pages_text

PUBLIC = Diffusion.PUBLIQUE
OTHERS = {"81": (Diffusion.PARTENAIRES, Diffusion.INTERNE)}
FOOT, WHOLE_FOOT = re.compile(r"Partenariat .+, convention du "), re.compile(r"[.]\s\d+\s/\s\d+$")
"""How the foot of a page begins, and how it ends where it stands on one line."""


@pytest.mark.parametrize("departement", DEPARTEMENTS)
def test_complete_packs_are_the_accepted_ones(departement, tmp_path, golden):
    here = shortened(copy_complete_project(departement, tmp_path / "projet"))
    code = CodeInsee(COMMUNES[departement][0])
    circles = (PUBLIC, *OTHERS.get(departement, ()))
    public, *others = ([*lines_of(here, code, circle)] for circle in circles)
    for lines in (public, *others):
        feet = [line for line in lines if FOOT.match(line)]
        assert len(feet) > 10
        assert not [line for line in feet if not WHOLE_FOOT.search(line)]
    assert sum("La commune à côté du département" in line for line in public) == 1
    assert [*internal_values(Referential(here)).leaks("\n".join(public), "public")] == []
    golden(f"complete/{code}-{PUBLIC}.txt", "\n".join([*public, ""]))
    for circle, lines in zip(circles[1:], others, strict=True):
        changes = difflib.unified_diff(public, lines, PUBLIC, circle, n=0, lineterm="")
        places_aside = (line for line in changes if not line.startswith("@@"))
        golden(f"complete/{code}-{circle}.diff", "\n".join([*places_aside, ""]))


@pytest.mark.parametrize(
    ("code", "circle", "first", "last"),
    [
        ("81105", Diffusion.PARTENAIRES, "Faits enregistrés, par an", "17 · 112"),
        ("81317", Diffusion.PARTENAIRES, "Faits enregistrés, par an", "17 · 112"),
        ("81218", Diffusion.INTERNE, "Chiffres bruts", "Source : relevé de l’unité"),
    ],
)
def test_figures_of_a_pack_keep_to_one_page_in_word(code, circle, first, last, tmp_path):
    """Towns or groupings of long names leave little room, as do three charts under two tables."""
    here = copy_complete_project("81", tmp_path / "projet")
    request = Request(options=PackOptions(circle), formats=(Format.DOCX,))
    target = BatchTarget(here, "commune-pack", request)
    word, *_ = make(Batch(target, (CodeInsee(code),)), lambda _: None).artifacts
    pages = pages_text(to_pdf((here.output / word.path).read_bytes()))
    [figures] = [page for page in pages if first in page]
    assert last in plain_blanks(figures)


def lines_of(here: Workspace, code: CodeInsee, circle: Diffusion) -> Iterator[str]:
    """Yield the lines of a pack's pages, and of the sheet beside it."""
    request = Request(options=PackOptions(circle), formats=(Format.PDF,), framed=True)
    target = BatchTarget(here, "commune-pack", request)
    outcome = make(Batch(target, (code,)), lambda _: None)
    for pdf in outcome.artifacts:
        yield pdf.document.title
        for number, text in enumerate(pages_text((here.output / pdf.path).read_bytes()), 1):
            yield f"———— page {number}"
            yield from text.splitlines()
