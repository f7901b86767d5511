"""What takes more pages than it may makes nothing, alone or bound, in frames or directly."""

import json
from dataclasses import replace

import pytest

from docgen.errors import RenderingError
from docgen.format import Format
from docgen.rendering.fitting import fit_pages
from docgen.rendering.frames.renderer import render_pdf
from docgen.rendering.pdf.pages import check_pages
from tests.kinds.commune_pack.packs import GARRIC, Table, project, shortened
from tests.rendering.frames.light import LAID_OUT, figures, framed
from tests.support import documents
from tests.support.documents import OUR_TEMPLATES, renderer


def test_page_of_figures_longer_than_a_page_makes_nothing():
    long = replace(figures("interne-long"), pages_max=1)
    with pytest.raises(RenderingError, match="prend 2 pages, et non 1 au plus"):
        render_pdf(long, OUR_TEMPLATES)


@pytest.mark.parametrize(
    "moved", [{"page": 1}, {"rect": [0, 0, 100, 100]}, {"field": "autre"}], ids=str
)
def test_field_elsewhere_than_its_list_says_is_told(moved):
    made = documents.artifacts("convention-complete")[Format.PDF]
    listed = made.companions["signatures.json"]
    assert list(check_pages(made.data, made.document, listed)) == []
    data = json.loads(listed)
    data["signatures"][0] |= moved
    [problem] = check_pages(made.data, made.document, json.dumps(data).encode())
    assert "est ailleurs dans le PDF" in problem.message
    assert "développeurs" in problem.hint


def test_bound_part_that_takes_too_many_pages_is_told():
    made = framed(*LAID_OUT[0])
    sheet = replace(made.document.parts["environnement"][0], pages_max=1)
    assert sheet.sources[0] != made.document.sources[0]
    parts = {**made.document.parts, "environnement": (sheet,)}
    [problem] = check_pages(made.data, replace(made.document, parts=parts))
    assert "prend 2 pages" in problem.message
    assert problem.file == sheet.sources[0]


def with_most(document, most):
    """Return a pack whose parts may take so many pages, by the name of their place."""
    return replace(
        document,
        parts={
            place: tuple(
                replace(part, pages_max=most.get(place, 0), pages_bound=0) for part in parts
            )
            for place, parts in document.parts.items()
        },
    )


def test_fiche_of_two_pages_is_told_not_what_follows(tmp_path):
    """It puts a blank page behind the checklist, before the sheet to bring back."""
    workspace = shortened(project(tmp_path))
    path = workspace.content / "fiche/action-4-1.yaml"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("documents:\n", "documents:\n" + "  - Une liste.\n" * 20, 1), "utf-8"
    )
    pack = fit_pages(Table(workspace).pack(GARRIC), OUR_TEMPLATES)
    made = renderer(Format.PDF)(with_most(pack, {}), OUR_TEMPLATES)
    [problem] = check_pages(made.data, pack)
    assert problem.file == "content/fiche/action-4-1.yaml"
    assert "prend 2 pages, et non 1 au plus" in problem.message
    [problem] = check_pages(made.data, with_most(pack, {"environnement": 2}))
    assert (problem.file, "est blanche" in problem.message) == (pack.sources[0], True)
