import io
import re
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from docgen.document import Diffusion
from docgen.rendering import Templates
from docgen.rendering.frames.frame_set import FrameSet
from docgen.rendering.frames.renderer import render_pdf
from tests.conformity.finished import finished_problems
from tests.conftest import NIGHT
from tests.rendering.frames.light import (
    LAID_OUT,
    ODD,
    ORDINARY,
    figures,
    framed,
    framed_figures,
    pack,
    whole,
    whole_figures,
)
from tests.support.alike import differences
from tests.support.documents import OUR_TEMPLATES, laid_over, shipped
from tests.support.shared import folder_of_the_run

PAGE = "_commun/page.html.j2"
DOCUMENT = "infographie/document.html.j2"

EVERY = [(code, circle) for code in ODD for circle in Diffusion] if NIGHT else LAID_OUT
FOUR = ("81218", "81032", "81271", "81317")
PAGES = ("noms-longs", "departement", "interne", *(("complete", "a-verifier") if NIGHT else ()))


@pytest.mark.parametrize(("code", "circle"), EVERY)
def test_a_pack_in_frames_is_the_pack_laid_out_whole(code, circle):
    made = framed(code, circle)
    assert made.fallback_reason == ""
    assert list(differences(whole(code, circle), made.data)) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_of_figures_in_frames_equals_the_direct_page(name):
    made = framed_figures(name)
    assert made.fallback_reason == ""
    assert list(differences(whole_figures(name), made.data)) == []


@cache
def frames_of(*codes):
    """Return the frames that were built for the pages of figures of these communes."""
    templates = Templates(OUR_TEMPLATES.roots)
    for code in codes:
        [page] = [part for part in pack(code).bound if part.kind == "infographie"]
        assert render_pdf(replace(page, framed=True), templates).fallback_reason == ""
    frame_set = templates.renderer_state["frames"]
    assert isinstance(frame_set, FrameSet)
    return [frame for family in frame_set._families.values() for frame in family.frames]


def test_pages_of_figures_share_frames():
    assert len(frames_of(*FOUR)) < len(FOUR)


def test_the_charts_of_a_commune_belong_to_no_frame():
    [frame] = frames_of("81004")
    assert frame.own.pictures
    assert set(frame.own.pictures) == {None}


def test_no_file_moves_its_letters_by_nothing():
    code, circle = LAID_OUT[0]
    for data in (whole(code, circle), framed(code, circle).data):
        shown = b"".join(one.get_contents().get_data() for one in PdfReader(io.BytesIO(data)).pages)
        assert b"] TJ" in shown
        assert not re.search(rb"[<>]0[<>\]]", shown)


def test_a_pack_in_frames_passes_the_gate():
    for code, circle in LAID_OUT:
        assert finished_problems(framed(code, circle).data, code) == []


@pytest.mark.skipif(not NIGHT, reason="many packs are made at night: DOCGEN_TESTS=night")
def test_few_frames_serve_many_packs():
    """By day, `test_kept_frames_take_words_that_they_never_held` counts those of one pack more."""
    codes, templates = (*ODD, *ORDINARY), Templates(OUR_TEMPLATES.roots)
    for code in codes:
        render_pdf(pack(code), templates)
    frame_set = templates.renderer_state["frames"]
    assert isinstance(frame_set, FrameSet)
    sections = 10 * len(codes)
    assert frame_set.built < sections / 2


def test_a_cell_beside_a_cell_belongs_to_no_frame():
    owned = {word for frame in frames_of(*FOUR) for word in frame.own.texts if word}
    cells = {cell.valeur for code in FOUR for cell in first_cells(code)}
    assert len(cells) > len(FOUR)
    assert not cells & owned


def first_cells(code):
    """Return what the page of figures says first of a commune, side by side."""
    [page] = [part for part in pack(code).bound if part.kind == "infographie"]
    return page.facts.cles


SHEET = "infographie/document.css"
ACROSS = "\n.mention ~ .plein { color: red }\nh1 {"
REFUSED = {
    "no-section": (DOCUMENT, "<!-- section -->", "", "aucune section"),
    "style-of-its-own": (PAGE, "</head>", "<style>p { margin: 0 }</style></head>", "feuille"),
    "style-across-sections": (SHEET, "\nh1 {", ACROSS, "une autre section"),
    "note": (DOCUMENT, "{{ lieu }}", '<i style="float: footnote">n</i>', "un compteur"),
    "running-text": (
        DOCUMENT, "{{ lieu }}", '<b style="string-set: repere content()">x</b>', "en-tête",
    ),
}  # fmt: skip


@cache
def refused(name):
    """Return a page of figures that frames refuse, and the templates it was made with."""
    template, before, after, _ = REFUSED[name]
    assert before in shipped(template)
    changed = laid_over(folder_of_the_run(), {template: shipped(template).replace(before, after)})
    return render_pdf(figures("complete"), changed), changed


@pytest.mark.parametrize("name", REFUSED)
def test_a_document_is_refused_with_a_reason(name):
    made, _ = refused(name)
    assert REFUSED[name][-1] in made.fallback_reason
    assert not made.transient  # words of ours, for what frames will always refuse


def test_a_refused_document_is_laid_out_directly():
    made, changed = refused("note")
    assert made.data == render_pdf(replace(figures("complete"), framed=False), changed).data
