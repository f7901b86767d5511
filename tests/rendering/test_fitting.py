"""A page that fits itself: at the loosest density that holds on one page, its rest ruled."""

from dataclasses import replace

import pytest

from docgen.rendering.docx.template import with_density
from docgen.rendering.fitting import fit_pages, number_contents
from tests.support.documents import laid_over
from tests.support.invented import DOCUMENT

PAGE = """<html><head><style>
@page { size: 100mm 200mm; margin: 0 }
body { margin: 0 }
p { margin: 0; height: %s }
.large p { height: %s }
</style></head>
<body class="{{ document.density }}">
<p class="courant">{{ document.title }}</p><p></p>
</body></html>
"""
SMALL = replace(DOCUMENT, title="Exemple fictif", densities=("large", "petite"))


def page(folder, small, large):
    html = PAGE % (small, large)
    return laid_over(folder, {"fiche/document.html.j2": html})


@pytest.mark.parametrize(
    ("large", "density"), [("90mm", "large"), ("99mm", "petite"), ("150mm", "petite")]
)
def test_loosest_density_with_room_to_spare_is_chosen(tmp_path, large, density):
    assert fit_pages(SMALL, page(tmp_path, "90mm", large)).density == density


def test_densest_is_chosen_when_none_keeps_one_page(tmp_path):
    fitted = fit_pages(SMALL, page(tmp_path, "150mm", "150mm"))
    assert (fitted.density, fitted.free_height) == ("petite", ())


def test_page_that_hides_its_body_has_no_lines(tmp_path):
    fitted = fit_pages(SMALL, page(tmp_path, "90mm } body { display: none", "90mm"))
    assert (fitted.density, fitted.free_height) == ("petite", ())


def test_height_left_free_is_told_in_whole_millimetres(tmp_path):
    fitted = fit_pages(SMALL, page(tmp_path, "94.5mm", "150mm"))
    assert fitted.free_height == tuple(range(1, 11))


@pytest.mark.parametrize(("kept", "density"), [(2, "large"), (3, "large"), (1, "petite")])
def test_last_page_of_several_is_measured(tmp_path, kept, density):
    several = replace(SMALL, pages_kept=kept)
    fitted = fit_pages(several, page(tmp_path, "94.5mm", "189.5mm; break-before: page"))
    assert (fitted.density, fitted.free_height) == (density, tuple(range(1, 11)))


@pytest.mark.parametrize(("large", "density"), [("189.5mm", "large"), ("210mm", "petite")])
def test_tighter_density_counts_when_it_saves_a_page(tmp_path, large, density):
    """As an act whose sheet for the town hall is long: its letter is set no tighter for that."""
    several = replace(SMALL, pages_kept=2)
    last = "; break-before: page"
    head = "<p></p>" + PAGE % (f"189.5mm{last}", f"{large}{last}; break-inside: auto")
    templates = laid_over(tmp_path, {"fiche/document.html.j2": head})
    fitted = fit_pages(several, templates)
    assert (fitted.density, fitted.free_height) == (density, tuple(range(1, 11)))


def test_bound_documents_fit_by_themselves(tmp_path):
    host = replace(SMALL, densities=(), parts={"fiches": (SMALL, replace(SMALL, densities=()))})
    fitted = fit_pages(host, page(tmp_path, "90mm", "90mm"))
    assert fitted.density == ""
    assert [part.density for part in fitted.parts["fiches"]] == ["large", ""]


def test_document_without_densities_is_not_laid_out(tmp_path):
    plain = replace(SMALL, densities=())
    assert fit_pages(plain, laid_over(tmp_path, {"fiche/document.html.j2": "{{ non }}"})) is plain


def test_styles_of_a_density_stand_in_for_the_others():
    styles = {"dg étape": "E", "dg étape ample": "EA", "dg titre": "T"}
    body = '<w:pStyle w:val="E"/><w:rStyle w:val="T"/>'
    assert with_density(body, styles, "ample") == '<w:pStyle w:val="EA"/><w:rStyle w:val="T"/>'
    assert with_density(body, styles, "dense") == with_density(body, styles, "") == body


def test_headings_that_begin_a_page_are_told(tmp_path):
    html = "{% for one in ('a', 'b', 'c') %}<p id={{ one }}></p>{% endfor %}"
    listed = replace(SMALL, contents=("a", "b", "c"))
    templates = laid_over(tmp_path, {"fiche/document.html.j2": PAGE % ("99mm", "99mm") + html})
    numbered = number_contents(listed, templates)
    assert numbered.contents_pages == (2, 2, 3)
    assert numbered.contents_heads == ("a", "c")
