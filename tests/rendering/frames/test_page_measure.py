"""The height free under a page: one layout for all words that break into lines as high."""

import hashlib
import zlib
from dataclasses import replace

import pytest

from docgen.cache import Store
from docgen.cache.store import MARK
from docgen.rendering import Templates
from docgen.rendering.frames.frame_cache import PAGES
from docgen.rendering.frames.page_measure import measure_free_space
from docgen.rendering.pdf import free_space
from tests.rendering.frames.small import CLOSING, SHEET
from tests.support.documents import laid_over
from tests.support.invented import DOCUMENT

START = (
    '<!DOCTYPE html><html lang="fr"><head><link rel="stylesheet" href="document.css"></head>'
    '<body><p class="courant repere">Exemple fictif</p>'
)
NARROW = "p { width: 40mm } .courant { position: absolute; visibility: hidden }"
ONE, OTHER, LONG = (
    "Brigade d’Exemple",
    "Brigade de l’Essai",
    "Brigade " + "de l’Exemple fictif " * 3,
)


@pytest.fixture
def templates(tmp_path):
    return laid_over(tmp_path, {"petit/document.css": SHEET + NARROW})


def free(templates, *paragraphs, style=""):
    body = "".join(f"<p{style}>{words}</p>" for words in paragraphs)
    document = replace(DOCUMENT, templates_of="petit")
    html = f"{START}{body}{CLOSING}"
    measured = measure_free_space(document, html, templates)
    assert measured == free_space.measure_free_space(document, html, templates)
    return measured


def layouts(templates):
    return templates.renderer_state["measure"].layouts


def test_words_that_keep_their_lines_share_a_layout(templates):
    assert free(templates, ONE) == free(templates, OTHER)
    assert layouts(templates) == 1


def test_words_of_more_lines_are_laid_out_again(templates):
    assert free(templates, ONE) > free(templates, LONG)
    assert layouts(templates) == 2


def test_lines_that_change_place_are_laid_out_again(templates):
    assert free(templates, ONE, LONG) == pytest.approx(free(templates, LONG, ONE))
    assert layouts(templates) == 2


def test_lines_within_a_least_height_share_a_layout(templates):
    style = ' style="min-height: 30mm"'
    assert free(templates, ONE, style=style) == free(templates, LONG.strip(), style=style)
    assert layouts(templates) == 1


def test_words_as_wide_as_their_box_are_laid_out_again(templates):
    style = ' style="float: left; width: auto"'
    free(templates, ONE, style=style)
    free(templates, OTHER, style=style)
    assert layouts(templates) == 2


def test_absolute_words_over_a_float_share_a_layout(templates):
    box = '<div style="position: absolute; top: 0; width: 60mm">{}</div>'
    head = f'<div style="float: left; width: 30mm">{ONE}</div>'
    assert free(templates, f"{head}{box.format(ONE)}") == free(
        templates, f"{head}{box.format(OTHER)}"
    )
    assert layouts(templates) == 1


def test_a_value_and_what_stands_for_it_share_a_layout(templates):
    assert free(templates, '12<span class="sinon"></span>') == free(
        templates, '<span class="sinon">n.c.</span>'
    )
    assert layouts(templates) == 1


def test_page_that_cannot_be_shared_leaves_the_others(templates):
    free(templates, ONE)
    free(templates, LONG)
    assert free(templates, "<style>p { height: 10mm }</style>Exemple") > 0
    free(templates, OTHER)
    assert layouts(templates) == 2


def test_page_too_many_has_no_free_height(templates):
    assert free(templates, *[LONG] * 20) is None


def test_a_page_measured_before_is_not_laid_out_again(templates, tmp_path):
    store = Store(tmp_path / "docgen")
    before, later = (Templates(templates.roots, store) for _ in range(2))
    expected = [free(before, *words) for words in ((ONE, ONE), (ONE, LONG))]
    assert [free(later, *words) for words in ((OTHER, ONE), (OTHER, LONG))] == expected
    assert (layouts(before), layouts(later)) == (2, 0)


def test_a_damaged_measured_page_is_laid_out_again(templates, tmp_path):
    store = Store(tmp_path / "docgen")
    expected = free(Templates(templates.roots, store), ONE)
    [kept] = (path for path in (store.folder / "v1" / PAGES).rglob("*") if path.is_file())
    said = zlib.compress(b"not a page")
    kept.write_bytes(MARK + hashlib.sha256(said).hexdigest().encode() + b"\n" + said)
    later = Templates(templates.roots, store)
    assert free(later, OTHER) == expected
    assert layouts(later) == 1


def test_a_line_cut_by_a_page_is_read_back(templates, tmp_path):
    """Such a line may not change in the second layout, as it may in the first, which is kept."""
    store = Store(tmp_path / "docgen")
    before, later = (Templates(templates.roots, store) for _ in range(2))
    pages = [(ONE, ONE), (ONE, (LONG * 40).strip())]
    expected = [free(before, *words) for words in pages]
    assert expected[1] is None
    assert [free(later, *words) for words in pages] == expected
    assert layouts(later) == 0
